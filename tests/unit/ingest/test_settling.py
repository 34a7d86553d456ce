"""Outcomes are recorded in lots, each task once, and nothing is lost or left open when a run breaks off."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.patience import PATIENCE, comes_true

from muniment.adapters.file_originals import FileOriginals
from muniment.ingest import settling
from muniment.ingest.harvest import Harvest
from muniment.ingest.progress import Counter
from muniment.ingest.queue import WorkQueue
from muniment.ingest.settling import MOST_WAITING, Outcome, Settler
from muniment.limits import Limits
from muniment.model import State
from muniment.preserve.ledger import PageRecognised, PageToRecognise, ReadingDone, ReadingToDo

READINGS = 100


class SlowBook:
    """Hands out readings and remembers the lots in which they came back; may fail at one."""

    def __init__(self, fails_at: int = -1) -> None:
        self.lots: list[list[int]] = []
        self._fails_at = fails_at

    def to_read(self, after: int, limit: int) -> list[ReadingToDo]:
        numbers = range(after + 1, READINGS + 1)[:limit]
        return [ReadingToDo(number, f"{number:064x}", 1, "") for number in numbers]

    def to_recognise(self, after: int, limit: int) -> list[PageToRecognise]:
        assert after == 0
        return [][:limit]

    def settle(self, outcomes: Sequence[tuple[int, ReadingDone]]) -> None:
        if any(number == self._fails_at for number, _ in outcomes):
            raise OSError("the disk is full")
        self.lots.append([number for number, _ in outcomes])

    def recognised(self, done: PageRecognised) -> None:
        raise NotImplementedError


class Bench:
    """A settler with everything around it."""

    def __init__(self, folder: Path, book: SlowBook) -> None:
        self.stop = threading.Event()
        self.queue = WorkQueue(book, self.stop)
        self.settler = Settler(book, self.queue, Counter(), self.stop)
        self._originals = FileOriginals(folder)
        self._folder = folder

    def harvest(self) -> Harvest:
        return Harvest(self._originals, 1, Limits(), self._folder)

    def hand_over_all(self) -> int:
        """Take every task and hand over its outcome; returns how many there were."""
        count = 0
        while isinstance(task := self.queue.take(), ReadingToDo):
            self.settler.take(Outcome(task.reading, ReadingDone(State.READ, "", "text/plain"), self.harvest()))
            count += 1
        return count


def test_every_outcome_is_recorded_once_and_in_order(tmp_path: Path) -> None:
    book = SlowBook()
    bench = Bench(tmp_path, book)
    bench.queue.no_more_to_come()
    recording = threading.Thread(target=bench.settler.work)
    recording.start()
    assert bench.hand_over_all() == READINGS
    bench.settler.close()
    recording.join(PATIENCE)
    assert not recording.is_alive()
    assert [number for lot in book.lots for number in lot] == list(range(1, READINGS + 1))
    assert all(len(lot) <= MOST_WAITING for lot in book.lots)
    assert len(book.lots) < READINGS / 2, "outcomes that come fast share transactions"


def test_nothing_waits_for_company_while_a_slot_has_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "GATHER_SECONDS", 60.0)
    book = SlowBook()
    bench = Bench(tmp_path, book)
    tasks = [bench.queue.take() for _ in range(READINGS)]
    bench.queue.no_more_to_come()
    idle = threading.Thread(target=bench.queue.take, daemon=True)
    idle.start()
    assert comes_true(lambda: bench.queue.is_waited_for)
    recording = threading.Thread(target=bench.settler.work, daemon=True)
    recording.start()
    first = tasks[0]
    assert isinstance(first, ReadingToDo)
    bench.settler.take(Outcome(first.reading, ReadingDone(State.READ, "", "text/plain"), bench.harvest()))
    assert comes_true(lambda: book.lots == [[first.reading]])
    bench.stop.set()
    bench.settler.close()
    recording.join(PATIENCE)
    idle.join(PATIENCE)


def test_what_waits_when_the_run_is_stopped_is_left_for_the_next(tmp_path: Path) -> None:
    book = SlowBook()
    bench = Bench(tmp_path, book)
    bench.queue.no_more_to_come()
    task = bench.queue.take()
    assert isinstance(task, ReadingToDo)
    bench.settler.take(Outcome(task.reading, ReadingDone(State.READ, "", "text/plain"), bench.harvest()))
    bench.stop.set()
    bench.settler.work()
    assert book.lots == []


def test_a_failing_ledger_ends_the_work_with_its_error_and_gives_every_task_back_as_done(tmp_path: Path) -> None:
    bench = Bench(tmp_path, SlowBook(fails_at=2))
    for _ in range(3):
        task = bench.queue.take()
        assert isinstance(task, ReadingToDo)
        bench.settler.take(Outcome(task.reading, ReadingDone(State.READ, "", "text/plain"), bench.harvest()))
    with pytest.raises(OSError, match="full"):
        bench.settler.work()


def test_a_slot_that_waits_for_the_ledger_goes_on_when_the_run_is_stopped(tmp_path: Path) -> None:
    bench = Bench(tmp_path, SlowBook())
    handing_over = threading.Thread(target=bench.hand_over_all, daemon=True)
    handing_over.start()
    handing_over.join(0.5)
    assert handing_over.is_alive(), "nobody records, so it must wait"
    bench.stop.set()
    handing_over.join(PATIENCE)
    assert not handing_over.is_alive()
