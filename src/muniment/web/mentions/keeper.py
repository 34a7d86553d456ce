"""Has new pages looked through for mentions while the workbench is open: beside it, in a process of its own.

A process, because looking through pages keeps a core busy, and one core's work in this process would slow every page.
"""

import os
import signal
import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Annotated

from fastapi import Depends

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.mention_store import FILE_NAME, Tally
from muniment.app.overview import stamp
from muniment.app.search import mentions
from muniment.mentions.mention import Kind
from muniment.web.kept import Kept
from muniment.web.lasting import Lasting
from muniment.web.mentions.looking import Done, Looking, Told, Trouble, look_through

REST_SECONDS = 5.0
"""Between two runs at least, while a case changes all the time; as long as the last run took, if that is more."""

_END_SECONDS = 5

FEW = 5
"""Values of each kind that are counted for the first page."""

Overview = dict[Kind, tuple[int, list[Tally]]]


class Keeper:
    """Runs of looking through what is new, for one case, one at a time. Safe to use from several threads."""

    def __init__(self, case: CaseFolder) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._looking = Looking()
        self._trouble: Trouble | None = None
        self.overview = self._uncounted()
        self._at: Hashable = None
        self._rest_until = 0.0

    def look(self) -> Looking | Trouble | None:
        """Begin a run if the case has changed; how far it is, why the last failed, or None if all is known.

        Never waits.
        """
        with self._lock:
            if self._process is None and self._is_due():
                self._begin()
            return self._looking if self._process is not None else self._trouble

    @contextmanager
    def own_change(self) -> Iterator[None]:
        """A change of the case that brings nothing new to look through, such as a ruling."""
        before = stamp(self._case)
        yield
        after = stamp(self._case)
        with self._lock:
            self.overview = self._uncounted()
            if self._at == before:
                self._at = after

    def again(self) -> None:
        """Let the next look begin a run at once, whatever was known."""
        with self._lock:
            self._at, self._rest_until = None, 0.0

    def close(self) -> None:
        """End the run under way; the next goes on where it was."""
        with self._lock:
            process = self._process
        if process is not None:
            process.terminate()
            process.join(_END_SECONDS)

    def _uncounted(self) -> Kept[Overview]:
        """All mentions, counted when somebody asks: what was counted before a change of ours is not shown after it."""
        return Kept(lambda: mentions.overview(self._case, FEW), lambda: _stamp_of_store(self._case))

    def _is_due(self) -> bool:
        return self._at != stamp(self._case) and time.monotonic() >= self._rest_until

    def _begin(self) -> None:
        context = get_context("spawn")  # a fork would take along the locks of our threads
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=look_through, args=(self._case.folder, sender), daemon=True)
        at = stamp(self._case)
        with _without_interrupts():
            process.start()
        sender.close()
        self._process, self._looking, self._trouble = process, Looking(), None
        threading.Thread(target=self._follow, args=(process, receiver, at), name="mentions", daemon=True).start()

    def _follow(self, process: BaseProcess, receiver: Connection, at: Hashable) -> None:
        began = time.monotonic()
        last: Told = Looking()
        try:
            while True:
                last = receiver.recv()
                if isinstance(last, Looking):
                    self._looking = last
        except (EOFError, OSError):  # it has ended, or was ended while it spoke
            process.join()
        with self._lock:
            self._end(last, at, time.monotonic() - began)

    def _end(self, last: Told, at: Hashable, took: float) -> None:
        self._process = None
        self.overview = self._uncounted()
        self._rest_until = time.monotonic() + max(REST_SECONDS, took)
        if isinstance(last, Done):
            self._at = None if last.busy else at
        else:
            stopped = Trouble("Looking through the pages was stopped.", "What was found until then is shown.")
            self._trouble = last if isinstance(last, Trouble) else stopped
            self._at = at  # tried again when the case has changed, not over and over


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is started meanwhile never sees Ctrl-C, which is for the workbench: that ends it in its own time."""
    resource_tracker.ensure_running()  # started with the process otherwise, it would let signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stamp_of_store(case: CaseFolder) -> Hashable:
    """Changes whenever the database of mentions does."""
    files = (case.derived / FILE_NAME, case.derived / f"{FILE_NAME}-wal")
    return tuple((found.st_ino, found.st_size, found.st_mtime_ns) for file in files if (found := _looked_at(file)))


def _looked_at(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except FileNotFoundError:
        return None


_keeper = Lasting("mentions", Keeper, Keeper.close)

MentionKeeper = Annotated[Keeper, Depends(_keeper)]
"""Declares a page's need of mentions: ``def page(keeper: MentionKeeper) -> …``."""

ended_with = _keeper.life
"""The life of a router whose pages need mentions: the process ends with the server."""
