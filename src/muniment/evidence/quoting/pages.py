"""Pages as they are read now, and places on them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from muniment.evidence.quoting.folding import Folded
from muniment.model import PageKind


@dataclass(frozen=True)
class PageNow:
    """One reading of one page: its raw text. Its folded form is made when it is first needed."""

    number: int
    kind: PageKind
    text: str
    language: str = ""

    @cached_property
    def folded(self) -> Folded:
        """The text without what readings differ in."""
        return Folded(self.text)


@dataclass(frozen=True, slots=True)
class Place:
    """A run of characters on a page; ``start`` and ``end`` count code points of its raw text, end-exclusive."""

    page: PageNow
    start: int
    end: int

    @property
    def exact(self) -> str:
        """The raw text."""
        return self.page.text[self.start : self.end]


Passage: TypeAlias = tuple[Place, ...]
"""A run of characters on one page, or on several that follow one another: one place for each."""


class DocumentNow(Protocol):
    """The pages of one document as they are read now. A page may have two readings: printed, then recognised."""

    def on(self, number: int) -> Sequence[PageNow]:
        """What stands under one page number; nothing if there is no such page."""
        ...

    def pages(self) -> Iterator[PageNow]:
        """All pages in order, one at a time."""
        ...


DocumentOf: TypeAlias = Callable[[str], DocumentNow | None]
"""Gives the document with an original (SHA-256) as it is read now; None if it is not there."""
