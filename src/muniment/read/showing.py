"""Showing a page to a person: its picture in colour, and where its words stand on it."""

import math
from contextlib import closing

import numpy as np
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise
from PIL import Image

from muniment.read.formats.pages.pdf import held_pdf
from muniment.read.formats.pages.pdfplaces import pdf_places
from muniment.read.formats.pages.pictures import PICTURE_TYPES, as_picture, draw_frame
from muniment.read.reader import Damaged, Document, PageFound, Picture, Unsupported

_FRAME_INCHES = 12
"""Inches that the longer side of a picture stands for when its decoder is told how fine to be; more is then reduced."""

_ROWS = 32
"""Rows looked at together: few enough to stay in the processor's cache."""

_ONE_BYTE, _LOW_BYTE, _TWO_BYTES = (np.uint32(value) for value in (8, 0xFF, 0xFFFF))

_MODES = {1: "L", 3: "RGB"}


def show(document: Document, number: int, side: int) -> Picture:
    """Page ``number`` (from 1) in colour, its longer side ``side`` pixels, a small picture's fewer.

    Raises ``ReadingStopped``.
    """
    if document.media_type == "application/pdf":
        return _show_pdf(document, number, side)
    if document.media_type in PICTURE_TYPES:
        return _reduced(draw_frame(document, number, math.ceil(side / _FRAME_INCHES)), side)
    raise Unsupported("pages of this kind of file cannot be drawn")


def places(document: Document, number: int) -> PageFound:
    """The text of page ``number`` (from 1) with the places of its words. Raises ``ReadingStopped``."""
    if document.media_type == "application/pdf":
        return pdf_places(document, number)
    raise Unsupported("files of this kind do not say where their words stand")


def _show_pdf(document: Document, number: int, side: int) -> Picture:
    pdf = held_pdf(document)
    if not 1 <= number <= len(pdf):
        raise Damaged(f"the document has no page {number} that could be drawn")
    try:
        with closing(pdf[number - 1]) as page:
            width, height = (max(1.0, length) for length in page.get_size())
            scale = min(side / max(width, height), math.sqrt(document.limits.render_pixels / (width * height)))
            bitmap = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=True)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Damaged(f"page {number} cannot be drawn") from error
    with closing(bitmap):
        grey = _without_colour(bitmap)
        return _in_colour(bitmap) if grey is None else grey


def _without_colour(bitmap: pypdfium2.PdfBitmap) -> Picture | None:
    """The same picture in grey if every pixel of it is, as in scans in grey and black print: a third of the bytes."""
    if bitmap.format != pdfium_c.FPDFBitmap_BGRx:
        return None
    colours = np.frombuffer(bitmap.buffer, np.uint32).reshape(bitmap.height, bitmap.stride // 4)[:, : bitmap.width]
    grey = np.empty(colours.shape, np.uint8)
    spread = np.empty((_ROWS, bitmap.width), np.uint32)
    for top in range(0, bitmap.height, _ROWS):
        rows = colours[top : top + _ROWS]
        differs = spread[: len(rows)]
        np.right_shift(rows, _ONE_BYTE, out=differs)
        np.bitwise_xor(differs, rows, out=differs)  # each colour against the one before it
        np.bitwise_and(differs, _TWO_BYTES, out=differs)
        if differs.any():
            return None
        grey[top : top + _ROWS] = rows & _LOW_BYTE
    return Picture(bitmap.width, bitmap.height, 1, grey.tobytes())


def _in_colour(bitmap: pypdfium2.PdfBitmap) -> Picture:
    if bitmap.format != pdfium_c.FPDFBitmap_BGRx:
        return as_picture(bitmap.to_pil())
    size = bitmap.width, bitmap.height
    image = Image.frombuffer("RGB", size, bitmap.buffer, "raw", "BGRX", bitmap.stride, 1)
    return Picture(*size, 3, image.tobytes())


def _reduced(picture: Picture, side: int) -> Picture:
    if max(picture.width, picture.height) <= side:
        return picture
    image = Image.frombytes(_MODES[picture.channels], (picture.width, picture.height), picture.pixels)
    image.thumbnail((side, side), Image.Resampling.BOX, reducing_gap=2.0)
    return as_picture(image)
