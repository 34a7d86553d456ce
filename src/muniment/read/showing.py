"""Showing a page to a person: its picture in colour, and where its words stand on it."""

import math
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from PIL import Image

from muniment.read.formats.pages.pdf import open_pdf
from muniment.read.formats.pages.pdfplaces import pdf_places
from muniment.read.formats.pages.pictures import PICTURE_TYPES, as_picture, draw_frame
from muniment.read.reader import Damaged, Document, PageFound, Picture, Unsupported

_FRAME_INCHES = 12
"""Inches that the longer side of a picture stands for when its decoder is told how fine to be; more is then reduced."""

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
    with closing(open_pdf(document).pdf) as pdf:
        if not 1 <= number <= len(pdf):
            raise Damaged(f"the document has no page {number} that could be drawn")
        try:
            page = pdf[number - 1]
            width, height = (max(1.0, length) for length in page.get_size())
            scale = min(side / max(width, height), math.sqrt(document.limits.render_pixels / (width * height)))
            bitmap = page.render(scale=scale, may_draw_forms=True)
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise Damaged(f"page {number} cannot be drawn") from error
        try:
            return as_picture(bitmap.to_pil())
        finally:
            bitmap.close()


def _reduced(picture: Picture, side: int) -> Picture:
    if max(picture.width, picture.height) <= side:
        return picture
    image = Image.frombytes(_MODES[picture.channels], (picture.width, picture.height), picture.pixels)
    image.thumbnail((side, side), Image.Resampling.BOX, reducing_gap=2.0)
    return as_picture(image)
