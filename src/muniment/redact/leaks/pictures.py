"""Pictures that hold more than the page shows of them: below boxes, outside what is shown, made coarse."""

import ctypes
from collections.abc import Iterable, Iterator

import numpy as np
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # the library has no type marker

from muniment.redact.leaks.canvas import (
    PATH,
    PICTURE,
    SHADING,
    Box,
    Canvas,
    Colours,
    Grey,
    Item,
    emptied,
    luminance,
    overlap,
    union,
)
from muniment.redact.leaks.glyphs import PageWord
from muniment.redact.leaks.report import Kind, Leak

_COVERING = frozenset({PATH, PICTURE, SHADING})
_COVER_WIDTH, _COVER_HEIGHT = 8.0, 5.0
"""Points of the smallest cover that can hide a word."""

_COVER_SHARE = 0.6
"""Share of a picture above which what lies on it is another picture of the same page, not a box on it."""

_STRIP_SHARE, _ON_STRIPS = 0.1, 0.95
"""Share of a box that lies on one strip of a scan, and on all strips together, where it lies across their seam."""

_MOST = 0.5
"""Share of a box from which it counts as lying in another."""

_MOST_PICTURES = 30
_MOST_COVERS = 400
"""What is looked at on one page: the largest pictures, each drawn once, and what lies on them."""

_INK_SPREAD = 12.0
"""Standard deviation of lightness from which a place holds writing or a drawing."""

_SHOWN_SPREAD = 8.0
_SHOWN_LIKENESS = 0.4
"""Correlation with what lies below from which the cover lets it be seen."""

_PAPER = 170
"""Lightness from which a picture's ground is paper, on which a cover means a redaction whatever stands on it."""

_VEIL = 90
"""Levels by which paper is darker below a veil; marker pens darken it less."""

_FADED = 0.45
"""Share of the contrast of print that a white veil leaves."""

_DARK = 100
_FULL = 0.65
"""Share of dark pixels from which the picture itself has a box there: writing fills less than half of its place."""

_LINE_SEGMENTS = 40
"""Lines and curves of one shape from which it may be several letters: a letter has 4 to 30."""

_OUTLINES = 3
"""Small shapes below a box from which they are letters drawn as shapes."""

_NOT_COVERS = frozenset(
    {
        pdfium_c.FPDF_ANNOT_LINK,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_STRIKEOUT,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_WIDGET,
        pdfium_c.FPDF_ANNOT_POPUP,
        pdfium_c.FPDF_ANNOT_REDACT,
    }
)


def picture_leaks(canvas: Canvas, number: int, seen: list[PageWord], shown: Colours) -> Iterator[Leak]:
    """Pictures, and letters drawn as shapes, that are whole below boxes and annotations."""
    annotated = _annotations(canvas)
    pictures = sorted((item for item in canvas.items if item.kind == PICTURE), key=lambda item: -item.area)
    told: list[Box] = []
    for picture in pictures[:_MOST_PICTURES]:
        boxes = [item.box for item in _covers(canvas, picture)] + annotated
        boxes = [box for box in boxes if _lies_on(box, picture, pictures) and not _is_mostly_in(box, told)]
        if not boxes:
            continue
        below = canvas.draw(
            lambda item, last=picture.order: item.kind == PICTURE and item.order <= last,  # type: ignore[misc] # bound at once
            annotations=False,
        )
        for box in boxes[:_MOST_COVERS]:
            if not _is_mostly_in(box, told) and _is_hidden(canvas, box, shown, below, seen):
                told.append(box)
                says = "A picture is whole below what lies over this part of it."
                yield Leak(number, box, Kind.PICTURE_UNDER_BOX, "", says, certain=True)
    yield from _replaced(canvas, number, pictures[:_MOST_PICTURES], shown)
    yield from _outlined(canvas, number, seen, shown)


def _replaced(canvas: Canvas, number: int, pictures: list[Item], shown: Colours) -> Iterator[Leak]:
    """Scans below another picture of the same page, on which something is gone."""
    for picture in pictures:
        later = [
            item for item in pictures if item.order > picture.order and overlap(picture.box, item.box) > _COVER_SHARE
        ]
        if not later:
            continue
        below = canvas.draw(lambda item, own=picture.order: item.order == own, annotations=False)  # type: ignore[misc] # bound
        left, top, right, bottom = canvas.pixels(picture.box, shown.shape)
        under = luminance(below[top:bottom, left:right])
        if under.size == 0 or not _is_paper(under):
            continue
        box = emptied(under, luminance(shown[top:bottom, left:right]), canvas.scale)
        if box is not None:
            place = box[0] + picture.box[0], box[1] + picture.box[1], box[2] + picture.box[0], box[3] + picture.box[1]
            says = "Another picture lies below the one that is shown, and has something here that this one lacks."
            yield Leak(number, place, Kind.PICTURE_UNDER_BOX, "", says, certain=False)


def _covers(canvas: Canvas, picture: Item) -> list[Item]:
    later = canvas.items[picture.order + 1 :]
    return [item for item in later if item.kind in _COVERING and not _is_see_through(item)]


def _is_see_through(item: Item) -> bool:
    """Whether a path has no inside: only its outline is painted, or it only cuts off what follows."""
    if item.kind != PATH:
        return False
    return item.width < _COVER_WIDTH or item.height < _COVER_HEIGHT


def _lies_on(box: Box, picture: Item, pictures: list[Item]) -> bool:
    """Whether a box lies on a picture: with most of itself, or across the seam between this strip of a scan and others.

    Only the last strip at the seam counts, below which all of them are drawn.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    if width < _COVER_WIDTH or height < _COVER_HEIGHT or width * height > _COVER_SHARE * picture.area:
        return False
    if (share := overlap(box, picture.box)) >= _COVER_SHARE:
        return True
    earlier = sum(overlap(box, other.box) for other in pictures if other.order < picture.order)
    return share >= _STRIP_SHARE and share + earlier >= _ON_STRIPS


def _is_hidden(canvas: Canvas, box: Box, shown: Colours, below: Colours, seen: list[PageWord]) -> bool:
    """Whether something stands below the box that is not seen through it."""
    left, top, right, bottom = _core(canvas.pixels(box, shown.shape))
    over, under = luminance(shown[top:bottom, left:right]), luminance(below[top:bottom, left:right])
    if under.size == 0 or under.std() < _INK_SPREAD or (under < _DARK).mean() > _FULL:
        return False
    if over.std() < _SHOWN_SPREAD:
        return not _holds_words(box, seen) or _is_paper(under)
    return _is_paper(under) and (_likeness(over, under) < _SHOWN_LIKENESS or _is_veiled(over, under))


def _is_veiled(over: Grey, under: Grey) -> bool:
    """Whether what lies below shines through something that darkens the paper, or fades the print."""
    darker = float(np.percentile(under, 90) - np.percentile(over, 90))
    return darker >= _VEIL or over.std() <= _FADED * under.std()


def _is_paper(pixels: Grey) -> bool:
    """Whether a picture's ground is paper: what lies on it hides writing, whatever stands on it in turn."""
    return float(np.median(pixels)) >= _PAPER


def _core(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The inner part of a box: corners of round shapes and soft edges show what they do not cover."""
    left, top, right, bottom = box
    across, down = (right - left) // 10, (bottom - top) // 10
    return left + across, top + down, right - across, bottom - down


def _likeness(one: Grey, other: Grey) -> float:
    flat, same = one.astype(np.float64).ravel(), other.astype(np.float64).ravel()
    flat, same = flat - flat.mean(), same - same.mean()
    size = float(np.sqrt((flat**2).sum() * (same**2).sum()))
    return float((flat * same).sum() / size) if size else 0.0


def _annotations(canvas: Canvas) -> list[Box]:
    boxes = []
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(canvas.page), _MOST_COVERS)):
        note = pdfium_c.FPDFPage_GetAnnot(canvas.page, index)
        if not note:
            continue
        rectangle = pdfium_c.FS_RECTF()
        if pdfium_c.FPDFAnnot_GetSubtype(note) not in _NOT_COVERS and pdfium_c.FPDFAnnot_GetRect(note, rectangle):
            boxes.append(canvas.shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        pdfium_c.FPDFPage_CloseAnnot(note)
    return boxes


def _outlined(canvas: Canvas, number: int, seen: list[PageWord], shown: Colours) -> Iterator[Leak]:
    """Letters that were turned into shapes, below a box."""
    paths = [item for item in canvas.items if item.kind == PATH]
    boxes = [item for item in paths if item.width >= 2 * _COVER_WIDTH and item.height >= _COVER_HEIGHT]
    for cover in boxes[-_MOST_COVERS:]:
        inside = [item for item in paths if item.order < cover.order and _is_letter(item, cover)]
        lines = [item for item in paths if item.order < cover.order and _is_line_of_letters(item, cover)]
        if (len(inside) < _OUTLINES and not lines) or _holds_words(cover.box, seen):
            continue
        below = canvas.draw(lambda item, last=cover.order: item.order < last, annotations=False)  # type: ignore[misc] # bound at once
        box = union([_part_in(item.box, cover.box) for item in (*inside, *lines)])
        if _is_hidden(canvas, box, shown, below, seen):
            says = "Shapes that may be letters stand below a box."
            yield Leak(number, box, Kind.PICTURE_UNDER_BOX, "", says, certain=False)


def _is_mostly_in(box: Box, others: Iterable[Box]) -> bool:
    return any(overlap(box, one) > _MOST for one in others)


def _holds_words(box: Box, seen: Iterable[PageWord]) -> bool:
    """Whether words that are seen stand in the box."""
    return any(overlap(word.box, box) > _MOST for word in seen)


def _is_letter(item: Item, cover: Item) -> bool:
    is_small = 1.0 < item.height < cover.height and 0.5 < item.width < 3 * cover.height  # noqa: PLR2004 - points
    return is_small and overlap(item.box, cover.box) > 0.9  # noqa: PLR2004 - all but rounding


def _is_line_of_letters(item: Item, cover: Item) -> bool:
    """Whether a path may be a word or line drawn at once, and stands below the cover with a word of it or with all."""
    if not item.height < cover.height:
        return False
    part = _part_in(item.box, cover.box)
    is_whole = overlap(item.box, cover.box) > 0.9  # noqa: PLR2004 - all but rounding
    is_word = part[3] - part[1] > 0.9 * item.height and part[2] - part[0] >= 2 * _COVER_WIDTH
    if not (is_whole or (is_word and _is_only_filled(item))):
        return False
    return bool(pdfium_c.FPDFPath_CountSegments(item.raw) >= _LINE_SEGMENTS)


def _is_only_filled(item: Item) -> bool:
    """Whether a path is filled and has no line around it, as letters have none; curves of charts are lines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium_c.FPDFPath_GetDrawMode(item.raw, fill, stroke) and fill.value and not stroke.value)


def _part_in(box: Box, cover: Box) -> Box:
    """The part of a box that lies in another, of which it has one."""
    return max(box[0], cover[0]), max(box[1], cover[1]), min(box[2], cover[2]), min(box[3], cover[3])
