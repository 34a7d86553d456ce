"""Every task is handed out exactly once, reading before recognising, to however many threads."""

import threading
from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.patience import PATIENCE, comes_true

from muniment.ingest.queue import WorkQueue
from muniment.preserve.ledger import PageRecognised, PageToRecognise, ReadingDone, ReadingToDo


class Waiting:
    """A ledger whose readings bring forth pages to recognise, and some further readings."""

    def __init__(self, readings: int, pages_each: int, members_each: int) -> None:
        self._lock = threading.Lock()
        self._readings = list(range(1, readings + 1))
        self._pages: list[int] = []
        self._pages_each = pages_each
        self._members_each = members_each
        self._first = readings

    def to_read(self, after: int, limit: int) -> list[ReadingToDo]:
        with self._lock:
            return [ReadingToDo(number, "", 0, "") for number in self._readings if number > after][:limit]

    def to_recognise(self, after: int, limit: int) -> list[PageToRecognise]:
        with self._lock:
            found = [number for number in self._pages if number > after][:limit]
        return [PageToRecognise(number, 0, "", 0, "", "", 1, "") for number in found]

    def read(self, number: int) -> None:
        with self._lock:
            self._pages.extend(range(len(self._pages) + 1, len(self._pages) + 1 + self._pages_each))
            if number <= self._first:
                highest = self._readings[-1]
                self._readings.extend(range(highest + 1, highest + 1 + self._members_each))

    def all_tasks(self) -> Counter[tuple[str, int]]:
        return Counter([("read", n) for n in self._readings] + [("page", n) for n in self._pages])

    def settle(self, outcomes: Sequence[tuple[int, ReadingDone]]) -> None:
        raise NotImplementedError

    def recognised(self, done: PageRecognised) -> None:
        raise NotImplementedError


def work_through(book: Waiting, threads: int, *, returned: int = 0) -> Counter[tuple[str, int]]:
    queue = WorkQueue(book, threading.Event())
    done: Counter[tuple[str, int]] = Counter()
    lock = threading.Lock()
    to_return = [returned]

    def work() -> None:
        while (task := queue.take()) is not None:
            with lock:
                gives_back = to_return[0] > 0
                to_return[0] -= gives_back
            if gives_back:
                queue.give_back(task)
                continue
            if isinstance(task, ReadingToDo):
                book.read(task.reading)
            with lock:
                done["read" if isinstance(task, ReadingToDo) else "page", getattr(task, "reading", 0) or task.page] += 1  # type: ignore[union-attr]
            queue.done()

    workers = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for worker in workers:
        worker.start()
    queue.no_more_to_come()
    for worker in workers:
        worker.join(20)
        assert not worker.is_alive(), "a worker waits for ever"
    return done


@given(st.integers(0, 600), st.integers(0, 2), st.integers(0, 2), st.integers(1, 6), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_every_task_once(readings: int, pages: int, members: int, threads: int, returned: int) -> None:
    book = Waiting(readings, pages, members) if readings else Waiting(1, pages, 0)
    assert work_through(book, threads, returned=returned) == book.all_tasks()


def test_reading_comes_before_recognising() -> None:
    book = Waiting(5, 3, 0)
    queue = WorkQueue(book, threading.Event())
    queue.no_more_to_come()
    order = []
    while (task := queue.take()) is not None:
        order.append(type(task).__name__)
        if isinstance(task, ReadingToDo):
            book.read(task.reading)
        queue.done()
    assert order == ["ReadingToDo"] * 5 + ["PageToRecognise"] * 15


def test_a_stop_ends_the_waiting() -> None:
    stop = threading.Event()
    queue = WorkQueue(Waiting(1, 0, 0), stop)
    assert queue.take() is not None
    stop.set()
    assert queue.take() is None


def test_a_slot_that_waits_for_the_walk_waits_for_no_other_slot() -> None:
    queue = WorkQueue(Waiting(1, 0, 0), threading.Event())
    assert queue.take() is not None
    idle = threading.Thread(target=queue.take, daemon=True)
    idle.start()
    idle.join(0.1)
    assert idle.is_alive()
    assert not queue.is_waited_for
    queue.no_more_to_come()
    assert comes_true(lambda: queue.is_waited_for)
    queue.done()
    idle.join(PATIENCE)
    assert not idle.is_alive()
