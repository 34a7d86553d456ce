"""Readers of mail: single messages, and mailboxes that hold many."""

import io
import plistlib
import re
import sys
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from muniment.model import EntryKind
from muniment.read.formats.mail.mail_headers import decoded_header, headers_of, iso_date
from muniment.read.formats.mail.mail_letter import Letter, found_in
from muniment.read.formats.mail.mail_names import message_name
from muniment.read.formats.mail.mail_parts import Part, TakenApart, parse, take_apart
from muniment.read.formats.mail.mbox import Span, spans
from muniment.read.parts import pages_of
from muniment.read.reader import (
    CHUNK,
    Damaged,
    Document,
    Empty,
    FactFound,
    Found,
    MemberFound,
    Reader,
    Refused,
    Shortfall,
)

_VERSION = "python-" + ".".join(map(str, sys.version_info[:3]))
_HEADERS_READ = 64 * 1024
"""Bytes at the start of a message in a mailbox that are looked at for its subject and date."""

_ESCAPED = b"\n>From "
_HEADERS_END = re.compile(rb"\r?\n\r?\n|\r\r")
_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
_KNOWN_HEADER = re.compile(rb"(?im)^(from|to|subject|date|content-type|message-id|mime-version|received)[ \t]*:")


class EmailReader:
    """One message: what it says, and what is attached to it."""

    name = "email"
    version = _VERSION
    media_types = frozenset({"message/rfc822", "application/x-emlx"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the facts, pages and attachments of a message."""
        document.file.seek(0)
        size = document.size
        if document.media_type == "application/x-emlx":
            size, properties = _emlx_frame(document)
            yield from properties
        start = document.file.tell()
        try:
            message = parse(document.file, size)
            taken = take_apart(message)
        except RecursionError:
            yield from _as_plain_text(document)
            return
        if _headers_broke_off(message):
            repaired = _with_broken_headers_joined(document, start, size)
            if repaired is not None:
                message, taken = repaired
        yield from found_in_message(message, taken, document)


def found_in_message(message: Part, taken: TakenApart, document: Document) -> Iterator[Found]:
    """Everything that a parsed message gives."""
    headers = headers_of(message, taken.hint)
    if taken.guessed:
        yield FactFound("charset", f"{taken.guessed} (guessed)")
    hidden = "\n\n".join(taken.hidden)
    yield from found_in(Letter(headers, "\n\n".join(taken.plain), "\n<hr>\n".join(taken.html), hidden))
    for reason in dict.fromkeys(taken.shortfalls):
        yield Shortfall(reason)
    for number, member in enumerate(taken.members):
        if number >= document.limits.members:
            raise Refused(f"the message has more than {document.limits.members} attachments")
        yield member


def _as_plain_text(document: Document) -> Iterator[Found]:
    yield from pages_of(document.content().decode("utf-8", "replace"))
    yield Shortfall("the parts of this message are nested too deep to take apart; it is shown as it stands")


def _headers_broke_off(message: Part) -> bool:
    return any(type(defect).__name__ == "MissingHeaderBodySeparatorDefect" for defect in message.defects)


def _with_broken_headers_joined(document: Document, start: int, size: int) -> tuple[Part, TakenApart] | None:
    """The message with stray lines among its headers taken as continuations; None if no header follows them."""
    document.file.seek(start)
    data = document.file.read(size)
    block, gap, body = data.partition(b"\r\n\r\n" if b"\r\n" in data[:_HEADERS_READ] else b"\n\n")
    lines = block.split(b"\n")
    stray = [number for number, line in enumerate(lines[1:], 1) if not _is_header_line(line)]
    if not stray or not gap or not _KNOWN_HEADER.search(b"\n".join(lines[stray[0] :])):
        return None
    joined = b"\n".join(line if number not in set(stray) else b" " + line for number, line in enumerate(lines))
    message = parse(io.BytesIO(joined + gap + body))
    return message, take_apart(message)


def _is_header_line(line: bytes) -> bool:
    return line.startswith((b" ", b"\t")) or _HEADER_LINE.match(line) is not None


def _emlx_frame(document: Document) -> tuple[int, list[FactFound | Shortfall]]:
    """The length of the message in Apple's frame, the file standing at its start, and what the frame says."""
    count = document.file.readline(40).strip()
    start = document.file.tell()
    if not count.isdigit():
        document.file.seek(0)
        return document.size, [Shortfall("the line that counts the message's bytes is missing")]
    length = int(count)
    document.file.seek(min(start + length, document.size))
    facts: list[FactFound | Shortfall] = []
    if start + length > document.size:
        facts.append(Shortfall(f"the message breaks off: {start + length - document.size} bytes are missing"))
    facts += _emlx_properties(document.file.read(CHUNK))
    document.file.seek(start)
    return length, facts


def _emlx_properties(untrusted_plist: bytes) -> list[FactFound | Shortfall]:
    if not untrusted_plist.strip():
        return []
    try:
        values = plistlib.loads(untrusted_plist)
    except (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return [Shortfall("what the mail program noted after the message cannot be read")]
    if not isinstance(values, dict):
        return []
    return [FactFound(f"mail-{name}", str(value)) for name, value in values.items() if isinstance(value, str | int)]


class MailboxReader:
    """Many messages in one file, one after the other."""

    name = "mbox"
    version = "1"
    media_types = frozenset({"application/mbox"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield each message as a member; memory stays flat however large the mailbox."""
        number = 0
        escaped = [0]
        for span in spans(document.file, document.size):
            if not span.envelope and not _has_words(document, span):
                continue
            number += 1
            if number > document.limits.members:
                raise Refused(f"the mailbox holds more than {document.limits.members} messages")
            yield _message_in(document, span, number, escaped)
        if not number:
            raise Empty("the mailbox holds no messages")
        yield FactFound("messages", str(number))
        if escaped[0]:
            yield FactFound(
                "escaped-lines", f"{escaped[0]} lines begin with >From, as mailboxes write From; kept as they are"
            )


def _has_words(document: Document, span: Span) -> bool:
    at = span.start
    while at < span.end:
        document.file.seek(at)
        block = document.file.read(min(CHUNK, span.end - at))
        if block.strip() or not block:
            return bool(block)
        at += len(block)
    return False


def _message_in(document: Document, span: Span, number: int, escaped: list[int]) -> MemberFound:
    document.file.seek(span.start)
    block = _HEADERS_END.split(document.file.read(min(_HEADERS_READ, span.end - span.start)), maxsplit=1)[0]
    head = parse(io.BytesIO(block + b"\n\n"))
    subject, date = (
        decoded_header(
            next((str(v) for n, v in head.raw_items() if n.lower() == name), "").encode("utf-8", "surrogateescape")
        )
        for name in ("subject", "date")
    )
    return MemberFound(
        name=message_name(number, subject),
        kind=EntryKind.MESSAGE,
        content=_bytes_of(document, span, escaped),
        modified=iso_date(date),
        reason="" if span.envelope else "it stands before the first mark of a message",
    )


def _bytes_of(document: Document, span: Span, escaped: list[int]) -> Iterator[bytes]:
    at = span.start
    held = b""
    while at < span.end:
        document.file.seek(at)
        block = document.file.read(min(CHUNK, span.end - at))
        if not block:
            raise Damaged("the mailbox breaks off within this message")
        escaped[0] += (held + block).count(_ESCAPED)
        held = block[1 - len(_ESCAPED) :]
        yield block
        at += len(block)


READERS: tuple[Reader, ...] = (EmailReader(), MailboxReader())
