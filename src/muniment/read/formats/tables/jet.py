"""The pages, tables and rows of Microsoft Access databases (Jet and ACE), read by the known layout of their bytes."""

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from muniment.read.formats.office.ole import decode
from muniment.read.reader import Damaged, Locked

_DATA, _TABLE = 1, 2
"""Kinds of pages."""

_DELETED, _ELSEWHERE, _PLACE = 0x8000, 0x4000, 0x1FFF
"""Marks at a row's place in its page: gone, moved to another page, and the place itself."""

_INLINE, _ONE_PAGE = 0x80000000, 0x40000000
"""Marks at the length of a long value: it follows; it lies in one piece on another page."""

_BOOL, _BYTE, _INT, _LONG, _MONEY, _FLOAT, _DOUBLE, _TIME = 1, 2, 3, 4, 5, 6, 7, 8
_BINARY, _TEXT, _OLE, _MEMO, _GUID, _NUMERIC, _COMPLEX, _BIG, _LONG_TIME = 9, 10, 11, 12, 15, 16, 18, 19, 20
"""Kinds of columns."""

_FIXED = 1
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the format knows no time zone
_CATALOG_PAGE = 2
_HEADER_KEY = bytes((0xC7, 0xDA, 0x39, 0x6B))
_HEADER_AT, _HEADER_LENGTH = 0x18, 126
_CODEPAGE_AT, _KEY_AT = 0x3C, 0x3E
_JET3 = 0
_COMPRESSED = b"\xff\xfe"
_MAX_PIECES = 200_000
_MAX_TABLE_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in pages and rows: it differs between the third edition and the later ones."""

    page: int
    rows_at: int
    columns_at: int
    indexes_at: int
    table_head: int
    index_size: int
    column_size: int
    column_number: int
    column_variable: int
    column_scale: int
    column_flags: int
    column_fixed: int
    column_length: int
    row_head: int


_OLD = _Layout(2048, 8, 25, 31, 43, 8, 18, 1, 3, 10, 13, 14, 16, 1)
_NEW = _Layout(4096, 12, 45, 51, 63, 12, 25, 5, 7, 12, 15, 21, 23, 2)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: int
    number: int
    is_fixed: bool
    fixed_at: int
    variable: int
    length: int
    scale: int


@dataclass(slots=True)
class JetTable:
    """A table's columns and the pages its rows lie on; ``broken`` counts rows that could not be read."""

    name: str
    columns: list[Column]
    pages: list[int] = field(default_factory=list)
    broken: int = 0


class Jet:
    """An open database."""

    def __init__(self, untrusted: bytes) -> None:
        """Raises ``Damaged`` or ``Locked``."""
        if untrusted[4:19] not in {b"Standard Jet DB", b"Standard ACE DB"}:
            raise Damaged("the file does not begin as an Access database does")
        self._is_old = untrusted[0x14] == _JET3
        self._layout = _OLD if self._is_old else _NEW
        self._raw = untrusted
        head = _rc4(_HEADER_KEY, untrusted[_HEADER_AT : _HEADER_AT + _HEADER_LENGTH])
        self._codepage = int.from_bytes(head[_CODEPAGE_AT - _HEADER_AT :][:2], "little")
        self._key = int.from_bytes(head[_KEY_AT - _HEADER_AT :][:4], "little")
        self._owned = self._owners()
        if self.page(_CATALOG_PAGE)[:1] != bytes([_TABLE]):
            raise Locked("the database is encrypted with a password")

    def page(self, number: int) -> bytes:
        """One page, deciphered where the database is encoded."""
        size = self._layout.page
        raw = self._raw[number * size : (number + 1) * size]
        if not self._key or not raw:
            return raw
        return _rc4(struct.pack("<I", self._key ^ number), raw)

    def _owners(self) -> dict[int, list[int]]:
        """The pages with rows of each table, by the page that describes the table."""
        owned: dict[int, list[int]] = {}
        for number in range(1, len(self._raw) // self._layout.page):
            page = self.page(number)
            if page[:2] == b"\x01\x01":
                owned.setdefault(struct.unpack_from("<I", page, 4)[0], []).append(number)
        return owned

    def table(self, name: str, number: int) -> JetTable:
        """The table that page ``number`` describes. Raises ``Damaged``."""
        try:
            return JetTable(name, self._columns(self._description(number)), self._owned.get(number, []))
        except (struct.error, IndexError) as error:
            raise Damaged(f"the description of the table “{name}” is broken") from error

    def catalog(self) -> JetTable:
        """The table of all tables."""
        return self.table("MSysObjects", _CATALOG_PAGE)

    def _description(self, number: int) -> bytes:
        first = self.page(number)
        if first[:1] != bytes([_TABLE]):
            raise struct.error
        whole = bytearray(first)
        following = struct.unpack_from("<I", first, 4)[0]
        for _ in range(_MAX_TABLE_PAGES):
            if not following:
                break
            page = self.page(following)
            whole += page[8:]
            following = struct.unpack_from("<I", page, 4)[0]
        return bytes(whole)

    def _columns(self, raw: bytes) -> list[Column]:
        layout = self._layout
        count = struct.unpack_from("<H", raw, layout.columns_at)[0]
        indexes = struct.unpack_from("<I", raw, layout.indexes_at)[0]
        at = layout.table_head + indexes * layout.index_size
        names_at = at + count * layout.column_size
        columns = []
        for position in range(count):
            name, names_at = self._name(raw, names_at)
            columns.append(self._column(raw, at + position * layout.column_size, name))
        return sorted(columns, key=lambda column: column.number)

    def _name(self, raw: bytes, at: int) -> tuple[str, int]:
        if self._is_old:
            end = at + 1 + raw[at]
            return decode(raw[at + 1 : end], self._codepage), end
        end = at + 2 + struct.unpack_from("<H", raw, at)[0]
        return raw[at + 2 : end].decode("utf-16-le", "replace"), end

    def _column(self, raw: bytes, at: int, name: str) -> Column:
        layout = self._layout
        number, variable, fixed_at, length = (
            struct.unpack_from("<H", raw, at + place)[0]
            for place in (layout.column_number, layout.column_variable, layout.column_fixed, layout.column_length)
        )
        is_fixed = bool(raw[at + layout.column_flags] & _FIXED)
        return Column(name, raw[at], number, is_fixed, fixed_at, variable, length, raw[at + layout.column_scale])

    def rows(self, table: JetTable) -> Iterator[list[object]]:
        """The rows of a table, a value for each column."""
        for number in table.pages:
            page = self.page(number)
            for place in range(self._row_count(page)):
                mark = self._mark(page, place)
                if mark & _DELETED:
                    continue
                try:
                    row = self._row_at(page, place)
                    if mark & _ELSEWHERE:
                        row = self._pointed(struct.unpack_from("<I", row)[0])
                    yield self._values(row, table.columns)
                except (struct.error, IndexError, ValueError, OverflowError):
                    table.broken += 1

    def _row_count(self, page: bytes) -> int:
        count = int.from_bytes(page[self._layout.rows_at : self._layout.rows_at + 2], "little")
        return min(count, self._layout.page // 2)

    def _mark(self, page: bytes, place: int) -> int:
        at = self._layout.rows_at + 2 + 2 * place
        return int.from_bytes(page[at : at + 2], "little")

    def _row_at(self, page: bytes, place: int) -> bytes:
        start = self._mark(page, place) & _PLACE
        end = self._mark(page, place - 1) & _PLACE if place else self._layout.page
        if not start < end <= len(page):
            raise struct.error
        return page[start:end]

    def _pointed(self, pointer: int) -> bytes:
        page = self.page(pointer >> 8)
        place = pointer & 0xFF
        if page[:1] != bytes([_DATA]) or place >= self._row_count(page):
            raise struct.error
        return self._row_at(page, place)

    def _values(self, row: bytes, columns: list[Column]) -> list[object]:
        head = self._layout.row_head
        count = int.from_bytes(row[:head], "little")
        mask_at = len(row) - (count + 7) // 8
        if mask_at < head:
            raise struct.error
        mask = int.from_bytes(row[mask_at:], "little")
        places = self._old_places(row, mask_at) if self._is_old else _new_places(row, mask_at)
        return [self._field(row, column, count, mask, places) for column in columns]

    @staticmethod
    def _old_places(row: bytes, mask_at: int) -> list[int]:
        """Places of one byte each, and jumps of 256 where they are not enough."""
        last = mask_at - 1
        count = row[last]
        jumps = (len(row) - 1) // 256
        first = last - jumps - 1
        if (first - count) // 256 < jumps:
            jumps -= 1
        first = last - jumps - 1
        places, used = [], 0
        for number in range(count + 1):
            while used < jumps and number == row[last - used - 1]:
                used += 1
            places.append(row[first - number] + 256 * used)
        return places

    def _field(self, row: bytes, column: Column, count: int, mask: int, places: list[int]) -> object:
        is_set = column.number < count and bool(mask >> column.number & 1)
        if column.kind == _BOOL:
            return is_set
        if not is_set:
            return None
        if column.is_fixed:
            start = self._layout.row_head + column.fixed_at
            raw = row[start : start + column.length]
        elif column.variable + 1 < len(places):
            raw = row[places[column.variable] : places[column.variable + 1]]
        else:
            return None
        return self._value(column, raw)

    def _value(self, column: Column, raw: bytes) -> object:
        if column.kind == _TEXT:
            return self._text(raw)
        if column.kind == _MEMO:
            return self._text(self._long(raw))
        if column.kind == _OLE:
            return self._long(raw)
        return plain_value(column.kind, raw, column.scale)

    def _text(self, raw: bytes) -> str:
        if self._is_old:
            return decode(raw, self._codepage).rstrip("\0")
        if not raw.startswith(_COMPRESSED):
            return raw[: len(raw) & ~1].decode("utf-16-le", "replace")
        return _decompressed(raw[2:])

    def _long(self, raw: bytes) -> bytes:
        """A value that does not fit into its row. Raises ``struct.error`` if it cannot be found."""
        head, pointer = struct.unpack_from("<II", raw)
        length = head & 0x3FFFFFFF
        if head & _INLINE:
            return raw[12 : 12 + length]
        if head & _ONE_PAGE:
            return self._pointed(pointer)[:length]
        found = bytearray()
        for _ in range(_MAX_PIECES):
            if not pointer or len(found) >= length:
                break
            piece = self._pointed(pointer)
            pointer = struct.unpack_from("<I", piece)[0]
            found += piece[4:]
        return bytes(found[:length])


def _new_places(row: bytes, mask_at: int) -> list[int]:
    count = struct.unpack_from("<H", row, mask_at - 2)[0]
    first = mask_at - 4
    if first - 2 * count < 0:
        return []  # a table without columns of varying length has no such list
    return [struct.unpack_from("<H", row, first - 2 * number)[0] for number in range(count + 1)]


def _decompressed(raw: bytes) -> str:
    """Text of one byte a letter, with stretches of two bytes a letter between zeros."""
    out: list[str] = []
    is_wide, at = False, 0
    while at < len(raw):
        end = raw.find(b"\0", at) if not is_wide else _end_of_wide(raw, at)
        end = len(raw) if end < 0 else end
        piece = raw[at:end]
        out.append(piece[: len(piece) & ~1].decode("utf-16-le", "replace") if is_wide else piece.decode("latin-1"))
        is_wide, at = not is_wide, end + 1
    return "".join(out)


def _end_of_wide(raw: bytes, at: int) -> int:
    """The zero after a stretch of two bytes a letter: the first one in the place of a letter's lower byte."""
    return next((place for place in range(at, len(raw), 2) if raw[place] == 0), -1)


_WHOLE = {_BYTE: "<B", _INT: "<h", _LONG: "<i", _COMPLEX: "<i", _BIG: "<q"}
_FLOATING = {_FLOAT: "<f", _DOUBLE: "<d"}


def plain_value(kind: int, raw: bytes, scale: int) -> object:
    """A value that stands in its row. Raises ``struct.error``, ``ValueError`` or ``OverflowError``."""
    if kind in _WHOLE:
        return int(struct.unpack_from(_WHOLE[kind], raw)[0])
    if kind in _FLOATING:
        return float(struct.unpack_from(_FLOATING[kind], raw)[0])
    if kind == _MONEY:
        return Decimal(struct.unpack_from("<q", raw)[0]).scaleb(-4)
    if kind == _TIME:
        return _EPOCH + timedelta(days=struct.unpack_from("<d", raw)[0])
    if kind == _LONG_TIME:
        return raw.decode("latin-1").strip("\0 ")
    return _other_value(kind, raw, scale)


def _other_value(kind: int, raw: bytes, scale: int) -> object:
    if kind == _GUID:
        return f"{{{uuid.UUID(bytes_le=raw[:16])}}}"
    if kind == _NUMERIC:
        words = struct.unpack_from("<4I", raw, 1)
        number = sum(word << shift for word, shift in zip(words, (96, 64, 32, 0), strict=True))
        value = Decimal(-number if raw[0] & 0x80 else number)
        return format(value.scaleb(-min(scale, 28)), "f")
    return raw


def _rc4(key: bytes, raw: bytes) -> bytes:
    """The format's own scrambling; nothing secret is protected by it here."""
    # The library takes no keys of four bytes; five repeats of it are the same key to this cipher.
    cipher = Cipher(ARC4(key * 4), mode=None).decryptor()
    return cipher.update(raw) + cipher.finalize()
