"""B10: looking for 20 protected persons in a case of many pages ÷ reading and folding the same pages bare.

Words are made by rule: four pages in six Latin, one Cyrillic, one Han; one page in a hundred names somebody. The ledger
is filled without an ingest. ``again`` is a second look with nothing new, ``more`` one after a hundredth was added;
``memory`` is the peak of the process after all pages ÷ after a tenth of them; ``found`` says how many of the planted
names were. Prints one JSON line. Usage: python bench/sightings.py [--pages 100000]
"""

import argparse
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench.running import ingest, new_case

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.documents import Documents
from muniment.adapters.ledger.texts import Texts
from muniment.app.opening import ledger_of
from muniment.app.redact.protecting import Register, register_of
from muniment.index.folding import fold
from muniment.people import Person, Role

PAGES_PER_FILE = 10
PAGE_WORDS = 350
PAGE_HAN = 900
WORDS = 20_000
EVERY = 100
WHO = Person("Bench", Role.EDITOR)
ALPHABETS = ("abcdefghiklmnoprstuvyz", "абвгдежзиклмнопрстуфхчшья", "".join(map(chr, range(0x4E00, 0x5800))))
KINDS = (0, 0, 0, 0, 1, 2)
FIRST = ("Mirel", "Oriel", "Галина", "Aynur", "Habib")
LAST = ("Vandersteeg", "Верхоглядова", "Qeyserova", "Zarnegar")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory(prefix="sightings-") as folder:
        case = _case(Path(folder))
        _fill(case, 0, pages // PAGES_PER_FILE)
        with register_of(case) as register:
            for first in FIRST:
                for last in LAST:
                    register.add(WHO, [f"{first} {last}"], [], "bench")
        bare = _bare(case)
        with register_of(case) as register:
            seconds, memory = _look(register)
            again, _ = _look(register)
            _fill(case, pages // PAGES_PER_FILE, pages // PAGES_PER_FILE // 100)
            more, _ = _look(register)
            found = {
                (one.original, place.page) for one in register.sightings() for place in one.places if one.sure == 0
            }
    said = {
        "bench": "B10",
        "pages": pages,
        "ratio": round(seconds / bare, 1),
        "seconds": round(seconds, 1),
        "bare_seconds": round(bare, 1),
        "pages_per_second": round(pages / seconds),
        "again_seconds": round(again, 2),
        "more_seconds": round(more, 2),
        "memory_mib": memory,
        "memory": round(memory[1] / memory[0], 2),
        "found": round(len(found) / len(range(0, pages + pages // 100, EVERY)), 4),
    }
    print(json.dumps(said))


def _case(folder: Path) -> CaseFolder:
    """A case with one document, whose rows are then copied."""
    source = folder / "source"
    source.mkdir()
    (source / "first.txt").write_text("nothing but the first page")
    ingest(new_case(folder / "case"), source)
    return CaseFolder(folder / "case")


def _fill(case: CaseFolder, first: int, count: int) -> None:
    generator = random.Random(first)
    words = [
        ["".join(generator.choices(letters, k=generator.randint(2, 10))).capitalize() for _ in range(WORDS)]
        for letters in ALPHABETS[:2]
    ]
    with closing(sqlite3.connect(case.folder / "case.db")) as ledger, ledger:
        for number in range(first, first + count):
            digest = sha256(str(number).encode()).hexdigest()
            _copy(ledger, "original", "sha256 != ''", sha256=digest)
            reading = _copy(
                ledger, "reading", "id = 1", id=number + 10, sha256=digest, digest=digest, pages=PAGES_PER_FILE
            )
            path = f"{number}.txt".encode()
            _copy(ledger, "entry", "reading_id = 1", id=number + 10_000, reading_id=reading, sha256=digest, name=path)
            for page in range(PAGES_PER_FILE):
                text = _text(generator, words, number * PAGES_PER_FILE + page)
                _copy(ledger, "page", "reading_id = 1", id=None, reading_id=reading, number=page + 1, text=text)


def _copy(ledger: sqlite3.Connection, table: str, where: str, **changed: object) -> int:
    """A copy of a row of ours with other values; returns its id."""
    known = _columns(ledger, table)
    values = ", ".join(f":{name}" if name in changed else name for name in known)
    told = {name: value for name, value in changed.items() if name in known}
    query = f"INSERT INTO {table} ({', '.join(known)}) SELECT {values} FROM {table} WHERE {where} LIMIT 1"
    return ledger.execute(query, told).lastrowid or 0


@cache
def _columns(ledger: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in ledger.execute(f"PRAGMA table_info({table})")]


def _text(generator: random.Random, words: list[list[str]], number: int) -> str:
    kind = KINDS[number % len(KINDS)]
    if kind == len(words):
        made = ["".join(generator.choices(ALPHABETS[kind], k=PAGE_HAN))]
    else:
        made = generator.choices(words[kind], k=PAGE_WORDS)
    if number % EVERY == 0:
        made.insert(len(made) // 2, f"{generator.choice(FIRST)} {generator.choice(LAST)}")
    return " ".join(made)


def _bare(case: CaseFolder) -> float:
    begin = time.process_time()
    with ledger_of(case) as database:
        for text in _texts(Texts(database), Documents(database)):
            fold(text)
    return time.process_time() - begin


def _texts(texts: Texts, documents: Documents) -> Iterator[str]:
    for reading in texts.done():
        for _, _, text in documents.texts(reading.id, 1):
            yield text


def _look(register: Register) -> tuple[float, tuple[int, int]]:
    peaks: list[int] = []

    def tell(done: int, of: int) -> None:
        if done * 10 >= of:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

    begin = time.process_time()
    register.look(tell)
    return time.process_time() - begin, (peaks[0], peaks[-1]) if peaks else (0, 0)


if __name__ == "__main__":
    main()
