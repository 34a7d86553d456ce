"""Outlook's properties: numbers with values. Items of .msg files, mailbox files and TNEF are all made of them."""

import datetime as dt
import struct
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from muniment.read.formats.mail.mail_charsets import decode

Value = str | bytes | int | float | bool | tuple["Value", ...]

TYPE_INT16 = 0x0002
TYPE_INT32 = 0x0003
TYPE_FLOAT = 0x0004
TYPE_DOUBLE = 0x0005
TYPE_CURRENCY = 0x0006
TYPE_APPTIME = 0x0007
TYPE_BOOLEAN = 0x000B
TYPE_OBJECT = 0x000D
TYPE_INT64 = 0x0014
TYPE_STRING8 = 0x001E
TYPE_UNICODE = 0x001F
TYPE_TIME = 0x0040
TYPE_GUID = 0x0048
TYPE_BINARY = 0x0102
MULTIPLE = 0x1000
"""Set in a type: there are several values of it."""

MESSAGE_CLASS = 0x001A
SUBJECT = 0x0037
TOPIC = 0x0070
"""What the conversation is about: the subject without "Re:", and in some envelopes all there is of it."""
SUBMITTED = 0x0039
SENT_FOR_NAME = 0x0042
SENT_FOR_ADDRESS = 0x0065
TRANSPORT_HEADERS = 0x007D
RECIPIENT_TYPE = 0x0C15
SENDER_NAME = 0x0C1A
SENDER_ADDRESS = 0x0C1F
SHOWN_BCC = 0x0E02
SHOWN_CC = 0x0E03
SHOWN_TO = 0x0E04
DELIVERED = 0x0E06
BODY = 0x1000
RTF_COMPRESSED = 0x1009
BODY_HTML = 0x1013
MESSAGE_ID = 0x1035
REFERENCES = 0x1039
IN_REPLY_TO = 0x1042
DISPLAY_NAME = 0x3001
EMAIL_ADDRESS = 0x3003
CREATED = 0x3007
MODIFIED = 0x3008
ATTACHED_DATA = 0x3701
ATTACHED_EXTENSION = 0x3703
ATTACHED_SHORT_NAME = 0x3704
ATTACHED_METHOD = 0x3705
ATTACHED_LONG_NAME = 0x3707
ATTACHED_PATH = 0x3708
ATTACHED_LONG_PATH = 0x370D
ATTACHED_MIME_TYPE = 0x370E
ATTACHED_CONTENT_ID = 0x3712
SMTP_ADDRESS = 0x39FE
INTERNET_CODEPAGE = 0x3FDE
MESSAGE_CODEPAGE = 0x3FFD
SENDER_SMTP = 0x5D01
SENT_FOR_SMTP = 0x5D02

METHOD_EMBEDDED = 5
METHODS_BY_REFERENCE = frozenset({2, 3, 4, 7})

_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_NO_DATE = 0x0CB34557A3DD4000
"""Outlook's "none" among dates: the first of January 4501."""

_FIXED: dict[int, struct.Struct] = {
    TYPE_INT16: struct.Struct("<h"),
    TYPE_INT32: struct.Struct("<i"),
    TYPE_FLOAT: struct.Struct("<f"),
    TYPE_DOUBLE: struct.Struct("<d"),
    TYPE_CURRENCY: struct.Struct("<q"),
    TYPE_APPTIME: struct.Struct("<d"),
    TYPE_BOOLEAN: struct.Struct("<?"),
    TYPE_INT64: struct.Struct("<q"),
    TYPE_TIME: struct.Struct("<Q"),
}

FIXED_SIZES = {kind: form.size for kind, form in _FIXED.items()} | {TYPE_GUID: 16}
"""Bytes of one value, for the types whose values all have the same length."""


@dataclass(frozen=True, slots=True)
class Attached:
    """Something attached to an item: ``content`` yields its bytes, or ``embedded`` is the item it is."""

    properties: dict[int, Value]
    content: Callable[[], Iterator[bytes]] | None = None
    embedded: "Item | None" = None
    missing: str = ""
    """Why there is neither content nor an embedded item."""

    @property
    def name(self) -> str:
        """Its file name as the sender had it; "" if it has none."""
        for tag in (ATTACHED_LONG_NAME, ATTACHED_SHORT_NAME, DISPLAY_NAME):
            found = text_at(self.properties, tag)
            if found:
                return found
        path = text_at(self.properties, ATTACHED_LONG_PATH) or text_at(self.properties, ATTACHED_PATH)
        return path.replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Item:
    """A message, contact, appointment or the like. ``named`` holds the properties known by set and number."""

    properties: dict[int, Value]
    named: dict[tuple[str, int | str], Value]
    recipients: tuple[dict[int, Value], ...]
    attachments: Callable[[], Iterator[Attached]]
    shortfalls: tuple[str, ...] = ()


def value_of(kind: int, untrusted: bytes, codepage: str) -> Value | None:
    """One value from its bytes; None where the bytes do not make one."""
    if kind == TYPE_UNICODE:
        return untrusted[: len(untrusted) // 2 * 2].decode("utf-16-le", "replace").rstrip("\0")
    if kind == TYPE_STRING8:
        return decode(untrusted.rstrip(b"\0"), codepage).text
    if kind == TYPE_GUID:
        return str(uuid.UUID(bytes_le=untrusted[:16])) if len(untrusted) >= FIXED_SIZES[TYPE_GUID] else None
    form = _FIXED.get(kind)
    if form is None:
        return untrusted
    if len(untrusted) < form.size:
        return None
    (number,) = form.unpack(untrusted[: form.size])
    return _meaning(kind, number)


def _meaning(kind: int, number: float) -> Value | None:
    if kind == TYPE_TIME:
        return time_of(int(number))
    if kind == TYPE_CURRENCY:
        return number / 10_000
    return number


def time_of(ticks: int) -> str | None:
    """An ISO 8601 time in UTC from tenths of microseconds since 1601; None where no date is meant."""
    if ticks in {0, _NO_DATE}:
        return None
    try:
        when = _EPOCH + dt.timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
    return when.replace(microsecond=0).isoformat()


def codec_of(codepage: Value | None) -> str:
    """The charset name for a Windows code page number; "" if it is none."""
    special = {65001: "utf-8", 1200: "utf-16-le", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 54936: "gb18030"}
    special |= {28590 + part: f"iso-8859-{part}" for part in range(1, 16)}
    special |= {50220: "iso-2022-jp", 50221: "iso-2022-jp", 50225: "iso-2022-kr", 51932: "euc-jp", 51949: "euc-kr"}
    special |= {51936: "gb2312", 52936: "hz", 936: "gb18030", 10000: "macintosh", 65000: "utf-7"}
    if not isinstance(codepage, int) or isinstance(codepage, bool) or codepage <= 0:
        return ""
    return special.get(codepage, f"cp{codepage}")


def text_at(properties: dict[int, Value], tag: int) -> str:
    """The text under ``tag``, "" if there is none."""
    value = properties.get(tag)
    return value.strip("\0") if isinstance(value, str) else ""


def bytes_at(properties: dict[int, Value], tag: int) -> bytes:
    """The bytes under ``tag``, empty if there are none."""
    value = properties.get(tag)
    return value if isinstance(value, bytes) else b""


def number_at(properties: dict[int, Value], tag: int) -> int:
    """The whole number under ``tag``, 0 if there is none."""
    value = properties.get(tag)
    return value if isinstance(value, int) else 0


def subject_of(properties: dict[int, Value]) -> str:
    """The subject, without the mark that says how long its "Re:" is."""
    subject = text_at(properties, SUBJECT)
    return (subject[2:] if subject.startswith("\x01") else subject) or text_at(properties, TOPIC)
