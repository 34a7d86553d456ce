"""The bands that cover lines of a drawn page, found by what stands above and below, never by what is covered.

A band reaches from the first white row below the ink of the line above to the last white row above the ink of the line
below. Both are looked for starting from the middle of the *neighbouring* line, so that the covered line, whatever it
says, has no part in where the band begins and ends. Where there is no neighbour the band reaches to the page's edge.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import radians, tan
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from muniment.redact.lines import Row

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_INK = 0.72
"""Share of the paper's brightness below which a pixel is ink: binding shadows keep 0.85, pale print passes 0.6."""

_ZONE = 64
"""Pixels to which the surroundings of covers are widened: a letter more or less hardly changes what is measured."""

_STEP_DEGREES = 0.1
_MOST_DEGREES = 3.0
_COARSE = 3
"""Tilts that are tried, every third first, then those beside the best.

A scan askew by more gets bands that take further lines with them."""

_STRIP = 32
"""Width in pixels of the strips that are shifted against one another to find the tilt."""

_THINNED = 4
"""Of so many columns of pixels one is looked at for the tilt."""

_WHITE_SHARE = 0.0015
"""Share of a row's pixels that may be ink though the row counts as white: dust and noise."""

_WHITE_LEAST = 2

_TIGHT = 1.25
"""Distance of lines in heights of their words below which accents may touch: single-spaced print has 1.1."""

_TAILS = 0.35
"""Share of the ink of a line's fullest row that its tails have at most: half the letters would have to be tailed."""

_RULE = 0.85
"""Share of the rows around that a column of pixels must be ink in to count as a line drawn down the page."""


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the page: rows of the levelled picture from ``top`` to before ``bottom``, columns likewise."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ink of a page and its tilt: ``slope`` is pixels down for each pixel to the right."""

    ink: Mask
    slope: float

    def levelled(self, left: int, right: int, top: int, bottom: int) -> Mask:
        """The ink between two columns and two levelled rows; beyond the page there is none."""
        high = self.ink.shape[0]
        found = np.zeros((max(0, bottom - top), right - left), np.bool_)
        for first, last, drop in _steps(left, right, self.slope):
            above, below = (min(max(0, row + drop), high) for row in (top, bottom))
            if above < below:
                rows = slice(above - drop - top, below - drop - top)
                found[rows, first - left : last - left] = self.ink[above:below, first:last]
        return found


def _steps(left: int, right: int, slope: float) -> Iterator[tuple[int, int, int]]:
    """Runs of columns from ``left`` to before ``right`` that the tilt brings down by the same number of pixels."""
    drops = np.rint(np.arange(left, right) * slope).astype(np.int64)
    for first, last in pairwise([0, *(np.flatnonzero(np.diff(drops)) + 1).tolist(), len(drops)]):
        if first < last:
            yield left + first, left + last, int(drops[first])


def sheet_of(grey: Grey, avoided: Sequence[tuple[float, float]]) -> Sheet:
    """The ink of a page. Nothing within the rows of ``avoided`` (tops and bottoms) has a say in what counts as ink."""
    kept = np.ones(grey.shape[0], np.bool_)
    for top, bottom in avoided:
        kept[max(0, int(top) // _ZONE * _ZONE) : (int(bottom) // _ZONE + 1) * _ZONE] = False
    judged = grey[np.flatnonzero(kept)[::2], ::2] if kept.sum() >= _ZONE else np.full((1, 1), 255, np.uint8)
    ink: Mask = grey < np.uint8(_INK * median_grey(judged))
    return Sheet(ink, _slope(ink, kept))


def median_grey(pixels: Grey) -> float:
    """The median of grey pixels, by counting: many times as quick as sorting them."""
    up_to = np.cumsum(Pillow.fromarray(pixels).histogram())
    lower, upper = np.searchsorted(up_to, [(pixels.size + 1) // 2, pixels.size // 2 + 1])
    return (int(lower) + int(upper)) / 2


def _slope(ink: Mask, kept: Mask) -> float:
    """The tilt at which the rows of ink are most unlike the white between them, by the rows that are ``kept``."""
    high, wide = ink.shape
    strips = wide // _STRIP
    if not strips:
        return 0.0
    steepest = tan(radians(_MOST_DEGREES))
    spare = int(steepest * wide) + 1
    counts = np.zeros((high, strips), np.float32)
    for column in range(0, _STRIP, _THINNED):
        counts += ink[:, column : strips * _STRIP : _STRIP]
    counts[~kept] = 0
    profile = np.pad(counts.T, ((0, 0), (spare, spare)))
    coarse = round(_MOST_DEGREES / _STEP_DEGREES / _COARSE)
    near = _best(profile, spare, [_COARSE * step for step in range(-coarse, coarse + 1)])
    best = _best(profile, spare, list(range(near - _COARSE + 1, near + _COARSE)))
    return tan(radians(best * _STEP_DEGREES))


def _best(profile: NDArray[np.float32], spare: int, steps: list[int]) -> int:
    """The step that makes the strongest contrast; of equals, the least."""
    ordered = sorted(steps, key=abs)
    return max(ordered, key=lambda step: _contrast(profile, tan(radians(step * _STEP_DEGREES)), spare))


def _contrast(profile: NDArray[np.float32], slope: float, spare: int) -> float:
    """How unlike neighbouring rows are; ``profile`` has a row for each strip, with room for the tilt at both ends."""
    high = profile.shape[1] - 2 * spare
    total = np.zeros(high, np.float32)
    for strip, ink in enumerate(profile):
        start = spare + round((strip + 0.5) * _STRIP * slope)
        total += ink[start : start + high]
    return float(np.square(np.diff(total)).sum())


def bands(
    sheet: Sheet, rows: Sequence[Row], columns: Mapping[int, tuple[float, float]]
) -> list[tuple[Band, frozenset[int]]]:
    """The bands over the covered rows, each with the numbers of the rows below it; ``columns`` has their edges.

    Rows that cannot be parted from a covered one by a white row are covered with it.
    """
    found: list[tuple[Band, frozenset[int]]] = []
    done: set[tuple[int, tuple[float, float]]] = set()
    for number in sorted(columns):
        if (number, columns[number]) not in done:
            band, taken = _band(sheet, rows, columns, number)
            done |= {(one, columns[number]) for one in taken}
            found.append((band, frozenset(taken)))
    return found


def _band(
    sheet: Sheet, rows: Sequence[Row], columns: Mapping[int, tuple[float, float]], number: int
) -> tuple[Band, set[int]]:
    left, right = columns[number]
    across = range(int(left), min(sheet.ink.shape[1], int(np.ceil(right))))
    middles = {at: piece.middle for at, row in enumerate(rows) if (piece := row.within(left, right)) is not None}
    covered = {at for at, column in columns.items() if column == (left, right)}
    taken = {number}
    tight = _is_tight(rows, middles, covered)
    above = [at for at in sorted(middles, reverse=True) if at < number]
    below = [at for at in sorted(middles) if at > number]
    top = _edge(sheet, middles, above, covered, taken, across, cuts=tight)
    bottom = _edge(sheet, middles, below, covered, taken, across, cuts=False)
    spare = abs(round(sheet.slope * sheet.ink.shape[1])) + 1  # what the tilt makes of the page's edge
    top = -spare if top is None else top
    bottom = sheet.ink.shape[0] + spare if bottom is None else bottom
    return Band(top, bottom, across.start, across.stop), taken


def _is_tight(rows: Sequence[Row], middles: Mapping[int, float], covered: set[int]) -> bool:
    """Whether lines stand so close that an accent of one may touch the line above, by the lines not covered."""
    numbers = sorted(middles)
    pairs = [(one, other) for one, other in pairwise(numbers) if not {one, other} & covered]
    if not pairs:
        return True
    height = median(rows[one].height for one, _ in pairs)
    return median(middles[other] - middles[one] for one, other in pairs) < _TIGHT * height


def _edge(
    sheet: Sheet,
    middles: Mapping[int, float],
    onward: list[int],
    covered: set[int],
    taken: set[int],
    across: range,
    *,
    cuts: bool,
) -> int | None:
    """Where the band ends on one side, None at the page's edge; ``onward`` are the rows there, the nearest first.

    If it ``cuts``, it begins on the base line of the row above, whose tails it takes away.
    """
    for at in onward:
        if at not in covered:
            inner = min(taken, key=lambda one: abs(one - at))
            look = _base_line if cuts else _white_row
            white = look(sheet, middles[at], middles[inner], across)
            if white is not None:
                return white
        taken.add(at)
    return None


def _white_row(sheet: Sheet, neighbour: float, inner: float, column: range) -> int | None:
    """The first white row from the middle of a neighbouring line towards the covered one; None if there is none."""
    first, last = sorted((round(neighbour), round(inner)))
    if last - first < 2:  # noqa: PLR2004 - nothing lies between
        return None
    ink = sheet.levelled(column.start, column.stop, first, last)
    counts = (ink & ~_rules(ink)).sum(axis=1)
    white = counts <= max(_WHITE_LEAST, _WHITE_SHARE * len(column))
    pairs = white[:-1] & white[1:]  # two rows: one may be the gap below a dot
    if not pairs.any():
        return None
    if neighbour < inner:
        return first + int(pairs.argmax())
    return last - int(pairs[::-1].argmax())


def _base_line(sheet: Sheet, neighbour: float, inner: float, column: range) -> int | None:
    """The row below the letters of the line above, their tails apart; None if they have none."""
    first, last = round(neighbour), round(inner)
    ink = sheet.levelled(column.start, column.stop, first, max(first, last))
    counts = (ink & ~_rules(ink)).sum(axis=1) if ink.size else np.zeros(0)
    if len(counts) < 4:  # noqa: PLR2004 - too little to tell letters from tails
        return None
    low = counts < _TAILS * counts[: len(counts) // 4].max()
    return first + int(low.argmax()) if low.any() else None


def _rules(ink: Mask) -> Mask:
    """Columns of pixels that are ink all the way: lines drawn down the page, not writing."""
    rules: Mask = ink.mean(axis=0) > _RULE
    return rules[None, :]


def fill(pixels: Grey, sheet: Sheet, band: Band, value: int) -> None:
    """Fill a band of a picture (rows, columns, perhaps colours) with one grey."""
    high = pixels.shape[0]
    for first, last, drop in _steps(band.left, band.right, sheet.slope):
        pixels[max(0, band.top + drop) : max(0, min(high, band.bottom + drop)), first:last] = value


def outline(band: Band, sheet: Sheet) -> tuple[float, float, float, float]:
    """The upright box around a band as fractions of the page."""
    high, wide = sheet.ink.shape
    drops = (band.left * sheet.slope, band.right * sheet.slope)
    top, bottom = band.top + min(drops), band.bottom + max(drops)
    return band.left / wide, max(0.0, top / high), band.right / wide, min(1.0, bottom / high)
