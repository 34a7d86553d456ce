"""The connection to the ledger: one writer at a time, readers beside it, and failures in the user's words."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import QueuePool

from muniment.adapters.ledger import tables
from muniment.errors import (
    CaseBusyError,
    CaseReadOnlyError,
    CaseTooNewError,
    DiskFullError,
    LedgerDamagedError,
    MunimentError,
)

BUSY_SECONDS = 30
"""How long a command waits for another's transaction, which takes milliseconds."""

LEAST_ROOM = 1 << 20
"""Bytes left on a disk below which SQLite's "I/O error" means that it is full."""


class Database:
    """The ledger's tables behind a lock for writing. Safe to use from several threads."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._write_lock = threading.Lock()
        self.engine = _engine(path, read_only=read_only)
        self._next_ids: dict[str, int] = {}

    def create(self) -> None:
        """Make the tables in an empty database and note the schema's version."""
        with _in_plain_words(self.path):
            with closing(sqlite3.connect(self.path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")  # kept in the file: readers and one writer side by side
            tables.metadata.create_all(self.engine)
            with self.write() as connection:
                connection.execute(
                    insert(tables.case_info).values(key="schema_version", value=str(tables.SCHEMA_VERSION))
                )

    def check(self) -> None:
        """Raise an error unless this is a ledger that this version understands."""
        with self.read() as connection:
            row = connection.execute(
                select(tables.case_info.c.value).where(tables.case_info.c.key == "schema_version")
            ).one_or_none()
        version = int(row.value) if row and row.value.isdecimal() else 0
        if version > tables.SCHEMA_VERSION:
            raise CaseTooNewError(
                f"A newer version of Muniment made this case (ledger {version}, ours {tables.SCHEMA_VERSION}).",
                "Install the newer version; nothing was changed.",
            )
        if version < 1:
            raise LedgerDamagedError(
                f"The ledger {self.path.name} does not say what it is.", "Restore it from a backup; originals are safe."
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with _in_plain_words(self.path), self.engine.connect() as connection:
            try:
                yield connection
            except ValueError as error:  # what a column holds is no number, no JSON, no state of ours
                raise _damaged(self.path, "it holds something that cannot be") from error

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, undone if the block raises."""
        with _in_plain_words(self.path), self._write_lock, self.engine.connect() as connection:
            writing = connection.execution_options(muniment_write=True)
            try:
                with writing.begin():
                    yield writing
            except BaseException:
                self._next_ids.clear()  # what was counted in a transaction that is undone does not hold
                raise

    def take_ids(self, connection: Connection, table: str, count: int = 1) -> int:
        """Reserve ``count`` consecutive ids of ``table``; returns the first. Only within ``write``."""
        if table not in self._next_ids:
            columns = [tables.metadata.tables[table].c.id]
            if table == tables.page.name:  # a page that the index has yet to forget keeps its number until then
                columns.append(tables.stale_page.c.page_id)
            highest = (connection.execute(select(func.max(column))).scalar() or 0 for column in columns)
            self._next_ids[table] = max(highest) + 1
        first = self._next_ids[table]
        self._next_ids[table] += count
        return first

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine(path: Path, *, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        flags = "?mode=ro" if read_only else "?mode=rw" if path.exists() else ""
        if read_only and not _folder_is_writable(path.parent) and not _holds_more_than_its_file(path):
            flags += "&immutable=1"  # no room for SQLite's own side files: nobody can be writing either
        connection = sqlite3.connect(
            f"file:{_quoted(path)}{flags}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=16, max_overflow=64)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("muniment_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _holds_more_than_its_file(path: Path) -> bool:
    """Whether a run that was killed left transactions beside the file, which ``immutable`` would pass over."""
    beside = path.with_name(path.name + "-wal")
    return beside.exists() and beside.stat().st_size > 0


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _folder_is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and not (os.statvfs(folder).f_flag & os.ST_RDONLY)


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise  # a mistake of ours, not a damaged file
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise _translated(error, path) from error
    except UnicodeDecodeError as error:  # even the names of its tables may have been spoilt
        raise _damaged(path, "it holds text that is none") from error


def _translated(error: Exception, path: Path) -> MunimentError:
    said = str(error).lower()
    if "disk is full" in said or ("disk i/o error" in said and _is_full(path.parent)):
        return DiskFullError(
            "The disk is full; what was taken in so far is safe.", "Free some space, then run the same command again."
        )
    if "readonly" in said or "read-only" in said:
        return CaseReadOnlyError(
            f"The case in {path.parent} cannot be written to.",
            "Copy it to a disk where you may write, or ask its owner.",
        )
    if "unable to open" in said:
        return CaseReadOnlyError(
            f"The ledger {path} cannot be opened here.",
            "Make sure that you may read and write the case, or copy it to a disk where you may.",
        )
    if "locked" in said or "busy" in said:
        return CaseBusyError("Another command is writing to this case.", "Wait for it to finish, then run yours again.")
    return _damaged(path, str(error).splitlines()[0][:200])


def _damaged(path: Path, why: str) -> LedgerDamagedError:
    return LedgerDamagedError(
        f"The ledger {path} cannot be read ({why}).",
        "Restore case.db from a backup, or make a new case and ingest again: the originals are untouched.",
    )


def _is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < LEAST_ROOM
