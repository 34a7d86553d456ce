"""Keeping the index up with the ledger: soon while a run goes on, completely at its end."""

import threading
import time
from collections.abc import Callable

from muniment.acquire.names import text_of
from muniment.index.dates import day_of
from muniment.index.kinds import family_of, types_of
from muniment.index.port import IndexedPage, IndexWriter
from muniment.ingest.ports import IndexFeed
from muniment.preserve.ledger import PageDue

LAG_SECONDS = 1.2
"""From one look at what is due to the next, the work between them included: a page that comes just after a look waits
for the next and for its commit, two seconds in all unless very much comes at once."""


class Indexer:
    """Moves pages from the ledger into the index and notes them only when the index has them durably."""

    def __init__(self, feed: IndexFeed, writer: Callable[[], IndexWriter]) -> None:
        """``writer`` is called when there is something to write, since opening the index costs time and memory."""
        self._feed = feed
        self._open_writer = writer
        self._writer: IndexWriter | None = None

    def run(self, over: threading.Event) -> None:
        """Index until ``over`` is set and nothing is due."""
        try:
            while True:
                if over.is_set():
                    self.catch_up()
                    return
                begin = time.monotonic()
                self._take_in_one_lot()
                over.wait(max(0.0, LAG_SECONDS - (time.monotonic() - begin)))
        finally:
            if self._writer is not None:
                self._writer.close()

    def catch_up(self) -> int:
        """Index all that is due; returns how many pages that was."""
        total = 0
        while (count := self._take_in_one_lot()) is not None:
            total += count
        return total

    def _take_in_one_lot(self) -> int | None:
        """Index the next lot, as large as the feed makes it; how many pages that was, None if nothing was to do."""
        stale = self._feed.stale()
        due = self._feed.due()
        if not stale and not due:
            return None
        if self._writer is None:
            self._writer = self._open_writer()
        self._writer.remove([str(number) for number in stale])
        self._writer.add(_indexed(page) for page in due)
        self._writer.commit()
        self._feed.indexed([page.page for page in due], stale)
        return len(due)


def _indexed(page: PageDue) -> IndexedPage:
    paths = tuple(text_of(path) for path in page.paths)
    return IndexedPage(
        key=str(page.page),
        reading=page.reading,
        sha256=page.sha256,
        number=page.number,
        kind=page.kind,
        text=page.text,
        language=page.language,
        media_type=page.media_type,
        paths=paths,
        facts=page.facts,
        confidence=page.confidence,
        day=day_of(page.facts),
        state=page.state,
        family=family_of(page.media_type),
        types=types_of(page.media_type, paths),
        sources=page.sources,
    )
