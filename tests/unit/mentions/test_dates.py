"""Dates: any date, rendered in each language, is found and normalised the same."""

from collections.abc import Callable
from datetime import date

import jdatetime
import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.mentions.calendars import Calendar, Written, iso, one_of, precision
from muniment.mentions.dates import Dates
from muniment.mentions.mention import Found, Kind


def months(names: str) -> list[str]:
    return names.split()


RUSSIAN = months("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
ENGLISH = months("January February March April May June July August September October November December")
LEVANTINE = [
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
    *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
]
EGYPTIAN = months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")
HIJRI = [
    *("محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"),
    *("رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"),
]
SOLAR = months("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند")
KAZAKH = months("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан")
UYGHUR = months("يانۋار فېۋرال مارت ئاپرېل ماي ئىيۇن ئىيۇل ئاۋغۇست سېنتەبىر ئۆكتەبىر نويابىر دېكابىر")
TURKISH = months("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık")
THAI = months("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม")
HAN = "〇一二三四五六七八九"
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def han(number: int) -> str:
    """A number below one hundred in Han numerals."""
    tens, ones = divmod(number, 10)
    return (HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN[ones] if ones else "")


def hijri(day: date) -> str:
    one = Gregorian.fromdate(day).to_hijri()
    return f"{one.day} {HIJRI[one.month - 1]} {one.year} هـ"


def solar(day: date) -> str:
    one = jdatetime.date.fromgregorian(date=day)
    return f"{one.day} {SOLAR[one.month - 1]} {one.year}".translate(PERSIAN)


WAYS: dict[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "year first": lambda d: f"{d.year}/{d.month}/{d.day}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "chinese with blanks": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "traditional": lambda d: f"{d.year}年{d.month}月{d.day}號",
    "han numerals": lambda d: "".join(HAN[int(c)] for c in str(d.year)) + f"年{han(d.month)}月{han(d.day)}日",
    "full width": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "republic of china": lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    "english": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "english ordinal": lambda d: f"{d.day}th of {ENGLISH[d.month - 1]}, {d.year}",
    "american": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "short": lambda d: f"{d.day:02} {ENGLISH[d.month - 1][:3]} {d.year}",
    "russian": lambda d: f"{d.day} {RUSSIAN[d.month - 1]} {d.year} г.",
    "russian quoted": lambda d: f"«{d.day:02}» {RUSSIAN[d.month - 1]} {d.year} года",
    "russian digits": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "kazakh": lambda d: f"{d.year} жылғы {d.day} {KAZAKH[d.month - 1]}",
    "uyghur": lambda d: f"{d.year}-يىلى {d.month}-ئاينىڭ {d.day}-كۈنى",
    "uyghur named": lambda d: f"{d.year}-يىلى {d.day}-{UYGHUR[d.month - 1]}",
    "levantine": lambda d: f"{d.day} {LEVANTINE[d.month - 1]} {d.year}",
    "egyptian": lambda d: f"{d.day} {EGYPTIAN[d.month - 1]} {d.year}".translate(EASTERN),
    "both names": lambda d: f"{d.day} {LEVANTINE[d.month - 1]}/{EGYPTIAN[d.month - 1]} {d.year}",
    "hijri": hijri,
    "solar": solar,
    "turkish": lambda d: f"{d.day} {TURKISH[d.month - 1]} {d.year}",
    "thai": lambda d: f"{d.day} {THAI[d.month - 1]} {d.year + 543}",
}
DAYS = st.dates(date(1926, 1, 1), date(2076, 1, 1))


def longest(text: str) -> Found:
    return max(Dates().find(text), key=lambda one: one.end - one.start)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=30, deadline=None)
@given(day=DAYS)
def test_any_day_in_any_language_is_found_and_normalised(way: str, day: date) -> None:
    rendered = WAYS[way](day)
    text = f"( {rendered} )"
    found = longest(text)
    assert found.value == day.isoformat()
    assert found.kind is Kind.DATE
    assert text[found.start : found.end].strip("«") in rendered
    assert found.end - found.start >= len(rendered) - len("th of")


@given(day=DAYS)
def test_day_and_month_that_may_be_swapped_are_given_both_ways(day: date) -> None:
    text = f"{day.day:02}/{day.month:02}/{day.year}"
    found = longest(text)
    readings = {day.isoformat()}
    if day.day <= 12:
        readings.add(f"{day.year}-{day.day:02}-{day.month:02}")
    assert found.value == one_of(list(readings))
    assert bool(found.note) == (len(readings) > 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2017年11月", "2017-11"),
        ("vol. 17 issue 16, December 8, 2017", "2017-12-08"),
        ("-2018. يىلى فېۋرالدا", "2018-02"),  # as PDF gives it: the hyphen has changed sides
        ("二〇一七年十一月", "2017-11"),
        ("in November 2017.", "2017-11"),
        ("в ноябре 2017 года", "2017-11"),
        ("2017-يىل 11-ئاي", "2017-11"),
        ("2017年", "2017"),
        ("2017 году", "2017"),
        ("พ.ศ. 2560", "2017"),
        ("رمضان 1438 هـ", "2017-05-27/2017-06-24"),
        ("1438هـ", "2016-10-02/2017-09-20"),
        ("11月5日", "XXXX-11-05"),
        ("on May 5 they", "XXXX-05-05"),
        ("04.03.17", "[1917-03-04,2017-03-04]"),
        ("۱۳۹۶/۰۸/۱۴", "[1976-08-10,2017-11-05]"),
        ("农历2017年8月15日", "2017"),
    ],
)
def test_what_is_not_said_is_not_guessed(text: str, value: str) -> None:
    assert longest(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2017",
        "31.02.2017",
        "2017-13-01",
        "192.168.10.12",
        "1.2.3.4",
        "五年",
        "3月",
        "we may 5 times",
        "they march 10 miles",
        "version 2.10.3",
        "Article 5",
        "30年代",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert list(Dates().find(text)) == []


@given(day=DAYS, calendar=st.sampled_from(Calendar))
def test_precision_follows_from_the_value(day: date, calendar: Calendar) -> None:
    year = {Calendar.GREGORIAN: day.year, Calendar.HIJRI: 1438, Calendar.SOLAR: 1396}[calendar]
    assert precision(iso(Written(year), calendar)) == "year"
    assert precision(iso(Written(year, day.month), calendar)) == "month"
    assert precision(iso(Written(year, day.month, 1), calendar)) == "day"
    assert precision(iso(Written(None, day.month, 1))) == "no year"
    assert precision("[2017-03-04,2017-04-03]") == "ambiguous"
