"""Decompressors of every method behind one shape, and the one loop that drives them without ever filling memory."""

import bz2
import lzma
import sys
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import brotli  # type: ignore[import-untyped] # the library has no type marker
import inflate64
import pyppmd

from muniment.limits import GIB, KIB, MIB
from muniment.read.formats.containers.bomb_guard import size_in_words
from muniment.read.reader import CHUNK, Damaged, Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 64 * KIB
"""Packed bytes fed to a decompressor at a time."""

DICTIONARY_BYTES = 1 * GIB
"""Memory a stream may demand for its dictionary: the strongest usual presets want 64 to 256 MiB."""

_ZSTD_WINDOW_LOG = 30
"""The same for Zstandard, as a power of two; ``--ultra`` uses 27."""

_DEFLATE64_STEP = 64
"""Packed bytes given to Deflate64 at a time, which knows no output limit: each bit can stand for 32 KiB."""

RAW_DEFLATE = -15
ZLIB = 15
GZIP = 31

BROKEN = (zlib.error, lzma.LZMAError, zstd.ZstdError, brotli.error, OSError, EOFError, ValueError, RuntimeError)
"""What the decompressors raise at bytes that break their rules."""

DAMAGED_DATA = "its compressed data is damaged; what came out before the damage is kept"
BREAKS_OFF = "its compressed data breaks off before its end; what came out is kept"


class Decoder(Protocol):
    """What ``bz2.BZ2Decompressor`` and its like offer."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""

    @property
    def unused_data(self) -> bytes:
        """What was fed in beyond the end of the stream."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Feed ``data``; give at most ``max_length`` bytes."""


def pieces(file: BinaryIO, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of ``file`` from ``start``, at most ``length`` of them, a piece at a time.

    Each piece is looked up anew, so that others may move the handle in between.
    """
    at, left = start, length
    while left is None or left > 0:
        file.seek(at)
        piece = file.read(PIECE if left is None else min(PIECE, left))
        if not piece:
            return
        at += len(piece)
        left = None if left is None else left - len(piece)
        yield piece


def unpack(decoder: Decoder, packed: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what ``decoder`` makes of ``packed``, in chunks of at most 1 MiB, up to the end of one stream.

    Raises ``Damaged`` where the stream breaks its rules or breaks off, ``Refused`` where it demands too much memory.
    """
    for piece in packed:
        yield from _drain(decoder, piece)
        if decoder.eof:
            return
    raise Damaged(BREAKS_OFF)


def _drain(decoder: Decoder, piece: bytes) -> Iterator[bytes]:
    data = piece
    while not decoder.eof:
        out = _step(decoder, data)
        if out:
            yield out
        if decoder.needs_input or not out:
            return
        data = b""


def _step(decoder: Decoder, data: bytes) -> bytes:
    try:
        return decoder.decompress(data, CHUNK)
    except BROKEN as error:
        demands_memory = "emory" in str(error)
        if demands_memory:
            raise Refused(f"needs more than {size_in_words(DICTIONARY_BYTES)} of memory to unpack") from error
        raise Damaged(DAMAGED_DATA) from error


class Inflate:
    """Deflate, bare or in its zlib or gzip wrapping; gives every byte that stands before a damage."""

    def __init__(self, window_bits: int) -> None:
        self._zlib = zlib.decompressobj(window_bits)
        self._full = False
        self._error: zlib.error | None = None

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""
        return not (self._zlib.unconsumed_tail or self._full or self._error)

    @property
    def unused_data(self) -> bytes:
        """What was fed in beyond the end of the stream."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Feed ``data``; give at most ``max_length`` bytes. Raises ``zlib.error``."""
        if self._error:
            raise self._error
        data = self._zlib.unconsumed_tail + data
        before = self._zlib.copy()
        try:
            out = self._zlib.decompress(data, max_length)
        except zlib.error as error:
            out = _byte_by_byte(before, data)
            self._error = error
            if not out:
                raise
        self._full = len(out) >= max_length
        return out


def _byte_by_byte(decompressor: "zlib._Decompress", data: bytes) -> bytes:
    """What comes out of ``data`` before the byte that breaks the rules."""
    out = bytearray()
    try:
        for at in range(len(data)):
            out += decompressor.decompress(data[at : at + 1])
    except zlib.error:
        return bytes(out)
    return bytes(out)


class Buffered:
    """The base of decoders that hold back packed bytes themselves, because their library cannot limit its output."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""
        return not self._held

    @property
    def unused_data(self) -> bytes:
        """What was fed in beyond the end of the stream."""
        return self._held


class Deflate64(Buffered):
    """Deflate with a window of 64 KiB, as Windows makes for files over 2 GiB."""

    def __init__(self) -> None:
        super().__init__()
        self._inflater = inflate64.Inflater()

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""
        return bool(self._inflater.eof)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Feed ``data``; give about ``max_length`` bytes. Raises ``ValueError``."""
        self._held += data
        out = bytearray()
        while self._held and len(out) < max_length and not self.eof:
            step, self._held = self._held[:_DEFLATE64_STEP], self._held[_DEFLATE64_STEP:]
            out += self._inflater.inflate(step)
        return bytes(out)


class Brotli:
    """One Brotli stream."""

    def __init__(self) -> None:
        self._brotli = brotli.Decompressor()
        self._gave = False

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""
        return bool(self._brotli.is_finished())

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""
        # The library says it takes more while it still holds output back.
        return not self._gave and bool(self._brotli.can_accept_more_data())

    unused_data = b""
    """Brotli has no mark for its end: bytes beyond it count as damage."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Feed ``data``; give about ``max_length`` bytes. Raises ``brotli.error``."""
        out = bytes(self._brotli.process(data, output_buffer_limit=max_length))
        self._gave = bool(out)
        return out


class Ppmd(Buffered):
    """PPMd variant I as WinZip stores it: two bytes of parameters, then the data; ``size`` bytes come out."""

    _MOST_ORDER = 64

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size
        self._decoder: pyppmd.Ppmd8Decoder | None = None

    @property
    def eof(self) -> bool:
        """Whether all bytes came out."""
        return self._left <= 0

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Feed ``data``; give at most ``max_length`` bytes. Raises ``ValueError``."""
        self._held += data
        if self._decoder is None:
            if len(self._held) < 2:  # noqa: PLR2004 - the two bytes of parameters
                return b""
            parameters = int.from_bytes(self._held[:2], "little")
            memory = (((parameters >> 4) & 0xFF) + 1) * MIB
            self._decoder = pyppmd.Ppmd8Decoder((parameters & 0xF) + 1, memory, parameters >> 12)
            self._held = self._held[2:]
        fed, self._held = self._held, b""
        out = bytes(self._decoder.decode(fed, min(max_length, self._left)))
        self._left -= len(out)
        return out

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""
        return self._decoder is None or bool(self._decoder.needs_input)


class ZipLzma(Buffered):
    """LZMA as ZIP stores it: two bytes of version, the length of the properties, the properties, the data."""

    _PROPERTIES = 5
    _HEADER = 4 + _PROPERTIES

    def __init__(self, size: int | None) -> None:
        super().__init__()
        self._size = size
        self._lzma = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=DICTIONARY_BYTES)
        self._begun = False

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""
        return self._lzma.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before more goes in."""
        return not self._begun or self._lzma.needs_input

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Feed ``data``; give at most ``max_length`` bytes. Raises ``lzma.LZMAError``."""
        if self._begun:
            return self._lzma.decompress(data, max_length)
        self._held += data
        if len(self._held) < self._HEADER:
            return b""
        if int.from_bytes(self._held[2:4], "little") != self._PROPERTIES:
            raise lzma.LZMAError("unknown properties")
        self._begun = True
        size = b"\xff" * 8 if self._size is None else self._size.to_bytes(8, "little")
        fed, self._held = self._held[4 : self._HEADER] + size + self._held[self._HEADER :], b""
        return self._lzma.decompress(fed, max_length)


def zstandard_decoder() -> Decoder:
    """A decoder of one Zstandard frame, with a limit to its window."""
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})


def xz_decoder() -> Decoder:
    """A decoder of one XZ stream, with a limit to its dictionary."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=DICTIONARY_BYTES)


def lzma_decoder() -> Decoder:
    """A decoder of one old-style LZMA stream, with a limit to its dictionary."""
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=DICTIONARY_BYTES)


def bzip2_decoder() -> Decoder:
    """A decoder of one bzip2 stream."""
    return bz2.BZ2Decompressor()
