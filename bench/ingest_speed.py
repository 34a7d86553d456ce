"""B1: ingest of born-digital files against a bare loop of hash, the same readers and Tantivy on the same cores.

Prints one JSON line; ``ratio`` is the bare loop's time divided by ours, so 1 means that books, originals, sandbox and
ledger cost nothing. Run: python bench/ingest_speed.py [--copies 4] [--rounds 3]
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tantivy

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import born_digital

from muniment.limits import Limits
from muniment.read.detect import detect
from muniment.read.reader import Document, PageFound
from muniment.read.reading import read_document
from muniment.read.registry import readers_for


def _read(path: str) -> tuple[str, list[str]]:
    with open(path, "rb") as file:  # noqa: PTH123 - the barest loop there is
        digest = hashlib.sha256(file.read()).hexdigest()
        suffix = Path(path).suffix
        size = os.path.getsize(path)  # noqa: PTH202
        media_type = detect(file, size, suffix)
        document = Document(file, size, suffix, media_type, Path("/nonexistent"), (), Limits())
        steps = read_document(document, readers_for(media_type))
        return digest, [step.text for step in steps if isinstance(step, PageFound)]


def bare(source: Path, cores: int) -> float:
    """Seconds of the bare loop, start-up included."""
    begin = time.monotonic()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("sha256", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="default")
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(cores) as pool:
        writer = tantivy.Index(builder.build(), path=folder).writer(64_000_000, 1)
        files = [str(path) for path in sorted(source.rglob("*")) if path.is_file()]
        for digest, pages in pool.imap(_read, files, chunksize=8):
            for text in pages:
                document = tantivy.Document()
                document.add_text("sha256", digest)
                document.add_text("text", text)
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
    return time.monotonic() - begin


def ours(source: Path, cores: int) -> tuple[float, int]:
    """Seconds of ``muniment ingest``, start-up included, and how many pages it read."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        command = [sys.executable, "-m", "muniment.cli.main", "-C", str(case)]
        subprocess.run([*command[:3], "init", str(case)], check=True, capture_output=True)
        begin = time.monotonic()
        done = subprocess.run(
            [*command, "ingest", str(source), "--json", "--workers", str(cores)], check=True, capture_output=True
        )
        return time.monotonic() - begin, json.loads(done.stdout)["pages"]


def main() -> None:
    """Measure side by side and print the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        size = born_digital.make(source, arguments.copies)
        pairs = []
        for _ in range(arguments.rounds):
            theirs = bare(source, cores)
            mine, pages = ours(source, cores)
            pairs.append((theirs, mine))
    result = {
        "benchmark": "B1 ingest",
        "ratio": round(statistics.median(theirs / mine for theirs, mine in pairs), 3),
        "ratios": [round(theirs / mine, 3) for theirs, mine in pairs],
        "bare_seconds": [round(theirs, 2) for theirs, _ in pairs],
        "our_seconds": [round(mine, 2) for _, mine in pairs],
        "bytes": size,
        "pages": pages,
        "cores": cores,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
