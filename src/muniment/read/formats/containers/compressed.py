"""Single compressed files: gzip and its kin, each of which holds one member."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Protocol

import cramjam
import lz4.frame  # type: ignore[import-untyped] # the library has no type marker

from muniment import __version__
from muniment.model import EntryKind
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.formats.containers.decoders import (
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
from muniment.read.formats.containers.libarchived import LibarchiveFilterReader
from muniment.read.formats.containers.unix_compress import uncompressed
from muniment.read.reader import Damaged, Document, Found, MemberFound, Reader, Shortfall

_LONGEST_MAGIC = 10


class Streams(Protocol):
    """What a compressed file unpacks to; afterwards ``shortfall`` says what of the file is left over."""

    shortfall: str

    def chunks(self) -> Iterator[bytes]:
        """Yield what comes out. Raises ``Damaged`` or ``Refused``."""


_LEFT_OVER = "more bytes follow the end of the compressed data: they are no part of it, and were not read"


class _Joined:
    """Compressed streams one after the other, as ``cat`` joins them."""

    def __init__(self, decoder: Callable[[], Decoder], magics: tuple[bytes, ...], packed: Iterator[bytes]) -> None:
        self._packed = packed
        self._decoder = decoder
        self._magics = magics
        self.shortfall = ""

    def chunks(self) -> Iterator[bytes]:
        """Yield what the streams unpack to. Raises ``Damaged`` or ``Refused``."""
        held = next(self._packed, b"")
        if not held:
            raise Damaged(BREAKS_OFF)
        while held:
            decoder = self._decoder()
            yield from unpack(decoder, chain((held,), self._packed))
            held = self._behind(decoder.unused_data)
            if held and not (self._magics and held.startswith(self._magics)):
                self.shortfall = _LEFT_OVER
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


class _Single:
    """One stream, unpacked by a function of ours."""

    def __init__(self, unpacked: Callable[[Iterator[bytes]], Iterator[bytes]], packed: Iterator[bytes]) -> None:
        self._chunks = unpacked(packed)
        self.shortfall = ""

    def chunks(self) -> Iterator[bytes]:
        """Yield what the stream unpacks to. Raises ``Damaged`` or ``Refused``."""
        return self._chunks


class CompressedReader:
    """A file that is one member, compressed."""

    version = __version__

    def __init__(self, name: str, media_type: str, streams: Callable[[Iterator[bytes]], Streams]) -> None:
        self.name = name
        self.media_types = frozenset({media_type})
        self._streams = streams

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the member. Raises ``Damaged`` where not one byte comes out, ``Refused`` at a bomb."""
        guard = BombGuard(document)
        streams = self._streams(pieces(document.file))
        content = guard.watch(streams.chunks())
        # Nothing is found before the first bytes are out: a wrong guess at the format shows here.
        first = tuple(islice(content, 1))
        yield MemberFound(gzip_name(document.head(_GZIP_HEAD)), EntryKind.MEMBER, chain(first, content))
        guard.check()
        if streams.shortfall:
            yield Shortfall(streams.shortfall)


_GZIP_MAGIC = b"\x1f\x8b\x08"
_GZIP_HEAD = 64 * 1024 + 4096
"""Bytes in which the name must stand: the longest extra field, and then a path."""

_GZIP_FIXED = 10
_FLAG_EXTRA = 4
_FLAG_NAME = 8


def gzip_name(head: bytes) -> bytes:
    """The file name in a gzip header, as the bytes that stand there; b"" if none does or this is not gzip."""
    if len(head) < _GZIP_FIXED or not head.startswith(_GZIP_MAGIC) or not head[3] & _FLAG_NAME:
        return b""
    start = _GZIP_FIXED
    if head[3] & _FLAG_EXTRA:
        start += 2 + int.from_bytes(head[start : start + 2], "little")
    end = head.find(b"\0", start)
    return head[start:end] if end > start else b""


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


def _joined(name: str, media_type: str, decoder: Callable[[], Decoder], *magics: bytes) -> CompressedReader:
    return CompressedReader(name, media_type, partial(_Joined, decoder, magics))


def _single(name: str, media_type: str, unpacked: Callable[[Iterator[bytes]], Iterator[bytes]]) -> CompressedReader:
    return CompressedReader(name, media_type, partial(_Single, unpacked))


_SKIPPABLE = tuple(bytes((0x50 + low, 0x2A, 0x4D, 0x18)) for low in range(16))
"""Starts of frames that Zstandard and LZ4 both step over."""

READERS: tuple[Reader, ...] = (
    _joined("gzip", "application/gzip", partial(Inflate, GZIP), _GZIP_MAGIC),
    _joined("zlib", "application/zlib", partial(Inflate, ZLIB)),
    _joined("bzip2", "application/x-bzip2", bzip2_decoder, b"BZh"),
    _joined("xz", "application/x-xz", xz_decoder, b"\xfd7zXZ\0"),
    _joined("lzma", "application/x-lzma", lzma_decoder),
    _joined("zstandard", "application/zstd", zstandard_decoder, b"\x28\xb5\x2f\xfd", *_SKIPPABLE),
    _joined("lz4", "application/x-lz4", _Lz4, b"\x04\x22\x4d\x18", *_SKIPPABLE),
    _joined("brotli", "application/x-brotli", Brotli),
    _single("compress", "application/x-compress", uncompressed),
    _single("snappy", "application/x-snappy-framed", unsnapped),
    # Last: variants that our own readers do not know, such as LZ4 from before its frames.
    LibarchiveFilterReader(),
)
