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
_GAP = re.compile(rb"\r?\n\r?\n|\r\r")
_HEADERS_MOSTLY = 8 * 1024
"""Bytes that nearly all headers end within: with more, small messages would be read many times over."""

_HEADERS_AT_MOST = 256 * 1024
"""Bytes of headers in which a message's own count of its bytes is looked for."""

_BLANKS_AFTER = 4
"""Bytes of line ends that may part a counted body from the next message."""


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
        counted = _counted_end(file, at, size, newline)
        following = _next_opening(file, at if counted is None else counted, at, size, newline)
        from_at, next_envelope, next_start = following or (size, b"", size + 1)
        end = _without_blank(file, at, from_at, newline) if counted is None else counted
        yield Span(at, end, envelope)
        at, envelope = next_start, next_envelope


def _newline(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(65536)
    return b"\r" if b"\r" in head and b"\n" not in head else b"\n"


def _next_opening(file: BinaryIO, at: int, start: int, size: int, newline: bytes) -> tuple[int, bytes, int] | None:
    """``(position of the "From " line, the line, position after it)`` of the message after the one at ``start``.

    It is looked for from ``at`` on.
    """
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


def _counted_end(file: BinaryIO, start: int, size: int, newline: bytes) -> int | None:
    """Where the message ends by its own count of its bytes, if it has one and the count fits; else None."""
    file.seek(start)
    head = file.read(_HEADERS_MOSTLY)
    gap = _GAP.search(head)
    if gap is None:
        head += file.read(_HEADERS_AT_MOST)
        gap = _GAP.search(head)
    counted = _CONTENT_LENGTH.search(head, 0, gap.start() + 1) if gap else None
    if gap is None or counted is None:
        return None
    end = start + gap.end() + int(counted[1])
    if end > size:
        return None
    file.seek(end)
    after = file.read(_BLANKS_AFTER)
    from_at = end + len(after) - len(after.lstrip(b"\r\n"))
    fits = from_at >= size or (from_at > end and _opening_at(file, from_at, newline) is not None)
    return end if fits else None


def _without_blank(file: BinaryIO, start: int, from_at: int, newline: bytes) -> int:
    """The end of a message before the blank line that parts it from the next."""
    for blank in (b"\r\n\r\n", newline * 2):
        if from_at - start >= len(blank):
            file.seek(from_at - len(blank))
            if file.read(len(blank)) == blank:
                return from_at - len(blank) // 2
    return from_at
