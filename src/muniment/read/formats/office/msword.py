"""Word documents of 1990 to 2003 (.doc): the text by its piece table, every part of it told apart."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from muniment.model import EntryKind
from muniment.read.formats.office.blips import blips_in
from muniment.read.formats.office.fields import LINKS, tells_something
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ole import OLE_MAGIC, decode, ole_facts, open_ole, stream_of, unwrapped_from
from muniment.read.formats.office.storage import file_of_folder
from muniment.read.formats.sections import Section, chunks, pages_of_sections
from muniment.read.reader import (
    Damaged,
    Document,
    FactFound,
    Found,
    Locked,
    MemberFound,
    ReadingStopped,
    Shortfall,
    Unlocked,
)

_WORD_97 = 0xA5EC
_WORD_6 = 0xA5DC
_WORD_2 = frozenset({0xA5DB, 0xA59B, 0xA59C})

_ENCRYPTED, _OTHER_TABLE, _COMPLEX = 0x0100, 0x0200, 0x0004
"""Bits of the flags at the head of a document."""

_LAST_OF_WORD_95 = 0x69

_PARTS = ("", "footnotes", "headers and footers", "macros", "comments", "endnotes", "text boxes", "text boxes")
"""What the text is made of, in the order in which it is stored."""

_PAIRS_START = 0x9A
"""Where the table of positions and lengths begins in the head of a Word 97 document."""

_CLX, _AUTHORS, _COMMENT_REFS, _COMMENT_TEXTS, _EDITORS = 33, 36, 4, 5, 51
_COMPRESSED = 0x40000000

_CODE_PAGE_OF_LANGUAGE = {
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1250),
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F, 0x40), 1251),
    0x08: 1253,
    0x1F: 1254,
    0x0D: 1255,
    0x01: 1256,
    0x29: 1256,
    0x20: 1256,
    0x1E: 874,
    0x2A: 1258,
    **dict.fromkeys((0x25, 0x26, 0x27), 1257),
    0x11: 932,
    0x12: 949,
    0x04: 936,
}
"""Windows code pages by primary language, for documents from before Unicode."""

_TAIWAN, _HONG_KONG = 0x404, 0xC04

_SIGNS = str.maketrans(
    {
        **dict.fromkeys(map(chr, (0, 1, 2, 3, 4, 5, 6, 8, 0x10, 0x11, 0x12)), ""),
        **dict.fromkeys("\r\x0b\x0c\x0e", "\n"),
        "\x07": "\t",
        "\x1e": "\u2011",
        "\x1f": "\u00ad",
    }
)
"""Word's own signs: ends of paragraphs, lines, pages and cells, hyphens; marks that stand for pictures and notes."""

_SWITCH = re.compile(r"\\(?:\*\s*)?(?:[a-zA-Z]+)(?:\s*\d+)?")
"""How an equation field orders its words."""

_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"


@dataclass(frozen=True, slots=True)
class _Words:
    """The whole text as UTF-16, and how many units belong to each part."""

    units: bytes
    lengths: tuple[int, ...]


class OldWordReader:
    """Gives every part of the text under its label, objects, pictures and macros as files."""

    name = "old-word"
    version = "1"
    media_types = frozenset({"application/msword"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Locked``."""
        if document.head(len(OLE_MAGIC)) != OLE_MAGIC:
            yield from _bare(document.content())
            return
        _head(stream_of(open_ole(document.file), "WordDocument"))
        opened = unlock_office(document)
        if opened is not document:
            yield Unlocked(opened.passwords[0])
        container = open_ole(opened.file)
        main = stream_of(container, "WordDocument")
        yield from _guarded_facts(container)
        yield from _text(container, main)
        yield from _members(container, main)


def _guarded_facts(container: Any) -> Iterator[Found]:
    try:
        yield from ole_facts(container)
    except Damaged as stop:
        yield Shortfall(stop.reason)


def _text(container: Any, main: bytes) -> Iterator[Found]:
    identity, version, flags = _head(main)
    if identity == _WORD_97 and version > _LAST_OF_WORD_95:
        table = stream_of(container, "1Table" if flags & _OTHER_TABLE else "0Table")
        words = _words_97(main, table)
        for editor in _names(_pair(main, table, _EDITORS)):
            yield FactFound("tracked-changes-by", editor)
        yield from pages_of_sections(_sections(words, _signed_comments(main, table, words)))
    else:
        yield from pages_of_sections(_sections(_words_95(main), ""))


def _head(main: bytes) -> tuple[int, int, int]:
    """What kind of document it is, its version, and its flags. Raises ``Damaged`` or ``Locked``."""
    if not main:
        raise Damaged("the main part of the document is missing")
    try:
        identity, version = struct.unpack_from("<HH", main, 0)
        flags = struct.unpack_from("<H", main, 0x0A)[0]
    except struct.error as error:
        raise Damaged("the head of the document is cut off") from error
    if identity not in {_WORD_97, _WORD_6, *_WORD_2}:
        raise Damaged("the document does not begin as its format demands")
    if flags & _ENCRYPTED and identity != _WORD_97:
        raise Locked("a password is needed; documents of this age cannot be opened with it here")
    return identity, version, flags


def _bare(raw: bytes) -> Iterator[Found]:
    """Word 2 and before: no container, the text between two positions named at the head."""
    _head(raw)
    start, end = struct.unpack_from("<II", raw, 0x18)
    text, links = split_fields(decode(raw[start : min(end, len(raw))], _code_page(raw)))
    yield from pages_of_sections([Section("", plain(text)), Section(LINKS, "\n".join(links))])


def _code_page(main: bytes) -> int:
    language = struct.unpack_from("<H", main, 0x06)[0]
    if language in {_TAIWAN, _HONG_KONG}:
        return 950
    return _CODE_PAGE_OF_LANGUAGE.get(language & 0x3FF, 1252)


def _words_97(main: bytes, table: bytes) -> _Words:
    try:
        lengths = struct.unpack_from("<8I", main, 0x4C)
        pieces = _pieces(_pair(main, table, _CLX))
    except struct.error as error:
        raise Damaged("the list of the pieces of text is broken") from error
    units = bytearray()
    for count, at in pieces:
        if at & _COMPRESSED:
            start = (at & ~_COMPRESSED) // 2
            units += main[start : start + count].decode("cp1252", "replace").encode("utf-16-le")
        else:
            units += main[at : at + 2 * count].ljust(2 * count, b"\0")[: 2 * count] if at < len(main) else b""
    return _Words(bytes(units), lengths)


def _pair(main: bytes, table: bytes, index: int) -> bytes:
    """The bytes of the table stream that the document's head points to with its pair number ``index``."""
    try:
        start, length = struct.unpack_from("<II", main, _PAIRS_START + 8 * index)
    except struct.error:
        return b""
    return table[start : start + length]


def _pieces(clx: bytes) -> list[tuple[int, int]]:
    """Of each piece of text: how many characters it has, and where it lies. Raises ``struct.error``."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<I", clx, at + 1)[0]
    table = clx[at + 5 : at + 5 + size]
    count = max(0, (len(table) - 4) // 12)
    bounds = struct.unpack_from(f"<{count + 1}I", table, 0)
    places = [struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0] for number in range(count)]
    return [(max(0, bounds[n + 1] - bounds[n]), places[n]) for n in range(count)]


def _words_95(main: bytes) -> _Words:
    """Word 6 and 95: one code page, and pieces only after a quick save."""
    try:
        lengths = struct.unpack_from("<8I", main, 0x34)
        start, _ = struct.unpack_from("<II", main, 0x18)
        flags = struct.unpack_from("<H", main, 0x0A)[0]
        pieces = [(sum(lengths), start)]
        if flags & _COMPLEX:
            clx_start, clx_length = struct.unpack_from("<II", main, 0x160)
            pieces = _pieces(main[clx_start : clx_start + clx_length])
    except struct.error as error:
        raise Damaged("the list of the pieces of text is broken") from error
    page = _code_page(main)
    raw = b"".join(main[at : at + count] for count, at in pieces)
    decoded, sizes, begin = [], [], 0
    for length in lengths:
        decoded.append(decode(raw[begin : begin + length], page))
        sizes.append(len(decoded[-1]))
        begin += length
    return _Words("".join(decoded).encode("utf-16-le"), tuple(sizes))


def _sections(words: _Words, comments: str) -> Iterator[Section]:
    links: list[str] = []
    begin = 0
    for label, length in zip(_PARTS, words.lengths, strict=False):
        raw = words.units[2 * begin : 2 * (begin + length)]
        text, found = split_fields(raw.decode("utf-16-le", "replace"))
        links += found
        begin += length
        yield Section(label, comments if label == "comments" and comments else plain(text))
    yield Section(LINKS, "\n".join(dict.fromkeys(links)))


def _signed_comments(main: bytes, table: bytes, words: _Words) -> str:
    """Comments, each behind the name of who made it; "" if the lists that say so do not fit together."""
    texts, references = _pair(main, table, _COMMENT_TEXTS), _pair(main, table, _COMMENT_REFS)
    authors = _authors(_pair(main, table, _AUTHORS))
    count = max(0, len(references) - 4) // 34
    if len(texts) < 4 * (count + 1):
        return ""
    bounds = struct.unpack_from(f"<{count + 1}I", texts, 0)
    begin = sum(words.lengths[:4])
    lines = []
    for number in range(count):
        who = struct.unpack_from("<H", references, 4 * (count + 1) + 30 * number + 20)[0]
        raw = words.units[2 * (begin + bounds[number]) : 2 * (begin + bounds[number + 1])]
        text = plain(split_fields(raw.decode("utf-16-le", "replace"))[0]).strip()
        lines.append(f"{authors[who]}: {text}" if who < len(authors) else text)
    return "\n".join(lines)


def _authors(raw: bytes) -> list[str]:
    """Names, each behind its length."""
    found = []
    at = 0
    while at + 2 <= len(raw):
        size = struct.unpack_from("<H", raw, at)[0]
        found.append(raw[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace"))
        at += 2 + 2 * size
    return found


def _names(raw: bytes) -> list[str]:
    """A list of names with a head of its own; "Unknown" says nothing."""
    return [name for name in _authors(raw[6:]) if name and name != "Unknown"] if raw[:2] == b"\xff\xff" else []


def split_fields(text: str) -> tuple[str, list[str]]:
    """What a reader sees of ``text``, and the instructions of its fields that tell something."""
    shown: list[str] = []
    codes: list[list[str]] = []
    in_code: list[bool] = []
    links: list[str] = []
    for char in text:
        if char == _BEGIN:
            codes.append([])
            in_code.append(True)
        elif char == _SEPARATE and in_code:
            in_code[-1] = False
        elif char == _END and in_code:
            in_code.pop()
            code = "".join(codes.pop()).strip()
            links.append(code)
            shown.append(_equation(code))
        elif in_code and any(in_code):
            codes[max(n for n, inside in enumerate(in_code) if inside)].append(char)
        else:
            shown.append(char)
    return "".join(shown), [plain(link) for link in links if tells_something(link)]


def _equation(code: str) -> str:
    """The words in an equation field, which has no result: reading aids above Chinese characters are made with it."""
    return _SWITCH.sub("", code[2:]).strip() if code[:2].lower() == "eq" else ""


def plain(text: str) -> str:
    """``text`` with Word's own signs turned into what they show: two ends of cells in a row end the row."""
    return text.replace("\x07\x07", "\n").translate(_SIGNS)


def _members(container: Any, main: bytes) -> Iterator[Found]:
    folders = {tuple(path) for path in container.listdir(streams=False, storages=True)}
    for folder in sorted(folders):
        is_object = len(folder) == 2 and folder[0] == "ObjectPool"  # noqa: PLR2004 - the pool, then the object
        if is_object or folder in {("Macros",), ("_VBA_PROJECT_CUR",)}:
            yield _member(container, list(folder))
    pictures = [*blips_in(stream_of(container, "Data")), *blips_in(main)]
    for number, blip in enumerate(dict.fromkeys(pictures), 1):
        name = f"Pictures/picture{number}.{blip.suffix}"
        yield MemberFound(name.encode(), EntryKind.EMBEDDED, chunks(blip.content))


def _member(container: Any, folder: list[str]) -> MemberFound:
    name = "/".join(folder)
    try:
        inner = unwrapped_from(container, folder)
        if inner is not None:
            return MemberFound(inner.named_after(name), EntryKind.EMBEDDED, inner.chunks())
        content = file_of_folder(container, folder)
    except ReadingStopped as stop:
        return MemberFound(name.encode(), EntryKind.EMBEDDED, None, stop.state, stop.reason)
    return MemberFound(f"{name}.ole".encode(), EntryKind.EMBEDDED, chunks(content))
