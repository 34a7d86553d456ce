"""Seconds to import, export, import again, and verify 10,000 quotes, 1,000 claims and 500 sources given as one file.

Aims: import well under a minute, verify at most 30 s. Documents are plain texts, each a source of its own; every quote
is given by its words, with and without its page. Prints one JSON line. (The matrix page: bench/matrix_page.py.)

Usage: python bench/evidence_scale.py [--quotes 10000] [--claims 1000] [--sources 500]
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import PROGRAM, ingest, new_case

SEED = 4
WORDS = ("gate", "key", "roll", "count", "number", "door", "lock", "order", "yard", "floor", "list", "guard", "visit")


def main() -> None:
    """Make a case, import, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quotes", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=1_000)
    parser.add_argument("--sources", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "leak"
        source.mkdir()
        each = -(-asked.quotes // asked.sources)
        lines = list(_documents(source, asked.sources, each))
        case = new_case(folder / "case")
        ingest(case, source)
        file = folder / "evidence.yaml"
        file.write_text("".join(_evidence(asked.sources, asked.claims, lines[: asked.quotes])), "utf-8")
        told = {"bench": "evidence_scale", "quotes": asked.quotes, "claims": asked.claims, "sources": asked.sources}
        told["file_mib"] = round(file.stat().st_size / 2**20, 1)
        told["import_seconds"] = _seconds(case, "evidence", "import", str(file))
        told["export_seconds"] = _seconds(case, "evidence", "export", str(folder / "all.yaml"))
        told["import_again_seconds"] = _seconds(case, "evidence", "import", str(file))
        told["import_export_seconds"] = _seconds(case, "evidence", "import", str(folder / "all.yaml"))
        told["quotes_anchored_seconds"] = _seconds(case, "quote", "--list", "--json")
        told["verify_seconds"] = _seconds(case, "verify")
        print(json.dumps(told))


def _documents(folder: Path, count: int, each: int) -> Iterator[tuple[int, str]]:
    """Write texts; gives the number of the document and the words of each sentence that can be quoted from it."""
    chance = random.Random(SEED)
    for document in range(count):
        lines = [
            f"Item {document:04}-{number:04}: {' '.join(chance.choices(WORDS, k=14))}." for number in range(each * 4)
        ]
        (folder / f"{document:04}.txt").write_text("\n".join(lines), "utf-8")
        yield from ((document, line) for line in lines[::4])


def _evidence(sources: int, claims: int, lines: list[tuple[int, str]]) -> Iterator[str]:
    yield "muniment_evidence: 1\nsources:\n"
    for one in range(sources):
        parent = f", derives_from: [s{one // 3}]" if one % 3 else ""
        yield f"  - {{id: s{one}, kind: document, title: Source {one}, documents: [leak/{one:04}.txt]{parent}}}\n"
    yield "claims:\n" + "".join(f"  - {{id: c{one}, text: Claim {one}}}\n" for one in range(claims))
    yield "evidence:\n"
    for number, (document, words) in enumerate(lines):
        page = ", page: 1-4" if number % 2 else ""
        yield f'  - quote: {{document: leak/{document:04}.txt, words: "{words}"{page}}}\n'
        yield f"    claim: c{number % claims}\n    bearing: supports\n    weight: hearsay\n"


def _seconds(case: Path, *arguments: str) -> float:
    begin = time.monotonic()
    subprocess.run([*PROGRAM, "-C", str(case), *arguments], check=True, stdout=subprocess.DEVNULL)
    return round(time.monotonic() - begin, 1)


if __name__ == "__main__":
    main()
