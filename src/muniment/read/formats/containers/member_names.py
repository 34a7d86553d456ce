"""Names inside containers: their bytes as stored, or UTF-8 where their old encoding can be told with confidence.

Names are too few and too short for a detector made for prose. So all names of a container are judged together, by how
likely each encoding's everyday characters make them; where two encodings come close, the bytes stay as they are.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from math import log

MOST_NAMES = 2_000
"""Names looked at: more make the judgement no better."""

_STRANGE = log(1e-5)
"""Weight of a character that people seldom write, or that stands where none would."""

_SURE = log(50)
"""How much likelier than the next best the best encoding must be."""

_MOST_STRANGE = 0.2
"""Share of such characters above which an encoding is not believed, however poor the others are."""

_FEWEST = 4
"""Everyday characters that must be seen: fewer make a word in too many encodings."""

_WESTERN = frozenset("äöüÄÖÜßéèêëÉáàâåÅæøíîïóôúûùñçãõ")
_CYRILLIC = frozenset("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёІіЇїЄє")
_ARABIC = frozenset(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B))))


def _in_rows(encoding: str, first: int, last: int) -> Callable[[str], bool]:
    """Whether a character stands in these rows of a double-byte code: the everyday ones come first there."""

    def stands(char: str) -> bool:
        try:
            coded = char.encode(encoding)
        except UnicodeEncodeError:
            return False
        return len(coded) == len(b"ab") and first <= coded[0] <= last

    return stands


def _is_japanese(char: str) -> bool:
    return "\u3041" <= char <= "\u30fe" or _in_rows("shift_jis", 0x88, 0x97)(char)


_ENCODINGS: tuple[tuple[str, int, Callable[[str], bool]], ...] = (
    ("gb18030", 3755, _in_rows("gb2312", 0xB0, 0xD7)),
    ("big5", 5401, _in_rows("big5", 0xA4, 0xC6)),
    ("cp932", 3100, _is_japanese),
    ("cp949", 2350, _in_rows("euc_kr", 0xB0, 0xC8)),
    ("cp866", 72, _CYRILLIC.__contains__),
    ("cp1251", 72, _CYRILLIC.__contains__),
    ("cp1256", 36, _ARABIC.__contains__),
    ("cp720", 36, _ARABIC.__contains__),
    ("cp850", len(_WESTERN), _WESTERN.__contains__),
    ("cp1252", len(_WESTERN), _WESTERN.__contains__),
)
"""Each with the number of its everyday characters, and the test for them."""

_ALPHABETS = frozenset({"cp866", "cp1251", "cp1256", "cp720"})
"""Whose letters do not stand beside Latin ones in a word."""

_LATIN = frozenset({"cp850", "cp1252"})
"""Whose letters beyond ASCII seldom stand side by side."""

_PUNCTUATION = frozenset("，。、；：！？（）《》〈〉【】“”‘’—…·￥　「」『』～№«»–")  # noqa: RUF001 - they are what is meant


def encoding_of(untrusted_names: Iterable[bytes]) -> str | None:
    """The old encoding in which all these names are written, if it can be told; None if not, or if it is UTF-8."""
    odd = [name for name, _ in zip(untrusted_names, range(MOST_NAMES), strict=False) if not _is_utf8(name)]
    found = ((_weights(odd, encoding, size, test), encoding) for encoding, size, test in _ENCODINGS)
    ranked = sorted(((sum(weights), encoding) for weights, encoding in found if _is_plausible(weights)), reverse=True)
    if not ranked:
        return None
    best, encoding = ranked[0]
    is_clear = len(ranked) == 1 or best - ranked[1][0] >= _SURE or _agree(odd, encoding, ranked[1][1])
    return encoding if is_clear else None


def _is_plausible(weights: list[float]) -> bool:
    """Whether enough characters were seen, and nearly all of them where people would write them."""
    strange = sum(weight <= _STRANGE for weight in weights)
    return len(weights) - strange >= _FEWEST and strange <= _MOST_STRANGE * len(weights)


def recoded(untrusted_name: bytes, encoding: str | None) -> bytes:
    """The name in UTF-8 if it stands in ``encoding``; else its bytes as they are."""
    if encoding is None or _is_utf8(untrusted_name):
        return untrusted_name
    try:
        return untrusted_name.decode(encoding).encode()
    except UnicodeError:
        return untrusted_name


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _agree(names: list[bytes], one: str, other: str) -> bool:
    return all(name.decode(one) == name.decode(other) for name in names)


def _weights(names: list[bytes], encoding: str, everyday: int, is_everyday: Callable[[str], bool]) -> list[float]:
    """The logarithm of each character's likelihood in this encoding; none if the names cannot be in it."""
    try:
        texts = [name.decode(encoding) for name in names]
    except UnicodeDecodeError:
        return []
    return [
        _weight(before, char, encoding, everyday, is_everyday)
        for text in texts
        for before, char in pairwise(f"/{text}")
        if not char.isascii() or (char.isalpha() and not before.isascii() and encoding in _ALPHABETS)
    ]


def _weight(before: str, char: str, encoding: str, everyday: int, is_everyday: Callable[[str], bool]) -> float:
    if _is_misplaced(before, char, encoding):
        return _STRANGE
    if char.isascii():
        return 0.0
    if is_everyday(char):
        return -log(everyday)
    return -log(10_000) if char in _PUNCTUATION else _STRANGE


def _is_misplaced(before: str, char: str, encoding: str) -> bool:
    """Whether nobody would write ``char`` right after ``before``."""
    if encoding in _ALPHABETS:
        is_mixed = before.isalpha() and char.isalpha() and before.isascii() != char.isascii()
        return is_mixed or (before.islower() and char.isupper())
    return encoding in _LATIN and not before.isascii()
