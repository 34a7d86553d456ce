"""The ledger as a whole, row by row, for an archive's copy of the case."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, inspect, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, custody, leaf, original, page, reading, seal, timestamp

ROWS_AT_ONCE = 500
PAGES_AT_ONCE = 20
"""Rows read with one fetch; of pages fewer, since each may be megabytes long."""

_NAMES_OF_PEOPLE = frozenset({"root", "source", "operator"})
"""Columns of an acquisition that may tell who handed the files over, who took them in, and on whose machine."""

_JSON = frozenset({"protections", "limits", "tried", "facts"})


class Whole:
    """Reads the ledger; changes nothing. Rows come in an order that depends on what they say alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def size(self) -> int:
        """The bytes of all originals."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.coalesce(func.sum(original.c.size), 0))).scalar_one())

    def originals(self) -> Iterator[tuple[str, int]]:
        """SHA-256 and size of every original."""
        for row in self._rows(select(original.c.sha256, original.c.size).order_by(original.c.sha256)):
            yield row["sha256"], row["size"]

    def acquisitions(self, *, with_names: bool) -> Iterator[dict[str, Any]]:
        """Every act of taking in; who handed over and who took in only if asked for."""
        columns = [one for one in acquisition.c if with_names or one.name not in _NAMES_OF_PEOPLE]
        return self._rows(select(*columns).order_by(acquisition.c.id))

    def readings(self) -> Iterator[dict[str, Any]]:
        """How each original was read; passwords that opened it stay out."""
        columns = [one for one in reading.c if one.name not in {"id", "password", "stage"}]
        return self._rows(select(*columns).order_by(*_BY_READING))

    def pages(self) -> Iterator[dict[str, Any]]:
        """The text of every page with where it stands."""
        texts = (page.c.number, page.c.kind, page.c.label, page.c.language, page.c.engine, page.c.text)
        with self._database.read() as connection:
            query = select(reading.c.id, reading.c.sha256, reading.c.suffix, reading.c.edition).order_by(*_BY_READING)
            for one in _streamed(connection, query, ROWS_AT_ONCE):
                where = {"sha256": one.sha256, "suffix": one.suffix, "edition": one.edition}
                of_one = select(*texts).where(page.c.reading_id == one.id).order_by(page.c.number, page.c.kind)
                for row in _streamed(connection, of_one, PAGES_AT_ONCE):
                    yield where | _told(row)

    def custody(self) -> Iterator[dict[str, Any]]:
        """The custody log."""
        return self._rows(select(custody).order_by(custody.c.number))

    def seals(self) -> Iterator[dict[str, Any]]:
        """Every seal: what was signed, the signature, and the salt that opens what it commits to."""
        return self._rows(select(seal).order_by(seal.c.id))

    def leaves(self) -> Iterator[dict[str, Any]]:
        """The leaves of every seal, with their salts."""
        return self._rows(select(leaf).order_by(leaf.c.seal_id, leaf.c.position))

    def timestamps(self) -> Iterator[dict[str, Any]]:
        """Every timestamp, with the certificates it was checked with."""
        with self._database.read() as connection:
            if not inspect(connection).has_table(timestamp.name):
                return iter(())
        return self._rows(select(timestamp).order_by(timestamp.c.id))

    def _rows(self, query: Select[Any]) -> Iterator[dict[str, Any]]:
        with self._database.read() as connection:
            for row in _streamed(connection, query, ROWS_AT_ONCE):
                yield _told(row)


_BY_READING = (reading.c.sha256, reading.c.suffix, reading.c.edition)


def _streamed(connection: Connection, query: Select[Any], at_once: int) -> Iterator[Any]:
    return iter(connection.execute(query, execution_options={"yield_per": at_once}))


def _told(row: Any) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row._mapping.items()}  # noqa: SLF001 - public, for all its name


def _value(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace") if name == "root" else value.hex()
    return json.loads(value) if name in _JSON and value else value
