"""Passages that two documents have in common, wherever they stand and whatever surrounds them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muniment.likeness.document import Document
from muniment.likeness.shingles import LONG, SHORT, shingles_and_places

LEAST_WORDS = 12
"""Words of a passage worth telling about: a short sentence."""

LEAST_CHARS = 20
"""The same in characters of scripts without spaces."""

MOST_REPEATS = 4
"""A run that stands more often in one document is a phrase of its own, not a passage taken over."""

_EDIT = 6
"""Terms that may be changed, added or left out in one place without the passage ending there."""

_LEAST_SHARE = 0.6
"""Share of a passage's terms that must be the same in both."""

MOST_PASSAGES = 500
"""Passages of one pair of documents that are told about; the longest."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Terms ``left`` to before ``left_end`` of one are those from ``right`` to before ``right_end`` of the other.

    ``same`` counts the terms that are the same; all of them where it is verbatim.
    """

    left: int
    left_end: int
    right: int
    right_end: int
    same: int

    @property
    def verbatim(self) -> bool:
        """Whether word for word, but for letter case and punctuation."""
        return self.same == self.left_end - self.left == self.right_end - self.right


def passages_between(one: Document, other: Document) -> list[Passage]:
    """The passages in common, in the order of ``one``."""
    found = [chain.passage() for chain in _chains(_seeds(one, other)) if chain.has_long_run]
    worth = [passage for passage in found if _is_worth_telling(one, passage)]
    chosen = sorted(_not_inside_another(worth), key=lambda passage: -passage.same)[:MOST_PASSAGES]
    return sorted(chosen, key=lambda passage: (passage.left, passage.right))


def _is_worth_telling(one: Document, passage: Passage) -> bool:
    spaceless = bool(one.terms.spaceless[passage.left : passage.left_end].mean() > 0.5)  # noqa: PLR2004 - most of them
    least = LEAST_CHARS if spaceless else LEAST_WORDS
    length = max(passage.left_end - passage.left, passage.right_end - passage.right)
    return passage.same >= least and passage.same >= _LEAST_SHARE * length


def _seeds(one: Document, other: Document) -> npt.NDArray[np.int64]:
    """Rows: shift, place in one, place in the other, length - for each short shingle in common."""
    rows = []
    for width in (SHORT,):
        shingles, places = shingles_and_places(one.terms, width)
        other_shingles, other_places = shingles_and_places(other.terms, width)
        order, other_order = np.argsort(shingles, kind="stable"), np.argsort(other_shingles, kind="stable")
        ordered = other_shingles[other_order]
        low = np.searchsorted(ordered, shingles[order], side="left")
        high = np.searchsorted(ordered, shingles[order], side="right")
        for repeat in range(MOST_REPEATS):
            hit = np.flatnonzero((low + repeat < high) & (high - low <= MOST_REPEATS))
            left, right = places[order[hit]], other_places[other_order[low[hit] + repeat]]
            lengths = np.where(one.terms.spaceless[left], width.chars, width.words)
            rows.append(np.stack((right - left, left, right, lengths), axis=1))
    seeds = np.concatenate(rows)
    return seeds[np.lexsort((seeds[:, 0], seeds[:, 1]))]


class _Chain:
    """Seeds that follow one another in both documents."""

    def __init__(self, left: int, right: int, length: int, least_run: int) -> None:
        self.left, self.right = left, right
        self.left_end, self.right_end = left + length, right + length
        self.same = self._run = length
        self._least_run = least_run
        self.has_long_run = False

    def takes(self, left: int, right: int) -> bool:
        ahead, other_ahead = left - self.left_end, right - self.right_end
        on_the_line = ahead == other_ahead
        return (on_the_line and ahead <= _EDIT) or (0 <= ahead <= _EDIT and 0 <= other_ahead <= _EDIT)

    def add(self, left: int, right: int, length: int) -> None:
        fresh = min(left + length - self.left_end, right + length - self.right_end)
        if fresh <= 0:
            return
        self._run = self._run + fresh if left <= self.left_end and right <= self.right_end else length
        self.has_long_run |= self._run >= self._least_run
        self.same += min(fresh, length)
        self.left_end, self.right_end = left + length, right + length

    def passage(self) -> Passage:
        return Passage(self.left, self.left_end, self.right, self.right_end, self.same)


def _chains(seeds: npt.NDArray[np.int64]) -> Iterator[_Chain]:
    open_chains: list[_Chain] = []
    for _, left, right, length in seeds.tolist():
        still_open = []
        for chain in open_chains:
            if left - chain.left_end > _EDIT:
                yield chain
            else:
                still_open.append(chain)
        open_chains = still_open
        taking = [chain for chain in open_chains if chain.takes(left, right)]
        if taking:
            max(taking, key=lambda chain: chain.same).add(left, right, length)
        else:
            least = LONG.words if length == SHORT.words else LONG.chars
            open_chains.append(_Chain(left, right, length, least))
    yield from open_chains


def _not_inside_another(passages: Iterable[Passage]) -> list[Passage]:
    """Without those that lie inside a longer one on both sides."""
    kept: list[Passage] = []
    for passage in sorted(passages, key=lambda passage: -passage.same):
        inside = any(
            one.left <= passage.left
            and passage.left_end <= one.left_end
            and one.right <= passage.right
            and passage.right_end <= one.right_end
            for one in kept
        )
        if not inside:
            kept.append(passage)
    return kept
