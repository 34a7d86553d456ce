"""Words that leave ink on the page and that still nobody can read: too small, or in a font whose letters are boxes."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from muniment.redact.leaks.canvas import Canvas, Grey, luminance, union
from muniment.redact.leaks.glyphs import PageWord, is_letter, joined, letters_in
from muniment.redact.leaks.report import Kind, Leak
from muniment.redact.leaks.unseen import Drawings, pixel_boxes

_LEAST_HEIGHT = 1.3
"""Points from top to bottom of a line below which print is not read: its letters are a quarter of a millimetre high."""

_FILLED = 0.93
"""Share of its box that every letter fills where the letters of a font are boxes: of print, only I and l come near."""

_FLAT = 40
"""Levels within a box below which nothing is written in it."""

_LEAST_KINDS = 3
"""Different letters that a word needs for that: I, l and | may be boxes of their own."""


def illegible(canvas: Canvas, number: int, seen: list[PageWord], drawings: Drawings) -> Iterator[Leak]:
    """Words of the page that show as specks or as boxes, though the file says what they are."""
    tiny = [word for word in seen if 0 < _size(word) < _LEAST_HEIGHT]
    if letters_in("".join(word.text for word in tiny)) > 1:
        says = "Words are painted too small to be read."
        yield _leak(number, tiny, Kind.NO_SIZE, says)
    boxed = list(_boxed(canvas, seen, drawings))
    if boxed:
        says = "Words are set in a font whose letters are boxes; copying them gives the words."
        yield _leak(number, boxed, Kind.TEXT_UNDER_BOX, says)


def _size(word: PageWord) -> float:
    """The longest side of a letter's place, in points: its line's height, whichever way the line runs."""
    places = [glyph.loose for glyph in word.glyphs]
    return max(max(right - left, bottom - top) for left, top, right, bottom in places)


def _boxed(canvas: Canvas, seen: Iterable[PageWord], drawings: Drawings) -> Iterator[PageWord]:
    light = luminance(drawings.shown)
    for word in seen:
        letters = [glyph for glyph in word.glyphs if is_letter(glyph.char)]
        if len({glyph.char.casefold() for glyph in letters}) >= _LEAST_KINDS:
            boxes = pixel_boxes(canvas, (glyph.box for glyph in letters), drawings.shown.shape)
            if (drawings.ink_share(boxes) >= _FILLED).all() and all(_is_flat(light, box) for box in boxes):
                yield word


def _is_flat(light: Grey, box: NDArray[np.int64]) -> bool:
    """Whether a place, but for its edges, is of one colour."""
    left, top, right, bottom = box
    place = light[top + 1 : bottom - 1, left + 1 : right - 1]
    return place.size == 0 or int(place.max() - place.min()) < _FLAT


def _leak(number: int, words: list[PageWord], kind: Kind, says: str) -> Leak:
    return Leak(number, union([word.place for word in words]), kind, joined(words), says, certain=False)
