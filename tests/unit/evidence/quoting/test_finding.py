"""Finding typed words on pages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evidence.quoting.pages import Texts

from muniment.errors import UsageError
from muniment.evidence.quoting.finding import Surroundings, find_words
from muniment.evidence.quoting.folding import Folded, folded
from muniment.evidence.quoting.likeness import nearest
from muniment.evidence.quoting.pages import PageNow
from muniment.model import PageKind


def found(words: str, *pages: str) -> list[list[str]]:
    return [[place.exact for place in passage] for passage in find_words(Texts(*pages).pages(), words)]


@given(st.text(max_size=200), st.data())
def test_folded_characters_lead_back_to_the_raw_ones_they_were_made_of(raw: str, data: st.DataObject) -> None:
    text = Folded(raw)
    if not text.text:
        return
    start = data.draw(st.integers(0, len(text.text) - 1))
    end = data.draw(st.integers(start + 1, len(text.text)))
    low, high = text.raw_span(start, end)
    assert 0 <= low < high <= len(raw)
    assert sorted(text.text[start:end]) <= sorted(folded(raw[low:high])) or text.text[start:end] in folded(raw)
    assert text.folded_at(low) <= start or unicodedata.combining(text.text[start])


@given(st.text(max_size=100), st.text(max_size=100))
def test_folding_goes_piece_by_piece(one: str, other: str) -> None:
    assert sorted(folded(one + other)) == sorted(folded(one) + folded(other))


@pytest.mark.parametrize(
    ("words", "page", "raw"),
    [
        ("prevent escapes", "to pre-\nvent escapes", "pre-\nvent escapes"),
        ("the hall", "the\r\n  hall", "the\r\n  hall"),
        ("'locked' doors", "the “locked” doors", "“locked” doors"),
        ("2017-2019", "in 2017–2019", "2017–2019"),
        ("final", "the ﬁnal word", "ﬁnal"),
        ("防止逃跑", "要防止\n逃跑", "防止\n逃跑"),
        ("２０１７", "in 2017.", "2017"),
        ("soft hyphen", "a soft hy\u00adphen", "soft hy\u00adphen"),
        ("escape", "esc\u200bape", "esc\u200bape"),
        ("abc", "\u202ea\u202cbc", "a\u202cbc"),
        ("Türen", "Tu\u0308ren", "Tu\u0308ren"),
        ("nul byte", "nul\x00 byte", "nul\x00 byte"),
        ("𝟏𝟐", "order 12", "12"),
        ("كتاب", "ﻛﺘﺎﺏ", "ﻛﺘﺎﺏ"),
        ("كتاب", "كتـــاب", "كتـــاب"),
    ],
)
def test_words_match_as_people_type_them_and_the_raw_text_is_given(words: str, page: str, raw: str) -> None:
    assert found(words, page) == [[raw]]


def test_case_tells_words_apart() -> None:
    assert found("Order", "order order") == []


def test_whole_words_come_before_parts_of_words() -> None:
    assert found("order", "reorder, order") == [["order"]]
    assert found("order", "reorder") == [["order"]]


def test_a_letter_keeps_its_marks() -> None:
    assert found("e", "caf\u00e9 e\u0301 e") == [["e"]] or found("e", "e\u0301") == [["e\u0301"]]
    assert found("cafe", "cafe\u0301s") == [["cafe\u0301"]]


def test_words_over_a_page_break_skip_foot_and_head() -> None:
    first = "It is the duty of all to guard the\ndoors of every\n- 1 -\nInternal\n"
    second = "DIRECTIVE\nhall at all times of day."
    assert found("doors of every hall at all times", first, second) == [["doors of every", "hall at all times"]]


def test_words_over_three_pages() -> None:
    assert found("one two three four", "zero one", "two three", "four five") == [["one", "two three", "four"]]


def test_a_break_within_a_word_is_found() -> None:
    assert found("all prevention", "of all pre-\n1", "2\nvention work") == [["all pre", "vention"]]


def test_pages_that_do_not_follow_one_another_are_not_joined() -> None:
    pages = [PageNow(1, PageKind.TEXT, "zero one"), PageNow(3, PageKind.TEXT, "two three")]
    assert find_words(pages, "one two") == []


def test_every_place_is_given_and_surroundings_choose() -> None:
    pages = Texts("A: locked. B: locked.", "C: locked.")
    assert len(find_words(pages.pages(), "locked")) == 3
    chosen = find_words(pages.pages(), "locked", Surroundings(prefix="B: "))
    assert [one[0].start for one in chosen] == [14]


def test_the_printed_reading_counts_before_the_recognised_one() -> None:
    pages = [PageNow(1, PageKind.TEXT, "the hall"), PageNow(1, PageKind.OCR, "the hall")]
    assert [one[0].page.kind for one in find_words(pages, "hall")] == [PageKind.TEXT]
    assert [one[0].page.kind for one in find_words(pages[1:], "hall")] == [PageKind.OCR]


def test_words_of_nothing_are_refused() -> None:
    for words in ("", "  ", "\u200e", "-", "\x00"):
        with pytest.raises(UsageError, match="nothing that could be looked for"):
            find_words([], words)


def test_the_nearest_passage_is_told() -> None:
    near = nearest(
        Texts("abc", "Doors shall be locked twice at all times.").pages(), "Doors must be locked twice always"
    )
    assert near is not None
    assert near.place.page.number == 2
    assert near.place.exact.startswith("Doors shall be locked twice")
    assert nearest(Texts("abc").pages(), "Doors must be locked twice") is None


def test_a_page_of_one_letter_repeated_does_not_stop_the_program() -> None:
    assert len(find_words(Texts("a" * 300_000).pages(), "aaa")) == 1_000
