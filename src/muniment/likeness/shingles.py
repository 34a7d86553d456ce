"""Short runs of terms as numbers: what documents are compared by, whatever their script.

A *shingle* is a run of neighbouring terms: three words, or five characters where a script puts no spaces between words.
Its number is 64 bits wide and the same on every machine, so that sketches made at different times can be compared.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muniment.index.folding import fold, is_spaceless_term

SHINGLE_VERSION = 1
"""Raised whenever the same text gives other numbers than before: sketches made with another version are made anew."""


@dataclass(frozen=True, slots=True)
class Width:
    """How many terms make a shingle, by the script of the first."""

    words: int
    chars: int


SHORT = Width(3, 5)
"""Short enough that some survive where recognition errs in every seventh word; five characters tell as much as three
words."""

LONG = Width(7, 12)
"""Long enough that two who write about the same thing rarely hit on the same one."""

Hashes = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

_SPACE = 32
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MIX_AGAIN = np.uint64(0x94D049BB133111EB)
_PLACE = np.uint64(0x9E3779B97F4A7C15)
_ROLES = np.random.default_rng(1217).integers(0, 2**64, LONG.chars, dtype=np.uint64) | np.uint64(1)
"""What a term is multiplied by, for its place in the shingle."""
_UNKNOWN = 2
_KINDS = np.full(0x110000, _UNKNOWN, dtype=np.uint8)
"""For each character whether it begins a term of a script without spaces; filled as characters are met."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text in order, as numbers; ``spaceless`` tells which are of scripts without spaces."""

    hashes: Hashes
    spaceless: Flags

    def __len__(self) -> int:
        return len(self.hashes)

    def __add__(self, other: "Terms") -> "Terms":
        return Terms(
            np.concatenate((self.hashes, other.hashes)),
            np.concatenate((self.spaceless, other.spaceless)),
        )

    def last(self, count: int) -> "Terms":
        """The last ``count`` terms, or all if there are fewer."""
        start = max(0, len(self) - count)
        return Terms(self.hashes[start:], self.spaceless[start:])


NO_TERMS = Terms(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.bool_))


def terms_of(text: str) -> Terms:
    """The terms of raw ``text``, folded as the index folds them."""
    return terms_and_starts(fold(text))[0]


def terms_and_starts(folded: str) -> tuple[Terms, npt.NDArray[np.int64]]:
    """The terms of ``folded``, which are runs without spaces, and where in it each begins."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters = codes != _SPACE
    begins = letters.copy()
    begins[1:] &= ~letters[:-1]
    starts = np.flatnonzero(begins)
    if not len(starts):
        return NO_TERMS, starts
    first = starts[0]
    values = _placed(codes[first:], starts - first)
    values *= letters[first:]
    return Terms(np.add.reduceat(values, starts - first), _spaceless(codes[starts])), starts


def _placed(codes: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]) -> Hashes:
    """A number for each character by what it is and where in its term it stands."""
    places = np.arange(len(codes)) - np.repeat(starts, np.diff(starts, append=len(codes)))
    values = (codes + np.uint64(1)) * _MIX
    values += places.astype(np.uint64) * _PLACE
    values ^= values >> np.uint64(29)
    values *= _MIX_AGAIN
    values ^= values >> np.uint64(32)
    return values


def shingles_of(terms: Terms, width: Width = SHORT) -> Hashes:
    """The shingles of ``terms`` in order; a text too short for any is one shingle by itself."""
    return shingles_and_places(terms, width)[0]


def shingles_and_places(terms: Terms, width: Width = SHORT) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The shingles of ``terms`` in order, and the number of the term with which each begins."""
    total = len(terms)
    if not total:
        return NO_TERMS.hashes, np.zeros(0, dtype=np.int64)
    ahead = np.concatenate((terms.hashes, np.zeros(width.chars, dtype=np.uint64)))
    sums = _weighed(ahead, total, 0, width.words)
    whole = np.arange(width.words, width.words + total) <= total
    if terms.spaceless.any():
        sums += _weighed(ahead, total, width.words, width.chars) * terms.spaceless
        whole &= ~terms.spaceless | (np.arange(width.chars, width.chars + total) <= total)
    places = np.flatnonzero(whole)
    if not len(places):
        places = np.zeros(1, dtype=np.int64)
    return _mixed(sums[places]), places


def _weighed(ahead: Hashes, total: int, first: int, last: int) -> Hashes:
    sums = np.zeros(total, dtype=np.uint64)
    for place in range(first, last):
        sums += ahead[place : place + total] * _ROLES[place]
    return sums


def _mixed(values: Hashes) -> Hashes:
    values ^= values >> np.uint64(30)
    values *= _MIX
    values ^= values >> np.uint64(27)
    values *= _MIX_AGAIN
    values ^= values >> np.uint64(31)
    return values


def _spaceless(codes: npt.NDArray[np.uint32]) -> Flags:
    kinds = _KINDS[codes]
    if (kinds == _UNKNOWN).any():
        for code in np.unique(codes[kinds == _UNKNOWN]).tolist():
            _KINDS[code] = is_spaceless_term(chr(code))
        kinds = _KINDS[codes]
    return kinds.astype(np.bool_)
