"""Plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import document_of

from muniment.limits import Limits
from muniment.read.formats.text import READERS
from muniment.read.reader import Empty, FactFound, Found, PageFound, Refused, Shortfall

(READER,) = READERS


def read(content: bytes, limits: Limits | None = None) -> list[Found]:
    document = document_of(content, "text/plain", ".txt", limits=limits)
    return list(READER.read(document))


def text_of(found: list[Found]) -> str:
    return "".join(item.text for item in found if isinstance(item, PageFound))


def shortfalls(found: list[Found]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Shortfall)]


@given(st.text(st.characters(exclude_characters="\x00\ufeff", exclude_categories=["Cs"]), min_size=1))
def test_utf8_comes_out_to_the_character(text: str) -> None:
    found = read(text.encode())
    if text.strip() and not text.isascii():
        assert text_of(found) == text


def test_line_ends_and_blanks_stay_as_they_are() -> None:
    assert text_of(read(b"a\r\n\r\n  b\rc\n")) == "a\r\n\r\n  b\rc\n"


def test_a_long_text_is_cut_into_numbered_pages_that_join_to_the_whole() -> None:
    text = "".join(f"Zeile {number}: Прибыл вовремя.\n" for number in range(60_000))
    found = read(text.encode())
    pages = [item for item in found if isinstance(item, PageFound)]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert len(pages) > 200
    assert text_of(found) == text


def test_the_encoding_is_told_though_the_first_megabytes_are_ascii() -> None:
    content = b"all plain here\n" * 150_000 + "протокол допроса свидетеля, составлен в городе\n".encode("cp1251") * 5
    found = read(content)
    assert FactFound("encoding", "cp1251") in found
    assert "протокол допроса свидетеля" in text_of(found)


def test_undecodable_bytes_stay_visible_and_are_counted() -> None:
    found = read("人人生而自由，在尊严和权利上一律平等。".encode() + b"\xff" + "他们赋有理性和良心。".encode())
    assert "平等。\ufffd他们" in text_of(found)
    assert shortfalls(found) == ["in 1 place bytes are no letters of the encoding (utf-8) and show as \ufffd"]


def test_a_replacement_character_that_somebody_wrote_is_no_loss() -> None:
    assert shortfalls(read("sent as \ufffd by them, и так далее".encode())) == []


def test_zeros_between_the_words_are_left_out_and_told() -> None:
    found = read(b"before" + bytes(700) + b"after" * 20)
    assert text_of(found).startswith("beforeafter")
    assert shortfalls(found) == ["700 empty (zero) bytes between the words were left out"]


def test_a_character_split_between_two_pieces_is_whole() -> None:
    content = b"x" * ((1 << 20) - 1) + "语言".encode()
    assert text_of(read(content)).endswith("x语言")


def test_an_empty_file_is_empty() -> None:
    with pytest.raises(Empty, match="not one byte"):
        read(b"")


def test_the_limit_of_pages_is_kept_and_told() -> None:
    with pytest.raises(Refused, match="first 3 pages"):
        read(b"word " * 20_000, Limits(pages=3))
