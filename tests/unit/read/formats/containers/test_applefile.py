import plistlib
import struct

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.model import State
from muniment.read.formats.containers.applefile import AppleFileReader
from muniment.read.reader import Damaged

_TYPE = "application/applefile"
_DATA, _RESOURCES, _NAME, _DATES, _FINDER = 1, 2, 3, 8, 9


def apple_file(parts: list[tuple[int, bytes]], *, magic: int = 0x00051600) -> bytes:
    at = 26 + 12 * len(parts)
    table, body = b"", b""
    for kind, content in parts:
        table += struct.pack(">III", kind, at + len(body), len(content))
        body += content
    return struct.pack(">II16xH", magic, 0x00020000, len(parts)) + table + body


def finder_with(name: bytes, value: bytes, begins_at: int) -> bytes:
    """The Finder's part with one extended attribute, as it stands at ``begins_at`` in the file."""
    entry = struct.pack(">IIHB", 0, len(value), 0, len(name) + 1) + name + b"\0"
    entry += bytes(-len(entry) % 4)
    start = begins_at + 34 + 36 + len(entry)
    entry = struct.pack(">I", start) + entry[4:]
    head = struct.pack(">4sIIII12xHH", b"ATTR", 0, 0, start, len(value), 0, 1)
    return b"TEXTttxt" + bytes(26) + head + entry + value


def test_the_file_itself_comes_out_under_its_own_name() -> None:
    outcome = read(AppleFileReader(), apple_file([(_NAME, "名单.txt".encode()), (_DATA, b"the words")]), _TYPE)
    assert outcome.contents == {"名单.txt".encode(): b"the words"}
    assert outcome.stop is None


def test_facts_without_the_file_are_told_and_the_entry_is_empty() -> None:
    sources = plistlib.dumps(["https://example.org/list.pdf", ""], fmt=plistlib.FMT_BINARY)
    finder = finder_with(b"com.apple.metadata:kMDItemWhereFroms", sources, 26 + 2 * 12)
    blank = b"This resource fork intentionally left blank"
    outcome = read(AppleFileReader(), apple_file([(_FINDER, finder), (_RESOURCES, blank)], magic=0x00051607), _TYPE)
    assert outcome.said == {
        "file type": "TEXT",
        "creator": "ttxt",
        "downloaded from": "https://example.org/list.pdf",
    }
    assert outcome.state is State.EMPTY


def test_resources_are_not_lost() -> None:
    outcome = read(AppleFileReader(), apple_file([(_NAME, b"map"), (_RESOURCES, b"old Mac words")]), _TYPE)
    assert outcome.contents == {b"map (resource fork)": b"old Mac words"}


def test_times_count_from_the_year_2000_and_unknown_ones_are_left_out() -> None:
    dates = struct.pack(">iiii", 86400, -(1 << 31), 0, 0)
    outcome = read(AppleFileReader(), apple_file([(_DATES, dates), (_DATA, b"x")]), _TYPE)
    assert outcome.said == {"created": "2000-01-02T00:00:00Z", "backed up": "2000-01-01T00:00:00Z"}


def test_a_file_that_breaks_off_keeps_what_came_out_and_says_so() -> None:
    outcome = read(AppleFileReader(), apple_file([(_DATA, b"the whole of the words")])[:-10], _TYPE)
    assert outcome.members[0].data == b"the whole of"
    assert outcome.members[0].state is State.DAMAGED
    assert outcome.shortfalls == ["the file breaks off before its end"]


@given(st.binary(max_size=120), st.integers(0, 3))
def test_no_bytes_make_the_reader_do_more_than_stop(rubbish: bytes, count: int) -> None:
    content = struct.pack(">II16xH", 0x00051607, 0x00020000, count) + rubbish
    outcome = read(AppleFileReader(), content, _TYPE)
    assert outcome.stop is None or isinstance(outcome.stop, Damaged) or outcome.state is State.EMPTY
