import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from muniment.limits import Limits
from muniment.read.reader import (
    Document,
    FactFound,
    MemberFound,
    PageFound,
    Reader,
    ReadingStopped,
    Shortfall,
    Unlocked,
)


@dataclass
class Outcome:
    """What a reader gave: attached files with their bytes, and how it stopped, if it did."""

    pages: list[PageFound] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    members: dict[bytes, bytes] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)
    password: str = ""
    stop: ReadingStopped | None = None

    def page(self, label: str) -> str:
        return next(page.text for page in self.pages if page.label == label)


Read = Callable[..., Outcome]


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Document]:
    def make(
        content: bytes, media_type: str, suffix: str = "", passwords: tuple[str, ...] = (), limits: Limits | None = None
    ) -> Document:
        return Document(io.BytesIO(content), len(content), suffix, media_type, tmp_path, passwords, limits or Limits())

    return make


@pytest.fixture
def read(document: Callable[..., Document]) -> Read:
    def run(reader: Reader, content: bytes, media_type: str, **more: object) -> Outcome:
        outcome = Outcome()
        try:
            for found in reader.read(document(content, media_type, **more)):
                if isinstance(found, PageFound):
                    outcome.pages.append(found)
                elif isinstance(found, FactFound):
                    outcome.facts.append((found.name, found.value))
                elif isinstance(found, MemberFound):
                    outcome.members[found.name] = b"".join(found.content or ())
                elif isinstance(found, Shortfall):
                    outcome.shortfalls.append(found.reason)
                elif isinstance(found, Unlocked):
                    outcome.password = found.password
        except ReadingStopped as stop:
            outcome.stop = stop
        return outcome

    return run


@pytest.fixture
def corpus() -> Callable[[str], bytes]:
    root = Path(__file__).parents[6] / "shared" / "corpora"

    def find(name: str) -> bytes:
        path = root / name
        if not path.exists():
            pytest.skip(f"the corpora are not beside the project: {name} is missing")
        return path.read_bytes()

    return find
