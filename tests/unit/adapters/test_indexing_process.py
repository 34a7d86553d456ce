"""The index's own process catches up with the ledger, survives being ended, and never outlives its parent."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.patience import PATIENCE, comes_true

from muniment.adapters.indexing_process import MOST_STARTS, IndexingProcess
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.readings import Readings
from muniment.adapters.tantivy_index import TantivyEngine, create_index
from muniment.errors import IndexDamagedError, MunimentError
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State
from muniment.preserve.ledger import NewEntry, PageRead, ReadingDone
from muniment.search.parse import parse


class Case:
    """A ledger with its index, and the process between them in a thread of its own."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.index = folder / "case.db", folder / "index"
        self.database = Database(self.ledger)
        self.database.create()
        create_index(self.index)
        self.feed = Indexing(self.database)
        self.over = threading.Event()
        self.failure: MunimentError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            IndexingProcess(self.feed, self.ledger, self.index).run(self.over)
        except MunimentError as error:
            self.failure = error

    def hand_over(self, *texts: str) -> None:
        entries = Entries(self.database, Limits())
        acquired = entries.open_acquisition(b"/l", source="", operator="", started="", program="", protections=())
        for text in texts:
            sha256 = text.encode().hex().ljust(64, "0")[:64]
            entries.add([NewEntry(acquired.id, None, EntryKind.FILE, b"a", text.encode(), size=1, sha256=sha256)])

    def read(self, *texts: str) -> None:
        self.hand_over(*texts)
        readings = Readings(self.database, Limits())
        pages = [PageRead(1, PageKind.TEXT, "", text, "en", "") for text in texts]
        todo = readings.to_read(0, len(texts))
        done = [ReadingDone(State.READ, "", "text/plain", pages=[one]) for one in pages]
        readings.settle([(one.reading, outcome) for one, outcome in zip(todo, done, strict=True)])

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self.over.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def found(self, word: str) -> int:
        return TantivyEngine(self.index).search(parse(word), 10).total

    def processes(self) -> list[int]:
        return processes_for(self.ledger)


def processes_for(ledger: Path) -> list[int]:
    """The processes that were started to index for ``ledger``."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if b"muniment.adapters.indexing_program" in words and os.fsencode(ledger) in words:
                found.append(int(folder.name))
    return found


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = Case(tmp_path)
    yield made
    made.over.set()
    made.database.close()


def test_pages_are_found_while_the_run_goes_on_and_all_of_them_at_its_end(case: Case) -> None:
    case.read("apricots", "plums")
    case.start()
    assert comes_true(lambda: case.found("apricots") == 1)
    case.read("cherries")
    case.end()
    assert case.failure is None
    assert (case.found("plums"), case.found("cherries")) == (1, 1)
    assert not case.feed.is_behind()
    assert case.processes() == []


def test_no_process_starts_where_nothing_is_due(case: Case) -> None:
    case.start()
    time.sleep(0.5)
    assert case.processes() == []
    case.end()
    assert case.failure is None


def test_the_process_is_there_before_the_first_page_is(case: Case) -> None:
    case.hand_over("apricots")
    case.start()
    assert comes_true(case.processes)
    assert not case.feed.is_behind()
    case.end()  # stopped with the file unread
    assert case.failure is None
    assert case.processes() == []


def test_a_run_that_is_over_starts_none_for_what_is_left_unread(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    started = list[object]()
    monkeypatch.setattr(subprocess, "Popen", lambda *command, **_: started.append(command))
    case.hand_over("apricots")
    case.over.set()
    case.start()
    case.end()
    assert started == []


def test_a_process_ended_from_outside_is_followed_by_another(case: Case) -> None:
    case.read("apricots")
    case.start()
    assert comes_true(case.processes)
    os.kill(case.processes()[0], signal.SIGKILL)
    assert comes_true(lambda: case.found("apricots") == 1)
    case.end()
    assert case.failure is None


def test_a_process_ended_again_and_again_is_told(case: Case) -> None:
    case.read("apricots")
    ended = set[int]()

    def end_each() -> bool:
        for process in set(case.processes()) - ended:
            os.kill(process, signal.SIGKILL)
            ended.add(process)
        return case.failure is not None

    case.start()
    assert comes_true(end_each)
    assert len(ended) == MOST_STARTS
    assert "nothing is lost" in str(case.failure.advice if case.failure else "")


def test_what_goes_wrong_there_is_raised_here_as_what_it_was(case: Case) -> None:
    shutil.rmtree(case.index)
    case.read("apricots")
    case.start()
    assert comes_true(lambda: case.failure is not None)
    assert isinstance(case.failure, IndexDamagedError)
    assert "reindex" in case.failure.advice


RUN = """
import sys, threading
from pathlib import Path
from muniment.adapters.indexing_process import IndexingProcess
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.indexing import Indexing
ledger, index = map(Path, sys.argv[1:])
IndexingProcess(Indexing(Database(ledger)), ledger, index).run(threading.Event())
"""


def test_it_goes_when_its_parent_is_killed(case: Case) -> None:
    case.read("apricots")
    parent = subprocess.Popen([sys.executable, "-c", RUN, str(case.ledger), str(case.index)])
    try:
        assert comes_true(lambda: case.found("apricots") == 1)
        assert case.processes()
    finally:
        parent.kill()
        parent.wait()
    assert comes_true(lambda: case.processes() == [])
