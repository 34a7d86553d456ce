"""What any search engine must be able to answer, in our own words."""

from dataclasses import dataclass
from typing import Protocol

from muniment.search.query import Query


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches: its key in the index, and a score that orders the hits of one search only."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The wanted stretch of the matching pages, best first; ``total`` counts all that match."""

    total: int
    hits: tuple[Hit, ...]


class Engine(Protocol):
    """Answers searches from all that has been committed to the index."""

    def search(self, query: Query, limit: int, offset: int = 0) -> Hits:
        """Find the pages that match ``query``: ``limit`` of them after the first ``offset``.

        Raises ``IndexDamagedError`` if the index cannot be read.
        """
