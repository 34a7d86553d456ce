"""What an examiner sees in a file: traits, each with its value as written and the place in the file where it stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from muniment.read.reader import Document

EDITION = 2
"""Raised when an examiner may see something else in the same bytes: what was kept of earlier examinations is left. It
stands here, and not with the examiners, so that those who show traits load none of them."""

MAX_TRAITS = 2_000
"""Traits of one document: what passes this is no document's own account of itself."""


class Key(StrEnum):
    """What a trait is about. The names are kept with examinations and told to scripts."""

    FORMAT = "format"
    """The format and its version, as the file writes it."""
    PRODUCER = "producer"
    """The program that wrote the bytes."""
    CREATOR = "creator"
    """The program in which the document was made."""
    AUTHOR = "author"
    LAST_AUTHOR = "last-author"
    CHANGED_BY = "changed-by"
    """Who made a tracked change or a comment, with how many and when."""
    COMPANY = "company"
    MANAGER = "manager"
    TITLE = "title"
    LANGUAGE = "language"
    TEMPLATE = "template"
    CREATED = "created"
    MODIFIED = "modified"
    PRINTED = "printed"
    METADATA_CHANGED = "metadata-changed"
    SENT = "sent"
    RECEIVED = "received"
    """One hop of a mail, as the server that took it wrote it."""
    EVENT = "event"
    """One line of a history that a program kept in the file."""
    REVISION = "revision"
    """How often a program counts that the document was saved."""
    MINUTES = "minutes-edited"
    SESSIONS = "editing-sessions"
    """How many different editing sessions left their number in the text (rsid)."""
    SAVED_STATE = "saved-state"
    """One of the states that the file was saved in, one after the other."""
    IDENTIFIER = "identifier"
    FONT = "font"
    PAGE_SIZE = "page-size"
    MARGINS = "margins"
    BUILD = "build"
    """How the file is put together, such as object streams."""
    SIGNATURE = "signature"
    """That a signature stands in the file; it is not checked."""
    LOCK = "lock"
    ATTACHMENT = "attachment"
    MESSAGE_ID = "message-id"
    IN_REPLY_TO = "in-reply-to"
    CAMERA = "camera"
    PLACE = "place"
    ADDRESS = "address"
    """Where a web page says it comes from."""
    OTHER = "other"
    """Anything else; the value begins with its name."""


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing seen. ``value`` is hostile text: dates in ISO 8601 with the zone as written where they are certain.

    ``where`` names the place in the file in our words: "XMP", "docProps/core.xml".
    """

    key: Key
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something could not be looked at; ``reason`` is plain words."""

    reason: str


Seen = Trait | Gap

Examiner = Callable[[Document], Iterator[Seen]]
"""Yields what it sees in a document. Raises ``ReadingStopped``."""
