"""Windows metafiles (EMF, EMF+, WMF): the words they print and the pictures they carry; lines are not drawn here."""

import math
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from muniment.read.formats.pages.metafile_pictures import Pictures
from muniment.read.parts import pages_of
from muniment.read.reader import Damaged, Document, Empty, Found, Reader, Shortfall

_EMF_TEXT_A, _EMF_TEXT_W, _EMF_TEXTS_A, _EMF_TEXTS_W, _EMF_SMALL_TEXT = 83, 84, 96, 97, 108
_EMF_ALIGN, _EMF_COMMENT, _EMF_END = 22, 70, 14
_PLUS_SIGNATURE = b"EMF+"
_PLUS_DRAW_STRING, _PLUS_DRAW_DRIVER_STRING = 0x401C, 0x4036
_PLUS_IS_LETTERS = 1

_SMALL_TEXT_NO_BOUNDS = 0x100
_SMALL_TEXT_NARROW = 0x200

_WMF_TEXT, _WMF_EXT_TEXT, _WMF_FONT, _WMF_SELECT, _WMF_DELETE = 0x0521, 0x0A32, 0x02FB, 0x012D, 0x01F0
_WMF_ALIGN = 0x012E
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

_SYMBOL_PAGE = "symbols"
_SYMBOLS = 2
"""The character set of fonts whose letters are little pictures."""

_SAME_LINE = 2
"""Drawing units by which two pieces of a line may stand apart in height."""

_WORD_GAP = 0.2
"""Share of a letter's width from which a gap between two pieces parts words: a space is about half a letter."""

_GLYPHS_NOT_LETTERS = 0x10
_ALIGN_MASK, _ALIGN_RIGHT, _ALIGN_CENTRE, _ALIGN_FROM_LAST = 6, 2, 6, 1


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words, the height at which they are printed, and from where to where, if that is known."""

    text: str
    y: float
    left: float = math.nan
    right: float = math.nan


@dataclass(slots=True)
class _Drawing:
    """What a drawing holds: its words in both languages of records, and its pictures."""

    pieces: list[_Piece] = field(default_factory=list)
    plus: list[_Piece] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)
    unread_glyphs: int = 0
    broke_off: bool = False

    def words(self) -> str:
        """The words, once: most drawings say the same in both languages of records."""
        plain, plus = _in_lines(self.pieces), _in_lines(self.plus)
        if not (_letters_of(plus) - _letters_of(plain)):
            return plain
        return plus if not (_letters_of(plain) - _letters_of(plus)) else f"{plain}\n{plus}"


class MetafileReader:
    """EMF and WMF by a parser of our own, for which no library is kept up."""

    name = "metafile"
    version = "2"
    media_types = frozenset({"image/emf", "image/wmf"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the words the drawing prints, as pages, and the pictures it carries, as files."""
        content = document.content()
        drawing = _Drawing()
        try:
            (_walk_emf if document.media_type == "image/emf" else _walk_wmf)(content, drawing)
        except (struct.error, IndexError):
            drawing.broke_off = True
        text = drawing.words()
        if drawing.broke_off and not text.strip() and not drawing.pictures.found:
            raise Damaged("the drawing breaks the rules of its format")
        yield from pages_of(text)
        yield from drawing.pictures.members()
        if drawing.broke_off:
            yield Shortfall("the drawing breaks off")
        if drawing.unread_glyphs:
            yield Shortfall("some words are drawn by the numbers of their shapes, which do not tell the letters")
        elif not text.strip() and not drawing.pictures.found:
            raise Empty("a drawing in which no words stand")


READERS: tuple[Reader, ...] = (MetafileReader(),)


def _letters_of(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def _in_lines(pieces: list[_Piece]) -> str:
    """Pieces at one height on one line, parted where a gap shows on paper."""
    text = ""
    before: _Piece | None = None
    for piece in pieces:
        if before is not None and abs(piece.y - before.y) > _SAME_LINE:
            text += "\n"
        elif before is not None and _is_parted(before, piece):
            text += " "
        text += piece.text
        before = piece
    return text


def _is_parted(before: _Piece, piece: _Piece) -> bool:
    gap = piece.left - before.right
    if math.isnan(gap):  # one of the places is not known: single letters belong together
        return len(piece.text) > 1 and len(before.text) > 1
    letter = (before.right - before.left) / max(1, len(before.text))
    return abs(gap) > _WORD_GAP * letter


def _walk_emf(content: bytes, drawing: _Drawing) -> None:
    at = align = 0
    while at + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, at)
        if size < 8:  # noqa: PLR2004 - a record holds at least its own kind and size
            raise struct.error("a record without a size")
        record = content[at : at + size]
        if kind == _EMF_ALIGN:
            align = struct.unpack_from("<I", record, 8)[0]
        elif kind == _EMF_COMMENT:
            _comment(record, drawing)
        elif kind == _EMF_END:
            return
        elif (found := _emf_words(kind, record, drawing)) is not None:
            drawing.pieces += (_aligned(piece, align) for piece in found)
        else:
            drawing.pictures.take_emf(kind, record)
        at += size


def _comment(record: bytes, drawing: _Drawing) -> None:
    if record[12:16] == _PLUS_SIGNATURE:
        _walk_plus(record[16:], drawing)
    else:
        drawing.pictures.take_comment(record[12:])


def _emf_words(kind: int, record: bytes, drawing: _Drawing) -> list[_Piece] | None:
    """The words of a record; None if it is of a kind that prints none."""
    if kind == _EMF_SMALL_TEXT:
        return [_emf_small_text(record)]
    if kind in {_EMF_TEXT_A, _EMF_TEXT_W}:
        return _emf_text(record, 36, drawing, is_wide=kind == _EMF_TEXT_W)
    if kind in {_EMF_TEXTS_A, _EMF_TEXTS_W}:
        count = struct.unpack_from("<I", record, 36)[0]
        starts = range(40, min(40 + 40 * count, len(record)), 40)
        return [p for at in starts for p in _emf_text(record, at, drawing, is_wide=kind == _EMF_TEXTS_W)]
    return None


def _emf_text(record: bytes, at: int, drawing: _Drawing, *, is_wide: bool) -> list[_Piece]:
    """One text: its place, length and options, the rectangle that clips it, and the step from letter to letter."""
    x, y, count, start, options = struct.unpack_from("<iiIII", record, at)
    if options & _GLYPHS_NOT_LETTERS:
        drawing.unread_glyphs += count
        return []
    raw = record[start : start + count * (2 if is_wide else 1)]
    steps_at = struct.unpack_from("<I", record, at + 36)[0] if at + 40 <= len(record) else 0
    steps = record[steps_at : steps_at + 4 * count] if steps_at else b""
    width = sum(struct.unpack(f"<{count}i", steps)) if len(steps) == 4 * count and count else math.nan
    return [_Piece(_decoded(raw, "utf-16-le" if is_wide else "cp1252"), y, x, x + width)]


def _aligned(piece: _Piece, align: int) -> _Piece:
    """The piece moved to where it stands if its place told its middle or its end."""
    width = piece.right - piece.left
    if align & _ALIGN_FROM_LAST:
        return replace(piece, left=math.nan, right=math.nan)
    if align & _ALIGN_MASK == _ALIGN_CENTRE:
        return replace(piece, left=piece.left - width / 2, right=piece.left + width / 2)
    if align & _ALIGN_MASK == _ALIGN_RIGHT:
        return replace(piece, left=piece.left - width, right=piece.left)
    return piece


def _emf_small_text(record: bytes) -> _Piece:
    _, y, count, options = struct.unpack_from("<iiII", record, 8)
    start = 36 if options & _SMALL_TEXT_NO_BOUNDS else 52
    if options & _SMALL_TEXT_NARROW:
        return _Piece(_decoded(record[start : start + count], "cp1252"), y)
    return _Piece(_decoded(record[start : start + 2 * count], "utf-16-le"), y)


def _walk_plus(records: bytes, drawing: _Drawing) -> None:
    at = 0
    while at + 12 <= len(records):
        kind, flags, size, length = struct.unpack_from("<HHII", records, at)
        if size < 12:  # noqa: PLR2004 - a record holds at least its own head
            return
        content = records[at + 12 : at + 12 + length]
        if kind == _PLUS_DRAW_STRING:
            count, _, y = struct.unpack_from("<Iff", content, 8)
            drawing.plus.append(_Piece(_decoded(content[28 : 28 + 2 * count], "utf-16-le"), y))
        elif kind == _PLUS_DRAW_DRIVER_STRING:
            _driver_string(content, drawing)
        else:
            drawing.pictures.take_plus(kind, flags, content)
        at += size


def _driver_string(content: bytes, drawing: _Drawing) -> None:
    """Letters that are each told their place; only if an option says so are they letters at all."""
    options, _, count = struct.unpack_from("<III", content, 4)
    if not options & _PLUS_IS_LETTERS:
        drawing.unread_glyphs += count
        return
    start = 16 + 2 * count
    y = struct.unpack_from("<f", content, start + 4)[0] if count else 0.0
    drawing.plus.append(_Piece(_decoded(content[16:start], "utf-16-le"), y))


@dataclass(slots=True)
class _Objects:
    """A WMF's table of objects: fonts by their code page, the rest as holes that are taken."""

    slots: list[str | None] = field(default_factory=list)
    code_page: str = "cp1252"
    align: int = 0

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


def _walk_wmf(content: bytes, drawing: _Drawing) -> None:
    at = 22 if content.startswith(_WMF_PLACEABLE) else 0
    at += 2 * struct.unpack_from("<H", content, at + 2)[0]
    objects = _Objects()
    while at + 6 <= len(content):
        words, kind = struct.unpack_from("<IH", content, at)
        record = content[at + 6 : at + 2 * words]
        if words < 3 or kind == 0:  # noqa: PLR2004 - a record holds at least its own size and kind; kind 0 is the end
            return
        if kind in {_WMF_TEXT, _WMF_EXT_TEXT}:
            drawing.pieces += _wmf_words(kind, record, objects)
        else:
            _wmf_object(kind, record, objects)
            drawing.pictures.take_wmf(kind, record)
        at += 2 * words


def _wmf_object(kind: int, record: bytes, objects: _Objects) -> None:
    if kind == _WMF_FONT:
        charset = record[_WMF_CHARSET_AT]
        objects.add(_SYMBOL_PAGE if charset == _SYMBOLS else _CODE_PAGES.get(charset, "cp1252"))
    elif kind in _WMF_OTHER_OBJECTS:
        objects.add("")
    elif kind == _WMF_SELECT:
        objects.select(struct.unpack_from("<H", record)[0])
    elif kind == _WMF_DELETE:
        objects.delete(struct.unpack_from("<H", record)[0])
    elif kind == _WMF_ALIGN:
        objects.align = struct.unpack_from("<H", record)[0]


def _wmf_words(kind: int, record: bytes, objects: _Objects) -> Iterator[_Piece]:
    if objects.code_page == _SYMBOL_PAGE:
        return  # arrows and bullets, stored as if they were letters
    if kind == _WMF_TEXT:
        count = struct.unpack_from("<H", record)[0]
        y = struct.unpack_from("<h", record, 2 + count + count % 2)[0]
        yield _Piece(_decoded(record[2 : 2 + count], objects.code_page), y)
        return
    y, x, count, options = struct.unpack_from("<hhHH", record)
    start = 16 if options & _WMF_CLIP_RECTANGLE else 8
    raw = record[start : start + count]
    steps = record[start + count + count % 2 :][: 2 * count]
    width = sum(struct.unpack(f"<{count}h", steps)) if len(steps) == 2 * count and count else math.nan
    yield _aligned(_Piece(_decoded(raw, objects.code_page), y, x, x + width), objects.align)


def _decoded(raw: bytes, code_page: str) -> str:
    return raw.decode(code_page, "replace").replace("\0", "")
