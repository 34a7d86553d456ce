"""Gaps between words that are left, measured against candidates: a gap tells which of them may have stood in it.

After the finding of Bland, Iyer and Levchenko (PETS 2023) that widths alone often tell a removed name.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker

from muniment.redact.leaks.canvas import Box, Canvas, Colours, luminance
from muniment.redact.leaks.glyphs import PageWord, are_on_one_line
from muniment.redact.leaks.report import Kind, Leak
from muniment.redact.leaks.terms import TermFinder

_TOLERANCE = 0.05
"""Width, in heights of the font, by which a candidate may miss the gap: rounding of places, no letter is so narrow."""

_LEAST_GAP = 2.0
_MOST_GAP = 30.0
"""Heights of the font between which a gap may hold a name: below it is a wide space, above it a column's edge."""

_SPACE = 0.25
"""Width of a space in heights of the font, where the line itself shows none."""

_MOST_GAPS = 200
_FLAT = 40
"""Levels within the middle of a gap below which nothing is written there."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A gap in a line: what stands before it, and its width without the spaces beside it, in points."""

    before: PageWord
    box: Box
    width: float
    size: float


def width_leaks(canvas: Canvas, number: int, seen: list[PageWord], shown: Colours, terms: TermFinder) -> Iterator[Leak]:
    """Gaps that some of the candidates fit into and others do not; nothing with fewer than two candidates."""
    if len(terms.terms) < 2:  # noqa: PLR2004 - one candidate is no list
        return
    for gap in list(_gaps(canvas, seen, shown))[:_MOST_GAPS]:
        widths = {term: _width(gap, term) for term in terms.terms}
        known = {term: width for term, width in widths.items() if width is not None}
        fitting = [term for term, width in known.items() if abs(width - gap.width) <= _TOLERANCE * gap.size]
        if fitting and len(fitting) < len(known):
            says = f"The gap is as wide as {len(fitting)} of the {len(known)} candidates that could be measured."
            yield Leak(number, gap.box, Kind.WIDTH, ", ".join(fitting), says, certain=False)


def _gaps(canvas: Canvas, seen: list[PageWord], shown: Colours) -> Iterator[_Gap]:
    for before, after in pairwise(seen):
        size = before.place[3] - before.place[1]
        wide = after.place[0] - before.place[2]
        same_line = are_on_one_line((*before.place[:2], after.place[0], before.place[3]), after.place)
        if not (same_line and _LEAST_GAP * size <= wide <= _MOST_GAP * size):
            continue
        box = before.place[2], min(before.place[1], after.place[1]), after.place[0], before.place[3]
        if _is_empty(canvas, box, shown):
            yield _Gap(before, box, wide - 2 * _space(seen, before, size), size)


def _space(seen: list[PageWord], near: PageWord, size: float) -> float:
    """The usual space of the line that ``near`` stands on, in points."""
    spaces = [
        after.place[0] - before.place[2]
        for before, after in pairwise(seen)
        if after.glyphs[0].after_space
        and abs(before.place[3] - near.place[3]) < size / 4
        and abs(after.place[3] - near.place[3]) < size / 4
        and 0 < after.place[0] - before.place[2] < size
    ]
    return float(np.median(spaces)) if spaces else _SPACE * size


def _is_empty(canvas: Canvas, box: Box, shown: Colours) -> bool:
    """Whether nothing is written in the gap: it is of one colour, or a box fills it."""
    left, top, right, bottom = canvas.pixels(box, shown.shape)
    edge, level = (right - left) // 5, (top + bottom) // 2
    middle = luminance(shown[level - 1 : level + 2, left + edge : right - edge])
    return middle.size > 0 and float(np.percentile(middle, 98) - np.percentile(middle, 2)) < _FLAT


def _width(gap: _Gap, term: str) -> float | None:
    """The width of ``term`` in the font before the gap, in points; None where the font lacks a letter of it."""
    item = gap.before.item
    font = pdfium_c.FPDFTextObj_GetFont(item.raw) if item is not None else None
    if not font or item is None:
        return None
    scale = _scale(font, gap)
    if scale is None:
        return None
    total = 0.0
    for char in term:
        width = _advance(font, char)
        if width is None:
            return None
        total += width
    return total * scale


def _scale(font: ctypes.c_void_p, gap: _Gap) -> float | None:
    """Points for each unit of the font's widths at size 1, by the letters that stand before the gap."""
    advances = [_advance(font, glyph.char) for glyph in gap.before.glyphs]
    places = [glyph.loose[2] - glyph.loose[0] for glyph in gap.before.glyphs]
    pairs = [(place, advance) for place, advance in zip(places, advances, strict=True) if advance and place > 0]
    return float(np.median([place / advance for place, advance in pairs])) if pairs else None


def _advance(font: ctypes.c_void_p, char: str) -> float | None:
    width = ctypes.c_float()
    if not pdfium_c.FPDFFont_GetGlyphWidth(font, ord(char), 1.0, width) or width.value <= 0:
        return None
    return float(width.value)
