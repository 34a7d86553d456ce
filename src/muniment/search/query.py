"""A search as a tree of our own, that every engine is given and none shapes.

The parser gives leaves as typed, the connectives, and typed fields. Engines and snippets ask ``lowered`` first, after
which the only leaves left are those of ``Lowered`` and those that name values (``Value``, ``Dates`` and so on). A new
kind of leaf is added here, to ``Query``, to ``lowering`` and to ``render``.
"""

from dataclasses import dataclass
from datetime import date

WORD_FIELDS = ("path", "name", "from", "to", "subject", "title", "author", "source")
"""Fields that hold words, and are searched as pages are."""

VALUE_FIELDS = ("type", "lang", "state", "kind", "sha256", "source")
"""Fields that hold whole values. Of ``source`` the values are the names of sources, exactly as they were given."""

NUMBER_FIELDS = ("page", "ocr")
"""The number of a page, from 1, and how sure recognition is of it, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, raw. It may fold to several terms: an address, or Han characters without a space."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand in exactly this order with nothing between, as typed, raw."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words, as typed, that stand near one another.

    ``slop`` is how many words may stand between them in all; to stand in the other order costs two.
    """

    text: str
    slop: int


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word, as typed, in which up to ``edits`` letters may differ, lack, be too many or have changed places."""

    text: str
    edits: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A word, as typed, in which ``*`` stands for any letters or none, and ``?`` for exactly one."""

    text: str


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression, as typed, that a whole word must match; the subset that ``expressions`` describes."""

    pattern: str


@dataclass(frozen=True, slots=True)
class NameLike:
    """The name of a person or place, as typed, in whatever script and spelling it may stand on a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """Pages whose ``field`` (one of ``VALUE_FIELDS``) holds exactly ``text``."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ValueStart:
    """Pages whose ``field`` (one of ``VALUE_FIELDS``) holds a value that begins with ``text``."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Pages whose ``field`` (one of ``NUMBER_FIELDS``) lies between two numbers; None where there is no bound."""

    field: str
    low: float | None = None
    high: float | None = None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Dates:
    """Pages of documents dated from ``first`` to ``last``, both included; None where there is no bound."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages with these keys of the index; each counts 1."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Folded terms that stand one right after the other; no term at all matches nothing."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Folded terms at given distances: each with how many terms it stands after the first, which is at 0.

    In a term ``*`` stands for any characters or none, ``?`` for exactly one; no folded term holds these themselves.
    """

    steps: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class NearRun:
    """Folded terms near one another; see ``Near``."""

    terms: tuple[str, ...]
    slop: int


@dataclass(frozen=True, slots=True)
class FuzzyTerm:
    """Terms at most ``edits`` away from ``term``, each letter changed, lost, gained or swapped with its neighbour."""

    term: str
    edits: int


@dataclass(frozen=True, slots=True)
class TermRegex:
    """Terms that a folded expression matches from end to end; ``expressions`` says what may stand in it."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Sounding:
    """Pages in whose sounds one of these runs of keys stands: candidates for a name, to be looked at.

    ``slop`` is how many other keys may stand between those of a run in all.
    """

    runs: tuple[tuple[str, ...], ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Stem:
    """Any word with this stem (``muniment.index.stems``), whatever its ending; typed by nobody, made by ``lowered``."""

    stem: str


@dataclass(frozen=True, slots=True)
class And:
    """All parts match."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part matches; the more, the better the score."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Question:
    """At least one part matches, as of ``Or``; but common words count even less than they do anyway.

    Typed by nobody, made by ``lowered``: nobody chose the words of a question as words to search for.
    """

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``minimum`` of the parts match; the more, the better the score."""

    minimum: int
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class Favouring:
    """``part`` matches; pages that match any of ``favoured`` as well score better."""

    part: "Query"
    favoured: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Among:
    """``part`` and ``only`` both match; the score, and how loosely a question is taken, are those of ``part`` alone."""

    part: "Query"
    only: "Query"


@dataclass(frozen=True, slots=True)
class Boosted:
    """``part`` matches, and counts ``factor`` times as much as it would."""

    part: "Query"
    factor: float


@dataclass(frozen=True, slots=True)
class InField:
    """The words of ``part`` stand in ``field`` (one of ``WORD_FIELDS``) instead of on the page."""

    field: str
    part: "Query"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every page matches."""


Typed = Word | Phrase | Near | Fuzzy | Wildcard | Regex | NameLike
"""Leaves as typed, which ``lowered`` turns into others."""

Lowered = Run | Steps | NearRun | FuzzyTerm | TermRegex | Sounding | Stem
"""Leaves in folded terms."""

Known = Value | ValueStart | Numbers | Dates | Pages | Everything
"""Leaves that are the same before and after."""

Connective = And | Or | Question | AtLeast | Not | Favouring | Among | Boosted | InField

Query = Typed | Lowered | Known | Connective
