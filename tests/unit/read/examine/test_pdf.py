"""A PDF tells of its making: each value with the place where it stands, nothing made more exact than it is."""

import io
from datetime import datetime

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # the library has no types
from tests.unit.read.examine.examined import seen_in, values

from muniment.read.examine.pdf_dates import as_iso
from muniment.read.examine.trait import Key, Trait
from muniment.read.reader import Damaged, Locked

PDF = "application/pdf"
LINES = [f"Line {number} of an order about nothing at all, long enough to reach the margin" for number in range(8)]


def plain(producer: str = "Invented Writer 3", font: str = "Helvetica") -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(595.28, 841.89), invariant=True)
    canvas.setProducer(producer)
    canvas.setFont(font, 11)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 750 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return packed.getvalue()


def with_info(content: bytes, **info: str) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name, value in info.items():
            pdf.docinfo[f"/{name}"] = value
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def saved_again(content: bytes, change: bytes) -> bytes:
    """``content`` with one more state appended, as programs do that save quickly: another information dictionary."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = pdf.trailer["/Info"].objgen[0]
        root, size = pdf.trailer["/Root"].objgen[0], int(pdf.trailer["/Size"])
    before = int(content.rpartition(b"startxref")[2].split()[0])
    at = len(content)
    changed = b"%d 0 obj\n<< %s >>\nendobj\n" % (number, change)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n" % (size, root, number, before)
    return content + changed + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(changed))


def test_the_information_dictionary_and_the_xmp_are_told_apart() -> None:
    content = with_info(plain(), CreationDate="D:20190312101500+08'00'", Author="A. Clerk")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["xmp:CreateDate"] = "2017-11-05T09:00:00+08:00"
        out = io.BytesIO()
        pdf.save(out)
    traits, gaps = seen_in(out.getvalue(), PDF)
    made = {trait.where: trait.value for trait in traits if trait.key is Key.CREATED}
    assert made == {"information dictionary": "2019-03-12T10:15:00+08:00", "XMP": "2017-11-05T09:00:00+08:00"}
    assert Trait(Key.AUTHOR, "A. Clerk", "information dictionary") in traits
    assert gaps == []


def test_fonts_paper_and_margins_are_told() -> None:
    traits, _ = seen_in(plain(), PDF)
    assert values(traits, Key.FONT) == ["Helvetica (not embedded)"]
    assert values(traits, Key.PAGE_SIZE) == ["210 by 297 mm (A4) on 1 page"]
    (margins,) = values(traits, Key.MARGINS)
    assert margins.startswith("left 2")  # 72 points are 25 mm, and letters have bearings
    assert "Invented Writer 3" in values(traits, Key.PRODUCER)


def test_each_saved_state_says_what_it_says() -> None:
    first = with_info(plain(), ModDate="D:20171105", CreationDate="D:20171105")
    second = saved_again(first, b"/Producer (Another Writer) /ModDate (D:20190312)")
    states = values(seen_in(second, PDF)[0], Key.SAVED_STATE)
    assert len(states) == 2
    assert states[0].startswith(f"1 of 2: bytes 0 to {len(first.rstrip()):,}")
    assert "modified 2017-11-05" in states[0]
    assert "modified 2019-03-12" in states[1]
    assert "Another Writer" in states[1]


def test_a_signature_is_told_and_not_believed() -> None:
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        pdf.Root["/Signed"] = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name="A. Clerk", M="D:20171105", ByteRange=[0, 10, 20, 30])
        )
        out = io.BytesIO()
        pdf.save(out)
    (signature,) = values(seen_in(out.getvalue(), PDF)[0], Key.SIGNATURE)
    assert signature == "A. Clerk; 2017-11-05; covers the file up to byte 50"


def test_words_behind_the_end_of_the_file_are_told() -> None:
    builds = values(seen_in(plain() + b"added", PDF)[0], Key.BUILD)
    assert builds == ["5 bytes stand after the end of the last saved state"]


def test_a_locked_file_is_opened_with_its_password_only() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    with pytest.raises(Locked):
        seen_in(out.getvalue(), PDF)
    assert values(seen_in(out.getvalue(), PDF, ("secret",))[0], Key.LOCK) == ["encrypted"]


def test_rubbish_is_damaged() -> None:
    with pytest.raises(Damaged):
        seen_in(b"%PDF-1.4 and then nothing of the sort", PDF)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("D:2019", "2019"),
        ("D:201903", "2019-03"),
        ("D:20190312", "2019-03-12"),
        ("D:20190312101500", "2019-03-12T10:15:00"),
        ("D:20190312101500Z", "2019-03-12T10:15:00Z"),
        ("D:20190312101500Z00'00'", "2019-03-12T10:15:00Z"),
        ("D:20190312101500-04'30'", "2019-03-12T10:15:00-04:30"),
        ("20190312101500+08'00", "2019-03-12T10:15:00+08:00"),
        ("D:20191399", "D:20191399"),
        ("12 March 2019", "12 March 2019"),
        ("", ""),
    ],
)
def test_dates_are_as_exact_as_they_are_written(written: str, iso: str) -> None:
    assert as_iso(written) == iso


@given(st.text(max_size=40))
def test_what_is_no_date_stays_as_it_stands(text: str) -> None:
    assert as_iso(text) == text or text.strip().removeprefix("D:")[:4].isdecimal()


@given(st.datetimes(min_value=datetime(1000, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - PDF's own zone
def test_a_full_date_keeps_every_part(when: datetime, minutes: int) -> None:
    sign, hours, rest = "-" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60
    written = f"D:{when:%Y%m%d%H%M%S}{sign}{hours:02}'{rest:02}'"
    assert as_iso(written) == f"{when.replace(microsecond=0).isoformat()}{sign}{hours:02}:{rest:02}"
