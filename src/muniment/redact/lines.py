"""The lines that words stand in, the lines that covers take with them, and the column a line runs across.

All sizes are pixels of the drawn page, in a picture that has been sheared until its lines run level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from muniment.model import Word
from muniment.redact.marks import Cover, Extent

_SAME_LINE = 0.4
"""Share of the smaller height by which the middles of two words of one line may differ."""

_NEAR_LINES = 8
"""Heights of a line above and below it in which columns are looked for: a heading may run across both further off."""

_GUTTER = 1.2
"""Width of the white between columns, in heights; between words it is a third."""

_COLUMN_LINES = 3
"""Fewest lines on either side of the white that make columns of it."""

_COLUMN_WIDTH = 7.0
"""Median width of a column's lines, in heights: the cells of a table are narrower, and a line runs across them."""

_CELLS = 400
"""Cells into which the width of a page is divided when columns are looked for."""

_PARAGRAPH_GAP = 1.5
"""Distance of two lines, in usual distances, from which the second begins a new paragraph."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word in pixels: ``index`` is its place among the words of the page."""

    index: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Row:
    """Words that stand in one line, across all columns. Without slots, so that what is worked out can be kept."""

    words: tuple[Placed, ...]

    @cached_property
    def middle(self) -> float:
        """The median of its words' middles."""
        return median(word.middle for word in self.words)

    @cached_property
    def height(self) -> float:
        """The median of its words' heights."""
        return median(word.height for word in self.words)

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.right for word in self.words)

    @cached_property
    def _reach(self) -> tuple[float, float]:
        """The first and the last of its words' middles."""
        middles = [(word.left + word.right) / 2 for word in self.words]
        return min(middles), max(middles)

    def within(self, left: float, right: float) -> "Row | None":
        """Its words between two edges; None if there are none."""
        first, last = self._reach
        if left <= first and last <= right:
            return self
        kept = tuple(word for word in self.words if left <= (word.left + word.right) / 2 <= right)
        return Row(kept) if kept else None


def placed(words: Sequence[Word], size: tuple[int, int], slope: float) -> list[Placed]:
    """The words of a page in pixels once it is sheared by ``slope`` (pixels down for each to the right)."""
    wide, high = size
    found = []
    for index, word in enumerate(words):
        left, top, right, bottom = word.box
        drop = slope * (left + right) / 2 * wide
        found.append(Placed(index, left * wide, top * high - drop, right * wide, bottom * high - drop))
    return found


def rows_of(words: Iterable[Placed]) -> list[Row]:
    """The lines from the top."""
    rows: list[list[Placed]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.left)):
        if rows and _is_level(word, rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(tuple(row)) for row in rows]


def _is_level(word: Placed, row: list[Placed]) -> bool:
    # The first word, not the last, is what a line is held against: else lines on a tilt would flow into one another.
    first = row[0]
    return abs(word.middle - first.middle) <= _SAME_LINE * min(word.height, first.height)


def touched(words: Sequence[Word], cover: Cover) -> set[int] | None:
    """Which words a cover's spans touch; None if a span has a part that stands in no word: nobody knows where."""
    found: set[int] = set()
    for start, end in cover.spans:
        hits = {index for index, word in enumerate(words) if word.start < end and start < word.end}
        if not hits:
            return None
        found |= hits
    return found


def column(rows: Sequence[Row], covered: Sequence[Placed], width: int) -> tuple[float, float]:
    """Left and right edge of the column that the covered words stand in; the whole width where there are none.

    ``rows`` are lines without covered words. Edges fall on the cells of a fixed grid.
    """
    top, bottom = min(word.top for word in covered), max(word.bottom for word in covered)
    if not rows:
        return 0.0, float(width)
    height = median(row.height for row in rows)
    near = [row for row in rows if top - _NEAR_LINES * height < row.middle < bottom + _NEAR_LINES * height]
    left, right = 0.0, float(width)
    for gutter in _gutters(near, height, width):
        if all(word.right <= gutter for word in covered):
            right = min(right, gutter)
        elif all(word.left >= gutter for word in covered):
            left = max(left, gutter)
    return left, right


def _gutters(rows: Sequence[Row], height: float, width: int) -> list[float]:
    """The middles of the whites that part columns."""
    inked = [False] * (_CELLS + 1)
    for row in rows:
        for word in row.words:
            for cell in range(int(word.left / width * _CELLS), min(_CELLS, int(word.right / width * _CELLS)) + 1):
                inked[cell] = True
    found, start = [], 0
    for cell, is_inked in enumerate([*inked, True]):
        if is_inked:
            if (cell - start) * width / _CELLS >= _GUTTER * height:
                middle = (start + cell) / 2 * width / _CELLS
                if _is_between_columns(rows, middle, height, width):
                    found.append(middle)
            start = cell + 1
    return found


def _is_between_columns(rows: Sequence[Row], middle: float, height: float, width: int) -> bool:
    for left, right in ((0.0, middle), (middle, float(width))):
        pieces = [piece for row in rows if (piece := row.within(left, right)) is not None]
        if len(pieces) < _COLUMN_LINES:
            return False
        if median(piece.right - piece.left for piece in pieces) < _COLUMN_WIDTH * height:
            return False
    return True


def extended(rows: Sequence[Row], covered: set[int], extent: Extent) -> set[int]:
    """The numbers of the covered rows, and of those after them that ``extent`` takes along."""
    if extent is Extent.PAGE:
        return set(range(len(rows)))
    if extent is Extent.LINE or len(rows) < 2:  # noqa: PLR2004 - one line has no distance to the next
        return covered
    usual = median(below.middle - above.middle for above, below in pairwise(rows))
    found = set(covered)
    for number in sorted(covered):
        at = number + 1
        while at < len(rows) and rows[at].middle - rows[at - 1].middle < _PARAGRAPH_GAP * usual:
            found.add(at)
            at += 1
    return found
