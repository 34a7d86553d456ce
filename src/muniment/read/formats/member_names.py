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

_MOSTLY_STRANGE = 0.85
"""Share of the worst likelihood at which even the best encoding is not believed."""

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

_PUNCTUATION = frozenset("，。、；：！？（）《》〈〉【】“”‘’—…·￥　「」『』～№«»–")  # noqa: RUF001 - they are what is meant


def encoding_of(untrusted_names: Iterable[bytes]) -> str | None:
    """The old encoding in which all these names are written, if it can be told; None if not, or if it is UTF-8."""
    odd = [name for name, _ in zip(untrusted_names, range(MOST_NAMES), strict=False) if not _is_utf8(name)]
    if not odd:
        return None
    found = ((_likelihood(odd, encoding, size, test), encoding) for encoding, size, test in _ENCODINGS)
    ranked = sorted(((likelihood, encoding) for likelihood, encoding in found if likelihood is not None), reverse=True)
    if not ranked:
        return None
    best, encoding = ranked[0]
    is_plausible = best > _MOSTLY_STRANGE * _STRANGE * sum(_beyond_ascii(name, encoding) for name in odd)
    is_clear = len(ranked) == 1 or best - ranked[1][0] >= _SURE or _agree(odd, encoding, ranked[1][1])
    return encoding if is_plausible and is_clear else None


def _beyond_ascii(name: bytes, encoding: str) -> int:
    return sum(not char.isascii() for char in name.decode(encoding))


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


def _likelihood(names: list[bytes], encoding: str, everyday: int, is_everyday: Callable[[str], bool]) -> float | None:
    """The logarithm of how likely the names are in this encoding; None if they cannot be."""
    try:
        texts = [name.decode(encoding) for name in names]
    except UnicodeDecodeError:
        return None
    total = 0.0
    for text in texts:
        for before, char in pairwise(f"/{text}"):
            if char.isascii() and not (char.isalpha() and not before.isascii()):
                continue
            total += _weight(before, char, encoding, everyday, is_everyday)
    return total


def _weight(before: str, char: str, encoding: str, everyday: int, is_everyday: Callable[[str], bool]) -> float:
    is_mixed = before.isalpha() and char.isalpha() and before.isascii() != char.isascii()
    if encoding in _ALPHABETS and is_mixed:
        return _STRANGE
    if char.isascii():
        return 0.0
    if encoding in _ALPHABETS and before.islower() and char.isupper():
        return _STRANGE
    if everyday == len(_WESTERN) and not before.isascii():
        return _STRANGE
    if is_everyday(char):
        return -log(everyday)
    return -log(10_000) if char in _PUNCTUATION else _STRANGE
