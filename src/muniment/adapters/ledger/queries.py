"""Questions put to the ledger: the books, entries by path or hash, the text of pages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
)

from muniment.adapters.ledger.balance import EFFECTIVE_STATE, balance
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, entry, page, reading
from muniment.model import EntryKind, PageKind, State
from muniment.preserve.ledger import AcquisitionRow, Books, EntryRow, PageText

_effective_state: ColumnElement[str] = literal_column(EFFECTIVE_STATE, String)


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page and the places where its bytes were found."""

    page: int
    reading: int
    sha256: str
    number: int
    kind: PageKind
    label: str
    text: str
    language: str
    media_type: str
    confidence: float
    paths: tuple[bytes, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which lines of the books are wanted: those of one state, those with these bytes somewhere in their path."""

    state: State | None = None
    part_of_path: bytes = b""


_TEXTS_AT_A_TIME = 50
"""Texts of pages held at once: a page may have five million characters."""


class Queries:
    """Reads the ledger; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def books(self) -> Books:
        """The balance at this moment."""
        with self._database.read() as connection:
            return balance(lambda query: connection.execute(text(query)))

    def rows(self, state: State | None = None) -> Iterator[EntryRow]:
        """The books line by line, in the order of paths."""
        query = _entry_rows().order_by(entry.c.path, entry.c.id)
        if state is not None:
            query = query.where(_effective_state == state)
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield _entry_row(row)

    def rows_beside(
        self, place: int | None, limit: int, where: RowFilter, *, backwards: bool = False
    ) -> list[EntryRow]:
        """Up to ``limit`` lines of the books next to entry ``place`` (None: from the end), in the order of paths."""
        order = (entry.c.path.desc(), entry.c.id.desc()) if backwards else (entry.c.path, entry.c.id)
        query = _entry_rows().order_by(*order).limit(limit)
        if where.state is not None:
            query = query.where(_effective_state == where.state)
        if where.part_of_path:
            query = query.where(func.instr(entry.c.path, where.part_of_path) > 0)
        with self._database.read() as connection:
            if place is not None:
                path = connection.execute(select(entry.c.path).where(entry.c.id == place)).scalar()
                here, there = tuple_(entry.c.path, entry.c.id), tuple_(literal(path), literal(place))
                query = query.where(here < there if backwards else here > there)
            rows = [_entry_row(row) for row in connection.execute(query)]
        return rows[::-1] if backwards else rows

    def find(self, what: bytes) -> list[EntryRow]:
        """The entries meant by a path (whole, its end, or escaped) or by the first 8 or more digits of a hash."""
        shown = what.decode("utf-8", "backslashreplace")
        with self._database.read() as connection:
            for condition in _meanings(what, shown):
                rows = connection.execute(_entry_rows().where(condition).order_by(entry.c.id).limit(1000)).all()
                if rows:
                    return [_entry_row(row) for row in rows]
        if "\\x" not in shown:
            return []
        return [row for row in self.rows() if row.path.decode("utf-8", "backslashreplace") == shown]

    def pages_of(self, entry_id: int, number: int | None = None) -> list[PageText]:
        """The pages of an entry's reading, or the one with ``number``."""
        query = (
            select(
                page.c.number,
                page.c.kind,
                page.c.label,
                page.c.text,
                page.c.language,
                page.c.confidence,
                page.c.engine,
            )
            .join(entry, entry.c.reading_id == page.c.reading_id)
            .where(entry.c.id == entry_id)
            .order_by(page.c.number, page.c.kind.desc())
        )
        if number is not None:
            query = query.where(page.c.number == number)
        with self._database.read() as connection:
            return [PageText(row[0], PageKind(row[1]), *row[2:]) for row in connection.execute(query)]

    def reading_details(self, entry_id: int) -> dict[str, Any]:
        """How an entry was read: readers tried, facts the document tells of itself."""
        with self._database.read() as connection:
            row = connection.execute(
                select(reading.c.reader, reading.c.reader_version, reading.c.tried, reading.c.facts, reading.c.password)
                .join(entry, entry.c.reading_id == reading.c.id)
                .where(entry.c.id == entry_id)
            ).one_or_none()
        if row is None:
            return {}
        return {
            "reader": row.reader,
            "reader_version": row.reader_version,
            "tried": json.loads(row.tried),
            "facts": json.loads(row.facts),
            "password": row.password,
        }

    def placed(self, pages: Sequence[int]) -> dict[int, PlacedPage]:
        """Pages by id, with the paths of the entries that hold them."""
        if not pages:
            return {}
        with self._database.read() as connection:
            rows = connection.execute(
                select(
                    page.c.id,
                    page.c.reading_id,
                    reading.c.sha256,
                    page.c.number,
                    page.c.kind,
                    page.c.label,
                    page.c.text,
                    page.c.language,
                    reading.c.media_type,
                    page.c.confidence,
                )
                .join(reading, reading.c.id == page.c.reading_id)
                .where(page.c.id.in_(pages))
            ).all()
            places = _places_of(connection, {row.reading_id for row in rows})
        return {row.id: _placed_page(row, *places[row.reading_id]) for row in rows}

    def texts(self, pages: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of pages by id, a few at a time; of a page that is gone, none."""
        for at in range(0, len(pages), _TEXTS_AT_A_TIME):
            wanted = select(page.c.id, page.c.text).where(page.c.id.in_(pages[at : at + _TEXTS_AT_A_TIME]))
            with self._database.read() as connection:
                rows = connection.execute(wanted).all()
            yield from ((row.id, row.text) for row in rows)

    def facts_of(self, readings: Sequence[int]) -> dict[int, dict[str, str]]:
        """What the documents of some readings tell of themselves, by reading."""
        query = select(reading.c.id, reading.c.facts).where(reading.c.id.in_(readings))
        with self._database.read() as connection:
            return {row.id: json.loads(row.facts) for row in connection.execute(query)}

    def acquisitions(self) -> list[AcquisitionRow]:
        """All acquisitions, oldest first."""
        counts = (
            select(entry.c.acquisition_id, func.count().label("entries")).group_by(entry.c.acquisition_id).subquery()
        )
        with self._database.read() as connection:
            rows = connection.execute(
                select(acquisition, counts.c.entries)
                .outerjoin(counts, counts.c.acquisition_id == acquisition.c.id)
                .order_by(acquisition.c.id)
            )
            return [
                AcquisitionRow(row.id, row.root, row.source, row.state, row.started, row.entries or 0) for row in rows
            ]


_MOST_PLACES = 20
"""Paths told of one page: bytes that lie in more places are counted, not listed."""


def _placed_page(row: Any, paths: tuple[bytes, ...], copies: int) -> PlacedPage:
    return PlacedPage(
        row.id,
        row.reading_id,
        row.sha256,
        row.number,
        PageKind(row.kind),
        row.label,
        row.text,
        row.language,
        row.media_type,
        row.confidence,
        paths,
        copies,
    )


def _places_of(connection: Connection, readings: set[int]) -> dict[int, tuple[tuple[bytes, ...], int]]:
    """The first paths of each reading's entries, and how many entries there are."""
    whose = entry.c.reading_id
    numbered = (
        select(
            entry.c.reading_id,
            entry.c.path,
            func.row_number().over(partition_by=whose, order_by=entry.c.id).label("place"),
            func.count().over(partition_by=whose).label("copies"),
        )
        .where(entry.c.reading_id.in_(readings))
        .subquery()
    )
    rows = connection.execute(select(numbered).where(numbered.c.place <= _MOST_PLACES).order_by(numbered.c.place))
    found: dict[int, tuple[tuple[bytes, ...], int]] = dict.fromkeys(readings, ((), 0))
    for row in rows:
        found[row.reading_id] = ((*found[row.reading_id][0], row.path), row.copies)
    return found


_parent = entry.alias("parent")


def _entry_rows() -> Select[Any]:
    return select(
        entry.c.id,
        entry.c.path,
        _parent.c.path.label("parent"),
        entry.c.kind,
        entry.c.sha256,
        entry.c.size,
        reading.c.media_type,
        _effective_state.label("state"),
        entry.c.state.label("own_state"),
        entry.c.reason.label("own_reason"),
        entry.c.caveat,
        reading.c.reason,
        reading.c.stage,
        reading.c.reader,
        reading.c.reader_version,
        reading.c.pages,
        reading.c.language,
    ).select_from(
        entry.outerjoin(reading, reading.c.id == entry.c.reading_id).outerjoin(
            _parent, _parent.c.id == entry.c.parent_id
        )
    )


def _entry_row(row: Row[Any]) -> EntryRow:
    reasons = [row.own_reason, row.caveat, "" if row.own_state else (row.reason or "")]
    reader = f"{row.reader} {row.reader_version}".strip() if row.reader else ""
    return EntryRow(
        id=row.id,
        path=row.path,
        parent=row.parent or b"",
        kind=EntryKind(row.kind),
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type or "",
        state=State(row.state),
        reason="; ".join(reason for reason in reasons if reason),
        reader=reader,
        pages=row.pages or 0,
        language=row.language or "",
    )


def _meanings(what: bytes, text: str) -> list[Any]:
    meanings: list[Any] = [entry.c.path == what]
    least_digits = 8
    if len(text) >= least_digits and all(char in "0123456789abcdef" for char in text.lower()):
        prefix = text.lower()
        meanings.append(and_(entry.c.sha256 >= prefix, entry.c.sha256 < prefix + "g"))
    meanings.append(entry.c.name == what if b"/" not in what else _path_ends_with(what))
    return meanings


def _path_ends_with(what: bytes) -> Any:
    tail = b"/" + what.lstrip(b"/")
    return func.substr(entry.c.path, -len(tail)) == tail
