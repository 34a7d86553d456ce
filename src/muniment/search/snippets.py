"""The part of a page that shows best why it was found, with what matched marked in the raw text."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from muniment.index.folding import FoldedText, is_spaceless_term
from muniment.search.lowering import lowered, wanted_leaves
from muniment.search.matching import places
from muniment.search.names import wanted_names
from muniment.search.query import Lowered, Query, Run

WINDOW_CHARS = 200
"""About two lines of a result list."""

NAME_WEIGHT = 20
"""What a name counts when the best part of a page is chosen, where a word counts its letters."""

STRETCH_CHARS = 100_000
"""Characters of a long page that are looked through at a time; what is found across the cut is not marked."""

ENOUGH_CHARS = 300_000
"""Characters of a long page after which the best part so far is good enough: of pages of millions, a result list may
hold a screenful, and each takes seconds to look through."""

_SNAP_CHARS = 15
"""How far a window's edge may move inwards to fall between words."""

_CLUSTER_CONTEXT = 64
"""Code points looked at before a place to find where its grapheme cluster begins; real clusters have under ten."""

_CLUSTER = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a page: ``text`` begins at code point ``start`` of the raw page.

    ``spans`` are what matched within it, as (start, end) in code points of the raw *page*, in order, end-exclusive.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    start: int


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    found: Hashable
    weight: float


def snippet(text: str, query: Query, width: int = WINDOW_CHARS) -> Snippet:
    """Pick the best ``width`` characters or so of the page ``text``; its beginning, if nothing on it matches."""
    matches, best = _best_part(text, query, width)
    start, end = _edges(text, best, width)
    inside = [(match.start, match.end) for match in matches if start <= match.start and match.end <= end]
    return Snippet(text=text[start:end], spans=tuple(_merged(inside)), start=start)


def spans(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """All places in ``text`` that ``query`` matched, as (start, end) in code points, in order, end-exclusive.

    At most ``matching.MAX_MATCHES`` of each word are looked for.
    """
    return tuple(_merged([(match.start, match.end) for match in _matches(text, query)]))


def _best_part(text: str, query: Query, width: int) -> tuple[list[_Match], tuple[int, int]]:
    """The window worth showing, and the matches around it. A long page is looked through only as far as need be."""
    found: list[_Match] = []
    best, best_score = (0, 0), 0.0
    for start, end in _stretches(text):
        if found and start >= ENOUGH_CHARS:
            break
        matches = _matches(text[start:end], query, start)
        window, score = _best_window(matches, width)
        if score > best_score:
            found, best, best_score = matches, window, score
    return found, best


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """``text`` in stretches that end between words where there are any; a short one whole."""
    start = 0
    while start < len(text):
        end = min(len(text), start + STRETCH_CHARS)
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end)) + 1 or end
        yield start, end
        start = end


def _matches(text: str, query: Query, at: int = 0) -> list[_Match]:
    """What matches in ``text``, in order; ``at`` is where it begins in its page."""
    matches = [*_word_matches(text, query), *_name_matches(text, query)]
    found = sorted(matches, key=lambda match: (match.start, match.end))
    return [_Match(at + one.start, at + one.end, one.found, one.weight) for one in found] if at else found


def _word_matches(text: str, query: Query) -> Iterator[_Match]:
    folded = FoldedText(text)
    found = {leaf: places_of for leaf in _leaves(query) if (places_of := places(folded.text, leaf))}
    if any(not _is_lone_character(leaf) for leaf in found):  # single characters of a sentence matter by themselves only
        found = {leaf: places_of for leaf, places_of in found.items() if not _is_lone_character(leaf)}
    for leaf, places_of in found.items():
        weight = sum(end - start for start, end in places_of) / len(places_of) ** 2
        for place in places_of:
            yield _Match(*_whole_clusters(text, *folded.raw_span(*place)), leaf, weight)


@lru_cache(maxsize=32)
def _leaves(query: Query) -> tuple[Lowered, ...]:
    """What to look for; kept, for a result list asks for the same on each of its pages."""
    return wanted_leaves(lowered(query))


def _name_matches(text: str, query: Query) -> Iterator[_Match]:
    """A name that was asked for is what a page was found for: it outweighs words."""
    for name in wanted_names(query):
        for match in name.matches(text):
            weight = NAME_WEIGHT * match.closeness
            yield _Match(*_whole_clusters(text, match.start, match.end), name.name, weight)


def _is_lone_character(leaf: Lowered) -> bool:
    return isinstance(leaf, Run) and len(leaf.terms) == 1 and is_spaceless_term(leaf.terms[0])


def _best_window(matches: list[_Match], width: int) -> tuple[tuple[int, int], float]:
    """First and last code point of the matches worth showing together: the most telling different runs; their worth."""
    best, best_score = (0, 0), 0.0
    last = 0
    for first, match in enumerate(matches):
        last = max(last, first)
        while last < len(matches) and matches[last].end <= match.start + width:
            last += 1
        shown = matches[first:last] or [match]
        score = sum({one.found: one.weight for one in shown}.values())
        if score > best_score:
            best, best_score = (match.start, max(one.end for one in shown)), score
    return best, best_score


def _edges(text: str, core: tuple[int, int], width: int) -> tuple[int, int]:
    """Widen ``core`` to ``width`` evenly, within the page, between words where one is near, never inside a cluster."""
    spare = max(0, width - (core[1] - core[0]))
    start = max(0, min(core[0] - spare // 2, len(text) - width))
    end = min(len(text), max(start + width, core[1]))
    start = min(_after_space(text, start), core[0]) if start else 0
    end = max(_before_space(text, end), core[1]) if end < len(text) else end
    return _cluster_around(text, start)[0], _cluster_end(text, end)


def _after_space(text: str, start: int) -> int:
    places = [place for place in range(start, min(start + _SNAP_CHARS, len(text))) if text[place - 1].isspace()]
    return places[0] if places else start


def _before_space(text: str, end: int) -> int:
    places = [place for place in range(end, max(end - _SNAP_CHARS, 0), -1) if text[place].isspace()]
    return places[0] if places else end


def _whole_clusters(text: str, start: int, end: int) -> tuple[int, int]:
    if text.isascii():
        return start, end
    return _cluster_around(text, start)[0], _cluster_end(text, end)


def _cluster_end(text: str, end: int) -> int:
    """``end``, moved on past the grapheme cluster that it would cut."""
    if not 0 < end < len(text):
        return end
    start, after = _cluster_around(text, end)
    return end if start == end else after


def _cluster_around(text: str, place: int) -> tuple[int, int]:
    """Start and end of the grapheme cluster that the character at ``place`` belongs to."""
    if place >= len(text):
        return place, place
    for match in _CLUSTER.finditer(text, max(0, place - _CLUSTER_CONTEXT), place + _CLUSTER_CONTEXT):
        if match.end() > place:
            return match.start(), match.end()
    return place, place + 1


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that overlap or touch made one."""
    current: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current
