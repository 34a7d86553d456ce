"""What the pages of quotes show, worked out before the templates are filled in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from muniment.adapters.ledger.database import Database
from muniment.app.documents import Library, Opened, has_picture, pictured
from muniment.app.evidence.quotes import Quoter
from muniment.app.pictures import Pictures
from muniment.errors import NotFoundError, PageNotDrawnError
from muniment.evidence.held import Held
from muniment.evidence.quoting.anchoring import Anchored, Standing
from muniment.evidence.records import Kind, Quote, Record, Span, kind_of
from muniment.web.reader.paper import Marks, Piece, doubts_of, pieces

PER_PAGE = 50
"""Quotes on one page of the list."""

MOST_CHECKED = 20_000
"""Quotes that are anchored anew for a list of the moved or lost ones: some ten seconds of work."""

ABOVE, BESIDE = 0.02, 0.2
"""What is shown above and below a region, and beside it, as shares of the page: a line or two, to tell where it is."""

START_FROM = 15_000
"""Code points from which a link into a long page opens it near the quote, not at its top."""

_LEAD = 2_000

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    quote: Quote
    anchored: Anchored
    used: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list; ``total`` counts all that fit, ``unchecked`` those too many to be anchored for it."""

    rows: Sequence[Row]
    total: int
    number: int
    pages: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed down to: words, a document's hash, a state; and which page of it."""

    q: str = ""
    document: str = ""
    state: str = ""
    number: int = 1

    def but(self, **changes: str | int) -> str:
        """The address with changes."""
        told = {"q": self.q, "document": self.document, "state": self.state, "page": self.number, **changes}
        pairs = urlencode({name: value for name, value in told.items() if value and (name, value) != ("page", 1)})
        return "/evidence/quotes" + (f"?{pairs}" if pairs else "")


def listed(asked: Asked, held: Held, quoter: Quoter, finds: Callable[[str, str], bool]) -> Listed:
    """The page of the list that is asked for; only what is shown is anchored, unless a state is asked for."""
    fitting = [
        one
        for one in held.quotes.values()
        if (not asked.document or one.original == asked.document)
        and (not asked.q or finds(asked.q, f"{one.words}\n{one.path}\n{one.id}\n{one.note}\n{_translated(one)}"))
    ]
    unchecked = 0
    known: Mapping[str, Anchored] = {}
    if asked.state:
        unchecked = max(0, len(fitting) - MOST_CHECKED)
        known = quoter.anchored(fitting[:MOST_CHECKED])
        fitting = [one for one in fitting[:MOST_CHECKED] if known[one.id].standing.value == asked.state]
    pages = max(1, -(-len(fitting) // PER_PAGE))
    number = min(max(1, asked.number), pages)
    some = fitting[(number - 1) * PER_PAGE : number * PER_PAGE]
    found = known or quoter.anchored(some)
    rows = [Row(one, found[one.id], len(held.named_by.get((Kind.QUOTE, one.id), ()))) for one in some]
    return Listed(rows, len(fitting), number, pages, unchecked)


def _translated(quote: Quote) -> str:
    return "\n".join(one.text for one in quote.translations)


@dataclass(frozen=True, slots=True)
class Part:
    """A span as its page shows it. ``region`` is what to cut out of the picture of the page, None if there is none.

    ``marked`` are the words, doubtful ones of a recognised page marked; ``address`` is where the reader shows them.
    """

    number: int
    span: Span
    marked: tuple[Piece, ...]
    region: Box | None
    address: str


def parts_of(quote: Quote, anchored: Anchored, database: Database) -> list[Part]:
    """The spans of a quote. A moved or lost quote is shown as it was made, without a link that would mislead."""
    library = Library(database)
    try:
        opened = library.open(quote.original)
    except NotFoundError:
        opened = None
    is_here = opened is not None and anchored.standing is Standing.EXACT
    return [_part(number, quote, span, library, opened if is_here else None) for number, span in enumerate(quote.spans)]


def _part(number: int, quote: Quote, span: Span, library: Library, opened: Opened | None) -> Part:
    plain = pieces(span.exact, 0, len(span.exact), Marks())
    if opened is None:
        return Part(number, span, plain, None, f"/document/{quote.original}?page={span.page}")
    heads = library.page(opened, span.page)
    head = next((one for one in heads if one.kind is span.kind), heads[0])
    doubts = tuple(
        (max(0, low - span.start), min(len(span.exact), high - span.start), degree)
        for low, high, degree in doubts_of(library.recognised_words(head))
        if low < span.end and high > span.start
    )
    marked = pieces(span.exact, 0, len(span.exact), Marks(doubts=doubts))
    region = _region(span.boxes) if span.boxes and has_picture(opened, heads) else None
    return Part(number, span, marked, region, address_of(quote, span))


def address_of(quote: Quote, span: Span) -> str:
    """Where the reader shows a span of a quote, marked."""
    told = {"page": span.page, "kind": span.kind.value}
    if span.start > START_FROM:
        told["start"] = span.start - _LEAD
    return f"/document/{quote.original}?{urlencode(told)}#quote-{quote.id}"


def _region(boxes: Sequence[Box]) -> Box:
    """What holds all boxes, with a margin."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return max(0.0, left - BESIDE), max(0.0, top - ABOVE), min(1.0, right + BESIDE), min(1.0, bottom + ABOVE)


def region_picture(quote: Quote, number: int, database: Database, pictures: Pictures) -> bytes:
    """The pixels of a span of a quote, as PNG. Raises ``NotFoundError`` or ``PageNotDrawnError``."""
    if not 0 <= number < len(quote.spans):
        raise NotFoundError(f"The quote {quote.id} has no part {number + 1}.", "Load its page again.")
    span = quote.spans[number]
    library = Library(database)
    opened = library.open(quote.original)
    if not span.boxes or not has_picture(opened, library.page(opened, span.page)):
        raise PageNotDrawnError("There is no picture of these words.", "Their text can be read.")
    return pictures.region(pictured(opened), span.page, _region(span.boxes))


USES: Sequence[tuple[Kind, str]] = (
    (Kind.EVIDENCE, "Evidence"),
    (Kind.STATEMENT, "Statements"),
    (Kind.EVENT, "Events"),
    (Kind.DERIVATION, "Origins of sources"),
    (Kind.REVIEW, "Reviews that opened it"),
)
"""What may use a quote, and what that is called."""


def used_by(held: Held, quote_id: str) -> list[tuple[str, list[Record]]]:
    """The records that name a quote, by kind."""
    naming = held.named_by.get((Kind.QUOTE, quote_id), ())
    groups = [(title, [one for one in naming if kind_of(one) is kind]) for kind, title in USES]
    return [(title, records) for title, records in groups if records]
