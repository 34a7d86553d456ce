"""Coarse keys of the sounds of words, for a positional index field: equal for all spellings of a name.

Coarse on purpose: they find candidates, which are looked at closely afterwards. Three kinds stand side by side.
Upper case, for scripts that write vowels: the first ``KEY_CHARS`` of consonant classes and of A (unrounded) and U
(rounded vowels). Lower case without vowels, for Arabic script and Hebrew: consonant classes alone. Lower case with
vowels, for Han: one syllable of pinyin for each character. An ending that a case or a clitic adds is mostly cut off.
"""

import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from muniment.names.alphabets import ARABIC, CYRILLIC, HEBREW, UYGHUR, script_of, word_sounds
from muniment.names.han import is_han, readings
from muniment.names.latin import unaccented, without_accents
from muniment.names.sounds import UNWRITTEN, bare

KEY_CHARS = 5
"""Enough to tell names apart; what follows is mostly grammar (-ning, -ov-ym)."""

MAX_CACHED_WORDS = 100_000
"""Keys remembered, about 15 MB: the words that make up nearly all of a case; beyond, all are forgotten, learnt anew."""

MAX_WORD_CHARS = 64
"""What follows in a word has no part in its key: runs of a million letters are no names, and must cost nothing."""

SHORT_CHARS = 2
"""Latin words up to this length are their own key, after an underscore: *of*, *to*, *is* sound like half the surnames
of China."""

FEW_WORDS = 4
"""Fewer than these are not worth doing together."""

KEYS_VERSION = 2
"""Raised whenever the same text gives other keys than before: an index made with another version is made anew."""

_CLASS_OF = {
    **dict.fromkeys("bp", "B"), **dict.fromkeys("fvw", "F"), **dict.fromkeys("dtT", "T"), **dict.fromkeys("gkqGK", "K"),
    **dict.fromkeys("hxH", "H"), **dict.fromkeys("szcD", "S"), **dict.fromkeys("SCZJjX", "C"), "m": "M", "n": "N",
    "N": "N", "l": "L", "r": "R", **dict.fromkeys("aeiıyAY", "A"), **dict.fromkeys("ouöüW", "U"),
}  # fmt: skip
_COARSE = str.maketrans(_CLASS_OF)

_LATIN = str.maketrans({**_CLASS_OF, "x": "C", "c": "K", "w": "F", "j": "C", "'": ""})
_GROUPS = (
    ("tch", "C"),
    ("sch", "C"),
    ("sh", "C"),
    ("zh", "C"),
    ("ch", "C"),
    ("kh", "H"),
    ("gh", "K"),
    ("ph", "F"),
    ("th", "T"),
)
_RARE_GROUPS = (("ck", "K"), ("ts", "s"), ("tz", "s"), ("dz", "s"), ("dj", "C"), ("ng", "N"))
_CYRILLIC = {ord(letter): "".join(_CLASS_OF[sound] for sound in sounds) for letter, sounds in CYRILLIC.items()}
_CYRILLIC[ord("\u0451")] = _CLASS_OF["e"]  # most Russians leave out the dots
_ROUNDED = re.compile("A+U[AU]*|U[AU]+")
_DOUBLED = re.compile(r"(.)\1+")
_NO_CONSONANT = re.compile("[^bftkxscmnlr\n]")

_UNWRITTEN_CLASS = {
    **dict.fromkeys("bp", "b"), **dict.fromkeys("fv", "f"), **dict.fromkeys("dtT", "t"), **dict.fromkeys("gkqG", "k"),
    "x": "x", **dict.fromkeys("szcD", "s"), **dict.fromkeys("SCZJ", "c"), "m": "m", "n": "n", "N": "n",
    "l": "l", "r": "r",
}  # fmt: skip
_ARABIC = {
    ord(letter): "".join(_UNWRITTEN_CLASS.get(sound, "") for sound in sounds)
    for letter, sounds in {**UYGHUR, **ARABIC, **HEBREW}.items()
}
_ARTICLE = re.compile("^(?:\u0648?[\u0628\u0641\u0643\u06a9]?\u0627\u0644|\u0648?\u0644\u0644)(?=...)")
EMPTY = "0"
"""The key of a word that has no sound here, such as an alef alone: it keeps its place."""

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
        keys = list(map(_cached.__getitem__, words))
    return " ".join(map(str, keys))


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


def word_keys(words: Sequence[str]) -> list[str]:
    """The keys of lower-case ``words``, each as ``word_key`` gives it; most of them worked out in one go."""
    keys = [""] * len(words)
    kinds: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        kinds.setdefault(_kind_of(word), []).append(place)
    for kind, places in kinds.items():
        chosen = [words[place] for place in places]
        found = _TOGETHER[kind](chosen) if kind in _TOGETHER else [word_key(word) for word in chosen]
        for place, key in zip(places, found, strict=True):
            keys[place] = key
    return keys


def _kind_of(word: str) -> str:
    if word.isascii():
        return "ASCII" if len(word) > SHORT_CHARS else ""
    return _script_of(word[0])


@lru_cache(maxsize=10_000)
def _script_of(char: str) -> str:
    return script_of(char)


def _ascii_keys(words: list[str]) -> list[str]:
    return _coarse_together(_grouped("\n".join(words)))


def _accented_keys(words: list[str]) -> list[str]:
    return _coarse_together(_grouped(without_accents("\n".join(words))))


def _cyrillic_keys(words: list[str]) -> list[str]:
    return _coarse_together("\n".join(words).translate(_CYRILLIC))


def _unvowelled_keys(words: list[str]) -> list[str]:
    classes = "\n".join(_ARTICLE.sub("", word) for word in words).translate(_ARABIC)
    kept = _DOUBLED.sub(r"\1", _NO_CONSONANT.sub("", classes))
    return [key[:KEY_CHARS] or EMPTY for key in kept.split("\n")]


def _coarse_together(classes: str) -> list[str]:
    classes = _ROUNDED.sub("U", classes)
    keys = _DOUBLED.sub(r"\1", classes).split("\n")
    return [key[:KEY_CHARS] or EMPTY for key in keys]


_TOGETHER = {
    "ASCII": _ascii_keys,
    "LATIN": _accented_keys,
    "CYRILLIC": _cyrillic_keys,
    "ARABIC": _unvowelled_keys,
    "HEBREW": _unvowelled_keys,
}


def word_key(word: str) -> str:
    """The key of one lower-case word, without any mark that parts words."""
    if word.isascii():
        return _latin_key(word) if len(word) > SHORT_CHARS else f"_{word}"
    script = script_of(word[0])
    if script == "LATIN":
        return coarse(_grouped(unaccented(word)))
    if script == "CYRILLIC":
        return coarse(word.translate(_CYRILLIC))
    if script in ("ARABIC", "HEBREW"):
        return unwritten(_ARTICLE.sub("", word).translate(_ARABIC))
    ways = word_sounds(word)
    if ways and ways[0].startswith(UNWRITTEN):
        return unwritten("".join(_UNWRITTEN_CLASS.get(sound, "") for sound in ways[0]))
    return coarse(bare(ways[0]).translate(_COARSE)) if ways else EMPTY


def _latin_key(word: str) -> str:
    return coarse(_grouped(word))


def _grouped(word: str) -> str:
    if "h" in word:
        for group, key in _GROUPS:
            word = word.replace(group, key)
    for group, key in _RARE_GROUPS:
        if group in word:
            word = word.replace(group, key)
    return word.translate(_LATIN)


def coarse(classes: str) -> str:
    """A key of classes as they follow one another in a word: runs of one class become one."""
    return _DOUBLED.sub(r"\1", _ROUNDED.sub("U", classes))[:KEY_CHARS] or EMPTY


def unwritten(classes: str) -> str:
    """The key of a word of a script without vowels, from its consonant classes."""
    return _DOUBLED.sub(r"\1", _NO_CONSONANT.sub("", classes))[:KEY_CHARS] or EMPTY
