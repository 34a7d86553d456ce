import gzip
import hashlib
import io
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # ships no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # ships no types

from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.read.formats.containers.webarchives import HttpResponseReader, WarcReader, path_of
from muniment.read.reader import Damaged, Refused

READER = WarcReader()


def warc(*records: tuple[str, str, dict[str, str], bytes], packed: bool = False) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "our own"}))
    for kind, address, headers, body in records:
        http = StatusAndHeaders("200 OK", list(headers.items()), protocol="HTTP/1.1") if kind == "response" else None
        if kind == "request":
            http = StatusAndHeaders("POST / HTTP/1.1", list(headers.items()), is_http_request=True)
        writer.write_record(writer.create_warc_record(address, kind, payload=io.BytesIO(body), http_headers=http))
    return out.getvalue()


def chunked(data: bytes, size: int = 7) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_each_captured_page_is_a_member_under_its_address(packed: bool) -> None:
    found = read(
        READER,
        warc(
            ("response", "https://example.org/a/page.html", {"Content-Type": "text/html"}, b"<p>words</p>"),
            ("response", "https://example.org/", {"Content-Type": "text/html"}, b"<p>home</p>"),
            ("resource", "urn:x:thing", {}, b"thing"),
            packed=packed,
        ),
    )
    assert [(member.title, member.data) for member in found.members] == [
        ("example.org/a/page.html", b"<p>words</p>"),
        ("example.org/index.html", b"<p>home</p>"),
        ("urn:x:thing", b"thing"),
    ]
    assert {member.kind for member in found.members} == {EntryKind.MEMBER}
    assert "software: our own" in found.text
    assert found.shortfalls == []


def brotlied(data: bytes) -> bytes:
    return bytes(brotli.compress(data))


def deflated(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", deflated),
        ("br", brotlied),
        ("zstd", zstandard.compress),
        ("identity", bytes),
        ("gzip", bytes),
    ],
)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_the_codings_of_the_journey_are_undone(coding: str, pack: Callable[[bytes], bytes], in_chunks: bool) -> None:
    body = b"<p>the same words again and again</p>" * 20
    headers = {"Content-Type": "text/html", "Content-Encoding": coding}
    raw = pack(body)
    if in_chunks:
        headers["Transfer-Encoding"] = "chunked"
        raw = chunked(raw)
    found = read(READER, warc(("response", "http://example.org/x.html", headers, raw)))
    assert [(member.data, member.state) for member in found.members] == [(body, None)]


@given(body=st.binary(max_size=400), size=st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_any_body_comes_out_as_it_went_in(body: bytes, size: int) -> None:
    headers = {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}
    raw = chunked(gzip.compress(body), size)
    found = read(READER, warc(("response", "http://example.org/x", headers, raw)))
    assert [member.data for member in found.members] == [body]


def test_headers_that_promise_chunks_over_a_whole_body_do_no_harm() -> None:
    found = read(READER, warc(("response", "http://e.org/x", {"Transfer-Encoding": "chunked"}, b"<p>whole</p>")))
    assert found.members[0].data == b"<p>whole</p>"


def test_a_body_that_breaks_off_is_kept_and_told() -> None:
    raw = gzip.compress(bytes(range(256)) * 400)[:-300]
    found = read(READER, warc(("response", "http://e.org/x", {"Content-Encoding": "gzip"}, raw)))
    (member,) = found.members
    assert member.state is State.DAMAGED
    assert "breaks off" in member.reason


def test_a_record_that_was_changed_is_told() -> None:
    data = warc(("resource", "urn:x", {}, b"the original words"))
    (member,) = read(READER, data.replace(b"the original words", b"the ORIGINAL words")).members
    assert member.data == b"the ORIGINAL words"
    assert member.state is State.DAMAGED
    assert "checksum" in member.reason


def test_an_archive_that_breaks_off_gives_what_it_holds_and_says_so() -> None:
    data = warc(("resource", "urn:a", {}, b"first"), ("resource", "urn:b", {}, b"second" * 100))
    found = read(READER, data[:-200])
    assert found.members[0].data == b"first"
    assert found.members[1].state is State.DAMAGED
    assert "bytes are missing" in found.members[1].reason


def test_a_packed_archive_that_breaks_off_says_so() -> None:
    data = warc(*(("resource", f"urn:{n}", {}, hashlib.sha256(b"%d" % n).digest() * 99) for n in range(9)), packed=True)
    found = read(READER, data[: len(data) * 2 // 3])
    assert found.members
    assert isinstance(found.stop, Damaged) or State.DAMAGED in {member.state for member in found.members}


def test_the_same_address_twice_gives_two_names() -> None:
    record: tuple[str, str, dict[str, str], bytes] = ("response", "http://e.org/a.html", {}, b"x")
    assert [member.title for member in read(READER, warc(record, record)).members] == [
        "e.org/a.html",
        "e.org/a (2).html",
    ]


def test_a_request_is_noted_and_what_it_sent_is_kept() -> None:
    found = read(
        READER,
        warc(("request", "http://e.org/a", {"Host": "e.org"}, b""), ("request", "http://e.org/a", {}, b"user=secret")),
    )
    assert found.members[0].state is State.NOTED
    assert b"user=secret" in found.members[1].data


def test_what_unpacks_to_too_much_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 3_000_000)
    found = read(
        READER,
        warc(("response", "http://e.org/a", {"Content-Encoding": "gzip"}, bomb)),
        limits=Limits(expanded_bytes=1000),
    )
    assert found.members[0].state is State.REFUSED


def test_more_records_than_allowed_are_refused() -> None:
    found = read(READER, warc(*[("resource", f"urn:{n}", {}, b"x") for n in range(5)]), limits=Limits(members=3))
    assert len(found.members) == 3
    assert isinstance(found.stop, Refused)


@pytest.mark.parametrize(
    ("address", "mime", "path"),
    [
        ("https://e.org", "text/html", b"e.org/index.html"),
        ("https://e.org/a/b", "text/html; charset=utf-8", b"e.org/a/b.html"),
        ("https://e.org/a.php?q=1&r=/x", "text/html", b"e.org/a?q=1&r=_x.php"),
        ("https://e.org/../../etc/passwd", "", b"e.org/_/_/etc/passwd"),
        ("https://e.org/%2e%2e/%2Fx", "", b"e.org/_/_x"),
        ("https://e.org/%E4%B8%AD.html", "", "e.org/中.html".encode()),
        ("dns:e.org", "text/dns", b"dns:e.org"),
        ("", "", b"response"),
    ],
)
def test_addresses_become_paths(address: str, mime: str, path: bytes) -> None:
    assert path_of(address, mime) == path


@given(st.text(max_size=60))
def test_no_address_becomes_a_way_out(address: str) -> None:
    parts = path_of(address, "").split(b"/")
    assert all(part not in {b"", b".", b".."} for part in parts)


def test_an_answer_kept_with_its_headers_gives_both() -> None:
    data = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Disposition: inline; filename=a.html\r\n\r\n<p>x</p>"
    found = read(HttpResponseReader(), data)
    assert [(member.title, member.data) for member in found.members] == [("a.html", b"<p>x</p>")]
    assert found.said["http-content-type"] == "text/html"


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_end_in_members_or_a_reason(data: bytes) -> None:
    read(READER, b"WARC/1.0\r\n" + data)
    read(READER, data)
    read(HttpResponseReader(), b"HTTP/1.1 200 OK\r\n" + data)


def test_real_archives_give_their_records() -> None:
    names = {
        "testWARC_multiple.warc": 4,
        "testWARC_multiple.warc.gz": 4,
        "testARC.arc": 2,
        "cc.warc.gz": 1,
        "example.arc.gz": 1,
    }
    for name, count in names.items():
        found = read(READER, corpus(f"webarchive/{name}"))
        assert len(found.members) == count
        assert {member.state for member in found.members} <= {None, State.NOTED}
        assert found.stop is None
    page = read(READER, corpus("webarchive/testWARC_multiple.warc")).members[0]
    assert b"<html" in page.data.lower()
