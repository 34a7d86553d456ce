"""A name that is looked for: which keys its pages have, and where on a page it stands."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from muniment.names.endings import stems
from muniment.names.han import DOTS, is_han
from muniment.names.keys import LocatedKey, located_keys
from muniment.names.likeness import MATCH_THRESHOLD, NameLikeness, compare_names, spoken_words
from muniment.names.parsing import MAX_NAME_CHARS, parse_name
from muniment.names.spelling import Run, runs_of

MAX_WINDOWS = 1_000
"""Spellings of one page that are compared closely: a page made to hold endless ones must not take minutes."""

_UNCAPITALISED = 0.98
"""In scripts with capitals a name that is written without them must be this close: *ally* is not Ali."""

_ENDED = 0.02
_MOST_STEMS = 6
_MORE_HAN = 6
"""Han characters that a foreign name may reach beyond the part of it that the tables know."""

_BETWEEN_WORDS = re.compile(r"(?:(?<!\b\w)\.|[;:!?\u3002\uff1b\uff1a\uff01\uff1f\u061f\u06d4])\s|[\n\r\t|]\s*[\n\r\t|]")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Where on a page a name stands, how close it is (0 to 1), and why it was taken for the name, in words.

    ``start`` and ``end`` count code points of the raw page text, end-exclusive.
    """

    start: int
    end: int
    closeness: float
    reason: str


class NameQuery:
    """A name in any script, prepared for looking it up on many pages.

    A match has a closeness of at least ``likeness.MATCH_THRESHOLD``. Of a name's words a page may leave out a
    patronymic or a middle name, never all but one; a name of one word is found wherever that word stands.
    """

    slop = 1
    """How many other words (a patronymic, an initial) may stand among the keys of a run."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._parsed = parse_name(name)
        self._likeness: dict[str, NameLikeness] = {}

    @cached_property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """Sequences of keys; a page on which none of them stands in order does not have the name."""
        return tuple(run for run in runs_of(self._parsed) if run)

    def may_begin_at(self, keys: Sequence[str], place: int) -> bool:
        """Whether one of the runs begins at ``place`` of the ``keys`` of a page; where none does the name is not."""
        return any(True for run in self._by_first.get(keys[place], ()) for _ in self._ends(keys, place, run))

    def matches(self, text: str, keys: Sequence[LocatedKey] | None = None) -> tuple[NameMatch, ...]:
        """All places of the raw, untrusted page ``text`` where the name stands, in order, none overlapping another.

        ``keys`` are the located keys of the text, for who has them already.
        """
        keys = located_keys(text) if keys is None else keys
        windows = 0
        found: list[NameMatch] = []
        for first, last in self._candidates(keys):
            for start, end in self._windows(text, keys, first, last):
                windows += text[start:end] not in self._likeness
                if match := self._look_at(text, start, end):
                    found.append(match)
            if windows > MAX_WINDOWS:
                break
        return _without_overlaps(found)

    @cached_property
    def _by_first(self) -> dict[str, tuple[Run, ...]]:
        found: dict[str, list[Run]] = {}
        for run in self.runs:
            found.setdefault(run[0], []).append(run)
        return {key: tuple(runs) for key, runs in found.items()}

    def _candidates(self, located: Sequence[LocatedKey]) -> Iterator[tuple[int, int]]:
        """First and last place of each run among the keys of a page."""
        by_first, keys = self._by_first, [one.key for one in located]
        for place, key in enumerate(keys):
            if key in by_first:
                for last in {end for run in by_first[key] for end in self._ends(keys, place, run)}:
                    yield place, last

    def _ends(self, keys: Sequence[str], place: int, run: Run) -> Iterator[int]:
        """Where ``run`` ends if it begins at ``place``, with up to ``slop`` other words inside."""
        at, spare = place, self.slop
        for wanted in run[1:]:
            at += 1
            while at < len(keys) and keys[at] != wanted and spare:
                at += 1
                spare -= 1
            if at >= len(keys) or keys[at] != wanted:
                return
        yield at

    def _windows(self, text: str, keys: Sequence[LocatedKey], first: int, last: int) -> Iterator[tuple[int, int]]:
        """Stretches of ``text`` around the words ``first`` to ``last`` that may be the whole name."""
        if is_han(text[keys[first].start]):
            yield from self._han_windows(text, keys, first, last)
            return
        words = spoken_words(self._parsed)
        more = max(0, len(words) - (last - first + 1)) + any(word.initial for word in words)
        for begin in range(max(0, first - more), first + 1):
            for end in range(last, min(len(keys), last + more + 1)):
                if end - begin <= last - first + more:
                    yield keys[begin].start, keys[end].end

    def _han_windows(self, text: str, keys: Sequence[LocatedKey], first: int, last: int) -> Iterator[tuple[int, int]]:
        start, end = keys[first].start, keys[last].end
        yield start, end
        if not self._parsed.words:
            return
        for further in range(1, _MORE_HAN + 2):
            if end + further <= len(text) and _is_of_name(text[end : end + further]):
                yield start, end + further
            if start >= further and _is_of_name(text[start - further : start]):
                yield start - further, end

    def _look_at(self, text: str, start: int, end: int) -> NameMatch | None:
        written = text[start:end]
        if end - start > MAX_NAME_CHARS:
            return None
        if _BETWEEN_WORDS.search(written):
            return None
        if written not in self._likeness:
            if len(self._likeness) > MAX_WINDOWS:
                self._likeness.clear()
            self._likeness[written] = self._best(written)
        likeness = self._likeness[written]
        if likeness.closeness < (MATCH_THRESHOLD if _is_capitalised(written) else _UNCAPITALISED):
            return None
        return NameMatch(start, end, likeness.closeness, likeness.reason)

    def _best(self, written: str) -> NameLikeness:
        """How alike ``written`` is, with the endings of its words or without them."""
        best = compare_names(self._parsed, parse_name(written))
        if best.closeness >= 1 - _ENDED:
            return best
        for plain in _without_endings(written):
            likeness = compare_names(self._parsed, parse_name(plain))
            if likeness.closeness - _ENDED > best.closeness:
                best = NameLikeness(likeness.closeness - _ENDED, f"{written} without its ending: {likeness.reason}")
        return best


def _is_capitalised(written: str) -> bool:
    """Whether the first and the last word begin with a capital, or with a letter that has none."""
    words = written.split()
    return bool(words) and not (words[0][0].islower() or words[-1][0].islower())


def _is_of_name(text: str) -> bool:
    return all(is_han(char) or char in DOTS for char in text)


def _without_endings(written: str) -> Iterator[str]:
    """``written`` with its last word, its first word, or both, freed of what grammar put to them."""
    words = re.split(r"(?<=\w)(?=[\s-])", written)
    first, last = words[0], words[-1]
    lasts = list(stems(last.strip()))[:_MOST_STEMS]
    for stem in lasts:
        yield "".join([*words[:-1], last[: len(last) - len(last.lstrip())] + stem])
    if len(words) == 1:
        return
    for head in list(stems(first))[:_MOST_STEMS]:
        yield "".join([head, *words[1:]])
        for stem in lasts:
            yield "".join([head, *words[1:-1], last[: len(last) - len(last.lstrip())] + stem])


def _without_overlaps(found: list[NameMatch]) -> tuple[NameMatch, ...]:
    """The closest of matches that overlap; of equally close ones the longest."""
    kept: list[NameMatch] = []
    starts: list[int] = []
    for match in sorted(found, key=lambda match: (-match.closeness, match.start - match.end, match.start)):
        place = bisect_left(starts, match.start)
        if (place and kept[place - 1].end > match.start) or (place < len(kept) and kept[place].start < match.end):
            continue
        kept.insert(place, match)
        starts.insert(place, match.start)
    return tuple(kept)
