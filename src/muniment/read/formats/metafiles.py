"""Windows metafiles (EMF, EMF+, WMF): the words they print. Their pictures cannot be drawn here."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.read.parts import pages_of
from muniment.read.reader import Damaged, Document, Found, Reader, Shortfall, Unsupported

_EMF_TEXT_A, _EMF_TEXT_W, _EMF_SMALL_TEXT, _EMF_COMMENT, _EMF_END = 83, 84, 108, 70, 14
_PLUS_SIGNATURE = b"EMF+"
_PLUS_DRAW_STRING = 0x401C

_SMALL_TEXT_NO_BOUNDS = 0x100
_SMALL_TEXT_NARROW = 0x200

_WMF_TEXT, _WMF_EXT_TEXT, _WMF_FONT, _WMF_SELECT, _WMF_DELETE = 0x0521, 0x0A32, 0x02FB, 0x012D, 0x01F0
_WMF_OTHER_OBJECTS = frozenset({0x00F7, 0x01F9, 0x02FA, 0x02FC, 0x06FF, 0x0142})
"""Records that take a place in the table of objects as fonts do: palettes, brushes, pens, regions."""
_WMF_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_WMF_CLIP_RECTANGLE = 6
_WMF_CHARSET_AT = 13

_CODE_PAGES = {
    0: "cp1252",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""Windows' numbers of character sets."""

_SAME_LINE = 2
"""Drawing units by which two pieces of a line may stand apart in height."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words and the height at which they are printed."""

    text: str
    y: float


class MetafileReader:
    """EMF and WMF by a parser of our own, for which no library is kept up."""

    name = "metafile"
    version = "1"
    media_types = frozenset({"image/emf", "image/wmf"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the words the drawing prints, as pages."""
        content = document.content()
        is_emf = document.media_type == "image/emf"
        pieces: list[_Piece] = []
        broke_off = ""
        try:
            for piece in _emf_pieces(content) if is_emf else _wmf_pieces(content):
                pieces.append(piece)  # noqa: PERF402 - what came before a break must be kept
        except (struct.error, IndexError) as error:
            if not pieces:
                raise Damaged("the drawing breaks the rules of its format") from error
            broke_off = "the drawing breaks off"
        text = _in_lines(pieces)
        if not text.strip():
            raise Unsupported("this drawing prints no words; its lines and pictures cannot be shown here")
        yield from pages_of(text)
        if broke_off:
            yield Shortfall(broke_off)


READERS: tuple[Reader, ...] = (MetafileReader(),)


def _in_lines(pieces: list[_Piece]) -> str:
    """Pieces at one height on one line: single letters run together, words apart."""
    text = ""
    before: _Piece | None = None
    for piece in pieces:
        if before is not None and abs(piece.y - before.y) > _SAME_LINE:
            text += "\n"
        elif before is not None and len(piece.text) > 1 and len(before.text) > 1:
            text += " "
        text += piece.text
        before = piece
    return text


def _emf_pieces(content: bytes) -> Iterator[_Piece]:
    at = 0
    while at + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, at)
        if size < 8:  # noqa: PLR2004 - a record holds at least its own kind and size
            raise struct.error("a record without a size")
        record = content[at : at + size]
        if kind in {_EMF_TEXT_A, _EMF_TEXT_W}:
            yield _emf_text(record, is_wide=kind == _EMF_TEXT_W)
        elif kind == _EMF_SMALL_TEXT:
            yield _emf_small_text(record)
        elif kind == _EMF_COMMENT and record[12:16] == _PLUS_SIGNATURE:
            yield from _plus_pieces(record[16:])
        elif kind == _EMF_END:
            return
        at += size


def _emf_text(record: bytes, *, is_wide: bool) -> _Piece:
    _, y, count, start = struct.unpack_from("<iiII", record, 36)
    raw = record[start : start + count * (2 if is_wide else 1)]
    return _Piece(_decoded(raw, "utf-16-le" if is_wide else "cp1252"), y)


def _emf_small_text(record: bytes) -> _Piece:
    _, y, count, options = struct.unpack_from("<iiII", record, 8)
    start = 36 if options & _SMALL_TEXT_NO_BOUNDS else 52
    if options & _SMALL_TEXT_NARROW:
        return _Piece(_decoded(record[start : start + count], "cp1252"), y)
    return _Piece(_decoded(record[start : start + 2 * count], "utf-16-le"), y)


def _plus_pieces(records: bytes) -> Iterator[_Piece]:
    at = 0
    while at + 12 <= len(records):
        kind, _, size, _ = struct.unpack_from("<HHII", records, at)
        if size < 12:  # noqa: PLR2004 - a record holds at least its own head
            return
        if kind == _PLUS_DRAW_STRING:
            length, _, y = struct.unpack_from("<Iff", records, at + 20)
            start = at + 40
            yield _Piece(_decoded(records[start : start + 2 * length], "utf-16-le"), y)
        at += size


@dataclass(slots=True)
class _Objects:
    """A WMF's table of objects: fonts by their code page, the rest as holes that are taken."""

    slots: list[str | None] = field(default_factory=list)
    code_page: str = "cp1252"

    def add(self, code_page: str) -> None:
        if None in self.slots:
            self.slots[self.slots.index(None)] = code_page
        else:
            self.slots.append(code_page)

    def select(self, index: int) -> None:
        if index < len(self.slots) and self.slots[index]:
            self.code_page = self.slots[index] or self.code_page

    def delete(self, index: int) -> None:
        if index < len(self.slots):
            self.slots[index] = None


def _wmf_pieces(content: bytes) -> Iterator[_Piece]:
    at = 22 if content.startswith(_WMF_PLACEABLE) else 0
    at += 2 * struct.unpack_from("<H", content, at + 2)[0]
    objects = _Objects()
    while at + 6 <= len(content):
        words, kind = struct.unpack_from("<IH", content, at)
        record = content[at + 6 : at + 2 * words]
        if words < 3 or kind == 0:  # noqa: PLR2004 - a record holds at least its own size and kind; kind 0 is the end
            return
        yield from _wmf_record(kind, record, objects)
        at += 2 * words


def _wmf_record(kind: int, record: bytes, objects: _Objects) -> Iterator[_Piece]:
    if kind == _WMF_FONT:
        objects.add(_CODE_PAGES.get(record[_WMF_CHARSET_AT], "cp1252"))
    elif kind in _WMF_OTHER_OBJECTS:
        objects.add("")
    elif kind == _WMF_SELECT:
        objects.select(struct.unpack_from("<H", record)[0])
    elif kind == _WMF_DELETE:
        objects.delete(struct.unpack_from("<H", record)[0])
    elif kind == _WMF_TEXT:
        count = struct.unpack_from("<H", record)[0]
        y = struct.unpack_from("<h", record, 2 + count + count % 2)[0]
        yield _Piece(_decoded(record[2 : 2 + count], objects.code_page), y)
    elif kind == _WMF_EXT_TEXT:
        y, _, count, options = struct.unpack_from("<hhHH", record)
        start = 16 if options & _WMF_CLIP_RECTANGLE else 8
        yield _Piece(_decoded(record[start : start + count], objects.code_page), y)


def _decoded(raw: bytes, code_page: str) -> str:
    return raw.decode(code_page, "replace").replace("\0", "")
