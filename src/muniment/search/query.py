"""A search as a tree of our own, that every engine is given and none shapes.

The parser gives ``Word``, ``Phrase`` and the connectives. Engines and snippets ask ``lowered`` first, after which the
only leaves left are ``Run`` and ``Everything``. A new kind of leaf is added here, to ``Query``, and there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, raw. It may fold to several terms: an address, or Han characters without a space."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand in exactly this order with nothing between, as typed, raw."""

    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Folded terms that stand one right after the other; no term at all matches nothing."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All parts match."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part matches; the more, the better the score."""

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
class Everything:
    """Every page matches."""


Query = Word | Phrase | Run | And | Or | AtLeast | Not | Favouring | Everything
