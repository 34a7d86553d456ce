"""How names are spelt in plain Latin letters where nobody writes for readers: in file names, addresses, on cards.

``names`` finds names in other scripts where they are written as names are, with capitals. Nobody does so in
``scan_feiyanqiu.pdf``, and cards spell letters out that a keyboard has not.
"""

from collections.abc import Iterator
from itertools import islice, product

from anyascii import anyascii

from muniment.index.folding import fold
from muniment.names.alphabets import script_of
from muniment.names.han import DOUBLE_SURNAMES, is_han, readings
from muniment.names.tables import simplified

MOST_SPELLINGS = 12
"""Spellings of one name: characters and letters with several come in combinations without end."""

MOST_HAN = 4
"""Han characters of a Chinese name."""

_SPELT_OUT = {
    "ü": ("ue",), "ö": ("oe",), "ä": ("ae",), "ø": ("oe",), "å": ("aa",), "ß": ("ss",), "ñ": ("ny",),
    "č": ("ch",), "š": ("sh",), "ž": ("zh",), "ş": ("sh",), "ç": ("ch",),
}  # fmt: skip
_U_UMLAUT = ("lu", "lv", "lyu", "lue")
_SPELT_LETTER_BY_LETTER = frozenset({"CYRILLIC", "GREEK"})


def han_parts(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name in Han characters; two empty texts for what is none."""
    plain = simplified("".join(name.split()))
    if not is_han(plain) or not 1 < len(plain) <= MOST_HAN:
        return "", ""
    at = 2 if plain[:2] in DOUBLE_SURNAMES and len(plain) > 2 else 1  # noqa: PLR2004 - characters of a double surname
    return plain[:at], plain[at:]


def in_latin(name: str) -> Iterator[tuple[str, ...]]:
    """The words of ``name`` in Latin letters, folded; nothing that folding the name gives anyway."""
    surname, given = han_parts(name)
    if surname:
        yield from _pinyin(surname, given)
        return
    words = name.split()
    if any(script_of(char) in _SPELT_LETTER_BY_LETTER for char in name):
        yield tuple(fold(anyascii(word)).replace(" ", "") for word in words)
        return
    spelt = [_spelt_out(word.lower()) for word in words]
    if any(len(ways) > 1 for ways in spelt):
        yield from islice(product(*spelt), MOST_SPELLINGS)


def syllables(name: str) -> tuple[str, ...]:
    """The syllables of a Chinese name in Han characters, its surname first and whole; nothing for other names."""
    surname, given = han_parts(name)
    for spelling in _pinyin(surname, given) if surname else ():
        return (spelling[0], *(readings(char)[0].replace("ü", "u") for char in given))
    return ()


def _pinyin(surname: str, given: str) -> Iterator[tuple[str, str]]:
    ways = [_ways(char) for char in surname + given]
    for chosen in islice(product(*ways), MOST_SPELLINGS):
        yield "".join(chosen[: len(surname)]), "".join(chosen[len(surname) :])


def _ways(char: str) -> tuple[str, ...]:
    spoken = readings(char) or (fold(char).strip(),)
    return tuple(dict.fromkeys(way for one in spoken for way in _plain(one)))


def _plain(syllable: str) -> tuple[str, ...]:
    """A syllable without its umlaut, as machines and passports write it."""
    return _U_UMLAUT if syllable == "lü" else (syllable.replace("ü", "u"),)


def _spelt_out(word: str) -> tuple[str, ...]:
    """A word as it is folded, and with its letters spelt out."""
    out = "".join(_SPELT_OUT.get(char, (char,))[0] for char in word)
    return tuple(dict.fromkeys((fold(word).replace(" ", ""), fold(out).replace(" ", ""))))
