"""What the index has still to take in, and what it must let go."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, CursorResult, bindparam, delete, select, update

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.page_rows import in_batches
from muniment.adapters.ledger.tables import DUE, INDEXED, IS_DUE, acquisition, entry, page, reading, stale_page
from muniment.adapters.ledger.tree import PATHS_INDEXED
from muniment.model import PageKind
from muniment.preserve.ledger import PageDue

MOST_CHARS = 8_000_000
"""Characters handed to the index at a time: bounds memory, long enough to be efficient."""

MOST_PAGES = 2_000

_NOTHING: Mapping[int, int] = {}


class Indexing:
    """Feeds the index from the ledger, so that it can fall behind, crash and catch up."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_behind(self) -> bool:
        """Whether the index has anything to take in or to let go."""
        with self._database.read() as connection:
            due = select(page.c.id).where(IS_DUE).limit(1)
            stale = select(stale_page.c.page_id).limit(1)
            return any(connection.execute(query).first() is not None for query in (due, stale))

    def is_expected(self) -> bool:
        """Whether the index is behind, or may be as soon as what waits to be read has been."""
        with self._database.read() as connection:
            unread = select(reading.c.id).where(reading.c.stage == "read").limit(1)
            return connection.execute(unread).first() is not None or self.is_behind()

    def due(self, taken: Mapping[int, int] = _NOTHING) -> list[PageDue]:
        """The next pages to index, at least one if any is due but for those ``taken``: by page, the ``due`` it had."""
        with self._database.read() as connection:
            all_due = connection.execute(_DUE)
            fresh = (row.id for row in all_due if taken.get(row.id) != row.indexed)
            wanted = list(islice(fresh, MOST_PAGES))
            all_due.close()
            rows = _up_to(MOST_CHARS, connection.execute(_DUE_PAGES, {"pages": wanted}))
            places = _places(connection, sorted({row.reading_id for row in rows}))
            return [_page_due(row, places[row.reading_id]) for row in rows]

    def stale(self) -> list[int]:
        """Pages that are gone and must leave the index."""
        with self._database.read() as connection:
            return list(connection.execute(select(stale_page.c.page_id).order_by(stale_page.c.page_id)).scalars())

    def indexed(self, pages: Mapping[int, int], removed: Collection[int]) -> None:
        """Note that the index has durably taken in ``pages``, as they were at their ``due``, and let go ``removed``."""
        with self._database.write() as connection:
            for due in set(pages.values()):
                for batch in in_batches(number for number, value in pages.items() if value == due):
                    connection.execute(
                        update(page).where(page.c.id.in_(batch), page.c.indexed == due).values(indexed=INDEXED)
                    )
            for batch in in_batches(removed):
                connection.execute(delete(stale_page).where(stale_page.c.page_id.in_(batch)))

    def forget_all(self) -> None:
        """Mark every page to be indexed anew. Pages that must leave the index stay marked: it may survive this."""
        with self._database.write() as connection:
            connection.execute(update(page).where(page.c.indexed == INDEXED).values(indexed=DUE))


_DUE = select(page.c.id, page.c.indexed).where(IS_DUE).order_by(page.c.id)
_DUE_PAGES = (
    select(
        page.c.id,
        page.c.indexed,
        page.c.reading_id,
        reading.c.sha256,
        page.c.number,
        page.c.kind,
        page.c.text,
        page.c.language,
        reading.c.media_type,
        page.c.confidence,
        reading.c.facts,
        reading.c.state,
    )
    .join(reading, reading.c.id == page.c.reading_id)
    .where(page.c.id.in_(bindparam("pages", expanding=True)))
    .order_by(page.c.id)
)


def _up_to(chars: int, rows: CursorResult[Any]) -> list[Any]:
    """The first of ``rows``, until their texts together pass ``chars``; the others are never fetched."""
    taken: list[Any] = []
    for row in rows:
        taken.append(row)
        chars -= len(row.text)
        if chars < 0:
            rows.close()
            break
    return taken


@dataclass(slots=True)
class _Places:
    """Where the bytes of a reading were found: the first paths, and all who handed them over."""

    paths: list[bytes] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)


def _places(connection: Connection, readings: list[int]) -> dict[int, _Places]:
    sources = {row.id: row.source for row in connection.execute(select(acquisition.c.id, acquisition.c.source))}
    places = {number: _Places() for number in readings}
    for at in range(0, len(readings), 500):
        found = connection.execute(
            select(entry.c.reading_id, entry.c.path, entry.c.acquisition_id)
            .where(entry.c.reading_id.in_(readings[at : at + 500]))
            .order_by(entry.c.id)
        )
        for row in found:
            place = places[row.reading_id]
            if len(place.paths) < PATHS_INDEXED:
                place.paths.append(row.path)
            if source := sources[row.acquisition_id]:
                place.sources[source] = None
    return places


def _page_due(row: Any, places: _Places) -> PageDue:
    return PageDue(
        page=row.id,
        due=row.indexed,
        reading=row.reading_id,
        sha256=row.sha256,
        number=row.number,
        kind=PageKind(row.kind),
        text=row.text,
        language=row.language,
        media_type=row.media_type,
        confidence=row.confidence,
        facts=json.loads(row.facts),
        paths=tuple(places.paths),
        state=row.state,
        sources=tuple(places.sources),
    )
