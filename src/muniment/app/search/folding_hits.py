"""Hits with duplicates folded: of pages that are like one another, only the best hit is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.texts import Texts
from muniment.app.search.likeness import Clusters
from muniment.search.port import Hit

MOST_FOLDED = 2_000
"""Hits, best first, that are looked at for folding: hundreds of screens. What comes after them is not shown folded."""

_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class FoldedHit:
    """The best hit among pages that are like one another; ``like`` counts the other pages, hits or not."""

    hit: Hit
    like: int


def folded(
    case: CaseFolder, database: Database, more: Callable[[int, int], Sequence[Hit]], limit: int, offset: int
) -> tuple[list[FoldedHit], str]:
    """The folded hits from ``offset`` on, and a note if likeness is not up to date.

    ``more(limit, offset)`` gives hits as they are, best first.
    """
    with Clusters(case, database) as clusters:
        kept: dict[tuple[int, int], Hit] = {}
        for start in range(0, MOST_FOLDED, _AT_A_TIME):
            hits = more(_AT_A_TIME, start)
            for key, hit in zip(_keys(clusters, database, hits), hits, strict=True):
                kept.setdefault(key, hit)
            if len(hits) < _AT_A_TIME or len(kept) >= offset + limit:
                break
        chosen = list(kept.items())[offset : offset + limit]
        counts = clusters.like_counts([key for key, _ in chosen])
        note = "" if clusters.is_fresh else "Not all pages have been compared yet: run muniment alike to fold them too."
        return [FoldedHit(hit, counts.get(key, 0)) for key, hit in chosen], note


def _keys(clusters: Clusters, database: Database, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """For each hit the page that stands for it and its like; a page that is gone stands for itself."""
    numbers = Texts(database).numbers_of([int(hit.key) for hit in hits])
    return clusters.page_keys([numbers.get(int(hit.key), (-int(hit.key), 0)) for hit in hits])
