"""The directive: nine pages in the shape of an official Chinese document, with red head, seal and annexes."""

from datetime import date
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.lib.enums import TA_CENTER, TA_RIGHT  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.lib.units import mm  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.platypus import (  # type: ignore[import-untyped]  # reportlab carries no types
    Flowable,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from muniment.demo.linebreaks import broken
from muniment.demo.printing import BOLD, PAPER_WIDTH, REGULAR, TEXT_WIDTH, draw_banner, printed, register_fonts
from muniment.demo.seal import RED, Seal
from muniment.demo.texts import Text, load

WRITTEN = date(2031, 3, 14)

BODY_SIZE = 16
BODY_LEADING = 29.5
TABLE_SIZE = 12
BLACK = Color(0, 0, 0)

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    fontSize=BODY_SIZE,
    leading=BODY_LEADING,
    firstLineIndent=2 * BODY_SIZE,
    wordWrap="CJK",
)
ADDRESSEES = ParagraphStyle("addressees", parent=BODY, firstLineIndent=0)
CHAPTER = ParagraphStyle(
    "chapter", parent=BODY, fontName=BOLD, firstLineIndent=0, alignment=TA_CENTER, spaceBefore=12, spaceAfter=8
)
TITLE = ParagraphStyle("title", parent=CHAPTER, fontSize=22, leading=34, spaceBefore=20, spaceAfter=14)
SIGNED = ParagraphStyle("signed", parent=BODY, alignment=TA_RIGHT, rightIndent=3 * BODY_SIZE)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=TABLE_SIZE, leading=19, firstLineIndent=0)


class RedHead(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """Secrecy mark, issuing office in red, number, signer, and the red rule with its star."""

    def __init__(self, directive: Text, copy_number: str) -> None:
        super().__init__()
        self.directive, self.copy_number = directive, copy_number
        self.width, self.height = TEXT_WIDTH, 82 * mm

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The room it takes, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Put it on the page."""
        canvas, middle = self.canv, self.width / 2
        canvas.setFont(REGULAR, 14)
        for place, line in enumerate((self.copy_number, self.directive["Secrecy"], self.directive["Urgency"])):
            canvas.drawString(0, self.height - 14 - 20 * place, line)
        canvas.setFillColor(RED)
        canvas.setFont(BOLD, 33)
        canvas.drawCentredString(middle, self.height - 120, self.directive["Heading"])
        canvas.setFillColor(BLACK)
        canvas.setFont(REGULAR, BODY_SIZE)
        canvas.drawString(BODY_SIZE, 26, self.directive["Number"])
        canvas.drawRightString(self.width - BODY_SIZE, 26, self.directive["SignedBy"] + self.directive["Signer"])
        self._rule(canvas, middle)

    def _rule(self, canvas: Canvas, middle: float) -> None:
        canvas.setStrokeColor(RED)
        canvas.setFillColor(RED)
        canvas.setLineWidth(2)
        canvas.line(0, 11, middle - 16, 11)
        canvas.line(middle + 16, 11, self.width, 11)
        canvas.setFont(BOLD, 20)
        canvas.drawCentredString(middle, 4, "★")
        canvas.setFillColor(BLACK)


def as_printed() -> bytes:
    """The directive as it was sent out: a PDF with a text layer."""
    return _document(load("directive_zh.txt"), "")


def earlier_printing() -> bytes:
    """The numbered copy that was scanned, from before the term in one article was doubled."""
    directive, earlier = load("directive_zh.txt"), load("directive_earlier_zh.txt")
    article = earlier["Article"]
    changed = [earlier.body if line.startswith(article) else line for line in directive.paragraphs]
    return _document(Text(directive.fields, tuple(changed)), "000037")


def _document(directive: Text, copy_number: str) -> bytes:
    register_fonts()
    story = [
        RedHead(directive, copy_number),
        Paragraph(escape(directive["Title"]), TITLE),
        Paragraph(escape(directive["Addressees"]), ADDRESSEES),
        *[_paragraph(line) for line in directive.paragraphs],
        *_ending(directive),
        *_annexes(load("directive_annexes_zh.txt"), directive),
    ]
    return printed(
        story,
        lambda canvas: _decorate(canvas, directive["Banner"]),
        title=directive["Title"],
        author=f"{directive['Issuer']} {directive['Signer']}",
        written=WRITTEN,
    )


def _paragraph(line: str) -> Paragraph:
    if line.startswith("# "):
        return Paragraph(escape(line[2:]), CHAPTER)
    lines = broken(line, _body_width, TEXT_WIDTH - BODY.firstLineIndent, TEXT_WIDTH)
    article, space, rest = lines[0].partition(" ")
    if line.startswith("第") and space:
        lines[0] = f'<font name="{BOLD}">{escape(article)}</font> {escape(rest)}'
        return Paragraph("<br/>".join([lines[0], *map(escape, lines[1:])]), BODY)
    return Paragraph("<br/>".join(map(escape, lines)), BODY)


def _body_width(character: str) -> float:
    return float(pdfmetrics.stringWidth(character, REGULAR, BODY_SIZE))


def _ending(directive: Text) -> list[Flowable]:
    return [
        Spacer(1, 2 * BODY_LEADING),
        Paragraph(directive["Issuer"].removeprefix("塔维利亚共和国"), SIGNED),
        Paragraph(directive["Date"], SIGNED),
        Paragraph(directive["LunarDate"], SIGNED),
        Seal(directive["Seal"], directive["SealFoot"]),
    ]


def _annexes(annexes: Text, directive: Text) -> list[Flowable]:
    return [
        PageBreak(),
        Paragraph(annexes["Points"], CHAPTER),
        _table(annexes.table("points"), (56, 294, 98)),
        Spacer(1, BODY_LEADING / 2),
        Paragraph(annexes["Halls"], CHAPTER),
        _table(annexes.table("halls"), (92, 162, 110, 84)),
        Spacer(1, BODY_LEADING / 2),
        _imprint(directive),
    ]


def _table(rows: list[list[str]], widths: tuple[int, ...]) -> Table:
    cells = [[Paragraph(escape(cell), CELL) for cell in row] for row in rows]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, BLACK),
                ("BACKGROUND", (0, 0), (-1, 0), Color(0.93, 0.93, 0.93)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _imprint(directive: Text) -> Table:
    rows = [[Paragraph(directive[field], CELL)] for field in ("CopyTo", "Printed")]
    table = Table(rows, colWidths=(TEXT_WIDTH,))
    table.setStyle(
        TableStyle([("LINEABOVE", (0, 0), (-1, -1), 0.8, BLACK), ("LINEBELOW", (0, -1), (-1, -1), 0.8, BLACK)])
    )
    return table


def _decorate(canvas: Canvas, banner: str) -> None:
    draw_banner(canvas, banner)
    number = canvas.getPageNumber()
    canvas.setFont(REGULAR, 14)
    outer = PAPER_WIDTH - 30 * mm if number % 2 else 30 * mm
    draw = canvas.drawRightString if number % 2 else canvas.drawString
    draw(outer, 22 * mm, f"— {number} —")
