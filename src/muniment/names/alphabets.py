"""Alphabets other than Latin, letter by letter into sounds."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from anyascii import anyascii

from muniment.names.latin import latin_sounds, read_aloud
from muniment.names.sounds import UNWRITTEN

CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "Z", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "x", "ц": "c", "ч": "C", "ш": "S", "щ": "S", "ъ": "", "ы": "ı", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ә": "e", "ғ": "G", "қ": "q", "ң": "N", "ө": "ö", "ұ": "u", "ү": "ü", "һ": "h", "і": "i", "ї": "yi", "є": "ye",
    "ґ": "g", "ў": "w", "җ": "J", "ҳ": "h", "ҷ": "J", "ӣ": "i", "ӯ": "u", "ђ": "J", "ј": "y", "љ": "l", "њ": "n",
    "ћ": "C", "џ": "J", "ѓ": "g", "ќ": "k", "ѕ": "D", "ҡ": "q", "ҙ": "z", "ҫ": "s", "ҥ": "n", "ҕ": "G",
    "ѐ": "e", "ѝ": "i", "ӊ": "N", "ӑ": "a", "ӗ": "e", "ҹ": "J", "ҝ": "g", "ҟ": "q", "ѣ": "e",
}  # fmt: skip

ARABIC = {
    "ا": "A", "أ": "A", "إ": "A", "آ": "A", "ٱ": "A", "ء": "", "ؤ": "W", "ئ": "Y", "ى": "A", "ب": "b", "پ": "p",
    "ت": "t", "ٹ": "t", "ث": "T", "ج": "J", "چ": "C", "ح": "h", "خ": "x", "د": "d", "ڈ": "d", "ذ": "D", "ر": "r",
    "ڑ": "r", "ز": "z", "ژ": "Z", "س": "s", "ش": "S", "ص": "s", "ض": "D", "ط": "t", "ظ": "D", "ع": "A", "غ": "G",
    "ف": "f", "ڤ": "v", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ڭ": "N", "ل": "l", "م": "m", "ن": "n", "ں": "n",
    "ه": "H", "ة": "H", "ھ": "h", "ہ": "H", "ۀ": "H", "و": "W", "ي": "Y", "ی": "Y", "ې": "Y", "ے": "Y", "ۋ": "W",
}  # fmt: skip
"""Arabic, Persian, Urdu: short vowels are not written. Of ain, others write the vowel beside it, of hamza nothing."""

UYGHUR = {
    **ARABIC, "ا": "a", "ە": "e", "ه": "e", "ې": "e", "ى": "i", "ي": "y", "ی": "y", "و": "o", "ۇ": "u", "ۆ": "ö",
    "ۈ": "ü", "ۋ": "v", "ئ": "", "ھ": "h", "ج": "J", "ق": "q", "خ": "x", "ۅ": "ö", "ۉ": "u", "ٵ": "a", "ٶ": "ö",
    "ٷ": "u", "ٸ": "ı", "ع": "G", "ح": "h", "ء": "",
}  # fmt: skip
"""Uyghur, Kazakh and Kyrgyz in Arabic script write every vowel."""

_WRITES_VOWELS = re.compile(
    "[\u06d5\u06c7\u06c6\u06c8\u06cb\u06d0\u06ad\u0649\u0675-\u0678]|\u0626(?=[\u0627\u06d5\u0648\u06c7\u06c6\u06c8\u06d0\u0649])"
)
_ENDS_LIKE_ARABIC = re.compile("\u0649$")

HEBREW = {
    "א": "A", "ב": "b", "ג": "g", "ד": "d", "ה": "H", "ו": "W", "ז": "z", "ח": "x", "ט": "t", "י": "Y", "כ": "k",
    "ך": "x", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "A", "פ": "p", "ף": "f", "צ": "c",
    "ץ": "c", "ק": "k", "ר": "r", "ש": "S", "ת": "t",
}  # fmt: skip

GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "T", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "i", "φ": "f",
    "χ": "x", "ψ": "ps", "ω": "o",
}  # fmt: skip
_GREEK_GROUPS = (
    ("ου", "u"),
    ("αι", "e"),
    ("ει", "i"),
    ("οι", "i"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("ντ", "d"),
    ("μπ", "b"),
    ("γκ", "g"),
    ("γγ", "N"),
    ("τσ", "c"),
    ("τζ", "J"),
)
_GREEK_OR_SOUND = {**GREEK, **{sound: sound for sound in "abcdefgijkNosuvJ\n"}}

_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad'\u2019\u02bc]"
)
_DOUBLED = re.compile(r"(.)\1+")
_SOFT = re.compile("ь(?=[еёюяи])")


def script_of(char: str) -> str:
    """The script of a letter by its Unicode name: ``LATIN``, ``CYRILLIC``, ``CJK``…; empty for what is no letter."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").split(" ", 1)[0].split("-", 1)[0]


@lru_cache(maxsize=50_000)
def word_sounds(word: str) -> tuple[str, ...]:
    """The ways one word in an alphabet may sound, the likeliest first; empty for a word of no sound."""
    word = _normal(word)
    script = next(filter(None, map(script_of, word)), "")
    ways = _READERS.get(script, _by_library)(word)
    return tuple(dict.fromkeys(_DOUBLED.sub(r"\1", way) for way in ways if way))


def _latin(word: str) -> tuple[str, ...]:
    return latin_sounds(word)


def _letters(word: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, "") for char in word)


def _cyrillic(word: str) -> tuple[str, ...]:
    word = _SOFT.sub("й", word.replace("дж", "џ"))
    plain = _letters(word.replace("кс", "ks"), {**CYRILLIC, "k": "k", "s": "s"}).replace("ng", "N")
    ways = [plain.replace("yе", "e")]
    if plain.startswith("e"):
        ways.append("y" + plain)
    if "ё" in word:
        ways.append(plain.replace("yo", "e"))
    if plain.endswith(("iy", "ıy", "yi")):
        ways.append(plain[:-2] + "i")
    ways.extend(way.replace("ng", "N") for way in tuple(ways) if "ng" in way)
    return tuple(ways)


def _arabic(word: str) -> tuple[str, ...]:
    vowelled = _letters(word, UYGHUR).replace("ng", "N")
    if _WRITES_VOWELS.search(_ENDS_LIKE_ARABIC.sub("", word)):
        return (vowelled, _letters(word, UYGHUR))
    ways = [UNWRITTEN + way for way in _unwritten(word)]
    return (vowelled, *ways) if word.endswith("\u0649") else (*ways, vowelled) if len(word) > 1 else tuple(ways)


def _unwritten(word: str) -> list[str]:
    """Arabic and Persian; a word's last yeh may be a long a, its first alef is only a seat for a vowel."""
    spoken = _letters(word, ARABIC).replace("nG", "N").replace("ng", "N").replace("tS", "C")
    ways = [spoken, spoken.replace("ts", "c")]
    if spoken.endswith("A") and word.endswith("\u0649"):
        ways.append(spoken[:-1] + "Y")
    if word.startswith("\u0627\u0644") and len(word) > 4:
        ways.insert(0, _letters(word[2:], ARABIC))
    return ways


def _hebrew(word: str) -> tuple[str, ...]:
    return (UNWRITTEN + _letters(word.replace("ג׳", "J"), HEBREW),)


def _greek(word: str) -> tuple[str, ...]:
    plain = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    for group, sound in _GREEK_GROUPS:
        plain = plain.replace(group, sound)
    return (_letters(plain, _GREEK_OR_SOUND),)


def _hangul(word: str) -> tuple[str, ...]:
    return (
        *latin_sounds(_hangul_letters(word).replace("eo", "o")),
        *latin_sounds(_hangul_letters(word).replace("eo", "eu")),
    )


def _hangul_letters(word: str) -> str:
    return anyascii(word).lower()


class _LatinLetters(dict[int, str]):
    """The library's letters for each character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(char for char in anyascii(chr(code)).lower() if char.isalpha())
        return self[code]


@cache
def _latin_letters() -> _LatinLetters:
    return _LatinLetters({ord("\n"): "\n"})


def _by_library(word: str) -> tuple[str, ...]:
    """Other scripts through the library's tables; those of India and around leave out vowels they imply."""
    return latin_sounds(word.translate(_latin_letters()))


def _implied(word: str) -> tuple[str, ...]:
    return tuple(UNWRITTEN + way for way in _by_library(word))


_IMPLIED = (
    *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI"),
    *("LAO", "KHMER", "MYANMAR", "TIBETAN", "SYRIAC"),
)
_BY_LIBRARY = frozenset(
    [
        *_IMPLIED,
        *("ARMENIAN", "CANADIAN", "CHEROKEE", "ETHIOPIC", "GEORGIAN", "HIRAGANA", "JAVANESE", "KATAKANA", "MONGOLIAN"),
        *("TAI", "THAANA", "TIFINAGH", "VAI", "YI"),
    ]
)


def sounds_of_lines(script: str, lines: str) -> str | None:
    """The likeliest way in which words of ``script`` sound, a word to a line, as ``word_sounds`` begins with it.

    None for scripts whose words are read one by one. ``UNWRITTEN`` stands but once, before all lines.
    """
    if script == "GREEK":
        return _greek(_normal(lines))[0]
    if script not in _BY_LIBRARY:
        return None
    return UNWRITTEN * (script in _IMPLIED) + read_aloud(_normal(lines).translate(_latin_letters()))


def _normal(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).lower())


_READERS = {
    "LATIN": _latin,
    "CYRILLIC": _cyrillic,
    "ARABIC": _arabic,
    "HEBREW": _hebrew,
    "GREEK": _greek,
    "HANGUL": _hangul,
    **dict.fromkeys(_IMPLIED, _implied),
}
