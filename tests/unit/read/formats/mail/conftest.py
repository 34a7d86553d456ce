import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.read.reader import (
    Document,
    FactFound,
    MemberFound,
    PageFound,
    Reader,
    ReadingStopped,
    Shortfall,
)

CORPORA = Path(__file__).parents[6] / "shared" / "corpora" / "parsers"


@dataclass
class Taken:
    name: str
    kind: EntryKind
    data: bytes
    state: State | None
    reason: str
    modified: str


@dataclass
class Outcome:
    pages: list[PageFound] = field(default_factory=list)
    members: list[Taken] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)
    stop: ReadingStopped | None = None

    @property
    def text(self) -> str:
        return "".join(page.text for page in self.pages)


ReadWith = Callable[..., Outcome]


def _taken(member: MemberFound) -> Taken:
    data, state, reason = b"", member.state, member.reason
    try:
        for chunk in member.content or ():
            data += chunk
    except ReadingStopped as stop:
        state, reason = stop.state, stop.reason
    return Taken(member.name.decode(), member.kind, data, state, reason, member.modified)


def _run(reader: Reader, data: bytes, media_type: str, limits: Limits, scratch: Path) -> Outcome:
    outcome = Outcome()
    document = Document(io.BytesIO(data), len(data), "", media_type, scratch, limits=limits)
    try:
        for found in reader.read(document):
            if isinstance(found, PageFound):
                outcome.pages.append(found)
            elif isinstance(found, MemberFound):
                outcome.members.append(_taken(found))
            elif isinstance(found, FactFound):
                outcome.facts[found.name] = found.value
            elif isinstance(found, Shortfall):
                outcome.shortfalls.append(found.reason)
    except ReadingStopped as stop:
        outcome.stop = stop
    return outcome


@pytest.fixture(scope="session")
def read_with(tmp_path_factory: pytest.TempPathFactory) -> ReadWith:
    scratch = tmp_path_factory.mktemp("scratch")

    def read(reader: Reader, data: bytes, media_type: str = "", limits: Limits | None = None) -> Outcome:
        return _run(reader, data, media_type, limits or Limits(), scratch)

    return read


@pytest.fixture(scope="session")
def corpus() -> Callable[[str], bytes]:
    def content(name: str) -> bytes:
        path = CORPORA / name
        if not path.exists():
            pytest.skip(f"the corpora are not here: {path}")
        return path.read_bytes()

    return content
