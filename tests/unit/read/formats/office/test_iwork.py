import datetime as dt
import io
import plistlib
import struct
import zipfile
from contextlib import suppress
from decimal import Decimal
from typing import Any

import cramjam
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats import bplist
from muniment.read.formats.office import iwa
from muniment.read.formats.office.iwa_tables import decimal128
from muniment.read.formats.office.iwork import IworkReader
from muniment.read.formats.plists import PlistReader, WebArchiveReader
from muniment.read.reader import Damaged, Locked, ReadingStopped, Unsupported

_PAGES, _NUMBERS, _KEYNOTE = (f"application/vnd.apple.{name}" for name in ("pages", "numbers", "keynote"))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _object(identifier: int, kind: int, message: bytes, *points_to: int) -> bytes:
    description = _field(1, kind) + _field(3, len(message))
    description += _field(5, b"".join(map(_varint, points_to))) if points_to else b""
    info = _field(1, identifier) + _field(2, description)
    return _varint(len(info)) + info + message


def _packed(archive: bytes) -> bytes:
    packed = bytes(cramjam.snappy.compress_raw(archive))
    return b"\0" + len(packed).to_bytes(3, "little") + packed


def _package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def _reference(number: int, identifier: int) -> bytes:
    return _field(number, _field(1, identifier))


@given(st.lists(st.tuples(st.integers(1, 2000), st.one_of(st.integers(0, 2**63), st.binary(max_size=40))), max_size=20))
def test_messages_come_back_as_they_were_written(written: list[tuple[int, int | bytes]]) -> None:
    assert list(iwa.fields(b"".join(_field(*item) for item in written))) == written


@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_said_not_to_be(raw: bytes) -> None:
    with suppress(ValueError):
        assert sum(len(value) for _, value in iwa.fields(raw) if isinstance(value, bytes)) <= len(raw)
    with suppress(Damaged):
        assert all(item.message in raw for item in iwa.objects_in(raw))
    with suppress(Damaged):
        assert isinstance(iwa.unpacked(raw), bytes)


def test_texts_come_in_the_order_in_which_objects_point_to_each_other() -> None:
    archive = _object(1, 10_000, _reference(4, 30) + _reference(5, 20), 20, 30)
    archive += _object(20, 2001, _field(1, 1) + _field(3, b"at the top"))
    archive += _object(30, 2001, _field(1, 0) + _field(3, "first\u2029second".encode()))
    archive += _object(40, 2001, _field(3, b"nothing points here"))
    reading = read(IworkReader(), _package(Index__Document_dot_iwa=_packed(archive)), _PAGES)
    assert reading.pages[0].text == "first\nsecond\nheader: at the top"
    assert reading.page("elsewhere in the file") == "nothing points here"


def _table() -> bytes:
    digits = (13800138000).to_bytes(14, "little") + bytes([(0x1820 << 1) & 0xFF, (0x1820 >> 7) & 0x7F])
    cells = struct.pack("<BB6xI", 5, 3, 0x8) + struct.pack("<I", 1)
    cells += struct.pack("<BB6xI", 5, 2, 0x1) + digits
    cells += struct.pack("<BB6xI", 5, 5, 0x4) + struct.pack("<d", 86_400.0)
    places = struct.pack("<4H", 0, 16, 0xFFFF, 44)
    row = _field(1, 2) + _field(6, cells) + _field(7, places)
    strings = _field(3, _field(1, 1) + _field(3, "艾力".encode()))
    store = _field(3, _field(1, _field(1, 0) + _reference(2, 52)) + _field(2, 256)) + _reference(4, 51)
    archive = _object(1, 1, _reference(1, 2), 2)
    archive += _object(2, 2, _field(1, b"List") + _reference(2, 49), 49)
    archive += _object(49, 6000, _reference(2, 50), 50)
    archive += _object(50, 6001, _field(4, store) + _field(8, b"Held"), 51, 52)
    return archive + _object(51, 6005, strings) + _object(52, 6002, _field(5, row))


def test_tables_keep_their_rows_and_digits() -> None:
    inner = _package(Index__Document_dot_iwa=_packed(_table()))
    for content in (inner, _package(Case_dot_numbers__Index_dot_zip=inner)):
        reading = read(IworkReader(), content, _NUMBERS)
        assert reading.page("List, Held, row 3") == "艾力\t13800138000\t\t2001-01-02"


def test_decimal_numbers_are_exact() -> None:
    raw = (1234).to_bytes(14, "little") + bytes([((0x1820 - 2) << 1) & 0xFF, ((0x1820 - 2) >> 7) | 0x80])
    assert decimal128(raw) == Decimal("-12.34")


def test_the_long_xml_file_of_earlier_years_is_read() -> None:
    xml = b"""<ls:document xmlns:ls="l" xmlns:sf="s" xmlns:sfa="a"><ls:workspace ls:workspace-name="One">
    <sf:tabular-model sf:name="Sums"><sf:grid sf:numcols="2"/><sf:datasource><sf:t sf:ct="0">
    <sf:ct sfa:s="town"/></sf:t>
    <sf:n sf:v="13800138000"/><sf:d sf:ct="255" sf:cell-date="86400"/></sf:datasource></sf:tabular-model>
    <sf:p>see<sf:br/>this</sf:p><sf:annotation><sf:p>doubtful</sf:p></sf:annotation></ls:workspace></ls:document>"""
    reading = read(IworkReader(), _package(index_dot_xml=xml), _NUMBERS)
    assert reading.page("One, Sums, rows 1-2") == "town\t13800138000\n2001-01-02"
    assert reading.pages[0].text == "see\nthis"
    assert reading.page("One, comments") == "doubtful"


def test_locked_and_unknown_documents_say_so() -> None:
    assert isinstance(read(IworkReader(), _package(_dot_iwph=b"hint"), _PAGES).stop, Locked)
    assert isinstance(read(IworkReader(), _package(index_dot_xml=b"\x01\x99\x17" * 90), _PAGES).stop, Locked)
    assert isinstance(read(IworkReader(), _package(preview_dot_jpg=b"x"), _PAGES).stop, Unsupported)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        (
            "testKeynote.key",
            _KEYNOTE,
            "Cell one\tCell two\tCell three\nCell four\tCell 5\tCell six\n7\tCell eight\t5/5/1985",
        ),
        ("testKeynote2013.key", _KEYNOTE, "Cell four\tCell 5\tCell six\n7\tCell eight\t5/5/1985"),
        ("testNumbers.numbers", _NUMBERS, "101\t2009-10-01\tRent\tDeposit\t-775\t3875"),
        ("testNumbers2013.numbers", _NUMBERS, "101\t2009-10-01\tRent\tHome\t-775\t3875"),
        ("testPages2013.pages", _PAGES, "Cell seven\tCell eight\tCell nine"),
        ("testPagesHeadersFootersFootnotes.pages", _PAGES, "THIS IS SOME FOOTER TEXT"),
    ],
)
def test_documents_of_all_years_give_their_words(name: str, kind: str, words: str) -> None:
    reading = read(IworkReader(), corpus(f"apple/{name}"), kind)
    assert words in reading.text
    assert reading.files


_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.text(max_size=20), st.binary(max_size=20)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES)
def test_binary_lists_come_back_as_they_were_written(value: Any) -> None:
    assert bplist.loads(plistlib.dumps(value, fmt=plistlib.FMT_BINARY)) == value


@given(st.binary(max_size=120))
def test_any_bytes_are_a_list_or_said_not_to_be(raw: bytes) -> None:
    with suppress(Damaged):
        assert bplist.loads(b"bplist00" + raw) is not None


def test_lists_show_every_value_and_give_files() -> None:
    value = {"Name": "艾力", "When": dt.datetime(2017, 3, 4), "Files": [b"%PDF-1.7"]}  # noqa: DTZ001 - the format knows none
    reading = read(PlistReader(), plistlib.dumps(value, fmt=plistlib.FMT_BINARY))
    assert "Name: 艾力" in reading.text
    assert "When: 2017-03-04 00:00:00" in reading.text
    assert list(reading.files.values()) == [b"%PDF-1.7"]


def test_a_list_that_contains_itself_ends() -> None:
    # One array whose only element is itself: mark, reference, then the table of contents.
    body = b"bplist00" + b"\xa1\x00"
    trailer = bytes(6) + bytes([1, 1]) + struct.pack(">QQQ", 1, 0, len(body))
    reading = read(PlistReader(), body + b"\x08" + trailer)
    assert isinstance(reading.stop, ReadingStopped)


def test_saved_web_pages_give_the_page_and_what_it_shows() -> None:
    page = {"WebResourceURL": "https://example.org/", "WebResourceMIMEType": "text/html", "WebResourceData": b"<p>x"}
    picture = {"WebResourceURL": "https://example.org/a/seal.png", "WebResourceData": b"\x89PNG"}
    frame = {"WebMainResource": page}
    archive = {"WebMainResource": page, "WebSubresources": [picture, 7], "WebSubframeArchives": [frame]}
    reading = read(WebArchiveReader(), plistlib.dumps(archive))
    assert reading.files == {"1 page.html": b"<p>x", "2 seal.png": b"\x89PNG", "frame 1/4 page.html": b"<p>x"}
    assert reading.facts == [("address", "https://example.org/")]
