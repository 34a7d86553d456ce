"""Telling the messages of a mailbox apart: by their "From " lines, without ever holding more than a block of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from muniment.read.reader import CHUNK

_LINE = 2_000
"""Bytes after a line's start that decide whether it opens a message: mail lines may be 998 long."""

_TIME_AND_YEAR = re.compile(
    rb"\d{1,2}:\d{2}.{0,40}?(?:19|20)\d\d|(?:19|20)\d\d.{0,40}?\d{1,2}:\d{2}|\d \d{1,2}:\d{2}:\d{2} \d\d\b"
)
_HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_CONTENT_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HEADERS_AT_MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Span:
    """Where a message stands in the mailbox: from its first header to before the blank line that ends it.

    ``envelope`` is the "From " line; "" for what stands before the first message.
    """

    start: int
    end: int
    envelope: bytes


def spans(file: BinaryIO, size: int) -> Iterator[Span]:
    """The messages of a mailbox in its order; together they hold every byte but "From " and separating blank lines."""
    newline = _newline(file)
    at = 0
    envelope = b""
    opening = _opening_at(file, 0, newline)
    if opening is not None:
        envelope, at = opening
    while at <= size:
        following = _next_opening(file, at, size, newline)
        if following is None:
            yield Span(at, size, envelope)
            return
        from_at, next_envelope, next_start = following
        yield Span(at, _without_blank(file, at, from_at, newline), envelope)
        at, envelope = next_start, next_envelope


def _newline(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(65536)
    return b"\r" if b"\r" in head and b"\n" not in head else b"\n"


def _next_opening(file: BinaryIO, start: int, size: int, newline: bytes) -> tuple[int, bytes, int] | None:
    """``(position of the "From " line, the line, position after it)`` of the next message after ``start``."""
    at = _after_counted_body(file, start, size, newline)
    mark = newline + b"From "
    at = max(0, at - 1)
    while at < size:
        file.seek(at)
        block = file.read(CHUNK)
        found = block.find(mark)
        while found >= 0:
            opening = _opening_at(file, at + found + 1, newline)
            if opening is not None and at + found + 1 >= start:
                return at + found + 1, *opening
            found = block.find(mark, found + 1)
        if len(block) < CHUNK:
            return None
        at += len(block) - len(mark) + 1
    return None


def _opening_at(file: BinaryIO, at: int, newline: bytes) -> tuple[bytes, int] | None:
    """The "From " line at ``at`` and where the message begins, if a message does begin there."""
    file.seek(max(0, at - 3))
    before = file.read(min(3, at))
    text = file.read(_LINE)
    line, found, rest = text.partition(newline)
    if not line.startswith(b"From ") or (not found and len(text) == _LINE):
        return None
    blank_before = at == 0 or before.endswith((newline * 2, b"\n\r\n"))
    dated = _TIME_AND_YEAR.search(line) is not None
    headed = _HEADER.match(rest) is not None
    if (blank_before and (dated or headed)) or (dated and headed):
        return line.rstrip(b"\r"), at + len(line) + len(found)
    return None


def _after_counted_body(file: BinaryIO, start: int, size: int, newline: bytes) -> int:
    """Where to look for the next message: after the body, if the headers count its bytes and the count fits."""
    file.seek(start)
    headers = re.split(rb"\r?\n\r?\n|\r\r", file.read(_HEADERS_AT_MOST), maxsplit=1)
    if len(headers) == 1:
        return start
    counted = _CONTENT_LENGTH.search(headers[0])
    if counted is None:
        return start
    file.seek(start)
    gap = re.search(rb"\r?\n\r?\n|\r\r", file.read(_HEADERS_AT_MOST))
    end = start + (gap.end() if gap else 0) + int(counted[1])
    if end > size:
        return start
    file.seek(end)
    blanks = file.read(4)
    from_at = end + len(blanks) - len(blanks.lstrip(b"\r\n"))
    if from_at >= size:
        return size
    return from_at if from_at > end and _opening_at(file, from_at, newline) is not None else start


def _without_blank(file: BinaryIO, start: int, from_at: int, newline: bytes) -> int:
    """The end of a message before the blank line that parts it from the next."""
    for blank in (b"\r\n\r\n", newline * 2):
        if from_at - start >= len(blank):
            file.seek(from_at - len(blank))
            if file.read(len(blank)) == blank:
                return from_at - len(blank) // 2
    return from_at
