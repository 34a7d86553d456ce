"""A result list as CSV, written while it is sent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

from muniment.app.exporting import CsvTable
from muniment.app.redact.guarded_tables import GuardedTable
from muniment.app.search.finding import Finder, Found
from muniment.app.search.result_rows import HIT_COLUMNS, MOST_ROWS, hit_row
from muniment.redact.guarding import Exits, Guard
from muniment.web.search.asked import Asked
from muniment.web.search.shown import document_url

_AT_ONCE = 500
"""Hits looked up at a time: their pages' texts are in memory together."""


def csv_of(finder: Finder, asked: Asked, guard: Guard) -> Iterator[bytes]:
    """The whole result of ``asked`` in pieces, defused; at most ``MOST_ROWS`` rows. Raises ``QueryError`` at once.

    A word that says so stands in the place of whoever ``guard`` protects.
    """
    prepared = finder.prepare(asked.query(), asked.only())

    def stretch(at: int) -> Found:
        return finder.search(prepared, _AT_ONCE, at, asked.order, (), asked.fold)

    return _pieces(stretch, asked, stretch(0), guard)


def file_name() -> str:
    """A name that tells when, and nothing of what was searched for: downloads lie about for all to see."""
    return f"muniment-hits-{datetime.now(UTC):%Y%m%d-%H%M%S}.csv"


def _pieces(stretch: Callable[[int], Found], asked: Asked, found: Found, guard: Guard) -> Iterator[bytes]:
    written = BytesIO()
    table = GuardedTable(CsvTable(written, HIT_COLUMNS), Exits(guard, withhold=True))
    at = 0
    while found.pages or not asked.fold:  # of pages being read again at this moment, a whole stretch may be missing
        for hit in found.pages:
            table.write(hit_row(hit, document_url(hit.page.sha256, hit.page.number, asked)))
        yield written.getvalue()
        written.seek(0)
        written.truncate()
        at += _AT_ONCE
        if at >= min(found.total, MOST_ROWS):
            return
        found = stretch(at)
    yield written.getvalue()
