"""Readers of what crawlers keep of the web: WARC and ARC files, and single answers of web servers."""

import base64
import contextlib
import gzip
import hashlib
import io
import itertools
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote_to_bytes

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # ships no types
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]  # ships no types
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]  # ships no types
from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped]  # ships no types

from muniment.counting import counted
from muniment.model import EntryKind, State
from muniment.read.formats.containers.http_body import Answer, Source, answer_from, blocks, body_of
from muniment.read.formats.mail.mail_charsets import decode
from muniment.read.formats.mail.mail_names import suffix_for
from muniment.read.parts import pages_of
from muniment.read.reader import (
    Damaged,
    Document,
    FactFound,
    Found,
    MemberFound,
    Reader,
    Refused,
    Shortfall,
)

_ABOUT_ITSELF = frozenset({"warcinfo", "arc_header"})
_WITH_HTTP = frozenset({"response", "request", "revisit"})
_MOST_ABOUT = 1024 * 1024
"""Bytes of what a crawler says about its own work that are shown."""

_LONGEST_PART = 180
_UNSAFE = re.compile(rb"[\x00-\x1f\x7f]+")
_ARC_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")
_DIGEST_BITS = {"sha1": 160, "sha256": 256, "md5": 128}
_PACKED = b"\x1f\x8b"


@dataclass(slots=True)
class _Tally:
    """What was given so far, for the limits and for telling equal names apart."""

    document: Document
    members: int = 0
    expanded: int = 0
    names: dict[bytes, int] = field(default_factory=dict)

    def name(self, wanted: bytes) -> bytes:
        """``wanted``, or with a number if it was given before: a page is often captured more than once."""
        self.members += 1
        if self.members > self.document.limits.members:
            raise Refused(f"the archive holds more than {self.document.limits.members} records")
        count = self.names[wanted] = self.names.get(wanted, 0) + 1
        if count == 1:
            return wanted
        folder, slash, last = wanted.rpartition(b"/")
        stem, dot, suffix = last.rpartition(b".")
        numbered = b"%b (%d)%b%b" % (stem or last, count, dot if stem else b"", suffix if stem else b"")
        return folder + slash + numbered

    def counted(self, content: Iterator[bytes]) -> Iterator[bytes]:
        """``content``, as long as the archive does not unpack to more than it may."""
        for chunk in content:
            self.expanded += len(chunk)
            if self.expanded > self.document.limits.may_expand_to(self.document.size):
                raise Refused("the archive unpacks to more than it may")
            yield chunk


class WarcReader:
    """The records of a web archive: each captured page or file becomes a member under its address."""

    name = "warcio"
    version = version("warcio")
    media_types = frozenset({"application/warc", "application/x-internet-archive"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield every record; what the crawler says about itself comes as text."""
        tally = _Tally(document)
        pages = itertools.count(1)
        records = ArchiveIterator(_plain(document), no_record_parse=True)
        while True:
            try:
                record = _next(records)
                if record is None:
                    break
                found = list(_about(record, pages)) if record.rec_type in _ABOUT_ITSELF else [_member(record, tally)]
            except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, AttributeError) as error:
                raise Damaged(f"the archive cannot be read beyond record {tally.members}") from error
            except (EOFError, OSError, zlib.error) as error:
                raise Damaged(f"the packed archive breaks off after record {tally.members}") from error
            yield from found
        yield FactFound("records", str(tally.members))
        if records.err_count:
            yield Shortfall(f"{counted(records.err_count, 'record is', 'records are')} longer or shorter than told")


def _plain(document: Document) -> Any:
    document.file.seek(0)
    if document.head(2) == _PACKED:
        document.file.seek(0)
        return io.BufferedReader(gzip.GzipFile(fileobj=document.file))
    document.file.seek(0)
    return document.file


def _next(records: ArchiveIterator) -> ArcWarcRecord | None:
    # The library writes its warnings to the standard error; they are counted in err_count, and told from there.
    with contextlib.redirect_stderr(io.StringIO()):
        return next(records, None)


def _about(record: ArcWarcRecord, pages: Iterator[int]) -> Iterator[Found]:
    text = decode(record.raw_stream.read(_MOST_ABOUT)).text
    for name, fact in (("WARC-Filename", "file-name"), ("WARC-Date", "created")):
        value = record.rec_headers.get_header(name)
        if value:
            yield FactFound(fact, str(value))
    yield from pages_of(text, next(pages))


def _header(record: ArcWarcRecord, *names: str) -> str:
    return next((str(value) for name in names if (value := record.rec_headers.get_header(name))), "")


def _member(record: ArcWarcRecord, tally: _Tally) -> MemberFound:
    kind = record.rec_type or "unknown"
    address = _header(record, "WARC-Target-URI", "uri")
    when = _iso(_header(record, "WARC-Date", "archive-date"))
    source = _Checked(record)
    answer = answer_from(source) if kind in _WITH_HTTP and address.startswith(("http:", "https:")) else None
    mime = answer.first("Content-Type") if answer and kind == "response" else ""
    name = tally.name(path_of(address, mime, kind))
    if kind == "revisit":
        return MemberFound(name, EntryKind.MEMBER, None, State.NOTED, _revisited(record), when)
    if kind == "request":
        return _request(name, source, when, tally)
    if kind == "response" and answer is not None and source.is_empty():
        return MemberFound(name, EntryKind.MEMBER, None, State.NOTED, _empty_answer(answer), when)
    content = tally.counted(_content(answer, source))
    return MemberFound(name, EntryKind.MEMBER, content, reason=_reason(kind, answer), modified=when)


def _request(name: bytes, source: "_Checked", when: str, tally: _Tally) -> MemberFound:
    """What the crawler asked for: kept if it sent something along, else only noted."""
    if source.is_empty():
        reason = "what the crawler sent to ask for the page; it holds no more than that"
        return MemberFound(name, EntryKind.MEMBER, None, State.NOTED, reason, when)
    content = tally.counted(_content(None, source))
    return MemberFound(name, EntryKind.MEMBER, content, reason="what the crawler sent to the server", modified=when)


def _revisited(record: ArcWarcRecord) -> str:
    earlier = _header(record, "WARC-Refers-To-Date")
    return "the page was the same as when it was captured before" + (f", on {earlier}" if earlier else "")


def _empty_answer(answer: Answer) -> str:
    target = answer.first("Location")
    return f"the server answered {answer.status} {answer.phrase}".rstrip() + (
        f" and pointed to {target}" if target else ""
    )


def _reason(kind: str, answer: Answer | None) -> str:
    if answer is not None and answer.status and answer.status != 200:  # noqa: PLR2004 - "all is well" in HTTP
        return f"the server answered {answer.status} {answer.phrase}".rstrip()
    ordinary = {"response", "resource"}
    return "" if kind in ordinary else f"a record of the kind {kind}"


def _content(answer: Answer | None, source: "_Checked") -> Iterator[bytes]:
    try:
        yield from body_of(answer, source) if answer else blocks(source)
        for _ in blocks(source):
            pass
    except (EOFError, OSError, zlib.error) as error:
        raise Damaged("the packed archive breaks off within this record") from error
    fault = source.fault()
    if fault:
        raise Damaged(fault)


class _Checked:
    """The bytes of a record, counted and summed as they are read, so that damage does not go unseen."""

    def __init__(self, record: ArcWarcRecord) -> None:
        self._stream = record.raw_stream
        self._held = b""
        self._left = record.length
        self._expected, self._sum = _digest(_header(record, "WARC-Block-Digest"))

    def read(self, length: int, /) -> bytes:
        held, self._held = self._held[:length], self._held[length:]
        return held or self._took(self._stream.read(length))

    def readline(self, length: int, /) -> bytes:
        if self._held:
            line = self._held.splitlines(keepends=True)[0]
            self._held = self._held[len(line) :]
            return line if line.endswith(b"\n") else line + self.readline(length)
        return self._took(self._stream.readline(length))

    def is_empty(self) -> bool:
        """Whether nothing is left to read."""
        self._held = self._held or self._took(self._stream.read(1))
        return not self._held

    def _took(self, data: bytes) -> bytes:
        if self._left is not None:
            self._left -= len(data)
        if self._sum is not None:
            self._sum.update(data)
        return data

    def fault(self) -> str:
        """What is wrong with the record, once all of it was read; "" if nothing."""
        if self._left:
            return f"the record breaks off: {self._left} bytes are missing"
        if self._sum is not None and self._sum.digest() != self._expected:
            return "the record is not what the crawler captured: its checksum does not match"
        return ""


def _digest(untrusted_label: str) -> tuple[bytes, Any]:
    algorithm, _, told = untrusted_label.partition(":")
    bits = _DIGEST_BITS.get(algorithm.lower().replace("-", ""))
    if not bits:
        return b"", None
    try:
        expected = (
            bytes.fromhex(told) if len(told) == bits // 4 else base64.b32decode(told.upper() + "=" * (-len(told) % 8))
        )
    except ValueError:
        return b"", None
    if len(expected) * 8 != bits:
        return b"", None
    return expected, hashlib.new(algorithm.lower().replace("-", ""), usedforsecurity=False)


def path_of(untrusted_address: str, mime: str, kind: str = "response") -> bytes:
    """The bytes of a path for an address of the web: host, folders, file, and what was asked of it."""
    _, _, rest = untrusted_address.rpartition("://") if "://" in untrusted_address else ("", "", untrusted_address)
    rest = rest.partition("#")[0]
    place, _, query = rest.partition("?")
    raw = [_UNSAFE.sub(b"_", unquote_to_bytes(part)).replace(b"/", b"_") for part in place.split("/")]
    parts = [part if part not in {b".", b".."} else b"_" for part in raw if part] or [kind.encode()]
    stem, suffix = parts[-1], b""
    guessed = suffix_for(mime)
    if place.endswith("/") or (len(parts) == 1 and "://" in untrusted_address):
        parts.append(b"index")
        stem, suffix = b"index", guessed.encode()
    elif b"." not in stem:
        suffix = guessed.encode()
    else:
        stem, _, last = stem.rpartition(b".")
        suffix = b"." + last
    asked = b"?" + _UNSAFE.sub(b"_", query.encode("utf-8", "replace")).replace(b"/", b"_") if query else b""
    mark = b"" if kind in {"response", "resource"} else f".{kind}".encode()
    parts[-1] = (stem + asked)[:_LONGEST_PART] + suffix[:20] + mark
    return b"/".join(part[: _LONGEST_PART + 40] for part in parts)


def _iso(untrusted_date: str) -> str:
    arc = _ARC_DATE.fullmatch(untrusted_date)
    return "{}-{}-{}T{}:{}:{}+00:00".format(*arc.groups()) if arc else untrusted_date


class HttpResponseReader:
    """One answer of a web server, kept with its headers."""

    name = "http-response"
    version = "1"
    media_types = frozenset({"application/x-http-response"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield what the headers say, and the body as a member."""
        document.file.seek(0)
        source: Source = document.file
        answer = answer_from(source)
        if not answer.status:
            raise Damaged("this is not the beginning of a web server's answer")
        yield FactFound("status", f"{answer.status} {answer.phrase}".rstrip())
        for field_name, value in answer.fields:
            yield FactFound(f"http-{field_name.lower()}", value)
        name = _body_name(answer)
        content = _Tally(document).counted(body_of(answer, source))
        yield MemberFound(name, EntryKind.MEMBER, content)


def _body_name(answer: Answer) -> bytes:
    named = re.search(r'filename="?([^";]+)', answer.first("Content-Disposition"))
    if named:
        return _UNSAFE.sub(b"_", named[1].strip().encode()).replace(b"/", b"_")
    return f"body{suffix_for(answer.first('Content-Type')) or '.bin'}".encode()


READERS: tuple[Reader, ...] = (WarcReader(), HttpResponseReader())
