"""A search as its address says it: everything that decides what is shown stands in the URL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from muniment.acquire.names import shown
from muniment.errors import QueryError
from muniment.search.parse import parse
from muniment.search.port import Facet, Order
from muniment.search.query import And, Everything, NameLike, Phrase, Query
from muniment.search.render import rendered

PER_PAGE = 20
"""Hits on one page of results: about three screens."""

MAX_PAGE = 500
"""Pages of results that can be turned: nobody reads past 10,000 hits, and the engine must sort all before them."""

MAX_VALUE_CHARS = 500
"""Length of one filter's value; sources are the longest."""

MOST_FILTERS = 30
"""Filters in one search: more than there are to click on."""

FILTERS: Mapping[str, Facet] = {facet.value: facet for facet in Facet}
"""The names that filters have in the address, which are those of the query language's fields."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. ``filters`` are pairs of a field and a value; values of one field are alternatives."""

    text: str = ""
    names: bool = False
    fold: bool = False
    order: Order = Order.RELEVANCE
    filters: tuple[tuple[str, str], ...] = ()
    page: int = 1

    @classmethod
    def from_pairs(cls, untrusted_pairs: list[tuple[str, str]]) -> "Asked":
        """From an address; whatever means nothing there is left aside."""
        one = dict(untrusted_pairs)
        filters = dict.fromkeys(
            (name, value)
            for name, value in untrusted_pairs
            if name in FILTERS and 0 < len(value) <= MAX_VALUE_CHARS and value.isprintable()
        )
        order = one.get("sort", "")
        return cls(
            text=one.get("q", "").strip(),
            names=one.get("names") == "1",
            fold=one.get("fold") == "1",
            order=Order(order) if order in set(Order) else Order.RELEVANCE,
            filters=tuple(filters)[:MOST_FILTERS],
            page=_page(one.get("page", "")),
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was asked for yet."""
        return not self.text and not self.filters

    @property
    def offset(self) -> int:
        """Hits before the first one on this page."""
        return (self.page - 1) * PER_PAGE

    def pairs(self) -> Iterator[tuple[str, str]]:
        """What stands in the address, without what is the default."""
        if self.text:
            yield "q", self.text
        if self.names:
            yield "names", "1"
        if self.fold:
            yield "fold", "1"
        if self.order is not Order.RELEVANCE:
            yield "sort", self.order.value
        yield from self.filters
        if self.page > 1:
            yield "page", str(self.page)

    def url(self, path: str = "/search") -> str:
        """The address of this search."""
        pairs = urlencode(list(self.pairs()))
        return f"{path}?{pairs}" if pairs else path

    def with_filter(self, name: str, value: str) -> "Asked":
        """The same with one filter more, from the first page."""
        return replace(self, filters=tuple(dict.fromkeys((*self.filters, (name, value)))), page=1)

    def without_filter(self, name: str, value: str) -> "Asked":
        """The same with one filter less, from the first page."""
        return replace(self, filters=tuple(one for one in self.filters if one != (name, value)), page=1)

    def turned_to(self, page: int) -> "Asked":
        """The same search, another page of it."""
        return replace(self, page=page)

    def query(self) -> Query:
        """What was typed, as a tree. Raises ``QueryError``, whose places count in ``text``."""
        if not self.text:
            return Everything()
        return NameLike(self.text) if self.names else parse(self.text)

    def only(self) -> Query | None:
        """What it was narrowed down to, as a tree; None if to nothing. Raises ``QueryError``."""
        fields = dict.fromkeys(name for name, _ in self.filters)
        parts = [_filter(name, [value for one, value in self.filters if one == name]) for name in fields]
        return And(tuple(parts)) if parts else None


def _filter(name: str, untrusted_values: list[str]) -> Query:
    try:
        return parse(f"{name}:({' OR '.join(_quoted(value) for value in untrusted_values)})")
    except QueryError as error:  # its place counts in what stands here, which nobody typed
        told = " or ".join(shown(value) for value in untrusted_values)
        raise QueryError(f"The filter {name} cannot be {told}.", "Take it away, or go back.") from error


def _quoted(untrusted_value: str) -> str:
    """A value that a click gave, as a phrase in quotation marks that it does not hold: so it cannot become a query."""
    return rendered(Phrase(untrusted_value))


def _page(untrusted_number: str) -> int:
    if not untrusted_number.isascii() or not untrusted_number.isdecimal() or len(untrusted_number) > 6:  # noqa: PLR2004 - longer is past the end anyway
        return 1
    return min(max(int(untrusted_number), 1), MAX_PAGE)
