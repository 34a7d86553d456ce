import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.tables.lotus import LotusReader
from muniment.read.reader import Damaged, Unsupported

_TYPE = "application/vnd.lotus-1-2-3"


def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def begin(version: int) -> bytes:
    return record(0, struct.pack("<H", version))


def cell(column: int, row: int, style: int = 0xFF) -> bytes:
    return struct.pack("<BHH", style, column, row)


END = record(1, b"")


def test_labels_and_values_of_the_first_editions_are_read() -> None:
    content = begin(0x0406)
    content += record(0x0F, cell(0, 0) + b"'Inmate\0") + record(0x0F, cell(1, 0) + b"^Term\0")
    content += record(0x0D, cell(0, 1) + struct.pack("<h", -12)) + record(0x0E, cell(1, 1) + struct.pack("<d", 7.25))
    content += record(0x10, cell(2, 1) + struct.pack("<d", 0.0) + b"\0\0") + record(0x33, cell(2, 1) + b"by formula\0")
    reading = read(LotusReader(), content + END, _TYPE)
    assert reading.text == "Inmate\tTerm\n-12\t7.25\tby formula"
    assert reading.labels == ["sheet A, rows 1-2"]
    assert not reading.shortfalls


def test_dates_are_told_by_the_format_of_their_cell() -> None:
    content = begin(0x0404) + record(0x0E, cell(0, 0, 0xF2) + struct.pack("<d", 35250.0)) + END
    assert read(LotusReader(), content, _TYPE).text == "1996-07-04"


def test_letters_follow_a_code_page_guessed_from_all_of_them() -> None:
    words = "Список задержанных за март месяц прошлого года".encode("cp866")
    content = begin(0x0406) + record(0x0F, cell(0, 0) + b"'" + words + b"\0") + END
    assert read(LotusReader(), content, _TYPE).text.startswith("Список задержанных")


def test_later_editions_keep_sheets_apart() -> None:
    place = struct.Struct("<HBB")
    content = record(0, struct.pack("<H", 0x1000) + bytes(24))
    content += record(0x16, place.pack(0, 0, 0) + b"'first\0") + record(0x16, place.pack(2, 1, 0) + b"'second\0")
    content += record(0x17, place.pack(2, 1, 1) + struct.pack("<QH", 0xC000000000000000, 16383 + 1))
    content += record(0x18, place.pack(2, 1, 2) + struct.pack("<h", 21 << 1))
    content += record(0x18, place.pack(2, 1, 3) + struct.pack("<h", (3 << 4) | (1 << 1) | 1))
    content += record(0x25, place.pack(2, 1, 4) + bytes(4)) + END
    reading = read(LotusReader(), content, _TYPE)
    assert [page.text for page in reading.pages] == ["first", "second\t3\t21\t1500"]
    assert reading.labels == ["sheet A, row 1", "sheet B, row 3"]
    assert reading.shortfalls == ["1 cells are written in a way that is not known here"]


@pytest.mark.parametrize(
    ("version", "place", "label"),
    [
        (0x5120, struct.pack("<BHH", 0, 1, 0), b"'\x03abc"),
        (0x5121, struct.pack("<BBHH", 1, 0, 0, 0), b"'\x03abc"),
        (0x1001, struct.pack("<BBHH", 1, 0, 0, 0), b"'abc\0"),
        (0x1002, struct.pack("<BBHH", 1, 0, 0, 0), b"\0abc\0"),
    ],
)
def test_quattro_pro_is_read_in_its_editions(version: int, place: bytes, label: bytes) -> None:
    reading = read(LotusReader(), begin(version) + record(0x0F, place + label) + END, "application/x-quattro-pro")
    assert reading.text == "\tabc"


def test_a_spreadsheet_that_breaks_off_keeps_its_cells_and_says_so() -> None:
    content = begin(0x0406) + record(0x0F, cell(0, 0) + b"'kept\0") + record(0x0F, cell(0, 1) + b"'lost\0")[:-3]
    reading = read(LotusReader(), content, _TYPE)
    assert (reading.text, reading.shortfalls) == ("kept", ["the spreadsheet breaks off"])


def test_an_edition_that_is_not_known_is_left_to_others() -> None:
    assert isinstance(read(LotusReader(), record(0x401, bytes(14)), _TYPE).stop, Unsupported)


def test_the_edition_that_keeps_its_records_in_a_container_is_read() -> None:
    reading = read(LotusReader(), corpus("miscoffice/testQUATTRO.wb3"), "application/x-quattro-pro")
    assert reading.text == "This is an example spreadsheet made with Quattro Pro X3."


@given(
    st.sampled_from([0x0406, 0x1000, 0x5120, 0x5121, 0x1002]),
    st.lists(st.tuples(st.sampled_from([0x0D, 0x0E, 0x0F, 0x10, 0x16, 0x17, 0x18, 0x33, 1]), st.binary(max_size=20))),
    st.binary(max_size=6),
)
def test_any_records_are_gone_through(version: int, found: list[tuple[int, bytes]], rubbish: bytes) -> None:
    content = record(0, struct.pack("<H", version) + bytes(24)) + b"".join(record(*one) for one in found) + rubbish
    stopped = read(LotusReader(), content, _TYPE).stop
    assert stopped is None or isinstance(stopped, Damaged)
