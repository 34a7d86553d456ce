"""A letter in English as an embassy would send it: letterhead, reference, signature."""

from datetime import date
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.platypus import (  # type: ignore[import-untyped]  # reportlab carries no types
    HRFlowable,
    Paragraph,
    Spacer,
)

from muniment.demo.printing import draw_banner, printed
from muniment.demo.seal import RED
from muniment.demo.texts import BANNER, Text

SIGNATURE_LINES = 2
"""Name and office stand apart from the letter."""

HEAD = ParagraphStyle("head", fontName="Times-Bold", fontSize=15, leading=22, alignment=TA_CENTER)
PLAIN = ParagraphStyle("plain", fontName="Times-Roman", fontSize=12, leading=17, spaceAfter=9)
SMALL = ParagraphStyle("small", parent=PLAIN, fontSize=10, leading=14, spaceAfter=2)


def letter(text: Text) -> bytes:
    """The letter as a PDF of one page."""
    lines = [Paragraph(escape(line), PLAIN) for line in text.paragraphs]
    story = [
        Paragraph(escape(text["Letterhead"]), HEAD),
        HRFlowable(width="100%", thickness=1.2, color=RED, spaceBefore=6, spaceAfter=14),
        Paragraph(escape(text["Reference"]), SMALL),
        Paragraph(escape(f"{text['Place']}, {text['Date']}"), SMALL),
        Spacer(1, 24),
        *lines[:-SIGNATURE_LINES],
        Spacer(1, 36),
        *lines[-SIGNATURE_LINES:],
    ]
    return printed(
        story,
        lambda canvas: draw_banner(canvas, BANNER),
        title=text["Title"],
        author=text["Letterhead"].title(),
        written=date(2031, 6, 7),
    )
