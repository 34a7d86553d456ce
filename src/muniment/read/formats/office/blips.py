"""Pictures in the binary Office formats: records of the drawing layer, found by their headers."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = struct.Struct("<HHI")
_SUFFIXES = {
    0xF01A: "emf",
    0xF01B: "wmf",
    0xF01C: "pict",
    0xF01D: "jpg",
    0xF01E: "png",
    0xF01F: "dib",
    0xF029: "tif",
    0xF02A: "jpg",
}
_PACKED = frozenset({0xF01A, 0xF01B, 0xF01C})
"""Drawings are deflated, behind a header of their own; photographs stand as they are."""

_TWO_IDS = {0x3D5, 0x217, 0x543, 0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5}
"""Record instances that carry two identifiers of 16 bytes instead of one."""

_METAFILE_HEADER = 34
_MAX_UNPACKED = 64 << 20
"""An unpacked drawing larger than this is given as far as it goes: honest ones stay below 10 MiB."""


@dataclass(frozen=True, slots=True)
class Blip:
    """One picture and the file suffix that fits it."""

    suffix: str
    content: bytes


def blips_in(raw: bytes) -> Iterator[Blip]:
    """All pictures in a stream, in its order; what only looks like one is passed over."""
    at = raw.find(b"\xf0", 3)
    while at >= 0:
        blip, end = _blip_at(raw, at - 3)
        if blip is not None:
            yield blip
        at = raw.find(b"\xf0", end if blip is not None else at + 1)


def _blip_at(raw: bytes, at: int) -> tuple[Blip | None, int]:
    if at + _HEADER.size > len(raw):
        return None, len(raw)
    instance, kind, length = _HEADER.unpack_from(raw, at)
    start, end = at + _HEADER.size, at + _HEADER.size + length
    if kind not in _SUFFIXES or instance & 15 or end > len(raw):
        return None, end
    start += 32 if instance >> 4 in _TWO_IDS else 16
    content = _unpacked(raw[start:end]) if kind in _PACKED else raw[start + 1 : end]
    return (Blip(_SUFFIXES[kind], content) if content else None), end


def _unpacked(raw: bytes) -> bytes:
    if len(raw) <= _METAFILE_HEADER:
        return b""
    if raw[_METAFILE_HEADER - 2] != 0:
        return raw[_METAFILE_HEADER:]
    try:
        return zlib.decompressobj().decompress(raw[_METAFILE_HEADER:], _MAX_UNPACKED)
    except zlib.error:
        return b""
