"""How one character is folded: what makes two spellings the same word, told script by script."""

import unicodedata
from functools import cache

from opencc import OpenCC

_UNIGRAM_RANGES = (
    (0x0E01, 0x0E3A),  # Thai letters and vowels
    (0x0E40, 0x0E4E),  # Thai vowels and tone marks
    (0x0E81, 0x0ECE),  # Lao
    (0x0EDC, 0x0EDF),  # Lao
    (0x1000, 0x103F),  # Myanmar
    (0x1050, 0x108F),  # Myanmar, other languages
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17D3),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1A7F),  # Tai Tham
    (0x2E80, 0x2FDF),  # Han radicals
    (0x3005, 0x3007),  # Han repeat mark, closing mark, zero
    (0x3021, 0x3029),  # Hangzhou numerals
    (0x3041, 0x30FF),  # kana
    (0x3105, 0x312F),  # Bopomofo
    (0x31A0, 0x31BF),  # Bopomofo
    (0x31F0, 0x31FF),  # kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),  # Han
    (0xA000, 0xA48C),  # Yi
    (0xA960, 0xA97C),  # Hangul letters
    (0xA9E0, 0xA9FE),  # Myanmar
    (0xAA60, 0xAA7F),  # Myanmar
    (0xAC00, 0xD7A3),  # Hangul syllables
    (0xD7B0, 0xD7FB),  # Hangul letters
    (0xF900, 0xFAFF),  # Han
    (0x1AFF0, 0x1B16F),  # kana
    (0x20000, 0x3FFFF),  # Han
)
"""Scripts written without spaces between words (and Hangul, whose words carry endings): each character is a term."""

UNIGRAM_CLASS = "".join(f"{chr(low)}-{chr(high)}" for low, high in _UNIGRAM_RANGES)
"""The same for the inside of brackets in a regular expression."""

SPACELESS_RANGES = ((0x0F00, 0x0FFF), *_UNIGRAM_RANGES)
"""Those, and Tibetan, which parts syllables but not words."""

_DROPPED_RANGES = (
    (0x0300, 0x036F),  # accents of Latin, Greek, Cyrillic
    (0x0483, 0x0487),  # Old Cyrillic
    (0x0591, 0x05BD),  # Hebrew points
    (0x05BF, 0x05BF),
    (0x05C1, 0x05C2),
    (0x05C4, 0x05C5),
    (0x05C7, 0x05C7),
    (0x0610, 0x061A),  # Arabic honorifics
    (0x0640, 0x0640),  # tatweel: a stretched line, no letter
    (0x064B, 0x065F),  # harakat, hamza and madda above
    (0x0670, 0x0670),
    (0x06D6, 0x06DC),  # Quranic marks
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x0711, 0x0711),  # Syriac points
    (0x0730, 0x074A),
    (0x07FD, 0x07FD),
    (0x08D3, 0x08FF),  # further Arabic marks
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),  # voicing marks that stand after no kana
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),  # Han variation selectors
)
"""Marks that writers leave out at will. The vowel signs of Indic scripts are marks as well, and stay."""

_KEPT_WHOLE = frozenset("\u0626")
"""Yeh with hamza opens every Uyghur word that begins with a vowel: a letter of its own, not a yeh with a mark."""

_SEPARATORS = frozenset("\u200b\u2122\u2120")
"""Zero-width space parts words; the signs for trade and service marks would glue "tm" to the word before."""

_LETTERS = {
    # Arabic script: letters that keyboards and typists exchange. Uyghur files mix all three rows.
    "\u06a9": "\u0643",  # keheh -> kaf
    "\u06aa": "\u0643",
    "\u064a": "\u0649",  # yeh, Farsi yeh -> alef maksura
    "\u06cc": "\u0649",
    "\u06d5": "\u0647",  # ae, heh doachashmee, heh goal, teh marbuta -> heh
    "\u06be": "\u0647",
    "\u06c1": "\u0647",
    "\u0629": "\u0647",
    "\u06c3": "\u0647",
    "\u0671": "\u0627",  # alef wasla -> alef
    # Latin letters that Unicode does not take apart.
    "\u0131": "i",
    "\u00f8": "o",
    "\u0142": "l",
    "\u0111": "d",
    "\u00f0": "d",
    "\u0127": "h",
    "\u0167": "t",
    "\u00fe": "th",
    "\u00e6": "ae",
    "\u0153": "oe",
}

SPACE = " "


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def is_dropped(char: str) -> bool:
    """Whether ``char`` leaves no trace in a term: an accent, a harakat, a joiner, a soft hyphen."""
    if char in _SEPARATORS:
        return False
    return unicodedata.category(char) == "Cf" or _within(ord(char), _DROPPED_RANGES)


def is_unigram(char: str) -> bool:
    """Whether a folded ``char`` is a term by itself, because its script does not part words by spaces."""
    return _within(ord(char), _UNIGRAM_RANGES)


@cache
def is_spaceless(char: str) -> bool:
    """Whether a term that begins with a folded ``char`` is a piece of a word, not a word."""
    return _within(ord(char), SPACELESS_RANGES)


class FoldingTable(dict[int, str]):
    """What each character becomes, worked out at its first use; fit for ``str.translate``.

    A unigram comes with a space at either side, whatever parts words becomes one space, a dropped mark nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._simplify = OpenCC("t2s").convert

    def __missing__(self, code: int) -> str:
        """Fold the character ``code`` and remember the outcome."""
        folded = self._fold(chr(code))
        self[code] = folded
        return folded

    def _fold(self, char: str) -> str:
        if is_dropped(char):
            return ""
        category = unicodedata.category(char)
        compatible = unicodedata.normalize("NFKC", char)
        if category in ("So", "No") and compatible != char and char not in _SEPARATORS:
            return SPACE + self._fold_all(compatible) + SPACE  # a circled or raised figure is no part of the word
        if category == "Nd":
            return str(unicodedata.digit(char))
        if category[0] not in "LMN" or char in _SEPARATORS:
            return SPACE
        return self._fold_all(compatible) if compatible != char else self._fold_letter(char)

    def _fold_all(self, text: str) -> str:
        return "".join(self[ord(char)] for char in text)

    def _fold_letter(self, char: str) -> str:
        if is_unigram(char):
            return f"{SPACE}{self._simplify(char)}{SPACE}"
        if char in _KEPT_WHOLE:
            return char
        if (lower := char.casefold()) != char:
            return self._fold_all(lower)
        apart = unicodedata.normalize("NFD", char)
        if len(apart) > 1:  # an accent, or a vowel sign of two halves as in Kannada, that may be written as two
            return self._fold_all("".join(part for part in apart if not is_dropped(part)))
        return _LETTERS.get(char, char)
