"""AppleSingle and AppleDouble: what a Mac keeps of a file beside its bytes, and in the first form the bytes too.

The small files named "._…" on disks and in archives are AppleDouble. They tell where a file was downloaded from.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from muniment import __version__
from muniment.limits import MIB
from muniment.model import EntryKind
from muniment.read.formats import bplist
from muniment.read.formats.containers.decoders import pieces
from muniment.read.reader import Damaged, Document, Empty, FactFound, Found, MemberFound, Shortfall

_HEAD = struct.Struct(">24xH")
_ENTRY = struct.Struct(">III")
_DATA, _RESOURCES, _NAME, _COMMENT, _DATES, _FINDER = 1, 2, 3, 4, 8, 9

_MAX_ASIDE = 16 * MIB
"""Bytes of names, comments and attributes that are looked at: the system itself allows some 128 KiB for each."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_UNKNOWN_TIME = -(1 << 31)
_DATE_LABELS = ("created", "modified", "backed up")

_BLANK_RESOURCES = b"This resource fork intentionally left blank"
_HEAD_OF_RESOURCES = 1024

_ATTRIBUTES_AT = 34
"""Where extended attributes may follow the 32 bytes of the Finder and two of padding."""
_ATTRIBUTES = struct.Struct(">4s4xIII12xHH")
_ATTRIBUTE = struct.Struct(">IIHB")
_MAX_VALUES = 10_000

_KNOWN = {
    "com.apple.metadata:kMDItemWhereFroms": "downloaded from",
    "com.apple.metadata:kMDItemDownloadedDate": "downloaded",
    "com.apple.metadata:kMDItemFinderComment": "comment",
    "com.apple.metadata:_kMDItemUserTags": "tags",
    "com.apple.quarantine": "quarantine",
    "com.apple.TextEncoding": "text encoding",
}
"""Attributes whose names say little to people."""


@dataclass(frozen=True, slots=True)
class _Part:
    kind: int
    at: int
    size: int


class AppleFileReader:
    """Gives the bytes of the file, if they are there, and all that the Mac says about it."""

    name = "applefile"
    version = __version__
    media_types = frozenset({"application/applefile"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts and the two forks. Raises ``Damaged``, or ``Empty`` where only facts are there."""
        parts = list(_parts(document))
        asides = {part.kind: _aside(document, part) for part in parts if part.kind not in {_DATA, _RESOURCES}}
        yield from _facts(asides)
        for part in parts:
            if part.kind == _FINDER:
                yield from _attributes(document, part)
        name = asides.get(_NAME, b"").strip(b"\0")
        count = 0
        for part in parts:
            if part.kind in {_DATA, _RESOURCES} and part.size and not _is_blank(document, part):
                count += 1
                yield _fork(document, part, name)
        if any(part.at + part.size > document.size for part in parts):
            yield Shortfall("the file breaks off before its end")
        elif not count:
            raise Empty("Finder information that a Mac kept beside another file")


def _parts(document: Document) -> Iterator[_Part]:
    head = document.head(_HEAD.size)
    if len(head) < _HEAD.size:
        raise Damaged("the file breaks off in its first lines")
    count = _HEAD.unpack(head)[0]
    table = document.head(_HEAD.size + count * _ENTRY.size)[_HEAD.size :]
    if len(table) < count * _ENTRY.size:
        raise Damaged("the file breaks off in its table of contents")
    for kind, at, size in _ENTRY.iter_unpack(table):
        yield _Part(kind, at, size)


def _aside(document: Document, part: _Part) -> bytes:
    document.file.seek(part.at)
    return document.file.read(min(part.size, _MAX_ASIDE))


def _is_blank(document: Document, part: _Part) -> bool:
    """Whether a fork of resources is the one that the system writes where there is none."""
    return part.kind == _RESOURCES and _BLANK_RESOURCES in _aside(
        document, _Part(part.kind, part.at, min(part.size, _HEAD_OF_RESOURCES))
    )


def _fork(document: Document, part: _Part, name: bytes) -> MemberFound:
    if part.kind == _RESOURCES:
        name = (name or b"file") + b" (resource fork)"
    return MemberFound(name, EntryKind.MEMBER, _bytes_of(document, part))


def _bytes_of(document: Document, part: _Part) -> Iterator[bytes]:
    yield from pieces(document.file, part.at, part.size)
    if part.at + part.size > document.size:
        raise Damaged("the file breaks off inside; what came out is kept")


def _facts(asides: dict[int, bytes]) -> Iterator[FactFound]:
    for kind, label in ((_NAME, "name"), (_COMMENT, "comment")):
        if value := _text(asides.get(kind, b"")):
            yield FactFound(label, value)
    dates = asides.get(_DATES, b"")[:12]
    for label, (seconds,) in zip(_DATE_LABELS, struct.iter_unpack(">i", dates[: len(dates) // 4 * 4]), strict=False):
        if seconds != _UNKNOWN_TIME:
            yield FactFound(label, (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z"))
    finder = asides.get(_FINDER, b"")
    for label, raw in (("file type", finder[:4]), ("creator", finder[4:8])):
        if value := _text(raw):
            yield FactFound(label, value)


def _attributes(document: Document, finder: _Part) -> Iterator[FactFound]:
    """The extended attributes behind the Finder's own 32 bytes; places in them count from the start of the file."""
    raw = _aside(document, finder)[_ATTRIBUTES_AT:]
    if len(raw) < _ATTRIBUTES.size or not raw.startswith(b"ATTR"):
        return
    at = _ATTRIBUTES.size
    for _ in range(min(_ATTRIBUTES.unpack_from(raw)[5], _MAX_VALUES)):
        if at + _ATTRIBUTE.size > len(raw):
            return
        start, size, _, length = _ATTRIBUTE.unpack_from(raw, at)
        name = _text(raw[at + _ATTRIBUTE.size : at + _ATTRIBUTE.size + length])
        value = _value(_aside(document, _Part(0, start, size)))
        if name and value:
            yield FactFound(_KNOWN.get(name, name), value)
        at += (_ATTRIBUTE.size + length + 3) // 4 * 4


def _value(untrusted: bytes) -> str:
    if not untrusted.startswith(b"bplist"):
        return _text(untrusted) or (f"{len(untrusted)} bytes" if untrusted else "")
    try:
        return ", ".join(_strings(bplist.loads(untrusted)))
    except Damaged:
        return "a broken list"


def _strings(value: Any) -> Iterator[str]:
    values = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    for item in values[:_MAX_VALUES]:
        if isinstance(item, list | dict):
            yield from _strings(item)
        elif str(item).strip():
            yield str(item).replace("\n", " ").strip()


def _text(untrusted: bytes) -> str:
    """The bytes as words; "" if they are none."""
    raw = untrusted.rstrip(b"\0")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:  # older systems wrote in the letters of the Macintosh
        text = raw.decode("mac-roman")
    return text.strip() if text.isprintable() else ""
