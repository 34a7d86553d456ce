"""One Uyghur text in three scripts: Arabic (official in China), Latin (ULY) and Cyrillic (used in Kazakhstan).

A word is read letter by letter into the letters of ULY with all its marks, and written from there in another script.
Standards: the Uyghur Arabic alphabet of 1982, Uyghur Latin Yëziqi of 2000, the Cyrillic alphabet of Kazakhstan.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import partial
from itertools import islice, pairwise, product

from muniment.index.folding import term_texts

MAX_SPELLINGS = 32
"""Spellings of a word or phrase that are tried in each script: typed without marks, each e, o and u stays open."""

MIN_LETTERS = 3
"""Shorter words of one script are words of other languages in another: "on", "at", "da"."""

_SAME = "a:ا:а b:ب:б p:پ:п t:ت:т j:ج:җ ch:چ:ч x:خ:х d:د:д r:ر:р z:ز:з zh:ژ:ж s:س:с sh:ش:ш gh:غ:ғ f:ف:ф q:ق:қ"
_SAME += " k:ك:к g:گ:г ng:ڭ:ң l:ل:л m:م:м n:ن:н h:ھ:һ o:و:о u:ۇ:у ö:ۆ:ө ü:ۈ:ү w:ۋ:в e:ە:ә ë:ې:е i:ى:и y:ي:й"
_ROWS = [tuple(row.split(":")) for row in _SAME.split()]
_TO_ARABIC = {latin: arabic for latin, arabic, _ in _ROWS}
_TO_CYRILLIC = {latin: cyrillic for latin, _, cyrillic in _ROWS}
_VOWELS = frozenset("aeëioöuü")
_BREAK = "'"
"""Between vowels, and where two letters are not to be read as one."""

_Letters = tuple[str, ...]
_Readings = tuple[_Letters, ...]
"""What one sign may stand for, the standard first; each a run of letters, since one sign may be two: я is y and a."""


class Script(Enum):
    """A script of Uyghur."""

    ARABIC = "Arabic"
    LATIN = "Latin"
    CYRILLIC = "Cyrillic"


def _signs(standard: Mapping[str, str], others: str) -> dict[str, _Readings]:
    signs: dict[str, _Readings] = {sign: ((letter,),) for letter, sign in standard.items()}
    for row in others.split():
        sign, readings = row.split(":")
        signs[sign] = tuple(tuple(reading.split("+")) if reading else () for reading in readings.split("|"))
    return signs


_ARABIC_SIGNS = _signs(
    _TO_ARABIC, "ي:y|i ى:i|y ی:i|y ه:h|e ە:e|h ھ:h|e ة:e|h ژ:zh|j ک:k ڪ:k خ:x|h ئ:' ء:' ع:' ح:h ط:t ص:s ض:z ظ:z ث:s ذ:z"
)
_CYRILLIC_SIGNS = _signs(_TO_CYRILLIC, "я:y+a ю:y+u ё:y+o э:ë ы:i ц:t+s щ:sh+ch ъ:' ь: х:x|h ж:zh|j")
_LATIN_SIGNS: dict[str, _Readings] = {
    **{letter: ((letter,),) for letter in _TO_ARABIC},
    **_signs({}, "é:ë ê:ë ng:ng|n+g sh:sh|s+h gh:gh|g+h ch:ch kh:x j:j|zh v:w h:h|x ':' ’:' ‘:' ʼ:' ´:' `:'"),
}
_UNMARKED = _signs({}, "e:e|ë o:o|ö u:u|ü")
"""Who types none of the dots leaves them open."""

_TELLING = re.compile("[ئۇۆۈۋېڭەәғқҗңөүһëöü]|gh|x|q(?!u)")
_MARKED = re.compile("[ëéêöü]")
_LATIN_SIGN = re.compile("ng|sh|gh|ch|kh|zh|.", re.DOTALL)
_WORDS = {
    Script.ARABIC: re.compile(f"[{''.join(_ARABIC_SIGNS)}]+"),
    Script.CYRILLIC: re.compile(f"[{''.join(_CYRILLIC_SIGNS)}]+"),
    Script.LATIN: re.compile("[abdefghijklmnopqrstuvwxyzcëéêöü]+(?:['’‘ʼ´`][a-zëéêöü]+)*"),
}


def to_latin(text: str) -> str:
    """Write the Uyghur words of ``text`` in ULY, in lower case; all else stays as it is."""
    return _rewritten(text, Script.LATIN)


def to_arabic(text: str) -> str:
    """Write the Uyghur words of ``text`` in Arabic script; all else stays as it is."""
    return _rewritten(text, Script.ARABIC)


def to_cyrillic(text: str) -> str:
    """Write the Uyghur words of ``text`` in Cyrillic, in lower case; all else stays as it is."""
    return _rewritten(text, Script.CYRILLIC)


def spellings(word: str) -> tuple[tuple[str, ...], ...]:
    """The folded terms of ``word``, or of words that follow one another, in the two other scripts, likeliest first.

    Nothing for what cannot be Uyghur: fewer than ``MIN_LETTERS``, letters of no such alphabet, a word without a vowel
    or with two in a row, words of several scripts.
    """
    words = word.lower().split()
    script = _script_of(words)
    if script is None:
        return ()
    readings = list(islice(product(*(_readings(each, script) for each in words)), MAX_SPELLINGS))
    written = (_line(line, other) for other in Script if other is not script for line in readings)
    own = term_texts(word)
    return tuple(dict.fromkeys(terms for text in written if (terms := term_texts(text)) and terms != own))


def looks_uyghur(word: str) -> bool:
    """Whether ``word`` holds a letter that of the languages in its script few but Uyghur have."""
    return _TELLING.search(word.lower()) is not None


def _line(words: Iterable[_Letters], script: Script) -> str:
    return " ".join(_written(letters, script) for letters in words)


def _script_of(words: list[str]) -> Script | None:
    for script, pattern in _WORDS.items():
        if words and all(map(pattern.fullmatch, words)):
            readings = [next(iter(_readings(word, script)), ()) for word in words]
            is_long = max(map(len, readings)) >= MIN_LETTERS
            return script if is_long and all(_is_plausible(letters, script) for letters in readings) else None
    return None


def _is_plausible(letters: _Letters, script: Script) -> bool:
    """Whether a word sounds like Uyghur; in its Arabic script, not like Arabic, which leaves most vowels out."""
    neighbours = list(pairwise(letters))
    if not _VOWELS.intersection(letters) or any(_VOWELS.issuperset(pair) for pair in neighbours):
        return False
    if script is not Script.ARABIC:
        return True
    consonants = "".join("V" if letter in _VOWELS else "C" for letter in letters)
    return not consonants.startswith("CC") and "CCC" not in consonants


def _rewritten(text: str, target: Script) -> str:
    for script, pattern in _WORDS.items():
        if script is not target:
            text = pattern.sub(partial(_rewritten_word, script=script, target=target), text.lower())
    return text


def _rewritten_word(match: re.Match[str], script: Script, target: Script) -> str:
    letters = next(iter(_readings(match[0], script)), None)
    return match[0] if letters is None else _written(letters, target)


def _readings(word: str, script: Script) -> Iterable[_Letters]:
    """All ways to read ``word``, the standard one first; none if it has signs of no meaning."""
    signs = {Script.ARABIC: _ARABIC_SIGNS, Script.CYRILLIC: _CYRILLIC_SIGNS, Script.LATIN: _LATIN_SIGNS}[script]
    if script is Script.LATIN and not _MARKED.search(word):
        signs = signs | _UNMARKED
    pieces = _LATIN_SIGN.findall(word) if script is Script.LATIN else list(word)
    if not all(piece in signs for piece in pieces):
        return ()
    ways = product(*(signs[piece] for piece in pieces))
    return (_without_idle_breaks(tuple(letter for run in way for letter in run)) for way in ways)


def _without_idle_breaks(letters: _Letters) -> _Letters:
    """Arabic script opens every word that begins with a vowel by a sign which other scripts do not write."""
    return letters[1:] if letters[:1] == (_BREAK,) else letters


def _written(letters: _Letters, script: Script) -> str:
    match script:
        case Script.LATIN:
            return _in_latin(letters)
        case Script.ARABIC:
            return _in_arabic(letters)
        case Script.CYRILLIC:
            text = "".join(_TO_CYRILLIC.get(letter, "") for letter in letters)
            return text.replace("йа", "я").replace("йу", "ю")


def _in_latin(letters: _Letters) -> str:
    text = ""
    for letter in letters:
        would_merge = text[-1:] + letter[:1] in ("ng", "sh", "gh", "ch", "zh") and letter in ("g", "h", "gh")
        text += _BREAK + letter if would_merge else letter
    return text


def _in_arabic(letters: _Letters) -> str:
    text = ""
    previous = _BREAK
    for letter in letters:
        opens = letter in _VOWELS and (previous == _BREAK or previous in _VOWELS)
        text += "ئ" * opens + _TO_ARABIC.get(letter, "")
        previous = letter
    return text
