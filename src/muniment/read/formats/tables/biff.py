"""The records of old Excel workbooks that cell libraries pass over: comments, text boxes, headers, links, charts."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.read.formats.office.ole import decode
from muniment.read.formats.tables.grid import column_name
from muniment.read.formats.tables.number_formats import tells_digits
from muniment.read.formats.tables.sheet_asides import header_text

_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF = 0x000A
_CONTINUE = 0x003C
_CODEPAGE = 0x0042
_SHEET = 0x0085
_HEADER, _FOOTER = 0x0014, 0x0015
_NOTE = 0x001C
_OBJECT = 0x005D
_TEXT_OBJECT = 0x01B6
_LINK = 0x01B8
_SERIES_TEXT = 0x100D
_LABEL = 0x0204
_NUMBER = 0x0203
_OTHER_BOOK = 0x01AE
_DRAWINGS = 0x00EB
_PIVOT_STRING = 0x00CD

_FORMAT, _STYLE = 0x041E, 0x00E0
_ROW_OF_NUMBERS = 0x00BD
_NUMBERS = frozenset({0x0203, 0x027E, 0x0006, 0x0406, _ROW_OF_NUMBERS})
"""Records of cells that hold numbers: long, short, worked out (in two editions), and several in a row."""

_BIFF8 = 0x0600
_CHART = 0x0020
"""Kind of a part of the workbook: a chart."""

_LINK_BY_ADDRESS = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_LINK_BY_FILE = bytes.fromhex("0303000000000000c000000000000046")
_HAS_LABEL, _HAS_FRAME, _HAS_LOCATION, _HAS_TARGET = 0x14, 0x80, 0x08, 0x01

_URL_ESCAPES = re.compile("[\x01-\x08]")
"""Signs that stand for parts of a path in the name of another workbook."""


@dataclass(slots=True)
class SheetAsides:
    """What belongs to one sheet besides its cells; ``boxes`` are texts by the number of their object."""

    name: str
    hidden: int = 0
    headers: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, int, str]] = field(default_factory=list)
    boxes: dict[int, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formats that tell how digits are written, by row and column from 0."""
    is_loose: bool = False
    """Not a sheet, but what belongs to none."""

    def comments(self) -> Iterator[str]:
        """Comments: place, author, words."""
        for place, author, number, text in self.notes:
            words = text or self.boxes.get(number, "")
            yield f"{place}{f' ({author})' if author else ''}: {words.strip()}"

    def drawn(self) -> Iterator[str]:
        """Texts of boxes that are not comments."""
        numbers = {number for _, _, number, _ in self.notes}
        yield from (text for number, text in self.boxes.items() if number not in numbers and text.strip())


@dataclass(slots=True)
class BookAsides:
    """What stands in a workbook besides its cells."""

    sheets: list[SheetAsides] = field(default_factory=list)
    other_books: list[str] = field(default_factory=list)
    drawings: bytes = b""


Record = tuple[int, int, bytes, list[bytes]]
"""Where it begins, number, content, and the contents of the records that continue it."""


def records(untrusted: bytes) -> Iterator[Record]:
    """The records of a workbook's stream, continuations joined to what they continue."""
    at = 0
    held: Record | None = None
    while at + 4 <= len(untrusted):
        number, length = struct.unpack_from("<HH", untrusted, at)
        content = untrusted[at + 4 : at + 4 + length]
        if number == _CONTINUE and held:
            held[3].append(content)
        else:
            if held:
                yield held
            held = (at, number, content, [])
        at += 4 + length
    if held:
        yield held


class _Walk:
    """Goes through the records once, keeping track of which sheet it is in and how deep in charts."""

    def __init__(self) -> None:
        self.book = BookAsides()
        self._by_start: dict[int, SheetAsides] = {}
        self._loose = SheetAsides("workbook", is_loose=True)
        self._codes: dict[int, str] = {}
        self._styles: list[str] = []
        self._has_telling_styles = False
        self._depth: list[int] = []
        self._sheet = self._loose
        self._codepage = 1252
        self._is_unicode = True
        self._object = -1

    def run(self, untrusted: bytes) -> BookAsides:
        for at, number, content, more in records(untrusted):
            if number in _BOF:
                self._begin(at, content)
            elif number == _EOF and self._depth:
                self._depth.pop()
            else:
                try:
                    self._take(number, content, more)
                except (struct.error, IndexError):
                    continue  # a record cut short says nothing; the cell libraries judge whether the file is sound
        if any((self._loose.headers, self._loose.notes, self._loose.boxes, self._loose.links, self._loose.charts)):
            self.book.sheets.append(self._loose)
        return self.book

    def _begin(self, at: int, content: bytes) -> None:
        if not self._depth:
            self._sheet = self._by_start.get(at, self._loose)
            self._object = -1
        version, kind = struct.unpack_from("<HH", content.ljust(4, b"\0"))
        self._is_unicode = version == _BIFF8
        self._depth.append(kind)

    def _take(self, number: int, content: bytes, more: list[bytes]) -> None:
        if number == _CODEPAGE:
            self._codepage = struct.unpack_from("<H", content)[0]
        elif number == _SHEET:
            self._listed(content)
        elif number in {_SERIES_TEXT, _LABEL} and self._depth[-1:] == [_CHART]:
            self._chart(number, content)
        elif number == _OTHER_BOOK and len(content) > 4:  # noqa: PLR2004 - shorter ones mean this workbook itself
            self._other_book(content)
        elif number == _DRAWINGS:
            self.book.drawings += content + b"".join(more)
        else:
            self._take_of_sheet(number, content, more)

    def _take_of_sheet(self, number: int, content: bytes, more: list[bytes]) -> None:
        if number in {_HEADER, _FOOTER} and content and self._depth[-1:] != [_CHART]:
            self._header(number, content)
        elif number == _OBJECT:
            self._object = struct.unpack_from("<H", content, 6)[0] if len(content) >= 8 else -1  # noqa: PLR2004
        elif number == _TEXT_OBJECT:
            self._box(content, more)
        elif number == _NOTE:
            self._note(content)
        elif number == _LINK:
            self._sheet.links.append(link_text(content))
        elif number in {_FORMAT, _STYLE}:
            self._number_format(number, content)
        elif self._has_telling_styles and number in _NUMBERS:
            self._cells(number, content)

    def _number_format(self, number: int, content: bytes) -> None:
        if number == _STYLE:
            self._styles.append(self._codes.get(struct.unpack_from("<H", content, 2)[0], ""))
            self._has_telling_styles = self._has_telling_styles or bool(self._styles[-1])
            return
        width = 2 if self._is_unicode else 1
        length = int.from_bytes(content[2 : 2 + width], "little")
        code = self._characters(content, 2 + width, length)
        if tells_digits(code):
            self._codes[struct.unpack_from("<H", content)[0]] = code

    def _cells(self, number: int, content: bytes) -> None:
        """Keep the formats of number cells: of one, or of several in a row."""
        row, column = struct.unpack_from("<HH", content)
        places = range(4, len(content) - 2, 6) if number == _ROW_OF_NUMBERS else range(4, 5)
        for offset, at in enumerate(places):
            style = struct.unpack_from("<H", content, at)[0]
            code = self._styles[style] if style < len(self._styles) else ""
            if code:
                self._sheet.formats[row, column + offset] = code

    def _listed(self, content: bytes) -> None:
        start, state, _, length = struct.unpack_from("<IBBB", content)
        sheet = SheetAsides(self._characters(content[6:], 1, length), state & 3)
        self._by_start[start] = sheet
        self.book.sheets.append(sheet)

    def _header(self, number: int, content: bytes) -> None:
        width = 2 if self._is_unicode else 1
        length = int.from_bytes(content[:width], "little")
        code = self._characters(content, width, length)
        kind = "header" if number == _HEADER else "footer"
        if words := header_text(code):
            self._sheet.headers.append(f"{kind}: {words}")

    def _box(self, content: bytes, more: list[bytes]) -> None:
        length = struct.unpack_from("<H", content, 10)[0]
        text = ""
        for piece in more:
            if len(text) >= length or not piece:
                break
            text += self._unicode(piece[1:], piece[0])[: length - len(text)]
        number = self._object if self._object not in self._sheet.boxes else -len(self._sheet.boxes) - 2
        self._sheet.boxes[number] = text.replace("\r\n", "\n").replace("\r", "\n")

    def _note(self, content: bytes) -> None:
        row, column, flags, number = struct.unpack_from("<4H", content.ljust(8, b"\0"))
        place = f"{column_name(column)}{row + 1}"
        if self._is_unicode:
            length = struct.unpack_from("<H", content, 8)[0]
            self._sheet.notes.append((place, self._characters(content, 10, length), number, ""))
        elif row == 0xFFFF and self._sheet.notes:  # noqa: PLR2004 - continues the one before
            before = self._sheet.notes.pop()
            self._sheet.notes.append((*before[:3], before[3] + decode(content[6:], self._codepage)))
        else:
            self._sheet.notes.append((place, "", -1, decode(content[6 : 6 + flags], self._codepage)))

    def _chart(self, number: int, content: bytes) -> None:
        if number == _SERIES_TEXT:
            text = self._characters(content, 3, content[2])
        else:
            text = self._characters(content, 8, struct.unpack_from("<H", content, 6)[0])
        if text.strip():
            self._sheet.charts.append(text)

    def _other_book(self, content: bytes) -> None:
        length = struct.unpack_from("<H", content, 2)[0]
        name = _URL_ESCAPES.sub("/", self._characters(content, 4, length)).strip("/")
        if name:
            self.book.other_books.append(f"file: {name}")

    def _characters(self, content: bytes, at: int, length: int) -> str:
        """``length`` characters from ``at``, where Unicode ones begin with a byte of flags."""
        if not self._is_unicode:
            return decode(content[at : at + length], self._codepage)
        flags = content[at] if at < len(content) else 0
        return self._unicode(content[at + 1 :], flags)[:length]

    def _unicode(self, raw: bytes, flags: int) -> str:
        return raw[: len(raw) & ~1].decode("utf-16-le", "replace") if flags & 1 else raw.decode("latin-1")


def workbook_asides(untrusted: bytes) -> BookAsides:
    """All that stands in a workbook's stream besides its cells."""
    return _Walk().run(untrusted)


def link_text(content: bytes) -> str:
    """A link's cell, where it leads, and its words. Raises ``struct.error`` if it is cut off."""
    row, _, column, _ = struct.unpack_from("<4H", content)
    flags = struct.unpack_from("<I", content, 28)[0]
    at = 32
    label = target = location = ""
    if flags & _HAS_LABEL:
        label, at = _counted(content, at)
    if flags & _HAS_FRAME:
        _, at = _counted(content, at)
    if flags & _HAS_TARGET:
        target, at = _link_target(content, at)
    if flags & _HAS_LOCATION and at >= 0:
        location, at = _counted(content, at)
    where = f"{target}#{location}" if target and location else target or location
    words = f" ({label})" if label and label != where else ""
    return f"{column_name(column)}{row + 1}: {where}{words}"


def _link_target(content: bytes, at: int) -> tuple[str, int]:
    """Where a link leads, and the end of that; -1 if what follows cannot be told."""
    kind = content[at : at + 16]
    if kind == _LINK_BY_ADDRESS:
        size = struct.unpack_from("<I", content, at + 16)[0]
        raw = content[at + 20 : at + 20 + size]
        text = raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
        return text, at + 20 + size
    if kind == _LINK_BY_FILE:
        length = struct.unpack_from("<I", content, at + 18)[0]
        name = content[at + 22 : at + 22 + length].split(b"\0")[0].decode("latin-1")
        after = at + 22 + length + 24
        size = struct.unpack_from("<I", content, after)[0]
        if size > 6:  # noqa: PLR2004 - the name again, in Unicode, behind its length and a mark
            raw = content[after + 10 : after + 4 + size]
            name = raw[: len(raw) & ~1].decode("utf-16-le", "replace")
        return name, after + 4 + size
    return _counted(content, at)


def _counted(content: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", content, at)[0]
    raw = content[at + 4 : at + 4 + 2 * length]
    return raw[: len(raw) & ~1].decode("utf-16-le", "replace").rstrip("\0"), at + 4 + 2 * length


def pivot_values(untrusted: bytes) -> Iterator[str]:
    """The words that a pivot table remembers, in a stream of its cache."""
    for _, number, content, _ in records(untrusted):
        if number == _PIVOT_STRING and len(content) > 3:  # noqa: PLR2004 - length and flags come first
            length, flags = struct.unpack_from("<HB", content)
            raw = content[3:]
            text = raw[: len(raw) & ~1].decode("utf-16-le", "replace") if flags & 1 else raw.decode("latin-1")
            yield text[:length]
