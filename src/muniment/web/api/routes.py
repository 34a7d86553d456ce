"""The JSON API: what the pages show, for scripts that run in the same browser session."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query

from muniment.acquire.names import text_of
from muniment.adapters.ledger.queries import RowFilter
from muniment.app.overview import is_being_changed
from muniment.app.search.finding import FoundPage
from muniment.model import State
from muniment.preserve.ledger import EntryRow
from muniment.search.port import Counts, Facet, Order
from muniment.web.api import values
from muniment.web.search.asked import Asked
from muniment.web.workbench import Bench

MAX_LIMIT = 1_000
"""Rows in one answer."""

MAX_OFFSET = 10_000
"""Hits passed over: the engine must sort all before them. Narrow down instead, or export."""

_MOST_ID = 2**63 - 1

ERRORS: Mapping[int | str, dict[str, Any]] = {
    status: {"model": values.Problem, "description": description}
    for status, description in (
        (400, "what was asked for makes no sense"),
        (401, "not logged in"),
        (403, "asked for by another site, or not allowed"),
        (404, "not there"),
        (421, "meant for another host"),
        (500, "something of the case is broken, or of Muniment"),
    )
}
"""How every operation may fail, for the description."""

router = APIRouter(prefix="/api", tags=["case"], responses=dict(ERRORS))

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]


@router.get("/books")
def books(bench: Bench) -> values.BooksOut:
    """The balance: every entry in exactly one state."""
    now = bench.books.get()
    return values.BooksOut(
        entries=now.entries,
        by_state=now.by_state,
        pending=now.pending,
        balanced=now.balanced,
        bytes=now.bytes,
        originals=now.originals,
        pages=now.pages,
        indexed_pages=now.indexed_pages,
    )


@router.get("/progress")
def progress(bench: Bench) -> values.ProgressOut:
    """How far taking in has come; cheap enough to ask for every other second."""
    now = bench.books.get()
    return values.ProgressOut(
        running=is_being_changed(bench.case),
        entries=now.entries,
        pending=now.pending,
        waiting_for_ocr=now.waiting_for_ocr,
        pages=now.pages,
        indexed_pages=now.indexed_pages,
    )


@router.get("/entries")
def entries(
    bench: Bench,
    state: State | None = None,
    part_of_path: Annotated[str, Query(max_length=1000)] = "",
    after: Annotated[int | None, Query(ge=0, le=_MOST_ID)] = None,
    limit: Limit = 100,
) -> values.EntriesOut:
    """The books line by line, in the order of paths; `after` is an entry's number."""
    where = RowFilter(state, part_of_path.encode("utf-8", "replace"))
    rows = bench.queries.rows_beside(after, limit + 1, where)
    more = len(rows) > limit
    return values.EntriesOut(entries=[_entry(row) for row in rows[:limit]], next=rows[limit - 1].id if more else None)


@router.get("/search")
def search(
    bench: Bench,
    q: Annotated[str, Query(max_length=20_000)] = "",
    names: bool = False,
    fold: bool = False,
    sort: Order = Order.RELEVANCE,
    limit: Limit = 20,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
    facets: Annotated[list[Facet] | None, Query(max_length=len(Facet))] = None,
) -> values.SearchOut:
    """Pages that match `q` (docs/search.md); without `q`, all. `names` searches for a name in any script."""
    asked = Asked(text=q.strip(), names=names)
    found = bench.finder.search(asked.query(), limit, offset, order=sort, facets=tuple(facets or ()), fold=fold)
    return values.SearchOut(
        total=found.total,
        note=found.note,
        hits=[_hit(one) for one in found.pages],
        facets={name: _counts(counts) for name, counts in found.facets.items()},
    )


def _entry(row: EntryRow) -> values.EntryOut:
    return values.EntryOut(
        entry=row.id,
        path=text_of(row.path),
        parent=text_of(row.parent),
        sha256=row.sha256 or None,
        size=row.size,
        media_type=row.media_type or None,
        state=row.state.value,
        reason=row.reason,
        reader=row.reader or None,
        pages=row.pages,
        language=row.language or None,
        kind=row.kind.value,
    )


def _hit(one: FoundPage) -> values.HitOut:
    return values.HitOut(
        path=text_of(one.page.paths[0]) if one.page.paths else None,
        sha256=one.page.sha256,
        page=one.page.number,
        kind=one.page.kind.value,
        score=round(one.score, 4),
        language=one.page.language or None,
        snippet=one.snippet.text,
        marks=list(one.snippet.spans),
        copies=one.page.copies,
        like=one.like,
        why=one.why,
    )


def _counts(counts: Counts) -> list[values.CountOut]:
    return [values.CountOut(value=value, count=count) for value, count in counts]
