"""Counts that are kept until they are stale."""

import threading
import time

from tests.patience import PATIENCE, comes_true

from muniment.web import kept
from muniment.web.kept import Kept


def test_a_value_is_counted_once_while_nothing_changes() -> None:
    counted: list[int] = []
    value = Kept(lambda: counted.append(1) or len(counted), lambda: 0)  # type: ignore[func-returns-value] # append gives None
    assert [value.get(), value.get()] == [1, 1]


def test_a_quick_count_is_always_of_now() -> None:
    stamps = [0]
    value = Kept(lambda: stamps[0], lambda: stamps[0])
    assert value.get() == 0
    stamps[0] = 7
    assert value.get() == 7


def test_a_slow_count_shows_the_value_before_and_catches_up_beside() -> None:
    stamps, counted = [0], []

    def count() -> int:
        time.sleep(kept.AT_ONCE_SECONDS * 1.5)
        counted.append(stamps[0])
        return stamps[0]

    value = Kept(count, lambda: stamps[0])
    assert value.get() == 0
    stamps[0] = 1
    assert value.get() == 0
    assert counted == [0], "the old value is had without waiting for the new one"
    assert comes_true(lambda: value.get() == 1)
    assert counted == [0, 1]


def test_many_who_ask_at_first_wait_for_one_count() -> None:
    counted: list[int] = []

    def count() -> int:
        time.sleep(0.05)
        counted.append(1)
        return 1

    value = Kept(count, lambda: 0)
    threads = [threading.Thread(target=value.get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == [1]


def test_a_page_does_not_wait_long_for_what_was_never_counted() -> None:
    go_on = threading.Event()
    counted: list[int] = []

    def count() -> int:
        go_on.wait(PATIENCE)
        counted.append(1)
        return 5

    value = Kept(count, lambda: 0)
    assert value.soon(0.02) is None
    assert value.soon(0.02) is None
    go_on.set()
    assert value.get() == 5
    assert value.soon(0.02) == 5
    assert counted == [1]
