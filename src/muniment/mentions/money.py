"""Sums of money: the amount as a plain decimal number with the currency's ISO 4217 code, such as ``35000 CNY``."""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

import re
from collections.abc import Iterator
from decimal import Decimal

from muniment.mentions.mention import Found, Kind
from muniment.mentions.numerals import HAN_NUMERALS, MYRIADS, number_of

_SYMBOLS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "RMB¥": "CNY", "RMB": "CNY",
    "CNY": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "CHF": "CHF", "JPY": "JPY", "RUB": "RUB", "KZT": "KZT",
    "TRY": "TRY", "HKD": "HKD", "TWD": "TWD", "€": "EUR", "£": "GBP", "₽": "RUB", "₸": "KZT", "₹": "INR", "₺": "TRY",
    "₩": "KRW", "$": "$", "＄": "$", "¥": "¥", "￥": "¥", "人民币": "CNY", "人民幣": "CNY",
}  # fmt: skip
"""Signs and codes, before or after the amount. ``$`` and ``¥`` stand for several currencies and stay as they are."""

_WORDS = {
    "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR", "歐元": "EUR", "英镑": "GBP",
    "英鎊": "GBP", "日元": "JPY", "日圆": "JPY", "卢布": "RUB", "坚戈": "KZT", "新台币": "TWD", "新台幣": "TWD",
    "新臺幣": "TWD", "元人民币": "CNY", "人民币元": "CNY", "元": "CNY", "圆": "CNY", "块钱": "CNY",
    "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "dollars": "$", "yuan": "CNY",
    "renminbi": "CNY", "euros": "EUR", "euro": "EUR", "pounds sterling": "GBP", "roubles": "RUB", "rubles": "RUB",
    "tenge": "KZT", "yen": "JPY", "liras": "TRY", "swiss francs": "CHF",
    "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "руб.": "RUB", "руб": "RUB", "тенге": "KZT", "теңге": "KZT",
    "юаней": "CNY", "юаня": "CNY", "юань": "CNY", "долларов сша": "USD", "долл. сша": "USD", "долларов": "$",
    "доллара": "$", "доллар": "$", "долл.": "$", "евро": "EUR", "гривен": "UAH",
    "يۈەن": "CNY", "يۈئەن": "CNY", "يوان": "CNY", "يوانا": "CNY", "دولارا": "$", "دولار": "$", "دوللار": "$",
    "يورو": "EUR", "یوان": "CNY", "دلار": "$", "ریال": "IRR", "تومان": "IRT",
}  # fmt: skip

_SCALES = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "mn": 6, "bn": 9, "m": 6, "k": 3,
    "тыс.": 3, "тыс": 3, "тысяч": 3, "тысячи": 3, "млн.": 6, "млн": 6, "миллион": 6, "миллиона": 6, "миллионов": 6,
    "млрд.": 9, "млрд": 9, "миллиард": 9, "миллиарда": 9, "миллиардов": 9, "трлн": 12, "мың": 3,
    "万": 4, "萬": 4, "亿": 8, "億": 8, "千": 3, "百万": 6, "千万": 7, "十万": 5, "百": 2, "万亿": 12,
    "ألف": 3, "مليون": 6, "مليار": 9, "مىڭ": 3, "مىليون": 6, "مىليارد": 9, "هزار": 3, "میلیون": 6, "میلیارد": 9,
}  # fmt: skip
"""Words that multiply an amount, as powers of ten."""


def _any_of(words: dict[str, str] | dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_AMOUNT = r"\d{1,3}(?:[,.\u00a0\u202f '’٬]\d{3}){1,6}(?:[.,٫]\d{1,2})?(?!\d)|\d{1,15}(?:[.,٫]\d{1,4})?(?!\d)"
_SYMBOL = _any_of(_SYMBOLS)
_SCALE = _any_of(_SCALES)
_BEFORE = re.compile(
    rf"(?<![A-Za-z])(?P<sign>{_SYMBOL})\s{{0,2}}(?P<amount>{_AMOUNT})(?:[\s-]{{0,2}}(?P<scale>{_SCALE})(?![A-Za-zа-я]))?"
)
_AFTER = re.compile(
    rf"(?<![^\W㐀-鿿])(?<![.,/-])(?P<amount>{_AMOUNT})[\s-]{{0,2}}(?:(?P<scale>{_SCALE})(?:余|餘|多)?\s{{0,2}}|(?:余|餘|多))?"
    rf"(?:(?P<word>{_any_of(_WORDS)})(?![A-Za-zа-я])|(?P<sign>{_SYMBOL})(?![A-Za-z\d]))",
    re.IGNORECASE,
)
_HAN = re.compile(
    rf"(?<![{HAN_NUMERALS}{MYRIADS}\d第])(?P<amount>[{HAN_NUMERALS}][{HAN_NUMERALS}{MYRIADS}]{{1,14}})(?P<word>美元|港元|欧元|日元|卢布|[元圆](?!旦|首|素|件|月|老|帅))"
)
_THOUSANDS = 3
_COMMA_IS_DECIMAL = re.compile("[Ѐ-ӿ€]")


class Money:
    """Finds sums of money."""

    name = "money 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The sums in the text. An amount that can be read in two ways is given in both, in brackets."""
        for pattern in (_BEFORE, _AFTER):
            for match in pattern.finditer(untrusted_text):
                yield from _sum(match)
        if "元" in untrusted_text or "圆" in untrusted_text:
            for match in _HAN.finditer(untrusted_text):
                if amount := number_of(match["amount"]):
                    yield Found(*match.span(), Kind.MONEY, f"{amount} {_WORDS[match['word']]}")


def _sum(match: re.Match[str]) -> Iterator[Found]:
    sign, word = match["sign"], match.groupdict().get("word")
    currency = _SYMBOLS[sign.upper()] if sign else _WORDS[(word or "").lower()]
    power = _SCALES[match["scale"].lower()] if match["scale"] else 0
    amounts = _amounts(match["amount"], comma_is_decimal=bool(_COMMA_IS_DECIMAL.search(match[0])))
    written = sorted({_plain(amount.scaleb(power)) for amount in amounts})
    value = written[0] if len(written) == 1 else f"[{','.join(written)}]"
    notes = ["which currency is not said"] if currency in {"$", "¥"} else []
    if len(written) > 1:
        notes.append("the point or comma may divide thousands or decimals")
    yield Found(*match.span(), Kind.MONEY, f"{value} {currency}", "; ".join(notes))


def _amounts(text: str, *, comma_is_decimal: bool) -> list[Decimal]:
    """What a number may mean: one amount, or two where a single mark may divide thousands or decimals."""
    digits = re.sub(r"[\u00a0\u202f '’٬]", "", text).replace("٫", ".")
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return [Decimal(digits)]
    whole = Decimal(digits.replace(",", "").replace(".", ""))
    last = marks[-1]
    after = len(digits) - digits.rfind(last) - 1
    if len(set(marks)) == 1 and after == _THOUSANDS:
        if len(marks) > 1 or (last == "," and not comma_is_decimal):
            return [whole]
        return [whole, whole.scaleb(-after)] if comma_is_decimal or last == "." else [whole]
    return [whole.scaleb(-after)]


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
