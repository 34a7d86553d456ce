import bz2
import gzip
import lzma
import struct
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped] # the library has no type marker
import cramjam
import lz4.frame  # type: ignore[import-untyped] # likewise
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import MIB
from muniment.model import State
from muniment.read.formats.containers.compressed import READERS, gzip_name
from muniment.read.reader import Reader

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "application/gzip": gzip.compress,
    "application/zlib": zlib.compress,
    "application/x-bzip2": bz2.compress,
    "application/x-xz": lzma.compress,
    "application/x-lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "application/zstd": zstd.compress,
    "application/x-lz4": lz4.frame.compress,
    "application/x-brotli": lambda data: brotli.compress(data, quality=3),
    "application/x-snappy-framed": lambda data: bytes(cramjam.snappy.compress(data)),
}


def reader_for(media_type: str) -> Reader:
    return next(reader for reader in READERS if media_type in reader.media_types)


@pytest.mark.parametrize("media_type", PACKERS)
def test_a_large_content_comes_out_whole(media_type: str) -> None:
    data = b"".join(b"%d, " % number for number in range(250_000))
    outcome = read(reader_for(media_type), PACKERS[media_type](data), media_type)
    assert [member.data for member in outcome.members] == [data]
    assert not outcome.shortfalls


@settings(deadline=None, max_examples=100)
@given(media_type=st.sampled_from(sorted(PACKERS)), data=st.binary(min_size=1, max_size=2000))
def test_any_bytes_come_out_as_they_went_in(media_type: str, data: bytes) -> None:
    outcome = read(reader_for(media_type), PACKERS[media_type](data), media_type)
    assert b"".join(member.data for member in outcome.members) == data
    assert outcome.stop is None


@settings(deadline=None, max_examples=200)
@given(media_type=st.sampled_from([*PACKERS, "application/x-compress"]), data=st.binary(max_size=300))
def test_rubbish_never_crashes_a_reader(media_type: str, data: bytes) -> None:
    read(reader_for(media_type), data, media_type)


@pytest.mark.parametrize("media_type", PACKERS)
def test_a_cut_off_stream_keeps_what_came_out(media_type: str) -> None:
    data = bytes((number * number * 7 + number // 3) % 251 for number in range(300_000))
    packed = PACKERS[media_type](data)
    outcome = read(reader_for(media_type), packed[: len(packed) - 20], media_type)
    state = outcome.state or outcome.members[0].state
    assert state is State.DAMAGED
    assert all(data.startswith(member.data) for member in outcome.members)


@pytest.mark.parametrize("media_type", PACKERS)
def test_a_bomb_is_refused_at_64_mib(media_type: str) -> None:
    outcome = read(reader_for(media_type), PACKERS[media_type](b"\0" * (66 * MIB)), media_type)
    if media_type in {"application/x-snappy-framed", "application/x-lz4"}:
        # Their best is 1:21 and 1:255: no bomb can be made of the first.
        assert len(outcome.members[0].data) >= 60 * MIB
        return
    assert outcome.members[0].state is State.REFUSED
    assert len(outcome.members[0].data) <= 64 * MIB
    assert outcome.state is State.REFUSED


def test_gzip_streams_joined_together_are_one_content() -> None:
    data = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 40
    outcome = read(reader_for("application/gzip"), data, "application/gzip")
    assert [member.data for member in outcome.members] == [b"one two"]
    assert not outcome.shortfalls


@pytest.mark.parametrize(
    "media_type", ["application/gzip", "application/x-bzip2", "application/x-xz", "application/zlib"]
)
def test_bytes_behind_the_stream_are_told(media_type: str) -> None:
    outcome = read(reader_for(media_type), PACKERS[media_type](b"words") + b"appended secret", media_type)
    assert outcome.members[0].data == b"words"
    assert "more bytes follow" in outcome.shortfalls[0]


def test_a_wrong_checksum_keeps_every_byte() -> None:
    data = bytearray(gzip.compress(b"all of the words"))
    data[-8] ^= 1
    outcome = read(reader_for("application/gzip"), bytes(data), "application/gzip")
    assert outcome.members[0].data == b"all of the words"
    assert outcome.members[0].state is State.DAMAGED


def test_the_name_in_a_gzip_header_is_the_members() -> None:
    body = gzip.compress(b"words")[10:]
    head = b"\x1f\x8b\x08\x0c" + bytes(6) + b"\x03\x00abc" + "名单.txt".encode() + b"\0"
    outcome = read(reader_for("application/gzip"), head + body, "application/gzip")
    assert outcome.contents == {"名单.txt".encode(): b"words"}


def test_a_tgz_without_a_name_holds_a_tar() -> None:
    outcome = read(reader_for("application/gzip"), gzip.compress(b"words"), "application/gzip", suffix=".tgz")
    assert outcome.members[0].name == b""


@given(st.binary(max_size=80))
def test_gzip_headers_of_any_shape_give_a_name_or_none(tail: bytes) -> None:
    head = b"\x1f\x8b\x08\x0c" + tail
    assert gzip_name(head) in head


def test_a_demand_for_gigabytes_of_memory_is_refused() -> None:
    data = b"\x5d" + struct.pack("<I", 0x74000000) + b"\xff" * 8 + bytes(40)
    outcome = read(reader_for("application/x-lzma"), data, "application/x-lzma")
    assert outcome.state is State.REFUSED
    assert "memory" in outcome.reason


def test_real_files_come_out() -> None:
    for name, media_type, length in [
        ("test-documents.tar.Z", "application/x-compress", 133_120),
        ("test-documents.tgz", "application/gzip", 133_120),
        ("test-documents.tbz2", "application/x-bzip2", 133_120),
        ("quine.gz", "application/gzip", 204),
    ]:
        outcome = read(reader_for(media_type), corpus("pkg/" + name), media_type)
        assert len(outcome.members[0].data) == length
        assert outcome.members[0].state is None
