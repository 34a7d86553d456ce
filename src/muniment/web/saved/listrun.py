"""A list of names searched for in the background, and its result kept until it is taken or the workbench ends."""

import hashlib
import os
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import Depends

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.exporting import table_to
from muniment.app.redact.guarded_tables import GuardedTable, guard_of
from muniment.app.search.lists import LINE_HITS, LineFound, ListSearch, columns_of, list_row, list_search
from muniment.app.search.result_rows import MOST_ROWS
from muniment.errors import MunimentError, UsageError, case_on_disk
from muniment.redact.guarding import Exits
from muniment.search.lists import FailedLine, NameList
from muniment.web.lasting import Lasting

FORMATS = (".csv", ".xlsx")
"""What a result can be taken as."""

LINES_SHOWN = 500
"""Lines whose sums stand on the page; all are in the result."""

_NAME_CHARS = 200
_END_SECONDS = 3
_PREFIX = "list-"


@dataclass(frozen=True, slots=True)
class LineSums:
    """What a line found, in figures."""

    number: int
    text: str
    total: int
    new: int


@dataclass(slots=True)
class Sums:
    """How far a run is. ``is_cut`` says that the result was full before all lines were done."""

    lines: int
    done: int = 0
    rows: int = 0
    new: int = 0
    total: int = 0
    more: int = 0
    is_cut: bool = False
    shown: list[LineSums] = field(default_factory=list)
    failed: list[FailedLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class ListRun:
    """One run of an uploaded list, in a thread of its own. Hits count as shown once a result was taken."""

    def __init__(self, case: CaseFolder, name: str, content: bytes, names: NameList, *, every: bool) -> None:
        self.name = shown(name)[-_NAME_CHARS:] or "a list"
        self.encoding = "" if names.certain else names.encoding
        self.sums = Sums(len(names.lines) + len(names.failed))
        self.failure: MunimentError | None = None
        self.trouble = ""
        self._case = case
        self._names = names
        self._content = hashlib.sha256(content).hexdigest()
        self._every = every
        self._written = threading.Event()
        self._taken = threading.Event()
        self._dropped = threading.Event()
        self._go_on = threading.Event()
        with case_on_disk():
            self._folder = TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=case.derived)
        self._thread = threading.Thread(target=self._run, name="list", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether there is still something to wait for."""
        return self._thread.is_alive() and not self._written.is_set()

    @property
    def is_whole(self) -> bool:
        """Whether the result is ready to be taken."""
        return self._written.is_set()

    @property
    def was_stopped(self) -> bool:
        """Whether it ended without a result and without saying why."""
        return not self._thread.is_alive() and not self.is_whole and self.failure is None

    def result(self, kind: str) -> Path:
        """The file with the result, in one of ``FORMATS``. Raises ``UsageError`` while there is none."""
        if kind not in FORMATS or not self.is_whole:
            raise UsageError("There is no result to take.", "Wait until the list is done, or run it again.")
        return self._file(kind)

    def taken(self) -> None:
        """Note that somebody has the result: from now on its hits count as shown."""
        self._taken.set()
        self._go_on.set()

    def drop(self) -> None:
        """Stop, and throw the result away; what nobody has taken counts as never shown."""
        self._dropped.set()
        self._go_on.set()
        self._thread.join(_END_SECONDS)
        with suppress(OSError):  # whatever is left goes with the next start
            self._folder.cleanup()

    def _file(self, kind: str) -> Path:
        return Path(self._folder.name) / f"result{kind}"

    def _run(self) -> None:
        origin = f"uploaded {self.name}"
        try:
            with list_search(self._case, self._names, origin, self._content, LINE_HITS, every=self._every) as searching:
                self._write(searching)
                if self._dropped.is_set():
                    return
                self._written.set()
                self._go_on.wait()
                if self._taken.is_set():
                    self.trouble = searching.end()
        except MunimentError as error:
            self.failure = error

    def _write(self, searching: ListSearch) -> None:
        with ExitStack() as opened:
            exits, columns = Exits(guard_of(self._case), withhold=True), columns_of(self._names)
            tables = [
                GuardedTable(opened.enter_context(table_to(self._file(kind), columns)), exits) for kind in FORMATS
            ]
            for found in searching.found():
                for row in [list_row(found.line, hit) for hit in found.hits] if isinstance(found, LineFound) else []:
                    for table in tables:
                        table.write(row)
                self._count(found)
                if self._dropped.is_set() or self.sums.rows >= MOST_ROWS:
                    searching.stop()
            self.sums.is_cut = self.sums.done < self.sums.lines
            for table in tables:
                table.finish(self._about())

    def _count(self, found: LineFound | FailedLine) -> None:
        sums = self.sums
        sums.done += 1
        if isinstance(found, FailedLine):
            sums.failed.append(found)
            return
        new = sum(hit.new for hit in found.hits)
        sums.rows, sums.new = sums.rows + len(found.hits), sums.new + new
        sums.total, sums.more = sums.total + found.total, sums.more + found.more
        if found.note and found.note not in sums.notes:
            sums.notes.append(found.note)
        if len(sums.shown) < LINES_SHOWN:
            sums.shown.append(LineSums(found.line.number, found.line.text, found.total, new))

    def _about(self) -> dict[str, Any]:
        sums = self.sums
        failed = [{"line": one.number, "text": one.text, "error": one.error} for one in sums.failed]
        told = {"lines": sums.lines, "done": sums.done, "total": sums.total, "new": sums.new, "not_listed": sums.more}
        return {**told, "failed": failed, "notes": sums.notes}


class ListRuns:
    """The list that was run last; one at a time. Safe to use from several threads."""

    def __init__(self, case: CaseFolder) -> None:
        self._case = case
        self._lock = threading.Lock()
        self.last: ListRun | None = None

    def start(self, name: str, content: bytes, names: NameList, *, every: bool) -> None:
        """Run a list; the one before goes, with its result. Raises ``UsageError`` while one is running."""
        with self._lock:
            if self.last is not None and self.last.is_running:
                raise UsageError("A list is being searched for already.", "Wait until it is done, or stop it.")
            if self.last is not None:
                self.last.drop()
            _sweep(self._case.derived)
            self.last = ListRun(self._case, name, content, names, every=every)

    def drop(self) -> None:
        """Stop what runs, and throw away what there is."""
        with self._lock:
            if self.last is not None:
                self.last.drop()
            self.last = None


def _sweep(derived: Path) -> None:
    """Results of workbenches that were killed: they tell whom somebody looked for, and go."""
    for left in derived.glob(f"{_PREFIX}*-*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and not Path("/proc", number).exists() and Path("/proc/self").exists():
            with suppress(OSError):  # another workbench was quicker
                _remove(left)


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


_runs = Lasting("list_runs", ListRuns, ListRuns.drop)

Runs = Annotated[ListRuns, Depends(_runs)]
"""Declares a page's need of lists: ``def page(runs: Runs) -> …``."""

ended_with = _runs.life
"""The life of a router whose pages need lists: what was found ends with the server."""
