"""The binary kind of Office Open XML workbooks: sheets, comments, headers, links, and cells as a second try."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.read.formats.tables.grid import column_name

_MAX_TYPE_BYTES = 2
_MAX_LENGTH_BYTES = 4

_ROW = 0
_BLANK, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = 1, 2, 3, 4, 5, 6, 7
_FORMULA_STRING, _FORMULA_NUMBER, _FORMULA_BOOL, _FORMULA_ERROR = 8, 9, 10, 11
_SHARED_ITEM = 19
_SHEET = 156
_HEADER_FOOTER = 479
_LINK = 494
_COMMENT_AUTHOR = 632
_COMMENT = 635
_COMMENT_TEXT = 637
"""Numbers of the records, from the published description of the format."""

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}

_CELL_HEAD = 8
"""Bytes before a cell's value: column and style."""

_NO_STRING = 0xFFFFFFFF

_MAX_COLUMN = 16_383

Cell = tuple[int, int, object]
"""Row and column, from 0, and value."""


@dataclass(frozen=True, slots=True)
class BinarySheet:
    """A sheet as the workbook lists it; ``state`` is 0 shown, 1 hidden, 2 hidden for good."""

    name: str
    relation: str
    state: int


def records(untrusted: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: number and content; ends where the bytes make no more sense."""
    at = 0
    while at < len(untrusted):
        number, at = _varint(untrusted, at, _MAX_TYPE_BYTES)
        length, at = _varint(untrusted, at, _MAX_LENGTH_BYTES)
        if at + length > len(untrusted):
            return
        yield number, untrusted[at : at + length]
        at += length


def _varint(raw: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in 7-bit groups."""
    value = 0
    for shift in range(most):
        if at >= len(raw):
            return value, at
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that more follows
            break
    return value, at


def _string(raw: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 string and where it ends. Raises ``struct.error`` if it is cut off."""
    length = struct.unpack_from("<I", raw, at)[0]
    if length == _NO_STRING:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(raw):
        raise struct.error
    return raw[at + 4 : end].decode("utf-16-le", "replace"), end


def binary_sheets(untrusted: bytes) -> Iterator[BinarySheet]:
    """The sheets that a workbook part lists."""
    for number, content in records(untrusted):
        if number == _SHEET:
            yield from _listed(content)


def _listed(content: bytes) -> Iterator[BinarySheet]:
    """One sheet; the program's first edition wrote four bytes more before the strings."""
    for start in (8, 12):
        try:
            relation, at = _string(content, start)
            name, end = _string(content, at)
        except struct.error:
            continue
        if end == len(content):
            yield BinarySheet(name, relation, struct.unpack_from("<I", content)[0])
            return


def binary_comments(untrusted: bytes) -> Iterator[str]:
    """Comments of a comments part: place, author, words."""
    authors: list[str] = []
    place = author = ""
    for number, content in records(untrusted):
        try:
            if number == _COMMENT_AUTHOR:
                authors.append(_string(content, 0)[0])
            elif number == _COMMENT:
                index, row, _, column = struct.unpack_from("<4I", content)
                place = f"{column_name(min(column, _MAX_COLUMN))}{row + 1}"
                author = f" ({authors[index]})" if index < len(authors) and authors[index] else ""
            elif number == _COMMENT_TEXT:
                yield f"{place}{author}: {_string(content, 1)[0].strip()}"
        except struct.error:
            continue


def binary_headers(untrusted: bytes) -> Iterator[str]:
    """The codes of headers and footers in a sheet's part."""
    for number, content in records(untrusted):
        if number == _HEADER_FOOTER:
            at = 2
            try:
                while at < len(content):
                    code, at = _string(content, at)
                    yield code
            except struct.error:
                return


def binary_links(untrusted: bytes) -> Iterator[tuple[str, str, str]]:
    """Links of a sheet's part: place, identifier of the relation, the rest in words."""
    for number, content in records(untrusted):
        if number == _LINK:
            try:
                row, _, column, _ = struct.unpack_from("<4I", content)
                relation, at = _string(content, 16)
                words = []
                for _ in range(3):
                    text, at = _string(content, at)
                    words.append(text)
            except struct.error:
                continue
            yield f"{column_name(min(column, _MAX_COLUMN))}{row + 1}", relation, " ".join(filter(None, words))


def shared_strings(untrusted: bytes) -> list[str]:
    """The strings that cells point to."""
    found = []
    for number, content in records(untrusted):
        if number == _SHARED_ITEM:
            try:
                found.append(_string(content, 1)[0])
            except struct.error:
                found.append("")
    return found


def binary_cells(untrusted: bytes, strings: list[str]) -> Iterator[Cell]:
    """The cells of a sheet's part in order; dates are still the numbers they are stored as."""
    row = 0
    for number, content in records(untrusted):
        if number == _ROW and len(content) >= 4:  # noqa: PLR2004 - the row's number
            row = struct.unpack_from("<I", content)[0]
        elif _BLANK < number <= _FORMULA_ERROR:
            try:
                column = struct.unpack_from("<I", content)[0]
                value = _value(number, content, strings)
            except struct.error:
                continue
            if column <= _MAX_COLUMN:
                yield row, column, value


def _value(number: int, content: bytes, strings: list[str]) -> object:
    if number == _RK:
        return rk_number(struct.unpack_from("<I", content, _CELL_HEAD)[0])
    if number in {_REAL, _FORMULA_NUMBER}:
        return struct.unpack_from("<d", content, _CELL_HEAD)[0]
    if number in {_BOOL, _FORMULA_BOOL}:
        return content[_CELL_HEAD : _CELL_HEAD + 1] != b"\0"
    if number in {_ERROR, _FORMULA_ERROR}:
        return _ERRORS.get(struct.unpack_from("<B", content, _CELL_HEAD)[0], "#ERROR")
    if number == _SHARED:
        index = struct.unpack_from("<I", content, _CELL_HEAD)[0]
        return strings[index] if index < len(strings) else ""
    return _string(content, _CELL_HEAD)[0]


def rk_number(packed: int) -> float:
    """The number in an "RK" value: 30 bits of an integer or of a floating-point number, perhaps times 100."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30) if packed & 0x80000000 else packed >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value
