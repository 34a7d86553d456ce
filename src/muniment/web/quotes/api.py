"""Quotes as JSON, for scripts. They are made by form or on the command line: see ``routes`` and ``cli.quotes``."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from muniment.app.evidence.quotes import Quoter, row_told, span_told
from muniment.errors import NotFoundError
from muniment.web.evidence.keeper import Recording
from muniment.web.workbench import Bench

router = APIRouter(prefix="/api/quotes", tags=["quotes"])

MOST_AT_ONCE = 500
"""Quotes told at a time: each is anchored anew."""


class QuoteRow(BaseModel):
    """A quote and what became of it. ``state`` is ``exact``, ``moved`` or ``lost``; ``says`` tells why."""

    id: str
    path: str
    sha256: str
    page: int
    words: str
    state: str
    says: str


class Quotes(BaseModel):
    """Some of the quotes, and how many there are."""

    total: int
    quotes: list[QuoteRow]


class QuoteSpan(BaseModel):
    """The part of a quote on one page. ``start`` and ``end`` count code points of its raw text, end-exclusive."""

    page: int
    kind: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    confidence: float | None = Field(description="The least of its recognised words; null for printed text.")
    boxes: list[tuple[float, float, float, float]] = Field(description="Left, top, right, bottom: shares of the page.")


class QuoteTranslation(BaseModel):
    """A translation, who made it, and how."""

    text: str
    language: str
    by: str
    how: str


class QuotePlace(BaseModel):
    """Where a part of a quote stands now."""

    page: int
    kind: str
    start: int
    end: int
    words: str


class QuoteTold(QuoteRow):
    """A quote with all that is kept of it, and where it stands now: nowhere if it is lost."""

    reader: str
    language: str
    note: str
    spans: list[QuoteSpan]
    now: list[QuotePlace]
    translations: list[QuoteTranslation]


@router.get("")
def quotes(
    bench: Bench,
    recorder: Recording,
    limit: Annotated[int, Query(ge=1, le=MOST_AT_ONCE)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    sha256: Annotated[str, Query(max_length=64, description="Only quotes from this document.")] = "",
) -> Quotes:
    """Quotes in the order in which they were made, with what became of each."""
    held = recorder.held()
    fitting = held.quotes_of.get(sha256, ()) if sha256 else tuple(held.quotes.values())
    some = fitting[offset : offset + limit]
    found = Quoter(bench.database).anchored(some)
    return Quotes(total=len(fitting), quotes=[QuoteRow(**row_told(one, found[one.id])) for one in some])


@router.get("/{quote_id}")
def quote(quote_id: str, bench: Bench, recorder: Recording) -> QuoteTold:
    """One quote."""
    one = recorder.held().quotes.get(quote_id)
    if one is None:
        raise NotFoundError("There is no such quote.", "GET /api/quotes lists them.")
    anchored = Quoter(bench.database).anchored([one])[one.id]
    return QuoteTold(
        **row_told(one, anchored),
        reader=one.reader,
        language=one.language,
        note=one.note,
        spans=[QuoteSpan(**span_told(span)) for span in one.spans],
        now=[
            QuotePlace(
                page=place.page.number,
                kind=place.page.kind.value,
                start=place.start,
                end=place.end,
                words=place.exact,
            )
            for place in anchored.passage
        ],
        translations=[
            QuoteTranslation(text=made.text, language=made.language, by=made.by, how=made.how)
            for made in one.translations
        ],
    )
