import time

import pytest

from muniment.search.lowering import lowered, wanted_leaves, wanted_runs
from muniment.search.parse import parse
from muniment.search.query import And, Everything, Favouring, Not, Phrase, Question, Run, Stem, Word

SOON = 3.0
"""Seconds of processor time: trying every sign as the first would take a minute and more."""


@pytest.mark.parametrize(
    "name",
    ["习近平", "和田地区", "新疆维吾尔自治区", "中华人民共和国", "华为技术有限公司", "〔2017〕12号", "ウイグル自治区"],
)
def test_a_name_must_be_there_whole(name: str) -> None:
    assert isinstance(lowered(Word(name)), Run)


def test_a_question_without_spaces_matches_by_overlap() -> None:
    tree = lowered(Word("墨玉县的培训中心是什么"))
    assert isinstance(tree, Question)
    assert {Run(("墨",)), Run(("墨", "玉"))} <= set(tree.parts)


@pytest.mark.parametrize("strict", ["a AND {}", "+{}", "a NOT {}", '"{}"', "-{}"])
def test_what_must_or_must_not_be_there_is_taken_at_its_word(strict: str) -> None:
    sentence = "墨玉县的培训中心是什么"
    assert Run(tuple(sentence)) in _all_runs(strict.format(sentence))
    assert Run(("墨",)) not in _all_runs(strict.format(sentence))


def _all_runs(text: str) -> list[Run]:
    tree = lowered(parse(text))
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return [run for part in parts for run in wanted_runs(part.part if isinstance(part, Not) else part)]


def test_signs_around_a_word_do_not_hide_that_it_is_uyghur() -> None:
    assert Run(("urumchi",)) in wanted_runs(lowered(Word("«Ürümchi».")))
    assert lowered(Word("..Urumchi__")) == lowered(Word("Urumchi"))


def test_endless_signs_inside_a_word_take_no_time() -> None:
    started = time.process_time()
    lowered(Word("a" + "." * 100_000 + "b"))
    assert time.process_time() - started < SOON


def test_a_possessive_finds_the_bare_word() -> None:
    assert lowered(Word("Warsaw’s")) == Favouring(Run(("warsaw",)), (Run(("warsaw", "s")),))


def test_the_arabic_article_and_prepositions_are_no_hindrance() -> None:
    with_article, without = lowered(Word("الكتاب")), lowered(Word("كتاب"))
    assert set(wanted_runs(with_article)) == set(wanted_runs(without))
    assert Run(("والكتاب",)) in wanted_runs(without)


def test_uyghur_words_get_no_arabic_prefixes() -> None:
    assert wanted_runs(lowered(Word("ئۇيغۇر")))[0] == Run(("ئۇىغۇر",))
    assert not any(run.terms[0].startswith("ال") for run in wanted_runs(lowered(Word("ئۇيغۇر"))))


def test_a_hyphenated_word_is_whole_alone_and_loose_in_a_question() -> None:
    assert lowered(Word("re-education")) == Run(("re", "education"))
    runs = wanted_runs(lowered(parse("who ran the re-education camps")))
    assert {Run(("re", "education")), Run(("education",))} <= set(runs)


def test_what_must_not_be_there_is_not_wanted() -> None:
    assert wanted_runs(lowered(parse("a -b"))) == (Run(("a",)),)
    assert wanted_runs(Everything()) == ()


def test_a_phrase_is_never_loosened() -> None:
    assert lowered(Phrase("这是什么意思的的的")) == Run(tuple("这是什么意思的的的"))


@pytest.mark.parametrize("question", ["who ran the camps", "who ran them?", "Kim kurdu?"])
def test_four_words_or_a_question_mark_make_a_question(question: str) -> None:
    assert isinstance(lowered(parse(question)), Question)


def test_a_question_asks_for_any_form_of_its_words() -> None:
    leaves = wanted_leaves(lowered(parse("who was detained there")))
    assert {Run(("detained",)), Stem("detai")} <= set(leaves)


@pytest.mark.parametrize(
    "strict", ["detained", "was detained", '"who was detained there"', "a AND detained", "+detained a"]
)
def test_words_that_are_no_question_are_taken_in_the_form_typed(strict: str) -> None:
    assert not any(isinstance(leaf, Stem) for leaf in wanted_leaves(lowered(parse(strict))))
