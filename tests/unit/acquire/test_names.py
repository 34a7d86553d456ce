"""Names survive byte for byte, never escape their container, and harm no terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.acquire.names import MAX_NAME_BYTES, below, bytes_of, shown, suffix_of, text_of, unpacked_name

PIECES = st.sampled_from([b"..", b".", b"", b"a", b"/", b"//", b"\0", b"\xff", b"%2E%2E", b" [2]", b"\\", b"C:"])
NAMES = st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=8).map(b"/".join), st.lists(PIECES).map(b"".join))


@given(NAMES)
def test_a_member_stays_below_its_container(name: bytes) -> None:
    path = below(b"leak/a.zip", name, set())
    assert path.startswith(b"leak/a.zip/")
    parts = path.removeprefix(b"leak/a.zip/").split(b"/")
    assert parts
    assert not {b"", b".", b".."} & set(parts)
    assert b"\0" not in path


@given(st.lists(NAMES, max_size=30))
def test_members_have_paths_of_their_own(names: list[bytes]) -> None:
    taken: set[bytes] = set()
    paths = [below(b"box", name, taken) for name in names]
    assert len(set(paths)) == len(names)
    assert taken == set(paths)


def test_a_name_made_like_a_second_one_is_still_told_apart() -> None:
    taken: set[bytes] = set()
    assert [below(b"z", name, taken) for name in (b"a", b"a [2]", b"a", b"a")] == [
        b"z/a",
        b"z/a [2]",
        b"z/a [3]",
        b"z/a [4]",
    ]


def test_a_very_long_name_is_shortened_and_says_so() -> None:
    path = below(b"z", b"x" * 5000, set())
    assert len(path) < MAX_NAME_BYTES + 20
    assert path.endswith("…".encode()) or b"%E2%80%A6" in path


@given(st.binary())
def test_text_of_a_name_is_text(name: bytes) -> None:
    text_of(name).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_name_in_utf8_is_its_own_text(name: str) -> None:
    assert bytes_of(text_of(name.encode())) == name.encode()


@given(st.binary())
def test_a_typed_path_gives_its_bytes(name: bytes) -> None:
    assert bytes_of(name.decode("utf-8", "surrogateescape")) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_shown_moves_no_cursor(text: str) -> None:
    harmless = {"\u200c", "\u200d"}
    categories_kept = {"\u00a0", "\u3000"}
    for char in shown(text):
        is_known = unicodedata.category(char) not in {"Cn", "Co"}  # signs without a meaning are shown as boxes
        assert char.isprintable() or char in harmless or char.isspace() or not is_known, hex(ord(char))
        assert char not in "\n\r\t\x1b\x9b\u2028\u2029\u202e\u2066" or char in categories_kept


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        (b"a.CSV", ".csv"),
        (b"a.tar.gz", ""),
        (b"noending", ""),
        (b".csv", ".csv"),
        (b"a.\xff\xfe", ""),
        (b"a.exe", ""),
        (b"", ""),
    ],
)
def test_only_endings_that_help_are_kept(name: bytes, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("container", "inner"),
    [(b"x/report.txt.gz", b"report.txt"), (b"a.tgz", b"a.tar"), (b".gz", b".gz"), (b"plain", b"plain")],
)
def test_what_is_unpacked_is_named_after_its_container(container: bytes, inner: bytes) -> None:
    assert unpacked_name(container) == inner
