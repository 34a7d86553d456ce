"""How long the server takes for the pages of the matrix, the chronology and the lineage; prints one JSON line.

    python bench/matrix_page.py [--quotes 10000] [--claims 1000] [--sources 500] [--pause 1]

A case is made in a temporary folder, with a fixed seed: quotes that are evidence of claims, most of them of few; claims
in trees; one source in fifteen a root, the others with one parent, some with two, some of unknown origin, some
withdrawn. Pages are asked for through the whole application, in this process, without a network. "first" is the first
page of its kind, the matrix that many seconds after the server began; "changed" the middle of pages after somebody made
a claim in the same server, "elsewhere" after another program made one, "again" the middle of those where nothing had
changed. Milliseconds. "load" is how many programs wanted a processor in the minute before.
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence.records import Recorder, recorder_of
from muniment.evidence.history import Edit
from muniment.evidence.records import (
    UNKNOWN,
    Act,
    Actor,
    ActorKind,
    Bearing,
    Claim,
    Derivation,
    Event,
    Evidence,
    Name,
    Quote,
    Record,
    Source,
    SourceKind,
    Span,
    Statement,
    Weight,
    derivation_id,
    kind_of,
)
from muniment.people import Person
from muniment.people import Role as PersonsRole
from muniment.web.access import Access
from muniment.web.server import create_app

TIMES = 9
PORT = 8000
ANNA = Person("Anna", PersonsRole.EDITOR)
PAGES = {
    "matrix": "/evidence/matrix",
    "matrix_in_the_middle": "/evidence/matrix?rows=12&columns=9",
    "matrix_gaps": "/evidence/matrix?show=one",
    "chronology": "/evidence/chronology",
    "lineage": "/evidence/lineage",
}


def sha256(number: int) -> str:
    """The hash of a document that is not there."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def often(chance: random.Random, percent: int) -> bool:
    """Whether something that is so in ``percent`` of cases is so."""
    return chance.random() < percent / 100


def sources(count: int, chance: random.Random) -> Iterator[Record]:
    """Sources, and the links between them."""
    roots = max(3, count // 15)
    for number in range(count):
        withdrawn = "2031" if often(chance, 3) else ""
        yield Source(
            f"s{number}",
            chance.choice(list(SourceKind)),
            f"Source number {number}",
            documents=(sha256(number),),
            withdrawn=withdrawn,
        )
    for number in range(roots, count):
        among = range(roots) if often(chance, 50) else range(min(number, roots + count // 6))
        parents = {f"s{one}" for one in chance.choices(among, k=2 if often(chance, 12) else 1)}
        for parent in sorted({UNKNOWN} if often(chance, 5) else parents):
            yield Derivation(derivation_id(f"s{number}", parent), f"s{number}", parent)


def evidence(quotes: int, claims: int, of: int, chance: random.Random) -> Iterator[Record]:
    """Claims, and quotes that are evidence of them."""
    for number in range(claims):
        parent = f"c{chance.randrange(number)}" if number and often(chance, 60) else ""
        yield Claim(f"c{number}", f"The halls of district {number} are locked at night", "Kelmar", "2031", parent)
    for number in range(quotes):
        words = f"words of quote {number}, which go on for a while as words of quotes do"
        yield Quote(f"q{number}", sha256(chance.randrange(of)), (Span(1, words, end=len(words)),), path="leak/a.pdf")
        claim = min(int(chance.expovariate(4 / claims)), claims - 1)
        bearing = chance.choices(list(Bearing), [8, 2, 1])[0]
        yield Evidence(f"e{number}", f"c{claim}", f"q{number}", bearing, chance.choice(list(Weight)))


def happenings(quotes: int, claims: int, chance: random.Random) -> Iterator[Record]:
    """Actors, what they said, and events."""
    for number in range(20):
        yield Actor(f"a{number}", ActorKind.OFFICE, (Name(f"Office {number}"),))
    for number in range(quotes // 10):
        actors, quote = (f"a{chance.randrange(20)}",), (f"q{chance.randrange(quotes)}",)
        month = f"{chance.randint(2029, 2031)}-{chance.randint(1, 12):02}"
        claim = (f"c{chance.randrange(claims)}",)
        yield Statement(f"st{number}", actors, chance.choice(list(Act)), claim, quote, month)
        yield Event(f"ev{number}", f"Something happens in district {number}", f"late {chance.randint(2028, 2031)}")


def milliseconds(client: TestClient, path: str) -> float:
    """How long one page takes."""
    began = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - began) * 1000
    assert answer.is_success, f"{path}: {answer.status_code}"
    return took


def after_changes(client: TestClient, recorder: Recorder, path: str) -> float:
    """The middle of how long a page takes after a claim was made."""
    took = []
    for _ in range(TIMES):
        recorder.make(ANNA, Claim(f"new-{time.monotonic_ns()}", "A claim made meanwhile"))
        took.append(milliseconds(client, path))
    return statistics.median(took)


def measured(client: TestClient, app: FastAPI, case: CaseFolder, path: str) -> dict[str, float]:
    """How long a page takes at first, after changes, and again."""
    first = milliseconds(client, path)
    changed = after_changes(client, app.state.evidence.recorder, path)
    with recorder_of(case) as other:
        elsewhere = after_changes(client, other, path)
    again = statistics.median(milliseconds(client, path) for _ in range(TIMES))
    return {"first": round(first), "changed": round(changed), "elsewhere": round(elsewhere), "again": round(again)}


def main() -> None:
    """Make a case, ask for pages, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--quotes", 10_000), ("--claims", 1_000), ("--sources", 500)):
        arguments.add_argument(name, type=int, default=default)
    arguments.add_argument("--pause", type=float, default=1)
    given = arguments.parse_args()
    chance = random.Random(7)
    records = [
        *sources(given.sources, chance),
        *evidence(given.quotes, given.claims, given.sources, chance),
        *happenings(given.quotes, given.claims, chance),
    ]
    with tempfile.TemporaryDirectory() as folder:
        case = taking.init(Path(folder) / "case")
        with recorder_of(case) as recorder:
            recorder.apply(ANNA, "made for measuring", [Edit(kind_of(one), one.id, one, 0) for one in records])
        load = {"load": round(os.getloadavg()[0], 1)}
        print(json.dumps(vars(given) | load | timed(case, given.pause)))


def timed(case: CaseFolder, pause: float) -> dict[str, dict[str, float]]:
    """The times of all pages of one server."""
    access = Access()
    app = create_app(case, access, PORT)
    with TestClient(app, base_url=f"http://127.0.0.1:{PORT}") as client:
        client.get(f"/login?token={access.new_link_token()}")
        time.sleep(pause)
        return {name: measured(client, app, case, path) for name, path in PAGES.items()}


if __name__ == "__main__":
    main()
