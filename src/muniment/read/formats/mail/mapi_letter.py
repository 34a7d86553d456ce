"""An Outlook item as a letter to read, and as a mail file to keep."""

import base64
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mail_charsets import decode
from muniment.read.formats.mail.mail_headers import Headers, headers_of
from muniment.read.formats.mail.mail_html import meta_charset, text_of_html
from muniment.read.formats.mail.mail_letter import Letter
from muniment.read.formats.mail.mail_names import safe_part, suffix_for
from muniment.read.formats.mail.mail_parts import parse_bytes
from muniment.read.formats.mail.mapi import Attached, Item, bytes_at, codec_of, number_at, text_at
from muniment.read.formats.mail.mapi_labels import labelled
from muniment.read.formats.mail.rtf_body import Body, body_of_compressed
from muniment.read.reader import Damaged

_BLOCK = 57 * 1024
"""Bytes encoded at a time: a multiple of the 57 that make one base64 line, so that no line but the last is short."""

_RECIPIENT_HEADERS = {0: "X-Originator", 1: "To", 2: "Cc", 3: "Bcc"}
_BREAKS = re.compile(r"[\r\n\0]+")
_OWN_FRAME = frozenset(
    {"content-type", "content-transfer-encoding", "mime-version", "content-disposition", "content-length"}
)
"""Headers that describe how the original was put together: the copy is put together anew."""

_MAIL_CLASSES = ("ipm.note", "report.", "ipm.schedule", "ipm.post", "ipm.outlook.recall", "ipm.recall")
MAX_EMBEDDED = 20
"""Items within items: people forward forwards, but not that often."""


def letter_of(item: Item) -> Letter:
    """The headers and bodies of an item; the properties of what is no mail stand in the text."""
    rtf = _rtf_body(item)
    plain = (text_at(item.properties, mapi.BODY) or rtf.plain).replace("\r\n", "\n").replace("\r", "\n")
    markup = _html(item) or rtf.markup
    if not is_mail(item):
        details = "\n".join(f"{label}: {value}" for label, value in labelled(item))
        plain = "\n\n".join(filter(None, (details, plain or text_of_html(markup))))
    fault = rtf.fault if not plain.strip() and not markup.strip() else ""
    return Letter(Headers(tuple(all_headers(item))), plain, markup, fault=fault)


def is_mail(item: Item) -> bool:
    """Whether an item is a message, rather than a contact, an appointment, a task or a note."""
    kind = text_at(item.properties, mapi.MESSAGE_CLASS).lower()
    return not kind or kind.startswith(_MAIL_CLASSES)


def _rtf_body(item: Item) -> Body:
    packed = bytes_at(item.properties, mapi.RTF_COMPRESSED)
    return body_of_compressed(packed) if packed else Body()


def _html(item: Item) -> str:
    value = item.properties.get(mapi.BODY_HTML)
    if isinstance(value, str):
        return value
    data = bytes_at(item.properties, mapi.BODY_HTML)
    return decode(data, codec_of(item.properties.get(mapi.INTERNET_CODEPAGE)) or meta_charset(data)).text


def all_headers(item: Item) -> Iterator[tuple[str, str]]:
    """The headers the message was sent with, and those that its properties add."""
    sent = text_at(item.properties, mapi.TRANSPORT_HEADERS).lstrip("\r\n ")
    seen = set()
    if sent:
        for name, value in headers_of(parse_bytes(sent.encode("utf-8", "replace") + b"\r\n\r\n")).fields:
            seen.add(name.lower())
            yield name, value
    for name, value in _own_headers(item):
        if value and name.lower() not in seen:
            yield name, " ".join(_BREAKS.split(value))


def _own_headers(item: Item) -> Iterator[tuple[str, str]]:
    properties = item.properties
    sender = _person(properties, mapi.SENDER_NAME, mapi.SENDER_SMTP, mapi.SENDER_ADDRESS)
    sent_for = _person(properties, mapi.SENT_FOR_NAME, mapi.SENT_FOR_SMTP, mapi.SENT_FOR_ADDRESS)
    same = text_at(properties, mapi.SENDER_NAME) == text_at(properties, mapi.SENT_FOR_NAME)
    yield "From", (max(sender, sent_for, key=_tellingness) if same else sent_for or sender)
    if not same and sent_for:
        yield "Sender", sender
    shown = {"To": mapi.SHOWN_TO, "Cc": mapi.SHOWN_CC, "Bcc": mapi.SHOWN_BCC}
    for number, name in _RECIPIENT_HEADERS.items():
        people = [_recipient(one) for one in item.recipients if number_at(one, mapi.RECIPIENT_TYPE) & 0xF == number]
        yield name, ", ".join(filter(None, people)) or (text_at(properties, shown[name]) if name in shown else "")
    yield "Subject", mapi.subject_of(properties)
    yield "Date", mail_date(text_at(properties, mapi.SUBMITTED) or text_at(properties, mapi.DELIVERED))
    yield "Message-ID", text_at(properties, mapi.MESSAGE_ID)
    yield "In-Reply-To", text_at(properties, mapi.IN_REPLY_TO)
    yield "References", text_at(properties, mapi.REFERENCES)
    yield "X-Message-Class", text_at(properties, mapi.MESSAGE_CLASS)
    yield "X-Created", text_at(properties, mapi.CREATED)
    yield "X-Modified", text_at(properties, mapi.MODIFIED)


def mail_date(iso: str) -> str:
    """An ISO 8601 time as mail writes it; "" for none."""
    return format_datetime(datetime.fromisoformat(iso)) if iso else ""


def _person(properties: dict[int, mapi.Value], name_tag: int, *address_tags: int) -> str:
    name = text_at(properties, name_tag)
    addresses = [text_at(properties, tag) for tag in address_tags]
    address = next((one for one in addresses if "@" in one), next((one for one in addresses if one), ""))
    return _named_address(name, address)


def _tellingness(person: str) -> tuple[bool, int]:
    """How much the way a person is named tells: an address of the Internet most."""
    return "@" in person, len(person)


def _recipient(properties: dict[int, mapi.Value]) -> str:
    return _person(properties, mapi.DISPLAY_NAME, mapi.SMTP_ADDRESS, mapi.EMAIL_ADDRESS)


def _named_address(name: str, address: str) -> str:
    name = name.strip().strip("'")
    if not address or address == name:
        return name or address
    quoted = f'"{name}"' if re.search(r"[,;<>@\"]", name) else name
    return f"{quoted} <{address}>" if name else f"<{address}>"


def mail_file(item: Item, identity: str, depth: int = 0) -> Iterator[bytes]:
    """A mail file that says what ``item`` says, attachments and all; ``identity`` tells it from its neighbours.

    The headers it was sent with stand first, unchanged but for those that describe its original frame. What is missing
    is told by a ``Damaged`` at the end, when all there is has been given.
    """
    faults = list(item.shortfalls)
    yield from _mail_lines(item, identity, depth, faults)
    if faults and not depth:
        raise Damaged("; ".join(dict.fromkeys(faults)))


def _mail_lines(item: Item, identity: str, depth: int, faults: list[str]) -> Iterator[bytes]:
    boundary = f"=_part_{identity}_{depth}"
    yield from _header_lines(item)
    yield f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()
    letter = letter_of(item)
    if letter.fault:
        faults.append(letter.fault)
    for subtype, text in (("plain", letter.plain), ("html", letter.markup)):
        if text.strip():
            yield f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n".encode()
            yield from _base64([text.encode("utf-8", "replace")])
    for number, attached in enumerate(item.attachments(), 1):
        yield f"--{boundary}\r\n".encode()
        yield from _attachment(attached, number, f"{identity}-{number}", depth, faults)
    yield f"--{boundary}--\r\n".encode()


def _header_lines(item: Item) -> Iterator[bytes]:
    for name, value in all_headers(item):
        prefix = "X-Original-" if name.lower() in _OWN_FRAME else ""
        yield f"{prefix}{name}: {' '.join(_BREAKS.split(value))}\r\n".encode("utf-8", "replace")


def _attachment(attached: Attached, number: int, identity: str, depth: int, faults: list[str]) -> Iterator[bytes]:
    name = attached_name(attached, number)
    filename = quote(name.encode("utf-8", "replace"), safe="")
    yield f"Content-Disposition: attachment; filename*=utf-8''{filename}\r\n".encode()
    if attached.embedded is not None and depth < MAX_EMBEDDED:
        yield b"Content-Type: message/rfc822\r\n\r\n"
        faults += attached.embedded.shortfalls
        yield from _mail_lines(attached.embedded, identity, depth + 1, faults)
        yield b"\r\n"
        return
    missing = attached.missing or ("" if attached.content else "it is nested too deep")
    if missing:
        faults.append(f"{name}: {missing}")
        yield f"X-Muniment-Missing: {missing}\r\n".encode()
    kind = text_at(attached.properties, mapi.ATTACHED_MIME_TYPE)
    safe_kind = kind if re.fullmatch(r"[\w.+-]{1,80}/[\w.+-]{1,80}", kind, re.ASCII) else ""
    if safe_kind.lower().startswith(("multipart/", "message/")):
        safe_kind = ""
    yield f"Content-Type: {safe_kind or 'application/octet-stream'}\r\n".encode()
    yield from _base64(_as_far_as_it_goes(attached, name, faults))


def _as_far_as_it_goes(attached: Attached, name: str, faults: list[str]) -> Iterator[bytes]:
    try:
        yield from attached.content() if attached.content else ()
    except Damaged as stop:
        faults.append(f"{name}: {stop.reason}")


def _base64(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The header and body of a base64 part, made as the bytes come."""
    yield b"Content-Transfer-Encoding: base64\r\n\r\n"
    held = b""
    for chunk in chunks:
        held += chunk
        whole = len(held) // _BLOCK * _BLOCK
        if whole:
            yield base64.encodebytes(held[:whole]).replace(b"\n", b"\r\n")
            held = held[whole:]
    yield base64.encodebytes(held).replace(b"\n", b"\r\n") + b"\r\n"


def attached_name(attached: Attached, number: int) -> str:
    """The name of an attachment; made from its type where it has none."""
    if attached.embedded is not None:
        subject = mapi.subject_of(attached.embedded.properties) or attached.name
        return f"{safe_part(subject, f'message-{number}')}.eml"
    kind = text_at(attached.properties, mapi.ATTACHED_MIME_TYPE).lower()
    suffix = suffix_for(kind) or text_at(attached.properties, mapi.ATTACHED_EXTENSION) or ".bin"
    return attached.name.replace("/", "_") or f"attachment-{number}{suffix}"
