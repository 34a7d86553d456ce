"""A search as its address says it."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import QueryError
from muniment.search.parse import parse
from muniment.search.query import And, Everything, NameLike, Not, Or
from muniment.web.search.asked import FILTERS, MAX_PAGE, MOST_FILTERS, PER_PAGE, Asked

FIELDS = ("q", "names", "fold", "sort", "page", *FILTERS)
pairs = st.lists(st.tuples(st.sampled_from(FIELDS), st.text()), max_size=12)


@given(pairs)
def test_any_address_is_understood_and_its_own_address_says_the_same(untrusted_pairs: list[tuple[str, str]]) -> None:
    asked = Asked.from_pairs(untrusted_pairs)
    address = asked.url()
    if address.isascii():
        again = Asked.from_pairs(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        assert again == asked


@given(st.sampled_from(sorted(FILTERS)), st.text(min_size=1))
def test_a_filters_value_never_acts_as_a_query(name: str, untrusted_value: str) -> None:
    asked = Asked(text="word").with_filter(name, untrusted_value)
    assert asked.query() == parse("word")
    try:
        narrowed = asked.only()
    except QueryError:
        return  # no value of this field: nothing is searched
    assert isinstance(narrowed, And)
    (one,) = narrowed.parts
    assert not isinstance(one, And | Or | Not | Everything), "one value is one condition"


def test_a_filter_that_makes_no_sense_points_at_nothing_that_was_typed() -> None:
    with pytest.raises(QueryError) as caught:
        Asked(text="word").with_filter("date", "yesterday").only()
    assert caught.value.place is None


def test_values_of_one_field_are_alternatives_and_fields_are_conditions() -> None:
    asked = Asked().with_filter("lang", "zh").with_filter("lang", "ug").with_filter("type", "pdf")
    assert asked.only() == And((parse("lang:zh OR lang:ug"), parse("type:pdf")))


def test_nothing_asked_for_is_every_page() -> None:
    assert Asked().query() == Everything()
    assert Asked().is_blank


def test_the_names_switch_takes_the_words_as_a_name_whatever_signs_they_hold() -> None:
    assert Asked(text='a" OR (b', names=True).query() == NameLike('a" OR (b')


def test_a_filter_starts_from_the_first_page_again() -> None:
    asked = Asked(text="word", page=7)
    assert asked.with_filter("lang", "zh").page == 1
    assert asked.with_filter("lang", "zh").without_filter("lang", "zh") == Asked(text="word")


@pytest.mark.parametrize(
    ("told", "page"),
    [("", 1), ("0", 1), ("-3", 1), ("x", 1), ("٣", 1), ("12", 12), ("99999", MAX_PAGE), ("9" * 4000, 1)],
)
def test_page_numbers_stay_within_what_can_be_turned(told: str, page: int) -> None:
    asked = Asked.from_pairs([("q", "a"), ("page", told)])
    assert asked.page == page
    assert asked.offset == (page - 1) * PER_PAGE


def test_no_address_brings_more_filters_than_can_be_clicked() -> None:
    asked = Asked.from_pairs([("source", f"source {number}") for number in range(500)])
    assert len(asked.filters) == MOST_FILTERS
