"""Short runs of terms as numbers: what documents are compared by, whatever their script.

A *shingle* is a run of neighbouring terms: three words, or five characters where a script puts no spaces between words.
Its number is 64 bits wide and the same on every machine, so that sketches made at different times can be compared.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muniment.index.folding import fold, is_spaceless_term

SHINGLE_VERSION = 2
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
_ROOT = 0xD1342543DE82EF95
"""Odd, so that it has an inverse modulo 2**64: what stands at a place is multiplied by this to the power of the place.

So the number of any run of characters or terms is one difference of running sums, set back to place 0 by the inverse.
"""
_AT_A_TIME = 1 << 15
"""Characters or terms whose running sums are made at once: they stay in a processor's cache."""


def _powers(root: int, count: int) -> npt.NDArray[np.uint64]:
    """The powers of ``root`` modulo 2**64, from 0 on."""
    powers = np.full(count, root, dtype=np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)


_POWERS = _powers(_ROOT, _AT_A_TIME)
_INVERSES = _powers(pow(_ROOT, -1, 1 << 64), _AT_A_TIME)
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
        if not len(self):
            return other
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
    np.greater(letters[1:], letters[:-1], out=begins[1:])
    starts = np.flatnonzero(begins)
    if not len(starts):
        return NO_TERMS, starts
    spaceless = np.zeros(len(starts), dtype=np.bool_) if folded.isascii() else _spaceless(codes[starts])
    return Terms(_mixed(_sums_of_terms(codes, starts)), spaceless), starts


def _sums_of_terms(codes: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]) -> Hashes:
    """For each term the sum of its characters, each weighed by its place in the term."""
    edges = np.append(starts, len(codes))
    sums, first = [], 0
    while first < len(starts):
        fitting = int(np.searchsorted(edges, edges[first] + _AT_A_TIME, side="right")) - 1
        last = max(first + 1, fitting)  # one term alone may be longer
        part = edges[first : last + 1] - edges[first]
        running = _running(codes[edges[first] : edges[last]] - np.uint64(_SPACE))  # spaces weigh nothing
        sums.append(np.diff(running[part]) * _INVERSES[part[:-1]])
        first = last
    return sums[0] if len(sums) == 1 else np.concatenate(sums)


def _running(values: Hashes) -> Hashes:
    """The sums of all weighed values before each place, and of all."""
    total = len(values)
    running = np.zeros(total + 1, dtype=np.uint64)
    np.cumsum(values * (_POWERS[:total] if total <= _AT_A_TIME else _powers(_ROOT, total)), out=running[1:])
    return running


def shingles_of(terms: Terms, width: Width = SHORT) -> Hashes:
    """The shingles of ``terms`` in order; a text too short for any is one shingle by itself."""
    return shingles_and_places(terms, width)[0]


def shingles_and_places(terms: Terms, width: Width = SHORT) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The shingles of ``terms`` in order, and the number of the term with which each begins."""
    total = len(terms)
    if not total:
        return NO_TERMS.hashes, np.zeros(0, dtype=np.int64)
    parts = [_of_part(terms, start, width) for start in range(0, total, _AT_A_TIME - LONG.chars)]
    sums, places = parts[0] if len(parts) == 1 else (np.concatenate(column) for column in zip(*parts, strict=True))
    if not len(places):  # too short for a whole one
        sums, places = _running(terms.hashes)[-1:], np.zeros(1, dtype=np.int64)
    return _mixed(sums), places


def _of_part(terms: Terms, start: int, width: Width) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Sums and places of the whole shingles that begin in the part of ``terms`` that begins at ``start``."""
    running = _running(terms.hashes[start : start + _AT_A_TIME])
    length = min(_AT_A_TIME - LONG.chars, len(terms) - start)
    spaceless = terms.spaceless[start : start + length]
    words = _runs(running, width.words, length)
    if not spaceless.any():
        return words, np.arange(start, start + len(words))
    chars = _runs(running, width.chars, length)
    if spaceless.all():
        return chars, np.arange(start, start + len(chars))
    places = np.flatnonzero(np.arange(length) < np.where(spaceless, len(chars), len(words)))
    words[: len(chars)][spaceless[: len(chars)]] = chars[spaceless[: len(chars)]]
    return words[places], places + start


def _runs(running: Hashes, width: int, most: int) -> Hashes:
    """The sums of runs of ``width`` terms, of the first ``most`` that are whole."""
    count = max(0, min(most, len(running) - width))
    sums: Hashes = running[width : width + count] - running[:count]
    sums *= _INVERSES[:count]
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
