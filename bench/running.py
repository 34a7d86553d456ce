"""Starting the program under measurement, and watching how much memory its main process takes."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

PROGRAM = [sys.executable, "-m", "muniment.cli.main"]
_LOOK_SECONDS = 0.1


def new_case(folder: Path) -> Path:
    """A fresh case."""
    subprocess.run([*PROGRAM, "init", str(folder)], check=True, capture_output=True)
    return folder


def ingest(case: Path, source: Path, *options: str) -> tuple[float, dict[str, Any], int]:
    """Take in ``source``: seconds with start-up, the books, and the main process's peak resident bytes."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [*PROGRAM, "-C", str(case), "ingest", str(source), "--json", *options], stdout=subprocess.PIPE
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    output, _ = process.communicate()
    seconds = time.monotonic() - begin
    watcher.join()
    if process.returncode != 0:
        raise RuntimeError(f"ingest ended with status {process.returncode}")
    return seconds, json.loads(output), peak[0]


def _watch(process: "subprocess.Popen[bytes]", peak: list[int]) -> None:
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            lines = status.read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            return
        high = next((line.split()[1] for line in lines if line.startswith("VmHWM:")), "0")
        peak[0] = max(peak[0], int(high) * 1024)
        time.sleep(_LOOK_SECONDS)
