"""B4: peak memory of the main process while taking in many pages ÷ the same for a tenth of them; aim: at most 1.2.

Prints one JSON line. Usage: python bench/memory.py [--pages 100000]
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import ingest, new_case

PAGES_PER_FILE = 10
PAGE_CHARS = 6_000
WORDS = 20_000


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=100_000)
    arguments = parser.parse_args()
    few, many = (_measure(pages) for pages in (arguments.pages // 10, arguments.pages))
    print(
        json.dumps(
            {
                "bench": "B4",
                "ratio": round(many["resident"] / few["resident"], 3),
                "ratio_without_mapped_files": round(many["own"] / few["own"], 3),
                "resident_mib": [round(few["resident"] / 2**20), round(many["resident"] / 2**20)],
                "own_mib": [round(few["own"] / 2**20), round(many["own"] / 2**20)],
                "pages": [few["pages"], many["pages"]],
                "seconds": [few["seconds"], many["seconds"]],
            }
        )
    )


def _measure(pages: int) -> dict[str, int]:
    generator = random.Random(7)
    words = ["".join(generator.choices("abcdefghijklmnopqrstuvwxyz", k=generator.randint(2, 10))) for _ in range(WORDS)]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        for number in range(pages // PAGES_PER_FILE):
            path = source / f"{number // 500:04}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            count = PAGES_PER_FILE * PAGE_CHARS // 7
            path.write_text(" ".join(generator.choices(words, k=count)))
        seconds, books, peak = ingest(new_case(Path(folder) / "case"), source)
    return {"resident": peak.resident, "own": peak.own, "pages": books["pages"], "seconds": round(seconds)}


if __name__ == "__main__":
    main()
