"""The headers of a mail as a person would see them, and what they say as facts."""

import base64
import binascii
import datetime as dt
import hashlib
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime

from muniment.read.formats.mail.mail_charsets import decode
from muniment.read.reader import FactFound

_ENCODED_WORD = re.compile(rb"=\?([^?\s]{1,80})\?([bBqQ])\?([^?\r\n]*)\?=")
_BETWEEN_WORDS = re.compile(rb"(\?=)[ \t\r\n]+(?==\?[^?\s]+\?[bBqQ]\?)")
_FOLD = re.compile(rb"\r?\n(?=[ \t])|[\r\n]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_REPLY_MARK = re.compile(
    r"^\s*(?:(?:re|fw|fwd|aw|wg|sv|antw|tr|rv|回复|答复|转发|ответ)\s*(?:\[\d+\])?\s*[:\uff1a]\s*)+", re.IGNORECASE
)

SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Date", "Subject")
"""The headers that stand at the top of a message's first page, in this order."""

_FACTS = {
    "from": "from",
    "sender": "sender",
    "to": "to",
    "cc": "cc",
    "bcc": "bcc",
    "reply-to": "reply-to",
    "subject": "subject",
    "message-id": "message-id",
    "in-reply-to": "in-reply-to",
    "references": "references",
    "x-mailer": "mailer",
    "user-agent": "mailer",
    "list-id": "list",
    "x-originating-ip": "originating-address",
    "content-location": "location",
    "comments": "comments",
    "keywords": "keywords",
    "organization": "organization",
    "organisation": "organization",
    "delivered-to": "delivered-to",
    "x-original-to": "delivered-to",
    "envelope-to": "delivered-to",
    "apparently-to": "delivered-to",
    "return-path": "return-path",
    "resent-from": "resent-from",
    "resent-to": "resent-to",
    "resent-date": "resent-date",
    "disposition-notification-to": "receipt-to",
}


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one mail, decoded, in the order of the mail."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """Every value under ``name`` (any case) that is not blank."""
        return [value for field, value in self.fields if field.lower() == name.lower() and value.strip()]

    def first(self, name: str) -> str:
        """The first value under ``name``, "" if there is none."""
        return next(iter(self.all(name)), "")


def headers_of(message: Message, hint: str = "") -> Headers:
    """The decoded headers of a parsed message; ``hint`` is the charset of its body."""
    return Headers(tuple((name, decoded_header(raw_bytes(value), hint)) for name, value in message.raw_items()))


def raw_bytes(untrusted_value: object) -> bytes:
    """The bytes that the parser took in for a header value or payload."""
    return str(untrusted_value).encode("utf-8", "surrogateescape")


def decoded_header(untrusted: bytes, hint: str = "") -> str:
    """One header value, its encoded words decoded and its lines joined; what can't be decoded stays as it is."""
    line = _BETWEEN_WORDS.sub(rb"\1", _FOLD.sub(b"", untrusted))
    pieces: list[str] = []
    run: list[bytes] = []
    run_charset = ""
    at = 0
    for word in _ENCODED_WORD.finditer(line):
        charset = word[1].split(b"*")[0].decode("ascii", "replace").lower()
        between = line[at : word.start()]
        if run and (between or charset != run_charset):
            pieces.append(decode(b"".join(run), run_charset, hint).text)
            run = []
        if between:
            pieces.append(decode(between, "", hint).text)
        run.append(_word_bytes(word))
        run_charset = charset
        at = word.end()
    if run:
        pieces.append(decode(b"".join(run), run_charset, hint).text)
    if at < len(line):
        pieces.append(decode(line[at:], "", hint).text)
    return "".join(pieces).strip().replace("\0", "")


def _word_bytes(word: re.Match[bytes]) -> bytes:
    if word[2] in b"qQ":
        return quopri.decodestring(word[3].replace(b"_", b" "), header=False) if word[3] else b""
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", word[3])
    try:
        return base64.b64decode(data[: len(data) - (len(data) % 4 == 1)] + b"==")
    except binascii.Error:
        return word[0]


def shown_block(headers: Headers) -> str:
    """The headers that a mail program shows, one per line; "" if there are none."""
    lines = []
    for name in SHOWN:
        values = headers.all(name)
        if values and not (name == "Sender" and headers.all("From")):
            lines.append(f"{name}: {', '.join(values)}")
    return "\n".join(lines)


def facts_of(headers: Headers) -> Iterator[FactFound]:
    """What the headers say, as facts: people, subject, dates, ids, the thread the message belongs to."""
    seen: dict[str, list[str]] = {}
    for field, value in headers.fields:
        fact = _FACTS.get(field.lower())
        if fact and value.strip() and value not in seen.get(fact, ()):
            seen.setdefault(fact, []).append(value)
    for fact, values in seen.items():
        yield FactFound(fact, ", ".join(values))
    yield from _date_facts(headers)
    thread = thread_of(headers)
    if thread:
        yield FactFound("thread", thread)


def _date_facts(headers: Headers) -> Iterator[FactFound]:
    raw = headers.first("Date")
    if not raw:
        return
    when = iso_date(raw)
    yield FactFound("date", when) if when else FactFound("date-raw", raw)


def iso_date(untrusted_date: str) -> str:
    """A date as mail writes it, in ISO 8601, with its offset where it names one; "" if it can't be understood."""
    plain = re.sub(r"\s+at\s+", " ", untrusted_date)
    plain = re.sub(r"\b(?:GMT|UTC)([+-])(\d{1,2})\b", lambda m: f"{m[1]}{int(m[2]):02d}00", plain)
    plain = re.sub(r"\([^()]*\)", "", plain).strip()
    try:
        return parsedate_to_datetime(plain).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _iso_already(plain)


def _iso_already(text: str) -> str:
    try:
        return dt.datetime.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def thread_of(headers: Headers) -> str:
    """An id that all messages of one conversation share; "" for a message that names nothing to tell it by."""
    for name in ("References", "In-Reply-To", "Message-ID"):
        ids = _MESSAGE_ID.findall(headers.first(name))
        if ids:
            return str(ids[0])
    subject = bare_subject(headers.first("Subject"))
    return "subject:" + hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()[:16] if subject else ""


def bare_subject(subject: str) -> str:
    """A subject without its marks of reply and forwarding, in one case and spacing."""
    return " ".join(_REPLY_MARK.sub("", subject).split()).casefold()


def parameter(message: Message, header: str, name: str, hint: str = "") -> str:
    """A parameter of a header, its RFC 2231 and RFC 2047 codings undone; "" if it is not there."""
    value = next((v for n, v in message.raw_items() if n.lower() == header.lower()), None)
    if value is None:
        return ""
    # Latin-1 carries every byte through the library's parser unchanged.
    copy: Message = Message()
    copy["Content-Type"] = _FOLD.sub(b"", raw_bytes(value)).decode("latin-1")
    found = copy.get_param(name, failobj="", header="Content-Type")
    if isinstance(found, tuple):
        return decode(found[2].encode("latin-1", "replace"), found[0] or "", hint).text
    return decoded_header(str(found).encode("latin-1", "replace"), hint)


def joined(values: Iterable[str]) -> str:
    """Values as one line of a header."""
    return ", ".join(value for value in values if value)
