"""Finding protected persons in a text: every form of their names and numbers, near spellings, other scripts.

One pass over the folded text for all forms of all persons (Aho-Corasick), then a second look by ``names`` for what only
sounds the same. Time is linear in the length of the text, whatever it holds.
"""

# ruff: noqa: RUF001 - signs of several scripts that look alike are meant

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from muniment.evidence.withheld import Protected
from muniment.index.folding import FoldedText, fold
from muniment.index.letters import is_spaceless
from muniment.names.alphabets import script_of
from muniment.names.keys import located_keys, page_keys
from muniment.names.parsing import parse_name
from muniment.redact.terms import LEAST_FAMILY, Sure, Term, readable, skeleton, squashed, terms_of
from muniment.search.names import prepared

MATCHER_VERSION = 2
"""Raised whenever the same text may give other sightings than before: pages are then looked through anew."""

LEAST_NEAR = 7
"""Letters from which a name counts with one of them wrong, missing or too many: shorter ones would be other names."""

LEAST_NEAR_NUMBER = 9
"""Digits from which a number counts with one of them wrong: scans misread digits, and chance does not write nine."""

LEAST_PREFIX = 5
"""Letters from which a name counts as the beginning of a longer word: endings of cases hang on to names."""

LEAST_INSIDE = 7
"""Letters from which a name counts inside a run of letters, as in a file name or an address."""

LEAST_MISREAD_HAN = 3
"""Han characters from which one of them may be misread: of two, every second page has some."""

CHUNK_CHARS, OVERLAP_CHARS = 20_000, 200
"""Text that ``names`` looks at in one go: it stops after a number of spellings, which must not hide what follows."""

MOST_NAME_CHARS = 200
"""Characters of a name that ``names`` looks for; longer ones are found as they are written only."""

_BREAK = re.compile(r"[;:!?|；：！？؟؛]")
"""What stands between two things that are listed: a near spelling does not reach across."""

_MASK = re.compile(r"[*＊∗✱•●·#_…]|[xX×]{2}")
"""What stands for digits that were left out."""

_WORD = re.compile(r"[^\W\d_]+")

_SOUNDED = frozenset({"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "GREEK"})
"""Scripts in which one word of a name is looked for by its sound; those of syllables hold some in every line."""

LEAST_SOUNDED = 4
"""Letters of one word of a name that sounds like another: of three consonants every page has some."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a text that may name a protected person (by id), why, and how sure that is.

    ``start`` and ``end`` count code points of the raw text, end-exclusive; ``words`` stand there.
    """

    start: int
    end: int
    words: str
    protected: str
    why: str
    sure: Sure


class Matcher:
    """Looks for a number of persons. May be used by several threads."""

    def __init__(self, persons: Iterable[Protected]) -> None:
        self._persons = tuple(persons)
        terms = [term for person in self._persons for term in terms_of(person)]
        self._whole = [(skeleton(term.key), term) for term in terms]
        self._halves = [half for term in terms for half in _halves(term)]
        patterns = [key for key, _ in self._whole] + [key for key, _, _ in self._halves]
        self._letters = AhoCorasick(patterns, matchkind=MatchKind.Standard)
        self._names = _Names(self._persons)

    def __bool__(self) -> bool:
        return bool(self._persons)

    def find(self, untrusted_text: str) -> tuple[Hit, ...]:
        """All places, in order; none within another of the same person that is as sure."""
        if not self._persons or not untrusted_text.strip():
            return ()
        hits = [*self._written(untrusted_text), *self._names.find(untrusted_text)]
        return _outermost(hits)

    def _written(self, text: str) -> Iterator[Hit]:
        squash = _Squashed(text)
        for number, start, end in self._letters.find_matches_as_indexes(squash.skeleton, overlapping=True):
            if number < len(self._whole):
                term = self._whole[number][1]
                yield from _exact(squash, term, start, end)
            else:
                _, term, is_first = self._halves[number - len(self._whole)]
                yield from _near(squash, term, start if is_first else end, is_first=is_first)


class _Squashed:
    """A text folded and without blanks, with the way back to the raw text, which is worked out only where wanted."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.key = squashed(raw)
        self.skeleton = skeleton(self.key)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw characters behind ``start`` to ``end`` of the key."""
        if self._ends is not None:
            first, last = np.searchsorted(self._ends, (start, end - 1), side="right")
            return int(first), int(last) + 1
        return self._folded.raw_span(self._places[start], self._places[end - 1] + 1)

    @cached_property
    def _ends(self) -> NDArray[np.int64] | None:
        """Where in the key each raw character ends; None where two of them make one letter."""
        parts = list(map(_keys().__getitem__, self.raw))
        if "".join(parts) != self.key:
            return None
        return np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))

    @cached_property
    def _folded(self) -> FoldedText:
        return FoldedText(readable(self.raw))

    @cached_property
    def _places(self) -> list[int]:
        return [at for at, char in enumerate(self._folded.text) if char != " "]


class _Keys(dict[str, str]):
    """What each character becomes in a key, worked out at its first use."""

    def __missing__(self, char: str) -> str:
        self[char] = squashed(char)
        return self[char]


@cache
def _keys() -> _Keys:
    return _Keys()


def _exact(squash: _Squashed, term: Term, start: int, end: int) -> Iterator[Hit]:
    first, last = squash.span(start, end)
    if not _stands(squash.raw, first, last, term):
        return
    last = _with_ending(squash.raw, first, last, term)
    if squash.key[start:end] == term.key:
        yield Hit(first, last, squash.raw[first:last], term.protected, term.why, term.sure)
    elif _may_be_misread(term):
        why = f"{term.why}, as recognition may misread it"
        yield Hit(first, last, squash.raw[first:last], term.protected, why, max(term.sure, Sure.LIKELY))


def _may_be_misread(term: Term) -> bool:
    return len(term.key) >= (LEAST_MISREAD_HAN if is_spaceless(term.key[0]) else LEAST_PREFIX)


def _stands(raw: str, start: int, end: int, term: Term) -> bool:
    """Whether a run of letters that was found is the term, or a chance."""
    if term.is_number:
        return _number_stands(raw, start, end, term)
    length = len(term.key)
    if is_spaceless(term.key[0]) and not term.is_whole:
        return True
    if (term.is_part and raw[start].islower()) or (term.is_apart and not _has_initials(raw[start:end])):
        return False
    begins, ends = _begins(raw, start), _ends(raw, end)
    if begins and ends:
        return True
    if term.is_whole:
        return False
    return (length >= LEAST_INSIDE and not term.is_part) or (begins and length >= LEAST_PREFIX)


def _number_stands(raw: str, start: int, end: int, term: Term) -> bool:
    is_whole = _is_whole(raw, start, end, is_number=True)
    if term.is_masked:
        return is_whole and bool(_MASK.search(raw, start, end))
    return is_whole or len(term.key) >= LEAST_NEAR_NUMBER


def _begins(raw: str, start: int) -> bool:
    """Whether a word begins at ``start``, as a new one does with its capital in *scanBoLin2*."""
    return not start or _is_edge(raw[start - 1]) or (raw[start - 1].islower() and raw[start].isupper())


def _ends(raw: str, end: int) -> bool:
    return end == len(raw) or _is_edge(raw[end]) or (raw[end - 1].islower() and raw[end].isupper())


def _has_initials(written: str) -> bool:
    words = _WORD.findall(written)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _with_ending(raw: str, start: int, end: int, term: Term) -> int:
    """Where the word ends that begins with the term: an ending of case left alone would betray a name."""
    if term.is_number or is_spaceless(term.key[0]) or not _is_edge(raw[start - 1 : start] if start else ""):
        return end
    while end < len(raw) and end - start < MOST_NAME_CHARS and not _is_edge(raw[end]):
        end += 1
    return end


def _digit(char: str) -> bool:
    return char.isdecimal()


def _is_edge(char: str) -> bool:
    """Whether a word may begin or end beside ``char``: a blank, a mark, a digit, or a script without blanks."""
    return not char.isalpha() or is_spaceless(char)


def _halves(term: Term) -> Iterator[tuple[str, Term, bool]]:
    """The two halves of a term: with one letter wrong, one of them still stands as it is."""
    least = LEAST_NEAR_NUMBER if term.is_number else LEAST_NEAR
    if len(term.key) >= least and term.sure is Sure.CERTAIN and not is_spaceless(term.key[0]):
        key, middle = skeleton(term.key), len(term.key) // 2
        yield key[:middle], term, True
        yield key[middle:], term, False


def _near(squash: _Squashed, term: Term, at: int, *, is_first: bool) -> Iterator[Hit]:
    """The term with one letter wrong, missing or too many, that begins (or else ends) at ``at``."""
    wanted, size = skeleton(term.key), len(term.key)
    for length in (size - 1, size, size + 1):
        start, end = (at, at + length) if is_first else (at - length, at)
        if start < 0 or end > len(squash.key):
            continue
        written = squash.skeleton[start:end]
        if wanted in written or not _one_apart(written, wanted):
            continue
        first, last = squash.span(start, end)
        if not _BREAK.search(squash.raw, first, last) and _is_whole(squash.raw, first, last, is_number=term.is_number):
            why = f"{term.why} with one {'digit' if term.is_number else 'letter'} different"
            yield Hit(first, last, squash.raw[first:last], term.protected, why, Sure.POSSIBLE)
            return


def _is_whole(raw: str, start: int, end: int, *, is_number: bool) -> bool:
    before, after = raw[start - 1 : start] if start else "", raw[end : end + 1]
    if is_number:
        return not _digit(before) and not _digit(after)
    return _is_edge(before) and _is_edge(after)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or replaced makes the one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    shorter, longer = sorted((one, other), key=len)
    same = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shorter[same + (len(one) == len(other)) :] == longer[same + 1 :]


class _Names:
    """The names of persons as they may be spelt in other scripts, or by ear."""

    def __init__(self, persons: Sequence[Protected]) -> None:
        self._queries = [
            (person.id, prepared(name), is_part)
            for person in persons
            for name, is_part in _spoken(person.names)
            if len(name) <= MOST_NAME_CHARS
        ]
        self._by_begin: dict[tuple[str, ...], list[int]] = {}
        for number, (_, query, _) in enumerate(self._queries):
            for begin in {run[:2] for run in query.runs}:
                self._by_begin.setdefault(begin, []).append(number)

    def find(self, text: str) -> Iterator[Hit]:
        if not self._by_begin:
            return
        for start in range(0, len(text), CHUNK_CHARS):
            chunk = text[start : start + CHUNK_CHARS + OVERLAP_CHARS]
            possible = self._possible(page_keys(chunk).split(" "))
            located = located_keys(chunk) if possible else []
            for number in possible:
                owner, query, is_part = self._queries[number]
                for match in query.matches(chunk, located):
                    first, last = start + match.start, start + match.end
                    if is_part and not _is_sounded(text[first:last]):
                        continue
                    sure = Sure.POSSIBLE if is_part else Sure.CERTAIN if match.closeness == 1 else Sure.LIKELY
                    yield Hit(first, last, text[first:last], owner, match.reason, sure)

    def _possible(self, keys: Sequence[str]) -> list[int]:
        """The names whose keys stand in order somewhere among those of a text: no other can be in it."""
        found: set[int] = set()
        nexts = zip(keys, [*keys[1:], ""], [*keys[2:], "", ""], strict=False)
        for place, (key, second, third) in enumerate(nexts):
            for begin in ((key,), (key, second), (key, third)):  # another word may stand between the two
                for number in self._by_begin.get(begin, ()):
                    if number not in found and self._queries[number][1].may_begin_at(keys, place):
                        found.add(number)
        return sorted(found)


def _is_sounded(written: str) -> bool:
    """Whether what sounds like one word of a name is worth telling."""
    return not written[0].islower() and _letters(written) >= LEAST_SOUNDED and script_of(written[0]) in _SOUNDED


def _spoken(names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Names to look for by their sound, and the words of those whose words mean somebody by themselves."""
    for name in names:
        yield name, False
        parsed = parse_name(name[:MOST_NAME_CHARS])
        words = [word.text for word in parsed.words if len(word.text) >= LEAST_FAMILY and not word.initial]
        if len(parsed.words) > 1 and not parsed.surely_chinese and not parsed.han:
            yield from ((word, True) for word in words if script_of(word[0]) in _SOUNDED)


def _outermost(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """All hits but those that lie within another of the same person that is as sure, or merely reach on from one."""
    found = sorted(hits, key=lambda one: (one.start, -one.end, one.sure))
    starts = [one.start for one in found]
    kept: list[Hit] = []
    reach: dict[tuple[str, Sure], int] = {}
    for hit in found:
        if "\n" in hit.words:
            within = found[bisect_left(starts, hit.start) : bisect_left(starts, hit.end)]
            if _only_reaches_on(hit, within):
                continue
        if all(reach.get((hit.protected, sure), -1) < hit.end for sure in Sure if sure <= hit.sure):
            kept.append(hit)
            reach[hit.protected, hit.sure] = hit.end
    return tuple(kept)


def _only_reaches_on(hit: Hit, others: Iterable[Hit]) -> bool:
    """Whether all but a few letters of ``hit`` are another that is as sure, and the rest is on another line.

    That line would be withheld as well, after one name and not after another.
    """
    return any(
        one.protected == hit.protected
        and one.sure <= hit.sure
        and hit.start <= one.start
        and one.end <= hit.end
        and "\n" in hit.words.replace(one.words, "", 1)
        and _letters(hit.words) < 2 * _letters(one.words)
        for one in others
    )


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def same_words(one: str, other: str) -> bool:
    """Whether two runs of words are the same but for layout, accents and case."""
    return fold(one).split() == fold(other).split() or squashed(one) == squashed(other)
