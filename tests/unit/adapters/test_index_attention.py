"""Who searches an index and who writes it know of each other, and neither waits for one that has gone."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.patience import comes_true

from muniment.adapters.index_attention import ATTENDED_SECONDS, PATIENCE_SECONDS, Attention


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Attention, Attention]:
    """One who writes, and one who searches."""
    return Attention(tmp_path), Attention(tmp_path)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each wait of this thread, for a machine may be slow where nothing waits."""
    taken: list[float] = []
    sleep, here = time.sleep, threading.get_ident()

    def nap(seconds: float) -> None:
        if threading.get_ident() == here:
            taken.append(seconds)
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", nap)
    return taken


def test_attention_is_paid_from_a_search_until_half_a_minute_later(
    tmp_path: Path, sides: tuple[Attention, Attention]
) -> None:
    writing, searching = sides
    assert not writing.is_paid()
    searching.ask()
    assert writing.is_paid()
    (asked,) = tmp_path.iterdir()
    earlier = time.time() - ATTENDED_SECONDS - 1
    os.utime(asked, (earlier, earlier))
    assert not writing.is_paid()


def test_the_first_search_waits_while_something_is_gathered_but_not_for_ever(
    sides: tuple[Attention, Attention], naps: list[float]
) -> None:
    writing, searching = sides
    writing.gathering()
    begin = time.monotonic()
    searching.ask()
    assert time.monotonic() - begin >= PATIENCE_SECONDS
    assert 0 < sum(naps) <= PATIENCE_SECONDS + naps[-1]


def test_further_searches_do_not_wait(sides: tuple[Attention, Attention], naps: list[float]) -> None:
    writing, searching = sides
    searching.ask()
    writing.gathering()
    searching.ask()
    assert not naps


def test_a_search_does_not_wait_where_all_is_committed(sides: tuple[Attention, Attention], naps: list[float]) -> None:
    writing, searching = sides
    writing.gathering()
    writing.gathering()
    writing.gathered()
    searching.ask()
    assert not naps


GATHERING = """
import sys, time
from pathlib import Path
from muniment.adapters.index_attention import Attention
Attention(Path(sys.argv[1])).gathering()
time.sleep(float(sys.argv[2]))
"""


def test_a_search_waits_for_a_writer_and_goes_on_when_that_dies(tmp_path: Path, naps: list[float]) -> None:
    writer = subprocess.Popen([sys.executable, "-c", GATHERING, str(tmp_path), "60"])
    assert comes_true(lambda: list(tmp_path.iterdir()))
    naps.clear()
    searching = Attention(tmp_path)
    searching.ask()
    assert naps
    writer.kill()
    writer.wait()
    for asked in tmp_path.iterdir():
        os.utime(asked, (0, 0))
    naps.clear()
    searching.ask()
    assert not naps


def test_one_who_looks_is_not_in_the_way_for_long(sides: tuple[Attention, Attention]) -> None:
    writing, searching = sides
    writing.gathering()
    searching.ask()
    writing.gathered()
    writing.gathering()
    assert searching._is_gathering()


def test_where_nothing_can_be_written_a_search_goes_on(tmp_path: Path, naps: list[float]) -> None:
    Attention(tmp_path / "gone").ask()
    assert not naps
