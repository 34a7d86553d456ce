"""The addresses below /evidence: what the case holds, seen as a whole."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from muniment.web.evidence.keeper import Recording, ended_with
from muniment.web.pages import page

router = APIRouter(prefix="/evidence", lifespan=ended_with, include_in_schema=False)


@router.get("")
def overview(request: Request, recorder: Recording) -> HTMLResponse:
    """What the case holds, in figures that lead to what they count."""
    return page(request, "evidence/overview.html", held=recorder.held())
