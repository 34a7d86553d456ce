"""Dates of several calendars as ISO 8601.

A day is ``2017-11-05``, a month ``2017-11``, a year ``2017``. A month or year of another calendar is the interval of
its days, ``2017-05-27/2017-06-24``. From ISO 8601-2 (EDTF) come a set of which one is meant,
``[2017-03-04,2017-04-03]``, and a day whose year is not said, ``XXXX-11-05``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import jdatetime
from hijridate import Hijri

EARLIEST_YEAR, LATEST_YEAR = 1000, 2199
"""Gregorian years that a document may plausibly speak of."""

ROC_OFFSET = 1911
"""Year 1 of the Republic of China (民國) is 1912."""

BUDDHIST_OFFSET = 543
"""The Thai year 2560 is 2017."""

_HIJRI_YEARS = range(1343, 1501)
"""Years for which the Umm al-Qura calendar is tabulated."""

_SOLAR_YEARS = range(1200, 1500)
_LONGEST_MONTH = 31
_DECEMBER = 12


class Calendar(StrEnum):
    """A calendar of which a month's name is known."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    SOLAR = "solar hijri"


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: parts that are not said are none."""

    year: int | None
    month: int | None = None
    day: int | None = None


NOTES = {
    Calendar.GREGORIAN: "",
    Calendar.HIJRI: "Hijri date, after the Umm al-Qura calendar: may differ by a day or two",
    Calendar.SOLAR: "solar Hijri date",
}
"""What is to be said about a date that was written in a calendar."""


def iso(written: Written, calendar: Calendar = Calendar.GREGORIAN) -> str:
    """The date as ISO 8601, or "" where there is no such day."""
    try:
        return _READERS[calendar](written)
    except (ValueError, OverflowError):
        return ""


def one_of(dates: list[str]) -> str:
    """One date, or the set of those that may be meant; "" without any."""
    known = sorted({one for one in dates if one})
    return known[0] if len(known) == 1 else f"[{','.join(known)}]" if known else ""


def precision(value: str) -> str:
    """How much a normalised date says: day, month, year, "ambiguous" or "no year"."""
    if value.startswith("["):
        return "ambiguous"
    if value.startswith("X"):
        return "no year"
    if "/" in value:
        first, last = (date.fromisoformat(part) for part in value.split("/"))
        return "month" if (last - first).days <= _LONGEST_MONTH else "year"
    return {4: "year", 7: "month"}.get(len(value), "day")


def _gregorian(written: Written) -> str:
    if written.year is None:
        leap_year = 2000
        day = date(leap_year, written.month or 0, written.day or 0)
        return f"XXXX-{day.month:02}-{day.day:02}"
    if not EARLIEST_YEAR <= written.year <= LATEST_YEAR:
        return ""
    return date(written.year, written.month or 1, written.day or 1).isoformat()[
        : 10 if written.day else 7 if written.month else 4
    ]


def _hijri(written: Written) -> str:
    if written.year not in _HIJRI_YEARS:
        return ""
    return _other(written, lambda year, month, day: Hijri(year, month, day).to_gregorian())


def _solar(written: Written) -> str:
    if written.year not in _SOLAR_YEARS:
        return ""
    return _other(written, lambda year, month, day: jdatetime.date(year, month, day).togregorian())


def _other(written: Written, convert: Callable[[int, int, int], date]) -> str:
    """A day, or the first and last day of a month or year."""
    year, month = written.year or 0, written.month
    if written.day:
        return _plain(convert(year, month or 0, written.day)).isoformat()
    first = _plain(convert(year, month or 1, 1))
    next_year = month in {None, _DECEMBER}
    after = convert(year + next_year, 1 if next_year else (month or 0) + 1, 1)
    return f"{first.isoformat()}/{(_plain(after) - timedelta(days=1)).isoformat()}"


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)


_READERS = {Calendar.GREGORIAN: _gregorian, Calendar.HIJRI: _hijri, Calendar.SOLAR: _solar}
