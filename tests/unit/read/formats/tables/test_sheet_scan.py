from hypothesis import given
from hypothesis import strategies as st

from muniment.read.formats.tables.sheet_scan import scan_sheet

_SHEET = (
    b'<worksheet xmlns="m"><cols><col min="3" max="4" hidden="1"/></cols><sheetData>'
    b'<row r="1" hidden="1"><c r="A1"><v>110101199003074518</v></c><c r="B1" t="s"><v>12</v></c></row>'
    b'<row r="7"><c r="C7" s="2"><f>A1+1</f><v>-9999999999999999</v></c>'
    b'<c r="D7" t="str"><v>1234567890123456</v></c></row>'
    b"</sheetData><headerFooter><oddHeader>&amp;LSecret</oddHeader></headerFooter></worksheet>"
)


@given(st.integers(1, len(_SHEET)))
def test_the_same_is_found_however_the_stream_is_cut(size: int) -> None:
    scan = scan_sheet(_SHEET[at : at + size] for at in range(0, len(_SHEET), size))
    assert scan.long_numbers == {(0, 0): "110101199003074518", (6, 2): "-9999999999999999"}
    assert scan.hidden_rows == {1}
    assert scan.area == 4 * 7
    root = scan.root()
    assert root is not None
    assert [child.tag for child in root] == ["{m}cols", "{m}headerFooter"]


@given(st.lists(st.binary(max_size=50)))
def test_any_bytes_are_gone_through(chunks: list[bytes]) -> None:
    assert scan_sheet(chunks).is_whole


def test_numbers_without_a_place_are_counted() -> None:
    assert scan_sheet([b'<sheetData><row><c s="1"><v>1234567890123456789</v></c></row></sheetData>']).unplaced == 1


def test_prefixed_and_empty_sheets_are_understood() -> None:
    scan = scan_sheet([b'<x:worksheet xmlns:x="m"><x:sheetData/><x:pageMargins/></x:worksheet>'])
    root = scan.root()
    assert root is not None
    assert len(root) == 1
