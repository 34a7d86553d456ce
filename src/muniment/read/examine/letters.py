"""Mail: the way it says it took, its date and the marks of the programs that made it (RFC 5322)."""

from collections.abc import Iterator
from email.parser import BytesHeaderParser
from io import BytesIO

from muniment.limits import KIB
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.formats.mail.mail_headers import Headers, headers_of, iso_date
from muniment.read.reader import Document

MOST_HOPS = 60
"""Servers that a mail says it passed; loops are broken off by servers after some thirty."""

_HEADER_BYTES = 512 * KIB
"""Bytes in which the headers must end; the longest seen have some hundred."""

_KEYS = {
    "From": Key.AUTHOR,
    "Message-ID": Key.MESSAGE_ID,
    "In-Reply-To": Key.IN_REPLY_TO,
    "X-Mailer": Key.CREATOR,
    "User-Agent": Key.CREATOR,
    "Organization": Key.COMPANY,
    "Content-Language": Key.LANGUAGE,
    "Subject": Key.TITLE,
}
_OTHERS = (
    "Sender",
    "Reply-To",
    "Return-Path",
    "X-Originating-IP",
    "Delivered-To",
    "Thread-Index",
    "Authentication-Results",
)
_SIGNATURES = ("DKIM-Signature", "ARC-Seal", "X-Google-DKIM-Signature")
_LONGEST = 1_000


def examine_mail(document: Document) -> Iterator[Seen]:
    """What the headers of a mail tell."""
    document.file.seek(0)
    if document.media_type == "application/x-emlx":
        document.file.readline(_LONGEST)
    head = document.file.read(_HEADER_BYTES)
    headers = headers_of(BytesHeaderParser().parse(BytesIO(head)))
    for name, key in _KEYS.items():
        yield from (Trait(key, value, f"{name} header") for value in headers.all(name))
    yield from _dated(headers)
    yield from _way(headers)
    for name in _OTHERS:
        yield from (Trait(Key.OTHER, f"{name}: {value}", f"{name} header") for value in headers.all(name))
    for name in _SIGNATURES:
        for value in headers.all(name):
            told = " ".join(part.strip() for part in value.split(";") if part.strip().startswith(("d=", "s=", "t=")))
            yield Trait(Key.SIGNATURE, f"{name} {told}", f"{name} header")
    if len(head) == _HEADER_BYTES and b"\n\n" not in head and b"\r\n\r\n" not in head:
        yield Gap(f"its headers are longer than {_HEADER_BYTES // KIB} KiB; the rest was not looked at")


def _dated(headers: Headers) -> Iterator[Trait]:
    for name, key in (("Date", Key.SENT), ("Resent-Date", Key.SENT)):
        for value in headers.all(name):
            yield Trait(key, iso_date(value) or value, f"{name} header")


def _way(headers: Headers) -> Iterator[Seen]:
    """Each hop, the first server first; its date stands behind the last semicolon."""
    hops = headers.all("Received")[::-1]
    for number, value in enumerate(hops[:MOST_HOPS], 1):
        said, _, written = value.rpartition(";")
        when = iso_date(written.strip())
        told = " ".join((said or value).split())
        yield Trait(Key.RECEIVED, f"{when or written.strip()}; {told}", f"Received header {number} of {len(hops)}")
    if len(hops) > MOST_HOPS:
        yield Gap(f"it names {len(hops)} servers; those after the {MOST_HOPS}th are not told")
