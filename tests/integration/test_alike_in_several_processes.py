"""What is alike, worked out by several processes: the same as by one, whatever becomes of them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path

import pytest
from tests.integration.casework import called
from tests.patience import PATIENCE, comes_true

from muniment.adapters.ledger.texts import DoneReading
from muniment.adapters.likeness_store import Sketched
from muniment.app.search import likeness_upkeep
from muniment.likeness.port import Verdict

COPIES = 60
"""More than are sketched in one go, so that several goes are under way."""

IN_LETTERS = str.maketrans("0123456789", "aeioubdfgk")
"""Numbers that change are what tells forms apart."""

sketch_really, compare_really, pool_really = (
    likeness_upkeep._sketch_elsewhere,
    likeness_upkeep._compare_elsewhere,
    likeness_upkeep._pool,
)


def killed_sketching(ledger: Path, readings: Sequence[DoneReading]) -> list[Sketched]:
    if parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return sketch_really(ledger, readings)


def killed_comparing(ledger: Path, pairs: Sequence[tuple[int, int]]) -> list[Verdict]:
    if parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return compare_really(ledger, pairs)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    source = folder / "cache"
    source.mkdir()
    for number in range(COPIES):
        words = [f"{(number // 2) * 1000 + place}".translate(IN_LETTERS) for place in range(200)]
        words[number % 2 * 50] = "altered"
        (source / f"{number}.txt").write_text(" ".join(words))
    assert called("init", folder / "case").status == 0
    assert called("ingest", source, case=folder / "case").status == 0
    return folder / "case"


@pytest.fixture
def pools(case: Path, monkeypatch: pytest.MonkeyPatch) -> list[ProcessPoolExecutor]:
    """Several processes for the smallest case; the pools that were made."""
    made: list[ProcessPoolExecutor] = []

    def pool(workers: int) -> ProcessPoolExecutor:
        made.append(pool_really(workers))
        return made[-1]

    (case / "derived" / likeness_upkeep.FILE).unlink(missing_ok=True)
    monkeypatch.setenv("MUNIMENT_WORKERS", "2")
    monkeypatch.setattr(likeness_upkeep, "MANY_PAGES", 1)
    monkeypatch.setattr(likeness_upkeep, "READINGS_AT_A_TIME", 10)
    monkeypatch.setattr(likeness_upkeep, "PAIRS_AT_A_TIME", 5)
    monkeypatch.setattr(likeness_upkeep, "_pool", pool)
    return made


def alike(case: Path) -> object:
    said = called("alike", "--json", case=case)
    assert said.status == 0, said.err
    return json.loads(said.out)


@pytest.fixture(scope="module")
def by_one(case: Path) -> object:
    found = alike(case)
    assert isinstance(found, dict)
    assert found["total"] == COPIES // 2
    return found


def test_several_processes_find_what_one_finds(by_one: object, case: Path, pools: list[ProcessPoolExecutor]) -> None:
    assert alike(case) == by_one
    assert len(pools) == 1


@pytest.mark.parametrize(
    ("work", "killed"), [("_sketch_elsewhere", killed_sketching), ("_compare_elsewhere", killed_comparing)]
)
def test_where_a_process_is_killed_another_does_its_work(
    by_one: object,
    case: Path,
    pools: list[ProcessPoolExecutor],
    monkeypatch: pytest.MonkeyPatch,
    work: str,
    killed: object,
) -> None:
    monkeypatch.setattr(likeness_upkeep, work, killed)
    assert alike(case) == by_one
    assert len(pools) == 1


SLOW = """
import sys, time
from pathlib import Path
from muniment.app.search import likeness_upkeep
from muniment.cli.main import main

def told(step):
    print(step.what, file=sys.stderr, flush=True)
    time.sleep(60)

likeness_upkeep.MANY_PAGES, likeness_upkeep.READINGS_AT_A_TIME = 1, 10
sketch_all = likeness_upkeep._sketch_all
likeness_upkeep._sketch_all = lambda workers, store, missing, show: sketch_all(workers, store, missing, told)
sys.exit(main(["-C", sys.argv[1], "alike", "--json"]))
"""


def alive(group: int) -> list[str]:
    """The processes of a group that still run; who ended and was not asked for its status yet does not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
            found += [path.parent.name] if int(its_group) == group and state != "Z" else []
    return found


def test_ctrl_c_ends_all_processes_and_the_next_run_goes_on(
    by_one: object, case: Path, pools: list[ProcessPoolExecutor]
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, case],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    assert "sketching" in process.stderr.readline()  # the first sketches have come from elsewhere
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert comes_true(lambda: not alive(process.pid))
    assert alike(case) == by_one
    assert len(pools) == 1
