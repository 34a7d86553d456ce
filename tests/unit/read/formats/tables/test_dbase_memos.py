import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.read.detect import detect
from muniment.read.formats.tables.dbase_memos import MemoReader
from muniment.read.reader import Damaged

_WORDS = "Первый допрос состоялся в марте, второй через неделю."


def foxpro(memos: list[tuple[int, bytes]], size: int = 64) -> bytes:
    body = b""
    for kind, content in memos:
        one = struct.pack(">II", kind, len(content)) + content
        body += one + bytes(-len(one) % size)
    return struct.pack(">IHH", (512 + len(body)) // size, 0, size).ljust(512, b"\0") + body


def dbase_3(texts: list[bytes]) -> bytes:
    body = b"".join((text + b"\x1a\x1a").ljust(-(-(len(text) + 2) // 512) * 512, b"\0") for text in texts)
    return struct.pack("<I", 1 + len(body) // 512).ljust(512, b"\0") + body


def dbase_4(texts: list[bytes]) -> bytes:
    blocks = [b"\xff\xff\x08\0" + struct.pack("<I", 8 + len(text)) + text for text in texts]
    body = b"".join(block + bytes(-len(block) % 512) for block in blocks)
    return (struct.pack("<I", 1 + len(body) // 512).ljust(20, b"\0") + struct.pack("<H", 512)).ljust(512, b"\0") + body


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (foxpro([(1, _WORDS.encode("cp1251")), (1, b"short")]), ".fpt"),
        (dbase_3([_WORDS.encode("cp1251"), b"short"]), ".dbt"),
        (dbase_4([_WORDS.encode("cp1251"), b"short"]), ".dbt"),
    ],
)
def test_long_texts_beside_a_table_are_known_and_read(content: bytes, suffix: str) -> None:
    assert detect(io.BytesIO(content), len(content), suffix) == "application/x-dbf-memo"
    reading = read(MemoReader(), content)
    assert [page.text for page in reading.pages] == [_WORDS, "short"]
    assert reading.labels[0] == ("text 8" if suffix == ".fpt" else "text 1")
    assert not reading.shortfalls


def test_objects_among_the_texts_come_as_files() -> None:
    reading = read(MemoReader(), foxpro([(0, b"BM picture"), (1, b"words beside it")]))
    assert (reading.files, reading.text) == ({"object 8": b"BM picture"}, "words beside it")


def test_a_text_that_is_cut_off_is_given_as_far_as_it_goes() -> None:
    reading = read(MemoReader(), foxpro([(1, b"x" * 50)])[:-20])
    assert reading.text == "x" * 36
    assert reading.shortfalls == ["text 8 is cut off"]


def test_a_file_with_no_such_header_is_no_file_of_texts() -> None:
    assert detect(io.BytesIO(bytes(600)), 600, ".fpt") != "application/x-dbf-memo"


@given(st.binary(max_size=24), st.binary(max_size=200), st.booleans())
def test_any_bytes_are_gone_through(head: bytes, rest: bytes, padded: bool) -> None:
    content = head.ljust(512 if padded else 0, b"\0") + rest
    stopped = read(MemoReader(), content).stop
    assert stopped is None or isinstance(stopped, Damaged)
