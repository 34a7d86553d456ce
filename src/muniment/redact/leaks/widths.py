"""Gaps between words that are left, measured against candidates: a gap tells which of them may have stood in it.

After the finding of Bland, Iyer and Levchenko (PETS 2023) that widths alone often tell a removed name.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker

from muniment.redact.leaks.canvas import Box, Canvas, Colours, Grey, luminance
from muniment.redact.leaks.glyphs import STANDS_ALONE, PageWord, are_on_one_line
from muniment.redact.leaks.report import Kind, Leak
from muniment.redact.leaks.terms import TermFinder

_TOLERANCE = 0.05
"""Width, in heights of the font, by which a candidate may miss the gap: rounding of places, no letter is so narrow."""

_LEAST_GAP = 1.4
_MOST_GAP = 30.0
"""Heights of the font between which a gap may hold a name: below it is a wide space, above it a column's edge."""

_SPACE = 0.25
"""Width of a space in heights of the font, where the line itself shows none."""

_MOST_GAPS = 200
_ALIGNED = 2.0
"""Points by which the edges of a table's columns may miss each other."""

_DARK = 100
"""Lightness up to which a gap is filled by a box."""

_FLAT = 40
"""Levels within the middle of a gap below which nothing is written there."""


_OPENS, _CLOSES = frozenset("([{<\"'“‘«„/"), frozenset(")]}>\"'”’».,;:!?/、，。；：！？）」』")  # noqa: RUF001 - as written in Chinese
"""Marks after which, and before which, no space stands."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """A gap in a line: what stands before it, its possible widths, and the usual space of its line, in points.

    There are several where nothing tells whether a space beside the gap went with what stood in it.
    """

    before: PageWord
    box: Box
    widths: tuple[float, ...]
    space: float
    size: float
    is_boxed: bool

    def fits(self, width: float) -> bool:
        """Whether something of this width may have stood there."""
        return any(abs(width - own) <= _TOLERANCE * self.size for own in self.widths)


def width_leaks(canvas: Canvas, number: int, seen: list[PageWord], shown: Colours, terms: TermFinder) -> Iterator[Leak]:
    """Gaps that some of the candidates fit into and others do not; nothing with fewer than two candidates."""
    if len(terms.terms) < 2:  # noqa: PLR2004 - one candidate is no list
        return
    gaps = list(_gaps(canvas, seen, shown))[:_MOST_GAPS]
    for gap in gaps:
        if not gap.is_boxed and any(_is_column(gap, other) for other in gaps):
            continue
        widths = {term: _width(gap, term) for term in terms.terms}
        known = {term: width for term, width in widths.items() if width is not None}
        fitting = [term for term, width in known.items() if gap.fits(width)]
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
            space = _space(seen, before, size)
            widths = _possible(canvas, before, after, space)
            yield _Gap(before, box, widths, space, size, is_boxed=_is_dark(canvas, box, shown))


def _is_column(gap: _Gap, other: _Gap) -> bool:
    """Whether two gaps of different lines begin or end below each other, as those of a table do."""
    is_same_line = abs(gap.box[3] - other.box[3]) < gap.size / 2
    apart = min(abs(gap.box[0] - other.box[0]), abs(gap.box[2] - other.box[2]))
    return not is_same_line and apart < _ALIGNED


def _possible(canvas: Canvas, before: PageWord, after: PageWord, space: float) -> tuple[float, ...]:
    """The widths that may have been filled: spaces that the file still has are not among what is gone."""
    left, right, stored = before.place[2], after.place[0], _stored_spaces(canvas, before, after)
    at_left = any(abs(box[0] - left) < space for box in stored)
    at_right = any(abs(box[2] - right) < space for box in stored)
    lefts = _of_side(at_left, before.text[-1] in _OPENS or _needs_no_space(before.text[-1]))
    rights = _of_side(at_right, after.text[0] in _CLOSES or _needs_no_space(after.text[0]))
    counts = sorted({one + other for one in lefts for other in rights})
    return tuple(right - left - count * space for count in counts)


def _of_side(is_stored: bool, is_tight: bool) -> tuple[int, ...]:
    if is_stored:
        return (1,)
    return (0,) if is_tight else (0, 1)


def _needs_no_space(char: str) -> bool:
    return STANDS_ALONE.match(char) is not None


def _stored_spaces(canvas: Canvas, before: PageWord, after: PageWord) -> list[Box]:
    """The spaces between two words that the file has, without those that reading them adds."""
    found = []
    for index in range(before.glyphs[-1].index + 1, after.glyphs[0].index):
        is_added = pdfium_c.FPDFText_IsGenerated(canvas.textpage, index) == 1
        rectangle = pdfium_c.FS_RECTF()
        if not is_added and pdfium_c.FPDFText_GetLooseCharBox(canvas.textpage, index, rectangle):
            found.append(canvas.shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    return found


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
    middle = _middle(canvas, box, shown)
    return middle.size > 0 and float(np.percentile(middle, 98) - np.percentile(middle, 2)) < _FLAT


def _is_dark(canvas: Canvas, box: Box, shown: Colours) -> bool:
    return float(np.median(_middle(canvas, box, shown))) < _DARK


def _middle(canvas: Canvas, box: Box, shown: Colours) -> Grey:
    """The lightness of some rows of a gap, without its ends."""
    left, top, right, bottom = canvas.pixels(box, shown.shape)
    edge, level = (right - left) // 5, (top + bottom) // 2
    return luminance(shown[level - 1 : level + 2, left + edge : right - edge])


def _width(gap: _Gap, term: str) -> float | None:
    """The width of ``term`` in the font before the gap, in points; None where the font lacks a letter of it."""
    item = gap.before.item
    font = pdfium_c.FPDFTextObj_GetFont(item.raw) if item is not None else None
    if not font or item is None:
        return None
    scale = _scale(font, gap)
    total = 0.0
    for char in term:
        width = gap.space if char == " " else _place_of(font, char, scale, gap)
        if width is None:
            return None
        total += width
    return total


def _place_of(font: ctypes.c_void_p, char: str, scale: float, gap: _Gap) -> float | None:
    """The width of a letter in points; letters of Han and such are all as wide as one that stands there."""
    advance = _advance(font, char)
    if advance is not None:
        return advance * scale
    alike = [glyph for glyph in gap.before.glyphs if _needs_no_space(glyph.char)]
    if alike and _needs_no_space(char):
        return alike[-1].loose[2] - alike[-1].loose[0]
    return None


def _scale(font: ctypes.c_void_p, gap: _Gap) -> float:
    """Points for each unit of the font's widths at size 1, by the letters that stand before the gap."""
    advances = [_advance(font, glyph.char) for glyph in gap.before.glyphs]
    places = [glyph.loose[2] - glyph.loose[0] for glyph in gap.before.glyphs]
    pairs = [(place, advance) for place, advance in zip(places, advances, strict=True) if advance and place > 0]
    return float(np.median([place / advance for place, advance in pairs])) if pairs else 1.0


def _advance(font: ctypes.c_void_p, char: str) -> float | None:
    width = ctypes.c_float()
    if not pdfium_c.FPDFFont_GetGlyphWidth(font, ord(char), 1.0, width) or width.value <= 0:
        return None
    return float(width.value)
