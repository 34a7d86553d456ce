"""The order in which the lines of a page are read: column by column, rows from the top, whatever the tilt."""

from dataclasses import dataclass

import numpy as np

from muniment.read.ocr.lines import Line

_COLUMN_GAP = 1.2
"""Width of the white between columns, in line heights; between words it is a third."""

_COLUMN_LINES = 3
"""Fewest lines on either side of the white that make columns of it."""

_COLUMN_WIDTH = 7.0
"""Median width of the lines of a column, in line heights: cells of a table are narrower and are read across."""

_ROW_GAP = 1.3
"""White between blocks, in line heights, at which the page is divided first: a heading above two columns."""

_SAME_ROW = 0.5
"""Share of the lower line's height by which two pieces must overlap to stand in one row."""

_MAX_CUTS = 60
"""Divisions one inside another: pages have a handful."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A line's extent once the page is turned straight; ``index`` is its place in what was given."""

    index: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left


def rows_in_order(lines: list[Line], *, is_rtl: bool) -> list[list[int]]:
    """Indices into ``lines`` row by row as a person reads them; pieces of a row in its reading direction."""
    if not lines:
        return []
    boxes = _straight(lines)
    height = float(np.median([box.height for box in boxes])) or 1.0
    return [[box.index for box in row] for row in _rows(boxes, height, is_rtl=is_rtl, cuts=0)]


def _straight(lines: list[Line]) -> list[_Box]:
    """The lines' extents in a page turned so that the writing runs level."""
    directions = np.array([line.quad[1] - line.quad[0] for line in lines], np.float64)
    along = directions[np.linalg.norm(directions, axis=1).argsort()[-max(1, len(lines) // 2) :]]
    angle = float(np.arctan2(np.median(along[:, 1]), np.median(along[:, 0])))
    cos, sin = np.cos(-angle), np.sin(-angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    boxes = []
    for index, line in enumerate(lines):
        corners = line.quad @ turn
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        boxes.append(_Box(index, float(left), float(top), float(right), float(bottom)))
    return boxes


def _rows(boxes: list[_Box], height: float, *, is_rtl: bool, cuts: int) -> list[list[_Box]]:
    parts = None
    if cuts < _MAX_CUTS and len(boxes) > 1:
        parts = _columns(boxes, height, is_rtl=is_rtl) or _blocks(boxes, height)
    if parts is None:
        return _plain_rows(boxes, is_rtl=is_rtl)
    return [row for part in parts for row in _rows(part, height, is_rtl=is_rtl, cuts=cuts + 1)]


def _columns(boxes: list[_Box], height: float, *, is_rtl: bool) -> list[list[_Box]] | None:
    gap, at = _widest_gap(sorted((box.left, box.right) for box in boxes))
    if gap < _COLUMN_GAP * height:
        return None
    left = [box for box in boxes if box.left < at]
    right = [box for box in boxes if box.left >= at]
    for side in (left, right):
        if len(side) < _COLUMN_LINES or np.median([box.width for box in side]) < _COLUMN_WIDTH * height:
            return None
    return [right, left] if is_rtl else [left, right]


def _blocks(boxes: list[_Box], height: float) -> list[list[_Box]] | None:
    gap, at = _widest_gap(sorted((box.top, box.bottom) for box in boxes))
    if gap < _ROW_GAP * height:
        return None
    return [[box for box in boxes if box.top < at], [box for box in boxes if box.top >= at]]


def _widest_gap(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """The widest stretch that no span covers, and where it ends; spans sorted by their start."""
    widest, at, reached = 0.0, 0.0, spans[0][1]
    for start, end in spans[1:]:
        if start - reached > widest:
            widest, at = start - reached, start
        reached = max(reached, end)
    return widest, at


def _plain_rows(boxes: list[_Box], *, is_rtl: bool) -> list[list[_Box]]:
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.top + box.bottom):
        if rows and _in_row(box, rows[-1]):
            rows[-1].append(box)
        else:
            rows.append([box])
    for row in rows:
        row.sort(key=lambda box: -box.right if is_rtl else box.left)
    return rows


def _in_row(box: _Box, row: list[_Box]) -> bool:
    """Whether ``box`` stands beside the pieces of ``row``: level with them, and not over or under one of them."""
    last = row[-1]
    level = min(box.bottom, last.bottom) - max(box.top, last.top)
    beside = all(
        min(box.right, other.right) - max(box.left, other.left) < min(box.width, other.width) / 2 for other in row
    )
    return beside and level > _SAME_ROW * min(box.height, last.height)
