"""The text of HWP 3 documents: paragraphs within paragraphs, in the Johab code of the 1990s."""

import struct
import zlib
from dataclasses import dataclass, field

from muniment.read.reader import Damaged, Locked

_SIGNATURE = b"HWP Document File V3.00"
_INFO_START, _SUMMARY_END = 30, 30 + 128 + 1008
_FONT_LANGUAGES, _FONT_SIZE, _STYLE_SIZE = 7, 40, 238
_HEAD, _CHAR_SHAPE, _PARAGRAPH_SHAPE, _LINE = struct.Struct("<BHHBBIB31s"), 31, 187, 14
_CELL = 27
_MAX_DEPTH = 100
"""Paragraphs inside boxes inside paragraphs: a page has room for a handful."""

_FIXED = {6: 42, 7: 84, 8: 96, 9: 8, 14: 92, 18: 8, 19: 8, 20: 8, 21: 8, 22: 24, 23: 10, 24: 6, 25: 6, 26: 246, 28: 64}
_FIXED |= {30: 4, 31: 4}
"""Sizes in bytes of the signs that hold no text of their own, their code included."""

_COUNTS = {6: 21, 7: 42, 8: 48, 22: 12, 23: 5, 24: 3, 25: 3, 26: 123, 28: 32, 30: 2, 31: 2, 13: 1}
"""For how many letters each sign counts in its paragraph; all others count for four."""

_FIELD, _BOX, _PICTURE, _END = 5, 10, 11, 13
_WITH_PARAGRAPHS = {15: 8, 16: 10, 17: 14}
"""Hidden comments, headers, notes: bytes between their head and their paragraphs."""

_SHOWN = {9: "\t", 13: "\n", 24: "-", 30: "\u00a0", 31: " "}
_FIRST_HANJA, _LAST_HANJA = 0x4000, 0x4000 + 4888


@dataclass(slots=True)
class _Walk:
    raw: bytes
    at: int
    out: list[str] = field(default_factory=list)

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from(form, self.raw, self.at)
        self.at += struct.calcsize(form)
        return values

    def skip(self, size: int) -> None:
        self.at += size


def hwp3_words(raw: bytes, most: int) -> tuple[str, bool]:
    """The text, and whether all of it could be read. Raises ``Damaged`` or ``Locked``."""
    if not raw.startswith(_SIGNATURE) or len(raw) < _SUMMARY_END:
        raise Damaged("the document does not begin as its format demands")
    info = raw[_INFO_START : _INFO_START + 128]
    if struct.unpack_from("<H", info, 96)[0]:
        raise Locked("a password is needed; Hangul documents cannot be opened with it here")
    body = raw[_SUMMARY_END + struct.unpack_from("<H", info, 126)[0] :]
    if info[124]:
        try:
            body = zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, most)
        except zlib.error as error:
            raise Damaged("its packed bytes are broken") from error
    walk = _Walk(body, 0)
    try:
        for _ in range(_FONT_LANGUAGES):
            walk.skip(walk.take("<H")[0] * _FONT_SIZE)
        walk.skip(walk.take("<H")[0] * _STYLE_SIZE)
        _paragraphs(walk, 0)
    except struct.error:
        return "".join(walk.out), False
    return "".join(walk.out), True


def _paragraphs(walk: _Walk, depth: int) -> None:
    """Read paragraphs until the empty one that ends the list."""
    if depth > _MAX_DEPTH:
        raise struct.error
    while True:
        has_shape, letters, lines, own_shapes, *_ = _HEAD.unpack_from(walk.raw, walk.at)
        walk.at += _HEAD.size
        if not letters:
            return
        walk.at += (0 if has_shape else _PARAGRAPH_SHAPE) + lines * _LINE
        for _ in range(letters if own_shapes else 0):
            walk.skip(0 if walk.take("<B")[0] == 1 else _CHAR_SHAPE)
        read = 0
        while read < letters:
            code = walk.take("<H")[0]
            read += 1 if code > 31 else _COUNTS.get(code, 4)  # noqa: PLR2004 - codes below are signs
            _letter(walk, code, depth)


def _letter(walk: _Walk, code: int, depth: int) -> None:
    if code > 31:  # noqa: PLR2004 - codes below are signs
        walk.out.append(_char(code))
        return
    walk.out.append(_SHOWN.get(code, ""))
    if code in _FIXED:
        walk.at += _FIXED[code] - 2
    elif code == _FIELD:
        walk.skip(walk.take("<I")[0] + 2)
    elif code == _BOX:
        _box(walk, depth)
    elif code == _PICTURE:
        walk.at += 6
        extra = struct.unpack_from("<I", walk.raw, walk.at)[0]
        walk.at += 348 + extra
        _paragraphs(walk, depth + 1)
    elif code in _WITH_PARAGRAPHS:
        walk.at += 6 + _WITH_PARAGRAPHS[code]
        _paragraphs(walk, depth + 1)
    elif code != _END:
        walk.at += 6


def _box(walk: _Walk, depth: int) -> None:
    """A table, text box, formula or button: its cells, then its caption."""
    walk.at += 6 + 80
    cells, _ = walk.take("<HH")
    walk.at += cells * _CELL
    for _ in range(cells + 1):
        _paragraphs(walk, depth + 1)


def _char(code: int) -> str:
    """One letter: ASCII, Hangul by its three parts, or a Chinese character by its number in the Korean standard."""
    if code < 0x80:  # noqa: PLR2004 - ASCII
        return chr(code)
    if code >= 0x8000:  # noqa: PLR2004 - Hangul has the top bit
        return code.to_bytes(2, "big").decode("johab", "replace")
    if _FIRST_HANJA <= code < _LAST_HANJA:
        row, cell = divmod(code - _FIRST_HANJA, 94)
        return bytes([0xCA + row, 0xA1 + cell]).decode("euc-kr", "replace")
    return "\ufffd"
