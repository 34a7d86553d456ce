"""dBASE, FoxPro and Clipper tables, with the rows that were marked deleted and never cleared away."""

import codecs
import datetime as dt
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from muniment.read.charset import guess
from muniment.read.formats.tables.grid import Pager, Row, line_of, row_pages
from muniment.read.reader import Damaged, Document, FactFound, Found, Shortfall

_HEADER = struct.Struct("<BBBBIHH")
_FIELD = 32
_END_OF_FIELDS = 0x0D
_DELETED = 0x2A
_END_OF_FILE = 0x1A
_LANGUAGE_BYTE = 29
_JULIAN_OF_YEAR_1 = 1_721_425
_SAMPLE_BYTES = 256 * 1024

_CODEPAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac-roman", 0x08: "cp865", 0x09: "cp437", 0x0A: "cp850",
    0x0B: "cp437", 0x0D: "cp437", 0x0E: "cp850", 0x0F: "cp437", 0x10: "cp850", 0x11: "cp437", 0x12: "cp850",
    0x13: "cp932", 0x14: "cp850", 0x15: "cp437", 0x16: "cp850", 0x17: "cp865", 0x18: "cp437", 0x19: "cp437",
    0x1A: "cp850", 0x1B: "cp437", 0x1C: "cp863", 0x1D: "cp850", 0x1F: "cp852", 0x22: "cp852", 0x23: "cp852",
    0x24: "cp860", 0x25: "cp850", 0x26: "cp866", 0x37: "cp850", 0x40: "cp852", 0x4D: "gb18030", 0x4E: "cp949",
    0x4F: "cp950", 0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x66: "cp865", 0x67: "cp861", 0x6A: "cp737", 0x6B: "cp857", 0x78: "cp950", 0x79: "cp949", 0x7A: "gb18030",
    0x7B: "cp932", 0x7C: "cp874", 0x7D: "cp1255", 0x7E: "cp1256", 0x86: "cp737", 0x87: "cp852", 0x88: "cp857",
    0x96: "mac-cyrillic", 0x97: "mac-latin2", 0x98: "mac-greek", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254",
    0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
"""Encodings by the number in the header."""

_FITS_CHINESE = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]){2}")
"""Two common Chinese characters in a row, as the national standard writes them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: where its bytes stand in a record, and of which kind it is."""

    name: str
    kind: str
    start: int
    length: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Table:
    """What the header says."""

    version: int
    records: int
    header_length: int
    record_length: int
    encoding: str
    fields: tuple[Field, ...]


class DbaseReader:
    """Reads .dbf tables."""

    name = "dbase"
    version = "1"
    media_types = frozenset({"application/x-dbf"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the rows, those marked deleted by themselves. Raises ``Damaged`` if the header makes no sense."""
        table = header_of(document.file)
        yield FactFound("encoding", table.encoding)
        pager = Pager(document.limits)
        heading = (0, line_of([field.name for field in table.fields]))
        yield from row_pages(_with(heading, rows_of(document.file, table, deleted=False)), "", pager)
        yield from row_pages(rows_of(document.file, table, deleted=True), "deleted rows", pager)
        yield from _shortfalls(document, table)


def _with(heading: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield heading
    yield from rows


def _shortfalls(document: Document, table: Table) -> Iterator[Shortfall]:
    memos = [field.name for field in table.fields if field.kind in "MGP" and field.kind]
    if memos:
        yield Shortfall(f"the long texts of {', '.join(memos)} lie in a file beside this one and are not here")
    held = max(0, document.size - table.header_length) // table.record_length
    if held < table.records:
        yield Shortfall(f"the file is cut off: it holds {held} of the {table.records} rows that it says it has")


def header_of(file: BinaryIO) -> Table:
    """The header of a table. Raises ``Damaged``."""
    file.seek(0)
    head = file.read(32)
    if len(head) < 32:  # noqa: PLR2004 - the fixed part of the header
        raise Damaged("the file is too short for a table")
    version, _, _, _, records, header_length, record_length = _HEADER.unpack_from(head)
    raw = file.read(max(0, header_length - 32))
    untold = _fields(raw, "ascii")
    if not untold or record_length < 2:  # noqa: PLR2004 - the mark of deletion and one byte
        raise Damaged("the header does not name a single column")
    file.seek(header_length)
    encoding = _encoding(head[_LANGUAGE_BYTE], file.read(_SAMPLE_BYTES))
    return Table(version, records, header_length, record_length, encoding, tuple(_fields(raw, encoding)))


def _fields(raw: bytes, encoding: str) -> list[Field]:
    fields = []
    start = 1
    for at in range(0, len(raw) - _FIELD + 1, _FIELD):
        if raw[at] == _END_OF_FIELDS:
            break
        name = raw[at : at + 11].partition(b"\0")[0].decode(encoding, "replace").strip()
        kind = chr(raw[at + 11])
        length, decimals = raw[at + 16], raw[at + 17]
        if kind == "C":
            length += decimals << 8
        fields.append(Field(name, kind, start, length, decimals))
        start += length
    return fields


def _encoding(declared: int, sample: bytes) -> str:
    """What the header declares, unless it declares nothing: then what the bytes look like."""
    name = _CODEPAGES.get(declared)
    if name:
        return name
    if sample.isascii():
        return "cp1252"
    guessed = guess(sample).encoding
    if not guessed.startswith("utf") and _FITS_CHINESE.search(sample) and _decodes(sample, "gb18030"):
        return "gb18030"
    return guessed


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def rows_of(file: BinaryIO, table: Table, *, deleted: bool) -> Iterator[Row]:
    """The rows that are, or are not, marked deleted, numbered as they lie in the file."""
    file.seek(table.header_length)
    for number in range(1, table.records + 1):
        record = file.read(table.record_length)
        if len(record) < 2 or record[0] == _END_OF_FILE:  # noqa: PLR2004 - nothing but the mark
            return
        if (record[0] == _DELETED) is deleted:
            yield number, line_of([value_of(field, record, table.encoding) for field in table.fields])


def value_of(field: Field, record: bytes, encoding: str) -> object:
    """The value of one column in a record."""
    raw = record[field.start : field.start + field.length]
    if field.kind == "D":
        return _date(raw)
    if field.kind == "L":
        return {"Y": "TRUE", "T": "TRUE", "N": "FALSE", "F": "FALSE"}.get(raw[:1].decode("latin-1").upper(), "")
    if field.kind in "IBTY+@O0" and (value := _binary(field, raw)) is not None:
        return value
    if field.kind in "MGP":
        return f"<text {_memo_number(raw)} in another file>" if raw.strip(b" \0") else ""
    return raw.decode(encoding, "replace").strip(" \0")


def _memo_number(raw: bytes) -> int:
    """The number of a long text in the file beside the table: in digits, or in four bytes."""
    digits = raw.strip(b" \0")
    return int(digits) if digits.isdigit() else int.from_bytes(raw[:4], "little")


def _date(raw: bytes) -> str:
    text = raw.decode("latin-1").strip(" \0")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdecimal() else text  # noqa: PLR2004


def _binary(field: Field, raw: bytes) -> object | None:
    """Numbers and times that are not written in digits; None if this field is not one."""
    if field.kind in "I+" and len(raw) == 4:  # noqa: PLR2004
        return int(struct.unpack("<i", raw)[0])
    if field.kind in "BO" and len(raw) == 8:  # noqa: PLR2004
        return float(struct.unpack("<d", raw)[0])
    if field.kind == "Y" and len(raw) == 8:  # noqa: PLR2004
        return float(struct.unpack("<q", raw)[0]) / 10_000
    if field.kind in "T@" and len(raw) == 8:  # noqa: PLR2004
        return _moment(*struct.unpack("<ii", raw))
    return "" if field.kind == "0" else None


def _moment(julian_day: int, milliseconds: int) -> str:
    if not julian_day:
        return ""
    try:
        day = dt.datetime.fromordinal(julian_day - _JULIAN_OF_YEAR_1 + 1)
        return str(day + dt.timedelta(milliseconds=milliseconds))
    except (ValueError, OverflowError):
        return f"day {julian_day}"
