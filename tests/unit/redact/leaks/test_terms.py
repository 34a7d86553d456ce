import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.redact.leaks.terms import How, TermFinder

NAMES = ("Jane Roé", "Li Ming", "石桥路", "Omar", "ئىلياس")
FINDER = TermFinder(NAMES)


@pytest.mark.parametrize(
    ("text", "term", "how"),
    [
        ("signed by JANE ROE.", "Jane Roé", How.PLAIN),
        ("Jane\nRoe\u0301", "Jane Roé", How.PLAIN),
        ("J a n e  R o e", "Jane Roé", How.SPLIT),
        ("seenbyjaneroeatten", "Jane Roé", How.SPLIT),
        ("eoR enaJ yb dengis", "Jane Roé", How.REVERSED),
        ("Omar's house", "Omar", How.PLAIN),
        ("石 桥 路", "石桥路", How.PLAIN),
        ("石橋路", "石桥路", How.PLAIN),
        ("路桥石", "石桥路", How.REVERSED),
        ("ئىلياسنىڭ", "ئىلياس", How.PLAIN),
    ],
)
def test_a_term_is_found_in_text_however_it_is_set(text: str, term: str, how: How) -> None:
    (found,) = FINDER.in_text(text)
    assert (found.term, found.how) == (term, how)


@pytest.mark.parametrize("text", ["Omari lives here", "Roman law", "a slim ingot", "Janes, Roes", ""])
def test_parts_of_other_words_are_no_terms(text: str) -> None:
    assert FINDER.in_text(text) == ()


@pytest.mark.parametrize(
    "data",
    [
        "xJane Roé,".encode("utf-16-be"),
        "Jane Roé".encode("utf-16-le"),
        "JANE ROÉ".encode("cp1252"),
        "Jane Roé".encode().hex().upper().encode(),
        b"Jane%20Ro%C3%A9".lower(),
        b"/Jane#20Ro\xc3\xa9",
        base64.b64encode("of Jane Roé, who".encode()),
        base64.b64encode("x of Jane Roé, who".encode()),
        b"Jane Ro\\u00e9",
        "Jane Roé"[::-1].encode(),
    ],
)
def test_a_term_is_found_in_bytes_in_any_usual_encoding(data: bytes) -> None:
    assert "Jane Roé" in {found.term for found in FINDER.in_bytes(b"before " + data + b" after", is_text=True)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "gb18030"])
def test_han_is_found_in_bytes(encoding: str) -> None:
    assert FINDER.in_bytes("在石桥路见".encode(encoding), is_text=True)


def test_short_terms_are_not_looked_for_in_noise() -> None:
    assert FINDER.in_bytes(b"\x00Omar\x01", is_text=True)
    assert not FINDER.in_bytes(b"\x00Omar\x01", is_text=False)


@given(st.text(max_size=60), st.sampled_from(NAMES), st.text(max_size=60))
def test_a_term_between_blanks_is_always_found(before: str, term: str, after: str) -> None:
    assert term in {found.term for found in FINDER.in_text(f"{before}\n{term}\n{after}")}


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_do_no_harm(data: bytes) -> None:
    FINDER.in_bytes(data, is_text=True)
    FINDER.in_text(data.decode("utf-8", "replace"))


def test_terms_of_which_nothing_is_left_are_not_looked_for() -> None:
    finder = TermFinder(("...", " ", "\u200b"))
    assert not finder
    assert finder.in_text("...") == ()
