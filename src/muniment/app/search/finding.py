"""Finding pages, and rebuilding the index they are found in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.queries import PlacedPage, Queries
from muniment.adapters.lockable_index import lockable
from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.app.opening import ledger_of
from muniment.app.search.folding_hits import MOST_FOLDED, folded
from muniment.ingest.indexing import Indexer
from muniment.search.naming import Resolved, resolved
from muniment.search.parse import parse
from muniment.search.port import Counts, Facet, Hit, Order
from muniment.search.query import Among, Query
from muniment.search.snippets import Snippet, snippet


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A hit, ready to be shown: the page, its score, and the passage with the places of the matches in it.

    ``why`` says in words why a name matched; "" where the marks in the passage speak for themselves. ``like`` counts
    the other pages of the case that are like it, where duplicates are folded.
    """

    page: PlacedPage
    score: float
    snippet: Snippet
    why: str = ""
    like: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The hits asked for, how many there are in all, and the values of the wanted facets with their numbers.

    ``note`` says what was not looked at, "" if all was. ``facets`` are by the names of ``Facet``.
    """

    total: int
    pages: tuple[FoundPage, ...]
    facets: Mapping[str, Counts] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A search whose names have been looked for already: several stretches of its hits can be had for one such look."""

    query: Query
    asked: Resolved


class Finder:
    """Searches one case and stays open: the index is opened once, and what is committed to it later is found.

    May be used by several threads. Raises ``IndexDamagedError``.
    """

    def __init__(self, case: CaseFolder) -> None:
        with ExitStack() as opened:
            self._case = case
            self._database = opened.enter_context(ledger_of(case, read_only=True))
            self._ledger = Queries(self._database)
            self._engine = TantivyEngine(opened.enter_context(lockable(case.index)))
            self._opened = opened.pop_all()

    def prepare(self, text: str | Query, only: Query | None = None) -> Prepared:
        """Look for the names in a search, which takes most of the time of one that has any; see ``search``."""
        query = parse(text) if isinstance(text, str) else text
        whole = query if only is None else Among(query, only)
        return Prepared(query, resolved(whole, self._engine, self._texts))

    def search(
        self,
        text: str | Query | Prepared,
        limit: int = 20,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Sequence[Facet] = (),
        fold: bool = False,
        only: Query | None = None,
    ) -> Found:
        """Find pages, by a search as typed or by a tree; ``only`` must match as well, and counts for nothing.

        With ``fold``, of pages that are like one another only the best hit is given, and ``offset`` counts those.

        Raises ``QueryError`` or ``IndexDamagedError``.
        """
        prepared = text if isinstance(text, Prepared) else self.prepare(text, only)
        query, asked = prepared.query, prepared.asked
        if fold:
            return self._folded(prepared, limit, offset, order, facets)
        hits = self._engine.search(asked.query, limit, offset, order, facets)
        placed = self._ledger.placed([int(hit.key) for hit in hits.hits])
        found = tuple(_found(placed[int(hit.key)], hit, query, asked) for hit in hits.hits if int(hit.key) in placed)
        return Found(hits.total, found, {facet.value: counts for facet, counts in hits.facets.items()}, asked.note)

    def page_ids(self, prepared: Prepared, limit: int) -> tuple[int, list[int]]:
        """How many pages match in all, and the ids of the best. Raises ``IndexDamagedError``."""
        hits = self._engine.search(prepared.asked.query, limit)
        return hits.total, [int(hit.key) for hit in hits.hits]

    def _folded(self, prepared: Prepared, limit: int, offset: int, order: Order, facets: Sequence[Facet]) -> Found:
        asked = prepared.asked
        whole = self._engine.search(asked.query, 0, 0, order, facets)

        def more(count: int, start: int) -> Sequence[Hit]:
            return self._engine.search(asked.query, count, start, order).hits

        hits, note = folded(self._case, self._database, more, limit, offset)
        placed = self._ledger.placed([int(one.hit.key) for one in hits])
        found = tuple(
            replace(_found(placed[int(one.hit.key)], one.hit, prepared.query, asked), like=one.like)
            for one in hits
            if int(one.hit.key) in placed
        )
        counts = {facet.value: values for facet, values in whole.facets.items()}
        notes = (asked.note, note, _cut_short(whole.total))
        return Found(whole.total, found, counts, " ".join(part for part in notes if part))

    def _texts(self, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
        return ((str(page), text) for page, text in self._ledger.texts(list(map(int, keys))))

    def close(self) -> None:
        """Let go of the index and the ledger; closing twice is no error."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def search(
    case: CaseFolder,
    text: str | Query,
    limit: int = 20,
    offset: int = 0,
    order: Order = Order.RELEVANCE,
    facets: Sequence[Facet] = (),
    fold: bool = False,
    only: Query | None = None,
) -> Found:
    """Find pages once. Raises ``QueryError`` or ``IndexDamagedError``."""
    query = parse(text) if isinstance(text, str) else text
    with Finder(case) as finder:
        return finder.search(query, limit, offset, order, facets, fold, only)


def _cut_short(total: int) -> str:
    """What to say of the hits that come after those that can be folded; "" if there are none."""
    if total <= MOST_FOLDED:
        return ""
    return (
        f"Duplicates are folded among the first {MOST_FOLDED:,} hits only; further ones are not shown: "
        "narrow the search, or do not fold."
    )


def _found(page: PlacedPage, hit: Hit, query: Query, asked: Resolved) -> FoundPage:
    name = asked.found.get(hit.key)
    return FoundPage(page, hit.score, _passage(page.text, query), name.reason if name else "")


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
