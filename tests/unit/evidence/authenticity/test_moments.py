"""Dates as files write them: which days they can mean, and which of two came first."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.authenticity.moments import Moment, Order, apart, moment_of, order

days = st.dates(min_value=date(1900, 1, 2), max_value=date(2199, 12, 30))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-11-05", date(2017, 11, 5), date(2017, 11, 5)),
        ("2017-11-05T23:30:00+08:00", date(2017, 11, 5), date(2017, 11, 5)),
        ("2017-05-27/2017-06-24", date(2017, 5, 27), date(2017, 6, 24)),
        ("[2017-03-04,2017-04-03]", date(2017, 3, 4), date(2017, 4, 3)),
    ],
)
def test_a_date_means_the_days_it_can_mean(written: str, first: date, last: date) -> None:
    moment = moment_of(written)
    assert moment is not None
    assert (moment.first, moment.last) == (first, last)


@pytest.mark.parametrize(
    "written", ["", "XXXX-11-05", "12 March", "2017-02-31", "[2017-02-31,2017-01-01]", "2017-13", "9" * 500]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert moment_of(written) is None


@given(st.text(max_size=60))
def test_nothing_that_is_written_breaks_it(written: str) -> None:
    moment = moment_of(written)
    assert moment is None or moment.first <= moment.last


@given(days, days)
def test_order_has_a_mirror(one: date, other: date) -> None:
    mirror = {Order.BEFORE: Order.AFTER, Order.AFTER: Order.BEFORE}
    left, right = Moment(one, one), Moment(other, other)
    assert order(right, left) is mirror.get(order(left, right), order(left, right))


def test_zones_count_where_both_are_said_only() -> None:
    east, west = moment_of("2017-11-05T23:00:00+08:00"), moment_of("2017-11-06T00:30:00+14:00")
    bare = moment_of("2017-11-06T00:30:00")
    assert east
    assert west
    assert bare
    assert order(east, west) is Order.AFTER
    assert order(east, bare) is Order.BEFORE


def test_what_overlaps_is_left_open() -> None:
    month, day = moment_of("2017-11"), moment_of("2017-11-05")
    assert month
    assert day
    assert order(month, day) is Order.OPEN


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("2017-11-05", "2017-11-06", "1 day"),
        ("2017-11-05", "2019-03-12", "about 16 months"),
        ("2015", "2019-03-12", "about 3 years"),
        ("2017-11-05T10:00:00Z", "2017-11-05T13:00:00Z", "3 hours"),
        ("2017-11-05T10:00:00Z", "2017-11-05T10:01:00Z", "1 minute"),
    ],
)
def test_distances_are_told_in_words(one: str, other: str, words: str) -> None:
    left, right = moment_of(one), moment_of(other)
    assert left
    assert right
    assert apart(left, right) == apart(right, left) == words


def test_an_instant_keeps_its_zone() -> None:
    moment = moment_of("2017-11-05T02:00:00Z")
    assert moment is not None
    assert moment.instant == datetime(2017, 11, 5, 2, tzinfo=UTC)
