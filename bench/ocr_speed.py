"""B2: pages recognised per second by a whole ingest ÷ the bare engine on every core; aim: at least 0.95.

The bare engine is a process for each core that draws pages and recognises them with the same code, with no sandbox,
ledger or index. Prints one JSON line. Usage: python bench/ocr_speed.py [--copies 2] [--rounds 1]
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import byte_code_kept, ingest, new_case

from muniment import demo
from muniment.demo.leak import SCAN
from muniment.limits import Limits
from muniment.read.ocr.page import recognise_page
from muniment.read.ocr.recogniser import DPI
from muniment.read.reader import Document
from muniment.read.render import render

PAGES = 9


def _recognise(task: tuple[str, int]) -> int:
    path, number = task
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with open(path, "rb") as file:  # noqa: PTH123 - the barest loop there is
        size = Path(path).stat().st_size
        document = Document(file, size, ".pdf", "application/pdf", Path("/nonexistent"), (), Limits())
        page = recognise_page(render(document, number, DPI), ())
    return len(getattr(page, "text", ""))


def main() -> None:
    """Measure side by side and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    with byte_code_kept(), tempfile.TemporaryDirectory() as folder:
        demo.build(Path(folder) / "leak")
        content = (Path(folder) / "leak" / SCAN).read_bytes()
        source = Path(folder) / "source"
        source.mkdir()
        for number in range(arguments.copies):
            (source / f"{number}.pdf").write_bytes(content + b"\n%% copy %d\n" % number)
        _warm(Path(folder), next(source.iterdir()), cores)
        pairs = []
        for turn in range(arguments.rounds):
            bare = _bare(source, cores)
            mine, books, _ = ingest(new_case(Path(folder) / f"case{turn}"), source)
            pairs.append((bare, mine))
    pages = PAGES * arguments.copies
    print(
        json.dumps(
            {
                "bench": "B2",
                "ratio": round(statistics.median(bare / mine for bare, mine in pairs), 3),
                "our_pages_per_minute": [round(pages * 60 / mine, 1) for _, mine in pairs],
                "bare_pages_per_minute": [round(pages * 60 / bare, 1) for bare, _ in pairs],
                "pages": books["pages"],
                "cores": cores,
            }
        )
    )


def _warm(folder: Path, scan: Path, cores: int) -> None:
    """Recognise one scan on both sides, so that everything has been loaded, and its byte code kept, once."""
    few = folder / "few"
    few.mkdir()
    (few / scan.name).write_bytes(scan.read_bytes())
    _bare(few, cores)
    ingest(new_case(folder / "case-few"), few)


def _bare(source: Path, cores: int) -> float:
    tasks = [(str(path), number + 1) for path in sorted(source.iterdir()) for number in range(PAGES)]
    begin = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(cores) as pool:
        pool.map(_recognise, tasks, chunksize=1)
    return time.monotonic() - begin


if __name__ == "__main__":
    main()
