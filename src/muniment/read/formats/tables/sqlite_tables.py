"""SQLite databases: every table's rows. Views and triggers are shown, never run."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from muniment.limits import MIB
from muniment.model import EntryKind
from muniment.read.formats.sections import chunks
from muniment.read.formats.tables.grid import Pager, Row, line_of, row_pages
from muniment.read.formats.tables.magic import has_known_magic
from muniment.read.reader import Damaged, Document, Found, Locked, MemberFound, Shortfall

_MAX_VALUE = 256 * MIB
"""Bytes of one value that the library may hand over."""

_STEPS = 10_000_000
"""Steps of the library's machine for one row, after which it is taken to run in circles. Tables need some hundred."""

_FILE_PAGES = 100
_HEADER = b"SQLite format 3\0"
_SMALLEST = 512
_VERSION_BYTES = slice(18, 20)
_WAL = b"\x02\x02"
_ROLLBACK = b"\x01\x01"


@dataclass(slots=True)
class _Blobs:
    """Values that are files: kept until the rows around them have been given."""

    table: str
    members: list[MemberFound] = field(default_factory=list)

    def shown(self, value: object, row: int, column: str) -> object:
        """What stands in the cell for ``value``."""
        if not isinstance(value, bytes):
            return value
        if has_known_magic(value):
            name = f"{self.table}/row {row} {column}".replace("\0", "")
            self.members.append(MemberFound(name.encode("utf-8", "replace"), EntryKind.EMBEDDED, chunks(value)))
            return f"<file of {len(value)} bytes>"
        return f"<{len(value)} bytes>" if value else ""


class SqliteReader:
    """Reads SQLite databases."""

    name = "sqlite"
    version = sqlite3.sqlite_version
    media_types = frozenset({"application/x-sqlite3"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the tables' rows, files kept in them, and how the tables were made."""
        if not document.head(len(_HEADER)).startswith(_HEADER):
            raise Locked("it is encrypted, or not an SQLite database")
        path = document.in_scratch("database.sqlite")
        uses_log = _without_log(path)
        pager = Pager(document.limits)
        with closing(_opened(path)) as database:
            for table in _tables(database):
                yield from _table(database, table, pager)
            yield from pager.notes(_definitions(database), "how the tables were made")
        if uses_log:
            yield Shortfall("changes not yet written into the database lie in a file beside it that ends in “-wal”")


def _without_log(path: Path) -> bool:
    """Whether the database expects its latest changes in a log beside it; the copy is told not to."""
    with path.open("r+b") as file:
        head = file.read(_FILE_PAGES)
        if head[_VERSION_BYTES] != _WAL:
            return False
        file.seek(_VERSION_BYTES.start)
        file.write(_ROLLBACK)
    return True


def _opened(path: Path) -> sqlite3.Connection:
    try:
        database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        database.execute("PRAGMA trusted_schema=OFF")
        database.execute("PRAGMA cell_size_check=ON")
        database.execute("PRAGMA mmap_size=0")
        database.execute("PRAGMA temp_store=MEMORY")
    except sqlite3.Error as error:
        raise Damaged("the database cannot be opened") from error
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return database


def _tables(database: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type='table' AND rootpage>0 ORDER BY rowid"
    try:
        return [str(name) for (name,) in database.execute(query)]
    except sqlite3.Error as error:
        raise Damaged("the database's list of its tables is broken") from error


def _table(database: sqlite3.Connection, table: str, pager: Pager) -> Iterator[Found]:
    blobs = _Blobs(table)
    broken: list[str] = []
    quoted = '"' + table.replace('"', '""') + '"'
    for page in row_pages(_rows(database, quoted, blobs, broken), table, pager):
        yield page
        yield from blobs.members
        blobs.members.clear()
    yield from blobs.members
    if broken:
        yield Shortfall(f"table “{table}”: {broken[0]}")


def _rows(database: sqlite3.Connection, quoted: str, blobs: _Blobs, broken: list[str]) -> Iterator[Row]:
    """The names of the columns as row 0 ("rows 0-…"), then the rows."""
    database.set_progress_handler(lambda: 1, _STEPS)
    try:
        cursor = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - quoted as SQLite demands; nothing else can be said
        columns = [str(column[0]) for column in cursor.description]
        yield 0, line_of(columns)
        for number, values in enumerate(cursor, 1):
            shown = [blobs.shown(value, number, column) for value, column in zip(values, columns, strict=True)]
            yield number, line_of(shown)
            database.set_progress_handler(lambda: 1, _STEPS)
    except sqlite3.Error:
        broken.append("the database is broken there: rows are missing")


def _definitions(database: sqlite3.Connection) -> Iterator[str]:
    try:
        for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
            yield str(sql)
    except sqlite3.Error:
        yield "(the rest of the list is broken)"
