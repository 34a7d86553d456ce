"""Dates as people know them: a day, a month, a year, "late 2017", "before 2018", one of two; never made more exact.

What may be written (letter case and surrounding space do not matter):

- ``2017-11-05``, ``2017-11``, ``2017``, and the same in words: ``5 November 2017``, ``November 5, 2017``,
  ``November 2017``, ``2017年11月5日``;
- ``early``, ``mid`` or ``late`` before a month or a year; ``spring``, ``summer``, ``autumn`` (``fall``) or ``winter``
  before a year; ``2010s``;
- ``before``, ``after``, ``until``, ``since``, ``about`` (``c.``) before any of these;
- two of them with ``/``, ``to`` or an en dash between.
"""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from muniment.errors import UsageError


class DateError(UsageError):
    """What was written is no date that can be."""

    code = "date"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as written, and the first and last day it can mean; None where it is open on that side."""

    written: str
    first: date | None
    last: date | None
    about: bool = False

    @property
    def is_a_day(self) -> bool:
        """Whether it is one certain day."""
        return self.first is not None and self.first == self.last and not self.about


MAX_CHARS = 80
"""Characters of a date: two dates in words with room to spare."""

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS_OF_PART = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_MONTHS_OF_PART = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

_NUMERIC = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_HAN = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?", re.ASCII)
_DAY_FIRST = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({_MONTH})\.?,? (\d{{4}})", re.ASCII)
_MONTH_FIRST = re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.ASCII)
_DECADE = re.compile(r"(\d{3}0)s", re.ASCII)
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter) (?:of )?(\d{4})", re.ASCII)
_PART = re.compile(r"(early|mid|late)[ -](?:in )?(.+)")
_LIMIT = re.compile(r"(before|after|until|since|by) (.+)")
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.|~) ?(.+)")
_BETWEEN = re.compile(r"(?:between (.+) and (.+)|(?:from )?(.+?)(?: to | ?\u2013 ?| ?/ ?| - )(.+))")


def dated(untrusted_text: str) -> Dated:
    """The days that a date can mean. Raises ``DateError``."""
    written = " ".join(untrusted_text.split())
    if not written or len(written) > MAX_CHARS:
        raise _no_date(written)
    try:
        return replace(_read(written.lower()), written=written)
    except DateError as error:
        raise DateError(error.message.replace(written.lower(), written), error.advice) from error


def _read(text: str) -> Dated:
    if match := _ABOUT.fullmatch(text):
        return replace(_read(match[1]), about=True)
    if match := _LIMIT.fullmatch(text):
        return _limited(match[1], _one(match[2]))
    if simple := _simple(text):
        return simple
    if match := _BETWEEN.fullmatch(text):
        return _span(text, _one(match[1] or match[3]), _one(match[2] or match[4]))
    raise _no_date(text)


def _one(text: str) -> Dated:
    found = _simple(text)
    if found is None:
        raise _no_date(text)
    return found


def _span(text: str, first: Dated, last: Dated) -> Dated:
    assert first.first is not None
    assert last.last is not None
    if first.first > last.last:
        raise DateError(f"“{text}” ends before it begins.", "Put the earlier date first.")
    return Dated(text, first.first, last.last)


def _limited(how: str, one: Dated) -> Dated:
    assert one.first is not None
    assert one.last is not None
    if how == "before":
        return Dated("", None, _beside(one.first, -1))
    if how == "after":
        return Dated("", _beside(one.last, 1), None)
    if how == "since":
        return Dated("", one.first, None)
    return Dated("", None, one.last)


def _beside(day: date, days: int) -> date:
    try:
        return date.fromordinal(day.toordinal() + days)
    except ValueError as error:
        raise _no_date(str(day)) from error


def _simple(text: str) -> Dated | None:
    """One date without "before", "about" or a second one; None if it is none."""
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(text, match)
    return None


def _from_numbers(text: str, match: re.Match[str]) -> Dated:
    return _days(text, match[1], match[2], match[3])


def _from_day_first(text: str, match: re.Match[str]) -> Dated:
    return _days(text, match[3], str(_MONTHS[match[2]]), match[1])


def _from_month_first(text: str, match: re.Match[str]) -> Dated:
    return _days(text, match[3], str(_MONTHS[match[1]]), match[2])


def _from_decade(text: str, match: re.Match[str]) -> Dated:
    return Dated(text, _day(text, int(match[1]), 1, 1), _day(text, int(match[1]) + 9, 12, 31))


def _days(text: str, year: str, month: str | None, day: str | None) -> Dated:
    if month is None:
        return Dated(text, _day(text, int(year), 1, 1), _day(text, int(year), 12, 31))
    if day is None:
        first = _day(text, int(year), int(month), 1)
        return Dated(text, first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
    only = _day(text, int(year), int(month), int(day))
    return Dated(text, only, only)


def _season(text: str, match: re.Match[str]) -> Dated:
    season, year = match[1], int(match[2])
    if season == "winter":  # of two years, or of either's end: whoever writes it seldom says which
        return Dated(text, _day(text, year - 1, 12, 1), _day(text, year, 12, 31))
    first, last = _SEASONS[season]
    return Dated(text, _day(text, year, first, 1), _end_of(text, year, last))


def _part(text: str, match: re.Match[str]) -> Dated | None:
    part, found = match[1], _simple(match[2])
    if found is None or found.first is None or found.last is None:
        return None
    if found.first.year == found.last.year and (found.first.month, found.last.month) == (1, 12):
        first, last = _MONTHS_OF_PART[part]
        return Dated(text, found.first.replace(month=first), _end_of(text, found.first.year, last))
    if found.first.month == found.last.month and found.first != found.last:
        begin, end = _DAYS_OF_PART[part]
        return Dated(text, found.first.replace(day=begin), found.last.replace(day=min(end, found.last.day)))
    return None


_FORMS: Sequence[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Dated | None]]] = (
    (_NUMERIC, _from_numbers),
    (_HAN, _from_numbers),
    (_DAY_FIRST, _from_day_first),
    (_MONTH_FIRST, _from_month_first),
    (_DECADE, _from_decade),
    (_SEASON, _season),
    (_PART, _part),
)


def _end_of(text: str, year: int, month: int) -> date:
    return _day(text, year, month, calendar.monthrange(max(year, 1), month)[1])


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(f"There is no such date as “{text}”.", _HOW) from error


_HOW = "Write 2017-11-05, 2017-11, 2017, 5 November 2017, late 2017, before 2018, or two of them with a slash between."


def _no_date(text: str) -> DateError:
    return DateError(f"“{text[:MAX_CHARS]}” is no date that can be understood." if text else "A date is missing.", _HOW)
