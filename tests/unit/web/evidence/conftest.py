"""A small fictional case with a story in it, each test's own, and the application in front of it."""

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from tests.unit.web.conftest import ORIGIN, PORT

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence.records import Recorder, recorder_of
from muniment.evidence.records import (
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
    Source,
    SourceKind,
    Span,
    Statement,
    Weight,
    derivation_id,
)
from muniment.people import Person, Role
from muniment.web.access import Access
from muniment.web.server import create_app

FILES = {
    "leak/order.txt": "The doors of the learning halls are to be locked twice.",
    "press/herald.txt": "According to papers seen by the Herald, the doors were locked.",
    "press/tribune.txt": "The Herald reported that doors were locked.",
}
SHA = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in FILES.items()}

ANNA, BEN = Person("Anna", Role.EDITOR), Person("Ben", Role.RESEARCHER)


@pytest.fixture(scope="session")
def bare_case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("evidence")
    for name, text in FILES.items():
        (folder / "cache" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "cache" / name).write_text(text, "utf-8")
    made = taking.init(folder / "case")
    taking.ingest(made, [folder / "cache"], taking.IngestOptions(source="a stranger"), lambda _: None)
    return made


@pytest.fixture
def own_case(bare_case: CaseFolder, tmp_path: Path) -> CaseFolder:
    shutil.copytree(bare_case.folder, tmp_path / "case")
    return CaseFolder(tmp_path / "case")


@pytest.fixture
def recorder(own_case: CaseFolder) -> Iterator[Recorder]:
    with recorder_of(own_case) as recorder:
        yield recorder


def quote_of(name: str, words: str, quote_id: str) -> Quote:
    at = FILES[name].index(words)
    return Quote(quote_id, SHA[name], (Span(1, words, start=at, end=at + len(words)),), path=f"cache/{name}")


def tell(recorder: Recorder) -> None:
    """Who says that the doors are locked, and who says not."""
    recorder.make(
        ANNA,
        Actor("bureau", ActorKind.OFFICE, (Name("Bureau of Learning"), Name("学习局", "zh"))),
        Actor("selma", ActorKind.PERSON, (Name("Selma Oran"),)),
        Source("cache", SourceKind.CACHE, "The leaked orders", documents=(SHA["leak/order.txt"],)),
        Source("herald", SourceKind.OUTLET, "The Herald", documents=(SHA["press/herald.txt"],)),
        Source("tribune", SourceKind.OUTLET, "The Tribune", documents=(SHA["press/tribune.txt"],)),
        Derivation(derivation_id("herald", "cache"), "herald", "cache"),
        Derivation(derivation_id("tribune", "herald"), "tribune", "herald"),
        quote_of("leak/order.txt", "to be locked twice", "q-order"),
        quote_of("press/herald.txt", "the doors were locked", "q-herald"),
        quote_of("press/tribune.txt", "doors were locked", "q-tribune"),
        Claim("locked", "The learning halls are locked", "Merava", "2017"),
        Claim("twice", "Each door has two locks", parent="locked"),
        Evidence("e-order", "locked", "q-order", Bearing.SUPPORTS, Weight.INSTRUCTION),
        Evidence("e-herald", "locked", "q-herald", Bearing.SUPPORTS, Weight.HEARSAY),
        Evidence("e-tribune", "locked", "q-tribune", Bearing.SUPPORTS, Weight.HEARSAY),
        Statement("denial", ("bureau",), Act.DENIES, ("locked",), date="2018-03-01", venue="a briefing"),
        Event("order-signed", "The order is signed", "November 2017", actors=("bureau",), quotes=("q-order",)),
    )


@dataclass
class Desk:
    """A logged-in client that fills in forms as a browser would."""

    client: TestClient

    def get(self, path: str) -> Response:
        answer: Response = self.client.get(path)
        return answer

    def post(self, path: str, values: Mapping[str, str | list[str]], *, follow: bool = False) -> Response:
        page = self.client.get("/evidence").text
        found = re.search(r'name="form_token" value="([0-9a-f]+)"', page)
        assert found is not None
        sent = {"form_token": found[1], **values}
        answer: Response = self.client.post(path, data=sent, follow_redirects=follow)
        return answer


@contextmanager
def desk_of(case: CaseFolder) -> Iterator[Desk]:
    access = Access()
    app = create_app(case, access, PORT)
    with TestClient(app, base_url=ORIGIN, raise_server_exceptions=True) as client:
        client.get(f"/login?token={access.new_link_token()}")
        yield Desk(client)


@pytest.fixture
def desk(own_case: CaseFolder) -> Iterator[Desk]:
    with desk_of(own_case) as desk:
        yield desk


@pytest.fixture
def told_desk(recorder: Recorder, desk: Desk) -> Desk:
    """The same, in a case that holds the story."""
    tell(recorder)
    return desk


@pytest.fixture(scope="session")
def read_desk(bare_case: CaseFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One case with the story for all tests that only look at it."""
    case = CaseFolder(tmp_path_factory.mktemp("read") / "case")
    shutil.copytree(bare_case.folder, case.folder)
    with recorder_of(case) as recorder:
        tell(recorder)
    with desk_of(case) as desk:
        yield desk
