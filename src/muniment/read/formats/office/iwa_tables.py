"""Tables of iWork documents since 2013: their cells in rows, with numbers, dates and words as they stand."""

import datetime as dt
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from muniment.read.formats.office.iwa import (
    IwaObject,
    all_of,
    double,
    number_of,
    one_of,
    reference,
    references,
    text_of,
)
from muniment.read.formats.tables.grid import Row, line_of

_EPOCH = dt.datetime(2001, 1, 1)  # noqa: DTZ001 - the format knows no time zone
_DECIMAL_BIAS = 0x1820
_TILE_ROWS = 256
_WIDE = 4
"""Unit of the places of cells in a wide row, in bytes."""

_MAX_COLUMNS = 1_000
"""The program's own limit."""

_NUMBER, _TEXT, _DATE, _BOOL, _DURATION, _ERROR, _RICH, _CURRENCY = 2, 3, 5, 6, 7, 8, 9, 10
"""Kinds of cells."""

_NEW_CELL = 5
"""Version of the way in which cells are stored since 2016."""

_MENU_OF_FORMAT = 39
_ONLY_FORMAT = 0x4
"""Flags of an older cell whose first number is that of its format: there is no style before it."""

_KIND_FIRST = 4
"""Version of the older way from which on the kind of a cell comes first."""

Objects = Mapping[int, IwaObject]


@dataclass(slots=True)
class Table:
    """A table: its name, rows, the objects that hold its words, and the comments on its cells."""

    name: str
    rows: list[Row] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    comments: list[int] = field(default_factory=list)
    unreadable: int = 0


def table_of(model: IwaObject, objects: Objects) -> Table:
    """The table that ``model`` describes."""
    table = Table(text_of(model.message, 8))
    store = one_of(model.message, 4)
    words = _Words(store, objects, table)
    tiles = one_of(store, 3)
    size = number_of(tiles, 2) or _TILE_ROWS
    for entry in all_of(tiles, 1):
        tile = objects.get(reference(entry, 2))
        if tile is not None:
            table.rows += _tile_rows(tile.message, number_of(entry, 1) * size, words, table)
    table.rows.sort()
    return table


class _Words:
    """The lists that cells point into."""

    def __init__(self, store: bytes, objects: Objects, table: Table) -> None:
        self._objects = objects
        self._table = table
        self._plain = {key: text_of(entry, 3) for key, entry in self._entries(reference(store, 4))}
        self._rich = dict(self._entries(reference(store, 17)))
        self._choices = dict(self._menus(reference(store, 11), reference(store, 16)))
        for _, entry in self._entries(reference(store, 19)):
            table.comments.append(reference(entry, 10))

    def _entries(self, identifier: int) -> Iterator[tuple[int, bytes]]:
        held = self._objects.get(identifier)
        if held is None:
            return
        self._table.used.add(identifier)
        lists = [held.message]
        lists += [self._objects[i].message for i in references(held.message, 4) if i in self._objects]
        for message in lists:
            for entry in all_of(message, 3):
                yield number_of(entry, 1), entry

    def _menus(self, formats: int, menus: int) -> Iterator[tuple[int, list[str]]]:
        """The choices of menus in cells, by the number of the cell's format."""
        by_number = {key: self._objects.get(reference(entry, 4)) for key, entry in self._entries(menus)}
        for key, entry in self._entries(formats):
            menu = by_number.get(number_of(one_of(entry, 6), _MENU_OF_FORMAT))
            if menu is not None:
                yield key, [text_of(one_of(choice, 5), 1) for choice in all_of(menu.message, 2)]

    def chosen(self, formats: int, value: float) -> object:
        """What a cell with a menu shows; ``value`` itself where there is no menu."""
        choices = self._choices.get(formats, [])
        return choices[int(value)] if value.is_integer() and 0 <= value < len(choices) else value

    def plain(self, key: int) -> str:
        return self._plain.get(key, "")

    def rich(self, key: int) -> str:
        """The words of a cell with styles of its own, kept in a text object."""
        payload = self._objects.get(reference(self._rich.get(key, b""), 9))
        storage = self._objects.get(reference(payload.message, 1)) if payload else None
        if storage is None:
            return ""
        self._table.used.add(storage.identifier)
        return text_of(storage.message, 3)


def _tile_rows(tile: bytes, first: int, words: _Words, table: Table) -> Iterator[Row]:
    for row in all_of(tile, 5):
        number = first + number_of(row, 1) + 1
        buffer, places, wide = one_of(row, 6), one_of(row, 7), bool(number_of(row, 8))
        if not buffer or not places:
            buffer, places, wide = one_of(row, 3), one_of(row, 4), False
        yield number, line_of(_cells(buffer, places, wide, words, table))


def _cells(buffer: bytes, places: bytes, wide: bool, words: _Words, table: Table) -> list[object]:
    cells: list[object] = []
    for (place,) in struct.iter_unpack("<H", places[: min(len(places) & ~1, 2 * _MAX_COLUMNS)]):
        value: object = ""
        if place != 0xFFFF:  # noqa: PLR2004 - no cell there
            start = place * _WIDE if wide else place
            try:
                value = cell_value(buffer[start:], words)
            except (struct.error, IndexError, OverflowError, InvalidOperation):
                table.unreadable += 1
                value = "<unreadable>"
        cells.append(value)
    return cells


def cell_value(raw: bytes, words: _Words) -> object:
    """The value of the cell that begins with ``raw``. Raises ``struct.error`` or ``IndexError`` if it is cut off."""
    return _new_cell(raw, words) if raw[0] == _NEW_CELL else _old_cell(raw, words)


def _new_cell(raw: bytes, words: _Words) -> object:
    kind, flags, at = raw[1], struct.unpack_from("<I", raw, 8)[0], 12
    number: Decimal | None = None
    floating = seconds = 0.0
    plain = rich = -1
    if flags & 0x1:
        number, at = decimal128(raw[at : at + 16]), at + 16
    if flags & 0x2:
        floating, at = double(raw, at), at + 8
    if flags & 0x4:
        seconds, at = double(raw, at), at + 8
    if flags & 0x8:
        plain, at = struct.unpack_from("<I", raw, at)[0], at + 4
    if flags & 0x10:
        rich = struct.unpack_from("<I", raw, at)[0]
    if kind in {_NUMBER, _CURRENCY}:
        return format(number, "f") if number is not None else floating
    return _by_kind(kind, floating, seconds, words.plain(plain), words.rich(rich))


def _old_cell(raw: bytes, words: _Words) -> object:
    """Cells of 2013 to 2015: flags say which parts are there, numbers are floating-point."""
    version, flags = raw[0], struct.unpack_from("<I", raw, 4)[0]
    kind = raw[1] if version >= _KIND_FIRST else raw[2]
    is_late = version > 1
    formats = struct.unpack_from("<I", raw, 12)[0] if is_late and flags & 0x6 == _ONLY_FORMAT else -1
    at = (12 if is_late else 8) + 4 * (flags & (0x0D8E if is_late else 0x018E)).bit_count()
    floating = seconds = 0.0
    plain = rich = -1
    if flags & 0x200:
        rich, at = struct.unpack_from("<I", raw, at)[0], at + 4
    at += 4 * (flags & (0x3000 if is_late else 0x1000)).bit_count()
    if flags & 0x10:
        plain, at = struct.unpack_from("<I", raw, at)[0], at + 4
    if flags & 0x20:
        floating, at = double(raw, at), at + 8
    if flags & 0x40:
        seconds = double(raw, at)
    if kind in {_NUMBER, _CURRENCY}:
        return words.chosen(formats, floating)
    return _by_kind(kind, floating, seconds, words.plain(plain), words.rich(rich))


def _by_kind(kind: int, floating: float, seconds: float, plain: str, rich: str) -> object:
    if kind == _DATE:
        return _EPOCH + dt.timedelta(seconds=seconds)
    if kind == _BOOL:
        return floating > 0
    if kind == _DURATION:
        return dt.timedelta(seconds=floating)
    if kind == _ERROR:
        return "#ERROR"
    return rich or plain


def decimal128(raw: bytes) -> Decimal:
    """A decimal number of 16 bytes, exact to its 34 digits. Raises ``IndexError`` if it is cut off."""
    exponent = ((raw[15] & 0x7F) << 7 | raw[14] >> 1) - _DECIMAL_BIAS
    digits = int.from_bytes(raw[:14], "little") | (raw[14] & 1) << 112
    if not -100 < exponent < 100:  # noqa: PLR2004 - no cell holds more; hostile ones would fill memory with zeros
        raise IndexError
    value = Decimal((raw[15] >> 7, tuple(map(int, str(digits))), exponent))
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and exponent < 0 else value
