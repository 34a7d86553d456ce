"""Words below something that lets them shine through: a box of half opacity, or a cover that fades them."""

from collections.abc import Iterator

import numpy as np
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker

from muniment.redact.leaks.canvas import (
    PATH,
    PICTURE,
    SHADING,
    Box,
    Canvas,
    Colours,
    Item,
    luminance,
    overlap,
    union,
)
from muniment.redact.leaks.glyphs import PageWord, WordGrid, joined, letters_in
from muniment.redact.leaks.report import Kind, Leak

_CHANGE = 60
"""Levels by which a cover must darken or lighten what is below it to count: a shadow or a tint is weaker."""

_COLOURLESS = 45
"""Levels between the channels of a cover's effect above which it is a marker pen, meant to be read through."""

_LEFT = 0.45
"""Share of a word's contrast that is left below a coloured cover, under which it was meant to hide."""

_BACKGROUND = 0.9
"""Share of the page from which an object is its background."""

_LARGE = 300.0
"""Points from which all words are looked at one by one."""

_COVERED = 0.8

_PART = 0.02
"""Share of a word that one of many covers must cover to count among them: a line with a fine pen."""

_MOST_COVERS = 40
"""Covers of one page that are left out one by one: each costs a drawing."""

_COVERING = frozenset({PATH, PICTURE, SHADING})


def veil_leaks(canvas: Canvas, number: int, seen: list[PageWord], shown: Colours) -> Iterator[Leak]:
    """Words that can still be seen, below an object or an annotation that should hide them."""
    single, joint = _candidates(canvas, seen)
    for cover, below in single[:_MOST_COVERS]:
        bare = canvas.draw(lambda item, cover=cover: item.order != cover.order)  # type: ignore[misc] # bound at once
        yield from _veiled(canvas, number, below, shown, bare)
    if joint:
        gone = {item.order for _, items in joint for item in items}
        bare = canvas.draw(lambda item: item.order not in gone)
        yield from _veiled(canvas, number, [word for word, _ in joint], shown, bare)
    if pdfium_c.FPDFPage_GetAnnotCount(canvas.page):
        yield from _veiled(canvas, number, seen, shown, canvas.draw(annotations=False))


def _veiled(canvas: Canvas, number: int, words: list[PageWord], shown: Colours, bare: Colours) -> Iterator[Leak]:
    veiled = [word for word in words if _is_veiled(canvas, word.box, shown, bare)]
    if letters_in("".join(word.text for word in veiled)):
        yield _leak(number, veiled)


def _leak(number: int, words: list[PageWord]) -> Leak:
    says = "Words shine through what lies over them."
    return Leak(number, union([word.place for word in words]), Kind.TEXT_UNDER_VEIL, joined(words), says, certain=True)


def _candidates(
    canvas: Canvas, seen: list[PageWord]
) -> tuple[list[tuple[Item, list[PageWord]]], list[tuple[PageWord, list[Item]]]]:
    """Objects that were painted over words and cover them, with those words; words that only many cover together.

    The page's own background is none of them.
    """
    first = min((word.item.order for word in seen if word.item is not None), default=len(canvas.items))
    width, height = canvas.size
    grid = WordGrid(seen)
    single = []
    parts: dict[int, tuple[PageWord, list[Item]]] = {}
    for item in canvas.items[first:]:
        if item.kind in _COVERING and item.area < _BACKGROUND * width * height:
            near = seen if max(item.width, item.height) > _LARGE else grid.touching(item.box)
            over = [word for word in near if word.item is not None and word.item.order < item.order]
            below = [word for word in over if overlap(word.box, item.box) >= _COVERED]
            if below:
                single.append((item, below))
            for word in over:
                if _PART <= overlap(word.box, item.box) < _COVERED:
                    parts.setdefault(id(word), (word, []))[1].append(item)
    joint = [parts[id(word)] for word in seen if id(word) in parts]
    return single, [(word, items) for word, items in joint if _is_covered_by_all(word, items)]


def _is_covered_by_all(word: PageWord, items: list[Item]) -> bool:
    return sum(overlap(word.box, item.box) for item in items) >= _COVERED


def _is_veiled(canvas: Canvas, box: Box, shown: Colours, bare: Colours) -> bool:
    """Whether the word's whole place is changed as by a box, and its words are left readable."""
    left, top, right, bottom = canvas.pixels(box, shown.shape)
    over, under = shown[top:bottom, left:right], bare[top:bottom, left:right]
    if over.size == 0:
        return False
    if _contrast(over) <= _LEFT * _contrast(under):
        return True
    if (np.abs(over - under).max(axis=2) >= _CHANGE / 3).mean() < _CHANGED_PLACE:
        return False
    ground_over, ground_under = (np.percentile(one.reshape(-1, 3), 90, axis=0) for one in (over, under))
    effect = ground_over - ground_under
    return bool(np.abs(effect).max() >= _CHANGE and effect.max() - effect.min() <= _COLOURLESS)


_CHANGED_PLACE = 0.5
"""Share of a word's place that a cover changes: letters of a watermark change less."""


def _contrast(pixels: Colours) -> float:
    light = luminance(pixels)
    low, high = np.percentile(light, [2, 98])
    return float(high - low)
