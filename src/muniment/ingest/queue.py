"""What is to be done next: everything that can be read comes first, recognition after it."""

import threading
from collections import deque
from dataclasses import dataclass, field

from muniment.ingest.ports import ReadingBook
from muniment.preserve.ledger import PageToRecognise, ReadingToDo

AHEAD = 256
"""Tasks fetched from the ledger at a time: memory stays flat however many wait."""

WAIT_SECONDS = 0.2
"""How long a slot waits before it looks again for work that others may have found."""

Task = ReadingToDo | PageToRecognise


@dataclass(slots=True)
class _Line:
    """One line of waiting tasks, filled from the ledger in the order of ids."""

    last: int = 0
    waiting: deque[Task] = field(default_factory=deque)


class WorkQueue:
    """Hands tasks to slots. A task taken must be returned with ``done``, so that the queue knows when all is over."""

    def __init__(self, book: ReadingBook, stop: threading.Event) -> None:
        self._book = book
        self._stop = stop
        self._changed = threading.Condition()
        self._reads = _Line()
        self._pages = _Line()
        self._busy = 0
        self._idle = 0
        self._more_to_come = True

    def no_more_to_come(self) -> None:
        """Say that the walk is over: from now on only tasks themselves bring forth tasks."""
        with self._changed:
            self._more_to_come = False
            self._changed.notify_all()

    def take(self, *, reads_only: bool = False) -> Task | None:
        """The next task; waits for one; None when everything is done or the run is stopped.

        ``reads_only`` leaves recognition to others.
        """
        with self._changed:
            while not self._stop.is_set():
                if (task := self._next(reads_only=reads_only)) is not None:
                    self._busy += 1
                    return task
                if not self._more_to_come and not self._busy:
                    self._changed.notify_all()
                    return None
                self._idle += 1
                self._changed.wait(WAIT_SECONDS)
                self._idle -= 1
            return None

    @property
    def is_waited_for(self) -> bool:
        """Whether a slot has nothing to do until a task of another brings something forth, for the walk is over."""
        return self._idle > 0 and not self._more_to_come

    def give_back(self, task: Task) -> None:
        """Return a task undone: it is the next to be taken."""
        with self._changed:
            line = self._reads if isinstance(task, ReadingToDo) else self._pages
            line.waiting.appendleft(task)
            self._busy -= 1
            self._changed.notify_all()

    def done(self) -> None:
        """Return a task."""
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()

    def _next(self, *, reads_only: bool) -> Task | None:
        if not self._reads.waiting:
            found = self._book.to_read(self._reads.last, AHEAD)
            self._reads.waiting.extend(found)
            self._reads.last = found[-1].reading if found else self._reads.last
        if self._reads.waiting:
            return self._reads.waiting.popleft()
        if reads_only:
            return None
        if not self._pages.waiting:
            pages = self._book.to_recognise(self._pages.last, AHEAD)
            self._pages.waiting.extend(pages)
            self._pages.last = pages[-1].page if pages else self._pages.last
        return self._pages.waiting.popleft() if self._pages.waiting else None
