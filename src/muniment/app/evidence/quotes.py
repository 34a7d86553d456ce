"""Quotes of the case: making them from words or from a selection, and finding them again."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from muniment.acquire.names import shown, text_of
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import PageHead
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.ledger.quoted_pages import QuotedDocument, quoted_document
from muniment.app.documents import Library, Opened, words_on
from muniment.app.pictures import Pictures
from muniment.errors import NotFoundError, PageNotDrawnError, SandboxMissingError, UsageError
from muniment.evidence.faults import MAX_LINE_CHARS, MAX_QUOTE_CHARS
from muniment.evidence.held import Held
from muniment.evidence.ids import new_id
from muniment.evidence.quoting.anchoring import Anchored, Standing, anchored_in
from muniment.evidence.quoting.errors import WordsNotFoundError, WordsNotUniqueError
from muniment.evidence.quoting.finding import Surroundings, find_words
from muniment.evidence.quoting.likeness import nearest
from muniment.evidence.quoting.making import span_of
from muniment.evidence.quoting.pages import PageNow, Passage, Place
from muniment.evidence.records import Kind, Quote, Span
from muniment.model import PageKind, Word

RESERVED = "new"
"""An id that would stand in the way of an address of the workbench."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Which pages words are looked for on: from ``first`` to ``last``, all unless told."""

    first: int = 1
    last: int = 2**31

    @property
    def told(self) -> str:
        """Where that is, in words."""
        if self == Pages():
            return "in this document"
        return f"on page {self.first}" if self.first == self.last else f"on pages {self.first}-{self.last}"


EVERYWHERE = Pages()
"""All pages of a document."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Characters that somebody selected on one page, in code points of its raw text, end-exclusive."""

    page: int
    kind: PageKind
    start: int
    end: int


class Quoter:
    """Makes and finds quotes in an open case. Without ``pictures`` quotes of printed pages have no boxes."""

    def __init__(self, database: Database, pictures: Pictures | None = None, library: Library | None = None) -> None:
        self._database = database
        self._library = library or Library(database)
        self._pictures = pictures

    def original(self, what: str) -> str:
        """The SHA-256 of the document meant by a hash or path. Raises ``NotFoundError`` or ``UsageError``."""
        hashes = list(
            dict.fromkeys(row.sha256 for row in Queries(self._database).find(os.fsencode(what)) if row.sha256)
        )
        if not hashes:
            raise NotFoundError(
                f"No document in this case is called {what}.", "muniment books --list shows every path and hash."
            )
        if len(hashes) > 1:
            raise UsageError(
                f"{len(hashes)} documents are meant by {what}.", "Give more of the path, or the hash of one."
            )
        return hashes[0]

    def find(
        self, original: str, words: str, pages: Pages = EVERYWHERE, around: Surroundings | None = None
    ) -> list[Passage]:
        """Every place of ``words`` in a document. Raises ``NotFoundError`` or ``UsageError``."""
        return find_words(self._document(original).pages(pages.first, pages.last), words, around)

    def one(
        self, original: str, words: str, pages: Pages = EVERYWHERE, around: Surroundings | None = None, nth: int = 0
    ) -> Passage:
        """The one place of ``words``, or the ``nth`` (from 1) where there are several.

        Raises ``WordsNotFoundError``, ``WordsNotUniqueError``, or as ``find`` does.
        """
        found = self.find(original, words, pages, around)
        if not found:
            document = self._document(original)
            raise WordsNotFoundError(pages.told, nearest(document.pages(), words))
        if nth > len(found):
            raise UsageError(f"These words stand in {len(found):,} places only.", "Give a lower --nth.")
        if len(found) > 1 and not nth:
            raise WordsNotUniqueError(found)
        return found[max(0, nth - 1)]

    def at(self, original: str, selected: Sequence[Selected]) -> Passage:
        """What was selected, page by page. Raises ``NotFoundError``, or ``UsageError`` if it holds no words."""
        document = self._document(original)
        places = [self._place(document, one) for one in selected]
        if not places or not all(place.exact.strip() for place in places):
            raise UsageError("There are no words in what was selected.", "Select the words to be quoted.")
        return tuple(places)

    def draft(self, original: str, passage: Passage, note: str = "") -> Quote:
        """The quote of a passage, as yet without an id. Raises ``NotFoundError``."""
        opened = self._library.open(original)
        spans = tuple(self._span(opened, place) for place in passage)
        return Quote(
            "",
            original,
            spans,
            path=shown(text_of(opened.places[0].path))[-MAX_LINE_CHARS:],
            reader=shown(self._reader(opened, passage[0].page))[:MAX_LINE_CHARS],
            language=_code(passage[0].page.language or opened.row.language),
            note=note,
        )

    def anchored(
        self, quotes: Iterable[Quote], show: Callable[[int, int], None] = lambda *_: None
    ) -> dict[str, Anchored]:
        """What became of quotes, by their ids, in the text that the ledger holds now."""
        return anchored_in(quotes, lambda original: quoted_document(self._database, original), show)

    def moved(self, quote: Quote, anchored: Anchored) -> Quote:
        """The quote as it stands now. Raises ``UsageError`` if it has not moved."""
        if anchored.standing is not Standing.MOVED:
            raise UsageError(f"The quote {quote.id} has not moved.", "Load the page again.")
        now = self.draft(quote.original, anchored.passage)
        return replace(quote, spans=now.spans, reader=now.reader, language=now.language, path=now.path)

    def _document(self, original: str) -> QuotedDocument:
        document = quoted_document(self._database, original)
        if document is None:
            raise NotFoundError("No document in this case has this hash.", "Search for its name or its words instead.")
        return document

    def _place(self, document: QuotedDocument, one: Selected) -> Place:
        page = next((page for page in document.on(one.page) if page.kind is one.kind), None)
        if page is None:
            raise NotFoundError(f"This document has no page {one.page}.", "Load the page again.")
        if not 0 <= one.start < one.end <= len(page.text):
            raise UsageError("What was selected lies outside of the page.", "Load the page again and select anew.")
        if one.end - one.start > MAX_QUOTE_CHARS:
            raise UsageError(
                f"A quote has at most {MAX_QUOTE_CHARS:,} characters on a page.", "Select what matters of it."
            )
        lead = len(page.text[one.start : one.end]) - len(page.text[one.start : one.end].lstrip())
        trail = len(page.text[one.start : one.end]) - len(page.text[one.start : one.end].rstrip())
        return Place(page, one.start + lead, max(one.start + lead, one.end - trail))

    def _span(self, opened: Opened, place: Place) -> Span:
        head = next((one for one in self._library.page(opened, place.page.number) if one.kind is place.page.kind), None)
        return span_of(place, self._words(opened, head, place.page) if head is not None else ())

    def _reader(self, opened: Opened, page: PageNow) -> str:
        """Whose text it is: the reader's, or that of the engine that recognised it."""
        heads = self._library.page(opened, page.number) if page.kind is PageKind.OCR else []
        engine = next((one.engine for one in heads if one.kind is PageKind.OCR), "")
        return engine or f"{opened.row.reader} {opened.row.reader_version}".strip()

    def _words(self, opened: Opened, head: PageHead, page: PageNow) -> Sequence[Word]:
        """Where the words of a page stand; a quote holds without its boxes, so what hinders them is passed over."""
        if head.kind is PageKind.OCR:
            return self._library.recognised_words(head)
        if self._pictures is None:
            return ()
        try:
            return words_on(opened, head, page.text, self._library, self._pictures)
        except (PageNotDrawnError, SandboxMissingError):
            return ()  # the page of the quote says that there is no picture, and why


def named(held: Held, quote: Quote, untrusted_id: str = "") -> Quote:
    """``quote`` with the id wanted, or one of its words that no quote ever had."""
    if untrusted_id:
        return replace(quote, id=untrusted_id)
    made = new_id(held, Kind.QUOTE, quote.words)
    return replace(quote, id=f"quote-{made}" if made == RESERVED else made)


def _code(language: str) -> str:
    """A code of a language as records have it; "" for none, or for one that is only a word."""
    is_code = 2 <= len(language.partition("-")[0]) <= 3 and language.isascii()  # noqa: PLR2004 - ISO 639
    return language if is_code else ""


def row_told(one: Quote, anchored: Anchored) -> dict[str, Any]:
    """A quote and what became of it, under the names that scripts rely on."""
    return {
        "id": one.id,
        "path": one.path,
        "sha256": one.original,
        "page": one.spans[0].page,
        "words": one.words,
        "state": anchored.standing.value,
        "says": anchored.says,
    }


def span_told(span: Span) -> dict[str, Any]:
    """A part of a quote under the names that scripts rely on; ``confidence`` is None for what was not recognised."""
    return {
        "page": span.page,
        "kind": span.kind.value,
        "exact": span.exact,
        "prefix": span.prefix,
        "suffix": span.suffix,
        "start": span.start,
        "end": span.end,
        "confidence": span.confidence if span.kind is PageKind.OCR else None,
        "boxes": [list(box) for box in span.boxes],
    }
