import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.index import stems as stems_module
from muniment.index.folding import fold, indexable
from muniment.index.stems import MAX_REMEMBERED, STEM_CHARS, stem, stems

LETTERS = st.text("abcdefşığعوفبكالتىهئۇگабвгдеж中文དབ𐐷 ", max_size=400)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("преступления", "преступлениях"),
        ("özgürlüğünü", "özgürlükleri"),
        ("Gefängnisse", "Gefängnissen"),
        ("detained", "detainees"),
        ("الكتاب", "وكتابه"),
        ("بالمدينة", "مدينة"),
        ("حكومة", "للحكومات"),
        ("φυλακές", "φυλακών"),
        ("қамауда", "қамауға"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(("one", "other"), [("prison", "prince"), ("كتاب", "كلمة"), ("школа", "шкала")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize("word", ["والي", "فال", "لا", "بل", "و"])
def test_a_short_arabic_word_is_not_taken_for_a_prefix(word: str) -> None:
    assert stem(fold(word)) == fold(word)


def test_an_uyghur_word_is_not_cut_as_if_it_were_arabic() -> None:
    assert stem("بالىلىرىڭىز") == "بالىل"
    assert stem("ۋالىي") == "ۋالىي"
    assert len(stem("ئۇىغۇرلار")) == STEM_CHARS


def test_characters_of_scripts_without_spaces_have_no_stem() -> None:
    assert stems(indexable("习近平 said ཞི་ཅིན")).split() == ["said"]
    assert stems(indexable("习近平 said ཞི་ཅིན " * 100)).split() == ["said"] * 100


@given(st.text("abcdefşığعوفبكالتىهئۇگabвгдеж中文དབ𐐷 ", max_size=400) | st.text(max_size=300))
def test_a_text_has_the_stems_of_its_terms(text: str) -> None:
    folded = indexable(text)
    assert stems(folded).split() == [found for term in folded.split() if (found := stem(term))]


def test_the_words_remembered_are_bounded() -> None:
    for start in range(0, 4 * MAX_REMEMBERED, MAX_REMEMBERED):
        stems("في " + " ".join(map(str, range(start, start + MAX_REMEMBERED))))
    assert len(stems_module._remembered()) <= 2 * MAX_REMEMBERED
