"""The look of a PDF's pages in numbers: their sizes, and the margins around their words."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from statistics import median

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker

from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.formats.pages.pdf import open_pdf
from muniment.read.reader import Document, ReadingStopped

MOST_SIZED_PAGES = 5_000
"""Pages whose size is looked at: an instant's work each."""

MOST_MEASURED_PAGES = 20
"""Pages whose margins are measured: the first ones, spread over no more; each takes some milliseconds."""

MOST_SIZES = 20
"""Different sizes told, the most frequent first."""

_FEWEST_CHARS = 200
"""Characters from which a page counts as full enough for its margins to mean something."""

_MM_PER_POINT = 25.4 / 72
_NAMED = {
    (210, 297): "A4", (297, 210): "A4 across", (148, 210): "A5", (297, 420): "A3", (420, 297): "A3 across",
    (216, 279): "US Letter", (279, 216): "US Letter across", (216, 356): "US Legal", (182, 257): "JIS B5",
    (176, 250): "ISO B5", (184, 260): "16K",
}  # fmt: skip
"""Sizes of paper in whole millimetres, and what they are called."""


def size_in_words(width_mm: float, height_mm: float) -> str:
    """``210 by 297 mm (A4)``; a size within one millimetre of a known one gets its name."""
    width, height = round(width_mm), round(height_mm)
    near = (name for (wide, high), name in _NAMED.items() if abs(wide - width_mm) <= 1 and abs(high - height_mm) <= 1)
    name = next(near, "")
    return f"{width} by {height} mm" + (f" ({name})" if name else "")


def page_sizes(pdf: pikepdf.Pdf) -> Iterator[Seen]:
    """The sizes of the pages, each with how many have it."""
    sizes: Counter[str] = Counter()
    for number, page in enumerate(pdf.pages):
        if number >= MOST_SIZED_PAGES:
            yield Gap(f"sizes of pages after page {MOST_SIZED_PAGES:,} were not looked at")
            break
        left, bottom, right, top = (float(side) for side in page.mediabox)
        unit = float(page.obj.get("/UserUnit", 1)) * _MM_PER_POINT
        width, height = abs(right - left) * unit, abs(top - bottom) * unit
        turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
        sizes[size_in_words(height, width) if turned else size_in_words(width, height)] += 1
    for size, count in sizes.most_common(MOST_SIZES):
        yield Trait(Key.PAGE_SIZE, f"{size} on {count:,} page{'s' if count > 1 else ''}", "page boxes")


def margins(document: Document) -> Iterator[Seen]:
    """The usual margins around the words of the fuller pages; nothing for scans."""
    try:
        with closing(open_pdf(document).pdf) as pdf:
            count = min(len(pdf), MOST_MEASURED_PAGES)
            found = [one for index in range(count) if (one := _around_words(pdf[index])) is not None]
    except (pypdfium2.PdfiumError, ValueError, ReadingStopped) as error:
        yield Gap(f"its margins could not be measured ({type(error).__name__})")
        return
    if found:
        left, top, right = (round(median(side)) for side in list(zip(*found, strict=True)))
        told = f"left {left} mm, right {right} mm, top {top} mm"
        yield Trait(Key.MARGINS, told, f"places of the words on {len(found)} page{'s' if len(found) > 1 else ''}")


def _around_words(page: pypdfium2.PdfPage) -> tuple[float, float, float] | None:
    """Left, top and right margins in millimetres; none for a page with few words. The last line rarely ends a page."""
    words = page.get_textpage()
    if words.count_chars() < _FEWEST_CHARS:
        return None
    width, height = page.get_size()
    boxes = [words.get_rect(index) for index in range(words.count_rects())]
    if not boxes:
        return None
    left, right, top = min(b[0] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return left * _MM_PER_POINT, (height - top) * _MM_PER_POINT, (width - right) * _MM_PER_POINT
