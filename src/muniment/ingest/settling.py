"""Recording what was read: outcomes gather for a moment, and one transaction takes them all."""

import threading
import time
from collections import deque
from dataclasses import dataclass

from muniment.ingest.harvest import Harvest
from muniment.ingest.ports import ReadingBook
from muniment.ingest.progress import Counter
from muniment.ingest.queue import WorkQueue
from muniment.preserve.ledger import ReadingDone

MOST_WAITING = 24
"""Outcomes that may wait, each with up to ``harvest.IN_MEMORY`` of findings: beyond, slots wait for the disk."""

ENOUGH = 16
"""Outcomes that are recorded at once, rather than keep slots waiting."""

GATHER_SECONDS = 0.2
"""How long an outcome waits for others: a transaction costs more than what small files put into it. Where slots wait
for work, which the outcome may bring, it does not wait."""

GLANCE_SECONDS = 0.05
"""How often one who gathers looks whether slots have begun to wait for work: the queue does not call."""

LOOK_SECONDS = 0.2
"""How often one who waits looks whether the run was stopped."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a reading ended, and the findings that its record is still to be made from."""

    reading: int
    done: ReadingDone
    harvest: Harvest


class Settler:
    """Takes outcomes from slots and records them in a thread of its own."""

    def __init__(self, book: ReadingBook, queue: WorkQueue, counter: Counter, stop: threading.Event) -> None:
        self._book = book
        self._queue = queue
        self._counter = counter
        self._stop = stop
        self._changed = threading.Condition()
        self._waiting: deque[Outcome] = deque()
        self._closed = False

    def take(self, outcome: Outcome) -> None:
        """Take over ``outcome`` and its task, which is done when it is recorded; waits while too many do."""
        with self._changed:
            while len(self._waiting) >= MOST_WAITING and not self._stop.is_set():
                self._changed.wait(LOOK_SECONDS)
            self._waiting.append(outcome)
            self._changed.notify_all()

    def work(self) -> None:
        """Record until closed. What waits when the run is stopped is left: it is read again next time."""
        try:
            while lot := self._next_lot():
                self._record(lot)
        finally:
            self._leave(list(self._waiting))

    def close(self) -> None:
        """Let ``work`` end when all is recorded."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _next_lot(self) -> list[Outcome]:
        with self._changed:
            while not self._waiting and not self._closed and not self._stop.is_set():
                self._changed.wait(LOOK_SECONDS)
            self._gather()
            if self._stop.is_set():
                return []
            lot = list(self._waiting)
            self._waiting.clear()
            self._changed.notify_all()
            return lot

    def _gather(self) -> None:
        until = time.monotonic() + GATHER_SECONDS
        while len(self._waiting) < ENOUGH and not (self._closed or self._stop.is_set() or self._queue.is_waited_for):
            left = until - time.monotonic()
            if left <= 0:
                return
            self._changed.wait(min(left, GLANCE_SECONDS))

    def _record(self, lot: list[Outcome]) -> None:
        try:
            self._book.settle([(outcome.reading, outcome.done) for outcome in lot])
            self._counter.add("read", len(lot))
        finally:
            self._leave(lot)

    def _leave(self, lot: list[Outcome]) -> None:
        for outcome in lot:
            outcome.harvest.close()
            self._queue.done()
