"""Whole numbers in the numerals that documents count with: Roman, letters, Chinese and others."""

from collections.abc import Callable

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_ONES = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 4999
_MOST_REPEATED = 780
"""Letters are doubled after the last of the alphabet; Word stops counting so at thirty times."""

_CHINESE = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_UNITS, _LEGAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_MOST_CHINESE = 9999
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_MOST_CIRCLED = 20


def in_numerals(number: int, form: str) -> str:
    """``number`` in the form that WordprocessingML calls ``form``; in digits if that form is not known here."""
    write = _FORMS.get(form)
    return write(number) if write is not None and number > 0 else "" if form == "none" else str(number)


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return str(number)
    words = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        words += letters * (number // value)
        number %= value
    return words


def _letters(number: int, alphabet: str) -> str:
    """One letter for each of the alphabet, then each of them twice, and so on."""
    if number > _MOST_REPEATED:
        return str(number)
    return alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _chinese(number: int, digits: str = _CHINESE, units: tuple[str, ...] = _UNITS, *, short: bool = True) -> str:
    """As spoken: 14 is ten-four, 105 one-hundred-nought-five."""
    if number > _MOST_CHINESE:
        return "".join(digits[int(digit)] for digit in str(number))
    nought = "零"
    words = ""
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit:
            words += digits[digit] + units[place]
        elif words and not words.endswith(nought):
            words += nought
    words = words.rstrip(nought)
    return words[1:] if short and words.startswith("一十") else words


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": lambda number: _letters(number, _LATIN),
    "upperLetter": lambda number: _letters(number, _LATIN).upper(),
    "russianLower": lambda number: _letters(number, _RUSSIAN),
    "russianUpper": lambda number: _letters(number, _RUSSIAN).upper(),
    "arabicAbjad": lambda number: _letters(number, _ARABIC_ABJAD),
    "arabicAlpha": lambda number: _letters(number, _ARABIC_ALPHABET),
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if number <= _MOST_CIRCLED else str(number),
    "decimalEnclosedCircleChinese": lambda number: chr(0x245F + number) if number <= _MOST_CIRCLED else str(number),
    "numberInDash": lambda number: f"- {number} -",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: "".join(_CHINESE[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(_CHINESE[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join(_CHINESE[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL_SIMPLIFIED, _LEGAL_UNITS, short=False),
    "ideographLegalTraditional": lambda number: _chinese(number, _LEGAL_TRADITIONAL, _LEGAL_UNITS, short=False),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "none": lambda _: "",
}
