"""The records of a PowerPoint 97 stream, and the words in them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

_HEADER = struct.Struct("<HHI")
_CONTAINER = 0xF
_BLOB = 0x138B
"""A record that holds further records though it is not marked as a container."""

_CHARS, _BYTES, _TEXT_HEADER, _OUTLINE_REFERENCE = 0x0FA0, 0x0FA8, 0x0F9F, 0x0F9E
_SHAPE, _PLACEHOLDER, _STRING = 0xF004, 0x0BC3, 0x0FBA
_COMMENT, _COMMENT_ATOM = 0x2EE0, 0x2EE1
_MAX_DEPTH = 64
"""Records inside records; PowerPoint itself stays below twenty."""

_SIGNS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x00": ""})


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its type, and where its body lies in the stream."""

    stream: bytes
    version: int
    instance: int
    kind: int
    start: int
    end: int

    def body(self) -> bytes:
        """The bytes after its header."""
        return self.stream[self.start : self.end]

    @property
    def holds_records(self) -> bool:
        """Whether its body is made of records."""
        return self.version == _CONTAINER or self.kind == _BLOB

    def children(self) -> Iterator["Record"]:
        """The records directly inside."""
        if self.holds_records:
            yield from _records(self.stream, self.start, self.end)


@dataclass(slots=True)
class Words:
    """The words of a slide: ``outline`` texts that shapes refer to by number, and ``shown`` ones in order."""

    outline: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    prompts: set[int] = field(default_factory=set)
    """Which of ``shown`` stand in placeholders."""
    comments: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The shown words, a line for each shape."""
        return "\n".join(text for text in self.shown if text.strip())

    def leftover(self, other: "Words") -> list[str]:
        """Texts of this outline that nothing in ``other`` showed."""
        return [
            text for number, text in enumerate(self.outline) if number not in other.used and text not in other.shown
        ]

    def without_prompts(self) -> list[str]:
        """The shown words that stand in no placeholder."""
        return [text for number, text in enumerate(self.shown) if number not in self.prompts]


def record_at(stream: bytes, at: int) -> Record | None:
    """The record that begins at ``at``, cut at the stream's end; None where there is none."""
    if not 0 <= at <= len(stream) - _HEADER.size:
        return None
    head, kind, length = _HEADER.unpack_from(stream, at)
    start = at + _HEADER.size
    return Record(stream, head & 15, head >> 4, kind, start, min(start + length, len(stream)))


def records_in(stream: bytes) -> Iterator[Record]:
    """The records at the top of a stream."""
    yield from _records(stream, 0, len(stream))


def _records(stream: bytes, start: int, end: int) -> Iterator[Record]:
    at = start
    while at + _HEADER.size <= end:
        record = record_at(stream, at)
        if record is None:
            return
        yield record
        at = record.end


def descendants(record: Record) -> Iterator[Record]:
    """All records below ``record``, in order."""
    stack = [record.children()]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        yield child
        if child.holds_records and len(stack) < _MAX_DEPTH:
            stack.append(child.children())


def string_of(record: Record) -> str:
    """The words of a text record."""
    encoding = "latin-1" if record.kind == _BYTES else "utf-16-le"
    return record.body().decode(encoding, "replace").translate(_SIGNS)


def outline_texts(group: Record, pointer_kind: int) -> Iterator[tuple[Record, Words]]:
    """Each pointer in a list of slides, with the texts that follow it."""
    pointer: Record | None = None
    words = Words()
    for record in group.children():
        if record.kind == pointer_kind:
            if pointer is not None:
                yield pointer, words
            pointer, words = record, Words()
        elif record.kind == _TEXT_HEADER:
            words.outline.append("")
        elif record.kind in {_CHARS, _BYTES} and words.outline:
            words.outline[-1] += string_of(record)
    if pointer is not None:
        yield pointer, words


def words_in(slide: Record, outline: Words) -> Words:
    """The words of a slide, notes page or master, in the order of its shapes."""
    found = Words(outline.outline)
    is_placeholder = False
    first_of_shape = 0
    for record in descendants(slide):
        if record.kind == _SHAPE:
            is_placeholder, first_of_shape = False, len(found.shown)
        elif record.kind == _PLACEHOLDER:
            is_placeholder = True
            found.prompts.update(range(first_of_shape, len(found.shown)))
        elif record.kind == _COMMENT:
            found.comments.append(_comment(record))
        elif (text := _text(record, found)) is not None:
            if is_placeholder:
                found.prompts.add(len(found.shown))
            found.shown.append(text)
    return found


def _text(record: Record, found: Words) -> str | None:
    """What a record shows; None if it is not text."""
    if record.kind in {_CHARS, _BYTES}:
        return string_of(record)
    if record.kind == _OUTLINE_REFERENCE and record.end - record.start >= 4:  # noqa: PLR2004 - one number
        number = int(struct.unpack_from("<i", record.stream, record.start)[0])
        if 0 <= number < len(found.outline):
            found.used.add(number)
            return found.outline[number]
    return None


def _comment(record: Record) -> str:
    author = text = date = ""
    for child in record.children():
        if child.kind == _STRING and child.instance == 0:
            author = string_of(child)
        elif child.kind == _STRING and child.instance == 1:
            text = string_of(child)
        elif child.kind == _COMMENT_ATOM:
            date = _date(child.body())
    signed = ", ".join(filter(None, (author, date)))
    return f"{signed}: {text}" if signed else text


def _date(body: bytes) -> str:
    """The time in a comment's record, after its number; "" if it is none."""
    try:
        year, month, _, day, hour, minute, second, _ = struct.unpack_from("<8H", body, 4)
        return datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001 - the file has no zone
    except (struct.error, ValueError):
        return ""
