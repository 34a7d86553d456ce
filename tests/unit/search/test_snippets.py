import re
import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from muniment.search import snippets
from muniment.search.matching import places
from muniment.search.parse import parse
from muniment.search.query import Or, Phrase, Steps, Word
from muniment.search.snippets import Snippet, snippet

SOON = 5.0
"""Seconds of processor time that tell what is done in one go from what tries every way: that would take years."""

LATIN = "Lorem ipsum dolor sit amet, consectetur. "


def marked(text: str, query: str) -> list[str]:
    found = snippet(text, parse(query))
    assert text[found.start : found.start + len(found.text)] == found.text
    return [text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("the quick brown fox", "fox", ["fox"]),
        ("the quick brown fox", '"quick brown"', ["quick brown"]),
        ("quick brown, quick red", '"quick red"', ["quick red"]),
        ("習近平主席", "习近平", ["習近平"]),
        ("一所École normale", "ecole", ["École"]),
        ("E\u0301cole nai\u0308ve", "école naïve", ["E\u0301cole", "nai\u0308ve"]),
        ("العَرَبِيّة لغة", "العربية", ["العَرَبِيّة"]),
        ("ئۇيغۇر تىلى", "ئۇيغۇر", ["ئۇيغۇر"]),
        ("mail John.Doe@example.org now", "john.doe@example.org", ["John.Doe@example.org"]),
        ("〔2017〕12号文件", "〔2017〕12号", ["2017〕12号"]),
        ("墨玉县的培训中心", "培训中心是什么地方", ["培训中心"]),
        ("alpha beta", "alpha -beta", ["alpha"]),
        ("alpha beta", "gamma", []),
        ("foxes", "fox", []),
        ("ﬁle", "file", ["ﬁle"]),
        ("a detenton order", "detention~", ["detenton"]),
        ("a detentoin order", "detention~1", ["detentoin"]),
        ("a detntoin order", "detention~1", []),
        ("camps and campuses", "camp*", ["camps", "campuses"]),
        ("Ürümqi", "ur?mqi", ["Ürümqi"]),
        ("re-educated people", "re-educ*", ["re-educated"]),
        ("墨五县的事", "墨?县", ["墨五县"]),
        ("墨五县的事", "墨玉县~", ["墨五县"]),
        ("détained, detainee", "/det[ae]in(ed|ees)/", ["détained"]),
        ("ab cd", "/ab.*d/", []),
        ("doors, and windows shut; doors", '"doors windows"~1', ["doors", "windows"]),
        ("windows then doors", '"doors windows"~1', []),
        ("windows then doors", '"doors windows"~3', ["windows", "doors"]),
        ("doors that never had any windows", '"doors windows"~1', []),
        ("alpha beta", "subject:alpha beta", ["beta"]),
        ("alpha beta", "alpha^2 lang:en", ["alpha"]),
        ("签发人：罗闻桥。", 'name~:"Luo Wenqiao"', ["罗闻桥"]),
    ],
)
def test_what_matched_is_marked_in_the_raw_text(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("abcab abxab ab", "a*b*ab", ["abcab", "abxab"]),
        ("aab", "a*ab", ["aab"]),
        ("ab abb", "ab*b", ["abb"]),
        ("abcde abde", "a?c*e", ["abcde"]),
        ("banana bananas", "b*a?a", ["banana"]),
        ("strangers", "st*?ers", ["strangers"]),
        ("abcdef", "*cde**f*", ["abcdef"]),
    ],
)
def test_words_with_several_stars_are_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


@given(st.text("ab", min_size=1, max_size=9), st.text("ab*?", min_size=1, max_size=7))
def test_a_word_with_wildcards_is_marked_where_it_matches_as_a_whole(word: str, pattern: str) -> None:
    loose = re.sub(r"\*+", ".*", pattern.replace("?", "."))
    expected = [(0, len(word))] if re.fullmatch(loose, word) else []
    assert places(word, Steps(((0, pattern),))) == expected


@pytest.mark.parametrize("text", ["a" * 50_000 + " end", "ab" * 20_000])
def test_marking_stars_in_endless_words_takes_no_time(text: str) -> None:
    started = time.process_time()
    assert marked(text, "a*a*a*a*b*a*c") == []
    assert time.process_time() - started < SOON


def test_the_window_goes_to_where_the_rarer_words_stand_together() -> None:
    text = LATIN * 50 + "Here the dolor meets Karakax and Keriya. " + LATIN * 50
    found = snippet(text, parse("dolor karakax keriya"))
    assert "dolor meets Karakax and Keriya" in found.text
    assert 150 <= len(found.text) <= 210
    assert found.start > 1000


def test_a_page_that_matches_by_its_name_only_shows_its_beginning() -> None:
    found = snippet(LATIN * 20, Word("karakax"))
    assert (found.start, found.spans) == (0, ())
    assert found.text.startswith("Lorem ipsum")
    assert len(found.text) <= 200


def test_an_empty_page_gives_an_empty_snippet() -> None:
    assert snippet("", Word("a")) == Snippet(text="", spans=(), start=0)


def test_edges_fall_between_words_where_there_are_any() -> None:
    found = snippet("word " * 100 + "needle" + " word" * 100, Word("needle"))
    assert set(found.text.split()) == {"word", "needle"}


TEXTS = st.text(st.sampled_from("ab 中国é\u0301\u0308👨\u200d👩🇨🇳ئۇ\u064eกำ\r\n한\u1112\u1161\u11ab"), max_size=400)


@given(TEXTS, st.integers(1, 50))
def test_no_edge_ever_splits_a_grapheme_cluster(text: str, width: int) -> None:
    found = snippet(text, Or((Word("a"), Word("中"), Phrase("é"))), width=width)
    bounds = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    edges = [found.start, found.start + len(found.text), *(edge for span in found.spans for edge in span)]
    assert set(edges) <= bounds


@given(TEXTS)
def test_spans_lie_within_the_snippet_in_order_and_apart(text: str) -> None:
    found = snippet(text, Or((Word("ab"), Phrase("中国"), Word("é"))))
    edges = [found.start, *(edge for span in found.spans for edge in span), found.start + len(found.text)]
    assert edges == sorted(edges)
    assert all(start < end for start, end in found.spans)


@given(st.text("中国新疆墨玉县abc ", min_size=1), st.data())
def test_every_part_of_a_short_text_is_marked_when_searched_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : start + 5].strip()
    spans = snippet(f"{text} {part}", Phrase(part), width=10_000).spans
    assert bool(spans) == bool(part)


def test_what_stands_only_far_down_a_long_page_is_found() -> None:
    text = "none of that here. " * 30_000 + "罗闻桥 signed the order"
    assert marked(text, "order") == ["order"]
    assert marked(text, '"signed the order"') == ["signed the order"]


def test_the_best_part_of_a_long_page_need_not_be_the_first() -> None:
    text = "a gate. " + "nothing to see. " * 8_000 + "the gate has locks. " + "nothing to see. " * 8_000
    assert marked(text, "gate locks") == ["gate", "locks"]


def test_a_page_of_millions_is_not_looked_through_for_the_perfect_place() -> None:
    text = " ".join(f"word{number % 50_000} gate" for number in range(400_000))
    started = time.process_time()
    assert "gate" in marked(text, "who was at the gate or word13~")
    assert time.process_time() - started < SOON


@given(st.text("ab \n", max_size=60), st.integers(1, 20))
def test_stretches_of_a_page_join_up(text: str, chars: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snippets, "STRETCH_CHARS", chars)
        assert "".join(text[start:end] for start, end in snippets._stretches(text)) == text
