"""Numbers under which documents were issued or filed: 〔2017〕12号, No. 12/2017, исх. № 45-12, A/HRC/41/G/11."""

# ruff: noqa: RUF001, RUF002 - letters of several scripts that look alike are what this file is about

import re
from collections.abc import Iterator

from muniment.mentions.mention import Found, Kind
from muniment.mentions.numerals import HAN_DIGITS, HAN_NUMERALS, number_of

_S = r"\s{0,2}"
_OFFICE_CHARS = 12
_HAN = r"[㐀-鿿豈-﫿]"
_BRACKETED = re.compile(
    rf"[〔\[［【（(﹝〈<{{]{_S}(?P<year>(?:19|20)\d\d|[{HAN_DIGITS}]{{4}}){_S}[〕\]］】）)﹞〉>}}]{_S}"
    rf"第?{_S}(?P<number>\d{{1,6}}|[{HAN_NUMERALS}]{{1,6}}){_S}[号號]"
)
_OFFICE = re.compile(rf"{_HAN}{{1,{_OFFICE_CHARS}}}$")
_LEADS_IN = re.compile(
    "根据|依据|按照|遵照|依照|参见|参照|参考|详见|转发|印发|贯彻|落实|执行|关于|以及|同意|通过|文件|附件|编号|文号|字号|下发|收到"
    "|本通知|和|与|及|以|见|按|据|由|的|了|在|为|对|将|经|之"
)
_FEWEST_AFTER_ONE = 2
"""Characters that an office's name has at least: 和 in 塔和发 is part of it."""

_LAW = re.compile(rf"(?P<who>{_HAN}{{1,8}}?令){_S}第{_S}(?P<number>\d{{1,5}}|[{HAN_NUMERALS}]{{1,6}}){_S}[号號]")

_KIND = (
    "doc(?:ument)?|ref(?:erence)?|order|decree|directive|resolution|decision|circular|notice|case|letter|file|memo"
    "|report|regulation|protocol|law|act"
)
_KIND_RU = (
    "исх|вх|приказ\\w{0,3}|постановлени\\w{1,2}|указ\\w{0,3}|распоряжени\\w{1,2}|дел[оауе]|протокол\\w{0,3}"
    "|письм\\w{1,2}|решени\\w{1,2}|закон\\w{0,3}|регистрационный|бұйры\\w{0,4}|қаулы\\w{0,4}"
)
_NUMBER = r"(?P<number>(?:[^\W\d_㐀-鿿]{1,8}[-/])?\d{1,7}(?:[-/.][^\W_㐀-鿿]{1,8}){0,5})"
_NUMBERED = re.compile(rf"(?:(?<![^\W㐀-鿿])(?:n[or]s?|number|номер)\.?|#|№){_S}{_NUMBER}(?![^\W㐀-鿿])", re.IGNORECASE)
_KIND_BEFORE = re.compile(
    rf"(?<![^\W㐀-鿿])(?:(?:{_KIND})s?|{_KIND_RU})\.?[ \t]{{0,2}}(?:от\s[\d.]{{6,10}}\s)?$", re.IGNORECASE
)
_REACH = 40
_LATIN_COLON = re.compile(
    rf"(?<![^\W㐀-鿿])(?P<kind>ref|reference|our ref|your ref)\.?\s?:\s?{_NUMBER}(?![^\W㐀-鿿])", re.IGNORECASE
)
_BRACKETED_LATIN = re.compile(
    r"(?<![^\W㐀-鿿])(?P<office>[A-Z][\w-]{1,40})\s\[(?P<year>(?:19|20)\d\d)\]\s(?:No|no)\.?\s?(?P<number>\d{1,6})(?![^\W㐀-鿿])"
)
_UNITED_NATIONS = re.compile(
    r"(?<![^\W㐀-鿿])(?<![/])(?:A|E|S|ST|CAT|CCPR|CERD|CEDAW|CRC|CMW|CED|DP)(?:/[A-Z0-9][A-Z0-9.-]{0,14}){2,6}(?![^\W㐀-鿿]|[/])"
)


class References:
    """Finds reference numbers of documents."""

    name = "references 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The numbers in the text; the value has one kind of brackets, ASCII digits and no spaces."""
        if "号" in untrusted_text or "號" in untrusted_text:
            yield from _chinese(untrusted_text)
        yield from _numbered(untrusted_text)
        for match in _BRACKETED_LATIN.finditer(untrusted_text):
            value = f"{match['office']}〔{match['year']}〕{int(match['number'])}"
            yield Found(*match.span(), Kind.REFERENCE, value)
        for match in _UNITED_NATIONS.finditer(untrusted_text):
            yield Found(*match.span(), Kind.REFERENCE, match[0])


def _numbered(text: str) -> Iterator[Found]:
    """No. 12/2017, Order No. 12, исх. № 45-12, Ref: 12/3."""
    for match in _NUMBERED.finditer(text):
        kind = _KIND_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
        number = match["number"]
        if kind or not number.isdecimal():  # "No. 5" by itself numbers anything
            yield Found(kind.start() if kind else match.start(), match.end(), Kind.REFERENCE, _compact(number))
    for match in _LATIN_COLON.finditer(text):
        yield Found(*match.span(), Kind.REFERENCE, _compact(match["number"]))


def _chinese(text: str) -> Iterator[Found]:
    for match in _BRACKETED.finditer(text):
        year, number = number_of(match["year"]), number_of(match["number"])
        if year is None or number is None:
            continue
        office = _office(text, match.start())
        yield Found(match.start() - len(office), match.end(), Kind.REFERENCE, f"{office}〔{year}〕{number}号")
    for match in _LAW.finditer(text):
        who = _trimmed(match["who"])
        if len(who) > 1 and (number := number_of(match["number"])):
            start = match.start() + len(match["who"]) - len(who)
            yield Found(start, match.end(), Kind.REFERENCE, f"{who}第{number}号")


def _office(text: str, end: int) -> str:
    """The short name of the office right before the year: what stands after the last word that leads in to it."""
    run = _OFFICE.search(text, max(0, end - _OFFICE_CHARS), end)
    return _trimmed(run[0]) if run else ""


def _trimmed(run: str) -> str:
    last = 0
    for match in _LEADS_IN.finditer(run):
        fewest = 1 if len(match[0]) > 1 else _FEWEST_AFTER_ONE
        if len(run) - match.end() >= fewest:
            last = match.end()
    return run[last:]


def _compact(number: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in number).upper()
