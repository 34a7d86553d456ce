import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.index.folding import term_texts
from muniment.index.uyghur import MAX_SPELLINGS, looks_uyghur, spellings, to_arabic, to_cyrillic, to_latin

UDHR = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "languages" / "udhr"
WORD = re.compile(r"[\w'’]+")

needs_corpus = pytest.mark.skipif(not UDHR.is_dir(), reason="the UDHR is not there: real Uyghur text is NOT tested")

FORMS = [
    ("ئۇيغۇر", "uyghur", "уйғур"),
    ("ئىلھام", "ilham", "илһам"),
    ("توختى", "toxti", "тохти"),
    ("شىنجاڭ", "shinjang", "шинҗаң"),
    ("ئۈرۈمچى", "ürümchi", "үрүмчи"),
    ("قەشقەر", "qeshqer", "қәшқәр"),
    ("ياخشى", "yaxshi", "яхши"),
    ("يۇرت", "yurt", "юрт"),
    ("كېرەك", "kërek", "керәк"),
    ("ئۆي", "öy", "өй"),
    ("ژۇرنال", "zhurnal", "журнал"),
    ("بىلەن", "bilen", "билән"),
]


@pytest.mark.parametrize(("arabic", "latin", "cyrillic"), FORMS)
def test_a_word_is_written_in_any_of_the_three_scripts(arabic: str, latin: str, cyrillic: str) -> None:
    assert [to_latin(arabic), to_latin(cyrillic)] == [latin, latin]
    assert [to_arabic(latin), to_arabic(cyrillic)] == [arabic, arabic]
    assert [to_cyrillic(arabic), to_cyrillic(latin)] == [cyrillic, cyrillic]


@pytest.mark.parametrize("forms", [form for form in FORMS if len(form[1]) > 2])
def test_each_form_leads_to_the_two_others(forms: tuple[str, str, str]) -> None:
    for typed in forms:
        others = {term_texts(form) for form in forms if form != typed}
        assert others <= set(spellings(typed))


@pytest.mark.parametrize("typed", ["Ürümchi", "Urumchi", "ÜRÜMCHI"])
def test_letters_typed_without_their_marks_are_found_as_well(typed: str) -> None:
    assert term_texts("ئۈرۈمچى") in spellings(typed)


def test_words_that_follow_one_another_stay_together() -> None:
    assert term_texts("ئىلھام توختى") in spellings("Ilham Toxti")
    assert term_texts("ilham toxti") in spellings("ئىلھام توختى")


def test_a_break_keeps_letters_apart() -> None:
    assert to_arabic("in'gliz") == "ئىنگلىز"
    assert to_latin("ئىنگلىز") == "in'gliz"
    assert to_latin("سائەت") == "sa'et"
    assert to_arabic("sa'et") == to_arabic("saet") == "سائەت"


@pytest.mark.parametrize(
    "word", ["on", "detention", "camps", "كتاب", "الكتاب", "سلام", "习近平", "2017", "", "  ", "-", "إن"]
)
def test_what_cannot_be_uyghur_has_no_other_spelling(word: str) -> None:
    assert spellings(word) == ()


def test_words_that_tell_the_language() -> None:
    assert all(looks_uyghur(word) for word in ("ئۇيغۇر", "уйғур", "uyghur"))
    assert not any(looks_uyghur(word) for word in ("камера", "question", "كتاب"))


@given(st.text(max_size=60) | st.text("eouhngjsh ", max_size=60))
def test_spellings_are_bounded_whatever_is_typed(text: str) -> None:
    assert len(spellings(text)) <= 2 * MAX_SPELLINGS


@given(st.text(st.characters(categories=["N", "P", "Z", "Lo"], exclude_characters="'’‘ʼ´`", max_codepoint=0x5FF)))
def test_what_is_no_letter_of_uyghur_stays_as_it_is(text: str) -> None:
    assert to_latin(text) == to_cyrillic(text) == to_arabic(text) == text


def _words(language: str) -> set[str]:
    root = ET.parse(UDHR / f"udhr_{language}.xml").getroot()
    text = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("}para"))
    return {word.lower() for word in WORD.findall(text)}


@needs_corpus
@pytest.mark.parametrize("there", [to_latin, to_cyrillic])
def test_real_words_come_back_the_same(there: object) -> None:
    assert callable(there)
    words = _words("uig_arab")
    same = [word for word in words if to_arabic(there(word)) == word]
    assert len(same) / len(words) > 0.96  # the rest are slips of the pen in that text, and hamzas


@needs_corpus
@pytest.mark.parametrize(("one", "other"), [("uig_arab", "uig_latn"), ("uig_latn", "uig_arab")])
def test_real_words_find_themselves_in_the_other_script(one: str, other: str) -> None:
    there = {term_texts(word) for word in _words(other)}
    words = [word for word in _words(one) if len(word) > 3]
    found = [word for word in words if any(form in there for form in spellings(word))]
    assert len(found) / len(words) > 0.87  # the two texts differ in some words
