"""Why nobody sees a word: what lies over it, or how it is painted."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker

from muniment.redact.leaks.canvas import (
    PATH,
    PICTURE,
    SHADING,
    TEXT,
    Box,
    Canvas,
    Colours,
    Item,
    luminance,
    overlap,
)
from muniment.redact.leaks.glyphs import PageWord, WordGrid, letters_in
from muniment.redact.leaks.report import Kind
from muniment.redact.leaks.terms import squashed
from muniment.redact.leaks.unseen import Drawings, pixel_boxes, without_text

_COVERING = frozenset({PATH, PICTURE, SHADING})

_COVERED = 0.5
"""Share of a word that objects must cover together to be looked at as what hides it."""

_TOUCHED = 0.04
"""Share of a word that one of them must cover: a letter of a long word."""

_SCAN_WIDTH = 0.6
"""Share of the page's width from which a picture is taken for a scan of it, whose own words show."""

_SCAN_AREA = 0.25

_NEVER_PAINTED = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})

_FLAT = 25
"""Levels between the light and the dark of a word's place below which nothing is written there."""

_DARK = 100
"""Level below which a pixel counts as dark; printed letters fill less than half of their place with such."""

_MOSTLY = 0.75
"""Share of dark pixels from which a word's place is a box, and no word."""

_LEAST_IN_PICTURE = 3
"""Letters that a word beneath a picture must have: recognition finds single letters in every speck."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A word nobody sees, and why. ``is_label`` marks the words of a redaction's own label."""

    word: PageWord
    kind: Kind
    says: str
    certain: bool
    is_label: bool = False


class Causes:
    """Tells why words of one page are not seen. ``layered`` opens the page with every layer switched on, if any are."""

    def __init__(
        self, canvas: Canvas, drawings: Drawings, seen: list[PageWord], layered: Callable[[], Canvas] | None
    ) -> None:
        self._canvas = canvas
        self._drawings = drawings
        self._seen = WordGrid(seen)
        self._layered = layered
        self._shape = drawings.shown.shape
        self._light = luminance(drawings.shown)

    def of(self, words: list[PageWord]) -> list[Hidden]:
        """The hidden words with their causes; words that the page's picture shows anyway are left out."""
        words = [word for word in words if not self._is_seen_anyway(word)]
        if not words:
            return []
        covers = {id(word): self._covers(word) for word in words}
        annotated = self._shown_by(words, *self._without_annotations(words))
        uncovered = self._shown_by(words, *self._without(words, covers))
        layers = self._on_layers(words)
        found = []
        for word in words:
            one = id(word)
            hidden = self._cause(word, covers[one], one in annotated, one in uncovered, one in layers)
            if hidden is not None:
                found.append(hidden)
        return found

    # drawings with something left out ---------------------------------------------------------------------------------

    def _boxes(self, words: list[PageWord]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        return pixel_boxes(self._canvas, (word.box for word in words), self._shape)

    def _shown_by(self, words: list[PageWord], one: Colours, other: Colours) -> set[int]:
        unseen = self._drawings.unseen_by(self._boxes(words), one, other)
        return {id(word) for word, is_unseen in zip(words, unseen, strict=True) if not is_unseen}

    def _without_annotations(self, words: list[PageWord]) -> tuple[Colours, Colours]:
        own = _orders(words)
        with_words = self._canvas.draw(annotations=False)
        return with_words, self._canvas.draw(lambda item: item.order not in own, annotations=False)

    def _without(self, words: list[PageWord], covers: dict[int, list[Item]]) -> tuple[Colours, Colours]:
        gone = {item.order for items in covers.values() for item in items}
        with_words = self._canvas.draw(lambda item: item.order not in gone, annotations=False)
        gone |= _orders(words)
        return with_words, self._canvas.draw(lambda item: item.order not in gone, annotations=False)

    def _on_layers(self, words: list[PageWord]) -> set[int]:
        if self._layered is None:
            return set()
        layered = self._layered()
        try:
            return self._shown_by(words, layered.draw(), without_text(layered))
        finally:
            layered.close()

    # causes -----------------------------------------------------------------------------------------------------------

    def _covers(self, word: PageWord) -> list[Item]:
        """The objects painted after the word that may hide it, in the order of painting."""
        if word.item is None:
            return []
        later = self._canvas.items[word.item.order + 1 :]
        box = word.box
        touching = [(item, overlap(box, item.box)) for item in later if item.kind in _COVERING]
        covers = [(item, share) for item, share in touching if share >= _TOUCHED]
        return [item for item, _ in covers] if sum(share for _, share in covers) >= _COVERED else []

    def _cause(
        self, word: PageWord, covers: list[Item], is_annotated: bool, is_uncovered: bool, is_on_layer: bool
    ) -> Hidden | None:
        if self._is_off_page(word.box):
            return Hidden(word, Kind.OFF_PAGE, "Words stand beside the page, where nobody sees them.", certain=True)
        if is_annotated:
            return Hidden(word, Kind.TEXT_UNDER_ANNOTATION, "Words stand below an annotation.", certain=True)
        if self._is_never_painted(word) or (is_uncovered and any(map(self._is_scan, covers))):
            return self._beneath_a_picture(word, covers)
        if is_uncovered:
            return _covered(word, covers)
        if is_on_layer:
            return Hidden(word, Kind.HIDDEN_LAYER, "Words stand on a layer that is switched off.", certain=True)
        return self._painted_unseen(word, covers)

    def _painted_unseen(self, word: PageWord, covers: list[Item]) -> Hidden | None:
        if covers:
            return _covered(word, covers, certain=False)
        if not self._drawings.has_ink(self._boxes([word]))[0]:
            if _is_clipped(word):
                return Hidden(word, Kind.CLIPPED, "Words are cut off from what is shown of the page.", certain=True)
            return self._beneath_a_picture(word, covers)
        label = self._is_label(word)
        says = "Words have the colour of what they stand on."
        return Hidden(word, Kind.HIDDEN_COLOUR, says, certain=not label, is_label=label)

    def _beneath_a_picture(self, word: PageWord, covers: list[Item]) -> Hidden | None:
        """Words never painted, as recognition lays them under a scan: a leak where the scan shows no such word."""
        if not self._is_blank(word):
            return None
        if letters_in(word.text) < _LEAST_IN_PICTURE and not _is_han(word.text):
            return None
        boxes = [item for item in covers if not self._is_scan(item)]
        if boxes:
            return _covered(word, boxes)
        says = "Words that are never painted stand where the page shows a box or nothing."
        return Hidden(word, Kind.INVISIBLE_TEXT, says, certain=True)

    # single questions -------------------------------------------------------------------------------------------------

    def _is_seen_anyway(self, word: PageWord) -> bool:
        """Whether the same letters are seen at the same place: text painted twice, or recognised under real text."""
        near = self._seen.touching(word.box)
        letters = squashed(word.text)
        return bool(near) and letters in "".join(squashed(other.text) for other in near)

    def _is_off_page(self, box: Box) -> bool:
        width, height = self._canvas.size
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return not (0 <= x <= width and 0 <= y <= height)

    def _is_scan(self, item: Item) -> bool:
        """Whether an object is a picture so large that it is the page itself, or a strip of it."""
        width, height = self._canvas.size
        is_large = item.width >= _SCAN_WIDTH * width or item.area >= _SCAN_AREA * width * height
        return item.kind == PICTURE and is_large

    def _is_never_painted(self, word: PageWord) -> bool:
        item = word.item
        if item is None or pdfium_c.FPDFTextObj_GetTextRenderMode(item.raw) in _NEVER_PAINTED:
            return True
        colour = fill_of(item)
        return colour is not None and colour[3] == 0

    def _is_blank(self, word: PageWord) -> bool:
        """Whether no writing is to be seen where the word should be: one colour, or a box that fills the place."""
        left, top, right, bottom = self._boxes([word])[0]
        place = self._light[top:bottom, left:right]
        if place.size == 0:
            return True
        dark, light = np.percentile(place, [2, 98])
        return bool(light - dark < _FLAT or (place < _DARK).mean() >= _MOSTLY)

    def _is_label(self, word: PageWord) -> bool:
        """Whether the word was painted along with the box it stands on, as programs that redact write a reason."""
        item = word.item
        if item is None or item.owner < 0:
            return False
        siblings = [other for other in self._canvas.items if other.owner == item.owner]
        texts = [other for other in siblings if other.kind == TEXT]
        return len(texts) == 1 and any(
            other.kind == PATH and other.order < item.order and overlap(word.box, other.box) >= _COVERED
            for other in siblings
        )


def _orders(words: list[PageWord]) -> set[int]:
    return {word.item.order for word in words if word.item is not None}


def _is_han(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in text)


def _is_clipped(word: PageWord) -> bool:
    item = word.item
    if item is None:
        return False
    clip = pdfium_c.FPDFPageObj_GetClipPath(item.raw)
    return bool(clip) and pdfium_c.FPDFClipPath_CountPaths(clip) > 0


def _covered(word: PageWord, covers: list[Item], *, certain: bool = True) -> Hidden:
    if covers[-1].kind == PICTURE:
        return Hidden(word, Kind.TEXT_UNDER_PICTURE, "Words stand below a picture.", certain=certain)
    return Hidden(word, Kind.TEXT_UNDER_BOX, "Words stand below a drawn box or shape.", certain=certain)


def fill_of(item: Item) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity, 0 to 255, of what fills an object; None if it is not known."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetFillColor(item.raw, *parts):
        return None
    red, green, blue, opacity = (part.value for part in parts)
    return red, green, blue, opacity
