from typing import Any

import libarchive  # type: ignore[import-untyped] # the library has no type marker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.read.formats.containers.unix_compress import uncompressed
from muniment.read.reader import Damaged


def compressed(data: bytes) -> bytes:
    out = bytearray()

    def keep(written: Any) -> int:
        out.extend(written.raw)
        return len(written.raw)

    with libarchive.custom_writer(keep, "raw", filter_name="compress") as archive:
        archive.add_file_from_memory("data", len(data), data)
    return bytes(out)


def pieces(data: bytes, length: int) -> list[bytes]:
    return [data[at : at + length] for at in range(0, len(data), length)]


@settings(deadline=None, max_examples=80)
@given(
    data=st.one_of(st.binary(min_size=1, max_size=3000), st.text("ab", min_size=1, max_size=3000).map(str.encode)),
    length=st.integers(3, 700),
)
def test_what_another_program_compressed_comes_out(data: bytes, length: int) -> None:
    assert b"".join(uncompressed(iter(pieces(compressed(data), length)))) == data


def test_a_table_that_fills_and_is_cleared_comes_out() -> None:
    data = b"".join(b"%d %d\n" % (number, number * 7919 % 10_007) for number in range(150_000))
    assert b"".join(uncompressed(iter(pieces(compressed(data), 65_536)))) == data


@given(st.binary(max_size=500))
def test_any_bytes_are_unpacked_or_damaged(data: bytes) -> None:
    try:
        unpacked = b"".join(uncompressed(iter([b"\x1f\x9d\x90" + data])))
    except Damaged:
        return
    assert len(unpacked) >= len(data) * 8 // 16 - 8


@pytest.mark.parametrize("header", [b"", b"\x1f", b"\x1f\x9d", b"\x1f\x9d\x1e", b"\x1f\x9d\x81", b"PK\x03"])
def test_headers_that_cannot_be_are_damaged(header: bytes) -> None:
    with pytest.raises(Damaged):
        list(uncompressed(iter([header])))
