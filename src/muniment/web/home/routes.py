"""The home page."""

from fastapi import APIRouter, Request, Response

from muniment.web.pages import page
from muniment.web.workbench import Bench

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, bench: Bench) -> Response:
    """The case at a glance."""
    return page(request, "home/home.html", books=bench.queries.books())
