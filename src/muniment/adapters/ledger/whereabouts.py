"""Where originals were found, for telling which source they belong to."""

from collections.abc import Iterable
from itertools import islice

from sqlalchemy import select

from muniment.acquire.names import text_of
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import entry
from muniment.evidence.belonging import Place

_AT_ONCE = 500
"""Values in one statement."""


def places_of(database: Database, originals: Iterable[str]) -> dict[str, Place]:
    """For each original the paths and acquisitions of its entries; those that no entry has are left out."""
    found: dict[str, tuple[list[str], set[int]]] = {}
    waiting = iter(originals)
    with database.read() as connection:
        while some := list(islice(waiting, _AT_ONCE)):
            query = select(entry.c.sha256, entry.c.path, entry.c.acquisition_id).where(entry.c.sha256.in_(some))
            for row in connection.execute(query.order_by(entry.c.id)):
                paths, acquisitions = found.setdefault(row.sha256, ([], set()))
                paths.append(text_of(row.path))
                acquisitions.add(row.acquisition_id)
    return {sha256: Place(tuple(paths), tuple(sorted(numbers))) for sha256, (paths, numbers) in found.items()}
