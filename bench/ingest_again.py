"""B5: ingest again with nothing changed ÷ ``find … -printf`` over the same files; aim: at most 3.

Prints one JSON line. Usage: python bench/ingest_again.py [--files 100000] [--rounds 5]
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import PROGRAM, byte_code_kept, ingest, new_case

PER_FOLDER = 1_000


def main() -> None:
    """Measure side by side and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with byte_code_kept(), tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        for number in range(arguments.files):
            path = source / f"{number // PER_FOLDER:04}" / f"{number % PER_FOLDER:04}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"the same words in every file\n" if number % 10 else b"")
        case = new_case(Path(folder) / "case")
        ingest(case, source)
        _again(case, source)  # loads, and compiles, what only this does
        pairs = [(_again(case, source), _find(source)) for _ in range(arguments.rounds)]
    print(
        json.dumps(
            {
                "bench": "B5",
                "ratio": round(statistics.median(mine / theirs for mine, theirs in pairs), 2),
                "our_seconds": [round(mine, 3) for mine, _ in pairs],
                "find_seconds": [round(theirs, 3) for _, theirs in pairs],
                "files": arguments.files,
            }
        )
    )


def _again(case: Path, source: Path) -> float:
    begin = time.monotonic()
    subprocess.run([*PROGRAM, "-C", str(case), "ingest", str(source), "--json"], check=True, capture_output=True)
    return time.monotonic() - begin


def _find(source: Path) -> float:
    begin = time.monotonic()
    subprocess.run(["find", str(source), "-printf", "%p %s %T@ %i %m\\n"], check=True, capture_output=True)
    return time.monotonic() - begin


if __name__ == "__main__":
    main()
