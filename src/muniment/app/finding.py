"""Finding pages, and rebuilding the index they are found in."""

from dataclasses import dataclass, replace

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.queries import PlacedPage, Queries
from muniment.adapters.lockable_index import lockable
from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.app.opening import ledger_of
from muniment.ingest.indexing import Indexer
from muniment.search.parse import parse
from muniment.search.query import Query
from muniment.search.snippets import Snippet, snippet


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A hit, ready to be shown: the page, its score, and the passage with the places of the matches in it."""

    page: PlacedPage
    score: float
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """The hits asked for, and how many there are in all."""

    total: int
    pages: tuple[FoundPage, ...]


def search(case: CaseFolder, text: str, limit: int = 20, offset: int = 0) -> Found:
    """Find pages. Raises ``QueryError`` or ``IndexDamagedError``."""
    query = parse(text)
    with ledger_of(case, read_only=True) as database, lockable(case.index) as index:
        hits = TantivyEngine(index).search(query, limit, offset)
        placed = Queries(database).placed([int(hit.key) for hit in hits.hits])
        found = tuple(
            FoundPage(placed[int(hit.key)], hit.score, _passage(placed[int(hit.key)].text, query))
            for hit in hits.hits
            if int(hit.key) in placed
        )
        return Found(hits.total, found)


def _passage(text: str, query: Query) -> Snippet:
    """The best passage, with the places of the matches counted from its own beginning."""
    found = snippet(text, query)
    return replace(found, spans=tuple((start - found.start, end - found.start) for start, end in found.spans))


def reindex(case: CaseFolder) -> int:
    """Throw the index away and build it anew from the ledger; returns how many pages it holds."""
    with case.locked(), ledger_of(case) as database:
        feed = Indexing(database)
        feed.forget_all()  # first: should we be stopped before the new index stands, its pages are known to be due
        create_index(case.index)
        writer = TantivyWriter(case.index)
        try:
            total = Indexer(feed, lambda: writer).catch_up()
        finally:
            writer.close()
        return total
