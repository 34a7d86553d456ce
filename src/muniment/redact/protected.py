"""What was decided about the words that may name protected persons: once for a document and words, or for all."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from muniment.evidence.withheld import Decision, Protected, Sighting
from muniment.index.letters import is_spaceless
from muniment.preserve.canonical import canonical
from muniment.redact.sightings import MATCHER_VERSION, Hit
from muniment.redact.terms import squashed


@dataclass(frozen=True, slots=True)
class Ruled:
    """A hit and the decision that holds for it; None while nobody decided."""

    hit: Hit
    decision: Decision | None

    @property
    def is_withheld(self) -> bool:
        """Whether it must not be seen: what nobody decided on is taken to name the person."""
        return self.decision in {None, Decision.PROTECT}


class Decisions:
    """The decisions of a case. One for a document counts before one for all."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self._made = {(one.protected, squashed(one.words), one.original): one for one in sightings}

    def of(self, protected: str, words: str, original: str = "") -> Sighting | None:
        """The decision on these words in the document ``original``; "" asks for what holds everywhere."""
        key = squashed(words)
        found = self._made.get((protected, key, original)) if original else None
        return found or self._made.get((protected, key, ""))

    def ruled(self, hits: Iterable[Hit], original: str = "") -> tuple[Ruled, ...]:
        """Each hit with its decision."""
        found = ((hit, self.of(hit.protected, hit.words, original)) for hit in hits)
        return tuple(Ruled(hit, one.decision if one else None) for hit, one in found)


LEAST_BY_ITSELF = 4
"""Letters from which a name is no other word by chance; of Han, kana and hangul two will do."""


def is_short(term: str) -> bool:
    """Whether a name is so short that its letters stand in many a text by chance, and mean somebody else or nobody."""
    key = squashed(term)
    return len(key) < (_LEAST_SPACELESS if key and all(map(is_spaceless, key)) else LEAST_BY_ITSELF)


_LEAST_SPACELESS = 2


def stamp_of(persons: Iterable[Protected]) -> str:
    """Changes with whatever may change what is found: the names and numbers of all, and the way of looking."""
    told = sorted([one.id, *sorted(one.names), "", *sorted(one.numbers)] for one in persons)
    return hashlib.sha256(canonical([MATCHER_VERSION, told])).hexdigest()
