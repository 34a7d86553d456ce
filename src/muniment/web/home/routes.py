"""The home page."""

import shlex
from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from muniment.app.overview import is_being_changed
from muniment.errors import IndexDamagedError
from muniment.search.port import Counts, Facet
from muniment.web.home.glance import BAR_WIDTH, bars, cares, stretches, taken, years
from muniment.web.pages import page
from muniment.web.workbench import Bench, Workbench

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, bench: Bench) -> Response:
    """The case at a glance."""
    books = bench.books.soon()
    if books is None:
        return page(request, "home/counting.html")
    facets, trouble = _facets(bench)
    return page(
        request,
        "home/home.html",
        books=books,
        bar_width=BAR_WIDTH,
        stretches=stretches(books),
        cares=cares(books, bench.case.folder),
        taken=taken(bench.acquisitions.soon() or []),
        languages=bars(Facet.LANGUAGE, facets.get(Facet.LANGUAGE, ())),
        types=bars(Facet.TYPE, facets.get(Facet.TYPE, ())),
        years=years(facets.get(Facet.YEAR, ())),
        trouble=trouble,
        running=is_being_changed(bench.case),
        command=f"muniment -C {shlex.quote(str(bench.case.folder))}",
    )


def _facets(bench: Workbench) -> tuple[Mapping[str, Counts], IndexDamagedError | None]:
    """What pages there are; without an index the books are still worth showing, with what to do about it."""
    try:
        return bench.facets.soon() or {}, None
    except IndexDamagedError as error:
        return {}, error
