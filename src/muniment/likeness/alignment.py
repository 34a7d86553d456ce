"""Two documents laid side by side: which runs of terms stand in both, in the same order.

The longest common subsequence, by a library that works on 64 terms at once. In longer texts rare runs that stand once
in each document come first as fixed points (patience diff), and only what lies between them is aligned so. What would
cost more is left unaligned, and that is said.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

MOST_CELLS = 200_000_000
"""Product of the lengths of two stretches that are still aligned term by term: 25 MB and a tenth of a second."""

FEW_CELLS = 16_000_000
"""Below this fixed points are not looked for: two texts of 4,000 terms take half a millisecond without."""

RUN = 4
"""Terms that a fixed point consists of."""

_SURROGATES, _AFTER_SURROGATES = 0xD800, 0xE000
"""Numbers that are no characters of their own."""

_MOST_CHARACTERS = 0x110000 - (_AFTER_SURROGATES - _SURROGATES)

Ids = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Block:
    """``length`` terms that stand in both, from ``left`` and from ``right`` on."""

    left: int
    right: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The blocks in order; ``bounded`` when stretches were too long to be aligned and count as changed."""

    blocks: tuple[Block, ...]
    bounded: bool


def align(left: Ids, right: Ids) -> Alignment:
    """Align two sequences of terms, given as numbers."""
    work = _Work(left, right)
    work.align(0, len(left), 0, len(right))
    return Alignment(tuple(_joined(work.blocks)), work.bounded)


class _Work:
    def __init__(self, left: Ids, right: Ids) -> None:
        self.left, self.right = left, right
        self.blocks: list[Block] = []
        self.bounded = False

    def align(self, left: int, left_end: int, right: int, right_end: int) -> None:
        if left == left_end or right == right_end:
            return
        same = _same_at_start(self.left[left:left_end], self.right[right:right_end])
        self._add(left, right, same)
        left, right = left + same, right + same
        same = _same_at_start(self.left[left:left_end][::-1], self.right[right:right_end][::-1])
        self._align_middle(left, left_end - same, right, right_end - same)
        self._add(left_end - same, right_end - same, same)

    def _align_middle(self, left: int, left_end: int, right: int, right_end: int) -> None:
        cells = (left_end - left) * (right_end - right)
        if cells == 0:
            return
        if cells > FEW_CELLS:
            points = _fixed_points(self.left[left:left_end], self.right[right:right_end])
            if points:
                self._align_between(points, left, left_end, right, right_end)
                return
        if cells <= MOST_CELLS:
            self._align_fully(left, left_end, right, right_end)
        else:
            self.bounded = True

    def _align_between(
        self, points: list[tuple[int, int]], left: int, left_end: int, right: int, right_end: int
    ) -> None:
        at, other = left, right
        for point, other_point in points:
            apart = min(left + point - at, right + other_point - other)
            if apart < 0:
                if left + point - at == right + other_point - other and apart > -RUN:  # it goes on from the one before
                    self._add(at, other, RUN + apart)
                    at, other = at + RUN + apart, other + RUN + apart
                continue
            self.align(at, left + point, other, right + other_point)
            self._add(left + point, right + other_point, RUN)
            at, other = left + point + RUN, right + other_point + RUN
        self.align(at, left_end, other, right_end)

    def _align_fully(self, left: int, left_end: int, right: int, right_end: int) -> None:
        texts = _as_texts(self.left[left:left_end], self.right[right:right_end])
        if texts is None:
            self.bounded = True
            return
        for code in LCSseq.opcodes(*texts):
            if code.tag == "equal":
                self._add(left + code.src_start, right + code.dest_start, code.src_end - code.src_start)

    def _add(self, left: int, right: int, length: int) -> None:
        if length:
            self.blocks.append(Block(left, right, length))


def _same_at_start(left: Ids, right: Ids) -> int:
    length = min(len(left), len(right))
    differ = left[:length] != right[:length]
    return int(differ.argmax()) if differ.any() else length


def _fixed_points(left: Ids, right: Ids) -> list[tuple[int, int]]:
    """Where runs begin that stand once in each, in the order of both."""
    runs, places = _single_runs(left)
    other_runs, other_places = _single_runs(right)
    _, at, other_at = np.intersect1d(runs, other_runs, assume_unique=True, return_indices=True)
    pairs = np.stack((places[at], other_places[other_at]), axis=1)
    return _longest_rise(pairs[np.argsort(pairs[:, 0])].tolist())


def _single_runs(ids: Ids) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    if len(ids) < RUN:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    windows = np.zeros(len(ids) - RUN + 1, dtype=np.uint64)
    for place in range(RUN):
        windows = (windows ^ ids[place : place + len(windows)]) * np.uint64(0x9E3779B97F4A7C15)
        windows ^= windows >> np.uint64(29)
    runs, places, counts = np.unique(windows, return_index=True, return_counts=True)
    return runs[counts == 1], places[counts == 1]


def _longest_rise(pairs: list[list[int]]) -> list[tuple[int, int]]:
    """The most pairs that rise in both columns; the first column rises already."""
    tails: list[int] = []
    tail_pairs: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, right) in enumerate(pairs):
        place = bisect_left(tails, right)
        before[number] = tail_pairs[place - 1] if place else -1
        tails[place : place + 1] = [right]
        tail_pairs[place : place + 1] = [number]
    found: list[tuple[int, int]] = []
    number = tail_pairs[-1] if tail_pairs else -1
    while number >= 0:
        found.append((pairs[number][0], pairs[number][1]))
        number = before[number]
    return found[::-1]


def _as_texts(left: Ids, right: Ids) -> tuple[str, str] | None:
    """Each number as a character, which the library compares fastest; None if there are more than characters."""
    both = np.concatenate((left, right))
    known = np.sort(both)
    known = known[np.append(True, known[1:] != known[:-1])]
    if len(known) > _MOST_CHARACTERS:
        return None
    codes = np.searchsorted(known, both).astype("<u4")  # several times as fast as ``return_inverse``
    if len(known) > _SURROGATES:
        codes[codes >= _SURROGATES] += np.uint32(_AFTER_SURROGATES - _SURROGATES)
    text = codes.tobytes().decode("utf-32-le")
    return text[: len(left)], text[len(left) :]


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Neighbours put together."""
    current: Block | None = None
    for block in sorted(blocks, key=lambda block: block.left):
        if current and (current.left + current.length, current.right + current.length) == (block.left, block.right):
            current = Block(current.left, current.right, current.length + block.length)
            continue
        if current:
            yield current
        current = block
    if current:
        yield current
