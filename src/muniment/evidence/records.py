"""The records of the evidence ledger: one frozen value for each kind of thing that a case holds to be so.

Records name one another by ``id``, never by position, so that a file written by hand, a page of the workbench and an
export all mean the same thing. A record says nothing about who wrote it and when: its versions do (``history``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

import msgspec

from muniment.evidence.withheld import Clearance, Mark, Protected, Sighting
from muniment.model import PageKind


class Kind(StrEnum):
    """The kinds of records, in an order in which each can name those before it."""

    ACTOR = "actor"
    SOURCE = "source"
    DERIVATION = "derivation"
    QUOTE = "quote"
    CLAIM = "claim"
    STATEMENT = "statement"
    EVIDENCE = "evidence"
    EVENT = "event"
    FINDING = "finding"
    REVIEW = "review"
    JUDGEMENT = "judgement"
    PROTECTED = "protected"
    SIGHTING = "sighting"
    MARK = "mark"
    CLEARANCE = "clearance"


class ActorKind(StrEnum):
    """Who or what does or says something."""

    PERSON = "person"
    OFFICE = "office"
    STATE = "state"
    ORGANISATION = "organisation"
    OUTLET = "outlet"


class SourceKind(StrEnum):
    """Where information comes from."""

    CACHE = "cache"
    DOCUMENT = "document"
    OUTLET = "outlet"
    AGENCY = "agency"
    PERSON = "person"
    STATEMENT = "statement"
    """An official statement, a press conference, an open letter."""
    OTHER = "other"


class Ruling(StrEnum):
    """What a person said of a link between two sources."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Act(StrEnum):
    """What somebody does by saying something."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DEMANDS = "demands"
    ANNOUNCES = "announces"


class Bearing(StrEnum):
    """How a quote bears on a claim."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    QUALIFIES = "qualifies"


class Weight(StrEnum):
    """What sort of knowledge evidence is, in words; no number is ever made of it."""

    INSTRUCTION = "direct instruction"
    FIRST_HAND = "first-hand account"
    INFERENCE = "inference"
    HEARSAY = "hearsay"


class Step(StrEnum):
    """A step of a finding on its way out."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    PUBLISHED = "published"


class Verdict(StrEnum):
    """What a person holds of a document, in words; the program never says."""

    AS_CLAIMED = "is what it claims to be"
    LIKELY = "is likely what it claims to be"
    CANNOT_TELL = "cannot be told"
    DOUBTFUL = "is doubtful"
    NOT_AS_CLAIMED = "is not what it claims to be"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written somewhere. ``language`` is a code of ISO 639, "" where it does not matter."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor was, at which actor or place, and when: partial dates, "" where not known."""

    title: str
    at: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, office, state, organisation or outlet. The first name is the one shown."""

    id: str
    kind: ActorKind
    names: tuple[Name, ...]
    roles: tuple[Role, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where information comes from, and which documents of the case are part of it.

    A document belongs to the source that names its SHA-256 in ``documents``, else to the one with the longest of
    ``folders`` that its path lies in, else to the one that names its acquisition. ``withdrawn`` is the partial date on
    which the source took back what it said; "" if it stands.
    """

    id: str
    kind: SourceKind
    title: str
    names: tuple[Name, ...] = ()
    actor: str = ""
    published: str = ""
    documents: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    acquisitions: tuple[int, ...] = ()
    withdrawn: str = ""
    withdrawn_why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """That one source has what it says from another; ``parent`` is "" where from whom is not known.

    There is at most one for each pair of sources: its id is made of theirs (see ``derivation_id``). ``suggestion``
    holds the key of the suggestion that a person ruled on, of several with blanks between; ``quote`` the id of
    a quote that shows it.
    """

    id: str
    child: str
    parent: str
    ruling: Ruling = Ruling.CONFIRMED
    how: str = ""
    quote: str = ""
    suggestion: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a quote that stands on one page.

    ``exact``, ``prefix`` and ``suffix`` are raw page text (TextQuoteSelector); ``start`` and ``end`` count its code
    points, end-exclusive (TextPositionSelector). ``boxes`` are left, top, right, bottom as fractions of the page, one
    for each line; none where geometry is not known. ``confidence`` is the least of its recognised words, 1 for print.
    """

    page: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    kind: PageKind = PageKind.TEXT
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Translation:
    """A quote in another language, who made it, and how ("by hand", "machine, checked by hand" …)."""

    text: str
    language: str
    by: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """An exact run of characters on one page, or on several that follow one another, of one original.

    ``path`` is where the original was found, for people; ``reader`` the reader, and its version, whose text it is.
    """

    id: str
    original: str
    spans: tuple[Span, ...]
    path: str = ""
    reader: str = ""
    language: str = ""
    translations: tuple[Translation, ...] = ()
    note: str = ""

    @property
    def words(self) -> str:
        """The words of all its pages."""
        return " ".join(span.exact for span in self.spans)


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition that the case must decide, and where and when it is to hold; ``parent`` is a broader claim."""

    id: str
    text: str
    where: str = ""
    when: str = ""
    parent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Actors said something, on a date, in a venue, perhaps on another's behalf; it speaks to claims."""

    id: str
    actors: tuple[str, ...]
    act: Act
    claims: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""
    on_behalf_of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote that supports, disputes or qualifies a claim.

    ``source`` is where the information comes from if that is not the source that the quote's document belongs to: a
    witness whom an article quotes, say.
    """

    id: str
    claim: str
    quote: str
    bearing: Bearing
    weight: Weight
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, when (a partial date) and where, as its quotes show."""

    id: str
    title: str
    date: str
    where: str = ""
    actors: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim made ready to be read by a second person: how it is worded, its limits, and what speaks against it.

    ``against`` may be empty only where ``nothing_against`` says so.
    """

    id: str
    claim: str
    wording: str
    limits: str = ""
    looked_for: str = ""
    against: str = ""
    nothing_against: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A step that a person took with a finding. Never changed.

    ``digest`` stands for all that the person had before them (``review.digest_of``) as it was after the change with
    number ``at_change``; ``opened`` are the quotes they opened. ``signature`` (Ed25519, hexadecimal) is over the rest;
    "" where the step needs none.
    """

    id: str
    finding: str
    step: Step
    person: str
    at: str
    digest: str
    at_change: int = 0
    reason: str = ""
    opened: tuple[str, ...] = ()
    public_key: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person holds of a document's being what it claims to be, and why."""

    id: str
    original: str
    verdict: Verdict
    why: str


Record: TypeAlias = (
    Actor
    | Source
    | Derivation
    | Quote
    | Claim
    | Statement
    | Evidence
    | Event
    | Finding
    | Review
    | Judgement
    | Protected
    | Sighting
    | Mark
    | Clearance
)

WITHHELD = frozenset({Kind.PROTECTED, Kind.SIGHTING, Kind.MARK, Kind.CLEARANCE})
"""Kinds whose records never leave the case: no export, no evidence file, no answer of the API has them."""

CLASSES: Mapping[Kind, type[Record]] = {
    Kind.ACTOR: Actor,
    Kind.SOURCE: Source,
    Kind.DERIVATION: Derivation,
    Kind.QUOTE: Quote,
    Kind.CLAIM: Claim,
    Kind.STATEMENT: Statement,
    Kind.EVIDENCE: Evidence,
    Kind.EVENT: Event,
    Kind.FINDING: Finding,
    Kind.REVIEW: Review,
    Kind.JUDGEMENT: Judgement,
    Kind.PROTECTED: Protected,
    Kind.SIGHTING: Sighting,
    Kind.MARK: Mark,
    Kind.CLEARANCE: Clearance,
}

_KINDS = {cls: kind for kind, cls in CLASSES.items()}
_R = TypeVar("_R", bound=Record)

UNKNOWN = ""
"""The parent of a source that has what it says from somebody nobody knows."""


def kind_of(record: Record) -> Kind:
    """The kind of a record."""
    return _KINDS[type(record)]


def derivation_id(child: str, parent: str) -> str:
    """The id of the link from one source to another, or to ``UNKNOWN``."""
    return f"{child}<{parent}"


def plain(record: Record) -> dict[str, Any]:
    """A record as builtin values, its ``id`` among them; what stands at its default is left out."""
    value: dict[str, Any] = msgspec.to_builtins(record)
    defaults = {
        name: field.default for name, field in type(record).__dataclass_fields__.items() if name not in {"id", "kind"}
    }
    return {name: one for name, one in value.items() if name not in defaults or not _is_default(one, defaults[name])}


def _is_default(value: Any, default: Any) -> bool:
    return value == default or (isinstance(default, tuple) and list(default) == list(value))


def record_from(cls: type[_R], untrusted_value: Any) -> _R:
    """The record of this class with these builtin values. Raises ``msgspec.ValidationError``."""
    return msgspec.convert(untrusted_value, cls, strict=True)
