"""Spreadsheets of the DOS years: Lotus 1-2-3 (.wks, .wk1, .wk3, .wk4) and Quattro Pro (.wq1, .wq2, .wb1 to .wb3).

All are lists of records and share most of them; no library that is kept up reads them.
"""

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from muniment.read.charset import guess
from muniment.read.formats.office.ole import OLE_MAGIC, open_ole, stream_of
from muniment.read.formats.tables.grid import Pager, column_name, line_of, row_pages
from muniment.read.reader import Damaged, Document, Found, Shortfall, Unsupported

_BEGIN, _END = 0x0000, 0x0001
_INTEGER, _NUMBER, _LABEL, _FORMULA, _WORDS_OF_FORMULA = 0x0D, 0x0E, 0x0F, 0x10, 0x33
_LATER_LABEL, _LATER_LONG, _LATER_SHORT, _LATER_FORMULA, _LATER_WORDS = 0x16, 0x17, 0x18, 0x19, 0x1A
_LATER_PACKED, _LATER_NUMBER, _LATER_NUMBER_OF_FORMULA = 0x25, 0x27, 0x28

_LOTUS = frozenset({0x0404, 0x0405, 0x0406})
_LATER_LOTUS = range(0x1000, 0x1006)
_QUATTRO_DOS, _QUATTRO_SHEETS, _QUATTRO_WINDOWS = 0x5120, 0x5121, frozenset({0x1001, 0x1002, 0x1007})

_IN_CONTAINER = "PerfectOffice_MAIN"

_SPECIAL, _DATES = 0x70, frozenset({2, 3, 4, 9, 10})
"""Formats of cells: the high half says "special", the low half which; those listed show a date."""
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days belong to no time zone
_MOST_DAYS = 73_050
_LABEL_MARKS = frozenset(b"'\"^\\|\x00")
"""Where a label stands in its cell, told by a sign before it."""

_SHORT_STEPS = (5000.0, 500.0, 0.05, 0.005, 0.0005, 0.00005, 0.0625, 0.015625)

_DOS_PAGE = "cp437"

_MOST_COLUMNS = 512
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """How an edition writes: where a cell's place and content stand, and how texts end."""

    is_later: bool = False
    has_sheets: bool = False
    counts_letters: bool = False
    content_at: int = 5


@dataclass(slots=True)
class _Cells:
    """Cells by sheet and row; texts stay bytes until all are known and their code page can be told."""

    sheets: dict[int, dict[int, dict[int, bytes | float | datetime]]] = field(default_factory=dict)
    count: int = 0
    unread: int = 0
    broke_off: bool = False

    def put(self, sheet: int, row: int, column: int, value: bytes | float | datetime | None) -> None:
        if value is None or column >= _MOST_COLUMNS or self.count >= _MOST_CELLS:
            self.unread += 1
            return
        self.count += 1
        self.sheets.setdefault(sheet, {}).setdefault(row, {})[column] = value

    def codec(self) -> str:
        """The code page of the texts, guessed from all of them together."""
        texts = [
            v for rows in self.sheets.values() for row in rows.values() for v in row.values() if isinstance(v, bytes)
        ]
        joined = b"\n".join(texts)
        found = "ascii" if joined.isascii() else guess(joined).encoding
        return _DOS_PAGE if found.startswith(("utf-16", "utf-32")) else found


class LotusReader:
    """Gives the labels and values of every sheet; formulas by their results."""

    name = "lotus"
    version = "1"
    media_types = frozenset({"application/vnd.lotus-1-2-3", "application/x-quattro-pro"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield a sheet's rows as pages. Raises ``Unsupported`` for editions that keep their records elsewhere."""
        content = _records_in(document.content())
        kind = _kind(content)
        cells = _Cells()
        _gather(content, kind, cells)
        if cells.broke_off and not cells.count:
            raise Damaged("the spreadsheet breaks off before its first cell")
        pager, codec = Pager(document.limits), cells.codec()
        for sheet, rows in sorted(cells.sheets.items()):
            lines = ((row + 1, line_of(_values(rows[row], codec))) for row in sorted(rows))
            yield from row_pages(lines, f"sheet {column_name(sheet)}", pager)
        if cells.broke_off:
            yield Shortfall("the spreadsheet breaks off")
        if cells.unread:
            yield Shortfall(f"{cells.unread} cells are written in a way that is not known here")


def _records_in(content: bytes) -> bytes:
    """The records of a file; the last edition that has them keeps them in a container."""
    if not content.startswith(OLE_MAGIC):
        return content
    return stream_of(open_ole(content), _IN_CONTAINER)


def _kind(content: bytes) -> _Kind:
    begin, length, version = struct.unpack_from("<HHH", content.ljust(6, b"\0"))
    if begin != _BEGIN or length < 2:  # noqa: PLR2004 - the version's own width
        raise Unsupported("this edition of the spreadsheet keeps its cells in a container that is not known here")
    if version in _LOTUS:
        return _Kind()
    if version in _LATER_LOTUS and length > 2:  # noqa: PLR2004 - later editions say more after the version
        return _Kind(is_later=True, has_sheets=True, content_at=4)
    if version == _QUATTRO_DOS:
        return _Kind(counts_letters=True)
    if version == _QUATTRO_SHEETS:
        return _Kind(has_sheets=True, counts_letters=True, content_at=6)
    if version in _QUATTRO_WINDOWS:
        return _Kind(has_sheets=True, content_at=6)
    raise Unsupported("this edition of the spreadsheet is not known here")


def _gather(content: bytes, kind: _Kind, cells: _Cells) -> None:
    at = 0
    while at + 4 <= len(content):
        number, length = struct.unpack_from("<HH", content, at)
        record = content[at + 4 : at + 4 + length]
        if len(record) < length:
            cells.broke_off = True
            return
        if number == _END:
            return
        take = _LATER.get(number) if kind.is_later else _EARLY.get(number)
        if take is not None and length >= kind.content_at:
            _place(record, kind, cells, number)
        at += 4 + length
    cells.broke_off = True


def _place(record: bytes, kind: _Kind, cells: _Cells, number: int) -> None:
    if kind.is_later:
        row, sheet, column = struct.unpack_from("<HBB", record)
    elif kind.has_sheets:
        column, sheet, row = struct.unpack_from("<BBH", record)
    else:
        column, row = struct.unpack_from("<HH", record, 1)
        sheet = 0
    content = record[kind.content_at :]
    value: bytes | float | datetime | None
    try:
        value = (_LATER if kind.is_later else _EARLY)[number](content, kind)
    except struct.error:
        value = None
    is_plain = not kind.is_later and not kind.has_sheets
    if is_plain and isinstance(value, float) and record[0] & _SPECIAL == _SPECIAL and record[0] & 0xF in _DATES:
        value = _date(value)
    cells.put(sheet, row, column, value)


def _date(days: float) -> float | datetime:
    return _FIRST_DAY + timedelta(days=days) if 1 <= days < _MOST_DAYS else days


def _label(content: bytes, kind: _Kind) -> bytes:
    marked = content[1:] if content[:1] and content[0] in _LABEL_MARKS else content
    return _words(marked, kind)


def _words(content: bytes, kind: _Kind) -> bytes:
    return content[1 : 1 + content[0]] if kind.counts_letters and content else content.partition(b"\0")[0]


def _integer(content: bytes, _: _Kind) -> float:
    return float(struct.unpack_from("<h", content)[0])


def _number(content: bytes, _: _Kind) -> float:
    return float(struct.unpack_from("<d", content)[0])


def _long(content: bytes, _: _Kind) -> float:
    """A number of ten bytes: 64 bits, 15 of exponent, one of sign."""
    mantissa, exponent = struct.unpack_from("<QH", content)
    power = (exponent & 0x7FFF) - 16_383 - 63
    if abs(power) > 1_000:  # noqa: PLR2004 - beyond what a number here can be: an error's mark
        return math.nan
    return math.ldexp(-mantissa if exponent & 0x8000 else mantissa, power)


def _short(content: bytes, _: _Kind) -> float:
    """A number of two bytes: a whole one, or a multiple of one of eight steps."""
    value = struct.unpack_from("<h", content)[0]
    return (value >> 4) * _SHORT_STEPS[value >> 1 & 7] if value & 1 else float(value >> 1)


def _not_known(_: bytes, __: _Kind) -> None:
    return None


_EARLY: dict[int, Callable[[bytes, _Kind], bytes | float | None]] = {
    _INTEGER: _integer,
    _NUMBER: _number,
    _LABEL: _label,
    _FORMULA: _number,
    _WORDS_OF_FORMULA: _words,
}
_LATER: dict[int, Callable[[bytes, _Kind], bytes | float | None]] = {
    _LATER_LABEL: _label,
    _LATER_LONG: _long,
    _LATER_SHORT: _short,
    _LATER_FORMULA: _long,
    _LATER_WORDS: _words,
    _LATER_PACKED: _not_known,
    _LATER_NUMBER: _number,
    _LATER_NUMBER_OF_FORMULA: _number,
}


def _values(row: dict[int, bytes | float | datetime], codec: str) -> list[object]:
    values: list[object] = [None] * (max(row) + 1)
    for column, value in row.items():
        if isinstance(value, bytes):
            values[column] = value.decode(codec, "replace")
        elif isinstance(value, float) and not math.isfinite(value):
            values[column] = "NA"
        else:
            values[column] = value
    return values
