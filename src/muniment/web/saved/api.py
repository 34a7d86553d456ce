"""Saved searches as JSON."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from muniment.app.search import saved as app
from muniment.web.api.routes import ERRORS
from muniment.web.workbench import Bench

router = APIRouter(prefix="/api/searches", tags=["searches"], responses=dict(ERRORS))


class SearchSaved(BaseModel):
    """A saved search, and what its last run found."""

    name: str
    query: str
    person: str = Field(description="who saved it")
    saved: str = Field(description="when; ISO 8601, UTC")
    last_run: str = Field(description="when; empty if never")
    total: int
    new: int


class SearchesOut(BaseModel):
    """All saved searches."""

    searches: list[SearchSaved]


@router.get("")
def searches(bench: Bench) -> SearchesOut:
    """All saved searches, by name; runs none."""
    return SearchesOut(
        searches=[
            SearchSaved(
                name=one.name,
                query=one.query,
                person=one.person,
                saved=one.saved,
                last_run=one.last_run,
                total=one.total,
                new=one.new,
            )
            for one in app.saved(bench.case)
        ]
    )
