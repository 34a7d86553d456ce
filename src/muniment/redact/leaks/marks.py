"""Signs that something on a page was meant to be taken out: boxes, words that say so, marks that were never applied."""

import ctypes
from collections.abc import Iterator

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker
import regex

from muniment.redact.leaks.canvas import Box, Canvas, Colours, luminance, overlap, union
from muniment.redact.leaks.glyphs import PageWord
from muniment.redact.leaks.report import Kind, Leak

_DARK = 60
_BOX_WIDTH = 20
_BOX_HEIGHT = 7
"""Points of the smallest box that counts as one: a word of three letters in small print."""

_LETTERED = 0.6
"""Share of a word's place within a dark area from which the area is a heading with light letters."""

_SAYS_SO = regex.compile(
    r"█{2,}|■{3,}|\bredact(?:ed|ion)\b|\[(?:withheld|deleted|removed|sealed)\]|\b(?:sealed|withheld) by\b"
    r"|已(?:删除|刪除|遮盖|遮蓋)|涂黑|塗黑|\bизъято\b|\bвымарано\b|محجوب|\bgeschwärzt\b|\bcaviardé",  # noqa: RUF001 - Cyrillic
    regex.IGNORECASE,
)
"""How documents in some languages say that something was taken out. A hint only: most say nothing."""

_INSIDE = 0.5
"""Share of a word within a mark from which the mark means it."""

_MOST_MARKS = 5_000


def looks_redacted(shown: Colours, scale: float, seen: list[PageWord]) -> bool:
    """Whether the page shows a dark box without letters on it, or says that something was taken out."""
    return _says_so(seen) or _has_box(shown, scale, seen)


def _says_so(seen: list[PageWord]) -> bool:
    return _SAYS_SO.search(" ".join(word.text for word in seen)) is not None


def _has_box(shown: Colours, scale: float, seen: list[PageWord]) -> bool:
    step = max(1, round(scale))
    dark = luminance(shown[::step, ::step]) < _DARK
    for word in seen:  # light letters on a dark heading: no box
        left, top, right, bottom = (max(0, round(side * scale / step)) for side in word.place)
        dark[top : bottom + 1, left : right + 1] = False
    height, width = dark.shape
    across, down = round(_BOX_WIDTH * scale / step), round(_BOX_HEIGHT * scale / step)
    if height <= down or width <= across:
        return False
    solid = cv2.erode(dark.astype(np.uint8), np.ones((down, across), np.uint8), borderValue=0)
    return bool(solid.any())


def unapplied(canvas: Canvas, number: int, words: list[PageWord]) -> Iterator[Leak]:
    """Marks for redaction that are still marks: one leak for each, with the words that it was to remove."""
    for box in _redaction_marks(canvas):
        inside = [word for word in words if overlap(word.box, box) >= _INSIDE]
        found = " ".join(word.text for word in inside)
        says = "A mark for redaction was never applied: what it marks is still there."
        yield Leak(number, box, Kind.UNAPPLIED_REDACTION, found, says, certain=True)


def _redaction_marks(canvas: Canvas) -> Iterator[Box]:
    count = min(pdfium_c.FPDFPage_GetAnnotCount(canvas.page), _MOST_MARKS)
    for index in range(count):
        note = pdfium_c.FPDFPage_GetAnnot(canvas.page, index)
        if not note:
            continue
        try:
            if pdfium_c.FPDFAnnot_GetSubtype(note) == pdfium_c.FPDF_ANNOT_REDACT:
                yield _mark(canvas, note)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(note)


def _mark(canvas: Canvas, note: ctypes.c_void_p) -> Box:
    """Around its quadrilaterals where it has some, else its rectangle."""
    quads = []
    for index in range(pdfium_c.FPDFAnnot_CountAttachmentPoints(note)):
        quad = pdfium_c.FS_QUADPOINTSF()
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(note, index, quad):
            across, down = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            quads.append(canvas.shown(min(across), min(down), max(across), max(down)))
    if quads:
        return union(quads)
    rectangle = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(note, rectangle)
    return canvas.shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
