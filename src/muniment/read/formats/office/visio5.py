"""The texts in a Visio stream of versions 6 to 11: streams that point to streams, most of them packed."""

import struct
from dataclasses import dataclass

_TRAILER = 0x24
_POINTER = struct.Struct("<IIIIH")
_PACKED = 2
_HOLDS_POINTERS = range(0x50, 0x60)
_HOLDS_CHUNKS = range(0xD0, 0xE0)
_TRAILER_TYPE, _NOT_A_LIST = 20, 22
_MOST_POINTERS = 100_000
_CHUNK = struct.Struct("<IIIIHB")
_TEXT_CHUNK = 0x0E
_TEXT_START = 8
_UNICODE_SINCE = 11
_VERSION_AT = 0x1A
_WINDOW, _LAST_BEFORE_WRAP, _SHIFT = 4096, 4078, 18


@dataclass(frozen=True, slots=True)
class _Pointer:
    kind: int
    start: int
    length: int
    form: int

    @property
    def leads_on(self) -> bool:
        return self.kind == _TRAILER_TYPE or (self.kind != _NOT_A_LIST and self.form & 0xFF in _HOLDS_POINTERS)


def visio_words(raw: bytes, most: int) -> tuple[list[str], bool]:
    """The texts in the order of the streams, and whether all streams could be followed within ``most`` bytes."""
    texts: list[str] = []
    complete = True
    is_unicode = len(raw) > _VERSION_AT and raw[_VERSION_AT] >= _UNICODE_SINCE
    pending = _pointers_at(raw, _TRAILER, 1)
    seen: set[int] = set()
    while pending and len(seen) < _MOST_POINTERS:
        pointer = pending.pop()
        if pointer.start in seen or not pointer.length:
            continue
        seen.add(pointer.start)
        content = raw[pointer.start : pointer.start + pointer.length]
        complete &= len(content) == pointer.length and most > 0
        if pointer.form & _PACKED:
            content = unpacked(content, max(0, most))[4:]
            most -= len(content)
        if pointer.leads_on:
            pending += reversed(_pointers_in(content))
        elif pointer.form & 0xFF in _HOLDS_CHUNKS:
            texts += _texts(content, is_unicode)
    return texts, complete and bool(seen)


def _pointers_in(content: bytes) -> list[_Pointer]:
    if len(content) < 4:  # noqa: PLR2004 - one number
        return []
    at = struct.unpack_from("<I", content)[0]
    if at + 8 > len(content):
        return []
    return _pointers_at(content, at + 8, struct.unpack_from("<I", content, at)[0])


def _pointers_at(content: bytes, at: int, count: int) -> list[_Pointer]:
    found = []
    for _ in range(min(count, _MOST_POINTERS)):
        if at + _POINTER.size > len(content):
            break
        kind, _, start, length, form = _POINTER.unpack_from(content, at)
        found.append(_Pointer(kind, start, length, form))
        at += _POINTER.size
    return found


def _texts(content: bytes, is_unicode: bool) -> list[str]:
    """The texts of a stream of chunks, found by the heads of text chunks."""
    found = []
    mark = struct.pack("<I", _TEXT_CHUNK)
    at = content.find(mark)
    while at >= 0 and at + _CHUNK.size <= len(content):
        length = _CHUNK.unpack_from(content, at)[3]
        body = content[at + _CHUNK.size + _TEXT_START : at + _CHUNK.size + length]
        text, _, rest = body.decode("utf-16-le" if is_unicode else "cp1252", "replace").partition("\0")
        is_whole = body[-1:] == b"\0" and not rest.strip("\0")
        is_text = is_whole and _TEXT_START < length <= len(content) - at and "\ufffd" not in text
        if is_text and text.strip() and all(char.isprintable() or char in "\n\r\t\u2028" for char in text):
            found.append(text.replace("\u2028", "\n").rstrip("\n"))
            at += _CHUNK.size + length - 1
        at = content.find(mark, at + 1)
    return found


def unpacked(packed: bytes, most: int) -> bytes:
    """Undo the packing: literals, and copies out of a window of 4 KiB; at most about ``most`` bytes."""
    window = bytearray(_WINDOW)
    out = bytearray()
    at = 0
    while at < len(packed) and len(out) < most:
        flags = packed[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at >= len(packed):
                    break
                window[len(out) % _WINDOW] = packed[at]
                out.append(packed[at])
                at += 1
                continue
            if at + 1 >= len(packed):
                at = len(packed)
                break
            place = packed[at] | (packed[at + 1] & 0xF0) << 4
            length = (packed[at + 1] & 0x0F) + 3
            at += 2
            place = place - _LAST_BEFORE_WRAP if place > _LAST_BEFORE_WRAP else place + _SHIFT
            for offset in range(length):
                byte = window[(place + offset) % _WINDOW]
                window[len(out) % _WINDOW] = byte
                out.append(byte)
    return bytes(out)
