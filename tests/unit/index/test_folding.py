import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.index.folding import (
    MAX_TERM_CHARS,
    FoldedText,
    fold,
    indexable,
    is_spaceless_term,
    term_texts,
    terms,
)

ANY_TEXT = st.text(st.characters(), max_size=300)
SCRIPTS = st.text(
    st.one_of(
        st.characters(max_codepoint=0x17F),
        st.characters(min_codepoint=0x0400, max_codepoint=0x06FF),
        st.characters(min_codepoint=0x0900, max_codepoint=0x11FF),
        st.characters(min_codepoint=0x3000, max_codepoint=0x30FF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xAC00, max_codepoint=0xD7FF, categories=["Lo"]),
        st.characters(min_codepoint=0xFB00, max_codepoint=0xFFEF),
        st.sampled_from("\u0654\u3099\u309a\uff9e\u064a\u1100\u1161\u11a8½ßﬁ㈱ "),
    ),
    max_size=400,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Quick  Fox", "the quick fox"),
        ("don't O’Brien", "don t o brien"),
        ("john.doe@mail.example.org", "john doe mail example org"),
        ("re-education camp_list v2.1", "re education camp list v2 1"),
        ("École naïve ÅNGSTRÖM", "ecole naive angstrom"),
        ("E\u0301cole", "ecole"),
        ("Straße ŁÓDŹ Đorđe œuvre", "strasse lodz dorde oeuvre"),
        ("İstanbul ışık", "istanbul isik"),
        ("Ёлка елка", "елка елка"),
        ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
        ("ＡＢＣ １２３", "abc 123"),
        ("ﬁle ① m² 6½", "file 1 m 2 6 1 2"),
        ("co\u00adoperate zero\u200bwidth", "cooperate zero width"),
        ("習近平", "习 近 平"),
        ("臺灣abc中", "台 湾 abc 中"),
        ("〔2017〕12号", "2017 12 号"),
        ("ｶﾞ ガ カ\u3099", "ガ ガ ガ"),
        ("한국", "한 국"),
        (unicodedata.normalize("NFD", "한국"), "한 국"),
        ("العَرَبِيّة", "العربىه"),
        ("أحمد إلى آخر ٱلله", "احمد الى اخر الله"),
        ("كتـــاب ک", "كتاب ك"),
        ("می\u200cخواهم", "مىخواهم"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("ئۇيغۇر", "ئۇىغۇر"),
        ("\u064a\u0654ۇ", "ئۇ"),
        ("ھە هه", "هه هه"),
        ("٢٠١٧ ۲۰۱۷ ๒๐๑๗", "2017 2017 2017"),
        ("ไทย", "ไ ท ย"),
        ("བོད་ཡིག", "བོད ཡིག"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
        ("?!…", ""),
    ],
)
def test_text_becomes_these_terms(text: str, expected: str) -> None:
    assert " ".join(term_texts(text)) == expected


def test_letters_that_mean_different_things_in_uyghur_stay_apart() -> None:
    forms = [term_texts(f"ب{letter}ب") for letter in "ۇۆۈوې\u0649"]
    assert len(set(forms)) == len(forms)


@given(ANY_TEXT | SCRIPTS)
def test_each_term_comes_from_the_raw_text_at_its_place(text: str) -> None:
    found = terms(text)
    assert tuple(term.text for term in found) == term_texts(text)
    for term in found:
        assert 0 <= term.start < term.end <= len(text)
        assert term.text in term_texts(text[term.start : term.end])
    assert [term.start for term in found] == sorted(term.start for term in found)


@given(SCRIPTS, st.integers(1, 30))
def test_long_texts_give_the_terms_of_short_ones(text: str, times: int) -> None:
    repeated = f"{text} " * times
    assert term_texts(repeated) == term_texts(f"{text} ") * times
    assert FoldedText(repeated).text.split() == fold(repeated).split()


@given(ANY_TEXT | SCRIPTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert term_texts(" ".join(term_texts(text))) == term_texts(text)


@pytest.mark.parametrize("letter", "\u0cc7\u0bca\u09cb\u0d4a\u0b4b\u0958")
def test_vowel_signs_of_two_halves_are_the_same_in_one_or_two(letter: str) -> None:
    assert term_texts("x" + unicodedata.normalize("NFD", letter)) == term_texts(f"x{letter}")


@given(SCRIPTS)
def test_composed_and_decomposed_text_give_the_same_terms(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert term_texts(unicodedata.normalize("NFD", composed)) == term_texts(composed)


@given(st.text(st.characters(max_codepoint=127), max_size=400))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(text: str) -> None:
    assert term_texts(text) == term_texts(f"{text} \u2014")
    assert [term.text for term in terms(text)] == list(term_texts(text))


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF, categories=["Lo"]), min_size=1))
def test_each_han_character_is_a_term_at_its_own_place(text: str) -> None:
    assert [(term.start, term.end) for term in terms(text)] == [(place, place + 1) for place in range(len(text))]
    assert all(is_spaceless_term(term) for term in term_texts(text))


@pytest.mark.parametrize("letter", ["x", "é", "я", "\U00010400"])
def test_runs_that_no_engine_takes_are_cut_the_same_everywhere(letter: str) -> None:
    run = letter * (2 * MAX_TERM_CHARS + 5)
    cut = tuple(indexable(f"a {run} b").split())
    assert cut == term_texts(f"a {run} b")
    assert [len(term) for term in cut] == [1, MAX_TERM_CHARS, MAX_TERM_CHARS, 5, 1]
    assert max(len(term.encode()) for term in cut) < 65_530


@given(st.integers(MAX_TERM_CHARS - 3, MAX_TERM_CHARS + 3))
def test_what_is_indexed_is_what_is_searched_for_at_any_length(length: int) -> None:
    text = "x" * length + " y"
    assert tuple(indexable(text).split()) == term_texts(text)
