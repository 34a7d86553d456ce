"""Print that shines faintly through a bar in a picture: a marker on paper, a box of 95 % opacity made flat."""

import cv2
import numpy as np

from muniment.redact.leaks.canvas import Grey, Item, Mask

_DARK = 60
"""Lightness up to which a part of a picture is a bar; what stands in it is then too dark to be read."""

_BAR_WIDTH, _BAR_HEIGHT = 20.0, 7.0
"""Points of the smallest bar: a word of three letters in small print."""

_MOST_BARS = 60
_LEAST_LEVELS, _MOST_LEVELS = 2, 60
"""Levels between print and ground within a bar: fewer are what packing leaves, more can be read as it is."""

_APART = 0.8
"""Share of the levels' variance that two groups explain: print has two, what a camera sees in the dark has none."""

_LEAST_PRINT, _MOST_PRINT = 0.02, 0.45
_LEAST_LETTERS = 4
_LETTER = 2.5, 30.0
"""Points of the lowest and the highest letter."""

_EDGE = 0.12
"""Share of a bar's height at its edges, which are soft."""


def faint_print(pixels: Grey, item: Item) -> list[tuple[int, int, int, int]]:
    """Bars of a picture in which print can still be told, as left, top, right, bottom in pixels."""
    across, down = pixels.shape[1] / max(item.width, 1e-9), pixels.shape[0] / max(item.height, 1e-9)
    wide, high = round(_BAR_WIDTH * across), round(_BAR_HEIGHT * down)
    dark = (pixels < _DARK).astype(np.uint8)
    if min(wide, high) < 4 or wide > pixels.shape[1] or high > pixels.shape[0] or not dark.any():  # noqa: PLR2004 - no print is so low
        return []
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8), borderValue=0)
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    bars = sorted(stats[1:count].tolist(), key=lambda bar: -bar[4])[:_MOST_BARS]
    boxes = [(x, y, x + width, y + height) for x, y, width, height, _ in bars]
    return [box for box in boxes if _has_print(_core(pixels, box), down)]


def _core(pixels: Grey, box: tuple[int, int, int, int]) -> Grey:
    left, top, right, bottom = box
    edge = max(2, round(min(bottom - top, right - left) * _EDGE))
    return pixels[top + edge : bottom - edge, left + edge : right - edge]


def _has_print(part: Grey, pixels_per_point: float) -> bool:
    """Whether the levels of a bar fall into two groups, of which the smaller has the shapes of letters."""
    if part.size == 0:
        return False
    low, high = np.percentile(part, [0.5, 99.5])
    if not _LEAST_LEVELS <= high - low <= _MOST_LEVELS:
        return False
    stretched = ((part.clip(low, high) - low) * (255 / (high - low))).astype(np.uint8)
    level, parted = cv2.threshold(stretched, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    print_ = parted if parted.mean() < 0.5 else 1 - parted  # noqa: PLR2004 - print fills less than half
    if not _LEAST_PRINT <= print_.mean() <= _MOST_PRINT or _explained(stretched, stretched > level) < _APART:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(print_, connectivity=8)
    heights = stats[1:count, cv2.CC_STAT_HEIGHT] / pixels_per_point
    return int(((heights >= _LETTER[0]) & (heights <= _LETTER[1])).sum()) >= _LEAST_LETTERS


def _explained(levels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], upper: Mask) -> float:
    """The share of the variance that lies between two groups."""
    share, mean, whole = float(upper.mean()), float(levels.mean()), float(levels.var())
    if not 0 < share < 1 or whole == 0:
        return 0.0
    apart = share * (levels[upper].mean() - mean) ** 2 + (1 - share) * (levels[~upper].mean() - mean) ** 2
    return float(apart / whole)
