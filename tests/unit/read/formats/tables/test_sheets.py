import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from openpyxl.comments import Comment  # type: ignore[import-untyped]  # ships no types
from openpyxl.workbook.defined_name import DefinedName  # type: ignore[import-untyped]  # ships no types
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import Limits
from muniment.read.formats.tables.sheets import READERS, XLSB, XLSX, XLSX_READER, BinaryReader, StreamedReader
from muniment.read.reader import Damaged, Locked, Refused

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def _with_part(content: bytes, name: str, replace: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, replace(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    sheet.append(["name", "identity", "phone", "born", "held"])
    sheet.append(["艾力", 110101199003074518, 13800138000, dt.date(1990, 3, 7), True])
    sheet["A2"].comment = Comment("seen by the editor", "Editor")
    sheet["B5"] = "far"
    sheet["B5"].hyperlink = "https://example.org/list"
    sheet.oddHeader.left.text = "INTERNAL"
    sheet.row_dimensions[2].hidden = True
    hidden = book.create_sheet("Secret")
    hidden["C3"] = "in the hidden sheet"
    hidden.sheet_state = "veryHidden"
    book.defined_names["Quota"] = DefinedName("Quota", attr_text="Secret!$C$3")
    book.properties.creator = "Clerk"
    out = io.BytesIO()
    book.save(out)
    # The library that makes this file rounds what other programs write out in full.
    digits = (b"1.101011990030745e+17", b"110101199003074518")
    return _with_part(out.getvalue(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(*digits))


def test_values_survive_to_the_digit_and_rows_can_be_found() -> None:
    reading = read(XLSX_READER, _workbook(), XLSX)
    assert reading.pages[0].label == "People, rows 1-5"
    lines = reading.pages[0].text.split("\n")
    assert lines[1] == "艾力\t110101199003074518\t13800138000\t1990-03-07\tTRUE"
    assert lines[4] == "\tfar"


def test_hidden_sheets_are_given_and_said_to_be_hidden() -> None:
    reading = read(XLSX_READER, _workbook(), XLSX)
    label = next(label for label in reading.labels if label.startswith("Secret"))
    assert "hidden sheet" in label
    assert "from column C" in label
    assert ("hidden rows", "People: 2") in reading.facts


def test_what_stands_beside_the_cells_is_given() -> None:
    reading = read(XLSX_READER, _workbook(), XLSX)
    assert "A2 (Editor): seen by the editor" in reading.page("People, comments")
    assert reading.page("People, headers and footers") == "header: INTERNAL"
    assert "https://example.org/list" in reading.page("People, links")
    assert "Quota" in reading.page("defined names")
    assert ("author", "Clerk") in reading.facts


def test_drawings_charts_and_pictures_are_given() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Data")
    sheet.write_column(0, 0, [3, 4])
    sheet.insert_textbox(5, 1, "words in a box")
    sheet.insert_image(9, 1, "seal.png", {"image_data": io.BytesIO(_PNG)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$A$1:$A$2", "name": "arrests"})
    chart.set_title({"name": "Arrests by month"})
    sheet.insert_chart(12, 1, chart)
    book.close()
    reading = read(XLSX_READER, out.getvalue(), XLSX)
    assert "words in a box" in reading.page("Data, drawings")
    assert "Arrests by month" in reading.page("Data, chart")
    assert _PNG in reading.files.values()


def test_a_broken_sheet_is_told_and_the_others_are_read() -> None:
    broken = _with_part(_workbook(), "xl/worksheets/sheet1.xml", lambda _: b"<worksheet><sheetData><row r='1'><c")
    reading = read(XLSX_READER, broken, XLSX)
    assert "in the hidden sheet" in reading.text
    assert any("People" in reason for reason in reading.shortfalls)


def test_sheets_too_sparse_to_be_laid_out_are_streamed() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "first"
    book.active.cell(1_048_576, 3_000, "corner")
    out = io.BytesIO()
    book.save(out)
    reading = read(XLSX_READER, out.getvalue(), XLSX)
    assert reading.labels == ["Sheet, row 1", "Sheet, row 1048576"]
    assert reading.pages[1].text.strip() == "corner"


def test_a_workbook_that_would_unpack_to_too_much_is_refused() -> None:
    bomb = _with_part(_workbook(), "xl/worksheets/sheet2.xml", lambda old: old + b" " * 70_000_000)
    assert isinstance(read(XLSX_READER, bomb, XLSX, limits=Limits(ratio=20)).stop, Refused)


def test_both_ways_of_reading_agree() -> None:
    content = _workbook()
    first, second = (read(reader, content, XLSX).labelled for reader in (XLSX_READER, StreamedReader()))
    people = [page for page in first if page[0].startswith("People")]
    assert len(people) == 4
    assert [page for page in second if page[0].startswith("People")] == people


def test_encrypted_workbooks_say_so() -> None:
    content = corpus("microsoft/testEXCEL_protected_passtika.xlsx")
    assert isinstance(read(XLSX_READER, content, XLSX).stop, Locked)
    assert read(XLSX_READER, content, XLSX, passwords=("wrong", "tika")).pages


def test_no_workbook_at_all_is_damaged() -> None:
    assert isinstance(read(XLSX_READER, b"PK\x03\x04 but nothing more", XLSX).stop, Damaged)


def test_binary_workbooks_give_cells_comments_and_headers() -> None:
    content = corpus("microsoft/testEXCEL_various.xlsb")
    for reader in (XLSX_READER, BinaryReader()):
        reading = read(reader, content, XLSB)
        assert "This is a string" in reading.text
        assert "C8 (Allison, Timothy B.)" in reading.page("mySheet1, comments")
        assert "OddLeftHeader" in reading.page("mySheet1, headers and footers")
        assert "B12: http://tika.apache.org/" in reading.page("mySheet1, links")


def test_binary_workbooks_of_the_first_edition_are_read() -> None:
    content = corpus("microsoft/testEXCEL.xlsb")
    assert isinstance(read(XLSX_READER, content, XLSB).stop, Damaged)
    assert "Excel 2007 Beta 2" in read(BinaryReader(), content, XLSB).text


def test_every_kind_of_sheet_has_a_reader() -> None:
    kinds = {kind for reader in READERS for kind in reader.media_types}
    assert {XLSX, XLSB, "application/vnd.ms-excel", "text/csv", "text/x-dif"} <= kinds


def _numbered() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    for place, value, code in (("B2", 12345, "000000"), ("C2", 9715551234, "(000) 000-0000"), ("D2", 12.5, "0000")):
        sheet[place] = value
        sheet[place].number_format = code
    sheet["E2"] = 12345
    book.create_sheet("Blank")
    book.create_sheet("Kept back").sheet_state = "hidden"
    return _saved(book)


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("reader", [XLSX_READER, StreamedReader()])
def test_postcodes_and_telephones_are_written_as_on_the_sheet(reader: StreamedReader) -> None:
    assert read(reader, _numbered(), XLSX).text.strip() == "012345\t(971) 555-1234\t12.5\t12345"


def test_all_sheets_are_named_blank_and_hidden_ones_too() -> None:
    assert ("sheets", "People; Blank; Kept back (hidden sheet)") in read(XLSX_READER, _numbered(), XLSX).facts
