"""B6: `muniment verify` of a sealed case ÷ `sha256sum` over the same originals on the same cores; aim: at least 0.9.

Makes a case of office files, scans and mailboxes of random bytes with pages of text beside them, seals it, and runs
both in turn. The ratio is of throughputs: above 1, verify is the faster, though it checks text, entries and log too.
Prints one JSON line. Usage: verify_speed.py [--files N] [--rounds N] [--small]
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import byte_code_kept

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.readings import Readings
from muniment.app.sealing import seal
from muniment.limits import KIB, MIB, Limits
from muniment.model import EntryKind, PageKind, State
from muniment.preserve.ledger import NewEntry, PageRead, ReadingDone

SIZES = ((0.6, 20 * KIB, 200 * KIB), (0.3, 200 * KIB, 2 * MIB), (0.1, 2 * MIB, 20 * MIB))
"""Share of files, and between which sizes they lie: office files, scans, mailboxes and the like."""

SMALL_SIZES = ((1.0, 1 * KIB, 20 * KIB),)
"""A cache of nothing but small mails: the hardest case, where the ledger weighs more than the bytes."""

BYTES_PER_PAGE = 50 * KIB
PAGE_CHARS = 2_500
BATCH = 200


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small", action="store_true")
    arguments = parser.parse_args()
    with byte_code_kept(), tempfile.TemporaryDirectory(prefix="verify-speed-") as folder:
        case = CaseFolder.create(Path(folder) / "case")
        pages = fill(case, arguments.files, SMALL_SIZES if arguments.small else SIZES)
        seal(case)
        print(json.dumps({"bench": "B6", "pages": pages, **measured(case, arguments.rounds)}))


def fill(case: CaseFolder, files: int, sizes: tuple[tuple[float, int, int], ...]) -> int:
    """Put ``files`` originals into the case, read, complete; returns how many pages they have."""
    generator = random.Random(1)
    originals = case.open_originals()
    originals.prepare()
    pages = 0
    with closing(case.open_ledger()) as database:
        entries, readings = Entries(database, Limits()), Readings(database, Limits())
        number = entries.open_acquisition(
            b"/leak", source="", operator="bench", started="", program="bench", protections=()
        ).id
        for first in range(0, files, BATCH):
            found = []
            for at in range(first, min(first + BATCH, files)):
                incoming = originals.begin()
                incoming.write(generator.randbytes(_size(generator, sizes)))
                sha256, size = incoming.keep()
                name = f"{at}.dat".encode()
                found.append(NewEntry(number, None, EntryKind.FILE, name, name, size, 1, 1, sha256=sha256))
            entries.add(found)
        while to_do := readings.to_read(0, BATCH):
            for one in to_do:
                count = 1 + one.size // BYTES_PER_PAGE
                pages += count
                done = ReadingDone(State.READ, "", "text/plain", "bench", "1", pages=_pages(generator, count))
                readings.settle([(one.reading, done)])
        entries.complete(number, "")
    return pages


def _size(generator: random.Random, sizes: tuple[tuple[float, int, int], ...]) -> int:
    _, least, most = generator.choices(sizes, [share for share, _, _ in sizes])[0]
    return generator.randint(least, most)


def _pages(generator: random.Random, count: int) -> Iterator[PageRead]:
    for number in range(1, count + 1):
        words = "".join(generator.choices("etaoin shrdlu 中文", k=PAGE_CHARS))
        yield PageRead(number, PageKind.TEXT, "", words, "eng", "")


def measured(case: CaseFolder, rounds: int) -> dict[str, float]:
    """Both in turn, each once to warm the disk's cache; the median of ``rounds``."""
    paths = [path for path in case.originals.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    cores = len(os.sched_getaffinity(0))
    names = "\0".join(map(str, paths)).encode()
    share = max(1, min(256, len(paths) // (4 * cores)))

    def hash_them() -> None:
        command = ["xargs", "-0", f"-P{cores}", f"-n{share}", "sha256sum"]
        subprocess.run(command, input=names, stdout=subprocess.DEVNULL, check=True)

    def verify() -> None:
        command = [sys.executable, "-m", "muniment.cli.main", "-C", str(case.folder), "verify", "--json"]
        said = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        assert json.loads(said)["checked"]["bytes"] == size

    hashing, verifying = [], []
    for at in range(rounds + 1):
        took = (_seconds(hash_them), _seconds(verify))
        if at:
            hashing.append(took[0])
            verifying.append(took[1])
    hashed, verified = statistics.median(hashing), statistics.median(verifying)
    return {
        "files": len(paths),
        "bytes": size,
        "cores": cores,
        "sha256sum_s": round(hashed, 3),
        "verify_s": round(verified, 3),
        "ratio": round(hashed / verified, 3),
    }


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
