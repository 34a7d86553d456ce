"""The address of the chronology."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from muniment.errors import NotFoundError
from muniment.evidence.chronology import STORY, Happening, chronology
from muniment.evidence.dates import DateError, dated
from muniment.evidence.held import Held
from muniment.evidence.records import Claim
from muniment.web.chronology.shown import DATES, HEAD, ROW, WIDTH, picture, told
from muniment.web.evidence.keeper import Recording
from muniment.web.pages import page

router = APIRouter(prefix="/evidence/chronology", include_in_schema=False)

PER_PAGE = 60
"""Moments on one page: the drawing stays readable, and a screen or two long."""

MOST_CHOICES = 300
"""Claims in the list to choose from; with more, a claim's own page leads here."""

_MOST_CHARS = 200
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted: dates as they were typed, the id of a claim, and whether sources are wanted too."""

    since: str
    until: str
    claim: str
    sources: bool
    number: int

    def address(self, number: int) -> str:
        """The address of another page of the same."""
        told_of = {"from": self.since, "to": self.until, "claim": self.claim, "sources": "1" if self.sources else ""}
        told_of["page"] = "" if number == 1 else str(number)
        query = urlencode({name: value for name, value in told_of.items() if value})
        return "/evidence/chronology" + (f"?{query}" if query else "")


def _asked(
    since: Annotated[str, Query(alias="from", max_length=_MOST_CHARS)] = "",
    until: Annotated[str, Query(alias="to", max_length=_MOST_CHARS)] = "",
    claim: Annotated[str, Query(max_length=_MOST_CHARS)] = "",
    sources: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=_MOST_PAGES)] = 1,
) -> Asked:
    return Asked(since.strip(), until.strip(), claim, bool(sources), number)


@router.get("")
def whole(request: Request, recorder: Recording, asked: Annotated[Asked, Depends(_asked)]) -> HTMLResponse:
    """What happened and what was said, drawn and listed."""
    held = recorder.held()
    if asked.claim and asked.claim not in held.claims:
        raise NotFoundError("There is no such claim in this case.", "Choose one from the list of claims.")
    wrong, (since, until) = _days(asked)
    found = chronology(held, Happening if asked.sources else STORY, since, until, asked.claim)
    pages = max(1, -(-len(found.moments) // PER_PAGE))
    number = min(asked.number, pages)
    shown = [told(held, one) for one in found.moments[(number - 1) * PER_PAGE : number * PER_PAGE]]
    return page(
        request,
        "chronology/chronology.html",
        status=400 if wrong else 200,
        held=held,
        asked=asked,
        choices=_choices(held, asked.claim),
        wrong=wrong,
        total=len(found.moments),
        first=(number - 1) * PER_PAGE + 1,
        number=number,
        pages=pages,
        moments=shown,
        picture=picture(shown),
        undated=[told(held, one) for one in found.undated] if number == pages else [],
        sizes={"width": WIDTH, "dates": DATES, "row": ROW, "head": HEAD},
    )


def _choices(held: Held, chosen: str) -> list[Claim]:
    """The claims to choose from, the chosen one among them."""
    first = list(islice(held.claims.values(), MOST_CHOICES))
    return first if not chosen or held.claims[chosen] in first else [held.claims[chosen], *first]


def _days(asked: Asked) -> tuple[Mapping[str, str], tuple[date | None, date | None]]:
    """What is wrong with the dates, by field, and the days they mean; a date that is wrong leaves its side open."""
    wrong: dict[str, str] = {}
    days: list[date | None] = []
    for field, written in (("from", asked.since), ("to", asked.until)):
        try:
            one = dated(written) if written else None
        except DateError as error:
            wrong[field] = f"{error.message} {error.advice}"
            one = None
        days.append(None if one is None else one.first if field == "from" else one.last)
    return wrong, (days[0], days[1])
