"""What the tests of all readers share: reading bytes made in a test, and the corpora of real files."""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.read.reader import (
    Document,
    FactFound,
    Found,
    MemberFound,
    PageFound,
    Reader,
    ReadingStopped,
    Shortfall,
    Unlocked,
)

_CORPORA = Path(__file__).resolve().parents[5] / "shared" / "corpora"


@dataclass(frozen=True)
class Member:
    """A member with its bytes; ``content`` is None where the reader gives none, and ``state`` how its stream ended."""

    name: bytes
    kind: EntryKind
    content: bytes | None
    state: State | None
    reason: str
    modified: str

    @property
    def data(self) -> bytes:
        """The bytes; fails where the reader gives none."""
        assert self.content is not None, f"{self.name!r} has no content: {self.reason}"
        return self.content

    @property
    def title(self) -> str:
        """The name in letters; fails where it is not UTF-8."""
        return self.name.decode()


@dataclass
class Outcome:
    """All that one reader found in one document, and how it stopped, if it did."""

    pages: list[PageFound] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    shortfalls: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    stop: ReadingStopped | None = None

    @property
    def state(self) -> State | None:
        """How the reader stopped; None if it went to the end."""
        return self.stop.state if self.stop else None

    @property
    def reason(self) -> str:
        """Why the reader stopped; "" if it went to the end."""
        return self.stop.reason if self.stop else ""

    @property
    def text(self) -> str:
        """The words of all pages."""
        return "\n".join(page.text for page in self.pages)

    @property
    def labels(self) -> list[str]:
        return [page.label for page in self.pages]

    @property
    def labelled(self) -> list[tuple[str, str]]:
        """Each page as its label and its words."""
        return [(page.label, page.text) for page in self.pages]

    def page(self, label: str) -> str:
        """The words of all pages with this label; fails where there is none."""
        assert label in self.labels, f"no page is labelled {label!r}: {self.labels}"
        return "\n".join(page.text for page in self.pages if page.label == label)

    def sheet(self, name: str) -> str:
        """The rows of a sheet or table on however many pages; fails where there are none."""
        found = [page.text for page in self.pages if page.label.startswith(f"{name}, row")]
        assert found, f"no rows are labelled {name!r}: {self.labels}"
        return "\n".join(found)

    @property
    def said(self) -> dict[str, str]:
        """The facts by name."""
        return dict(self.facts)

    @property
    def contents(self) -> dict[bytes, bytes | None]:
        """The members by the bytes of their names."""
        return {member.name: member.content for member in self.members}

    @property
    def files(self) -> dict[str, bytes]:
        """The members by name; fails where one has no content or breaks off."""
        assert all(member.state is None for member in self.members), [member.reason for member in self.members]
        return {member.title: member.data for member in self.members}


def read(
    reader: Reader,
    content: bytes,
    media_type: str = "",
    *,
    suffix: str = "",
    passwords: tuple[str, ...] = (),
    limits: Limits | None = None,
) -> Outcome:
    """Read as far as it goes: what stops the reader is kept, anything else that it raises fails the test."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="reading-") as scratch:
        document = document_of(
            content, media_type or min(reader.media_types), suffix, passwords, limits, scratch=Path(scratch)
        )
        try:
            for found in reader.read(document):
                _take(outcome, found)
        except ReadingStopped as stop:
            outcome.stop = stop
    return outcome


def document_of(
    content: bytes,
    media_type: str = "",
    suffix: str = "",
    passwords: tuple[str, ...] = (),
    limits: Limits | None = None,
    *,
    scratch: Path = Path("/nonexistent"),
) -> Document:
    """Bytes as a reader is given them."""
    return Document(io.BytesIO(content), len(content), suffix, media_type, scratch, passwords, limits or Limits())


def corpus(name: str, among: str = "parsers") -> bytes:
    """The bytes of a real file of the corpus called ``among``; skips where the corpora are absent."""
    if not _CORPORA.is_dir():
        pytest.skip(f"the corpora are not beside the project: {_CORPORA}")
    return (_CORPORA / among / name).read_bytes()


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of the parts given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def _take(outcome: Outcome, found: Found) -> None:
    match found:
        case PageFound():
            outcome.pages.append(found)
        case MemberFound():
            outcome.members.append(_consumed(found))
        case FactFound():
            outcome.facts.append((found.name, found.value))
        case Shortfall():
            outcome.shortfalls.append(found.reason)
        case Unlocked():
            outcome.passwords.append(found.password)


def _consumed(found: MemberFound) -> Member:
    if found.content is None:
        return Member(found.name, found.kind, None, found.state, found.reason, found.modified)
    data, state, reason = bytearray(), found.state, found.reason
    try:
        for chunk in found.content:
            data += chunk
    except ReadingStopped as stop:
        state, reason = stop.state, stop.reason
    return Member(found.name, found.kind, bytes(data), state, reason, found.modified)
