"""Pages that follow one another, as words may run over from one to the next."""

from collections.abc import Iterator, Sequence

from muniment.evidence.quoting.pages import PageNow
from muniment.model import PageKind

MOST_PAGES = 4
"""Pages over which words may spread: a quote is of a length that can be checked by eye."""


def following(before: Sequence[PageNow], page: PageNow) -> Sequence[PageNow]:
    """The last pages that follow one another up to this one, one reading of each: the printed one where there is."""
    last = before[-1].number if before else 0
    if last == page.number:
        return before if page.kind is PageKind.OCR else (*before[:-1], page)
    return (*before[1 - MOST_PAGES :], page) if last + 1 == page.number else (page,)


def runs_of(pages: Sequence[PageNow]) -> Iterator[Sequence[PageNow]]:
    """The last two of ``pages``, the last three, and so on."""
    for count in range(2, len(pages) + 1):
        yield pages[-count:]
