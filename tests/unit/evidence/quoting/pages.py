"""Pages for tests, given as texts."""

from collections.abc import Iterator, Sequence

from muniment.evidence.quoting.making import span_of
from muniment.evidence.quoting.pages import PageNow, Place
from muniment.evidence.records import Quote
from muniment.model import PageKind

SHA = "0" * 64


class Texts:
    """A document whose pages, from 1, are these texts."""

    def __init__(self, *texts: str, kind: PageKind = PageKind.TEXT) -> None:
        self._pages = [PageNow(number, kind, text) for number, text in enumerate(texts, 1)]

    def on(self, number: int) -> Sequence[PageNow]:
        return [page for page in self._pages if page.number == number]

    def pages(self) -> Iterator[PageNow]:
        return iter(self._pages)


def quote_of(document: Texts, *spans: tuple[int, int, int]) -> Quote:
    """A quote of spans given as page, start and end."""
    return Quote("q", SHA, tuple(span_of(Place(document.on(page)[0], start, end)) for page, start, end in spans))


def quoted(document: Texts, words: str, nth: int = 1) -> Quote:
    """A quote of the raw words where they stand for the nth time."""
    for page in document.pages():
        at = -1
        while (at := page.text.find(words, at + 1)) >= 0:
            nth -= 1
            if not nth:
                return quote_of(document, (page.number, at, at + len(words)))
    raise AssertionError(words)
