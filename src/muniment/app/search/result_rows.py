"""The hits of a search as rows of a table, for exports."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from muniment.acquire.names import text_of
from muniment.app.search.finding import Finder, FoundPage
from muniment.search.port import Order

HIT_COLUMNS = (
    "path",
    "page",
    "kind",
    "language",
    "media_type",
    "score",
    "why",
    "snippet",
    "link",
    "sha256",
    "copies",
)
"""Columns of a result list."""

MOST_ROWS = 100_000
"""Rows of one result list: each further stretch costs the engine all before it, and nobody reads so far."""

_AT_ONCE = 100
"""Hits asked for at a time: their pages' texts are in memory together."""


def rows_of_search(
    finder: Finder, text: str, most: int = MOST_ROWS, order: Order = Order.RELEVANCE, *, fold: bool = False
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each hit of a search as typed, with how many there are in all; at most ``most``, looked up bit by bit.

    Raises ``QueryError`` or ``IndexDamagedError``.
    """
    prepared = finder.prepare(text)
    for at in range(0, min(most, MOST_ROWS), _AT_ONCE):
        found = finder.search(prepared, min(_AT_ONCE, most - at), at, order, (), fold)
        for hit in found.pages:
            yield found.total, hit_row(hit, document_link(hit, text))
        if at + _AT_ONCE >= found.total:
            return


def hit_row(hit: FoundPage, link: str) -> dict[str, Any]:
    """A hit as a row, a value for each of ``HIT_COLUMNS``; not yet defused: ``exporting`` does that."""
    path = hit.page.paths[0] if hit.page.paths else None
    return {
        "path": text_of(path) if path is not None else None,
        "page": hit.page.number,
        "kind": hit.page.kind.value,
        "language": hit.page.language or None,
        "media_type": hit.page.media_type or None,
        "score": round(hit.score, 4),
        "why": hit.why,
        "snippet": " ".join(hit.snippet.text.split()),
        "link": link,
        "sha256": hit.page.sha256,
        "copies": hit.page.copies,
    }


def document_link(hit: FoundPage, query: str) -> str:
    """Where the workbench shows a hit, from its own root: ``/document/<sha256>?page=N&q=…``."""
    told: Mapping[str, Any] = {"page": hit.page.number, "q": query}
    return f"/document/{hit.page.sha256}?{urlencode(told, errors='backslashreplace')}"
