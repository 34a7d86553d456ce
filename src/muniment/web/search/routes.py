"""The search page."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from muniment.app.redact.guarded_tables import guard_of
from muniment.app.search.finding import Found
from muniment.app.search.folding_hits import MOST_FOLDED
from muniment.app.search.result_rows import MOST_ROWS
from muniment.errors import QueryError
from muniment.search.port import Facet
from muniment.web.pages import page
from muniment.web.search.asked import MAX_PAGE, PER_PAGE, Asked
from muniment.web.search.export import csv_of, file_name
from muniment.web.search.shown import drawers, facet_label, hits, pages_to_turn, trouble
from muniment.web.workbench import Bench, Workbench

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search(request: Request, bench: Bench) -> Response:
    """Results of a search, or hints on how to ask."""
    asked = Asked.from_pairs(list(request.query_params.multi_items()))
    if asked.is_blank:
        return page(request, "search/hints.html", asked=asked)
    try:
        found = bench.finder.search(
            asked.query(), PER_PAGE, asked.offset, asked.order, tuple(Facet), asked.fold, asked.only()
        )
    except QueryError as error:
        status = error.http_status
        return page(request, "search/trouble.html", status, asked=asked, trouble=trouble(asked.text, error))
    return page(request, "search/results.html", asked=asked, found=found, **_shown(asked, found, bench))


@router.get("/search/export.csv")
def export(request: Request, bench: Bench) -> Response:
    """The whole result list as CSV, protected persons withheld. Raises ``QueryError``."""
    asked = Asked.from_pairs(list(request.query_params.multi_items()))
    headers = {"Content-Disposition": f'attachment; filename="{file_name()}"'}
    pieces = csv_of(bench.finder, asked, guard_of(bench.case))
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)


def _shown(asked: Asked, found: Found, bench: Workbench) -> dict[str, Any]:
    return {
        "facet_label": facet_label,
        "asked_names": replace(asked, names=True, page=1).url(),
        "asked_unfiltered": replace(asked, filters=(), page=1).url(),
        "hits": hits(asked, found, bench.queries),
        "drawers": drawers(asked, found.facets),
        "turn": pages_to_turn(asked.page, _last_page(asked, found)),
        "first": asked.offset + 1,
        "most_rows": MOST_ROWS,
        "last": asked.offset + len(found.pages),
    }


def _last_page(asked: Asked, found: Found) -> int:
    """The last page of results; of folded ones, how many there are shows only while turning."""
    if asked.fold and len(found.pages) < PER_PAGE:
        return asked.page
    shown = min(found.total, MOST_FOLDED) if asked.fold else found.total
    return min(-(-shown // PER_PAGE), MAX_PAGE)
