"""Starting the program under measurement, and watching how much memory its main process takes."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = [sys.executable, "-m", "muniment.cli.main"]
_LOOK_SECONDS = 0.1


@contextmanager
def byte_code_kept() -> Iterator[None]:
    """Programs started within keep their byte code, as they do wherever the program is installed and not just tried."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="muniment-byte-code-") as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def new_case(folder: Path) -> Path:
    """A fresh case."""
    subprocess.run([*PROGRAM, "init", str(folder)], check=True, capture_output=True)
    return folder


@dataclass(frozen=True)
class Peak:
    """Most bytes that the main process had in memory: all, with files mapped into it, and those of its own."""

    resident: int
    own: int


def ingest(case: Path, source: Path, *options: str) -> tuple[float, dict[str, Any], Peak]:
    """Take in ``source``: seconds with start-up, the books, and the main process's peaks."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [*PROGRAM, "-C", str(case), "ingest", str(source), "--json", *options], stdout=subprocess.PIPE
    )
    peak = {"VmHWM:": 0, "RssAnon:": 0}
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    output, _ = process.communicate()
    seconds = time.monotonic() - begin
    watcher.join()
    if process.returncode != 0:
        raise RuntimeError(f"ingest ended with status {process.returncode}")
    return seconds, json.loads(output), Peak(peak["VmHWM:"], peak["RssAnon:"])


def _watch(process: "subprocess.Popen[bytes]", peak: dict[str, int]) -> None:
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            lines = status.read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            return
        for line in lines:
            name, *rest = line.split()
            if name in peak:
                peak[name] = max(peak[name], int(rest[0]) * 1024)
        time.sleep(_LOOK_SECONDS)
