"""Running a reader over bytes made in a test."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.read.reader import (
    Document,
    FactFound,
    MemberFound,
    Reader,
    ReadingStopped,
    Shortfall,
    Unlocked,
)

_CORPORA = Path(__file__).parents[6] / "shared" / "corpora" / "parsers" / "pkg"


@dataclass(frozen=True)
class Member:
    name: bytes
    kind: EntryKind
    data: bytes | None
    state: State | None
    reason: str
    modified: str


@dataclass(frozen=True)
class Outcome:
    members: list[Member]
    shortfalls: list[str]
    unlocked: list[str]
    facts: dict[str, str]
    stop: ReadingStopped | None

    @property
    def contents(self) -> dict[bytes, bytes | None]:
        return {member.name: member.data for member in self.members}


@pytest.fixture
def read() -> Callable[..., Outcome]:
    return _read


@pytest.fixture
def real() -> Callable[[str], bytes]:
    def content(name: str) -> bytes:
        if not _CORPORA.is_dir():
            pytest.skip(f"the corpus of real archives is absent: {_CORPORA}")
        return (_CORPORA / name).read_bytes()

    return content


def _read(
    reader: Reader,
    data: bytes,
    media_type: str,
    *,
    passwords: tuple[str, ...] = (),
    limits: Limits | None = None,
    suffix: str = "",
) -> Outcome:
    document = Document(
        io.BytesIO(data), len(data), suffix, media_type, Path("/nonexistent"), passwords, limits or Limits()
    )
    outcome = Outcome([], [], [], {}, None)
    stop = None
    try:
        for found in reader.read(document):
            if isinstance(found, MemberFound):
                outcome.members.append(_consumed(found))
            elif isinstance(found, Shortfall):
                outcome.shortfalls.append(found.reason)
            elif isinstance(found, Unlocked):
                outcome.unlocked.append(found.password)
            elif isinstance(found, FactFound):
                outcome.facts[found.name] = found.value
    except ReadingStopped as stopped:
        stop = stopped
    return Outcome(outcome.members, outcome.shortfalls, outcome.unlocked, outcome.facts, stop)


def _consumed(found: MemberFound) -> Member:
    if found.content is None:
        return Member(found.name, found.kind, None, found.state, found.reason, found.modified)
    data, state, reason = bytearray(), found.state, found.reason
    try:
        for chunk in found.content:
            data += chunk
    except ReadingStopped as stopped:
        state, reason = stopped.state, stopped.reason
    return Member(found.name, found.kind, bytes(data), state, reason, found.modified)
