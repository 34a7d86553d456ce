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

LAG_SECONDS = 1.0
"""From one look at what is due to the next, the work between them included: a page that comes just after a look waits
for the next and for its commit, two seconds in all unless very much comes at once."""

UNATTENDED_SECONDS = 15.0
"""From one commit to the next while nobody searches: each makes a segment, and segments are merged again and again."""

GLANCE_SECONDS = 0.2
"""How often one who has something to commit looks whether somebody has begun to search."""

MOST_TAKEN = 20_000
"""Pages between two commits: a bound on what is remembered of them, and on what is done again after a break."""


class Indexer:
    """Moves pages from the ledger into the index and notes them only when the index has them durably."""

    def __init__(self, feed: IndexFeed, writer: Callable[[], IndexWriter]) -> None:
        """``writer`` is called when there is something to write, since opening the index costs time and memory."""
        self._feed = feed
        self._open_writer = writer
        self._writer: IndexWriter | None = None
        self._taken: dict[int, int] = {}
        self._removed: set[int] = set()
        self._committed = time.monotonic()

    def run(self, over: threading.Event) -> None:
        """Index until ``over`` is set and nothing is due."""
        try:
            while not over.is_set():
                next_look = time.monotonic() + LAG_SECONDS
                self._take_in()
                if self._is_time():
                    self._commit()
                self._rest(next_look, over)
            self.catch_up()
        finally:
            if self._writer is not None:
                self._writer.close()

    def catch_up(self) -> int:
        """Index all that is due; returns how many pages that was."""
        total = 0
        while (count := self._take_in()) is not None:
            total += count
            if len(self._taken) >= MOST_TAKEN:
                self._commit()
        self._commit()
        return total

    def _take_in(self) -> int | None:
        """Index the next lot, as large as the feed makes it; how many pages that was, None if nothing was to do."""
        stale = [number for number in self._feed.stale() if number not in self._removed]
        due = self._feed.due(self._taken)
        if not stale and not due:
            return None
        if self._writer is None:
            self._writer = self._open_writer()
        self._writer.remove([str(number) for number in stale])
        self._writer.add(_indexed(page) for page in due)
        self._removed.update(stale)
        self._taken.update((page.page, page.due) for page in due)
        return len(due)

    def _has_changes(self) -> bool:
        return bool(self._taken or self._removed)

    def _is_time(self) -> bool:
        """Whether to commit: somebody searches, or it has been long, or much has come."""
        if self._writer is None or not self._has_changes():
            return False
        has_been_long = time.monotonic() - self._committed >= UNATTENDED_SECONDS
        return has_been_long or len(self._taken) >= MOST_TAKEN or self._writer.is_attended()

    def _commit(self) -> None:
        if self._writer is None or not self._has_changes():
            return
        self._writer.commit()
        self._feed.indexed(self._taken, self._removed)
        self._taken, self._removed = {}, set()
        self._committed = time.monotonic()

    def _rest(self, until: float, over: threading.Event) -> None:
        """Wait; should somebody begin to search meanwhile, commit what there is."""
        while (left := until - time.monotonic()) > 0 and not over.wait(min(left, GLANCE_SECONDS)):
            if self._is_time():
                self._take_in()
                self._commit()


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
