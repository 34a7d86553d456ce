"""The beginnings of words, so that a question finds a word whatever ending it carries, in languages known and unknown.

No list of endings and no language is asked for. Most languages inflect at the end of a word, and the first letters
tell words apart well enough where several words are asked for together. Arabic writes its article and short
prepositions before the word as one with it, so these are taken off first.
"""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from muniment.index.letters import SPACE, SPACELESS_RANGES, is_spaceless

STEM_CHARS = 5
"""Of an alphabet with vowels: four letters take "inter…" words together, six part Turkish and Russian word forms."""

ARABIC_STEM_CHARS = 4
"""Arabic writes few vowels, and most roots have three consonants."""

MAX_REMEMBERED = 40_000
"""Words of Arabic pages whose stems are kept at hand, about 8 MB; beyond, all are forgotten: most are rare."""

_ANY_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]")
_ENCODINGS = {1: "ascii", 4: "utf-32-le"}
_PLANES = 4
"""Planes of Unicode in which scripts without spaces stand."""

_Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]

_WINDOW = 9
"""Letters of a word that are looked at: the longest Arabic prefixes, a stem, and a letter to tell that more follows."""

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")
"""Letters of Arabic itself, folded; a word with any other in its beginning is Persian, Uyghur or another language."""

_PREFIX = re.compile("(?:[وف]?[بك]?ال|[وف]?لل|[وفبل](?=.{4}))(?=..)")
"""And, so, with, like, the, to the; a single letter only where a longer word is left, since it may belong to it."""

_SPACES_OF_UNIGRAMS = 0.35
"""Share of spaces in folded text from which on most terms are single characters, which are better never looked at."""

_STEMMED = re.compile(f"(?<![^ ])[^ {''.join(f'{chr(low)}-{chr(high)}' for low, high in SPACELESS_RANGES)}][^ ]*")


def stem(term: str) -> str:
    """The stem of a folded ``term``; "" for one of a script without spaces, which has none."""
    if is_spaceless(term[0]):
        return ""
    beginning = term[:_WINDOW]
    if not _ARABIC.fullmatch(beginning):
        return term[:STEM_CHARS]
    prefix = _PREFIX.match(beginning)
    start = prefix.end() if prefix else 0
    return term[start : start + ARABIC_STEM_CHARS]


def stems(folded: str) -> str:
    """The stems of ``folded`` text, in order, with spaces between."""
    if not folded.isascii() and _ANY_ARABIC.search(folded):
        return _looked_up(folded)
    letters = _codes(folded)
    return _cut(letters).tobytes().decode(_ENCODINGS[letters.itemsize])


def _codes(folded: str) -> _Codes:
    if folded.isascii():
        return np.frombuffer(folded.encode("ascii"), dtype=np.uint8)
    return np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _cut(letters: _Codes) -> _Codes:
    """Only the first letters of each word that has a stem, and the spaces: a page has a thousand words."""
    is_space: npt.NDArray[np.bool_] = letters == ord(SPACE)
    kept = is_space.copy()
    kept[:STEM_CHARS] = True
    for distance in range(1, STEM_CHARS + 1):
        kept[distance:] |= is_space[:-distance]
    if letters.itemsize > 1:
        _leave_out_spaceless(kept, letters, is_space)
    cut: _Codes = letters[kept]
    return cut


def _leave_out_spaceless(kept: npt.NDArray[np.bool_], letters: _Codes, is_space: npt.NDArray[np.bool_]) -> None:
    """Of a word that begins with a letter of a script without spaces nothing is kept."""
    is_spaceless = _spaceless()[np.minimum(letters, len(_spaceless()) - 1)]
    if is_spaceless.any():
        begins = np.maximum.accumulate(np.where(is_space, np.arange(1, len(letters) + 1), 0))
        kept &= ~is_spaceless[np.minimum(begins, len(letters) - 1)] | is_space


@cache
def _spaceless() -> npt.NDArray[np.bool_]:
    """For each code point whether it belongs to a script without spaces; the last entry stands for all beyond."""
    table = np.zeros(_PLANES * 0x10000 + 1, dtype=np.bool_)
    for low, high in SPACELESS_RANGES:
        table[low : high + 1] = True
    return table


def _looked_up(folded: str) -> str:
    remembered = _remembered()
    if len(remembered) > MAX_REMEMBERED:
        remembered.clear()
    is_mostly_spaceless = folded.count(SPACE) > len(folded) * _SPACES_OF_UNIGRAMS
    terms = _STEMMED.findall(folded) if is_mostly_spaceless else folded.split()
    return "".join(map(remembered.__getitem__, terms))


class _Stems(dict[str, str]):
    """Stems of terms met before: a look-up costs a tenth of the cutting."""

    def __missing__(self, term: str) -> str:
        found = stem(term)
        self[term] = found and found + SPACE
        return self[term]


@cache
def _remembered() -> _Stems:
    return _Stems()
