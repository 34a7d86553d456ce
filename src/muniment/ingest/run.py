"""A run: threads that walk, read, recognise and index, until everything has ended or the run is stopped."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from muniment.errors import SandboxMissingError
from muniment.ingest.ports import EntryBook, IndexKeeper, ReadingBook
from muniment.ingest.progress import Counter
from muniment.ingest.queue import WorkQueue
from muniment.ingest.settling import Settler
from muniment.ingest.slot import NurseryGoneError, Slot, SlotSettings
from muniment.ingest.taking import Taker
from muniment.preserve.originals import OriginalStore
from muniment.read.sandbox.pool import NurseryHandle

MOST_NURSERIES = 4
"""How often the process that reads is started in one run: what ends it once may have been chance."""

LOOK_SECONDS = 0.2
"""How often the run looks whether its threads have finished, and lets progress be shown."""


SPARE_READERS = 1
"""Slots beyond the number of workers, which read but never recognise: while one slot records what a child has found,
another's child keeps the processor busy."""


@dataclass(frozen=True, slots=True)
class Root:
    """One path handed over, and the acquisition that takes it in."""

    path: bytes
    acquisition: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made of."""

    entries: EntryBook
    readings: ReadingBook
    originals: OriginalStore
    index: IndexKeeper
    nursery: Callable[[], NurseryHandle]
    settings: SlotSettings
    workers: int


class Run:
    """One run of taking in. Raises in ``go`` what any of its threads raised first."""

    def __init__(self, parts: Parts, counter: Counter) -> None:
        self._parts = parts
        self._counter = counter
        self._stop = threading.Event()
        self._read_all = threading.Event()
        self._nursery_gone = threading.Event()
        self._failure: BaseException | None = None
        self._queue = WorkQueue(parts.readings, self._stop)
        self._settler = Settler(parts.readings, self._queue, counter, self._stop)

    def go(self, roots: Sequence[Root], tick: Callable[[], None]) -> None:
        """Take in ``roots``, then everything that waits in the ledger; calls ``tick`` a few times a second."""
        walking = self._thread("walk", lambda: self._walk(roots))
        indexing = self._thread("index", lambda: self._parts.index.run(self._read_all))
        reading = self._thread("read", self._read_everything)
        try:
            for thread in (walking, reading):
                self._await(thread, tick)
        finally:
            self._stop_unless_done(walking, reading)
            self._read_all.set()
            self._await(indexing, tick)
        if self._failure is not None:
            raise self._failure

    def _stop_unless_done(self, *threads: threading.Thread) -> None:
        if any(thread.is_alive() for thread in threads):
            self._stop.set()
            self._queue.no_more_to_come()
            for thread in threads:
                thread.join()

    def _await(self, thread: threading.Thread, tick: Callable[[], None]) -> None:
        while thread.is_alive():
            thread.join(LOOK_SECONDS)
            tick()

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=self._guarded, args=(work,), name=name, daemon=True)
        thread.start()
        return thread

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - kept, and raised by ``go``
            self._failure = self._failure or error
            self._stop.set()
            self._queue.no_more_to_come()

    def _walk(self, roots: Sequence[Root]) -> None:
        parts = self._parts
        try:
            for root in roots:
                Taker(parts.entries, parts.originals, root.acquisition, self._counter, self._stop).take(root.path)
        finally:
            self._counter.walking = False
            self._queue.no_more_to_come()

    def _read_everything(self) -> None:
        """Start the nursery when there is something to read; should it be lost, start another."""
        settling = self._thread("settle", self._settler.work)
        try:
            self._read_while_there_is_work()
        finally:
            self._settler.close()
            settling.join()

    def _read_while_there_is_work(self) -> None:
        for _ in range(MOST_NURSERIES):
            first = self._queue.take()
            if first is None:
                return
            self._queue.give_back(first)
            self._nursery_gone.clear()
            self._read_with(self._parts.nursery())
            if not self._nursery_gone.is_set():
                return
        raise SandboxMissingError(
            f"The process that reads files was ended {MOST_NURSERIES} times from outside.",
            "See what ends it - too little memory, as a rule - then run the same command again, perhaps with fewer "
            "--workers: what was taken in so far is safe.",
        )

    def _read_with(self, nursery: NurseryHandle) -> None:
        """Keep as many slots as there are workers busy until all is read, or ``nursery`` is lost."""
        try:
            slots = [
                self._thread(f"slot-{number}", partial(self._slot, number, nursery))
                for number in range(self._parts.workers + SPARE_READERS)
            ]
            for slot in slots:
                while slot.is_alive() and not self._stop.is_set():
                    slot.join(LOOK_SECONDS)
            # whoever stops a run should not have to wait for the slowest file: it is read again
            nursery.close()
            for slot in slots:
                slot.join()
        finally:
            nursery.close()

    def _slot(self, number: int, nursery: NurseryHandle) -> None:
        parts = self._parts
        slot = Slot(
            number,
            nursery,
            parts.readings,
            parts.originals,
            self._queue,
            self._settler,
            self._counter,
            parts.settings,
        )
        try:
            slot.work(self._stop, reads_only=number >= parts.workers)
        except NurseryGoneError:
            self._nursery_gone.set()
