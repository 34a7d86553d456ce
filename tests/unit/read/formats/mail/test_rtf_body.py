import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.read.formats.mail.rtf_body import body_of_compressed, body_of_rtf, unpack


def stored(data: bytes) -> bytes:
    return struct.pack("<II4sI", len(data) + 12, len(data), b"MELA", 0) + data


def packed_without_references(data: bytes) -> bytes:
    out = b""
    for at in range(0, len(data), 8):
        out += b"\0" + data[at : at + 8]
    return struct.pack("<II4sI", len(out) + 12, len(data), b"LZFu", 0) + out


def test_the_example_of_the_specification_unpacks() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpack(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@given(st.binary(max_size=2000))
@settings(max_examples=60)
def test_what_was_packed_comes_out(data: bytes) -> None:
    assert unpack(stored(data)) == data
    assert unpack(packed_without_references(data)) == data


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_give_a_body_or_a_fault(data: bytes) -> None:
    body_of_compressed(data)
    body_of_compressed(struct.pack("<II4sI", 0, 5000, b"LZFu", 0) + data)
    body_of_rtf(b"{\\rtf1\\fromhtml1 " + data)


def test_html_inside_rtf_is_given_as_html() -> None:
    rtf = (
        b"{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 {\\fonttbl{\\f0\\fcharset204 Arial;}}"
        b"{\\*\\htmltag18 <html>}{\\*\\htmltag50 <body>}\\htmlrtf {\\f0 \\htmlrtf0 "
        b"{\\*\\htmltag64 <p class=\"a\">}\\htmlrtf {\\htmlrtf0 \\'cf\\'f0\\'e8\\'ea\\'e0\\'e7 \\u19981?"
        b"\\htmlrtf\\par}\\htmlrtf0 {\\*\\htmltag72 </p>}\\htmlrtf }\\htmlrtf0 {\\*\\htmltag27 </html>}}"
    )
    assert body_of_rtf(rtf).markup == '<html><body><p class="a">Приказ 不</p></html>'


def test_plain_rtf_is_given_as_words() -> None:
    rtf = (
        b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}"
        b"\\f0 One \\b two\\b0\\par Caf\\'e9\\tab x\\par}"
    )
    assert body_of_rtf(rtf).plain == "One two\nCafé\tx"


def test_letters_beyond_the_first_plane_survive() -> None:
    assert body_of_rtf(b"{\\rtf1\\uc1 \\u-10179?\\u-8704?}").plain == "\U0001f600"


@pytest.mark.parametrize("data", [b"", b"short", b"\0" * 16])
def test_what_is_no_packed_rtf_is_told(data: bytes) -> None:
    assert body_of_compressed(data).fault
