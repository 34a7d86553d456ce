"""Coarse keys of the sounds of words, for a positional index field: equal for all spellings of a name.

Coarse on purpose: they find candidates, which are looked at closely afterwards. Three kinds stand side by side.
Upper case, for scripts that write vowels: the first ``KEY_CHARS`` of consonant classes and of A (unrounded) and U
(rounded vowels). Lower case without vowels, for Arabic script and Hebrew: consonant classes alone. Lower case with
vowels, for Han: one syllable of pinyin for each character. An ending that a case or a clitic adds is mostly cut off.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from muniment.names.han import is_han, readings
from muniment.names.together import word_keys
from muniment.names.word_keys import word_key

MAX_CACHED_WORDS = 250_000
"""Keys remembered, about 38 MB: the words that make up nearly all of a case; beyond, all are forgotten, learnt anew."""

MAX_WORD_CHARS = 64
"""What follows in a word has no part in its key: runs of a million letters are no names, and must cost nothing."""

FEW_WORDS = 4
"""Fewer than these are not worth doing together."""

KEYS_VERSION = 2
"""Raised whenever the same text gives other keys than before: an index made with another version is made anew."""

_DROPPED = frozenset(
    "'\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
)
_GENITIVES = ("'s ", "\u2019s ")

_UNSEEN, _NONE, _SPACE = 0, 1, 0x20
_SYLLABLE_BASE = 0xE000
"""Private code points stand for Han syllables while a page is on its way; a page's own are no letters."""
_HANGUL_BASE, _HANGUL_END, _PRIVATE_END = 0xAC00, 0xD7A4, 0xF900
"""Hangul syllables get a key each, as Han characters do: Korean names are written apart elsewhere."""
_PLANE = 0x10000


def page_keys(text: str) -> str:
    """The keys of an untrusted page ``text``, one for each word or Han character, in order, with spaces between."""
    for genitive in _GENITIVES:
        if genitive in text:
            text = text.replace(genitive, " ")
    words = _signs().spaced(text).split()
    keys = list(map(_cached.get, words))
    if None in keys:
        _cached.learn(words)
        return " ".join(map(_cached.__getitem__, words))
    return " ".join(cast("list[str]", keys))


@dataclass(frozen=True, slots=True)
class LocatedKey:
    """A key and where its word stands; ``start`` and ``end`` count code points of the raw text, end-exclusive."""

    key: str
    start: int
    end: int


def located_keys(text: str) -> list[LocatedKey]:
    """What ``page_keys`` gives, each with its place in the raw ``text``."""
    signs = _signs().of(text)
    spread = signs.tobytes().decode("utf-32-le")
    found = []
    for match in _SIGNS_OF_WORD.finditer(spread):
        start, end = match.span()
        if text[max(start, end - 2) : end] in ("'s", "\u2019s") and end - start > 2:
            end -= 2
        if word := spread[start:end].replace(chr(_NONE), ""):
            found.append(LocatedKey(_cached[word], start, end))
    return found


_SINGLE = "\uac00-\ud7a3\ue000-\uf8ff"
_SIGNS_OF_WORD = re.compile(f"[{_SINGLE}]|[^ {_SINGLE}]+")


class _Signs:
    """What each character of a page stands for: itself in lower case, a Han syllable, a space, or nothing.

    Filled as characters are met, in an array, because a page of three thousand characters has to pass in microseconds.
    """

    def __init__(self) -> None:
        self._table = np.zeros(_PLANE, dtype=np.uint32)
        self._table[_SPACE] = _SPACE
        self._syllables: dict[str, int] = {}
        self._lock = threading.Lock()

    def of(self, text: str) -> NDArray[np.uint32]:
        """One sign for each code point of ``text``."""
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
        if len(codes) and codes.max() >= _PLANE:
            codes = np.where(codes < _PLANE, codes, _SPACE).astype(np.uint32)
        signs = self._table[codes]
        if not signs.all():
            for code in np.unique(codes[signs == _UNSEEN]).tolist():
                self._table[code] = self._sign(chr(code))
            signs = self._table[codes]
        return signs

    def spaced(self, text: str) -> str:
        """``text`` as signs with spaces around each Han syllable, and without those that stand for nothing."""
        signs = self.of(text)
        han = (signs >= _HANGUL_BASE) & (signs < _PRIVATE_END) & ((signs < _HANGUL_END) | (signs >= _SYLLABLE_BASE))
        if han.any():
            places = np.arange(len(signs)) + np.cumsum(han)
            wide = np.full(len(signs) + int(han.sum()), _SPACE, dtype=np.uint32)
            wide[places] = signs  # a space before each syllable; the one after it comes next
            after = np.flatnonzero(han[:-1] & ~han[1:]) + 1
            wide = np.insert(wide, places[after], _SPACE)
            signs = wide
        return signs.tobytes().decode("utf-32-le").replace(chr(_NONE), "")

    def _sign(self, char: str) -> int:
        if is_han(char):
            return self._syllable(readings(char)[0]) if readings(char) else _SPACE
        if char in _DROPPED:
            return _NONE
        lower = char.lower()[:1]
        return ord(lower) if unicodedata.category(char)[0] in "LM" and not is_private(lower) else _SPACE

    def _syllable(self, syllable: str) -> int:
        with self._lock:  # two threads must not give one sign to two syllables: names would sound like others for good
            if syllable not in self._syllables:
                self._syllables[syllable] = _SYLLABLE_BASE + len(self._syllables)
                _cached[chr(self._syllables[syllable])] = syllable.replace("\u00fc", "v")
            return self._syllables[syllable]


def is_private(char: str) -> bool:
    """Whether ``char`` is one of the code points that stand for syllables."""
    return "\ue000" <= char <= "\uf8ff"


@cache
def _signs() -> _Signs:
    return _Signs()


def han_key(syllable: str) -> str:
    """The key of a syllable of pinyin."""
    return syllable.replace("\u00fc", "v")


class _Cached(dict[str, str]):
    """The keys of words seen; those of words are forgotten when there are too many."""

    def learn(self, words: list[str]) -> None:
        """Work out the keys of all ``words`` not seen before, together: by itself each costs ten times as much."""
        new = [word for word in dict.fromkeys(words) if word not in self]
        if len(new) < FEW_WORDS or len(new) > MAX_CACHED_WORDS:
            return
        if len(self) + len(new) > MAX_CACHED_WORDS:
            self._forget()
            new = [word for word in dict.fromkeys(words) if word not in self]
        self.update(zip(new, word_keys([word[:MAX_WORD_CHARS] for word in new]), strict=True))

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_CACHED_WORDS:
            self._forget()
        key = word_key(word[:MAX_WORD_CHARS])
        if len(word) <= MAX_WORD_CHARS:
            self[word] = key
        return key

    def _forget(self) -> None:
        for word in list(self):  # in one step, and signs stay: other threads may be looking words up meanwhile
            if not is_private(word):
                self.pop(word, None)


_cached = _Cached()
