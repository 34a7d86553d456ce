"""B7: near-duplicates of a million pages; aim: at most 5 minutes on two cores, growing no faster than the pages.

Pages are drawn from the words and characters of real texts (the corpora beside the project, or the demo's) by their
frequencies: seven in ten English, the rest Chinese, some 900 words or 1,200 characters each. One page in five is
another page with 2 % of its words changed, so that there is something to find. The program's own store, linker and
comparison are at work; making the pages is timed apart and left out. Prints one JSON line.

Usage: python bench/near_duplicates.py [--pages 1000000] [--small 100000] [--workers 2]
"""

import argparse
import json
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from muniment.adapters.likeness_store import LikenessStore, Sketched
from muniment.likeness.document import Document, PageRead
from muniment.likeness.linking import Linker, OneByOne
from muniment.likeness.port import Verdict
from muniment.likeness.sketch import sketch_of

HERE = Path(__file__).resolve().parents[1]
CORPORA = HERE.parent / "shared" / "corpora"
BATCH = 500
ONE_IN = 5
"""One page in so many is made from the one ``ONE_IN - 1`` before it."""

CHANGED = 0.02


@cache
def vocabulary() -> list[tuple[npt.NDArray[np.str_], npt.NDArray[np.float64], int, str]]:
    """For English and Chinese: words, their shares added up, words on a page, and what stands between them."""
    english = list((CORPORA / "briefings").rglob("*.md"))[:40] or list(HERE.glob("src/muniment/demo/texts/**/*.txt"))
    chinese = list((CORPORA / "languages").rglob("udhr_cmn_hans.xml")) + list(
        HERE.glob("src/muniment/demo/texts/*_zh.txt")
    )
    words = Counter(re.findall(r"[^\W\d_]+", " ".join(path.read_text("utf-8", "replace") for path in english)))
    signs = Counter(re.findall(r"[\u4e00-\u9fff]", " ".join(path.read_text("utf-8", "replace") for path in chinese)))
    return [(*_shares(words), 900, " "), (*_shares(signs), 1200, "")]


def _shares(counted: Counter[str]) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.float64]]:
    counts = np.array(list(counted.values()), dtype=np.float64)
    return np.array(list(counted)), np.cumsum(counts / counts.sum())


def text_of(number: int) -> str:
    """The text of a page, the same whenever it is asked for."""
    is_variation = number % ONE_IN == ONE_IN - 1
    origin = number - ONE_IN + 1 if is_variation else number
    words, shares, length, between = vocabulary()[0 if origin % 10 < 7 else 1]  # noqa: PLR2004 - seven in ten
    generator = np.random.default_rng(origin)
    drawn = np.searchsorted(shares, generator.random(length)).clip(max=len(words) - 1)
    if is_variation:
        generator = np.random.default_rng([number, 1])
        places = generator.integers(0, length, int(length * CHANGED))
        drawn[places] = generator.integers(0, len(words), len(places))
    return between.join(words[drawn].tolist())


def sketch_pages(first: int, last: int) -> tuple[float, list[Sketched]]:
    """Sketches of pages, and how long making the pages took."""
    begin = time.process_time()
    texts = [text_of(number) for number in range(first, last)]
    made = time.process_time()
    sketched = [Sketched(number, "", "", 0.0, sketch_of([text]), ()) for number, text in enumerate(texts, first)]
    return made - begin, sketched


class Texts:
    """The pages as documents; making them is timed."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def document(self, reading: int) -> Document:
        """One page as a document."""
        begin = time.process_time()
        text = text_of(reading)
        self.seconds += time.process_time() - begin
        return Document([PageRead(reading, 1, text)])


def compare_pairs(pairs: Sequence[tuple[int, int]]) -> tuple[float, list[Verdict]]:
    """The verdicts on pairs of pages, and how long making the pages took."""
    texts = Texts()
    verdicts = list(OneByOne(texts).verdicts(pairs))
    return texts.seconds, verdicts


class InWorkers:
    """Compares pages in several processes."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self.making = 0.0

    def verdicts(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Verdict]:
        """As ``likeness.port.Comparer``."""
        parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
        for making, verdicts in self._pool.map(compare_pairs, parts):
            self.making += making
            yield from verdicts


def sketch_all(store: LikenessStore, pages: int, pool: ProcessPoolExecutor) -> float:
    """Sketch and store all pages; returns the seconds in which workers only made pages."""
    making = 0.0
    starts = iter(range(0, pages, BATCH))
    running = [pool.submit(sketch_pages, start, min(start + BATCH, pages)) for start in islice(starts, 8)]
    while running:
        made, sketched = running.pop(0).result()
        making += made
        running += [pool.submit(sketch_pages, start, min(start + BATCH, pages)) for start in islice(starts, 1)]
        store.add(sketched)
    return making


def measure(pages: int, workers: int) -> dict[str, float]:
    """One run. Seconds are by the clock; processor seconds, of all processes, hold where other programs are at work."""
    cpu = _processor_seconds()
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(workers) as pool:
        store = LikenessStore(Path(folder) / "likeness.db")
        begin = time.monotonic()
        making = sketch_all(store, pages, pool) / workers
        sketching = time.monotonic() - begin - making
        begin = time.monotonic()
        comparer = InWorkers(pool)
        linker = Linker(store.sketches(), comparer, store)
        linker.link(store)
        linking = time.monotonic() - begin - comparer.making / workers
        making += comparer.making / workers
        groups = linker.groups.groups()
        size = (Path(folder) / "likeness.db").stat().st_size
        store.close()
    right = sum(any(one % ONE_IN == ONE_IN - 1 for one in group) and len(group) == 2 for group in groups)  # noqa: PLR2004
    seconds = sketching + linking
    cpu = _processor_seconds() - cpu - making * workers
    return {
        "pages": pages,
        "seconds": round(seconds, 1),
        "processor_seconds": round(cpu, 1),
        "sketching": round(sketching, 1),
        "linking": round(linking, 1),
        "making_pages": round(making, 1),
        "pages_per_second": round(pages / seconds),
        "found": round(right / (pages // ONE_IN), 4),
        "groups": len(groups),
        "store_mib": round(size / 2**20),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure a tenth, then all, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    vocabulary()  # before the workers are forked: they share it
    few = measure(arguments.small, arguments.workers)
    many = measure(arguments.pages, arguments.workers)
    growth = (many["seconds"] / few["seconds"]) / (many["pages"] / few["pages"])
    print(json.dumps({"bench": "B7", "runs": [few, many], "growth_per_page": round(growth, 3)}))


if __name__ == "__main__":
    main()
