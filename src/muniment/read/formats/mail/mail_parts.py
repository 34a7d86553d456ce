"""Taking a mail apart: its bodies, and what hangs on it, each with its bytes as they were sent."""

import base64
import binascii
import quopri
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import compat32
from typing import BinaryIO
from urllib.parse import unquote

from muniment.model import EntryKind
from muniment.read.formats.mail.mail_charsets import Decoded, decode
from muniment.read.formats.mail.mail_headers import decoded_header, parameter, raw_bytes
from muniment.read.formats.mail.mail_html import meta_charset
from muniment.read.formats.mail.mail_names import suffix_for
from muniment.read.formats.mail.mail_signed import opaque_signed_content
from muniment.read.formats.mail.mail_uu import without_uuencoded
from muniment.read.reader import CHUNK, Damaged, Locked, MemberFound, ReadingStopped

_BASE64 = string.ascii_letters.encode() + string.digits.encode() + b"+/="
_BLANKS = string.whitespace.encode()
_NOT_BASE64 = bytes(byte for byte in range(256) if byte not in _BASE64)
_PREAMBLE = re.compile(r"mime|multi-?part", re.IGNORECASE)
_LONG_PREAMBLE = 400
"""Characters before the first part that are more than the usual note to old mail programs."""

_MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
_BODY_TYPES = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
_REPORT_TYPES = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report"})
RIGHTS_PROTECTED = "rights management protects this message; only the sender's organisation can let it be opened"
ENCRYPTED = "this part is encrypted; only who holds the key can open it"


class Part(Message):
    """A part of a mail. Messages within it stay bytes: they are handed on as they were sent, not taken apart here."""

    def get_content_maintype(self) -> str:
        """As the library has it, but no part counts as a message to be parsed on the spot."""
        maintype = super().get_content_maintype()
        return "application" if maintype == "message" else maintype


@dataclass(slots=True)
class TakenApart:
    """What a mail consists of. ``shortfalls`` are plain sentences on what could not be had."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    members: list[MemberFound] = field(default_factory=list)
    shortfalls: list[str] = field(default_factory=list)
    guessed: str = ""
    hint: str = ""
    attachments: int = 0


def parse(file: BinaryIO, size: int = -1) -> Part:
    """The mail that starts where ``file`` stands, ``size`` bytes of it (-1: to the end)."""
    parser = BytesFeedParser(Part, policy=compat32)
    first = True
    while size:
        chunk = file.read(CHUNK if size < 0 else min(CHUNK, size))
        if not chunk:
            break
        size -= len(chunk) if size > 0 else 0
        parser.feed(chunk.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n") if first else chunk)
        first = False
    message = parser.close()
    assert isinstance(message, Part)
    return message


def parse_bytes(data: bytes) -> Part:
    """The mail that ``data`` is."""
    parser = BytesFeedParser(Part, policy=compat32)
    parser.feed(data)
    message = parser.close()
    assert isinstance(message, Part)
    return message


def take_apart(message: Part) -> TakenApart:
    """The bodies and attachments of a mail, in the mail's order."""
    taken = TakenApart(hint=_first_charset(message))
    stack: list[tuple[Part, bool]] = [(message, False)]
    while stack:
        part, related = stack.pop()
        if part.is_multipart():
            stack.extend(reversed(_children(part, taken, related=related)))
        else:
            _leaf(part, taken, related=related)
    return taken


def _children(part: Part, taken: TakenApart, *, related: bool) -> list[tuple[Part, bool]]:
    kind = part.get_content_type()
    _notice_defects(part, taken)
    _keep_hidden(part, taken)
    if kind == "multipart/encrypted":
        taken.shortfalls.append("the body is encrypted; only who holds the key can open it")
    children = [child for child in part.get_payload() if isinstance(child, Part)]
    in_related = kind == "multipart/related"
    return [(child, related or (in_related and number > 0)) for number, child in enumerate(children)]


def _notice_defects(part: Part, taken: TakenApart) -> None:
    names = {type(defect).__name__ for defect in part.defects}
    if "CloseBoundaryNotFoundDefect" in names:
        taken.shortfalls.append("the message has no end mark: it may have been cut off, and its last part with it")


def _keep_hidden(part: Part, taken: TakenApart) -> None:
    before, after = (_text_of(raw_bytes(text or ""), "", taken) for text in (part.preamble, part.epilogue))
    if before.strip() and (len(before) > _LONG_PREAMBLE or not _PREAMBLE.search(before)):
        taken.hidden.append(before)
    if after.strip():
        taken.hidden.append(after)


def _leaf(part: Part, taken: TakenApart, *, related: bool) -> None:
    kind = part.get_content_type()
    data, fault = decoded_payload(part)
    name = _file_name(part, taken, related=related)
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"} and _take_signed(data, taken):
        return
    is_body = not name and not related and part.get_content_disposition() != "attachment"
    if is_body and (kind in _BODY_TYPES | _REPORT_TYPES or part.get_content_maintype() == "multipart"):
        _take_body(part, data, kind, taken)
        if fault:
            taken.shortfalls.append(f"the body: {fault}")
        return
    _take_attachment(part, data, fault, name, taken)


def _take_signed(data: bytes, taken: TakenApart) -> bool:
    inner = opaque_signed_content(data)
    if inner is None:
        return False
    within = take_apart(parse_bytes(inner))
    taken.plain += within.plain
    taken.html += within.html
    taken.hidden += within.hidden
    taken.members += within.members
    taken.shortfalls += within.shortfalls
    taken.attachments += within.attachments
    return True


def _take_body(part: Part, data: bytes, kind: str, taken: TakenApart) -> None:
    charset = _charset(part)
    if kind == "text/html":
        taken.html.append(_text_of(data, charset or meta_charset(data), taken))
        return
    text = _text_of(data, charset, taken)
    if parameter(part, "Content-Type", "format").lower() == "flowed":
        text = _unflowed(text, joins_words=parameter(part, "Content-Type", "delsp").lower() == "yes")
    text, enclosed = without_uuencoded(text)
    taken.plain.append(text)
    for untrusted_name, content in enclosed:
        taken.attachments += 1
        taken.members.append(MemberFound(untrusted_name.encode(), EntryKind.ATTACHMENT, iter([content])))


def _text_of(data: bytes, charset: str, taken: TakenApart) -> str:
    decoded: Decoded = decode(data, charset, taken.hint)
    taken.guessed = taken.guessed or decoded.guessed
    if decoded.lost:
        taken.shortfalls.append(f"{decoded.lost} characters of the body cannot be told")
    return decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _unflowed(text: str, *, joins_words: bool) -> str:
    """Lines that the sender's program broke are joined again (RFC 3676)."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ") if depth or words.startswith(" ") else words
        if open_depth == depth and words != "-- ":
            lines[-1] += words
        else:
            lines.append(">" * depth + (" " if depth else "") + words)
        flows = lines[-1].endswith(" ") and words not in {"-- ", ""}
        if flows and joins_words:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(lines)


def _take_attachment(part: Part, data: bytes, fault: str, name: str, taken: TakenApart) -> None:
    taken.attachments += 1
    kind = part.get_content_type()
    missing = _kept_elsewhere(part, data)
    if missing:
        taken.shortfalls.append(f"{name or 'an attachment'}: {missing}")
    shown = name or _made_name(kind, taken.attachments)
    entry = EntryKind.MESSAGE if kind in _MESSAGE_TYPES else EntryKind.ATTACHMENT
    stop = _stop_of(part, kind, data, fault)
    taken.members.append(MemberFound(shown.encode("utf-8", "replace"), entry, _content(data, stop)))


def _kept_elsewhere(part: Part, data: bytes) -> str:
    if not data.strip() and part.get("X-Apple-Content-Length"):
        return "the mail program kept it in a file of its own, which is not part of this one"
    if part.get_content_type() == "message/external-body":
        return "the mail only says where it was to be fetched"
    return ""


def _stop_of(part: Part, kind: str, data: bytes, fault: str) -> ReadingStopped | None:
    smime_type = parameter(part, "Content-Type", "smime-type").lower()
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"} and smime_type != "certs-only":
        return Locked(ENCRYPTED)
    if kind == "application/x-microsoft-rpmsg-message":
        return Locked(RIGHTS_PROTECTED)
    if kind == "application/octet-stream" and data.lstrip().startswith(b"-----BEGIN PGP MESSAGE-----"):
        return Locked(ENCRYPTED)
    return Damaged(fault) if fault else None


def _content(data: bytes, stop: ReadingStopped | None) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]
    if stop is not None:
        raise stop


def _file_name(part: Part, taken: TakenApart, *, related: bool) -> str:
    for header, name in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        found = parameter(part, header, name, taken.hint).replace("/", "_").strip()
        if found:
            return found
    location = decoded_header(raw_bytes(part.get("Content-Location", "") or ""))
    last = unquote(re.split(r"[?#]", location, maxsplit=1)[0].rstrip("/").rpartition("/")[2])
    return last.replace("/", "_") if related and not location.startswith(("cid:", "mid:")) else ""


def _made_name(kind: str, number: int) -> str:
    if kind in _MESSAGE_TYPES:
        return f"message-{number}.eml"
    return f"attachment-{number}{suffix_for(kind) or '.bin'}"


def _charset(part: Part) -> str:
    return parameter(part, "Content-Type", "charset")


def _first_charset(message: Part) -> str:
    for number, part in enumerate(message.walk()):
        charset = _charset(part) if isinstance(part, Part) else ""
        if charset and charset.lower() not in {"us-ascii", "utf-8"}:
            return charset
        if number > 20:  # noqa: PLR2004 - the charset that counts stands in the first few parts
            break
    return ""


def decoded_payload(part: Part) -> tuple[bytes, str]:
    """The bytes of a part with its transfer encoding undone, and what was wrong with it ("" if nothing)."""
    encoding = decoded_header(raw_bytes(part.get("Content-Transfer-Encoding", "") or "")).lower().strip("\"' ;")
    del part["Content-Transfer-Encoding"]
    # Without its coding named, the library hands out the payload's bytes as they were sent.
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b"", ""
    if encoding == "base64":
        return from_base64(data)
    if encoding == "quoted-printable":
        return quopri.decodestring(data), ""
    if encoding in {"x-uuencode", "x-uue", "uuencode"}:
        return _from_uuencode(data)
    return data, ""


def from_base64(data: bytes) -> tuple[bytes, str]:
    """What decodes of some base64, and what was wrong with it ("" if nothing)."""
    strange = len(data.translate(None, _BASE64 + _BLANKS))
    faults = [f"{strange} signs in its encoding do not belong there"] if strange else []
    # With strange signs each line is taken alone, so that the damage stays where it is.
    runs = data.splitlines() if strange else [data]
    pieces = [_decoded_run(run.translate(None, _NOT_BASE64), faults) for run in runs]
    return b"".join(pieces), faults[0] if faults else ""


def _decoded_run(clean: bytes, faults: list[str]) -> bytes:
    pieces = []
    # Some programs encode piece by piece, each with its own end mark.
    for piece in filter(None, re.split(rb"=+", clean)):
        if len(piece) % 4 == 1:
            faults.append("its encoding breaks off in the middle of a byte")
        whole = piece[:-1] if len(piece) % 4 == 1 else piece
        pieces.append(base64.b64decode(whole + b"==="[: -len(whole) % 4]))
    return b"".join(pieces)


def _from_uuencode(data: bytes) -> tuple[bytes, str]:
    _, enclosed = without_uuencoded(data.decode("latin-1").replace("\r\n", "\n"))
    if enclosed:
        return enclosed[0][1], ""
    try:
        return binascii.a2b_uu(data), ""
    except binascii.Error:
        return data, "its encoding cannot be undone; the encoded form is kept"
