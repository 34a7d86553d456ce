"""Timestamps of seals in the ledger."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, inspect, select

from muniment.adapters.ledger.custody import append_in, now
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import metadata, seal, timestamp
from muniment.errors import NotFoundError
from muniment.preserve.custody import Act
from muniment.preserve.timestamp import Stamped


@dataclass(frozen=True, slots=True)
class KeptTimestamp:
    """A timestamp as it is kept: what was stamped, the answer in DER, and the certificates in PEM to check it with."""

    seal: int
    untrusted_statement: str
    untrusted_response: bytes
    untrusted_roots: bytes
    added: str


class Timestamps:
    """Keeps timestamps. Cases made before this table was are given it at the first write."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def statement(self, number: int | None) -> tuple[int, str]:
        """Number and statement of a seal, of the newest without a number. Raises ``NotFoundError``."""
        query = select(seal.c.id, seal.c.statement).order_by(seal.c.id.desc()).limit(1)
        if number is not None:
            query = query.where(seal.c.id == number)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError("There is no such seal in this case.", "muniment seal makes one; verify lists them.")
        return row.id, row.statement

    def add(self, number: int, response: bytes, roots: bytes, stamped: Stamped) -> None:
        """Keep an answer that was checked, and note it in the custody log."""
        with self._database.write() as connection:
            if not _is_there(connection):
                metadata.create_all(connection, tables=[timestamp])
            last = connection.execute(select(func.coalesce(func.max(timestamp.c.id), 0))).scalar_one()
            connection.execute(
                insert(timestamp).values(id=last + 1, seal_id=number, response=response, roots=roots, added=now())
            )
            details = {"seal": number, "at": stamped.at, "authority": stamped.authority}
            append_in(connection, Act.TIMESTAMPED, details)

    def all(self) -> list[KeptTimestamp]:
        """Every timestamp, oldest first."""
        query = select(timestamp, seal.c.statement).join(seal, seal.c.id == timestamp.c.seal_id)
        with self._database.read() as connection:
            if not _is_there(connection):
                return []
            return [
                KeptTimestamp(row.seal_id, row.statement, row.response, row.roots, row.added)
                for row in connection.execute(query.order_by(timestamp.c.id))
            ]


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(timestamp.name)
