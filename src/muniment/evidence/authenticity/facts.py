"""Facts about a document, each with where it was read, and facts put side by side. Nothing here concludes anything."""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What a fact is about, in the order of the sheet."""

    CAME = "How it came"
    MADE = "What made it"
    PEOPLE = "Names in the file"
    DATES = "Dates in the file"
    STATES = "Saved states and history"
    MARKS = "Identifiers, signatures and locks"
    LOOK = "Fonts, paper and margins"
    TEXT = "What the text says"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a fact was read: in words, and on which page (from 1; 0 for none) of which original ("" for this one).

    ``start`` and ``end`` count code points of the page's raw text, end-exclusive; both 0 where there is no place.
    """

    where: str
    page: int = 0
    original: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``key`` names its kind for scripts, ``name`` for people; ``value`` is hostile text as it was read."""

    topic: Topic
    key: str
    name: str
    value: str
    bases: tuple[Basis, ...]

    @property
    def basis(self) -> Basis:
        """Where it was read first."""
        return self.bases[0]


class Relation(StrEnum):
    """How two facts stand to each other, as far as a machine can see."""

    AGREE = "agree"
    DIFFER = "differ"
    BESIDE = "beside"
    """Neither can be said: they are only put side by side."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two facts: who says so, in our words ("the file says it was made on"), and the hostile value."""

    says: str
    value: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts side by side. ``remark`` tells plainly what lies between them ("about 16 months later"), or is ""."""

    about: str
    relation: Relation
    left: Side
    right: Side
    remark: str = ""


def gathered(facts: list[Fact]) -> tuple[Fact, ...]:
    """The facts by topic, those that say the same joined into one with all the places where it was read."""
    found: dict[tuple[Topic, str, str, str], list[Basis]] = {}
    for fact in facts:
        bases = found.setdefault((fact.topic, fact.key, fact.name, fact.value), [])
        bases.extend(basis for basis in fact.bases if basis not in bases)
    joined = [Fact(*said, tuple(bases)) for said, bases in found.items()]
    order = list(Topic)
    return tuple(sorted(joined, key=lambda fact: order.index(fact.topic)))
