"""B8: time from a page being in the ledger to its being found by search, while ingest goes on; aim: at most 2 s.

Prints one JSON line. Usage: python bench/lag.py [--files 3000]
"""

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import PROGRAM, new_case

from muniment.adapters.tantivy_index import TantivyEngine
from muniment.search.parse import parse

LOOK_SECONDS = 0.02


def main() -> None:
    """Watch one ingest and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=3_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.mkdir()
        for number in range(arguments.files):
            (source / f"{number:05}.txt").write_text(f"lagmark{number:05} " + "some words of a page " * 200)
        case = new_case(Path(folder) / "case")
        process = subprocess.Popen(
            [*PROGRAM, "-C", str(case), "ingest", str(source), "--json"], stdout=subprocess.DEVNULL
        )
        lags = _watch(case, process)
    lags.sort()
    print(
        json.dumps(
            {
                "bench": "B8",
                "median_seconds": round(statistics.median(lags), 2),
                "p95_seconds": round(lags[int(len(lags) * 0.95)], 2),
                "worst_seconds": round(lags[-1], 2),
                "pages_watched": len(lags),
            }
        )
    )


def _watch(case: Path, process: "subprocess.Popen[bytes]") -> list[float]:
    """Pick the newest page again and again, and see how long the engine takes to find it."""
    engine = TantivyEngine(case / "index")
    lags: list[float] = []
    last = 0
    with closing(sqlite3.connect(f"file:{case / 'case.db'}?mode=ro", uri=True)) as ledger:
        while process.poll() is None:
            row = ledger.execute("SELECT id, substr(text, 1, 12) FROM page ORDER BY id DESC LIMIT 1").fetchone()
            if row is None or row[0] == last:
                time.sleep(LOOK_SECONDS)
                continue
            begin, last = time.monotonic(), row[0]
            query = parse(row[1])
            while not engine.search(query, 1).total:
                time.sleep(LOOK_SECONDS)
            lags.append(time.monotonic() - begin)
    return lags


if __name__ == "__main__":
    main()
