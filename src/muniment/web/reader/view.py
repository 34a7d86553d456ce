"""What the reader's page is made of, worked out before the template is filled in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muniment.adapters.ledger.documents import MessageRow, PageHead
from muniment.app.documents import Library, Opened, has_picture
from muniment.app.redact.marking import Placed
from muniment.errors import QueryError
from muniment.evidence.records import Quote
from muniment.model import PageKind, State
from muniment.search.parse import parse
from muniment.search.query import NameLike, Query
from muniment.search.snippets import spans
from muniment.web.reader.address import Address
from muniment.web.reader.paper import Block, Marks, Row, blocks, delimiter_of, doubts_of, first_row, part_end, rows

STRIP_PAGES = 60
"""Thumbnails on either side of the page looked at: a strip of thousands would be slow, and nobody scrolls so far."""


MOST_QUOTES_MARKED = 500
"""Quotes that are marked on one page, and places that are withheld: nobody tells more apart."""


@dataclass(frozen=True, slots=True)
class Made:
    """What people have made of a document: quotes, and what is withheld on a page, which is told by its reading."""

    quotes: Sequence[Quote] = ()
    withheld: Callable[[PageHead], Sequence[Placed]] = lambda _: ()


NOTHING_MADE = Made()
"""For pages of which nobody has made anything, or that show nothing of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page's text, ready to be shown: blocks, or the rows of a sheet. ``next_start`` is 0 at its end.

    ``withheld_rows`` are lines of the page's text, and both they and the columns count from 0.
    """

    blocks: list[Block]
    rows: list[Row]
    columns: int
    start: int
    next_start: int
    hits: int
    withheld_rows: frozenset[int] = frozenset()
    withheld_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """Everything on the reader's page."""

    at: Address
    document: Opened
    heads: list[PageHead]
    head: PageHead | None
    chars: int
    part: Part | None
    strip: list[PageHead]
    has_picture: bool
    thread: list[MessageRow] | None
    problem: QueryError | None
    quotes: Sequence[Quote]
    """Quotes that were made on this page."""
    withheld: Sequence[Placed]
    """What is withheld on this page."""

    @property
    def last_page(self) -> int:
        """The number of the last page; pages that failed leave gaps, so it may be above their count."""
        return max([self.document.row.pages, *(head.number for head in self.strip)], default=0)


def query_of(at: Address) -> tuple[Query | None, QueryError | None]:
    """The search whose hits are to be marked, or what is wrong with it."""
    try:
        return asked(at.q, names=at.names), None
    except QueryError as error:
        return None, error


def asked(q: str, *, names: bool) -> Query | None:
    """A search as typed, of names if so wished; None if nothing was typed. Raises ``QueryError``."""
    if not q.strip():
        return None
    return NameLike(q.strip()) if names else parse(q)


def chosen(heads: list[PageHead], kind: str) -> PageHead:
    """The reading that is shown where a page has several: the one asked for, else printed text, else what there is."""
    asked = [head for head in heads if head.kind == kind]
    printed = [head for head in heads if head.kind is PageKind.TEXT]
    return (asked or printed or heads)[0]


def part_of(
    document: Opened,
    head: PageHead,
    text: str,
    start: int,
    query: Query | None,
    library: Library,
    made: Made = NOTHING_MADE,
) -> Part:
    """The part of ``text`` that begins at ``start``, with marks where it is quoted and where it is withheld."""
    start = min(start, len(text))
    end = part_end(text, start)
    found = spans(text[start:end], query) if query is not None else ()
    hits = tuple((low + start, high + start) for low, high in found)
    withheld = made.withheld(head)
    doubts = doubts_of(library.recognised_words(head))
    marks = Marks(hits, doubts, quoted_on(head, text, made.quotes), withheld_in(withheld, start, end))
    next_start = end if end < len(text) else 0
    first = first_row(head.label)
    if first is not None and not document.is_mail:
        lines = rows(text, start, end, marks, first, delimiter_of(text, document.row.media_type))
        columns = max((len(row.cells) for row in lines), default=0)
        gone_rows = frozenset(row for one in withheld for row in one.cover.rows)
        gone_columns = frozenset(column for one in withheld for column in one.cover.columns)
        return Part([], lines, columns, start, next_start, len(found), gone_rows, gone_columns)
    shown = blocks(text, start, end, marks, is_mail=document.is_mail)
    return Part(shown, [], 0, start, next_start, len(found))


def quoted_on(head: PageHead, text: str, quotes: Sequence[Quote]) -> tuple[tuple[int, int, str], ...]:
    """Start, end and id of each quote that stands on a page as it was made; the first ones, where there are many."""
    found = sorted(
        (span.start, span.end, quote.id)
        for quote in quotes
        for span in quote.spans
        if span.page == head.number and span.kind is head.kind and text[span.start : span.end] == span.exact
    )
    return tuple(found[:MOST_QUOTES_MARKED])


def withheld_in(withheld: Sequence[Placed], start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    """Start, end and mark of each stretch of a part of a text that is withheld; the first ones, where there are many.

    What the register covers has no mark: "".
    """
    found = (
        (low, high, one.mark.id if one.mark else "")
        for one in withheld
        for low, high in one.cover.spans
        if low < end and high > start
    )
    return tuple(sorted(found)[:MOST_QUOTES_MARKED])


def view_of(at: Address, library: Library, made: Made = NOTHING_MADE) -> View:
    """The reader's page, with marks where the document is quoted or withheld. Raises ``NotFoundError``."""
    document = library.open(at.sha256)
    query, problem = query_of(at)
    strip = library.heads(document, max(1, at.page - STRIP_PAGES), at.page + STRIP_PAGES)
    heads = library.page(document, at.page) if document.row.pages else []
    head = chosen(heads, at.kind) if heads else None
    text = library.text(head) if head else ""
    return View(
        at,
        document,
        heads,
        head,
        len(text),
        part_of(document, head, text, at.start, query, library, made) if head else None,
        [one for place, one in enumerate(strip) if place == 0 or strip[place - 1].number != one.number],
        has_picture(document, heads) if heads else _is_wordless_picture(document),
        library.thread(document),
        problem,
        [one for one in made.quotes if any(span.page == at.page for span in one.spans)],
        made.withheld(head) if head else (),
    )


def _is_wordless_picture(document: Opened) -> bool:
    """Whether there may be something to see although no page has words."""
    return document.is_drawn and not document.row.pages and document.row.state in {State.EMPTY, State.PARTIAL}
