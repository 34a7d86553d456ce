"""What a web server sent: its headers, and its body with the codings of the journey undone."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

from muniment.read.formats.mail.mail_charsets import decode
from muniment.read.reader import CHUNK, Damaged

_MOST_HEADER_BYTES = 512 * 1024
"""Bytes of headers: servers refuse to send, and browsers to take, half as many."""

_STATUS = re.compile(r"HTTP/[\d.]+\s+(\d{3})\b ?(.*)")
_CHUNK_SIZE = re.compile(rb"[0-9a-fA-F]{1,15}[ \t]*(?:;[^\r\n]*)?\r?\n?")
_LONGEST_SIZE_LINE = 4096


class Source(Protocol):
    """What bytes are read from."""

    def read(self, length: int, /) -> bytes:
        """Up to ``length`` bytes; empty at the end."""
        ...

    def readline(self, length: int, /) -> bytes:
        """One line, up to ``length`` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """The status line and headers of a response; ``status`` is 0 if there is no status line."""

    status: int
    phrase: str
    fields: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        """The first value under ``name``, "" if there is none."""
        return next((value for field, value in self.fields if field.lower() == name.lower()), "")


def answer_from(source: Source) -> Answer:
    """The status line and headers; ``source`` stands at the body afterwards."""
    lines: list[str] = []
    taken = 0
    while taken < _MOST_HEADER_BYTES:
        line = source.readline(_MOST_HEADER_BYTES)
        taken += len(line)
        text = decode(line.rstrip(b"\r\n")).text
        if not text:
            break
        if text[0] in " \t" and lines:
            lines[-1] += " " + text.strip()
        else:
            lines.append(text)
    status = _STATUS.match(lines[0]) if lines else None
    fields = [
        (name.strip(), value.strip()) for name, colon, value in (line.partition(":") for line in lines[1:]) if colon
    ]
    return Answer(int(status[1]) if status else 0, status[2] if status else "", tuple(fields))


def body_of(answer: Answer, source: Source) -> Iterator[bytes]:
    """The body as the page's author made it. Raises ``Damaged``, after what there is, if it breaks off."""
    chunked = "chunked" in answer.first("Transfer-Encoding").lower()
    stream: Iterable[bytes] = _dechunked(source) if chunked else blocks(source)
    for coding in reversed(re.split(r"[,\s]+", answer.first("Content-Encoding").lower())):
        stream = _decoded(stream, coding)
    yield from stream


def blocks(source: Source) -> Iterator[bytes]:
    """All that is left of ``source``."""
    while block := source.read(CHUNK):
        yield block


def _dechunked(source: Source) -> Iterator[bytes]:
    line = source.readline(_LONGEST_SIZE_LINE)
    if not _CHUNK_SIZE.fullmatch(line):
        # Many crawlers keep the header but store the body put together.
        yield line
        yield from blocks(source)
        return
    while _CHUNK_SIZE.fullmatch(line):
        left = int(line.split(b";")[0].strip(), 16)
        if not left:
            return
        while left:
            block = source.read(min(left, CHUNK))
            if not block:
                raise Damaged("the body breaks off: its last pieces are missing")
            left -= len(block)
            yield block
        source.readline(_LONGEST_SIZE_LINE)
        line = source.readline(_LONGEST_SIZE_LINE)
    raise Damaged("the body breaks off: its last pieces are missing")


class _Unpacker(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


def _unpacker(coding: str, head: bytes) -> _Unpacker | None:
    """What undoes ``coding``; None where there is nothing to undo, as when the body starts otherwise."""
    if coding in {"gzip", "x-gzip"} and head.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    if coding == "deflate":
        wrapped = len(head) > 1 and head[0] & 0xF == 8 and (head[0] << 8 | head[1]) % 31 == 0  # noqa: PLR2004 - zlib's mark
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    if coding == "zstd" and head.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.ZstdDecompressor().decompressobj()
    return None


def _decoded(stream: Iterable[bytes], coding: str) -> Iterator[bytes]:
    if coding == "br":
        yield from _unbrotlied(stream)
        return
    pieces = iter(stream)
    head = b""
    while len(head) < _MARK and (piece := next(pieces, b"")):
        head += piece
    unpacker = _unpacker(coding, head)
    if unpacker is None:
        yield head
        yield from pieces
        return
    try:
        yield from _inflated(unpacker, head)
        for piece in pieces:
            yield from _inflated(unpacker, piece)
    except (zlib.error, zstandard.ZstdError) as error:
        raise Damaged("the packed body breaks off or is broken") from error
    if not getattr(unpacker, "eof", True):
        raise Damaged("the packed body breaks off")


_MARK = 4
"""Bytes at the start of packed data that tell how it was packed."""

_SLICE = 16 * 1024
"""Packed bytes undone at a time: at most 16 MiB come of it, deflate's ratio being what it is."""


def _inflated(unpacker: _Unpacker, piece: bytes) -> Iterator[bytes]:
    for at in range(0, len(piece), _SLICE):
        unpacked = unpacker.decompress(piece[at : at + _SLICE])
        if unpacked:
            yield unpacked


def _unbrotlied(stream: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    try:
        for piece in stream:
            for at in range(0, len(piece), _SLICE):
                yield unpacker.process(piece[at : at + _SLICE])
    except brotli.error as error:
        raise Damaged("the packed body breaks off or is broken") from error
    if not unpacker.is_finished():
        raise Damaged("the packed body breaks off")
