"""What stands after the colon of a field that holds no words: dates, numbers, types, states, hashes."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from muniment.model import PageKind, State
from muniment.search.query import Dates, Numbers, Query, Value, ValueStart
from muniment.search.tokens import Kind, Token, expected

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_NUMBER = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(%?)")
_RANGE = re.compile(r"([\[{])\s*(\S+)\s+(?:TO|to|-)\s+(\S+)\s*([\]}])")
_COMPARED = re.compile(r"(<=|>=|<|>)(.+)", re.DOTALL)
_TYPE = re.compile(r"\.?([a-z0-9][a-z0-9.+/_-]*)(/?\*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}|unknown")
_HASH = re.compile(r"[0-9a-f]{4,64}")

_WHOLE_HASH = 64
_DECEMBER = 12
_PERCENT = 100

_A_DATE = "a date such as 2017, 2017-05 or 2017-05-31 was expected"


def value_of(field: str, token: Token) -> Query:
    """The leaf that ``token`` makes as the value of ``field``. Raises ``QueryError`` that points at it."""
    if field == "date":
        return _dates(token)
    if field in ("page", "ocr"):
        return _numbers(field, token)
    return _EXACT[field](token)


def _dates(token: Token) -> Dates:
    if token.kind is Kind.RANGE:
        opens, low, high, closes = _ends(token, ("2017-01", "2017-12"))
        first, last = _span(low, token), _span(high, token)
        start = (first[0] if opens == "[" else _after(first[1])) if first else None
        end = (last[1] if closes == "]" else _before(last[0])) if last else None
        return _in_order(Dates(start, end), token)
    if found := _COMPARED.fullmatch(token.text):
        return _compared_date(found[1], _span(found[2], token, open_ended=False), token)
    span = _span(token.text, token)
    return Dates(*span) if span else Dates()


def _in_order(dates: Dates, token: Token) -> Dates:
    if dates.first and dates.last and dates.first > dates.last:
        raise expected("the earlier date first was expected", token.at)
    return dates


def _compared_date(sign: str, span: tuple[date, date] | None, token: Token) -> Dates:
    if span is None:
        raise expected(_A_DATE, token.at)
    first, last = span
    match sign:
        case "<":
            return Dates(None, _before(first))
        case "<=":
            return Dates(None, last)
        case ">":
            return Dates(_after(last), None)
        case _:
            return Dates(first, None)


def _span(text: str, token: Token, *, open_ended: bool = True) -> tuple[date, date] | None:
    """First and last day of a year, a month or a day; None for ``*``."""
    if text == "*" and open_ended:
        return None
    found = _DATE.fullmatch(text)
    if found is None or not text.isascii():
        raise expected(_A_DATE, token.at)
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise expected(f"{_A_DATE}, which the calendar has", token.at) from None
    if day:
        return first, first
    if month and month < _DECEMBER:
        return first, first.replace(month=month + 1) - timedelta(days=1)
    return first, first.replace(month=_DECEMBER, day=31)


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def _ends(token: Token, example: tuple[str, str]) -> tuple[str, str, str, str]:
    found = _RANGE.fullmatch(token.text)
    if found is None:
        raise expected(f"a range such as [{example[0]} TO {example[1]}], with * for no end, was expected", token.at)
    return found[1], found[2], found[3], found[4]


def _numbers(field: str, token: Token) -> Numbers:
    if token.kind is Kind.RANGE:
        opens, low, high, closes = _ends(token, ("2", "9") if field == "page" else ("0.5", "0.8"))
        least, most = _number(field, low, token), _number(field, high, token)
        if least is not None and most is not None and least > most:
            raise expected("the smaller number first was expected", token.at)
        return Numbers(field, least, most, opens == "[" or least is None, closes == "]" or most is None)
    if found := _COMPARED.fullmatch(token.text):
        sign, number = found[1], _number(field, found[2], token)
        if number is None:
            raise expected("a number was expected", token.at)
        return Numbers(field, None, number, with_high="=" in sign) if "<" in sign else _above(field, number, sign)
    number = _number(field, token.text, token)
    return Numbers(field, number, number)


def _above(field: str, number: float, sign: str) -> Numbers:
    return Numbers(field, number, None, with_low="=" in sign)


def _number(field: str, text: str, token: Token) -> float | None:
    """A number as the field holds them; None for ``*``."""
    if text == "*":
        return None
    found = _NUMBER.fullmatch(text)
    if found is None or not text.isascii():
        raise expected("a number, such as 3, >3 or [3 TO 5], was expected", token.at)
    number = float(found[1]) / (_PERCENT if found[2] else 1)
    if field == "page" and (not number.is_integer() or found[2]):
        raise expected("a whole number was expected as a page's", token.at)
    if field == "ocr" and number > 1:
        raise expected("a number from 0 to 1, or up to 100%, was expected", token.at)
    return number


def _type(token: Token) -> Query:
    found = _TYPE.fullmatch(token.text.lower())
    if found is None:
        raise expected("a type was expected, such as pdf, mail, docx or image/png", token.at)
    return ValueStart("type", found[1] + found[2].rstrip("*")) if found[2] else Value("type", found[1])


def _language(token: Token) -> Query:
    code = token.text.lower()
    if not _LANGUAGE.fullmatch(code):
        raise expected("a language's code was expected, such as zh, ug, ru or unknown", token.at)
    return Value("lang", code)


def _one_of(field: str, values: tuple[str, ...]) -> Callable[[Token], Query]:
    def chosen(token: Token) -> Query:
        if token.text.lower() not in values:
            raise expected(f"one of {', '.join(values)} was expected", token.at)
        return Value(field, token.text.lower())

    return chosen


def _hash(token: Token) -> Query:
    digits = token.text.lower()
    if not _HASH.fullmatch(digits):
        raise expected("4 to 64 digits of a hash (0-9, a-f) were expected", token.at)
    return Value("sha256", digits) if len(digits) == _WHOLE_HASH else ValueStart("sha256", digits)


_EXACT: dict[str, Callable[[Token], Query]] = {
    "type": _type,
    "lang": _language,
    "state": _one_of("state", tuple(state.value for state in State)),
    "kind": _one_of("kind", tuple(kind.value for kind in PageKind)),
    "sha256": _hash,
}
