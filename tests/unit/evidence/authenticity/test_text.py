"""What a text shows of its form, and how it stands beside that of like documents."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.authenticity import text as module
from muniment.evidence.authenticity.habits import Like, compared, values_of
from muniment.evidence.authenticity.references import distinct
from muniment.evidence.authenticity.text import form_of, look_through, number_forms, running
from muniment.evidence.authenticity.traits import from_traits
from muniment.read.examine.trait import Key, Trait


def test_numbers_titles_and_dates_are_found_where_they_stand() -> None:
    page = "塔学堂发〔2031〕12号\n根据《学堂安全若干规定》，2031年3月14日印发。"
    looked = look_through([(1, page)])
    (number,), (title,), (day,) = looked.references, looked.titles, looked.dates
    assert (number.words, number.in_head) == ("塔学堂发〔2031〕12号", True)
    assert (title.value, day.value) == ("学堂安全若干规定", "2031-03-14")
    for one in (number, title, day):
        assert page[one.place.start : one.place.end] == one.words


def test_dates_among_the_headers_of_a_mail_are_passed_over() -> None:
    page = "From: a@b.example\nDate: 5 November 2017\n\nWe met on 3 October 2017."
    assert [one.value for one in look_through([(1, page)], begins_with_headers=True).dates] == ["2017-10-03"]
    assert [one.value for one in look_through([(1, page)]).dates] == ["2017-11-05", "2017-10-03"]


def test_a_line_at_the_edge_of_most_pages_is_a_running_head() -> None:
    pages = [(number, f"Order 12, page {number}\n{'body ' * number}\nsecret") for number in range(1, 5)]
    looked = look_through(pages)
    assert list(running(looked.heads, looked.pages)) == ["Order #, page #"]
    assert list(running(looked.feet, looked.pages)) == ["secret"]
    assert list(running(Counter({"once": 1}), 1)) == []


def test_forms_of_chinese_numbers_do_not_depend_on_line_breaks() -> None:
    looked = look_through([(1, "塔学堂发〔2031〕 12号。另见塔学堂发〔2030〕41号。")])
    assert number_forms(looked) == ["塔学堂发〔#〕#号"]


@given(st.text(max_size=300))
def test_a_form_is_stable(words: str) -> None:
    assert form_of(form_of(words)) == form_of(words)


def test_a_text_too_long_is_broken_off_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHARS", 10)
    looked = look_through([(1, "a" * 20), (2, "b"), (3, "c")])
    assert (looked.pages, looked.stopped_at) == (1, 2)


def test_each_value_is_looked_for_once() -> None:
    looked = look_through([(1, "No. 12/2017 and no. 12/2017, No. 13/2017")])
    assert [(one.value, times) for one, times in distinct(looked.references)] == [("12/2017", 2), ("13/2017", 1)]


def values(**traits: str) -> dict[str, tuple[str, ...]]:
    return values_of(from_traits([Trait(Key[name], value, "x") for name, value in traits.items()]))


def test_like_documents_are_counted_by_what_they_say() -> None:
    mine = values(PRODUCER="Writer 3", PAGE_SIZE="210 by 297 mm (A4) on 9 pages")
    others = [
        Like("a" * 64, b"a", values(PRODUCER="Writer 3", PAGE_SIZE="210 by 297 mm (A4) on 1 page")),
        Like("b" * 64, b"b", values(PRODUCER="Writer 2")),
        Like("c" * 64, b"c", {}),
    ]
    rows = {row.key: row for row in compared(mine, others)}
    producer = rows["producer"]
    assert producer.told_by == 2
    assert [(one.value, one.here, len(one.among)) for one in producer.counts] == [
        ("Writer 3", True, 1),
        ("Writer 2", False, 1),
    ]
    (size,) = rows["page-size"].counts
    assert (size.value, size.among) == ("210 by 297 mm (A4)", ("a" * 64,))


def test_without_like_documents_nothing_is_compared() -> None:
    assert compared(values(PRODUCER="Writer 3"), []) == ()
