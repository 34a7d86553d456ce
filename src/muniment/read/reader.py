"""What a reader is: given a document, it yields what it finds, and stops with a reason where it must.

Readers run inside the sandbox only. They may use any library that was imported before the sandbox closed, read the
one file they are given, and write to their scratch folder; nothing else works there.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol, TypeVar, cast

from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State, Word

CHUNK = 1 << 20
"""Bytes moved at a time when a member is streamed out: large enough to be quick, small enough to keep memory flat."""


class Closes(Protocol):
    """What can be let go of."""

    def close(self) -> None:
        """Let go of it."""
        ...


_Opened = TypeVar("_Opened", bound=Closes)


class Held:
    """What one library has opened of a document and keeps for the next page: opening may cost more than a page."""

    def __init__(self) -> None:
        self._thing: Closes | None = None

    def once(self, open_it: Callable[[], _Opened]) -> _Opened:
        """What ``open_it`` opens, or opened before: a document is held by one library, always the same."""
        if self._thing is None:
            self._thing = open_it()
        return cast("_Opened", self._thing)

    def close(self) -> None:
        """Let go of it."""
        thing, self._thing = self._thing, None
        if thing is not None:
            thing.close()


@dataclass(frozen=True, slots=True)
class Document:
    """One file to be read: a read-only handle on hostile bytes, and what is known about it.

    ``suffix`` is the lower-case file name extension with its dot ("" if none): a hint, never a proof.
    """

    file: BinaryIO
    size: int
    suffix: str
    media_type: str
    scratch: Path
    passwords: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    held: Held = field(default_factory=Held, compare=False, repr=False)

    def close(self) -> None:
        """Let go of the file, and of what a library holds of it."""
        self.held.close()
        self.file.close()

    def content(self) -> bytes:
        """The whole file. For libraries that cannot work on a handle; prefer ``file``."""
        self.file.seek(0)
        return self.file.read()

    def head(self, length: int) -> bytes:
        """The first ``length`` bytes."""
        self.file.seek(0)
        return self.file.read(length)

    def in_scratch(self, name: str) -> Path:
        """A copy of the file under ``name`` in the scratch folder, for libraries that insist on a path."""
        copy = self.scratch / name
        self.file.seek(0)
        with copy.open("wb") as out:
            shutil.copyfileobj(self.file, out, CHUNK)
        return copy


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page, slide, sheet block, message body, image or part of a flowing text, in reading order.

    ``text`` is what the file says in logical order, never normalised. ``label`` locates the page for a person where
    its number does not ("Sheet1, rows 1-200"). ``wants_ocr`` says why the page should be recognised from its picture
    as well ("no text on this page"); "" if it should not.
    """

    number: int
    text: str
    label: str = ""
    wants_ocr: str = ""
    kind: PageKind = PageKind.TEXT
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberFound:
    """A file inside the document: an archive's member, a message, an attachment, an embedded object.

    ``name`` holds the bytes of its name as the container gives them ("/" separates folders; the parent makes it safe);
    b"" where the container has none and its own name without its ending will do.
    ``content`` yields its bytes and is read at once, before the next item is asked for. Where there are no bytes to
    give (a locked member, a link), ``content`` is None and ``state`` and ``reason`` say why. ``modified`` is an
    ISO 8601 time, as far as the container knows it. A member whose stream breaks off raises ``ReadingStopped`` from
    ``content``: what came before is kept and the member is marked with that state and reason.
    """

    name: bytes
    kind: EntryKind
    content: Iterator[bytes] | None
    state: State | None = None
    reason: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class FactFound:
    """Something the file says about itself, such as "title", "author", "created", "from", "to" or "date"."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something is missing from what this reader gives; reading goes on. ``reason`` is plain words: "pages 4-6: …"."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The password that opened the document."""

    password: str


Found = PageFound | MemberFound | FactFound | Shortfall | Unlocked


class ReadingStopped(Exception):  # noqa: N818 - it says how a reading ended, which need not be an error
    """A reader cannot go on; the state and the reason say why, in words a reporter understands."""

    state: ClassVar[State] = State.FAILED

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Locked(ReadingStopped):
    """A password is needed."""

    state = State.LOCKED


class Damaged(ReadingStopped):
    """The bytes break the rules of their format."""

    state = State.DAMAGED


class Unsupported(ReadingStopped):
    """The format, or this variant of it, cannot be read here."""

    state = State.UNSUPPORTED


class Refused(ReadingStopped):
    """Reading on would pass a limit; the reason names it."""

    state = State.REFUSED


class Empty(ReadingStopped):
    """There is nothing to read: the reason names what the file is instead (a sound recording, a blank file)."""

    state = State.EMPTY


class Reader(Protocol):
    """One way of reading one family of formats."""

    name: str
    """Short and lower-case; kept with every reading: "pdfium", "calamine"."""
    version: str
    """Of the library behind it, or of ours; kept with every reading."""
    media_types: frozenset[str]

    def read(self, document: Document) -> Iterator[Found]:
        """Yield what is found, in order. Raises ``ReadingStopped``; any other exception counts as a crash."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of one page: 8-bit grey (``channels`` 1) or RGB (3), row by row from the top, no padding."""

    width: int
    height: int
    channels: int
    pixels: bytes
