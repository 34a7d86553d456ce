"""Whatever is changed in whichever column of the ledger, a verification finds it and says where."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.preserve.small_case import behind_its_back, faults, new_case, take_in

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.tables import metadata
from muniment.app.sealing import seal

NOT_COVERED = {
    "entry.listing": "a cache of the last walk, which a later ingest of the same folder brings up to date",
    "page.id": "a handle that the index uses; pages are cited by the hash of their original and their number",
    "page.indexed": "whether the index has the page; a rebuilt index sets it anew",
}
COVERED_TABLES = ("original", "entry", "reading", "member", "page", "acquisition", "seal", "leaf", "custody")
COLUMNS = [
    (table, column.name)
    for table in COVERED_TABLES
    for column in metadata.tables[table].columns
    if f"{table}.{column.name}" not in NOT_COVERED
]


SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    case = new_case(tmp_path_factory.mktemp("columns"))
    take_in(case)
    seal(case)
    assert not faults(case)
    return case


@pytest.fixture
def restored(sealed: CaseFolder) -> Iterator[CaseFolder]:
    before = sealed.ledger.read_bytes()
    yield sealed
    sealed.ledger.write_bytes(before)


def changed(value: Any, at: int = 0, bit: int = 0) -> Any:
    """``value`` with one bit flipped, or something where nothing was."""
    if isinstance(value, bytes):
        data = bytearray(value or b"\0")
        data[at % len(data)] ^= 1 << bit
        return bytes(data)
    if isinstance(value, str):
        at = at % len(value) if value else 0
        return value[:at] + chr(ord(value[at]) ^ 1 << bit % 5) + value[at + 1 :] if value else "x"
    if isinstance(value, float):
        return value + 0.001 * (1 + bit)
    return (value or 0) ^ 1 << bit


def rows_of(connection: sqlite3.Connection, table: str) -> list[int]:
    return [row[0] for row in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]


def change(connection: sqlite3.Connection, table: str, column: str, rowid: int, *flip: int) -> bool:
    """Change one value of one row; False if the database itself refuses because another row has it."""
    (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", [rowid]).fetchone()
    try:
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [changed(value, *flip), rowid])
    except sqlite3.IntegrityError:
        return False
    return True


def names_of(connection: sqlite3.Connection, table: str, rowid: int) -> set[str]:
    """What a fault may call the row."""

    def paths(condition: str, value: Any) -> set[str]:
        rows = connection.execute(f"SELECT id, path FROM entry WHERE {condition}", [value])
        return {name for number, path in rows for name in (f"entry {number}", path.decode("utf-8", "backslashreplace"))}

    def of_row(column: str) -> Any:
        return connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", [rowid]).fetchone()[0]

    named: dict[str, Callable[[], set[str]]] = {
        "original": lambda: {of_row("sha256")},
        "entry": lambda: paths("id = ?", rowid),
        "reading": lambda: paths("reading_id = ?", rowid) | {f"reading {rowid}"},
        "member": lambda: paths("reading_id = ?", of_row("reading_id")),
        "page": lambda: paths("reading_id = ?", of_row("reading_id")),
        "leaf": lambda: paths("id = ?", of_row("entry_id")) | {f"leaf {of_row('position')}"},
        "custody": lambda: {f"custody record {rowid}", f"custody records {rowid} to {changed(rowid, 0, 6) - 1}"},
    }
    return named.get(table, lambda: {f"{table} {rowid}"})()


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[".".join(one) for one in COLUMNS])
def test_a_change_in_any_column_is_found_and_named(restored: CaseFolder, table: str, column: str) -> None:
    with behind_its_back(restored) as connection:
        for rowid in reversed(rows_of(connection, table)):
            before = names_of(connection, table, rowid)
            if change(connection, table, column, rowid, 0, 6):
                break
        else:
            pytest.fail("nothing could be changed")
        after = names_of(connection, table, rowid)
    found = faults(restored)
    assert (before | after) & {fault.what for fault in found}, (rowid, found)


@SOME
@given(st.data())
def test_no_flipped_bit_in_a_covered_table_escapes(restored: CaseFolder, data: st.DataObject) -> None:
    before = restored.ledger.read_bytes()
    table, column = data.draw(st.sampled_from(COLUMNS))
    with behind_its_back(restored) as connection:
        rowid = data.draw(st.sampled_from(rows_of(connection, table)))
        done = change(connection, table, column, rowid, data.draw(st.integers(0, 500)), data.draw(st.integers(0, 7)))
    try:
        assert faults(restored) or not done
    finally:
        restored.ledger.write_bytes(before)


def test_what_is_not_covered_is_no_fault(restored: CaseFolder) -> None:
    for name in NOT_COVERED:
        table, column = name.split(".")
        with behind_its_back(restored) as connection:
            assert change(connection, table, column, rows_of(connection, table)[-1], 0, 6)
    assert not faults(restored)


@SOME
@given(st.sampled_from(COLUMNS), st.sampled_from([b"\xff\xfe", b"\xed\xa0\x80", 3.5, "words", 2**62]), st.booleans())
def test_a_value_of_another_kind_is_found_and_breaks_nothing(
    restored: CaseFolder, place: tuple[str, str], value: Any, as_text: bool
) -> None:
    before = restored.ledger.read_bytes()
    table, column = place
    new = "CAST(? AS TEXT)" if as_text and isinstance(value, bytes) else "?"  # text that is no UTF-8
    with behind_its_back(restored) as connection:
        try:
            connection.execute(f"UPDATE {table} SET {column} = {new} WHERE rowid = 1", [value])
        except sqlite3.Error:
            return
    try:
        assert faults(restored)
    finally:
        restored.ledger.write_bytes(before)
