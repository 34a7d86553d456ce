"""Small pictures of a page that a file carries: made before a redaction, they show what stood there."""

from dataclasses import dataclass

import numpy as np
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise
from PIL import Image

from muniment.redact.leaks.canvas import Box, Canvas, Colours, Grey, luminance
from muniment.redact.leaks.report import Kind, Leak

_LIGHTER = 60
"""Levels by which the thumbnail is lighter than the page where a box was put over what it shows."""

_BOX = 105
"""Lightness of the page, made as small, where a box covers more than half of a pixel: lines of print are lighter."""

_BLANK = 240
_WRITTEN = 205
"""Lightness of the page where it is blank, and of a thumbnail where there is writing."""

_LEAST_PIXELS = 4
"""Pixels that must differ: a word that is gone is some ten wide and one or two high."""

_LEAST_SIDE = 16


@dataclass(frozen=True, slots=True)
class ThumbnailSeen:
    """What a thumbnail shows; ``differs`` where the page does not look like it."""

    leaks: tuple[Leak, ...]
    differs: bool


def thumbnail_leaks(canvas: Canvas, number: int, shown: Colours) -> ThumbnailSeen:
    """Compare the thumbnail of page ``number``, if it has one, with the page."""
    raw = pdfium_c.FPDFPage_GetThumbnailAsBitmap(canvas.page)
    if not raw:
        return ThumbnailSeen((), differs=False)
    held = pypdfium2.PdfBitmap.from_raw(raw)  # frees the bitmap when it goes
    thumbnail = _on_white(held.to_pil())
    box = differing(thumbnail, shown)
    if box is None:
        says = "The file carries a small picture of this page, which looks like the page."
        return ThumbnailSeen((Leak(number, None, Kind.THUMBNAIL, "", says, certain=False),), differs=False)
    width, height = canvas.size
    place = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    says = "A small picture of the page that the file carries shows something else here than the page."
    return ThumbnailSeen((Leak(number, place, Kind.THUMBNAIL, "", says, certain=False),), differs=True)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L").copy()


def differing(small: Image.Image, shown: Colours) -> Box | None:
    """Where a small picture of a page shows what the page does not, as shares of its sides; None where it does not.

    Programs draw thumbnails coarsely: a pixel differs only if none of its neighbours explains it.
    """
    if min(small.size) < _LEAST_SIDE:
        return None
    light = Image.fromarray(luminance(shown).astype(np.uint8))
    page = np.asarray(light.resize(small.size, Image.Resampling.BOX), np.int16)
    thumbnail = np.asarray(small, np.int16)
    if np.median(thumbnail) < _BOX and np.median(page) >= _BLANK:
        return None  # drawn on no paper: nothing dark in it says anything
    boxed = (page <= _BOX) & (_darkest_near(thumbnail) - page >= _LIGHTER)
    emptied = (_darkest_near(page) >= _BLANK) & (thumbnail <= _WRITTEN)
    rows, columns = np.nonzero(boxed | emptied)
    if len(rows) < _LEAST_PIXELS:
        return None
    width, height = small.size
    return (
        float(columns.min() / width),
        float(rows.min() / height),
        float((columns.max() + 1) / width),
        float((rows.max() + 1) / height),
    )


def _darkest_near(pixels: Grey) -> Grey:
    """For each pixel, the darkest of it and its eight neighbours."""
    padded = np.pad(pixels, 1, mode="edge")
    height, width = pixels.shape
    return np.asarray(
        np.min([padded[down : down + height, across : across + width] for down in range(3) for across in range(3)], 0)
    )
