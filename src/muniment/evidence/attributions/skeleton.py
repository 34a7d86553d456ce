"""A text with one character in place of each name: rules run over it stay short and quick, however long names are."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from muniment.evidence.attributions.naming import names_in
from muniment.evidence.attributions.rules import NAME, Language

_STRAY = "\ufffd"
_GLOSS = regex.compile(
    r"\s?[(（]\p{Lu}[\p{Lu}\d&-]{1,9}[)）](?!\s?[-–—])|(?<=[\p{Han}》」])[(（][A-Z][A-Za-z .'’&-]{1,40}[)）]"
)
"""The letters that stand for a name, after it: "the Süddeutsche Zeitung (SZ)", 泰晤士報(The Times). A dateline is none."""

_OPENING = frozenset('«“„"‘「『《〈')
_CLOSING = frozenset('»”“"’」』》〉')


@dataclass(frozen=True, slots=True)
class Skeleton:
    """``text`` with ``NAME`` for each name, and the way back to the raw text it was made from."""

    text: str
    _places: Sequence[int]
    _shifts: Sequence[int]
    _names: dict[int, tuple[int, int]]

    def raw(self, place: int) -> int:
        """Where the character at ``place`` begins in the raw text."""
        return place + self._shifts[bisect_right(self._places, place) - 1]

    def raw_end(self, place: int) -> int:
        """Where what ends before ``place`` ends in the raw text."""
        name = self._names.get(place - 1)
        return name[1] if name else self.raw(place - 1) + 1 if place else 0

    def all_names(self) -> Iterator[tuple[int, int]]:
        """Where all names stand in the raw text, in order."""
        return iter(self._names.values())

    def names(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the names from ``start`` to before ``end`` stand in the raw text."""
        at = self.text.find(NAME, start, end)
        while at >= 0:
            yield self._names[at]
            at = self.text.find(NAME, at + 1, end)


def skeleton_of(text: str, language: Language) -> Skeleton:
    """The skeleton of raw, untrusted ``text`` by what ``language`` takes for names."""
    if language.dropped is not None:
        return _without(text, language.dropped)
    pieces: list[str] = []
    places, shifts = [0], [0]
    names: dict[int, tuple[int, int]] = {}
    at = length = 0
    known: dict[str, tuple[tuple[int, int], ...]] = {}
    for first, last in language.names(text):
        if first < at:  # a name in a gloss that is taken with the one before
            continue
        run = text[first:last]
        if run not in known:
            known[run] = tuple(names_in(run, language))
        for here, there in known[run]:
            start, end = first + here, first + there
            outer_start, outer_end = _with_quotes(text, start, end) if start > at else (start, end)
            if gloss := _GLOSS.match(text, outer_end):
                outer_end = gloss.end()
            pieces.append(text[at:outer_start].replace(NAME, _STRAY))
            pieces.append(NAME)
            length += outer_start - at
            names[length] = (start, end)
            length += 1
            at = outer_end
            places.append(length)
            shifts.append(at - length)
    pieces.append(text[at:].replace(NAME, _STRAY))
    return Skeleton("".join(pieces), places, shifts, names)


def _without(text: str, dropped: regex.Pattern[str]) -> Skeleton:
    pieces: list[str] = []
    places, shifts = [0], [0]
    at = length = 0
    for match in dropped.finditer(text):
        pieces.append(text[at : match.start()])
        length += match.start() - at
        at = match.end()
        places.append(length)
        shifts.append(at - length)
    pieces.append(text[at:])
    return Skeleton("".join(pieces).replace(NAME, _STRAY), places, shifts, {})


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with the marks around it, if it stands between an opening and a closing one."""
    if text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING:
        return start - 1, end + 1
    return start, end
