"""B1: ingest of born-digital files against a bare loop of hash, the same readers and Tantivy on the same cores.

Prints one JSON line. ``ratio`` is the time of the bare loop (``bench/bare_loop.py``), whose index holds words alone,
divided by ours. ``ratio_same_index`` divides by ours the time of a bare loop that fills the very same index fields -
stems, pairs of characters, sounds of names, languages, facts: what is left there is the price of books, originals,
sandbox and an index that can be searched meanwhile. ``cpu_ratio`` and ``cpu_ratio_same_index`` compare processor
seconds of all processes, which hold better on a machine with other work. Every side is a program of its own, its start
included, with its byte code compiled beforehand. ``--source`` takes the files of a folder in place of the corpora:
files that are read without recognition, or that would be what is measured.
Run: python bench/ingest_speed.py [--copies 4 | --source FOLDER] [--rounds 3]
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import born_digital
from bench.running import byte_code_kept

BARE = [sys.executable, str(Path(__file__).parent / "bare_loop.py")]
OURS = [sys.executable, "-m", "muniment.cli.main"]


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock and of processors, and the pages found."""

    seconds: float
    cpu: float
    pages: int


def _timed(command: list[str]) -> tuple[float, float, str]:
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    seconds, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, done.stdout.decode()


def bare(source: Path, cores: int, *, same_index: bool) -> Taken:
    """Run the bare loop."""
    options = ["--same-index"] if same_index else []
    seconds, cpu, told = _timed([*BARE, str(source), "--cores", str(cores), *options])
    return Taken(seconds, cpu, int(told))


def ours(source: Path, cores: int, case: Path) -> Taken:
    """Run ``muniment ingest`` in a fresh case, which stays: ext4 is slow to make files right after many have gone."""
    command = [*OURS, "-C", str(case)]
    _timed([*OURS, "init", str(case)])
    seconds, cpu, told = _timed([*command, "ingest", str(source), "--json", "--workers", str(cores)])
    return Taken(seconds, cpu, json.loads(told)["pages"])


def _median_ratio(theirs: list[Taken], mine: list[Taken], what: str) -> float:
    ratios: list[float] = [getattr(their, what) / getattr(our, what) for their, our in zip(theirs, mine, strict=True)]
    return round(statistics.median(ratios), 3)


def main() -> None:
    """Measure side by side and print the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--source", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    words, full, mine = list[Taken](), list[Taken](), list[Taken]()
    with byte_code_kept(), tempfile.TemporaryDirectory() as folder:
        source, few = arguments.source or Path(folder) / "source", Path(folder) / "few"
        if arguments.source is None:
            born_digital.make(source, arguments.copies)
        few.mkdir()
        (few / "note.txt").write_text("A note, so that everything has been loaded once.")
        bare(few, cores, same_index=True)
        ours(few, cores, Path(folder) / "case-few")
        for turn in range(arguments.rounds):
            words.append(bare(source, cores, same_index=False))
            mine.append(ours(source, cores, Path(folder) / f"case-{turn}"))
            full.append(bare(source, cores, same_index=True))
        size = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    result = {
        "benchmark": "B1 ingest",
        "ratio": _median_ratio(words, mine, "seconds"),
        "ratio_same_index": _median_ratio(full, mine, "seconds"),
        "cpu_ratio": _median_ratio(words, mine, "cpu"),
        "cpu_ratio_same_index": _median_ratio(full, mine, "cpu"),
        **{
            f"{side}_{what}": [round(getattr(taken, what), 2) for taken in runs]
            for side, runs in (("bare", words), ("bare_same_index", full), ("our", mine))
            for what in ("seconds", "cpu")
        },
        "bytes": size,
        "pages": mine[-1].pages,
        "bare_pages": words[-1].pages,
        "cores": cores,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
