"""The bitmaps, photographs and documents that a Windows metafile carries among its drawing records."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.model import EntryKind
from muniment.read.formats.sections import chunks
from muniment.read.reader import MemberFound

_ICON_PIXELS = 64
"""Pictures no wider and no higher than this are icons and patterns: drawings are full of them, and none holds words."""

_EMF_DIB_AT = {76: 84, 77: 84, 78: 84, 79: 96, 80: 48, 81: 48, 114: 84, 116: 84}
"""Records that carry a bitmap, and where the four numbers that say where it lies stand in them."""

_WMF_DIB_AT = {0x0F43: 22, 0x0B41: 20, 0x0940: 16, 0x0D33: 18}
"""The same for the older format, where the bitmap itself begins at that place."""

_PACKED_SUFFIXES = {4: "jpg", 5: "png"}
"""Bitmaps whose bits are a whole JPEG or PNG file, by the number of their compression."""
_BIT_FIELDS = 3
_HEADER_BYTES = 40
_OLD_HEADER_BYTES = 12
_INDEXED_BITS = 8

_PLUS_OBJECT = 0x4008
_PLUS_IMAGE = 5
_PLUS_CONTINUES = 0x8000
_PLUS_BITMAP = 1
_PLUS_COMPRESSED = 1

_MAGICS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"II*\0": "tif", b"MM\0*": "tif", b"BM": "bmp"}


@dataclass(slots=True)
class Pictures:
    """Gathers what a metafile carries, each thing once, in the order of the drawing."""

    found: dict[bytes, str] = field(default_factory=dict)
    _plus_object: bytearray = field(default_factory=bytearray)

    def take_emf(self, kind: int, record: bytes) -> None:
        """Look for a bitmap in a record of an EMF. Raises ``struct.error`` if the record breaks off."""
        at = _EMF_DIB_AT.get(kind)
        if at is None or len(record) < at + 16:
            return
        info_at, info_size, bits_at, bits_size = struct.unpack_from("<4I", record, at)
        self._add_dib(record[info_at : info_at + info_size], record[bits_at : bits_at + bits_size])

    def take_wmf(self, kind: int, record: bytes) -> None:
        """The same for the body of a record of a WMF."""
        at = _WMF_DIB_AT.get(kind)
        if at is None or len(record) < at + _HEADER_BYTES:
            return
        dib = record[at:]
        split = _info_size(dib)
        self._add_dib(dib[:split], dib[split:])

    def take_plus(self, kind: int, flags: int, untrusted: bytes) -> None:
        """Look for an image in a record of EMF+, which may go on over several records."""
        if kind != _PLUS_OBJECT or flags >> 8 & 0x7F != _PLUS_IMAGE:
            self._plus_object.clear()
            return
        self._plus_object += untrusted[4:] if flags & _PLUS_CONTINUES else untrusted
        if not flags & _PLUS_CONTINUES or len(self._plus_object) >= int.from_bytes(untrusted[:4], "little"):
            self._add_plus_image(bytes(self._plus_object))
            self._plus_object.clear()

    def take_comment(self, untrusted: bytes) -> None:
        """Look for a document in a comment: a program may leave a drawing as PDF beside its own."""
        at = untrusted.find(b"%PDF-")
        if at >= 0:
            self.found.setdefault(untrusted[at:], "pdf")

    def members(self) -> Iterator[MemberFound]:
        """What was found, as files."""
        for number, (content, suffix) in enumerate(self.found.items(), 1):
            yield MemberFound(f"picture{number}.{suffix}".encode(), EntryKind.EMBEDDED, chunks(content))

    def _add_dib(self, info: bytes, bits: bytes) -> None:
        if len(info) < _HEADER_BYTES or not bits:
            return
        size, width, height, _, _, compression = struct.unpack_from("<IiiHHI", info)
        if size < _HEADER_BYTES or max(abs(width), abs(height)) <= _ICON_PIXELS:
            return
        if compression in _PACKED_SUFFIXES:
            self.found.setdefault(bits, _PACKED_SUFFIXES[compression])
        else:
            head = struct.pack("<2sIII", b"BM", 14 + len(info) + len(bits), 0, 14 + len(info))
            self.found.setdefault(head + info + bits, "bmp")

    def _add_plus_image(self, image: bytes) -> None:
        if len(image) < 28 or struct.unpack_from("<I", image, 4)[0] != _PLUS_BITMAP:  # noqa: PLR2004 - its head
            return
        content = image[28:]
        kind = struct.unpack_from("<I", image, 24)[0]
        suffix = next((suffix for magic, suffix in _MAGICS.items() if content.startswith(magic)), "")
        if kind == _PLUS_COMPRESSED and suffix:
            self.found.setdefault(content, suffix)


def _info_size(dib: bytes) -> int:
    """Bytes of a bitmap's head with its palette."""
    size, bits, compression, colours = (
        int.from_bytes(dib[a:b], "little") for a, b in ((0, 4), (14, 16), (16, 20), (32, 36))
    )
    if size <= _OLD_HEADER_BYTES:
        return size
    colours = colours or (1 << bits if bits <= _INDEXED_BITS else 0)
    masks = 12 if compression == _BIT_FIELDS and size == _HEADER_BYTES else 0
    return size + masks + 4 * min(colours, 256)
