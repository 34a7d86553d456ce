import io
import struct

import olefile  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.tables.biff import records, workbook_asides
from muniment.read.formats.tables.legacy_sheets import XLS, LegacyReader, XlrdReader
from muniment.read.reader import Damaged, Locked


@given(st.binary(max_size=400))
def test_any_bytes_are_gone_through(raw: bytes) -> None:
    assert sum(len(content) + sum(map(len, more)) for _, _, content, more in records(raw)) <= len(raw)
    workbook_asides(raw)


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


@given(st.text(st.characters(codec="utf-16-le", exclude_characters="\r\0"), min_size=1, max_size=60))
def test_a_comment_is_found_with_its_place_and_author(words: str) -> None:
    length = len(words.encode("utf-16-le")) // 2
    name = b"\x05\x00Sheet"
    start = 8 + 4 + 6 + len(name) + 4
    stream = _record(0x0809, struct.pack("<HH", 0x600, 5))
    stream += _record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
    stream += _record(0x000A, b"")
    assert len(stream) == start
    stream += _record(0x0809, struct.pack("<HH", 0x600, 0x10))
    stream += _record(0x005D, struct.pack("<HHHH", 0x15, 0x12, 0x19, 7) + bytes(14))
    stream += _record(0x01B6, bytes(10) + struct.pack("<H", length) + bytes(6))
    stream += _record(0x003C, b"\x01" + words.encode("utf-16-le"))
    stream += _record(0x001C, struct.pack("<5H", 1, 2, 0, 7, 2) + b"\x00Al")
    stream += _record(0x000A, b"")
    sheet = workbook_asides(stream).sheets[0]
    assert sheet.name == "Sheet"
    assert list(sheet.comments()) == [f"C2 (Al): {words.strip()}"]
    assert not list(sheet.drawn())


@pytest.mark.parametrize("reader", [LegacyReader(), XlrdReader()])
def test_cells_and_what_stands_beside_them_are_given(reader: LegacyReader) -> None:
    reading = read(reader, corpus("microsoft/testEXCEL_extra_metadata.xls"), XLS)
    assert "very hidden sheet" in reading.sheet("very-hidden-sheet (hidden sheet, not offered in the menu)")
    assert reading.page("Sheet4, comments") == "A1 (Unknown Author): This is a comment"
    assert "pictures/1.png" in reading.files


def test_charts_links_and_boxes_are_given() -> None:
    charts = read(LegacyReader(), corpus("microsoft/testEXCEL-charts.xls"), XLS)
    assert "WhamPuff" in charts.page("charttabyodawg, chart")
    links = read(LegacyReader(), corpus("microsoft/testEXCEL_hyperlinks.xls"), XLS)
    assert "B1: http://tika.apache.org/" in links.page("Sheet1, links")
    boxes = read(LegacyReader(), corpus("microsoft/testEXCEL_textbox.xls"), XLS)
    assert "autoshape text" in boxes.page("Sheet1, drawings")


def test_embedded_documents_become_files_again() -> None:
    reading = read(LegacyReader(), corpus("microsoft/testEXCEL_embeded.xls"), XLS)
    documents = [content for content in reading.files.values() if content.startswith(b"\xd0\xcf\x11\xe0")]
    streams = {entry[0] for content in documents for entry in olefile.OleFileIO(io.BytesIO(content)).listdir()}
    assert {"WordDocument", "PowerPoint Document"} <= streams


def test_the_earliest_editions_are_read_at_the_second_try() -> None:
    content = corpus("microsoft/testEXCEL_4.xls")
    assert isinstance(read(LegacyReader(), content, XLS).stop, Damaged)
    assert len(read(XlrdReader(), content, XLS).text) > 10_000


def test_locked_workbooks_open_with_their_password_only() -> None:
    content = corpus("microsoft/testEXCEL_protected_passtika.xls")
    assert isinstance(read(LegacyReader(), content, XLS).stop, Locked)
    assert read(LegacyReader(), content, XLS, passwords=("tika",)).pages


def test_formats_that_tell_how_digits_are_written_are_found_with_their_cells() -> None:
    name = b"\x05\x00Sheet"
    code = b"00000"
    head = _record(0x0809, struct.pack("<HH", 0x600, 5))
    head += _record(0x041E, struct.pack("<HHB", 164, len(code), 0) + code)
    head += _record(0x00E0, struct.pack("<HH", 0, 0) + bytes(16)) + _record(
        0x00E0, struct.pack("<HH", 0, 164) + bytes(16)
    )
    start = len(head) + 4 + 6 + len(name) + 4
    stream = head + _record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + _record(0x000A, b"")
    stream += _record(0x0809, struct.pack("<HH", 0x600, 0x10))
    stream += _record(0x0203, struct.pack("<HHHd", 4, 2, 1, 7.0)) + _record(0x0203, struct.pack("<HHHd", 5, 2, 0, 7.0))
    stream += _record(0x00BD, struct.pack("<HHHIHIH", 6, 0, 0, 0, 1, 0, 1)) + _record(0x000A, b"")
    assert workbook_asides(stream).sheets[0].formats == {(4, 2): "00000", (6, 1): "00000"}
