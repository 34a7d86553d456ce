"""Who of the case's sources a text means by a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from muniment.evidence.attributions.naming import folded
from muniment.names.keys import located_keys
from muniment.names.likeness import MATCH_THRESHOLD, NameLikeness, compare_names
from muniment.names.parsing import MAX_NAME_CHARS, Name, parse_name
from muniment.names.query import NameQuery

_MOST_REMEMBERED = 20_000
"""Names whose match is remembered; a page made to name endless ones must not fill the memory."""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source of the case by its id, and all its names in all scripts."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """The source that a name means, how close the names are (0 to 1), and why in words."""

    id: str
    closeness: float
    reason: str


class Matcher:
    """Finds who of the known sources is meant: by the names they are known by, however spelt, never by translation.

    "The Guardian" is «Гардиан» because it sounds so; it is 《卫报》 only if the source has that name too.
    """

    def __init__(self, known: Iterable[KnownSource]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._of_one_word: list[int] = []
        self._words: dict[str, list[list[str]]] = {}
        self._names: list[tuple[str, Name]] = []
        self._by_key: dict[str, list[int]] = {}
        self._remembered: dict[str, Matched | None] = {}
        for source in known:
            for name in source.names:
                self._learn(source.id, name)

    def source_of(self, named: str) -> Matched | None:
        """The source that the untrusted ``named`` means; None if none, or if two are equally close."""
        plain = folded(named)
        if plain not in self._remembered:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[plain] = self._find(plain, named)
        return self._remembered[plain]

    def short_for(self, named: str, among: Iterable[str]) -> Matched | None:
        """The only source ``among`` these ids whose name ends in ``named``: "the Review" for the Quillon Review."""
        words = folded(named).split()
        fitting = [
            source
            for source in sorted(among)
            if any(len(words) < len(full) and full[-len(words) :] == words for full in self._words.get(source, ()))
        ]
        return Matched(fitting[0], _SHORT, "short for its name") if words and len(fitting) == 1 else None

    def _learn(self, source: str, name: str) -> None:
        plain = folded(name)
        if not plain:
            return
        self._exact.setdefault(plain, set()).add(source)
        self._words.setdefault(source, []).append(plain.split())
        if len(name) > MAX_NAME_CHARS:
            return
        place = len(self._names)
        self._names.append((source, parse_name(_without_article(name))))
        if len(self._names[place][1].words) == 1:
            self._of_one_word.append(place)
        for key in {located.key for located in located_keys(name)}:
            self._by_key.setdefault(key, []).append(place)

    def _find(self, plain: str, named: str) -> Matched | None:
        if plain in self._exact:
            sources = self._exact[plain]
            return Matched(next(iter(sources)), 1.0, "the same name") if len(sources) == 1 else None
        if not plain or len(named) > MAX_NAME_CHARS:
            return None
        parsed = parse_name(_without_article(named))
        alone = self._of_one_word if len(parsed.words) == 1 else []
        keys = {key for run in NameQuery(_without_article(named)).runs for key in run}
        places = {*alone, *(place for key in keys for place in self._by_key.get(key, ()))}
        best: dict[str, NameLikeness] = {}
        for place in sorted(places):
            source, name = self._names[place]
            likeness = _likeness(parsed, name)
            if likeness.closeness >= MATCH_THRESHOLD and likeness.closeness > best.get(source, _NOT).closeness:
                best[source] = likeness
        return _closest(best)


_SHORT = 0.8
"""Closeness of a name to its last words, where the text has named the whole before or is by that source."""

_NOT = NameLikeness(0.0, "")


def _without_article(name: str) -> str:
    plain = name.strip()
    return plain[4:] if plain[:4].casefold() == "the " else plain


def _likeness(one: Name, other: Name) -> NameLikeness:
    """As for persons, but every word counts: the Northmoor Daily Post is not the Northmoor Post."""
    if one.words and other.words and len(one.words) != len(other.words):
        return _NOT
    return compare_names(one, other)


def _closest(found: dict[str, NameLikeness]) -> Matched | None:
    if not found:
        return None
    ranked = sorted(found.items(), key=lambda item: -item[1].closeness)
    if len(ranked) > 1 and ranked[0][1].closeness == ranked[1][1].closeness:
        return None
    source, likeness = ranked[0]
    return Matched(source, likeness.closeness, likeness.reason)
