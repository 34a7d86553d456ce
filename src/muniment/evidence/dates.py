"""Dates as people know them: a day, a month, a year, "late 2017", "before 2018", one of two; never made more exact.

What may be written (letter case and surrounding space do not matter):

- ``2017-11-05``, ``2017-11``, ``2017``, and the same in words: ``5 November 2017``, ``November 5, 2017``,
  ``November 2017``, ``2017年11月5日``, ``二〇一七年十一月``; months in French, German, Spanish and Russian as well;
- ``early``, ``mid`` or ``late`` before a month or a year; ``spring``, ``summer``, ``autumn`` (``fall``) or ``winter``
  before a year; ``2010s``;
- ``before``, ``after``, ``until``, ``since``, ``about`` (``c.``) before any of these;
- two of them with ``/``, ``to``, a dash or ``至`` between; what both share need be written once only:
  ``January to May 2031``, ``5-7 July 2019``, ``July 5-7, 2019``, ``2031年1月至5月``.
"""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from muniment.errors import UsageError
from muniment.evidence.months import MONTHS


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

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAYS_OF_PART = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_MONTHS_OF_PART = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

_NUMERIC = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_HAN = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号號])?)?", re.ASCII)
_DAY_FIRST = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:de )?)?({_MONTH})\.?,? (?:de )?(\d{{4}})(?: г\.| года)?",  # noqa: RUF001 - Cyrillic on purpose
    re.ASCII,
)
_MONTH_FIRST = re.compile(rf"({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.ASCII)
_DECADE = re.compile(r"(\d{3}0)s", re.ASCII)
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter) (?:of )?(\d{4})", re.ASCII)
_PART = re.compile(r"(early|mid|late)[ -](?:in )?(.+)")
_LIMIT = re.compile(r"(before|after|until|since|by) (.+)")
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.|~) ?(.+)")
_BETWEEN = re.compile(
    r"(?:between (.+) and (.+)|(?:from )?(.+?)(?: to | until | ?\u2013 ?| ?/ ?| - |(?<=\D)-(?=\D)|[至到])(.+))"
)
_DASHED = re.compile(rf"(\d{{1,2}}|\d{{4}})-(\d{{4}}|\d{{1,2}} (?:{_MONTH})\.? \d{{4}})", re.ASCII)
_DAYS_AFTER_MONTH = re.compile(rf"((?:{_MONTH})\.?) (\d{{1,2}}) ?(?:-|\u2013|to) ?(\d{{1,2}}),? (\d{{4}})", re.ASCII)
_END_OF_MONTH_FIRST = re.compile(rf"(?:(\d{{1,2}}) )?({_MONTH})\.?", re.ASCII)
_YEARLESS = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th|\.)? ({_MONTH})|({_MONTH})\.? (\d{{1,2}}))\.?", re.ASCII)
_HAN_YEARLESS = re.compile(r"(?:(\d{1,2})月)?(?:(\d{1,2})[日号號])?", re.ASCII)
_HAN_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]+(?=[年月日号號])")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def dated(untrusted_text: str) -> Dated:
    """The days that a date can mean. Raises ``DateError``."""
    written = " ".join(untrusted_text.split())
    if not written or len(written) > MAX_CHARS:
        raise _no_date(written)
    folded = _HAN_NUMBER.sub(_in_digits, written.lower())
    try:
        return replace(_read(folded), written=written)
    except DateError as error:
        raise DateError(error.message.replace(folded, written), error.advice) from error


def _read(text: str) -> Dated:
    if match := _ABOUT.fullmatch(text):
        return replace(_read(match[1]), about=True)
    if match := _LIMIT.fullmatch(text):
        return _limited(match[1], _one(match[2]))
    if simple := _simple(text):
        return simple
    if match := _DAYS_AFTER_MONTH.fullmatch(text):
        month, first, last, year = match.groups()
        return _span(text, _one(f"{first} {month} {year}"), _one(f"{last} {month} {year}"))
    if match := _BETWEEN.fullmatch(text) or _DASHED.fullmatch(text):
        first, last = (one for one in match.groups() if one is not None)
        return _span(text, *_both(text, first, last))
    raise _yearless(text) or _no_date(text)


def _in_digits(number: re.Match[str]) -> str:
    """A number in Chinese characters: digit by digit (二〇一九), or with tens (二十一)."""
    tens, ten, ones = number[0].partition("十")
    if not ten:
        return tens.translate(_HAN_DIGITS)
    return (tens.translate(_HAN_DIGITS) or "1") + (ones.translate(_HAN_DIGITS) or "0")


def _both(text: str, first: str, last: str) -> tuple[Dated, Dated]:
    """The two ends of a span; what is written at one end only holds for both."""
    start, end = _simple(first), _simple(last)
    if start is None and end is not None and end.first is not None:
        start = _simple(_completed(first, last, end.first))
    if end is None and start is not None and (match := _HAN_YEARLESS.fullmatch(last)) and start.first is not None:
        month = match[1] or start.first.month
        end = _simple(f"{start.first.year:04}年{month}月" + (f"{match[2]}日" if match[2] else ""))
    if start is None or end is None:
        raise _no_date(text)
    return start, end


def _completed(first: str, last: str, end: date) -> str:
    """A first end with month and year of the last: "5" and "January" before "7 July 2019"."""
    if first.isdecimal() and len(first) <= len("31") and _DAY_FIRST.fullmatch(last):
        return f"{first} {calendar.month_name[end.month].lower()} {end.year:04}"
    return f"{first} {end.year:04}" if _END_OF_MONTH_FIRST.fullmatch(first) else ""


def _yearless(text: str) -> DateError | None:
    """What to say of a day and month without a year; None if it is something else."""
    match = _YEARLESS.fullmatch(text)
    if match is None:
        return None
    day, month = int(match[1] or match[4]), MONTHS[match[2] or match[3]]
    if not 1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]:
        return DateError(f"There is no such date as “{text}”.", _HOW)
    return DateError(f"“{text}” does not say in which year.", _HOW)


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
    return _days(text, match[3], str(MONTHS[match[2]]), match[1])


def _from_month_first(text: str, match: re.Match[str]) -> Dated:
    return _days(text, match[3], str(MONTHS[match[1]]), match[2])


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


_LEAP_YEAR = 2000
_HOW = "Write 2017-11-05, 2017-11, 2017, 5 November 2017, late 2017, before 2018, or two of them with a slash between."


def _no_date(text: str) -> DateError:
    return DateError(f"“{text[:MAX_CHARS]}” is no date that can be understood." if text else "A date is missing.", _HOW)
