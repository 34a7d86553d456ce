"""What the tests of Office formats share: reading bytes, and the corpus of real files."""

import io
import zipfile
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

_CORPUS = Path(__file__).parents[6] / "shared" / "corpora" / "parsers"


@dataclass
class Given:
    """All that a reading gave, sorted."""

    pages: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    members: dict[str, bytes] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    stop: ReadingStopped | None = None

    def text(self, label: str | None = None) -> str:
        """The words of all pages, or of those with one label."""
        return "\n".join(text for found, text in self.pages if label is None or found == label)


Read = Callable[..., Given]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read bytes with a reader, as far as it goes."""

    def reading(
        reader: Reader,
        content: bytes,
        media_type: str = "",
        passwords: tuple[str, ...] = (),
        limits: Limits | None = None,
    ) -> Given:
        media_type = media_type or next(iter(reader.media_types))
        document = Document(io.BytesIO(content), len(content), "", media_type, tmp_path, passwords, limits or Limits())
        given = Given()
        try:
            for found in reader.read(document):
                match found:
                    case PageFound():
                        given.pages.append((found.label, found.text))
                    case FactFound():
                        given.facts.append((found.name, found.value))
                    case MemberFound():
                        given.members[found.name.decode()] = b"".join(found.content or ())
                    case Shortfall():
                        given.shortfalls.append(found.reason)
                    case Unlocked():
                        given.passwords.append(found.password)
        except ReadingStopped as stop:
            given.stop = stop
        return given

    return reading


@pytest.fixture
def corpus() -> Callable[[str], bytes]:
    """The bytes of a real file; skips where the corpus is absent."""

    def real_file(name: str) -> bytes:
        path = _CORPUS / name
        if not path.exists():
            pytest.skip(f"the corpus of real files is absent: {name}")
        return path.read_bytes()

    return real_file


@pytest.fixture
def packed() -> Callable[[dict[str, str | bytes]], bytes]:
    """A ZIP of the parts given."""

    def zipped(parts: dict[str, str | bytes]) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return held.getvalue()

    return zipped
