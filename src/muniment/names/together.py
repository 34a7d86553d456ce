"""The keys of many words in one go, for a page brings hundreds of new ones: each as ``word_key`` gives it.

Words of one script stand together, one to a line, while their letters become classes; the lines of all scripts are
then cut to keys at once, in arrays.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from muniment.names.alphabets import script_of, sounds_of_lines
from muniment.names.latin import without_accents
from muniment.names.sounds import UNWRITTEN
from muniment.names.word_keys import (
    ARTICLE,
    COARSE,
    CONSONANT_CLASSES,
    CYRILLIC_CLASSES,
    EMPTY,
    KEY_CHARS,
    LATIN,
    SHORT_CHARS,
    UNVOWELLED,
    UNWRITTEN_CLASS,
    grouped,
    word_key,
)

_PLANE = 0x10000
_NEWLINE, _UNROUNDED, _ROUNDED = ord("\n"), ord("A"), ord("U")
_DROPPED, _UNSEEN, _SEVERAL = 0, 0xFFFFFFFE, 0xFFFFFFFF
"""What stands for a letter that leaves no trace, for one not met yet, and for one that becomes several."""

_Codes = NDArray[np.uint8] | NDArray[np.uint32]


def word_keys(words: Sequence[str]) -> list[str]:
    """The keys of lower-case ``words``, each as ``word_key`` gives it; most of them worked out in one go."""
    kinds: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        kind = ("ASCII" if len(word) > SHORT_CHARS else "") if word.isascii() else _script_of(word[0])
        kinds.setdefault(kind, []).append(place)
    keys = [""] * len(words)
    lines, placed = list[str](), list[list[int]]()
    for kind, places in kinds.items():
        classes = _classes(kind, "\n".join([words[place] for place in places]))
        if classes is not None:
            lines.append(classes)
            placed.append(places)
            continue
        for place in places:
            keys[place] = word_key(words[place])
    if lines:
        for place, key in zip(chain.from_iterable(placed), _cut_to_keys("\n".join(lines)), strict=True):
            keys[place] = key
    return keys


@lru_cache(maxsize=10_000)
def _script_of(char: str) -> str:
    return script_of(char)


def _classes(kind: str, lines: str) -> str | None:
    """The classes of words of one kind, a word to a line; None where they are better looked at one by one."""
    if kind in _ALPHABETS:
        return _ALPHABETS[kind](lines)
    sounds = sounds_of_lines(kind, lines) if kind else None
    if sounds is None:
        return None
    return sounds[1:].translate(_UNWRITTEN) if sounds.startswith(UNWRITTEN) else sounds.translate(COARSE)


_UNWRITTEN = str.maketrans({chr(code): UNWRITTEN_CLASS.get(chr(code), "") for code in range(128) if code != _NEWLINE})


def _cut_to_keys(lines: str) -> list[str]:
    """The keys of classes that stand as they follow one another in a word, a word to a line."""
    if lines.isascii():
        cut = _cut(_runs_as_one(np.frombuffer(lines.encode("ascii"), dtype=np.uint8))).tobytes().decode("ascii")
    else:
        cut = _cut(_runs_as_one(_codes(lines))).tobytes().decode("utf-32-le", "surrogatepass")
    return [key or EMPTY for key in cut.split("\n")]


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _runs_as_one(classes: _Codes) -> _Codes:
    """Runs of one class become one, and so do runs of vowels: rounded if any of them is."""
    vowels = (classes == _UNROUNDED) | (classes == _ROUNDED)
    goes_on = np.zeros(len(classes), dtype=np.bool_)
    goes_on[1:] = vowels[1:] & vowels[:-1]
    runs = np.maximum.reduceat(classes, np.flatnonzero(~goes_on))  # the greater sign is the rounded one
    kept = np.ones(len(runs), dtype=np.bool_)
    kept[1:] = (runs[1:] != runs[:-1]) | (runs[1:] == _NEWLINE)
    return runs[kept]


def _cut(classes: _Codes) -> _Codes:
    """Only the first ``KEY_CHARS`` of each line."""
    places = np.arange(len(classes))
    before = np.maximum.accumulate(np.where(classes == _NEWLINE, places, -1))
    return classes[places - before <= KEY_CHARS]


class _Letters:
    """Writes each letter of a text as another, or as nothing; filled as letters are met."""

    def __init__(self, written: Callable[[str], str]) -> None:
        self._written = written
        self._table = np.full(_PLANE, _UNSEEN, dtype=np.uint32)
        self._table[_NEWLINE] = _NEWLINE

    def rewritten(self, text: str) -> str | None:
        """``text`` rewritten; None if a letter of it becomes several, or lies beyond the first plane of Unicode."""
        codes = _codes(text)
        if codes.max(initial=0) >= _PLANE:
            return None
        letters = self._table[codes]
        if letters.max(initial=0) >= _UNSEEN:
            for code in np.unique(codes[letters == _UNSEEN]).tolist():
                self._table[code] = self._letter(chr(code))
            letters = self._table[codes]
            if letters.max() == _SEVERAL:
                return None
        kept: NDArray[np.uint32] = letters[letters != _DROPPED]
        return kept.tobytes().decode("utf-32-le", "surrogatepass")

    def _letter(self, char: str) -> int:
        written = self._written(char)
        return _SEVERAL if len(written) > 1 else ord(written or chr(_DROPPED))


@cache
def _without_accents() -> _Letters:
    return _Letters(without_accents)


@cache
def _latin() -> _Letters:
    return _Letters(_by_table(LATIN))


@cache
def _cyrillic() -> _Letters:
    return _Letters(_by_table(CYRILLIC_CLASSES))


@cache
def _unvowelled() -> _Letters:
    return _Letters(lambda char: UNVOWELLED.get(ord(char), char if char in CONSONANT_CLASSES else ""))


def _by_table(table: Mapping[int, str]) -> Callable[[str], str]:
    return lambda char: _as_one(table.get(ord(char), char))


def _as_one(classes: str) -> str:
    """Vowels that one letter stands for, as the one that they count as."""
    return ("U" if "U" in classes else "A") if len(classes) > 1 and not classes.strip("AU") else classes


def _ascii_classes(lines: str) -> str:
    return grouped(lines).translate(LATIN)


def _latin_classes(lines: str) -> str | None:
    plain = _without_accents().rewritten(unicodedata.normalize("NFC", lines))
    return None if plain is None else _latin().rewritten(grouped(plain))


def _cyrillic_classes(lines: str) -> str | None:
    return _cyrillic().rewritten(lines)


def _unvowelled_classes(lines: str) -> str | None:
    return _unvowelled().rewritten(ARTICLE.sub("", lines))


_ALPHABETS: dict[str, Callable[[str], str | None]] = {
    "ASCII": _ascii_classes,
    "LATIN": _latin_classes,
    "CYRILLIC": _cyrillic_classes,
    "ARABIC": _unvowelled_classes,
    "HEBREW": _unvowelled_classes,
}
