"""The custody log in the ledger."""

import getpass
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import case_info, custody
from muniment.preserve.custody import Head, Record, hash_of, record_of

CASE_ID = "case_id"
HEAD = "custody_head"
"""Keys of ``case_info``: a random name for the case, and the end of the log as ``NUMBER HASH``."""

CASE_ID_BYTES = 16


class CustodyLog:
    """Appends to the log. Each record and the act it tells of can be one transaction: see ``append_in``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, act: str, details: Mapping[str, Any], person: str = "") -> Record:
        """Record an act in a transaction of its own; ``person`` is whoever runs this program unless given."""
        with self._database.write() as connection:
            return append_in(connection, act, details, person)

    def records(self, act: str) -> list[Record]:
        """What was recorded of one kind of act, oldest first; what cannot be read is left to ``muniment verify``."""
        query = select(custody.c.record).where(custody.c.record.contains(act)).order_by(custody.c.number)
        with self._database.read() as connection:
            texts = connection.execute(query).scalars().all()
        return [one for text in texts if (one := _readable(text)) is not None and one.act == act]


def append_in(connection: Connection, act: str, details: Mapping[str, Any], person: str = "") -> Record:
    """Record an act within the transaction that ``connection`` has begun with ``Database.write``."""
    head = head_in(connection)
    record = Record(head.number + 1, now(), person or operator(), act, details, head.hash)
    text = record.text()
    hashed = hash_of(text)
    connection.execute(insert(custody).values(number=record.number, record=text, hash=hashed))
    _note(connection, HEAD, f"{record.number} {hashed}")
    return record


def head_in(connection: Connection) -> Head:
    """The end of the log."""
    row = connection.execute(
        select(custody.c.number, custody.c.hash).order_by(custody.c.number.desc()).limit(1)
    ).one_or_none()
    return Head(row.number, row.hash) if row else Head()


def case_id_in(connection: Connection) -> str:
    """The random name of the case, given to it now if it has none. Only within ``Database.write``."""
    found = connection.execute(select(case_info.c.value).where(case_info.c.key == CASE_ID)).scalar()
    if found is None:
        found = secrets.token_hex(CASE_ID_BYTES)
        connection.execute(insert(case_info).values(key=CASE_ID, value=found))
    return str(found)


def now() -> str:
    """The time as the log writes it: UTC, ISO 8601, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def operator() -> str:
    """Who runs this program, as far as the system knows."""
    try:
        return getpass.getuser().encode("utf-8", "backslashreplace").decode()
    except (OSError, KeyError):
        return "unknown"  # a container may run us under a number that has no name


def _readable(untrusted_text: str) -> Record | None:
    try:
        return record_of(untrusted_text)
    except ValueError:
        return None


def _note(connection: Connection, key: str, value: str) -> None:
    connection.execute(insert_or_ignore(case_info).values(key=key, value=value).on_conflict_do_nothing())
    connection.execute(update(case_info).where(case_info.c.key == key).values(value=value))
