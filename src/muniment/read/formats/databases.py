"""Readers of databases that are one file."""

from muniment.read.formats.access import AccessReader
from muniment.read.formats.dbase import DbaseReader
from muniment.read.formats.dbase_memos import MemoReader
from muniment.read.formats.sqlite_tables import SqliteReader
from muniment.read.reader import Reader

READERS: tuple[Reader, ...] = (SqliteReader(), DbaseReader(), MemoReader(), AccessReader())
