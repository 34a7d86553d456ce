"""What the tests of spreadsheets, databases and iWork documents share."""

import io
from collections.abc import Callable, Iterator
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
)

CORPORA = Path(__file__).resolve().parents[6] / "shared" / "corpora" / "parsers"


@dataclass
class Reading:
    """All that one reader found in one document."""

    pages: list[PageFound] = field(default_factory=list)
    members: dict[str, bytes] = field(default_factory=dict)
    facts: list[tuple[str, str]] = field(default_factory=list)
    shortfalls: list[str] = field(default_factory=list)
    stopped: ReadingStopped | None = None

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)

    @property
    def labels(self) -> list[str]:
        return [page.label for page in self.pages]

    def page(self, label: str) -> str:
        return "\n".join(page.text for page in self.pages if page.label.startswith(label))


Read = Callable[..., Reading]


def _gather(reading: Reading, found: Iterator[object]) -> None:
    for item in found:
        if isinstance(item, PageFound):
            reading.pages.append(item)
        elif isinstance(item, MemberFound):
            reading.members[item.name.decode("utf-8", "replace")] = b"".join(item.content or ())
        elif isinstance(item, FactFound):
            reading.facts.append((item.name, item.value))
        elif isinstance(item, Shortfall):
            reading.shortfalls.append(item.reason)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes with a reader; what stops the reading is kept, anything else that is raised fails the test."""

    def run(
        reader: Reader,
        content: bytes,
        media_type: str = "",
        *,
        passwords: tuple[str, ...] = (),
        limits: Limits | None = None,
    ) -> Reading:
        kind = media_type or min(reader.media_types)
        file = io.BytesIO(content)
        document = Document(file, len(content), "", kind, tmp_path, passwords, limits or Limits())
        reading = Reading()
        try:
            _gather(reading, reader.read(document))
        except ReadingStopped as stop:
            reading.stopped = stop
        return reading

    return run


@pytest.fixture
def corpus() -> Callable[[str], bytes]:
    """The bytes of a file of the shared corpus; skips where it is absent."""

    def content(name: str) -> bytes:
        path = CORPORA / name
        if not path.exists():
            pytest.skip(f"the shared corpus is not here: {name}")
        return path.read_bytes()

    return content
