"""Where the words of a PDF page stand, counted in the text that the reader gave for it."""

import ctypes
from collections.abc import Iterator
from contextlib import closing

import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise
import regex

from muniment.model import Word
from muniment.read.formats.pages.pdf import held_pdf
from muniment.read.formats.pages.pdftext import characters, page_text
from muniment.read.reader import Damaged, Document, PageFound

_UNITS = 100_000
"""Device units across the page when PDFium turns points of the page, however rotated, into shares of what is seen."""

_STANDS_ALONE = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{P}]"
)
"""Characters with a box of their own: scripts without spaces would else make a line one word."""

_SAME_LINE = 0.5
"""Share of their height that neighbouring characters of one word overlap at least."""

Box = tuple[float, float, float, float]
_Placed = tuple[int, int, str, Box]


def pdf_places(document: Document, number: int) -> PageFound:
    """The text of page ``number`` (from 1) with the places of its words. Raises ``ReadingStopped``."""
    pdf = held_pdf(document)
    if not 1 <= number <= len(pdf):
        raise Damaged(f"the document has no page {number} whose words could be placed")
    try:
        with closing(pdf[number - 1]) as page:
            text = page_text(page).text
            return PageFound(number, text, words=tuple(_words(page, text)))
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise Damaged(f"the words of page {number} cannot be placed") from error


def _words(page: pypdfium2.PdfPage, text: str) -> Iterator[Word]:
    with closing(page.get_textpage()) as textpage:
        pieces = characters(textpage, text)
        if "".join(piece for piece, _ in pieces) != text:
            raise ValueError("the characters do not add up to the text")
        group: list[_Placed] = []
        for one in _placed(page, textpage, pieces):
            if group and not _belongs(group[-1], one):
                yield _word(group)
                group = []
            group.append(one)
        if group:
            yield _word(group)


def _placed(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, pieces: list[tuple[str, int]]
) -> Iterator[_Placed]:
    """Each visible character with its place in the text and its box."""
    at = 0
    for piece, index in pieces:
        start, at = at, at + len(piece)
        if index >= 0 and not piece.isspace() and (box := _box(page, textpage, index)) is not None:
            yield start, start + len(piece.rstrip("\n")), piece, box


def _box(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, index: int) -> Box | None:
    """The box of a character as shares of the page as it is seen; None where it has none, or lies off the page."""
    rectangle = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(textpage, index, rectangle):
        return None
    corners = [_seen(page, rectangle.left, rectangle.bottom), _seen(page, rectangle.right, rectangle.top)]
    (left, right), (top, bottom) = (
        sorted(min(1.0, max(0.0, side)) for side in sides) for sides in zip(*corners, strict=True)
    )
    return (left, top, right, bottom) if right > left and bottom > top else None


def _seen(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, _UNITS, _UNITS, 0, x, y, across, down)
    return across.value / _UNITS, down.value / _UNITS


def _belongs(before: _Placed, after: _Placed) -> bool:
    if before[1] != after[0] or _STANDS_ALONE.match(before[2]) or _STANDS_ALONE.match(after[2]):
        return False
    (left, top, right, bottom), (next_left, next_top, next_right, next_bottom) = before[3], after[3]
    down = min(bottom, next_bottom) - max(top, next_top)
    across = min(right, next_right) - max(left, next_left)  # on pages that lie on their side
    return down > _SAME_LINE * min(bottom - top, next_bottom - next_top) or across > _SAME_LINE * min(
        right - left, next_right - next_left
    )


def _word(group: list[_Placed]) -> Word:
    boxes = [one[3] for one in group]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Word(group[0][0], group[-1][1], box, 1.0)
