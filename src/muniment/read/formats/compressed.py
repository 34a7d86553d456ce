"""Single compressed files: gzip and its kin, each of which holds one member."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import ClassVar

import cramjam
import lz4.frame

from muniment import __version__
from muniment.model import EntryKind
from muniment.read.formats.bomb_guard import BombGuard
from muniment.read.formats.decoders import (
    BREAKS_OFF,
    DAMAGED_DATA,
    GZIP,
    ZLIB,
    Brotli,
    Decoder,
    Inflate,
    bzip2_decoder,
    lzma_decoder,
    pieces,
    unpack,
    xz_decoder,
    zstandard_decoder,
)
from muniment.read.formats.libarchived import LibarchiveFilterReader
from muniment.read.formats.unix_compress import uncompressed
from muniment.read.reader import Damaged, Document, Found, MemberFound, Reader, Shortfall

_NAME = b"content"
"""Of the member where the format keeps no name."""

_SUFFIX_INSIDE = {
    ".tgz": b".tar",
    ".tbz": b".tar",
    ".tbz2": b".tar",
    ".txz": b".tar",
    ".tlz": b".tar",
    ".tzst": b".tar",
    ".taz": b".tar",
    ".svgz": b".svg",
    ".emz": b".emf",
    ".wmz": b".wmf",
}
"""What suffixes that stand for two say about the member."""

_LONGEST_MAGIC = 10


class _Streams:
    """The streams of one file, one after the other; afterwards ``shortfall`` says what stands behind them."""

    def __init__(self, document: Document, decoder: Callable[[], Decoder], magics: tuple[bytes, ...]) -> None:
        self._packed = pieces(document.file)
        self._decoder = decoder
        self._magics = magics
        self.shortfall = ""

    def chunks(self) -> Iterator[bytes]:
        """Yield what the streams unpack to. Raises ``Damaged`` or ``Refused``."""
        held = next(self._packed, b"")
        while held:
            decoder = self._decoder()
            yield from unpack(decoder, chain((held,), self._packed))
            held = self._behind(decoder.unused_data)
            if held and not held.startswith(self._magics):
                self.shortfall = (
                    "more bytes follow the end of the compressed data: they belong to nothing, and are not read"
                )
                return

    def _behind(self, unused: bytes) -> bytes:
        """The bytes that follow a stream, without the zeros that tapes and disks pad it with."""
        held = unused.lstrip(b"\0")
        while len(held) < _LONGEST_MAGIC:
            more = next(self._packed, b"")
            if not more:
                break
            held = (held + more).lstrip(b"\0")
        return held


class _CompressedReader:
    """A file that is one member, compressed."""

    name: ClassVar[str]
    version = __version__
    media_types: ClassVar[frozenset[str]]
    magics: ClassVar[tuple[bytes, ...]] = ()

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the member. Raises ``Damaged`` where not one byte comes out, ``Refused`` at a bomb."""
        guard = BombGuard(document)
        streams = _Streams(document, self.decoder, self.magics)
        content = guard.watch(streams.chunks())
        # Nothing is found before the first bytes are out: a wrong guess at the format shows here.
        first = tuple(chunk for chunk in (next(content, None),) if chunk is not None)
        yield MemberFound(self.name_inside(document), EntryKind.MEMBER, chain(first, content))
        guard.check()
        if streams.shortfall:
            yield Shortfall(streams.shortfall)

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        raise NotImplementedError

    def name_inside(self, document: Document) -> bytes:
        """The name of the member."""
        return name_without_container(document.suffix)


def name_without_container(suffix: str) -> bytes:
    """What the member of a compressed file with this suffix is called if the format keeps no name."""
    return _NAME + _SUFFIX_INSIDE.get(suffix, b"")


class GzipReader(_CompressedReader):
    """gzip, one stream or several."""

    name = "gzip"
    media_types = frozenset({"application/gzip"})
    magics = (b"\x1f\x8b\x08",)

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return Inflate(GZIP)

    def name_inside(self, document: Document) -> bytes:
        """The name that the header keeps, if it does."""
        return gzip_name(document.head(_GZIP_HEAD)) or super().name_inside(document)


_GZIP_HEAD = 64 * 1024 + 4096
"""Bytes in which the name must stand: the longest extra field, and then a path."""

_GZIP_FIXED = 10
_FLAG_EXTRA = 4
_FLAG_NAME = 8


def gzip_name(head: bytes) -> bytes:
    """The file name in a gzip header, as the bytes that stand there; b"" if none does."""
    if len(head) < _GZIP_FIXED or not head[3] & _FLAG_NAME:
        return b""
    start = _GZIP_FIXED
    if head[3] & _FLAG_EXTRA:
        start += 2 + int.from_bytes(head[start : start + 2], "little")
    end = head.find(b"\0", start)
    return head[start:end] if end > start else b""


class ZlibReader(_CompressedReader):
    """A bare zlib stream."""

    name = "zlib"
    media_types = frozenset({"application/zlib"})

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return Inflate(ZLIB)


class Bzip2Reader(_CompressedReader):
    """bzip2, one stream or several."""

    name = "bzip2"
    media_types = frozenset({"application/x-bzip2"})
    magics = (b"BZh",)

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return bzip2_decoder()


class XzReader(_CompressedReader):
    """XZ, one stream or several."""

    name = "xz"
    media_types = frozenset({"application/x-xz"})
    magics = (b"\xfd7zXZ\0",)

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return xz_decoder()


class LzmaReader(_CompressedReader):
    """The format before XZ, which has no signature."""

    name = "lzma"
    media_types = frozenset({"application/x-lzma"})

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return lzma_decoder()


class ZstandardReader(_CompressedReader):
    """Zstandard, one frame or several."""

    name = "zstandard"
    media_types = frozenset({"application/zstd"})
    magics = (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + low, 0x2A, 0x4D, 0x18)) for low in range(16)))

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return zstandard_decoder()


class Lz4Reader(_CompressedReader):
    """LZ4 frames."""

    name = "lz4"
    media_types = frozenset({"application/x-lz4"})
    magics = (b"\x04\x22\x4d\x18", *(bytes((0x50 + low, 0x2A, 0x4D, 0x18)) for low in range(16)))

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return _Lz4()


class _Lz4:
    """``LZ4FrameDecompressor``, whose ``unused_data`` is None before the end."""

    def __init__(self) -> None:
        self._lz4 = lz4.frame.LZ4FrameDecompressor()

    @property
    def eof(self) -> bool:
        return bool(self._lz4.eof)

    @property
    def needs_input(self) -> bool:
        return bool(self._lz4.needs_input)

    @property
    def unused_data(self) -> bytes:
        return self._lz4.unused_data or b""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return bytes(self._lz4.decompress(data, max_length))


class BrotliReader(_CompressedReader):
    """Brotli, as web servers send it."""

    name = "brotli"
    media_types = frozenset({"application/x-brotli"})

    def decoder(self) -> Decoder:
        """A decoder for one stream."""
        return Brotli()


class _WholeReader:
    """A file that is one member, by a function of ours that unpacks it piece by piece."""

    name: ClassVar[str]
    version = __version__
    media_types: ClassVar[frozenset[str]]

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the member. Raises ``Damaged`` where not one byte comes out, ``Refused`` at a bomb."""
        guard = BombGuard(document)
        content = guard.watch(self.unpacked(pieces(document.file)))
        first = tuple(chunk for chunk in (next(content, None),) if chunk is not None)
        yield MemberFound(name_without_container(document.suffix), EntryKind.MEMBER, chain(first, content))
        guard.check()

    def unpacked(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what ``packed`` unpacks to."""
        raise NotImplementedError


class CompressReader(_WholeReader):
    """``compress`` of Unix (.Z)."""

    name = "compress"
    media_types = frozenset({"application/x-compress"})

    def unpacked(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what ``packed`` unpacks to."""
        return uncompressed(packed)


class SnappyReader(_WholeReader):
    """Snappy in its framing format."""

    name = "snappy"
    media_types = frozenset({"application/x-snappy-framed"})

    def unpacked(self, packed: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what ``packed`` unpacks to."""
        return unsnapped(packed)


_SNAPPY_START = b"\xff\x06\x00\x00sNaPpY"
_SNAPPY_DATA = frozenset({0x00, 0x01})
_SNAPPY_SKIPPABLE = range(0x80, 0x100)


def unsnapped(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what framed Snappy unpacks to: one chunk, of at most 64 KiB unpacked, at a time. Raises ``Damaged``."""
    take = _taker(packed)
    if take(len(_SNAPPY_START)) != _SNAPPY_START:
        raise Damaged(DAMAGED_DATA)
    while head := take(4):
        length = int.from_bytes(head[1:], "little")
        body = take(length)
        if len(body) < length or len(head) < len(b"head"):
            raise Damaged(BREAKS_OFF)
        if head[0] in _SNAPPY_DATA:
            yield _one_snappy_chunk(head + body)
        elif head[0] not in _SNAPPY_SKIPPABLE:
            raise Damaged(DAMAGED_DATA)


def _one_snappy_chunk(chunk: bytes) -> bytes:
    """Unpack one chunk as a stream of its own, so that its checksum is looked at too."""
    try:
        return bytes(cramjam.snappy.decompress(_SNAPPY_START + chunk))
    except cramjam.DecompressionError as error:
        raise Damaged(DAMAGED_DATA) from error


def _taker(packed: Iterator[bytes]) -> Callable[[int], bytes]:
    """A function that takes exactly so many bytes off ``packed``, fewer only at its end."""
    held = bytearray()

    def take(length: int) -> bytes:
        while len(held) < length:
            more = next(packed, b"")
            if not more:
                break
            held.extend(more)
        taken = bytes(held[:length])
        del held[:length]
        return taken

    return take


READERS: tuple[Reader, ...] = (
    GzipReader(),
    ZlibReader(),
    Bzip2Reader(),
    XzReader(),
    LzmaReader(),
    ZstandardReader(),
    Lz4Reader(),
    BrotliReader(),
    CompressReader(),
    SnappyReader(),
    LibarchiveFilterReader(),
)
