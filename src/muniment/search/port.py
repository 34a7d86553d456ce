"""What any search engine must be able to answer, in our own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from muniment.search.query import Query

FACET_VALUES = 20
"""Values of one facet that are counted: a list longer than that is not read, and the rest stays searchable."""


class Order(StrEnum):
    """In what order hits are given; hits that tie come in the order in which they were indexed."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    """By the document's own date; pages without one last."""
    OLDEST = "oldest"
    PATH = "path"


class Facet(StrEnum):
    """What matching pages can be counted by. Each is the name of the field that searches for its values."""

    LANGUAGE = "lang"
    TYPE = "type"
    YEAR = "date"
    STATE = "state"
    SOURCE = "source"
    KIND = "kind"


Counts = tuple[tuple[str, int], ...]
"""Values with the number of matching pages that have each, most first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches: its key in the index, and a score that orders the hits of one search only."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The wanted stretch of the matching pages; ``total`` counts all that match, and so do ``facets``."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, Counts] = field(default_factory=dict)


class Engine(Protocol):
    """Answers searches from all that has been committed to the index."""

    def search(
        self,
        query: Query,
        limit: int,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Sequence[Facet] = (),
        only: Query | None = None,
    ) -> Hits:
        """Find the pages that match ``query``: ``limit`` of them after the first ``offset``.

        ``only`` must match as well, but counts for nothing in the score. ``facets`` are counted over all matches, up
        to ``FACET_VALUES`` values of each. Raises ``IndexDamagedError`` if the index cannot be read and
        ``QueryError`` if the query costs more than is allowed.
        """
