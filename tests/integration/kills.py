"""Killing an ingest at a chosen moment, and judging what comes of it. Shared by a test and a benchmark."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.integration.casework import PROGRAM, Portrait, environment, leftovers, muniment, portrait, processes_about

GONE_SECONDS = 20.0
"""How long the children of a killed program may take to go; the kernel ends most of them with it."""


def kill_ingest(case: Path, source: Path, delay: float) -> bool:
    """Start ``ingest`` and kill it after ``delay`` seconds; returns whether it was still at work."""
    process = subprocess.Popen(
        [*PROGRAM, "-C", case, "ingest", source],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


def survivors(case: Path) -> list[int]:
    """Processes that still have to do with ``case`` after its run was killed, once they had time to go."""
    end = time.monotonic() + GONE_SECONDS
    while (left := list(processes_about(case))) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def undisturbed(case: Path, source: Path) -> tuple[Portrait, float]:
    """The portrait of a run that nobody killed, and its seconds."""
    began = time.monotonic()
    said = muniment("ingest", source, case=case)
    assert said.status == 0, said.err
    return portrait(case), time.monotonic() - began


def finish(case: Path, source: Path) -> Portrait:
    """Run to the end what was killed; the portrait of what came of it."""
    said = muniment("ingest", source, "--json", case=case)
    assert said.status == 0, said.err
    assert said.json["balanced"]
    assert said.json["pending"] == 0
    assert leftovers(case) == []
    return portrait(case)


def differences(found: Portrait, wanted: Portrait) -> list[str]:
    """Where two portraits differ, in words."""
    told: list[str] = []
    for name in Portrait.__dataclass_fields__:
        ours, theirs = getattr(found, name), getattr(wanted, name)
        if ours != theirs:
            told.append(f"{name}: {_difference(ours, theirs)}")
    return told


def _difference(ours: object, theirs: object) -> str:
    if not isinstance(ours, list) or not isinstance(theirs, list):
        return f"{ours} instead of {theirs}"
    extra = [one for one in ours if ours.count(one) > theirs.count(one)]
    missing = [one for one in theirs if theirs.count(one) > ours.count(one)]
    return f"too many {extra[:5]}; missing {missing[:5]}"


def moments(count: int, seconds: float, uniform: Callable[[float, float], float], start: float) -> list[float]:
    """``count`` moments spread at random over a run that takes ``seconds``, after ``start``."""
    return [uniform(start, seconds) for _ in range(count)]
