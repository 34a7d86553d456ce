"""Single Outlook items: .msg files, which are OLE containers with a stream or a table entry for each property."""

import struct
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]  # ships no types

from muniment.model import EntryKind
from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mail_letter import found_in
from muniment.read.formats.mail.mail_parts import ENCRYPTED, RIGHTS_PROTECTED
from muniment.read.formats.mail.mail_signed import opaque_signed_content
from muniment.read.formats.mail.mapi import Attached, Item, Value, value_of
from muniment.read.formats.mail.mapi_letter import MAX_EMBEDDED, attached_name, letter_of, mail_file
from muniment.read.reader import (
    CHUNK,
    Damaged,
    Document,
    FactFound,
    Found,
    Locked,
    MemberFound,
    ReadingStopped,
    Refused,
    Shortfall,
)

_TABLE = "__properties_version1.0"
_NAMES = "__nameid_version1.0"
_TOP_HEADER = 32
_EMBEDDED_HEADER = 24
_PART_HEADER = 8
"""Bytes before the first entry of the table of properties: of the file, of an item within it, of a part."""

_SEALED = (b".p7m", b".rpmsg")
_HEAD = 64
"""Bytes that show whether a signed message lies open, as a mail with headers of its own."""

_ENTRY = struct.Struct("<HHI8s")
_NAME_ENTRY = struct.Struct("<IHH")
_FIRST_NAMED = 0x8000
_MAPI_SET = "00020328-0000-0000-c000-000000000046"
_PUBLIC_SET = "00020329-0000-0000-c000-000000000046"

_LIBRARY_FAULTS = (
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    struct.error,
    RecursionError,
)
"""What the library raises for broken containers: its own errors are OSErrors, the others come through."""

Path = tuple[str, ...]
Names = dict[int, tuple[str, int | str]]


class MsgReader:
    """One item that Outlook saved: a message, contact, appointment, task or note, with what is attached."""

    name = "olefile-msg"
    version = olefile.__version__
    media_types = frozenset({"application/vnd.ms-outlook"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the facts, pages and attachments of the item."""
        document.file.seek(0)
        try:
            ole = olefile.OleFileIO(document.file)
        except _LIBRARY_FAULTS as error:
            raise Damaged("the container of this message is broken") from error
        with ole:
            yield from found_in_item(_top_item(ole), document)
            if ole.parsing_issues:
                yield Shortfall("the container of this message is damaged: parts of it may be missing")


def _top_item(ole: olefile.OleFileIO) -> Item:
    try:
        item = _Container(ole).item((), _TOP_HEADER)
    except _LIBRARY_FAULTS as error:
        raise Damaged("the container of this message is broken") from error
    if not item.properties:
        raise Damaged("nothing of a message can be found in this container")
    return item


def found_in_item(item: Item, document: Document) -> Iterator[Found]:
    """Everything that an Outlook item gives."""
    kind = mapi.text_at(item.properties, mapi.MESSAGE_CLASS)
    if kind:
        yield FactFound("kind", kind)
    yield from found_in(letter_of(item))
    for reason in item.shortfalls:
        yield Shortfall(reason)
    for number, attached in enumerate(item.attachments(), 1):
        if number > document.limits.members:
            raise Refused(f"the item has more than {document.limits.members} attachments")
        yield from member_of(attached, number)


def member_of(attached: Attached, number: int) -> Iterator[MemberFound | Shortfall]:
    """An attachment as a member; an item within the item becomes a mail file."""
    name = attached_name(attached, number).encode("utf-8", "replace")
    if attached.embedded is not None:
        content = mail_file(attached.embedded, f"{number}")
        yield MemberFound(name, EntryKind.MESSAGE, content, reason="put together as a mail file from its properties")
    elif attached.content is not None and name.lower().endswith(_SEALED):
        yield _sealed(name, attached.content())
    elif attached.content is not None:
        modified = mapi.text_at(attached.properties, mapi.MODIFIED)
        yield MemberFound(name, EntryKind.ATTACHMENT, attached.content(), modified=modified)
    else:
        yield Shortfall(f"{name.decode()}: {attached.missing}")


def _sealed(name: bytes, content: Iterator[bytes]) -> MemberFound:
    """What a signed, encrypted or protected message is: the message itself, where it lies open under its signature."""
    if name.lower().endswith(b".rpmsg"):
        return MemberFound(name, EntryKind.ATTACHMENT, _locked(content, RIGHTS_PROTECTED))
    data = b"".join(content)
    inner = data if data[:_HEAD].lower().startswith(b"content-type:") else opaque_signed_content(data)
    if inner is None:
        return MemberFound(name, EntryKind.ATTACHMENT, _locked(iter((data,)), ENCRYPTED))
    return MemberFound(name + b".eml", EntryKind.MESSAGE, iter((inner,)), reason="taken out of its signature")


def _locked(content: Iterator[bytes], reason: str) -> Iterator[bytes]:
    yield from content
    raise Locked(reason)


class _Container:
    """The storages and streams of one .msg file."""

    def __init__(self, ole: olefile.OleFileIO) -> None:
        self._ole = ole
        self._streams: dict[Path, Path] = {}
        self._storages: dict[Path, set[str]] = {}
        for entry in ole.listdir(streams=True, storages=True):
            path = tuple(entry)
            self._storages.setdefault(path[:-1], set()).add(path[-1])
        self._names = self._read_names()

    def _stream(self, path: Path) -> bytes:
        """The bytes of a stream; empty if it is not there. Raises ``Damaged`` if they cannot be read."""
        if path[-1] not in self._storages.get(path[:-1], ()):
            return b""
        try:
            return bytes(self._ole.openstream(list(path)).read())
        except _LIBRARY_FAULTS as error:
            raise Damaged("a part of the container cannot be read") from error

    def item(self, at: Path, header: int, depth: int = 0) -> Item:
        """The item whose properties stand in the storage ``at``."""
        shortfalls: list[str] = []
        properties = self._properties(at, header, shortfalls)
        named = {self._names[tag]: value for tag, value in properties.items() if tag in self._names}
        storages = sorted(self._storages.get(at, ()))
        recipients = tuple(
            self._properties((*at, name), _PART_HEADER, shortfalls) for name in storages if name.startswith("__recip_")
        )
        attached = [name for name in storages if name.startswith("__attach_")]

        def attachments() -> Iterator[Attached]:
            for name in attached:
                yield self._attached((*at, name), depth)

        return Item(properties, named, recipients, attachments, tuple(dict.fromkeys(shortfalls)))

    def _attached(self, at: Path, depth: int) -> Attached:
        properties = self._properties(at, _PART_HEADER, [])
        inside = f"__substg1.0_{mapi.ATTACHED_DATA:04X}{mapi.TYPE_OBJECT:04X}"
        content = f"__substg1.0_{mapi.ATTACHED_DATA:04X}{mapi.TYPE_BINARY:04X}"
        there = self._storages.get(at, ())
        if content in there:
            return Attached(properties, lambda: self._streamed((*at, content)))
        if inside in there and _TABLE in self._storages.get((*at, inside), ()) and depth < MAX_EMBEDDED:
            return Attached(properties, embedded=self.item((*at, inside), _EMBEDDED_HEADER, depth + 1))
        if inside in there:
            return self._object(properties, (*at, inside))
        if mapi.number_at(properties, mapi.ATTACHED_METHOD) in mapi.METHODS_BY_REFERENCE:
            return Attached(properties, missing="the message only names where it was kept, and does not hold it")
        return Attached(properties, missing="the message holds nothing under this name")

    def _object(self, properties: dict[int, Value], at: Path) -> Attached:
        """An OLE object: its largest own stream is what can be read of it."""
        streams = [
            name for name in self._storages.get(at, ()) if self._ole.get_type([*at, name]) == olefile.STGTY_STREAM
        ]
        wanted = next((name for name in ("CONTENTS", "Package", "\x01Ole10Native") if name in streams), "")
        largest = wanted or max(streams, key=lambda name: self._ole.get_size([*at, name]), default="")
        if not largest:
            return Attached(properties, missing="it is an object that another program would have to open")
        return Attached(properties, lambda: self._streamed((*at, largest)))

    def _streamed(self, at: Path) -> Iterator[bytes]:
        try:
            stream = self._ole.openstream(list(at))
            while chunk := stream.read(CHUNK):
                yield chunk
        except _LIBRARY_FAULTS as error:
            raise Damaged("the attachment breaks off") from error

    def _properties(self, at: Path, header: int, shortfalls: list[str]) -> dict[int, Value]:
        try:
            table = self._stream((*at, _TABLE))
        except ReadingStopped as stop:
            shortfalls.append(stop.reason)
            table = b""
        fixed = {tag: (kind, raw) for kind, tag, _, raw in _entries(table, header)}
        values: dict[int, Value] = {}
        codepage = _codepage(fixed)
        for tag, (kind, raw) in fixed.items():
            value = value_of(kind, raw, codepage) if kind in mapi.FIXED_SIZES and kind != mapi.TYPE_GUID else None
            if value is not None:
                values[tag] = value
        for name in self._storages.get(at, ()):
            found = _stream_tag(name)
            if found and found[0] != mapi.ATTACHED_DATA:
                self._add_stream(values, (*at, name), found, codepage, shortfalls)
        return values

    def _add_stream(
        self, values: dict[int, Value], path: Path, found: tuple[int, int], codepage: str, shortfalls: list[str]
    ) -> None:
        tag, kind = found
        try:
            raw = self._stream(path)
            if kind & mapi.MULTIPLE:
                values[tag] = self._several(path, kind & ~mapi.MULTIPLE, raw, codepage)
                return
        except ReadingStopped as stop:
            shortfalls.append(stop.reason)
            return
        value = value_of(kind, raw, codepage)
        if value is not None and (tag not in values or kind == mapi.TYPE_UNICODE):
            values[tag] = value

    def _several(self, path: Path, kind: int, raw: bytes, codepage: str) -> tuple[Value, ...]:
        if size := mapi.FIXED_SIZES.get(kind):
            pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
        else:
            count = len(raw) // (8 if kind == mapi.TYPE_BINARY else 4)
            pieces = [self._stream((*path[:-1], f"{path[-1]}-{number:08X}")) for number in range(min(count, 2048))]
        values = [value_of(kind, piece, codepage) for piece in pieces]
        return tuple(value for value in values if value is not None)

    def _read_names(self) -> Names:
        """Which set and number, or word, the properties from 0x8000 on stand for in this file."""
        try:
            guids, entries, words = (
                self._stream((_NAMES, f"__substg1.0_{tag:04X}0102")) for tag in (0x0002, 0x0003, 0x0004)
            )
        except ReadingStopped:
            return {}
        names: Names = {}
        for at in range(0, len(entries) - _NAME_ENTRY.size + 1, _NAME_ENTRY.size):
            number, which, index = _NAME_ENTRY.unpack_from(entries, at)
            key: int | str = _word_at(words, number) if which & 1 else number
            names[_FIRST_NAMED + index] = (_set_of(which >> 1, guids), key)
        return names


def _entries(table: bytes, header: int) -> Iterator[tuple[int, int, int, bytes]]:
    for at in range(header, len(table) - _ENTRY.size + 1, _ENTRY.size):
        yield _ENTRY.unpack_from(table, at)


def _codepage(fixed: dict[int, tuple[int, bytes]]) -> str:
    for tag in (mapi.MESSAGE_CODEPAGE, mapi.INTERNET_CODEPAGE):
        if tag in fixed:
            return mapi.codec_of(struct.unpack("<I", fixed[tag][1][:4])[0])
    return ""


def _stream_tag(name: str) -> tuple[int, int] | None:
    """``(number, type)`` of the property that a stream holds; None for other streams."""
    digits = name.removeprefix("__substg1.0_")
    if digits == name or len(digits) != 8:  # noqa: PLR2004 - four digits for the number, four for the type
        return None
    try:
        return int(digits[:4], 16), int(digits[4:], 16)
    except ValueError:
        return None


def _set_of(index: int, guids: bytes) -> str:
    well_known = {1: _MAPI_SET, 2: _PUBLIC_SET}
    if index in well_known:
        return well_known[index]
    raw = guids[(index - 3) * 16 : (index - 2) * 16] if index >= 3 else b""  # noqa: PLR2004 - the format counts from 3
    return str(value_of(mapi.TYPE_GUID, raw, "") or "")


def _word_at(words: bytes, offset: int) -> str:
    if offset + 4 > len(words):
        return ""
    (length,) = struct.unpack_from("<I", words, offset)
    return words[offset + 4 : offset + 4 + length].decode("utf-16-le", "replace")
