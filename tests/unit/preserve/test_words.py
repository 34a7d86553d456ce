"""What a seal commits to of a page's words."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.words import (
    LEAST_LEAVES,
    PageText,
    line_leaves,
    line_root,
    lines_of,
    page_root,
    page_salt,
    reading_root,
    tokens_of,
    width_of,
)

SALT = bytes(range(32))
texts = st.text(st.one_of(st.characters(), st.sampled_from("\n\r \t字の한ئۇ")), max_size=200)


@given(texts)
def test_lines_and_tokens_joined_are_the_text(text: str) -> None:
    lines = lines_of(text)
    assert "".join(lines) == text
    assert all(line.endswith("\n") for line in lines[:-1])
    assert all("".join(tokens_of(line)) == line for line in lines)
    assert all(token for line in lines for token in tokens_of(line))


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("The gate, locked.\n", ["The ", "gate, ", "locked.\n"]),
        ("门有2把锁 yes", ["门", "有", "2", "把", "锁 ", "yes"]),
        ("  two", ["  ", "two"]),
        ("\n", ["\n"]),
        ("ئۇيغۇر تىلى", ["ئۇيغۇر ", "تىلى"]),
        ("𠀀𠀁", ["𠀀", "𠀁"]),
    ],
)
def test_a_line_is_cut_into_words_and_han_characters(line: str, tokens: list[str]) -> None:
    assert tokens_of(line) == tokens


def test_every_byte_is_as_the_format_says() -> None:
    """Written down once more from docs/proof-format.md, with nothing but hashes."""

    def derived(salt: bytes, name: str) -> bytes:
        return hmac.new(salt, name.encode(), hashlib.sha256).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\1" + left + right).digest()

    def leaf(data: bytes) -> bytes:
        return hashlib.sha256(b"\0" + data).digest()

    line = derived(SALT, "line 0")
    level = [leaf(derived(line, f"token {at}") + word) for at, word in enumerate((b"a ", b"b\n"))]
    level += [derived(line, f"fill {at}") for at in range(2, 16)]
    while len(level) > 1:
        level = [node(*level[at : at + 2]) for at in range(0, len(level), 2)]
    head = leaf(json.dumps({"kind": "text", "lines": 1, "page": 3}, separators=(",", ":")).encode())
    assert page_root(SALT, PageText(3, "text", "a b\n")) == node(head, leaf(level[0]))


@given(st.integers(0, 5000))
def test_leaves_come_in_few_numbers_only(tokens: int) -> None:
    width = width_of(tokens)
    assert width >= tokens
    assert width in {LEAST_LEAVES * 4**power for power in range(6)}


@given(st.lists(st.sampled_from(["a ", "字", "long-word "]), max_size=LEAST_LEAVES))
def test_a_line_has_as_many_leaves_however_many_words_it_has(words: list[str]) -> None:
    assert len(line_leaves(SALT, words)) == LEAST_LEAVES


@given(texts, texts)
def test_other_words_have_another_root(one: str, other: str) -> None:
    same = page_root(SALT, PageText(1, "text", one)) == page_root(SALT, PageText(1, "text", other))
    assert same == (one == other)


def test_the_same_words_on_another_page_or_line_or_in_another_case_have_another_root() -> None:
    here = PageText(1, "text", "same\nsame\n")
    there = PageText(2, "text", here.text)
    seen = PageText(1, "ocr", here.text)
    roots = {page_root(page_salt(salt, page), page) for salt in (SALT, SALT[::-1]) for page in (here, there, seen)}
    assert len(roots) == 6
    assert line_root(SALT, "same\n") != line_root(SALT[::-1], "same\n")


def test_pages_in_another_order_have_another_root() -> None:
    pages = [PageText(1, "text", "one"), PageText(2, "text", "two")]
    assert reading_root(SALT, pages) != reading_root(SALT, pages[::-1])
