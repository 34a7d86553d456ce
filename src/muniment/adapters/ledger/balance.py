"""The books in plain SQL, so that they can be had through SQLAlchemy and without the time it takes to load."""

from collections.abc import Callable, Iterable
from typing import Any

from muniment.preserve.ledger import Books

Ask = Callable[[str], Iterable[Any]]
"""Runs a query without parameters and gives its rows."""

EFFECTIVE_STATE = """
CASE
  WHEN entry.state <> '' THEN entry.state
  WHEN reading.stage IS NULL OR reading.stage <> 'done' THEN 'pending'
  WHEN entry.caveat <> '' AND reading.state = 'read' THEN 'partial'
  ELSE reading.state
END
"""
"""The one state of an entry: its own, or its reading's; bytes taken with a caveat are never plainly read."""

_BY_STATE = f"""
SELECT {EFFECTIVE_STATE} AS state, count(*)
FROM entry LEFT JOIN reading ON reading.id = entry.reading_id
GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - no part of it comes from outside

_ORIGINALS = "SELECT count(*), coalesce(sum(size), 0) FROM original"

_PAGES = """
SELECT count(*), coalesce(sum(is_indexed), 0) FROM (
  SELECT min(CASE WHEN indexed = 1 THEN 1 ELSE 0 END) AS is_indexed FROM page GROUP BY reading_id, number
) AS numbered
"""

_WAITING = "SELECT count(*) FROM page WHERE ocr = 'waiting'"


def balance(ask: Ask) -> Books:
    """The books at this moment."""
    by_state = {str(state): int(count) for state, count in ask(_BY_STATE)}
    pending = by_state.pop("pending", 0)
    ((originals, size),) = ask(_ORIGINALS)
    ((pages, indexed),) = ask(_PAGES)
    ((waiting,),) = ask(_WAITING)
    return Books(
        entries=sum(by_state.values()) + pending,
        by_state=by_state,
        pending=pending,
        bytes=int(size),
        originals=originals,
        pages=pages,
        indexed_pages=int(indexed),
        waiting_for_ocr=waiting,
    )
