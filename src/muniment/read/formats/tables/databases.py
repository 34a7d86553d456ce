"""Readers of databases that are one file."""

from muniment.read.formats.tables.access import AccessReader
from muniment.read.formats.tables.dbase import DbaseReader
from muniment.read.formats.tables.dbase_memos import MemoReader
from muniment.read.formats.tables.sqlite_tables import SqliteReader
from muniment.read.reader import Reader

READERS: tuple[Reader, ...] = (SqliteReader(), DbaseReader(), MemoReader(), AccessReader())
