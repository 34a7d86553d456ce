"""The records that never leave a case: who is protected, what was decided about them, what is marked, who cleared it.

No export, no evidence file and no answer of the API holds them; ``WITHHELD`` in ``records`` names their kinds.
"""

from dataclasses import dataclass
from enum import StrEnum

from muniment.model import PageKind


class Decision(StrEnum):
    """What a person decided about words that may name somebody who is protected."""

    PROTECT = "protect"
    NOT_THEM = "not them"
    VISIBLE = "leave visible"


class Shape(StrEnum):
    """What a mark is put on."""

    WORDS = "words"
    REGION = "region"
    ROW = "row"
    COLUMN = "column"
    TERM = "term"
    PATTERN = "pattern"


class Scope(StrEnum):
    """Where a mark holds."""

    HERE = "here"
    DOCUMENT = "document"
    ALIKE = "alike"
    """In this document and in all that are copies or states of it."""
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Protected:
    """Somebody whom nothing that leaves the case may expose: all their names and numbers, and why.

    ``salt`` makes the digest of this record, which custody keeps, useless for testing a guess.
    """

    id: str
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    why: str = ""
    note: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was decided about words that may name a protected person, in one document or, with no ``original``, in all.

    ``protected`` is that person's id, ``words`` what stands there; compared without regard to layout and accents.
    """

    id: str
    protected: str
    words: str
    decision: Decision
    original: str = ""
    why: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is to be taken out of what is published, and the reason that readers are told.

    ``page`` counts from 1, 0 for none; ``start`` and ``end`` count code points of its raw text, end-exclusive, and
    ``exact`` are the words there, or the term. ``boxes`` are left, top, right, bottom as fractions of the page. ``at``
    are rows or columns of a sheet, from 0. ``patterns`` are kinds of mentions.
    """

    id: str
    shape: Shape
    reason: str
    scope: Scope = Scope.HERE
    original: str = ""
    page: int = 0
    page_kind: PageKind = PageKind.TEXT
    start: int = 0
    end: int = 0
    exact: str = ""
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    at: tuple[int, ...] = ()
    patterns: tuple[str, ...] = ()
    extent: str = "line"
    note: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    """A second person saw all that is covered in a document, and stands for it. Never changed.

    ``digest`` stands for every cover as it was; ``signature`` (Ed25519, hexadecimal) is over the rest.
    """

    id: str
    original: str
    person: str
    when_cleared: str
    digest: str
    public_key: str = ""
    signature: str = ""
