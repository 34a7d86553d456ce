"""Dates as people write them mean the days that they can mean, and no others; what cannot be is refused in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.dates import DateError, dated


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("5 November 2017", "2017-11-05", "2017-11-05"),
        ("late 2017", "2017-09-01", "2017-12-31"),
        ("January to May 2031", "2031-01-01", "2031-05-31"),
        ("January–May 2031", "2031-01-01", "2031-05-31"),
        ("between January and May 2031", "2031-01-01", "2031-05-31"),
        ("5-7 July 2019", "2019-07-05", "2019-07-07"),
        ("5 to 7 July 2019", "2019-07-05", "2019-07-07"),
        ("July 5-7, 2019", "2019-07-05", "2019-07-07"),
        ("5 July to 7 August 2019", "2019-07-05", "2019-08-07"),
        ("28 December 2018 to 3 January 2019", "2018-12-28", "2019-01-03"),
        ("2018-2019", "2018-01-01", "2019-12-31"),
        ("2019年7月", "2019-07-01", "2019-07-31"),
        ("二〇三二年十一月二十一日", "2032-11-21", "2032-11-21"),
        ("2019年1月至5月", "2019-01-01", "2019-05-31"),
        ("2019年7月5日至7日", "2019-07-05", "2019-07-07"),
        ("5 июля 2019 г.", "2019-07-05", "2019-07-05"),
        ("Июль 2019", "2019-07-01", "2019-07-31"),
        ("1er mai 2019", "2019-05-01", "2019-05-01"),
        ("5. Juli 2019", "2019-07-05", "2019-07-05"),
        ("5 de julio de 2019", "2019-07-05", "2019-07-05"),
    ],
)
def test_a_date_means_its_days(written: str, first: str, last: str) -> None:
    found = dated(written)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.written == written


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("31 February", "There is no such date as “31 February”."),
        ("31 February 2019", "There is no such date as “31 February 2019”."),
        ("February 30", "There is no such date"),
        ("5 February", "“5 February” does not say in which year."),
        ("May to January 2031", "ends before it begins"),
        ("5-31 February 2019", "There is no such date"),
        ("13/13/13", "“13/13/13” is no date"),
        ("十年", "“十年” is no date"),
        ("5 to 7", "is no date"),
        ("", "A date is missing"),
    ],
)
def test_what_can_be_no_date_is_refused_with_the_reason(written: str, says: str) -> None:
    with pytest.raises(DateError, match=says):
        dated(written)


@given(st.dates(), st.dates())
def test_two_days_of_a_month_are_read_as_the_two_days(one: date, other: date) -> None:
    first, last = sorted((one.day, other.day))
    month = one.replace(day=1)
    try:
        begin, end = month.replace(day=first), month.replace(day=last)
    except ValueError:
        return  # that month has no such day
    found = dated(f"{first}-{last} {month:%B} {month.year:04}")
    assert (found.first, found.last) == (begin, end)


@given(st.text(alphabet="0123456789 -–/至到年月日十二〇JanuarytoMybefc,.", max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = dated(text)
    except DateError:
        return
    assert found.first is None or found.last is None or found.first <= found.last
