"""The texts of whole documents, in order, for what looks at documents rather than at single pages."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import custody, entry, page, reading
from muniment.model import PageKind

MOST_CHARS = 8_000_000
"""Characters of texts handed on at a time: bounds memory."""


@dataclass(frozen=True, slots=True)
class DoneReading:
    """A reading that is finished: its id, the digest over its pages and members, and its original."""

    id: int
    digest: str
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class PageOfReading:
    """A page with its text. ``id`` is the index's key; ``kind`` says whether its words were recognised."""

    id: int
    reading: int
    number: int
    kind: PageKind
    text: str


class Texts:
    """Reads the ledger; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self) -> str:
        """Changes whenever a reading may have been finished or made anew. Cheap: three look-ups in indexes."""
        with self._database.read() as connection:
            done, last = connection.execute(
                select(func.count(), func.max(reading.c.id)).where(reading.c.stage == "done")
            ).one()
            acts = connection.execute(select(func.max(custody.c.number))).scalar()
        return f"{done or 0}.{last or 0}.{acts or 0}"

    def done(self) -> Iterator[DoneReading]:
        """The finished readings with pages that an entry has, by id."""
        in_use = select(entry.c.id).where(entry.c.reading_id == reading.c.id).exists()
        query = (
            select(reading.c.id, reading.c.digest, reading.c.sha256, reading.c.pages)
            .where(reading.c.stage == "done", reading.c.pages > 0, in_use)
            .order_by(reading.c.id)
        )
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield DoneReading(row.id, row.digest, row.sha256, row.pages)

    def pages(self, reading_id: int) -> Iterator[PageOfReading]:
        """The pages of a reading in order; where one has recognised text as well, the longer of the two texts."""
        with self._database.read() as connection:
            before: PageOfReading | None = None
            for row in connection.execution_options(yield_per=20).execute(_pages_of(reading_id)):
                current = PageOfReading(row.id, row.reading_id, row.number, PageKind(row.kind), row.text)
                if before and before.number == current.number:
                    before = max(before, current, key=lambda one: len(one.text))
                    continue
                if before:
                    yield before
                before = current
            if before:
                yield before


def _pages_of(reading_id: int) -> Select[tuple[int, int, int, str, str]]:
    return (
        select(page.c.id, page.c.reading_id, page.c.number, page.c.kind, page.c.text)
        .where(and_(page.c.reading_id == reading_id))
        .order_by(page.c.number, page.c.kind.desc())
    )
