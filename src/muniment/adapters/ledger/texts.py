"""The texts of whole documents, in order, for what looks at documents rather than at single pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, func, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import custody, entry, page, reading
from muniment.model import PageKind


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


@dataclass(frozen=True, slots=True)
class DocumentPlaces:
    """A document as people know it: where its bytes were found. ``paths`` holds the first 20, ``copies`` counts all."""

    reading: int
    sha256: str
    media_type: str
    language: str
    pages: int
    paths: tuple[bytes, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class SameBytes:
    """An original that was found in several places."""

    sha256: str
    size: int
    paths: tuple[bytes, ...]
    copies: int


MOST_PATHS = 20
"""Paths that are told of one document; the count tells of the rest."""


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

    def reading_of(self, entry_id: int) -> int | None:
        """The reading of an entry, if it has one."""
        with self._database.read() as connection:
            return connection.execute(select(entry.c.reading_id).where(entry.c.id == entry_id)).scalar()

    def numbers_of(self, pages: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Reading and number of pages, by the pages' ids."""
        found: dict[int, tuple[int, int]] = {}
        with self._database.read() as connection:
            for start in range(0, len(pages), _AT_A_TIME):
                query = select(page.c.id, page.c.reading_id, page.c.number).where(
                    page.c.id.in_(pages[start : start + _AT_A_TIME])
                )
                found.update((row.id, (row.reading_id, row.number)) for row in connection.execute(query))
        return found

    def places(self, readings: Sequence[int]) -> dict[int, DocumentPlaces]:
        """Where documents were found, by reading."""
        found: dict[int, DocumentPlaces] = {}
        columns = (reading.c.id, reading.c.sha256, reading.c.media_type, reading.c.language, reading.c.pages)
        with self._database.read() as connection:
            for start in range(0, len(readings), _AT_A_TIME):
                part = readings[start : start + _AT_A_TIME]
                for row in connection.execute(select(*columns).where(reading.c.id.in_(part))).all():
                    paths, copies = _paths(connection, entry.c.reading_id == row.id)
                    found[row.id] = DocumentPlaces(*row, paths=paths, copies=copies)
        return found

    def same_bytes(self, limit: int) -> tuple[int, list[SameBytes]]:
        """How many originals were found in several places, and those found in most; empty files are none."""
        copies = func.count().label("copies")
        several = (
            select(entry.c.sha256, copies, func.max(entry.c.size).label("size"))
            .where(entry.c.sha256 != "", entry.c.size > 0)
            .group_by(entry.c.sha256)
            .having(copies > 1)
        )
        with self._database.read() as connection:
            total = connection.execute(select(func.count()).select_from(several.subquery())).scalar_one()
            rows = connection.execute(several.order_by(copies.desc(), entry.c.sha256).limit(limit)).all()
            return total, [
                SameBytes(row.sha256, row.size, _paths(connection, entry.c.sha256 == row.sha256)[0], row.copies)
                for row in rows
            ]

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


_AT_A_TIME = 500


def _paths(connection: Connection, condition: ColumnElement[bool]) -> tuple[tuple[bytes, ...], int]:
    """The first paths of the entries meant, and how many there are."""
    query = select(entry.c.path).where(condition).order_by(entry.c.id).limit(MOST_PATHS)
    paths = tuple(connection.execute(query).scalars())
    if len(paths) < MOST_PATHS:
        return paths, len(paths)
    return paths, connection.execute(select(func.count()).select_from(entry).where(condition)).scalar_one()


def _pages_of(reading_id: int) -> Select[tuple[int, int, int, str, str]]:
    return (
        select(page.c.id, page.c.reading_id, page.c.number, page.c.kind, page.c.text)
        .where(page.c.reading_id == reading_id)
        .order_by(page.c.number, page.c.kind.desc())
    )
