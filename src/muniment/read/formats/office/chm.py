"""Compiled help (.chm): web pages behind one table of contents, packed together with the LZX method."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.counting import counted
from muniment.model import EntryKind
from muniment.read.formats.office.lzx import Packing, unpacked
from muniment.read.formats.office.ole import decode
from muniment.read.formats.office.webbook import chapter, name_within
from muniment.read.formats.sections import chunks
from muniment.read.reader import Damaged, Document, FactFound, Found, MemberFound, PageFound, ReadingStopped, Shortfall

_MAGIC, _DIRECTORY_MAGIC, _LISTING_MAGIC = b"ITSF", b"ITSP", b"PMGL"
_STORAGE = "::DataSpace/Storage/MSCompressed/"
_CONTROL, _PACKED = f"{_STORAGE}ControlData", f"{_STORAGE}Content"
_RESETS = f"{_STORAGE}Transform/{{7FC28940-9D31-11D0-9B27-00A0C91E9C7C}}/InstanceData/ResetTable"
_INTERNAL = ("::", "/#", "/$")
"""Beginnings of the names of the container's own tables."""

_WEB_PAGES = (".htm", ".html", ".xhtml")
_TITLE_CODE = 3
_MOST_ENTRIES = 200_000
_BLOCK = 0x8000
_MOST_NAMED = 5
"""Missing pages named one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    packed: bool
    start: int
    length: int


class ChmReader:
    """Gives the pages of a help file in the order of its table; pictures and the rest as files."""

    name = "chm"
    version = "1"
    media_types = frozenset({"application/vnd.ms-htmlhelp"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        raw = document.content()
        entries, content_start = _directory(raw)
        plain = {e.name: raw[content_start + e.start :][: e.length] for e in entries if not e.packed}
        yield from _facts(plain.get("/#SYSTEM", b""))
        unpacker = _Unpacker(plain, document.limits.may_expand_to(document.size))
        body = unpacker.body()
        yield from unpacker.shortfalls
        yield from _read_entries(document, entries, plain, body)


def _directory(raw: bytes) -> tuple[list[_Entry], int]:
    """All entries, and where the contents begin. Raises ``Damaged``."""
    try:
        version, header_length = struct.unpack_from("<II", raw, 4)
        listing_start = struct.unpack_from("<Q", raw, 0x48)[0]
        listing_length = struct.unpack_from("<Q", raw, 0x50)[0]
        content_start = struct.unpack_from("<Q", raw, 0x58)[0] if version >= 3 and header_length >= 0x60 else 0  # noqa: PLR2004 - since then the field is there
        chunk_size = struct.unpack_from("<I", raw, listing_start + 0x10)[0]
        first_chunk = listing_start + struct.unpack_from("<I", raw, listing_start + 8)[0]
    except struct.error as error:
        raise Damaged("the head of the help file is cut off") from error
    if raw[:4] != _MAGIC or raw[listing_start : listing_start + 4] != _DIRECTORY_MAGIC or chunk_size < 32:  # noqa: PLR2004 - no chunk is so small
        raise Damaged("the help file does not begin as its format demands")
    content_start = content_start or listing_start + listing_length
    entries: list[_Entry] = []
    for at in range(first_chunk, min(listing_start + listing_length, len(raw)), chunk_size):
        entries += _listed(raw[at : at + chunk_size])
        if len(entries) > _MOST_ENTRIES:
            raise Damaged(f"the help file lists more than {_MOST_ENTRIES} pages")
    return entries, content_start


def _listed(chunk: bytes) -> Iterator[_Entry]:
    if chunk[:4] != _LISTING_MAGIC or len(chunk) < 20:  # noqa: PLR2004 - the head of a chunk
        return
    end = len(chunk) - min(len(chunk), struct.unpack_from("<I", chunk, 4)[0])
    at = 20
    while at < end:
        length, at = _number(chunk, at)
        name = chunk[at : at + length].decode("utf-8", "replace")
        at += length
        section, at = _number(chunk, at)
        start, at = _number(chunk, at)
        size, at = _number(chunk, at)
        yield _Entry(name, section != 0, start, size)


def _number(raw: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where it ends."""
    value = 0
    while at < len(raw):
        value = value << 7 | raw[at] & 0x7F
        at += 1
        if raw[at - 1] < 0x80:  # noqa: PLR2004 - the top bit says that more follows
            break
    return value, at


def _facts(system: bytes) -> Iterator[FactFound]:
    at = 4
    while at + 4 <= len(system):
        code, length = struct.unpack_from("<HH", system, at)
        if code == _TITLE_CODE and (title := decode(system[at + 4 : at + 4 + length].rstrip(b"\0"), 1252)):
            yield FactFound("title", title)
        at += 4 + length


class _Unpacker:
    """What the packed section unpacks to, and what was wrong with it."""

    def __init__(self, plain: dict[str, bytes], most: int) -> None:
        self._plain = plain
        self._most = most
        self.shortfalls: list[Shortfall] = []

    def body(self) -> bytes:
        """The packed section, as far as it can be unpacked. Raises ``Refused`` at the limit."""
        packed = self._plain.get(_PACKED, b"")
        if not packed:
            return b""
        try:
            window, interval = _control(self._plain.get(_CONTROL, b""))
            total, starts = _resets(self._plain.get(_RESETS, b""))
            found = unpacked(packed, Packing(starts, total, window, interval), self._most)
        except (Damaged, struct.error) as stop:
            reason = stop.reason if isinstance(stop, Damaged) else "the tables of its packed part are cut off"
            self.shortfalls.append(Shortfall(reason))
            return b""
        if len(found) < total:
            self.shortfalls.append(Shortfall("part of the packed pages is broken: some pages may be missing or cut"))
        return found


def _control(raw: bytes) -> tuple[int, int]:
    """The size of the window in bytes, and after how many blocks the packer starts anew. Raises ``struct.error``."""
    version, interval, window = struct.unpack_from("<III", raw, 8)
    unit = _BLOCK if version == 2 else 1  # noqa: PLR2004 - since then sizes are counted in blocks
    return window * unit, max(1, interval * unit // _BLOCK)


def _resets(raw: bytes) -> tuple[int, list[int]]:
    """The unpacked size, and where each block begins in the packed bytes. Raises ``struct.error``."""
    count, _, start = struct.unpack_from("<III", raw, 4)
    total = struct.unpack_from("<Q", raw, 16)[0]
    count = min(count, max(0, len(raw) - start) // 8)
    return total, list(struct.unpack_from(f"<{count}Q", raw, start))


def _read_entries(document: Document, entries: list[_Entry], plain: dict[str, bytes], body: bytes) -> Iterator[Found]:
    number = 1
    cut: list[str] = []
    for entry in entries:
        if entry.name.startswith(_INTERNAL) or entry.name.endswith("/") or not entry.length:
            continue
        name = entry.name.lstrip("/")
        content = body[entry.start : entry.start + entry.length] if entry.packed else plain[entry.name]
        if len(content) < entry.length:
            cut.append(name)
        if not content:
            reason = "its packed bytes are missing or broken"
            yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, None, Damaged.state, reason)
            continue
        if not name.lower().endswith(_WEB_PAGES):
            yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, chunks(content))
            continue
        try:
            for found in chapter(document, content, name, number):
                number += isinstance(found, PageFound)
                yield name_within(found, name)
        except ReadingStopped as stop:
            if content.strip(b"\0"):
                yield Shortfall(f"{name}: {stop.reason}")
    if cut:
        shown = ", ".join(cut[:_MOST_NAMED]) + (", …" if len(cut) > _MOST_NAMED else "")
        lacking = counted(len(cut), "page or file in it is", "pages or files in it are")
        yield Shortfall(f"{lacking} missing or cut off: {shown}")
