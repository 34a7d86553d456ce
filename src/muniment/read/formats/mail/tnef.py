"""The envelope that Outlook wraps round mail for other programs ("winmail.dat"): TNEF, a list of attributes.

Parsed here because the libraries there are drop zero bytes at the end of values, and errors without a word.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mail_charsets import decode
from muniment.read.formats.mail.mapi import Attached, Item, Value, value_of
from muniment.read.formats.mail.mapi_letter import MAX_EMBEDDED
from muniment.read.formats.mail.outlook_msg import found_in_item
from muniment.read.reader import CHUNK, Damaged, Document, Found

_SIGNATURE = 0x223E9F78
_ATTRIBUTE = struct.Struct("<BHHI")
_OF_ATTACHMENT = 2
_SUM_SIZE = 2
_FROM = 0x8000
_SUBJECT = 0x8004
_SENT = 0x8005
_RECEIVED = 0x8006
_CLASS = 0x8008
_BODY = 0x800C
_DATA = 0x800F
_TITLE = 0x8010
_ATTACHMENT_BEGINS = 0x9002
_PROPERTIES = 0x9003
_RECIPIENTS = 0x9004
_ATTACHMENT_PROPERTIES = 0x9005
_CODEPAGE = 0x9007
_DATE = struct.Struct("<6H")
_IDENTITY = 16
"""Bytes before an object that say of which class it is."""

_NAMED_FROM = 0x8000
_MOST_IN_MEMORY = 256 * 1024 * 1024
"""Bytes of one attribute taken in whole: properties of a message, not its attachments."""

_TEXTS = {_SUBJECT: mapi.SUBJECT, _CLASS: mapi.MESSAGE_CLASS, _BODY: mapi.BODY}
_DATES = {_SENT: mapi.SUBMITTED, _RECEIVED: mapi.DELIVERED}
_VARIABLE = frozenset({mapi.TYPE_STRING8, mapi.TYPE_UNICODE, mapi.TYPE_BINARY, mapi.TYPE_OBJECT})
_NULLS = frozenset({0x0000, 0x0001})


class TnefReader:
    """What Outlook wrapped up: the message with its formatting, and its attachments."""

    name = "tnef"
    version = "1"
    media_types = frozenset({"application/vnd.ms-tnef"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the facts, pages and attachments of the message inside."""
        yield from found_in_item(item_in(document.file, 0, document.size), document)


@dataclass(slots=True)
class _Attachment:
    properties: dict[int, Value] = field(default_factory=dict)
    at: int = 0
    length: int = 0
    has_data: bool = False
    embedded: Item | None = None
    missing: str = ""


@dataclass(slots=True)
class _Envelope:
    """What was gathered so far."""

    file: BinaryIO
    depth: int
    codepage: str = ""
    properties: dict[int, Value] = field(default_factory=dict)
    named: dict[tuple[str, int | str], Value] = field(default_factory=dict)
    recipients: list[dict[int, Value]] = field(default_factory=list)
    attachments: list[_Attachment] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def item_in(file: BinaryIO, start: int, end: int, depth: int = 0) -> Item:
    """The item wrapped up between two positions of ``file``. Raises ``Damaged`` if there is none."""
    file.seek(start)
    head = file.read(6)
    if len(head) < 6 or struct.unpack_from("<I", head)[0] != _SIGNATURE:  # noqa: PLR2004 - signature and key
        raise Damaged("this is not the beginning of a winmail.dat envelope")
    envelope = _Envelope(file, depth)
    at = start + 6
    while at < end:
        at = _attribute(envelope, at, end)
    attachments = tuple(envelope.attachments)

    def attached() -> Iterator[Attached]:
        for one in attachments:
            yield _attached(one, file)

    faults = tuple(dict.fromkeys(envelope.faults))
    return Item(envelope.properties, envelope.named, tuple(envelope.recipients), attached, faults)


def _attribute(envelope: _Envelope, at: int, end: int) -> int:
    """Take in the attribute at ``at``; returns where the next one stands."""
    envelope.file.seek(at)
    head = envelope.file.read(_ATTRIBUTE.size)
    if len(head) < _ATTRIBUTE.size:
        envelope.faults.append("the envelope breaks off")
        return end
    level, tag, _, length = _ATTRIBUTE.unpack(head)
    at += _ATTRIBUTE.size
    if at + length > end:
        envelope.faults.append("the envelope breaks off within a part")
        length = end - at
    if level == _OF_ATTACHMENT:
        _of_attachment(envelope, tag, at, length)
    else:
        _of_message(envelope, tag, envelope.file.read(min(length, _MOST_IN_MEMORY)))
    return int(at + length + _SUM_SIZE)


def _of_message(envelope: _Envelope, tag: int, data: bytes) -> None:
    if tag == _CODEPAGE and len(data) >= 4:  # noqa: PLR2004 - the width of the number
        envelope.codepage = mapi.codec_of(int.from_bytes(data[:4], "little"))
    elif tag in _TEXTS:
        envelope.properties.setdefault(_TEXTS[tag], decode(data.rstrip(b"\0"), envelope.codepage).text)
    elif tag in _DATES:
        when = _date(data)
        if when:
            envelope.properties.setdefault(_DATES[tag], when)
    elif tag == _FROM:
        _sender(envelope, data)
    elif tag == _PROPERTIES:
        envelope.properties.update(_properties(envelope, data, 0, envelope.named)[0])
    elif tag == _RECIPIENTS and len(data) >= 4:  # noqa: PLR2004 - the width of the number
        _recipients(envelope, data)


def _recipients(envelope: _Envelope, data: bytes) -> None:
    (count,) = struct.unpack_from("<I", data)
    at = 4
    while count and at < len(data):
        row, at = _properties(envelope, data, at, {})
        envelope.recipients.append(row)
        count -= 1


def _of_attachment(envelope: _Envelope, tag: int, at: int, length: int) -> None:
    if tag == _ATTACHMENT_BEGINS or not envelope.attachments:
        envelope.attachments.append(_Attachment())
    attachment = envelope.attachments[-1]
    if tag == _DATA:
        attachment.at, attachment.length, attachment.has_data = at, length, True
    elif tag == _TITLE:
        title = decode(envelope.file.read(min(length, CHUNK)).rstrip(b"\0"), envelope.codepage).text
        attachment.properties.setdefault(mapi.ATTACHED_SHORT_NAME, title)
    elif tag == _ATTACHMENT_PROPERTIES:
        data = envelope.file.read(min(length, _MOST_IN_MEMORY))
        attachment.properties.update(_properties(envelope, data, 0, {})[0])
        _unwrap(attachment, envelope)


def _unwrap(attachment: _Attachment, envelope: _Envelope) -> None:
    """An item within the item is an envelope of its own, after the mark of its class."""
    inside = mapi.bytes_at(attachment.properties, mapi.ATTACHED_DATA)
    if mapi.number_at(attachment.properties, mapi.ATTACHED_METHOD) != mapi.METHOD_EMBEDDED or not inside:
        return
    if envelope.depth >= MAX_EMBEDDED:
        attachment.missing = "it is nested too deep"
        return
    try:
        within = inside[_IDENTITY:]
        attachment.embedded = item_in(io.BytesIO(within), 0, len(within), envelope.depth + 1)
    except Damaged as stop:
        attachment.missing = stop.reason


def _attached(one: _Attachment, file: BinaryIO) -> Attached:
    if one.embedded is not None or one.missing:
        return Attached(one.properties, embedded=one.embedded, missing=one.missing)
    if one.has_data:
        return Attached(one.properties, lambda: _range(file, one.at, one.length))
    inside = mapi.bytes_at(one.properties, mapi.ATTACHED_DATA)
    if inside:
        return Attached(one.properties, lambda: iter((inside,)))
    return Attached(one.properties, missing="the envelope holds nothing under this name")


def _range(file: BinaryIO, at: int, length: int) -> Iterator[bytes]:
    while length > 0:
        file.seek(at)
        block = file.read(min(CHUNK, length))
        if not block:
            raise Damaged("the attachment breaks off")
        yield block
        at += len(block)
        length -= len(block)


def _date(data: bytes) -> str:
    if len(data) < _DATE.size:
        return ""
    year, month, day, hour, minute, second = _DATE.unpack_from(data)
    if not (year and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60):  # noqa: PLR2004 - a date
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"


def _sender(envelope: _Envelope, data: bytes) -> None:
    """An old form of the sender: lengths, the name, then "SMTP:" and the address."""
    if len(data) < 8:  # noqa: PLR2004 - the four lengths in front
        return
    _, _, name_length, address_length = struct.unpack_from("<4H", data)
    name = data[8 : 8 + name_length].rstrip(b"\0")
    address = data[8 + name_length : 8 + name_length + address_length].rstrip(b"\0")
    envelope.properties.setdefault(mapi.SENDER_NAME, decode(name, envelope.codepage).text)
    shown = decode(address, envelope.codepage).text
    envelope.properties.setdefault(mapi.SENDER_ADDRESS, shown.partition(":")[2] or shown)


def _properties(
    envelope: _Envelope, data: bytes, at: int, named: dict[tuple[str, int | str], Value]
) -> tuple[dict[int, Value], int]:
    """The properties listed from ``at`` on, and where the list ends."""
    values: dict[int, Value] = {}
    try:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
        for _ in range(min(count, len(data))):
            kind, tag = struct.unpack_from("<HH", data, at)
            key, at = _name(data, at + 4) if tag >= _NAMED_FROM else (None, at + 4)
            value, at = _value(data, at, kind, envelope.codepage)
            if value is not None:
                values[tag] = value
                if key:
                    named[key] = value
    except struct.error:
        envelope.faults.append("a list of properties breaks off")
        return values, len(data)
    return values, at


def _name(data: bytes, at: int) -> tuple[tuple[str, int | str], int]:
    guid = str(value_of(mapi.TYPE_GUID, data[at : at + 16], "") or "")
    (is_word,) = struct.unpack_from("<I", data, at + 16)
    (number,) = struct.unpack_from("<I", data, at + 20)
    at += 24
    if not is_word:
        return (guid, number), at
    word = data[at : at + number].decode("utf-16-le", "replace").rstrip("\0")
    return (guid, word), at + _padded(number)


def _value(data: bytes, at: int, kind: int, codepage: str) -> tuple[Value | None, int]:
    single = kind & ~mapi.MULTIPLE
    if single in _NULLS:
        return None, at
    size = mapi.FIXED_SIZES.get(single, 4)
    count = 1
    if kind & mapi.MULTIPLE or single in _VARIABLE:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    values = []
    for _ in range(min(count, len(data))):
        if single in _VARIABLE:
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        if at + size > len(data):
            raise struct.error("past the end")
        value = value_of(single, data[at : at + size], codepage)
        at += _padded(size)
        if value is not None:
            values.append(value)
    if kind & mapi.MULTIPLE:
        return tuple(values), at
    return (values[0] if values else None), at


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
