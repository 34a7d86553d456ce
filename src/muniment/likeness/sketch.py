"""A sketch of a document: a few hundred numbers that tell what it is like, whatever its length.

The *signature* is a MinHash: the share of places where two signatures agree estimates the share of shingles that two
documents have in common (Jaccard). The *prints* are a sample of the shingles themselves, chosen by their numbers so
that all documents choose alike: short ones find what recognition has spoilt, long ones passages in common where the
rest differs.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muniment.likeness.shingles import LONG, NO_TERMS, Hashes, Terms, shingles_of, terms_of

SIGNATURE_LENGTH = 64
"""Numbers in a signature: estimates are off by 0.06 at most times, enough to find what is then compared in full."""

SHORT_SAMPLED = 8
"""One short shingle in so many is kept: 125 of a page of 1,000 words, half of which recognition may spoil."""

LONG_SAMPLED = 4
"""One long shingle in so many is kept: a passage of 25 words leaves about five."""

WORDS_BYTES = 16
"""Bytes of what stands for all words of a text: two different texts never meet by chance."""

Numbers = npt.NDArray[np.uint32]

_EMPTY = np.uint32(0xFFFFFFFF)
_MULTIPLIERS = np.random.default_rng(20170).integers(0, 2**32, SIGNATURE_LENGTH, dtype=np.uint32) | np.uint32(1)
_SHIFT = np.uint64(32)
_SHINGLES_AT_A_TIME = 4096
"""So many that the products, 1 MiB, stay in a processor's cache."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a document. ``words`` is 128 bits over its terms in order: equal for the same text."""

    terms: int
    words: bytes
    signature: Numbers
    short_prints: Numbers
    long_prints: Numbers

    def estimate(self, other: "Sketch") -> float:
        """The share of shingles in common, as far as the signatures tell: 0 to 1."""
        if not self.terms or not other.terms:
            return 0.0
        return float(np.mean(self.signature == other.signature))


class Sketcher:
    """Takes in the texts of a document's pages, in order, and gives its sketch. Shingles reach across pages."""

    def __init__(self) -> None:
        self._terms = 0
        self._words = hashlib.blake2b(digest_size=WORDS_BYTES)
        self._carried = NO_TERMS
        self._signature = np.full(SIGNATURE_LENGTH, _EMPTY, dtype=np.uint32)
        self._short_prints: list[Numbers] = []
        self._long_prints: list[Numbers] = []

    def add(self, terms: Terms) -> None:
        """Take in the terms of the next page."""
        self._terms += len(terms)
        self._words.update(terms.hashes.astype("<u8").tobytes())
        if len(self._carried) > LONG.chars:
            self._take_in(self._carried)
            self._carried = self._carried.last(LONG.chars - 1)
        self._carried += terms

    def sketch(self) -> Sketch:
        """The sketch of all that was taken in."""
        self._take_in(self._carried)  # the last page; shingles taken in twice do no harm
        return Sketch(
            self._terms, self._words.digest(), self._signature, _merged(self._short_prints), _merged(self._long_prints)
        )

    def _take_in(self, terms: Terms) -> None:
        shingles = shingles_of(terms)
        if len(shingles):
            np.minimum(self._signature, signature_of(shingles), out=self._signature)
            self._short_prints.append(_sampled(shingles, SHORT_SAMPLED))
            self._long_prints.append(_sampled(shingles_of(terms, LONG), LONG_SAMPLED))


def sketch_of(pages: Iterable[str]) -> Sketch:
    """The sketch of a document whose pages have the texts ``pages``."""
    sketcher = Sketcher()
    for text in pages:
        sketcher.add(terms_of(text))
    return sketcher.sketch()


def sketches_of(pages: Sequence[str]) -> tuple[Sketch, list[Sketch]]:
    """The sketch of a document, and those of its pages, without prints."""
    terms = [terms_of(text) for text in pages]
    sketcher = Sketcher()
    for page in terms:
        sketcher.add(page)
    whole = sketcher.sketch()
    if len(pages) == 1:
        return whole, [_without_prints(len(terms[0]), whole.words, whole.signature)]
    return whole, [_of_page(page) for page in terms]


def _of_page(terms: Terms) -> Sketch:
    words = hashlib.blake2b(terms.hashes.astype("<u8").tobytes(), digest_size=WORDS_BYTES).digest()
    empty = np.full(SIGNATURE_LENGTH, _EMPTY, dtype=np.uint32)
    return _without_prints(len(terms), words, signature_of(shingles_of(terms)) if len(terms) else empty)


def _without_prints(terms: int, words: bytes, signature: Numbers) -> Sketch:
    none = np.zeros(0, dtype=np.uint32)
    return Sketch(terms, words, signature, none, none)


def signature_of(shingles: Hashes) -> Numbers:
    """The signature of a document, or of a part of one, with the ``shingles`` (at least one)."""
    upper = (shingles >> _SHIFT).astype(np.uint32)
    least = np.full(SIGNATURE_LENGTH, _EMPTY, dtype=np.uint32)
    for start in range(0, len(upper), _SHINGLES_AT_A_TIME):
        products = upper[start : start + _SHINGLES_AT_A_TIME] * _MULTIPLIERS[:, None]
        np.minimum(least, products.min(axis=1), out=least)
    return least


def _sampled(shingles: Hashes, one_in: int) -> Numbers:
    sampled: Numbers = (shingles[shingles & np.uint64(one_in - 1) == 0] >> _SHIFT).astype(np.uint32)
    return sampled


def _merged(prints: list[Numbers]) -> Numbers:
    """Each print once, in the order of numbers."""
    if not prints:
        return np.zeros(0, dtype=np.uint32)
    ordered = np.sort(prints[0] if len(prints) == 1 else np.concatenate(prints))
    fresh = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return ordered[fresh]
