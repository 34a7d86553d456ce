"""Dates, in several languages and calendars, as ISO 8601. What can be read in two ways is given in both."""

# ruff: noqa: RUF001, RUF002 - letters of several scripts that look alike are what this file is about

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from muniment.mentions.calendars import (
    BUDDHIST_OFFSET,
    EARLIEST_YEAR,
    LATEST_YEAR,
    NOTES,
    ROC_OFFSET,
    Calendar,
    Written,
    iso,
    one_of,
)
from muniment.mentions.mention import Found, Kind
from muniment.mentions.month_names import DOUBLE, folded, month_of
from muniment.mentions.numerals import HAN_DIGITS, HAN_NUMERALS, number_of

_S = r"\s{0,3}"
_NOT_IN_NUMBER = r"(?<![\d.,/:-])"

_HAN_DATE = re.compile(
    rf"(?P<era>农历|農曆|农曆|阴历|陰曆|(?:中[华華])?民[国國]|公元|西元)?{_S}"
    rf"(?:(?P<year>(?<!\d)\d{{1,4}}|[{HAN_DIGITS}]{{4}}|[{HAN_NUMERALS}]{{1,5}}){_S}年(?!代|度|级|級|以){_S})?"
    rf"(?:(?P<month>(?<!\d)\d{{1,2}}|[{HAN_NUMERALS}]{{1,3}}){_S}月(?!薪|刊|球|饼|餅|亮|色){_S}"
    rf"(?:(?P<day>\d{{1,2}}|[{HAN_NUMERALS}]{{1,3}}){_S}[日号號])?)?"
)
_LUNAR = frozenset({"农历", "農曆", "农曆", "阴历", "陰曆"})
_FEWEST_YEAR_DIGITS = 4

_UYGHUR_DATE = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})\.?{_S}[-‐-―ـ]?{_S}ي[ىی]ل\w{{0,10}}"
    rf"(?:{_S}(?P<month>\d{{1,2}}){_S}[-‐-―ـ]?{_S}ئا[يی]\w{{0,10}}"
    rf"(?:{_S}(?P<day>\d{{1,2}}){_S}[-‐-―ـ]?{_S}ك[ۈۇ]ن\w{{0,10}})?)?"
)

_YEAR_WORD = re.compile(
    r"(?<![^\W㐀-鿿])(?<![.,/-])(?:(?P<before>عام|سنة|سال|พ\.ศ\.|ค\.ศ\.)\s{0,2}(?P<y1>\d{4})(?![^\W㐀-鿿])"
    r"|(?P<y2>\d{4})\s{0,2}(?P<after>г\.|год[ауе]?\b|р\.|рок[уи]?\b|жыл\w{0,6}|هـ|ھ|ه(?![^\W㐀-鿿])|م(?![^\W㐀-鿿])))"
)

_YEAR_FIRST = re.compile(
    rf"{_NOT_IN_NUMBER}(?P<year>\d{{4}})(?P<sep>[-/.‐-–])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})"
    r"(?![\d/-]|[.,:]\d)(?=[T\W_㐀-鿿]|$)"
)
_YEAR_LAST = re.compile(
    rf"(?<![^\W㐀-鿿]){_NOT_IN_NUMBER}(?P<first>\d{{1,2}})(?P<sep>[-/.‐-–])(?P<second>\d{{1,2}})(?P=sep)"
    r"(?P<year>\d{4}|(?<=\.\d\d\.)\d{2})(?![^\W㐀-鿿]|[/-]\d|[.,:]\d)"
)

_WORD = re.compile(r"[^\W\d_]{2,24}(?:'[^\W\d_]{1,12})?")
_SECOND_WORD = re.compile(r"\s{1,3}([^\W\d_]{2,16})")
_OTHER_NAME = re.compile(r"\s{0,2}[/(]\s{0,2}([^\W\d_]{2,16})(?:\s([^\W\d_]{2,16}))?\)?")
_REACH = 28
_BEFORE = re.compile(
    r"(?:(?<![^\W㐀-鿿])(?<![.,/])(?<!\d-)(?P<year>\d{4})\.?\s{0,2}(?:[-‐-―]\s{0,2})?(?P<said>жыл\w{0,6}|ي[ىی]ل\w{0,10}|г\.|года)?,?\s{0,2})?"
    r"(?P<quoted>(?<![^\W㐀-鿿])(?<![.,/:-])(?:[«\"“]\s?)?(?P<day>\d{1,2})(?:\s?[»\"”])?(?:st|nd|rd|th|er|º|-?го)?)?"
    r"(?:[.,]?\s{1,3}|[-‐-―]|\.)(?:(?:of|de|day of)\s)?$"
)
_AFTER = re.compile(
    r"(?:[.,]?\s{1,3}|[-‐-―])(?:(?:de|del|of|سنة|عام|سال|พ\.ศ\.)\s)?(?P<year>\d{4})(?![\d]|[.,]\d)"
    r"(?:\s{0,2}(?P<suffix>г\.|год[ауе]?\b|жыл\w{0,6}|-?\s?ي[ىی]ل\w{0,10}|هـ|ه(?![^\W㐀-鿿])))?"
    r"|\.?\s{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![^\W㐀-鿿]|[.:/]\d)(?:(?:,\s{0,3}|\s{1,3})(?P<later_year>\d{4})(?![\d]|[.,]\d))?"
)
_WORDS_TOO = frozenset({"may", "march", "mar", "dec", "sep"})
"""Names of months that are other words when they begin with a small letter."""

_THAI_LETTER = re.compile("[ก-๎]")
_THAI = {
    name: number
    for names in (
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    )
    for number, name in enumerate(names.split(), 1)
}
_THAI_MONTH = re.compile("|".join(map(re.escape, _THAI)))


class Dates:
    """Finds dates."""

    name = "dates 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The dates in the text."""
        if not any(char.isdecimal() for char in untrusted_text) and "月" not in untrusted_text:
            return
        if "年" in untrusted_text or "月" in untrusted_text:
            yield from _han(untrusted_text)
        yield from _numeric(untrusted_text)
        yield from _named(untrusted_text)
        if not untrusted_text.isascii():
            yield from _uyghur(untrusted_text)
            yield from _years(untrusted_text)


def _found(start: int, end: int, value: str, note: str = "") -> Iterator[Found]:
    if value:
        yield Found(start, end, Kind.DATE, value, note)


def _han(text: str) -> Iterator[Found]:
    """2017年11月5日, 二〇一七年十一月, 民國106年."""
    at = 0
    while (mark := _next_of(text, at)) >= 0:
        begin = max(at, mark - 12)
        match = next((one for one in _HAN_DATE.finditer(text, begin, mark + 24) if one.end() > mark), None)
        at = mark + 1
        if match is not None and (match["year"] or match["month"]):
            at = max(at, match.end())
            yield from _han_date(match)


def _next_of(text: str, at: int) -> int:
    places = [place for place in (text.find("年", at), text.find("月", at)) if place >= 0]
    return min(places, default=-1)


def _han_date(match: re.Match[str]) -> Iterator[Found]:
    era, said = match["era"] or "", match["year"]
    year = number_of(said) if said else None
    month, day = (number_of(match[part]) if match[part] else None for part in ("month", "day"))
    note = ""
    if said and era.endswith(("民国", "民國")):
        year, note = (year or 0) + ROC_OFFSET, "year of the Republic of China"
    elif said and len(said) != _FEWEST_YEAR_DIGITS:
        return  # 五年 is a length of time
    if not said and not day:
        return  # so is 3月 by itself, as often as not
    if era in _LUNAR:
        month = day = None
        note = "lunar date: only its year is given, which may be the one before"
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    yield from _found(start, end, iso(Written(year, month, day)) if year or day else "", note)


def _numeric(text: str) -> Iterator[Found]:
    """2017-11-05, 05.11.2017, 11/5/2017."""
    for match in _YEAR_FIRST.finditer(text):
        year, month, day = (int(match[part]) for part in ("year", "month", "day"))
        yield from _found(*match.span(), *_year_first(year, month, day))
    for match in _YEAR_LAST.finditer(text):
        first, second, year = (int(match[part]) for part in ("first", "second", "year"))
        short = len(match["year"]) < _FEWEST_YEAR_DIGITS
        if short and len(match[0]) < len("01.02.17"):
            continue
        years = (1900 + year, 2000 + year) if short else (year,)
        readings = [iso(Written(one, second, first)) for one in years]
        if match["sep"] != ".":  # with full stops the day comes first wherever dates are written so
            readings += [iso(Written(one, first, second)) for one in years]
        value = one_of(readings)
        yield from _found(*match.span(), value, _doubt(value, short=short))


def _year_first(year: int, month: int, day: int) -> tuple[str, str]:
    if EARLIEST_YEAR <= year <= LATEST_YEAR and not 1300 <= year < 1500:  # noqa: PLR2004 - years of two calendars
        return iso(Written(year, month, day)), ""
    both = one_of([iso(Written(year, month, day), one) for one in (Calendar.SOLAR, Calendar.HIJRI)])
    return both, "a solar or a lunar Hijri date" if both else ""


def _doubt(value: str, *, short: bool) -> str:
    if not value.startswith("["):
        return ""
    return "the century is not said" if short else "day and month may be the other way round"


def _uyghur(text: str) -> Iterator[Found]:
    """2017-يىلى 11-ئاينىڭ 5-كۈنى."""
    for match in _UYGHUR_DATE.finditer(text):
        parts = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
        yield from _found(*match.span(), iso(Written(*parts)))


def _years(text: str) -> Iterator[Found]:
    """2017 году, عام 2017, 1438هـ, พ.ศ. 2560."""
    for match in _YEAR_WORD.finditer(text):
        year = int(match["y1"] or match["y2"])
        word = match["before"] or match["after"]
        if word == "พ.ศ.":
            year -= BUDDHIST_OFFSET
        hijri = (word in {"هـ", "ھ", "ه"}) or (word in {"عام", "سنة"} and 1300 <= year < 1500)  # noqa: PLR2004
        if word == "سال" and year < 1500:  # noqa: PLR2004 - years of the solar calendar
            yield from _found(*match.span(), iso(Written(year), Calendar.SOLAR), NOTES[Calendar.SOLAR])
            continue
        calendar = Calendar.HIJRI if hijri else Calendar.GREGORIAN
        yield from _found(*match.span(), iso(Written(year), calendar), NOTES[calendar])


def _named(text: str) -> Iterator[Found]:
    """5 November 2017, November 5, 2017, 5 ноября 2017 г., 15 رمضان 1438 هـ."""
    for match in _WORD.finditer(text):
        place = _month_at(text, match.start(), match.end(), match[0])
        if place is not None:
            yield from _around(text, place)
    if _THAI_LETTER.search(text):
        for match in _THAI_MONTH.finditer(text):
            yield from _around(text, _Month(*match.span(), Calendar.GREGORIAN, _THAI[match[0]]))


@dataclass(frozen=True, slots=True)
class _Month:
    """The name of a month, where it stands in a text."""

    start: int
    end: int
    calendar: Calendar
    number: int


def _month_at(text: str, start: int, end: int, word: str) -> _Month | None:
    known = month_of(word)
    if known is None:
        names = None if word.isascii() else DOUBLE.get(folded(word))
        second = _SECOND_WORD.match(text, end) if names else None
        if second is None or names is None or (known := names.get(folded(second[1]))) is None:
            return None
        end = second.end()
    if word in _WORDS_TOO:
        return None
    if other := _OTHER_NAME.match(text, end):  # the same month by its other name: تشرين الثاني/نوفمبر
        twin = _month_at(text, other.start(1), other.end(1), other[1])
        if twin is not None and twin.number == known[1]:
            end = max(other.end(), twin.end)
    return _Month(start, end, *known)


def _around(text: str, month: _Month) -> Iterator[Found]:
    """A date around the name of a month, where a day or a year stands beside it."""
    before = _BEFORE.search(text, max(0, month.start - _REACH), month.start)
    after = _AFTER.match(text, month.end)
    start, end = month.start, month.end
    year = day = None
    if before and before["year"] and (before["said"] or not (after and after["year"])):
        day, year, start = before["day"], before["year"], before.start("year")
    elif before and before["day"] and not (after and after["later_year"]):  # "vol. 16, December 8, 2017"
        day, start = before["day"], before.start("quoted")
    if after and after["year"] and not year:
        year, end = after["year"], after.end()
    elif after and after["day"] and not day:
        day, year, end = after["day"], after["later_year"] or year, after.end()
    written = Written(int(year) if year else None, month.number, int(day) if day else None)
    if written.year is None and (written.day is None or month.calendar is not Calendar.GREGORIAN):
        return
    if written.year and written.year > LATEST_YEAR and _THAI_LETTER.match(text, month.start):
        written = replace(written, year=written.year - BUDDHIST_OFFSET)
    yield from _found(start, end, iso(written, month.calendar), NOTES[month.calendar])
