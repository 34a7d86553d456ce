import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped] # the library has no types
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped] # likewise
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped] # likewise
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # likewise
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import Limits
from muniment.model import State
from muniment.read.formats.pages.pdf import PdfReader
from muniment.read.formats.pages.pdfparts import iso_date, revision_ends

PDF = "application/pdf"
SALAM = "سلام"


def drawn(*pages: Callable[[Canvas], None], encrypt: Any = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def says(text: str) -> Callable[[Canvas], None]:
    return lambda canvas: canvas.drawString(72, 700, text)


def blank(canvas: Canvas) -> None:
    canvas.setTitle("blank")


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def a_font() -> str:
    try:
        pdfmetrics.registerFont(TTFont("DejaVu", "DejaVuSans.ttf"))
    except OSError:
        pytest.skip("the font DejaVu Sans is not installed")
    return "DejaVu"


def test_each_page_is_a_page_with_its_words() -> None:
    outcome = read(PdfReader(), drawn(says("first page"), says("second page")), PDF)
    assert [(page.number, page.text.strip(), page.wants_ocr) for page in outcome.pages] == [
        (1, "first page", ""),
        (2, "second page", ""),
    ]


def test_a_blank_page_is_not_recognised_but_a_scan_and_a_drawing_are() -> None:
    picture = ImageReader(Image.new("L", (400, 600), 128))
    outcome = read(
        PdfReader(),
        drawn(
            blank,
            lambda canvas: canvas.drawImage(picture, 0, 0, 590, 840),
            lambda canvas: canvas.line(100, 100, 300, 300),
        ),
        PDF,
    )
    assert [page.wants_ocr for page in outcome.pages] == ["", "no text on this page", "no text on this page"]


def test_a_large_picture_beside_the_text_is_recognised_and_a_letterhead_is_not() -> None:
    picture = ImageReader(Image.new("L", (400, 600), 128))

    def with_picture(height: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 30, "a caption")
            canvas.drawImage(picture, 0, 60, 590, height)

        return draw

    outcome = read(PdfReader(), drawn(with_picture(500), with_picture(60)), PDF)
    assert [page.wants_ocr for page in outcome.pages] == ["a large picture stands beside the text", ""]


def test_right_to_left_words_come_in_logical_order_however_they_were_drawn() -> None:
    font = a_font()

    def letter_by_letter(canvas: Canvas) -> None:
        canvas.setFont(font, 20)
        for step, char in enumerate(SALAM):
            canvas.drawString(300 - 14 * step, 700, char)

    def as_seen(canvas: Canvas) -> None:
        canvas.setFont(font, 20)
        canvas.drawString(100, 700, SALAM[::-1])

    outcome = read(PdfReader(), drawn(letter_by_letter, as_seen), PDF)
    assert [page.text.replace(" ", "").strip() for page in outcome.pages] == [SALAM, SALAM]


def test_uyghur_ligatures_and_spaces_come_out_right() -> None:
    content = corpus("Report summary and recommendations - Uyghur.pdf", "report")
    assert "خىتاينىڭ باستۇرۇش فورمۇلاسى" in read(PdfReader(), content, PDF).pages[0].text


def test_a_hyphen_at_the_end_of_a_line_stays_with_its_line_break() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "deten-")
        canvas.drawString(72, 686, "tion centre")

    assert read(PdfReader(), drawn(page), PDF).pages[0].text.strip() == "deten-\ntion centre"


def test_glyphs_without_letters_are_to_be_recognised() -> None:
    for name in ("truetype_font_nomapping.pdf", "type3_font_nomapping.pdf"):
        assert read(PdfReader(), corpus(name, "ocr"), PDF).pages[0].wants_ocr == "its text is garbled"


def test_facts_are_told_with_dates_as_iso() -> None:
    def title(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = "Telegram"
        pdf.docinfo["/CreationDate"] = "D:20171105093000+08'00'"

    outcome = read(PdfReader(), changed(drawn(says("x")), title), PDF)
    assert ("title", "Telegram") in outcome.facts
    assert ("created", "2017-11-05T09:30:00+08:00") in outcome.facts


def test_a_password_is_asked_for_and_the_right_one_is_reported() -> None:
    content = drawn(says("secret"), encrypt="open sesame")
    locked = read(PdfReader(), content, PDF, passwords=("wrong",))
    assert locked.state is State.LOCKED
    opened = read(PdfReader(), content, PDF, passwords=("wrong", "open sesame"))
    assert (opened.passwords, opened.text.strip()) == (["open sesame"], "secret")


def test_notes_fields_bookmarks_and_attachments_are_all_given() -> None:
    def furnish(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 10, 10], Contents="who wrote this?", T="Li"
        )
        pdf.pages[0].obj["/Annots"] = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        fields = [pikepdf.Dictionary(T="name", V="Tursun"), pikepdf.Dictionary(T="agreed", V=pikepdf.Name.Yes)]
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        pdf.attachments["list.csv"] = b"a,b\n1,2\n"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Part one", 0))

    outcome = read(PdfReader(), changed(drawn(says("x")), furnish), PDF)
    assert outcome.page("notes on page 1") == "Li: who wrote this?"
    assert outcome.page("form fields") == "name: Tursun\nagreed: Yes"
    assert outcome.page("bookmarks") == "Part one"
    assert outcome.files == {"list.csv": b"a,b\n1,2\n"}
    assert [page.number for page in outcome.pages] == list(range(1, len(outcome.pages) + 1))


def test_what_an_earlier_revision_said_is_given_too() -> None:
    outcome = read(PdfReader(), corpus("pdf/testPDF_incrementalUpdates.pdf"), PDF)
    assert ("revisions", "3") in outcome.facts
    assert outcome.page("page 1 as it was in revision 1 of 3").strip() == "Testing"


def test_a_file_cut_short_is_mended_or_damaged_and_never_crashes() -> None:
    content = drawn(says("still here"), says("and here"))
    for share in (0.2, 0.5, 0.8, 0.95):
        outcome = read(PdfReader(), content[: int(len(content) * share)], PDF)
        assert outcome.pages or outcome.state is State.DAMAGED


def test_rubbish_is_damaged() -> None:
    outcome = read(PdfReader(), b"%PDF-1.4\nnothing of the kind", PDF)
    assert outcome.state is State.DAMAGED


def test_more_pages_than_allowed_are_refused() -> None:
    outcome = read(PdfReader(), drawn(says("1"), says("2")), PDF, limits=Limits(pages=1))
    assert outcome.state is State.REFUSED


@given(st.text(max_size=40))
def test_any_date_gives_some_text(value: str) -> None:
    assert isinstance(iso_date(value), str)


@given(st.lists(st.integers(0, 99999), max_size=5))
def test_each_end_of_a_revision_is_found_once(offsets: list[int]) -> None:
    parts = [f"obj\nstartxref\n{offset}\n%%EOF\n".encode() for offset in offsets]
    assert len(revision_ends(b"%PDF-1.7\n" + b"".join(parts))) == len(offsets)
