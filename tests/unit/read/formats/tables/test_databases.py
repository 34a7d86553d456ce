import datetime as dt
import sqlite3
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, document_of, read

from muniment.read.formats.tables.access import AccessReader, attachment, ole_field
from muniment.read.formats.tables.dbase import DbaseReader
from muniment.read.formats.tables.jet import plain_value
from muniment.read.formats.tables.sqlite_tables import SqliteReader
from muniment.read.reader import Damaged, Locked, ReadingStopped


def _database(path: Path, *statements: str) -> bytes:
    with sqlite3.connect(path) as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return path.read_bytes()


def test_rows_of_every_table_are_given_to_the_digit(tmp_path: Path) -> None:
    content = _database(
        tmp_path / "a.db",
        'CREATE TABLE "odd "" name" (id INTEGER, name TEXT, file BLOB)',
        "INSERT INTO \"odd \"\" name\" VALUES (110101199003074518, '艾力', x'25504446'||x'2D312E37')",
        'INSERT INTO "odd "" name" VALUES (2, NULL, x\'0001\')',
    )
    reading = read(SqliteReader(), content)
    assert reading.sheet('odd " name').split("\n")[1].startswith("110101199003074518\t艾力\t")
    assert "<2 bytes>" in reading.text


def test_files_in_cells_are_members(tmp_path: Path) -> None:
    content = _database(tmp_path / "a.db", "CREATE TABLE t (f)", "INSERT INTO t VALUES (x'255044462D')")
    assert read(SqliteReader(), content).files == {"t/row 1 f": b"%PDF-"}


def test_views_are_shown_but_never_run(tmp_path: Path) -> None:
    endless = "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x FROM c"
    reading = read(SqliteReader(), _database(tmp_path / "a.db", "CREATE TABLE t (a)", endless))
    assert "how the tables were made" in reading.labels
    assert endless in reading.text


def test_a_log_that_is_not_there_is_told(tmp_path: Path) -> None:
    content = _database(tmp_path / "a.db", "PRAGMA journal_mode=WAL", "CREATE TABLE t (a)", "INSERT INTO t VALUES (7)")
    reading = read(SqliteReader(), content)
    assert "7" in reading.sheet("t")
    assert any("-wal" in reason for reason in reading.shortfalls)


def test_a_damaged_database_gives_what_it_has(tmp_path: Path) -> None:
    statements = [f"INSERT INTO t VALUES ('{number} {'x' * 500}')" for number in range(200)]
    content = bytearray(_database(tmp_path / "a.db", "CREATE TABLE t (a)", *statements))
    content[40_960:49_152] = b"\xee" * 8192
    reading = read(SqliteReader(), bytes(content))
    assert reading.sheet("t")
    assert any("table “t”" in reason for reason in reading.shortfalls)


def test_encrypted_databases_say_so() -> None:
    assert isinstance(read(SqliteReader(), b"\x93" * 4096).stop, Locked)


def _dbf(rows: list[tuple[str, str, bool]], language: int = 0, encoding: str = "utf-8") -> bytes:
    head = (
        struct.pack("<BBBBIHH", 3, 117, 3, 4, len(rows), 32 + 64 + 1, 1 + 20 + 8) + bytes(17) + bytes([language, 0, 0])
    )
    names = b"".join(
        name.ljust(11, b"\0") + kind + bytes(4) + bytes([length, 0]) + bytes(14)
        for name, kind, length in ((b"NAME", b"C", 20), (b"DATE", b"D", 8))
    )
    body = b"".join(
        (b"*" if gone else b" ") + name.encode(encoding).ljust(20) + date.encode().ljust(8) for name, date, gone in rows
    )
    return head + names + b"\r" + body + b"\x1a"


def test_deleted_rows_are_given_by_themselves() -> None:
    reading = read(DbaseReader(), _dbf([("Ali", "20170304", False), ("Gone", "", True)]))
    assert reading.page("rows 0-1") == "NAME\tDATE\nAli\t2017-03-04"
    assert reading.page("deleted rows, row 2") == "Gone"


@pytest.mark.parametrize(("language", "encoding"), [(0x4D, "gb18030"), (0, "gb18030"), (0, "utf-8"), (0xC9, "cp1251")])
def test_the_encoding_is_declared_or_told_from_the_bytes(language: int, encoding: str) -> None:
    name = "Хотан" if encoding == "cp1251" else "经过重新发布"
    reading = read(DbaseReader(), _dbf([(name, "", False)], language, encoding))
    assert name in reading.text


def test_a_cut_off_table_says_how_much_is_missing() -> None:
    reading = read(DbaseReader(), _dbf([("Ali", "", False)] * 5)[:-60])
    assert any("of the 5 rows" in reason for reason in reading.shortfalls)


@given(st.binary(max_size=300), st.sampled_from([DbaseReader(), AccessReader()]))
def test_bytes_that_are_no_database_end_in_words(raw: bytes, reader: DbaseReader | AccessReader) -> None:
    found: list[object] = []
    try:
        found = list(reader.read(document_of(raw)))
    except ReadingStopped as stop:
        found = [stop.reason]
    assert found


@pytest.mark.parametrize("name", ["testAccess2.accdb", "testAccess2_2000.mdb", "testAccess2_2002-2003.mdb"])
def test_access_databases_give_rows_long_texts_and_attachments(name: str) -> None:
    reading = read(AccessReader(), corpus(f"microsoft/{name}"))
    assert "普林斯顿大学" in reading.sheet("Table1")
    assert '<font color="#333333">over the <strong>bold' in reading.sheet("Table1")
    assert reading.files["Table1/row 1 OLEObject"].startswith(b"PK")
    assert "f_25107E40424A4A519B280B8F46E54839_Data/Office Theme.thmx" in reading.files


def test_access_97_is_read() -> None:
    reading = read(AccessReader(), corpus("microsoft/testAccess_V1997.mdb"))
    assert "abcdefg\thijklmnop\t2\t222\t333333333\t444.555\t1974-09-21\t3.5000\tTRUE" in reading.text


def test_encrypted_access_databases_say_so() -> None:
    assert isinstance(read(AccessReader(), corpus("microsoft/testAccess2_encrypted.accdb")).stop, Locked)


def test_a_damaged_access_database_loses_only_what_is_broken() -> None:
    content = corpus("microsoft/testAccess2.accdb")
    reading = read(AccessReader(), content[: len(content) // 2])
    assert reading.text or isinstance(reading.stop, Damaged)


def test_values_of_access_are_exact() -> None:
    assert str(plain_value(5, struct.pack("<q", 123456789012345), 0)) == "12345678901.2345"
    assert plain_value(16, b"\x80" + struct.pack("<4I", 0, 0, 0, 12345), 2) == "-123.45"
    assert plain_value(8, struct.pack("<d", 1.25), 0) == dt.datetime(1899, 12, 31, 6)  # noqa: DTZ001 - none is known


@given(st.binary(max_size=100))
def test_cells_with_files_survive_any_bytes(raw: bytes) -> None:
    attachment(raw)
    ole_field(b"\x15\x1c" + raw)
