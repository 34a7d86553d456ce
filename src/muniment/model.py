"""The values that one stage hands to the next. All are frozen; none knows where it is stored."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How the story of an entry ended. Every entry ends in exactly one; ``PENDING`` is not an end."""

    READ = "read"
    PARTIAL = "partial"
    EMPTY = "empty"
    LOCKED = "locked"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    FAILED = "failed"
    NOTED = "noted"
    PENDING = "pending"


class EntryKind(StrEnum):
    """What sort of thing was found."""

    FILE = "file"
    FOLDER = "folder"
    SYMLINK = "symlink"
    SPECIAL = "special"
    """A FIFO, socket or device: recorded, never opened."""
    MEMBER = "member"
    """A file inside an archive."""
    ATTACHMENT = "attachment"
    """A file sent along with a message, or attached to a document."""
    MESSAGE = "message"
    """One message of a mailbox."""
    EMBEDDED = "embedded"
    """An object or picture that a document carries in itself."""


class PageKind(StrEnum):
    """Where the words of a page come from."""

    TEXT = "text"
    """Characters stored in the file."""
    OCR = "ocr"
    """Characters recognised in a picture of the page."""


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word: where it stands in the page text and where on the page.

    ``start`` and ``end`` count Unicode code points of the page text, end-exclusive. The box is
    ``left, top, right, bottom`` as fractions of the page's width and height, origin top left.
    ``confidence`` runs from 0 to 1.
    """

    start: int
    end: int
    box: tuple[float, float, float, float]
    confidence: float
