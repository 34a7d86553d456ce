"""What every printed document of the example shares: fonts, paper, margins, the banner."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.lib.units import mm  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.platypus import (  # type: ignore[import-untyped]  # reportlab carries no types
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
)

from muniment.demo.texts import font_bytes

REGULAR = "MunimentDemoSerif"
BOLD = "MunimentDemoSerif-Bold"

PAPER_WIDTH, PAPER_HEIGHT = A4
MARGIN_LEFT, MARGIN_TOP, MARGIN_BOTTOM = 28 * mm, 34 * mm, 32 * mm
TEXT_WIDTH = 448
"""Points: 28 characters of 16 points, as the standard for official documents has it."""

_LIBRARYS_DAY = b"D:20000101"
"""The day that the library writes wherever a file is to have the same bytes each time."""

BANNER_SIZE = 8
BANNER_GREY = 0.45


@cache
def register_fonts() -> None:
    """Make the demo's Chinese fonts known to the PDF writer."""
    for name, file in ((REGULAR, "DemoSerif-Regular.ttf"), (BOLD, "DemoSerif-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(font_bytes(file))))


def printed(
    story: Sequence[Flowable],
    decorate: Callable[[Canvas], None],
    *,
    title: str,
    author: str,
    written: date,
    top: float = MARGIN_TOP,
    bottom: float = MARGIN_BOTTOM,
) -> bytes:
    """A PDF of the story, each page decorated, with the day on which it was ``written``; the same bytes each time."""
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title=title, author=author, invariant=1, pageCompression=1)
    frame = Frame(
        MARGIN_LEFT,
        bottom,
        TEXT_WIDTH,
        PAPER_HEIGHT - top - bottom,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    template = PageTemplate(frames=[frame], onPage=lambda canvas, _document: decorate(canvas))
    document.addPageTemplates([template])
    document.build(list(story))
    return out.getvalue().replace(_LIBRARYS_DAY, f"D:{written:%Y%m%d}".encode())


def draw_banner(canvas: Canvas, banner: str) -> None:
    """The line at the head of each page which says that the document is invented."""
    register_fonts()
    canvas.saveState()
    canvas.setFont(REGULAR, BANNER_SIZE)
    canvas.setFillGray(BANNER_GREY)
    canvas.drawCentredString(PAPER_WIDTH / 2, PAPER_HEIGHT - 14 * mm, banner)
    canvas.restoreState()
