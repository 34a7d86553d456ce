"""What the reader shows of one document: where it lies, what it holds, its pages, and what a search found on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import DocumentRow, Documents, LinkRow, MessageRow, PageHead, PartRow, PlaceRow
from muniment.app.pictures import DRAWN_TYPES, PLACED_TYPES, Pictured, Pictures
from muniment.errors import NotFoundError
from muniment.model import PageKind, Word
from muniment.search.query import Query
from muniment.search.snippets import spans

MOST_CHARS_LOOKED_THROUGH = 400_000
"""Characters of one document that are searched in one go: half a second; whoever asks goes on from there."""

STRETCH_CHARS = 100_000
"""Characters of a long page that are searched at a time; what is found across the cut counts as not found."""

MOST_READINGS_FOR_THREADS = 50_000
"""Readings up to which a mail's thread is looked for as its page is made; above, only when asked for."""

_SHA256 = re.compile(r"[0-9a-f]{64}")

_NOT_PRINTED = re.compile(r"(?:bookmarks|form fields|notes on page \d+|page \d+ as it was in revision .*)")
"""Labels of pages that the PDF reader adds after the printed ones: there is no picture of them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and its surroundings. ``places_count`` and ``parts_count`` tell of those not listed, too."""

    row: DocumentRow
    places: tuple[PlaceRow, ...]
    places_count: int
    chain: tuple[LinkRow, ...]
    parts: tuple[PartRow, ...]
    parts_count: int

    @property
    def is_drawn(self) -> bool:
        """Whether its pages can be shown as pictures."""
        return self.row.media_type in DRAWN_TYPES

    @property
    def is_mail(self) -> bool:
        """Whether it is a message with headers."""
        return "thread" in self.row.facts or self.row.media_type == "message/rfc822"


@dataclass(frozen=True, slots=True)
class HitPage:
    """A page of a document on which a search found something."""

    number: int
    kind: PageKind
    hits: int


@dataclass(frozen=True, slots=True)
class HitPages:
    """The pages with hits as far as they were looked through; ``next_page`` is where to go on, 0 at the end."""

    pages: tuple[HitPage, ...]
    next_page: int


class Library:
    """Documents of an open ledger. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._documents = Documents(database)

    def open(self, untrusted_sha256: str) -> Opened:
        """The document with this hash. Raises ``NotFoundError``."""
        row = self._documents.document(untrusted_sha256) if _SHA256.fullmatch(untrusted_sha256) else None
        places, count = self._documents.places(row.sha256) if row is not None else ([], 0)
        if row is None or not places:
            raise NotFoundError("No document in this case has this hash.", "Search for its name or its words instead.")
        first = places[0].entry
        parts, parts_count = self._documents.inside(first)
        return Opened(row, tuple(places), count, tuple(self._documents.chain(first)), tuple(parts), parts_count)

    def heads(self, document: Opened, first: int = 1, last: int = 2**31) -> list[PageHead]:
        """Its pages from ``first`` to ``last`` without their texts."""
        return self._documents.heads(document.row.reading, first, last)

    def page(self, document: Opened, number: int) -> list[PageHead]:
        """What stands under one page number: printed text, recognised text, or both. Raises ``NotFoundError``."""
        heads = self.heads(document, number, number)
        if not heads:
            raise NotFoundError(f"This document has no page {number}.", f"It has {document.row.pages} pages.")
        return heads

    def text(self, head: PageHead) -> str:
        """The raw text of a page."""
        return self._documents.text(head.id)

    def recognised_words(self, head: PageHead) -> tuple[Word, ...]:
        """Where the words of a recognised page stand, and how sure each is; none for printed text."""
        return self._documents.words(head.id) if head.kind is PageKind.OCR else ()

    def thread(self, document: Opened, *, at_any_cost: bool = False) -> list[MessageRow] | None:
        """The messages of its conversation, by date; None if looking for them would take too long."""
        name = document.row.facts.get("thread", "")
        if not name:
            return []
        if not at_any_cost and self._documents.readings_count() > MOST_READINGS_FOR_THREADS:
            return None
        return self._documents.thread(name)

    def hits(self, document: Opened, query: Query, first: int = 1, most: int = MOST_CHARS_LOOKED_THROUGH) -> HitPages:
        """The pages from ``first`` on where ``query`` finds something, as far as ``most`` characters go."""
        found, next_page = [], 0
        looked = 0
        for number, kind, text in self._texts(document, first):
            if looked > most and number > first:
                next_page = number
                break
            looked += len(text)
            if count := _count(text, query):
                found.append(HitPage(number, kind, count))
        return HitPages(tuple(found), next_page)

    def _texts(self, document: Opened, first: int) -> Iterator[tuple[int, PageKind, str]]:
        yield from self._documents.texts(document.row.reading, first)


def _count(text: str, query: Query) -> int:
    """How often ``query`` is found in ``text``, a stretch at a time: a page of millions takes no more memory."""
    count, at = 0, 0
    while at < len(text):
        end = min(len(text), at + STRETCH_CHARS)
        if end < len(text):
            end = max(text.rfind("\n", at, end), text.rfind(" ", at, end)) + 1 or end
        count += len(spans(text[at:end], query))
        at = end
    return count


def pictured(document: Opened) -> Pictured:
    """What whoever draws its pages must know."""
    row = document.row
    return Pictured(row.sha256, row.size, row.suffix, row.media_type, row.password)


def has_picture(document: Opened, heads: list[PageHead]) -> bool:
    """Whether the page these heads belong to is one that can be seen."""
    return document.is_drawn and not any(_NOT_PRINTED.fullmatch(head.label) for head in heads)


def words_on(document: Opened, head: PageHead, text: str, library: Library, pictures: Pictures) -> tuple[Word, ...]:
    """Where the words of a page stand, counted in its raw ``text``; none where that is not known.

    Raises ``PageNotDrawnError``.
    """
    if head.kind is PageKind.OCR:
        return library.recognised_words(head)
    if document.row.media_type not in PLACED_TYPES:
        return ()
    told, words = pictures.places(pictured(document), head.number)
    if text and told.startswith(text):  # a page cut at the limit keeps its beginning
        return tuple(word for word in words if word.end <= len(text))
    return ()
