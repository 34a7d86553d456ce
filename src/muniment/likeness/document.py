"""A document made ready for comparing: its terms across all pages, each with the way back to the raw text."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from muniment.index.folding import FoldedText, fold
from muniment.likeness.shingles import Hashes, shingles_of, terms_and_starts

MOST_CHARS_COMPARED = 20_000_000
"""Characters of one document that are compared: about 10,000 printed pages. That more is left out, is said."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page as the ledger holds it. ``id`` is the index's key, ``number`` counts from 1."""

    id: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A run of raw characters on one page; ``start`` and ``end`` count code points, end-exclusive."""

    page: int
    number: int
    start: int
    end: int


class Document:
    """The pages of one document, in order, as terms."""

    def __init__(self, pages: Sequence[PageRead]) -> None:
        self.pages, self.is_cut = _within_the_limit(pages)
        folded = [fold(page.text) for page in self.pages]
        self.folded = " ".join(folded)
        lengths = np.array([len(text) + 1 for text in folded], dtype=np.int64)
        self._page_starts = [0, *np.cumsum(lengths).tolist()][: len(folded)]
        self.terms, self._starts = terms_and_starts(self.folded)
        self._folded_pages: dict[int, FoldedText] = {}
        self._origins: dict[int, npt.NDArray[np.int64] | None] = {}

    @cached_property
    def _ends(self) -> npt.NDArray[np.int64]:
        gaps = np.append(self._starts[1:], len(self.folded))
        codes = np.frombuffer(self.folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        letters = np.flatnonzero(codes != ord(" "))
        return letters[np.searchsorted(letters, gaps) - 1] + 1

    @cached_property
    def counted_shingles(self) -> tuple[Hashes, npt.NDArray[np.int64]]:
        """The different shingles in the order of their numbers, and how often each stands here."""
        return np.unique(shingles_of(self.terms), return_counts=True)

    def __len__(self) -> int:
        return len(self.terms)

    def joined(self, first: int, last: int) -> str:
        """The terms from ``first`` to before ``last``, folded, with nothing between them."""
        if first >= last:
            return ""
        end = int(self._starts[last]) if last < len(self._starts) else None
        return self.folded[int(self._starts[first]) : end].replace(" ", "")

    def page_of(self, term: int) -> int:
        """The place in ``pages`` of the page on which the term stands."""
        return bisect_right(self._page_starts, int(self._starts[term])) - 1

    def span(self, term: int) -> Place:
        """Where one term stands."""
        return self.places(term, term + 1)[0]

    def places(self, first: int, last: int) -> list[Place]:
        """Where the terms from ``first`` to before ``last`` stand: one run for each page they lie on."""
        found = []
        while first < last:
            page = self.page_of(first)
            until = last
            if page + 1 < len(self._page_starts):
                until = min(last, int(np.searchsorted(self._starts, self._page_starts[page + 1])))
            start, end = self._raw(page, int(self._starts[first]), int(self._ends[until - 1]))
            found.append(Place(self.pages[page].id, self.pages[page].number, start, end))
            first = until
        return found

    def _raw(self, page: int, start: int, end: int) -> tuple[int, int]:
        if page not in self._folded_pages:
            self._folded_pages[page] = FoldedText(self.pages[page].text)
        offset = self._page_starts[page]
        return self._folded_pages[page].raw_span(start - offset, end - offset)

    def begins_with_a_capital(self, term: int) -> bool:
        """Whether the term begins with a capital letter in the raw text."""
        page = self.page_of(term)
        if page not in self._origins:
            self._origins[page] = _origins(self.pages[page].text)
        origins = self._origins[page]
        if origins is None:
            return self.raw(self.span(term))[:1].isupper()
        return self.pages[page].text[int(origins[int(self._starts[term]) - self._page_starts[page]])].isupper()

    def raw(self, place: Place) -> str:
        """The raw characters at ``place``, which must be on a page of this document."""
        page = next(page for page in self.pages if page.id == place.page)
        return page.text[place.start : place.end]


def _origins(raw: str) -> npt.NDArray[np.int64] | None:
    """For each folded character the raw one it comes from; None where neighbours are folded together."""
    if raw.isascii():
        return np.arange(len(raw))
    folded = {ord(char): fold(char) for char in set(raw)}
    if raw.translate(folded) != fold(raw):
        return None
    return np.repeat(np.arange(len(raw)), [len(folded[ord(char)]) for char in raw])


def _within_the_limit(pages: Sequence[PageRead]) -> tuple[tuple[PageRead, ...], bool]:
    kept: list[PageRead] = []
    chars = 0
    for page in pages:
        chars += len(page.text)
        if chars > MOST_CHARS_COMPARED:
            return tuple(kept), True
        kept.append(page)
    return tuple(kept), False
