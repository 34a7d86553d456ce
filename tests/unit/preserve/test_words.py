"""What a seal commits to of a page's words."""

import hashlib
import hmac
import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.words import (
    Opened,
    PageText,
    opened,
    opened_hash,
    page_root,
    page_salt,
    reading_root,
    stretch_hash,
    stretches_of,
    tokens_of,
)

SALT = bytes(range(32))
texts = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r \t字の한ئۇ.。")), max_size=200
)
words = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5), min_size=1, max_size=12)


@given(texts)
def test_stretches_and_tokens_joined_are_the_text(text: str) -> None:
    stretches = stretches_of(text)
    assert "".join(stretches) == text
    assert all(stretches)
    assert all("\n" not in one[:-1] for one in stretches)
    assert all("".join(tokens_of(one)) == one for one in stretches)
    assert all(token for one in stretches for token in tokens_of(one))


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("one\ntwo\n", ["one\n", "two\n"]),
        ("", []),
        ("The gate was locked. Nobody left.\nOn.", ["The gate was locked. Nobody left.\n", "On."]),
        ("门开了。锁坏了。\n锁", ["门开了。锁坏了。\n", "锁"]),
        ("locked.\r\n\n\x0b", ["locked.\r\n", "\n", "\x0b"]),
    ],
)
def test_a_page_is_cut_at_line_feeds_and_nowhere_else(text: str, stretches: list[str]) -> None:
    assert stretches_of(text) == stretches


def test_how_many_stretches_a_line_has_does_not_tell_which_name_stands_in_it() -> None:
    names = ("Ada Lee.", "Ada Example. ", "A. Lee", "示例。先生", "«Wren.» Orchard!", "")
    assert {len(stretches_of(f"One.\nSeen by {name} at night.\nTwo.\n")) for name in names} == {3}


@pytest.mark.parametrize("letter", ["a", ".", "。", " ", "a.", "abcde.", '"', "字"])
def test_megabytes_of_anything_are_cut_in_a_time_that_grows_with_them(letter: str) -> None:
    start = time.process_time()
    assert sum(map(len, stretches_of(letter * 300_000))) == 300_000 * len(letter)
    assert time.process_time() - start < 5


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
def test_a_stretch_is_cut_into_words_and_han_characters(line: str, tokens: list[str]) -> None:
    assert tokens_of(line) == tokens


def test_every_byte_is_as_the_format_says() -> None:
    """Written down once more from docs/proof-format.md, with nothing but hashes."""

    def derived(salt: bytes, name: str) -> bytes:
        return hmac.new(salt, name.encode(), hashlib.sha256).digest()

    def hashed(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    salt = derived(SALT, "stretch 0")
    front = hashed(b"\2", hashed(b"\2", derived(salt, "forwards"), b"b\n"), b"a ")
    back = hashed(b"\2", hashed(b"\2", derived(salt, "backwards"), b"a "), b"b\n")
    count = hashed(b"\3", hashed(b"\3", derived(salt, "count")))
    stretch = hashed(b"\4", front, back, count)
    head = hashed(b"\0", json.dumps({"kind": "text", "page": 3, "stretches": 1}, separators=(",", ":")).encode())
    assert page_root(SALT, PageText(3, "text", "a b\n")) == hashed(b"\1", head, stretch)


@given(words, st.data())
def test_the_first_and_last_words_shown_are_those_of_the_stretch(tokens: list[str], data: st.DataObject) -> None:
    before = data.draw(st.integers(0, len(tokens) - 1))
    after = data.draw(st.integers(0, len(tokens) - before - 1))
    shown = opened(SALT, tokens, before, after)
    assert opened_hash(shown) == stretch_hash(SALT, tokens)
    assert [*shown.before, *shown.after] == tokens[:before] + tokens[len(tokens) - after :]
    assert (len(shown.behind), len(shown.ahead), len(shown.more)) == (32, 32, 32)


@given(words, words)
def test_other_words_do_not_stand_in_the_stretch(tokens: list[str], others: list[str]) -> None:
    shown = opened(SALT, tokens, 0, 0)
    pretended = replace(shown, before=tuple(others))
    assert opened_hash(pretended) != stretch_hash(SALT, tokens)


def test_words_shown_from_both_ends_cannot_overlap() -> None:
    tokens = ["they ", "shot ", "nobody\n"]
    one, other = opened(SALT, tokens, 2, 0), opened(SALT, tokens, 0, 2)
    for more in (one.more, other.more, hmac.digest(SALT, b"count", "sha256")):
        pretended = Opened(one.before, other.after, one.behind, other.ahead, more)
        assert opened_hash(pretended) != stretch_hash(SALT, tokens)


def test_nothing_can_be_opened_that_leaves_nothing_kept_back() -> None:
    with pytest.raises(ValueError, match="none to keep back"):
        opened(SALT, ["a ", "b"], 1, 1)


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
    assert stretch_hash(SALT, ["same\n"]) != stretch_hash(SALT[::-1], ["same\n"])


def test_pages_in_another_order_have_another_root() -> None:
    pages = [PageText(1, "text", "one"), PageText(2, "text", "two")]
    assert reading_root(SALT, pages) != reading_root(SALT, pages[::-1])
