import io
from typing import Any

import libarchive  # type: ignore[import-untyped] # the library has no type marker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.model import EntryKind, State
from muniment.read.formats.containers.old_unix import AR, CPIO, BrokenRecordError, ar_records, cpio_records


def written(format_name: str, members: list[tuple[str, bytes]]) -> bytes:
    out = bytearray()

    def keep(data: Any) -> int:
        out.extend(data.raw)
        return len(data.raw)

    with libarchive.custom_writer(keep, format_name) as archive:
        for name, data in members:
            archive.add_file_from_memory(name, len(data), data)
    return bytes(out)


MEMBERS = st.lists(
    st.tuples(st.from_regex(r"[a-z]{1,40}\.[a-z]{1,3}", fullmatch=True), st.binary(max_size=300)),
    min_size=1,
    max_size=5,
    unique_by=lambda member: member[0],
)


@settings(deadline=None, max_examples=40)
@given(members=MEMBERS, dialect=st.sampled_from(["cpio", "cpio_newc"]))
def test_cpio_made_elsewhere_comes_out(members: list[tuple[str, bytes]], dialect: str) -> None:
    outcome = read(CPIO, written(dialect, members), "application/x-cpio")
    assert [(member.name.decode(), member.data) for member in outcome.members] == members
    assert not outcome.shortfalls


@settings(deadline=None, max_examples=40)
@given(members=MEMBERS)
def test_bsd_ar_with_long_names_comes_out(members: list[tuple[str, bytes]]) -> None:
    outcome = read(AR, written("ar_bsd", members), "application/x-archive")
    assert [(member.name.decode(), member.data) for member in outcome.members] == members
    assert not outcome.shortfalls


def ar_header(name: bytes, size: int) -> bytes:
    return b"%-16s%-12d%-6d%-6d%-8o%-10d`\n" % (name, 0, 0, 0, 0o100644, size)


def test_gnu_ar_with_long_names_comes_out() -> None:
    table = b"a_very_long_name_indeed.txt/\nanother_long_name.doc/\n"
    data = b"!<arch>\n" + ar_header(b"/", 4) + b"\0\0\0\0" + ar_header(b"//", len(table)) + table
    data += b"\n" * (len(table) % 2) + ar_header(b"/29", 3) + b"two\n" + ar_header(b"short/", 2) + b"ok"
    outcome = read(AR, data, "application/x-archive")
    assert outcome.contents == {b"another_long_name.doc": b"two", b"short": b"ok"}


def test_a_cut_off_cpio_keeps_what_there_is() -> None:
    data = written("cpio_newc", [("one", b"1" * 100), ("two", b"2" * 100)])
    outcome = read(CPIO, data[: data.find(b"2222") + 10], "application/x-cpio")
    assert [member.data for member in outcome.members] == [b"1" * 100, b"2" * 10]
    assert outcome.members[1].state is State.DAMAGED
    assert "breaks off after 2 files" in outcome.shortfalls[0]


def test_links_in_cpio_are_recorded() -> None:
    fields = [1, 0o120777, 0, 0, 1, 0, 11, 0, 0, 0, 0, 5, 0]
    data = b"070701" + b"".join(b"%08X" % number for number in fields) + b"link\0\0" + b"/etc/passwd\0"
    (link,) = read(CPIO, data, "application/x-cpio").members
    assert (link.kind, link.state) == (EntryKind.SYMLINK, State.NOTED)
    assert "/etc/passwd" in link.reason


@given(st.binary(max_size=400), st.sampled_from([b"!<arch>\n", b"070701", b"070707", b"\xc7\x71", b"\x71\xc7"]))
def test_any_bytes_end_in_records_or_a_broken_one(data: bytes, magic: bytes) -> None:
    file = io.BytesIO(magic + data)
    records = ar_records(file) if magic.startswith(b"!") else cpio_records(file)
    at = 0
    try:
        for record in records:
            assert record.after > at
            at = record.after
    except BrokenRecordError:
        return
    assert magic.startswith(b"!") or b"TRAILER!!!" in data


@pytest.mark.parametrize("reader", [AR, CPIO])
def test_rubbish_is_damaged(reader: Any) -> None:
    assert read(reader, b"nothing of the kind", "application/x-cpio").state is State.DAMAGED
