"""What the ledger records and gives back, in our own words; ``adapters.ledger`` keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass

from muniment.model import EntryKind, PageKind, State, Word

NO_MARK = (-1, -1, -1)
"""Stands in place of size, time and inode where an earlier look at a file failed: it is always looked at again."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Something found on the disk. ``parent`` is the id of its folder's entry, None for what was handed over itself.

    ``path`` runs from the name of what was handed over. Times are nanoseconds since 1970; sizes are bytes. ``again``
    says that an earlier look at it failed: the entry that told so is taken over, so that nothing counts twice.
    """

    acquisition: int
    parent: int | None
    kind: EntryKind
    name: bytes
    path: bytes
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    target: bytes = b""
    sha256: str = ""
    suffix: str = ""
    state: State | None = None
    reason: str = ""
    caveat: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class ReadingToDo:
    """Bytes that wait to be read."""

    reading: int
    sha256: str
    size: int
    suffix: str


@dataclass(frozen=True, slots=True)
class PageToRecognise:
    """A page whose picture waits to be recognised."""

    page: int
    reading: int
    sha256: str
    size: int
    suffix: str
    media_type: str
    number: int
    password: str


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page as its reader gave it."""

    number: int
    kind: PageKind
    label: str
    text: str
    language: str
    wants_ocr: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberRead:
    """Something found inside a document; with ``sha256`` if its bytes were kept."""

    kind: EntryKind
    name: bytes
    modified: str
    size: int
    sha256: str
    suffix: str
    state: State | None
    reason: str
    caveat: str


@dataclass(frozen=True, slots=True)
class ReadingDone:
    """How a reading went. ``tried`` names each reader that had a go and how it ended, in order."""

    state: State
    reason: str
    media_type: str
    reader: str = ""
    reader_version: str = ""
    tried: tuple[tuple[str, str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    password: str = ""
    pages: Iterable[PageRead] = ()
    members: Iterable[MemberRead] = ()


@dataclass(frozen=True, slots=True)
class PageRecognised:
    """What became of a page's picture.

    ``given_up`` says why no words could be had, ``shortfall`` what is missing of those that could; "" if nothing.
    """

    page: int
    text: str = ""
    language: str = ""
    engine: str = ""
    confidence: float = 0.0
    words: tuple[Word, ...] = ()
    given_up: str = ""
    shortfall: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the books."""

    id: int
    path: bytes
    parent: bytes
    kind: EntryKind
    sha256: str
    size: int
    media_type: str
    state: State
    reason: str
    reader: str
    pages: int
    language: str


@dataclass(frozen=True, slots=True)
class Books:
    """The balance: every entry in exactly one state."""

    entries: int
    by_state: dict[str, int]
    pending: int
    bytes: int
    originals: int
    pages: int
    indexed_pages: int
    waiting_for_ocr: int = 0

    @property
    def balanced(self) -> bool:
        """Whether every entry has ended and the states sum up to the entries."""
        return self.pending == 0 and sum(self.by_state.values()) == self.entries


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as it is shown and cited."""

    number: int
    kind: PageKind
    label: str
    text: str
    language: str
    confidence: float
    engine: str


@dataclass(frozen=True, slots=True)
class AcquisitionRow:
    """One act of taking in."""

    id: int
    root: bytes
    source: str
    state: str
    started: str
    entries: int = 0


@dataclass(frozen=True, slots=True)
class KnownFolder:
    """What the ledger remembers of a folder it has walked: a digest of its listing."""

    entry: int
    listing: bytes


@dataclass(frozen=True, slots=True)
class PageDue:
    """A page to be indexed, with what its document tells of itself and the paths under which its bytes were found.

    ``due`` tells it from the same page changed later.
    """

    page: int
    due: int
    reading: int
    sha256: str
    number: int
    kind: PageKind
    text: str
    language: str
    media_type: str
    confidence: float
    facts: dict[str, str]
    paths: tuple[bytes, ...]
    state: str = ""
    sources: tuple[str, ...] = ()
