"""The documents that belong to sources, for looking through what they say of where they are from."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from muniment.acquire.names import text_of
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import entry, reading


@dataclass(frozen=True, slots=True)
class PlacedReading:
    """A finished reading with pages, its original and language, and one entry that has it.

    ``path`` is that entry's, as text; ``acquisition`` the number of the act that brought it.
    """

    reading: int
    sha256: str
    language: str
    path: str
    acquisition: int


def placed_readings(database: Database) -> Iterator[PlacedReading]:
    """Every entry with a finished reading, in the order in which entries were found."""
    columns = (entry.c.reading_id, reading.c.sha256, reading.c.language, entry.c.path, entry.c.acquisition_id)
    query = (
        select(*columns)
        .join(reading, entry.c.reading_id == reading.c.id)
        .where(reading.c.stage == "done", reading.c.pages > 0)
        .order_by(entry.c.id)
    )
    with database.read() as connection:
        for row in connection.execution_options(yield_per=1000).execute(query):
            yield PlacedReading(row.reading_id, row.sha256, row.language, text_of(row.path), row.acquisition_id)
