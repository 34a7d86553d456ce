"""Drawing one page of a document as pixels, for recognition and for showing it."""

import math
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise

from muniment.read.formats.pages.pdf import held_pdf
from muniment.read.formats.pages.pdftext import bounds_on_page
from muniment.read.formats.pages.pictures import PICTURE_TYPES, draw_frame
from muniment.read.reader import Damaged, Document, Picture, Unsupported

_POINTS_PER_INCH = 72

_LONG_SIDE = 1_800
"""Pixels along the longer side up to which a scan on a page that claims to be tiny is drawn finer: A4 at 150 dpi."""

_FORM_DEPTH = 4


def render(document: Document, page_number: int, dpi: int) -> Picture:
    """Page ``page_number`` (from 1) of a PDF or a picture as pixels; coarser than ``dpi`` where a limit says so.

    Raises ``ReadingStopped``.
    """
    if document.media_type == "application/pdf":
        return _render_pdf(document, page_number, dpi)
    if document.media_type in PICTURE_TYPES:
        return draw_frame(document, page_number, dpi)
    raise Unsupported("pages of this kind of file cannot be drawn")


def _render_pdf(document: Document, page_number: int, dpi: int) -> Picture:
    pdf = held_pdf(document)
    if not 1 <= page_number <= len(pdf):
        raise Damaged(f"the document has no page {page_number} that could be drawn")
    try:
        with closing(pdf[page_number - 1]) as page:
            scale = _scale(page, dpi, document.limits.render_pixels)
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Damaged(f"page {page_number} cannot be drawn") from error
    return _as_picture(bitmap)


def _scale(page: pypdfium2.PdfPage, dpi: int, most_pixels: int) -> float:
    """Pixels per point: as asked for, finer for a scan on a tiny page, coarser for an enormous one."""
    width, height = (max(1.0, side) for side in page.get_size())
    scale = dpi / _POINTS_PER_INCH
    if max(width, height) * scale < _LONG_SIDE:
        scale = max(scale, min(_scan_scale(page), _LONG_SIDE / max(width, height)))
    return min(scale, math.sqrt(most_pixels / (width * height)))


def _scan_scale(page: pypdfium2.PdfPage) -> float:
    """The finest resolution of the pictures on the page, in pixels per point; 0 without any."""
    finest = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        left, _, right, _ = bounds_on_page(item)
        if right > left:
            finest = max(finest, item.get_px_size()[0] / (right - left))
    return finest


def _as_picture(bitmap: pypdfium2.PdfBitmap) -> Picture:
    try:
        image = bitmap.to_pil().convert("L")
        return Picture(image.width, image.height, 1, image.tobytes())
    finally:
        bitmap.close()
