"""An ingest killed at any moment goes on, and ends as if nobody had disturbed it."""

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.integration import kills
from tests.integration.casework import (
    PROGRAM,
    Portrait,
    environment,
    mixed_cache,
    new_case,
    portrait,
    processes_about,
)
from tests.patience import comes_true

SEED = 20171111
CASES = 3
KILLS_PER_CASE = 4
START_UP = 0.15
"""Share of a run in which the interpreter does nothing but start."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mixed_cache(tmp_path_factory.mktemp("kills") / "cache")


@pytest.fixture(scope="module")
def wanted(cache: Path) -> tuple[Portrait, float]:
    return kills.undisturbed(new_case(cache.parent / "undisturbed"), cache)


def test_the_cache_has_all_that_a_kill_could_spoil(wanted: tuple[Portrait, float]) -> None:
    found = wanted[0]
    assert {"read", "partial", "empty", "damaged", "refused", "noted"} <= set(found.by_state)
    assert sum(page[3] == "ocr" and bool(page[5]) for page in found.pages) == 2
    assert len(found.indexed) == len(found.pages)
    assert len(found.members) > 20


@pytest.mark.slow
@pytest.mark.parametrize("number", range(CASES))
def test_killed_again_and_again(number: int, cache: Path, wanted: tuple[Portrait, float], tmp_path: Path) -> None:
    portrayed, seconds = wanted
    draw = random.Random(SEED + number)
    case = new_case(tmp_path / "case")
    for _ in range(KILLS_PER_CASE):
        kills.kill_ingest(case, cache, draw.uniform(START_UP * seconds, seconds))
        assert kills.survivors(case) == []
    assert kills.differences(kills.finish(case, cache), portrayed) == []


@pytest.mark.slow
def test_children_die_with_their_parent(cache: Path, tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    with subprocess.Popen(
        [*PROGRAM, "-C", case, "ingest", cache],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert comes_true(lambda: len(list(processes_about(case))) > 1 or process.poll() is not None)
        children = [number for number in processes_about(case) if number != process.pid]
        process.send_signal(signal.SIGKILL)
    assert children, "the run was over before it had a child"
    assert kills.survivors(case) == []


@pytest.mark.slow
def test_stopped_with_ctrl_c_and_finished(cache: Path, wanted: tuple[Portrait, float], tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    with subprocess.Popen(
        [*PROGRAM, "-C", case, "ingest", cache],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert comes_true(lambda: len(list(processes_about(case))) > 1 or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"goes on from there" in said
    assert kills.survivors(case) == []
    assert kills.differences(kills.finish(case, cache), wanted[0]) == []


def nurseries_of(parent: int) -> list[int]:
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with suppress(OSError):  # it has gone meanwhile
                told = (process / "stat").read_text().rpartition(")")[2].split()
                if int(told[1]) == parent and b"adapters.nursery" in (process / "cmdline").read_bytes():
                    found.append(int(process.name))
    return found


def awake(nurseries: list[int]) -> list[int]:
    """Those of ``nurseries`` that have a child: one that is still loading its readers is another matter."""
    parents = set()
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with suppress(OSError):  # it has gone meanwhile
                parents.add(int((process / "stat").read_text().rpartition(")")[2].split()[1]))
    return [nursery for nursery in nurseries if nursery in parents]


@pytest.mark.slow
def test_the_reading_process_killed_from_outside(cache: Path, wanted: tuple[Portrait, float], tmp_path: Path) -> None:
    """As the kernel does when memory runs out: no file is blamed, and the run goes on by itself."""
    case = new_case(tmp_path / "case")
    killed = 0
    with subprocess.Popen(
        [*PROGRAM, "-C", case, "ingest", cache],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        end = time.monotonic() + 60
        while killed < 2 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
            for nursery in awake(nurseries_of(process.pid)):
                time.sleep(0.3)
                os.kill(nursery, signal.SIGKILL)
                killed += 1
        _, said = process.communicate(timeout=120)
    assert killed
    assert process.returncode == 0, said
    assert kills.differences(portrait(case), wanted[0]) == []
