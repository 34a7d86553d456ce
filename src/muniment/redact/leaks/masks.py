"""Pictures of which a mask keeps parts from being seen (ISO 32000-2, 8.9.6 and 11.6.5.2)."""

from collections.abc import Iterator

import cv2
import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Name, Stream

from muniment.redact.leaks.canvas import Grey, Mask

_HIDDEN = 26
"""Opacity (of 255) below which nobody sees a pixel."""

_LETTERS_ACROSS = 20
"""Letters across a picture at the largest: headings of a page have some thirty."""

_LEAST_LETTER = 5
"""Pixels of the lowest letter that can be read."""

_LEAST_LETTERS = 4
_MOST_PARTS = 20_000
_INK = 110
_PAPER = 190
_MOST_PIXELS = 60_000_000


def sizes_of_cut_out(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """Width and height in pixels of each picture whose mask hides what looks like print."""
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Subtype") == Name.Image:
            mask = item.get("/SMask", item.get("/Mask"))
            if isinstance(mask, Stream) and _hides_print(item, mask):
                yield int(item.get("/Width", 0)), int(item.get("/Height", 0))


def _hides_print(picture: pikepdf.Stream, mask: pikepdf.Stream) -> bool:
    pixels, opacity = _grey(picture), _grey(mask)
    if pixels is None or opacity is None:
        return False
    if mask.get("/ImageMask"):
        opacity = 255 - opacity  # of a stencil, ones are not painted
    size = pixels.shape[1], pixels.shape[0]
    seen = cv2.resize((opacity >= _HIDDEN).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    # colours that a mask cuts letters out of end at its edge; print that it hides stands by itself
    hidden = cv2.dilate(seen, np.ones((5, 5), np.uint8)) == 0
    if not hidden.any() or np.median(pixels[hidden]) < _PAPER:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(((pixels < _INK) & (seen == 0)).astype(np.uint8))
    largest = max(_LEAST_LETTER, pixels.shape[1] // _LETTERS_ACROSS)
    return sum(_is_letter(stats[at], hidden, largest) for at in range(1, min(count, _MOST_PARTS))) >= _LEAST_LETTERS


def _is_letter(part: NDArray[np.int32], hidden: Mask, largest: int) -> bool:
    """Whether a dark part of a picture is as large as a letter, and nothing of it is near to what is seen."""
    left, top, width, height, _ = part
    if not (_LEAST_LETTER <= height <= largest and 0 < width <= largest):
        return False
    return bool(hidden[top : top + height, left : left + width].all())


def _grey(stream: pikepdf.Stream) -> Grey | None:
    """The pixels that a picture holds, 0 to 255; None where it is too large or packed in a way nobody here unpacks."""
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > _MOST_PIXELS:
        return None
    try:
        with pikepdf.PdfImage(stream).as_pil_image() as picture:
            return np.asarray(picture.convert("L"), np.int16)
    except (
        pikepdf.PdfError,
        pikepdf.exceptions.PikepdfError,
        ValueError,
        TypeError,
        NotImplementedError,
        OSError,
        RuntimeError,
    ):
        return None
