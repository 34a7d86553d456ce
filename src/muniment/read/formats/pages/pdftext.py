"""The text of one PDF page in logical order, and whether its picture should be recognised as well."""

import ctypes
import math
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise

from muniment.read.garbled import looks_garbled

_LINE_END_HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line, in place of the hyphen and the line break."""

_LOST = "\ufffe"
"""The same in PDFium's UTF-16 text."""

_LEAST_GAP = 0.09
"""Gap between two letters, as a share of the line height, that shows a space; kerning ends at 0.06."""

_LARGE_PICTURE = 1 / 3
"""Share of the page from which a picture may hold words that matter: a letterhead or a photo covers less."""

_BLANK_SCALE = 1.0
"""Pixels per point when a page without text is looked at: enough for the smallest print to leave a trace."""

_BLANK_CONTRAST = 12
"""Grey levels (of 255) between the darkest and the lightest pixel below which a page counts as blank."""

_BLANK_PIXELS = 4_000_000
"""Pixels rendered to see whether a page is blank; larger pages are shrunk to this."""

_MOST_UNMAPPED = 0.3
"""Share of characters that PDFium could not map to Unicode above which the text is not believed."""

_MOST_SIGNS = 0.6
"""Share of signs among the visible characters above which letters must have been mistaken for signs."""

_LEADERS = frozenset(".…-_=*|·•")
"""Signs that fill honest pages: dot leaders, rules, bullets."""

_RTL = frozenset({"R", "AL"})
_MARKS = frozenset({"NSM"})

_CONTAINERS = 6
"""Nesting of form objects that is looked into for pictures."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page and why its picture should be recognised ("" if it need not be)."""

    text: str
    wants_ocr: str


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character as PDFium placed it; ``left`` and ``right`` are its advance edges in points."""

    char: str
    x: float
    y: float
    left: float
    right: float
    height: float
    is_made_up: bool
    index: int

    @property
    def place(self) -> tuple[float, float]:
        return self.x, self.y


def page_text(page: pypdfium2.PdfPage) -> PageText:
    """The text of ``page`` in logical order, and whether to recognise its picture."""
    textpage = page.get_textpage()
    try:
        text = _plain_text(textpage)
        if any(unicodedata.bidirectional(char) in _RTL for char in set(text)):
            text = _right_to_left_text(textpage)
        return PageText(text, _wants_ocr(page, textpage, text))
    finally:
        textpage.close()


def _plain_text(textpage: pypdfium2.PdfTextPage) -> str:
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars() or _LOST in text:
        # The quick call knows nothing beyond U+FFFF, where rare Chinese names live; ask for each character.
        text = "".join(_chr(pdfium_c.FPDFText_GetUnicode(textpage, i)) for i in range(textpage.count_chars()))
    return _as_lines(text)


def _as_lines(text: str) -> str:
    """The text with its halved characters joined and each line ended by a line feed."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace(_LINE_END_HYPHEN, "-\n").replace("\r\n", "\n")


def _chr(code: int) -> str:
    """The character of ``code``, which may be half of one; U+FFFD where it stands for none."""
    return chr(code) if 0 < code <= sys.maxunicode else "\ufffd"


def _glyphs(textpage: pypdfium2.PdfTextPage) -> list[_Glyph]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium_c.FS_RECTF()
    glyphs = []
    for i in range(textpage.count_chars()):
        char = _chr(pdfium_c.FPDFText_GetUnicode(textpage, i))
        made_up = pdfium_c.FPDFText_IsGenerated(textpage, i) == 1
        pdfium_c.FPDFText_GetCharOrigin(textpage, i, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(textpage, i, box)
        glyphs.append(_Glyph(char, x.value, y.value, box.left, box.right, abs(box.top - box.bottom), made_up, i))
    return glyphs


def _right_to_left_text(textpage: pypdfium2.PdfTextPage) -> str:
    return _as_lines("\n".join("".join(char for char, _ in line) for line in _mended_lines(textpage)))


def _mended_lines(textpage: pypdfium2.PdfTextPage) -> list[list[tuple[str, int]]]:
    """The lines of a page in logical order: each character with its number in PDFium's order, -1 for our spaces."""
    lines: list[list[_Glyph]] = [[]]
    for glyph in _glyphs(textpage):
        if glyph.char == "\n":
            lines.append([])
        elif glyph.char != "\r":
            lines[-1].append(glyph)
    return [_mend_line(line) for line in lines]


def characters(textpage: pypdfium2.PdfTextPage, text: str) -> list[tuple[str, int]]:
    """The pieces that ``text``, which ``page_text`` gave, is put together from: each with its number in PDFium's order.

    A number of -1 marks what PDFium does not place. The pieces' letters, joined, are ``text``.
    """
    if any(unicodedata.bidirectional(char) in _RTL for char in text):
        lines = _mended_lines(textpage)
        raw = [piece for line in lines for piece in [*line, ("\n", -1)]][:-1]
    else:
        count = textpage.count_chars()
        raw = [(_chr(pdfium_c.FPDFText_GetUnicode(textpage, index)), index) for index in range(count)]
    return _as_pieces(raw)


def _as_pieces(raw: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """What ``_as_lines`` does, done to single characters."""
    pieces: list[tuple[str, int]] = []
    for (char, index), (after, _) in zip(raw, [*raw[1:], ("", -1)], strict=False):
        if "\udc00" <= char <= "\udfff" and pieces and "\ud800" <= pieces[-1][0] <= "\udbff":
            pieces[-1] = (_as_lines(pieces[-1][0] + char), pieces[-1][1])
        elif not (char == "\r" and after == "\n"):
            pieces.append((char.replace(_LINE_END_HYPHEN, "-\n"), index))
    return [(piece if not "\ud800" <= piece <= "\udfff" else "\ufffd", index) for piece, index in pieces]


def _mend_line(line: list[_Glyph]) -> list[tuple[str, int]]:
    """The line in logical order: ligatures turned round, words told apart, runs against the page's order reversed."""
    mended: list[_Glyph] = []
    for run in _runs(line):
        mended.extend(_mend_run(run) if _is_rtl(run[0]) else run)
    return _with_spaces(mended)


def _runs(line: list[_Glyph]) -> list[list[_Glyph]]:
    """Cut a line into stretches of right-to-left letters (with their marks and inner spaces) and of anything else."""
    runs: list[list[_Glyph]] = []
    for glyph in line:
        joins = bool(runs) and (_is_rtl(glyph) == _is_rtl(runs[-1][0]) or (_is_rtl(runs[-1][0]) and _is_neutral(glyph)))
        if joins:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _is_rtl(glyph: _Glyph) -> bool:
    return unicodedata.bidirectional(glyph.char) in _RTL


def _is_neutral(glyph: _Glyph) -> bool:
    return unicodedata.bidirectional(glyph.char) in _MARKS or glyph.char == " "


def _mend_run(run: list[_Glyph]) -> list[_Glyph]:
    clusters: list[list[_Glyph]] = []
    for glyph in run:
        if clusters and not glyph.is_made_up and glyph.place == clusters[-1][0].place and glyph.char != " ":
            clusters[-1].append(glyph)
        else:
            clusters.append([glyph])
    # One sign for several letters (a ligature) is given backwards by PDFium.
    clusters = [cluster[::-1] if _is_rtl(cluster[-1]) else cluster for cluster in clusters]
    if _runs_rightwards(clusters):
        clusters.reverse()
    return [glyph for cluster in clusters for glyph in cluster]


def _runs_rightwards(clusters: list[list[_Glyph]]) -> bool:
    """Whether the letters were given in the order they are seen from the left, which is backwards."""
    xs = [cluster[0].x for cluster in clusters if _is_rtl(cluster[0])]
    steps = [after - before for before, after in pairwise(xs)]
    return sum(step > 0 for step in steps) > sum(step < 0 for step in steps)


def _with_spaces(line: list[_Glyph]) -> list[tuple[str, int]]:
    text: list[tuple[str, int]] = []
    for before, after in zip([None, *line], line, strict=False):
        if before is not None and _stand_apart(before, after):
            text.append((" ", -1))
        text.append((after.char, after.index))
    return text


def _stand_apart(before: _Glyph, after: _Glyph) -> bool:
    if before.is_made_up or after.is_made_up or before.char == " " or after.char == " ":
        return False
    if not (_is_rtl(before) or _is_rtl(after)) or before.place == after.place:
        return False
    gap = max(before.left - after.right, after.left - before.right)
    return math.isfinite(gap) and gap > _LEAST_GAP * max(before.height, after.height, 1.0)


def _wants_ocr(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, text: str) -> str:
    if not text.strip():
        # a picture takes as long to draw as most pages take to read: whoever recognises it sees whether it is blank
        return "no text on this page" if _has_picture(page) or not _is_blank(page) else ""
    if looks_garbled(text) or _looks_unmapped(textpage, text):
        return "its text is garbled"
    if "\ufffd" in text:
        return "some of its characters cannot be told"
    if _picture_share(page) > _LARGE_PICTURE:
        return "a large picture stands beside the text"
    return ""


def _looks_unmapped(textpage: pypdfium2.PdfTextPage, text: str) -> bool:
    """Whether the letters' codes were taken for characters: too many unmapped ones, or signs where words should be."""
    count = textpage.count_chars()
    errors = sum(pdfium_c.FPDFText_HasUnicodeMapError(textpage, i) == 1 for i in range(min(count, 500)))
    if errors > _MOST_UNMAPPED * min(count, 500):
        return True
    letters = {char: n for char, n in Counter(text).items() if not char.isspace() and char not in _LEADERS}
    signs = sum(n for char, n in letters.items() if unicodedata.category(char)[0] in "PS")
    return signs > _MOST_SIGNS * sum(letters.values())


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    """Whether nothing can be seen on the page."""
    width, height = page.get_size()
    scale = min(_BLANK_SCALE, math.sqrt(_BLANK_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        darkest, lightest = bitmap.to_pil().getextrema()
        return bool(lightest - darkest < _BLANK_CONTRAST)
    finally:
        bitmap.close()


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_CONTAINERS))


def _picture_share(page: pypdfium2.PdfPage) -> float:
    """The share of the page that its pictures cover, 0 to 1; overlaps count twice."""
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    page_area: float = max((page_right - page_left) * (page_top - page_bottom), 1.0)
    covered = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_CONTAINERS):
        left, bottom, right, top = bounds_on_page(item)
        across = min(right, page_right) - max(left, page_left)
        covered += max(0.0, across) * max(0.0, min(top, page_top) - max(bottom, page_bottom))
    return min(1.0, covered / page_area)


def bounds_on_page(item: Any) -> tuple[float, float, float, float]:
    """Where an object stands on the page, through the forms it is nested in: left, bottom, right, top."""
    left, bottom, right, top = item.get_bounds()
    container = item.container
    while container is not None:
        left, bottom, right, top = container.get_matrix().on_rect(left, bottom, right, top)
        container = container.container
    return left, bottom, right, top
