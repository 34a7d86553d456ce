"""A process of its own that keeps the index up with the ledger while a run goes on.

Folding text would otherwise take time from the threads that settle what was read: together they could use one core,
however many there are. It is our own program at work on text that was read already; nothing of a stranger is parsed
here. It ends when it is told that the run is over and nothing is due, or when its parent has gone. What it does stands
in ``indexing_program``, which this side never loads: the engine and the tables of folding take a third of a second.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from muniment.adapters.ledger.indexing import Indexing
from muniment.errors import MunimentError, error_named

LOOK_SECONDS = 0.2
"""How often a run without the process looks whether there is anything to do, and with it, whether it still lives."""

MOST_STARTS = 3
"""How often the process is started in one run: what ends it once from outside may have been chance."""

OVER = b"over\n"
"""What the process is told when nothing more will become due."""

FAILED, ORPHANED = 3, 4
"""Exit statuses: a failure that is told, and a parent that has gone."""


class IndexingProcess:
    """Keeps the index of a case up with its ledger.

    The process starts when there is something to read, and is there when the first page is: its start takes a second.
    """

    def __init__(self, feed: Indexing, ledger: Path, index: Path) -> None:
        self._feed = feed
        self._command = (sys.executable, "-m", "muniment.adapters.indexing_program", str(ledger), str(index))

    def run(self, over: threading.Event) -> None:
        """Index until ``over`` is set and nothing is due. Raises what went wrong there as the error that it was."""
        for _ in range(MOST_STARTS):
            while not self._is_needed(over):
                if over.wait(LOOK_SECONDS) and not self._feed.is_behind():
                    return
            if self._ended_well(over):
                return
        raise MunimentError(
            f"The process that keeps the index was ended {MOST_STARTS} times from outside.",
            "See what ends it - too little memory, as a rule - then run the same command again: nothing is lost.",
        )

    def _is_needed(self, over: threading.Event) -> bool:
        return self._feed.is_behind() if over.is_set() else self._feed.is_expected()

    def _ended_well(self, over: threading.Event) -> bool:
        """Start the process and stay with it to its end; False if it was ended from outside."""
        process = subprocess.Popen(  # noqa: S603 - our own program, paths of our own
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for us to handle
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1"},
        )
        with process:
            assert process.stdin is not None, "it was asked for"
            assert process.stdout is not None, "it was asked for"
            while process.poll() is None and not over.wait(LOOK_SECONDS):
                pass
            if process.poll() is None:
                _say(process.stdin.write, process.stdin.flush)
            told = process.stdout.read()
        if process.returncode == FAILED:
            raise _as_told(told)
        return process.returncode == 0


def _say(write: Callable[[bytes], object], flush: Callable[[], None]) -> None:
    try:
        write(OVER)
        flush()
    except BrokenPipeError:
        return  # it has just gone, and its exit status tells how


def _as_told(told: bytes) -> MunimentError:
    failure = json.loads(told)
    return error_named(failure["code"])(failure["message"], failure["advice"])
