"""Leaves commit to every part of an entry and betray none; statements are signed and checked."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.merkle import HASH_BYTES
from muniment.preserve.seal import (
    ENTRY_PARTS,
    PARTS,
    READING_PARTS,
    WORDS,
    Statement,
    commitment,
    commitments,
    is_signed,
    parts_of,
    public_bytes,
    statement_of,
    unlike_parts,
)

COLUMNS = [*sum(ENTRY_PARTS.values(), ()), *sum(READING_PARTS.values(), ())]
SALT = bytes(range(32))
STATEMENT = Statement(
    case="c0ffee",
    seal=1,
    acquisition=1,
    particulars={"root": "00"},
    leaves=7,
    root="ab" * 32,
    custody={"number": 3, "hash": "cd" * 32},
    program="muniment 0",
    sealed="2024-05-03T10:00:00.000+00:00",
    public_key="ef" * 32,
)


def data_of(row: list[object]) -> bytes:
    return commitments(SALT, list(parts_of(row, has_reading=True)))


@given(st.integers(0, len(COLUMNS) - 1), st.integers() | st.text(st.characters(codec="utf-8")) | st.binary())
def test_a_changed_column_changes_the_part_it_belongs_to_and_no_other(which: int, value: int | str | bytes) -> None:
    row: list[object] = ["before"] * len(COLUMNS)
    after = [*row[:which], value, *row[which + 1 :]]
    unlike = unlike_parts(data_of(after), data_of(row))
    expected = [part for part, names in {**ENTRY_PARTS, **READING_PARTS}.items() if _holds(part, names, which)]
    assert unlike == (expected if value != "before" else [])


def _holds(part: str, names: tuple[str, ...], which: int) -> bool:
    start = sum(
        len(columns)
        for other, columns in {**ENTRY_PARTS, **READING_PARTS}.items()
        if PARTS.index(other) < PARTS.index(part)
    )
    return start <= which < start + len(names)


def test_equal_values_under_unlike_salts_have_nothing_in_common() -> None:
    row: list[object] = ["same"] * len(COLUMNS)
    parts = list(parts_of(row, has_reading=True))
    one, other = (commitments(secrets.token_bytes(32), parts) for _ in range(2))
    assert unlike_parts(one, other) == list(PARTS)


def test_equal_values_in_unlike_parts_have_unlike_commitments() -> None:
    assert commitment(SALT, "text", {"a": 1}) != commitment(SALT, "facts", {"a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [(b"ab", "ab"), (b"ab", "6162"), (b"ab", '{"hex":"6162"}'), (1, "1"), (1, 1.0), (None, ""), ("\udcff", "\\udcff")],
)
def test_values_of_unlike_kinds_are_never_taken_for_one_another(one: object, other: object) -> None:
    assert commitment(SALT, "end", {"state": one}) != commitment(SALT, "end", {"state": other})


def test_an_entry_without_a_reading_is_unlike_one_with_a_blank_reading() -> None:
    row: list[object] = [None] * len(COLUMNS)
    with_reading, without = (commitments(SALT, list(parts_of(row, has_reading=has))) for has in (True, False))
    assert unlike_parts(with_reading, without) == [*READING_PARTS, WORDS]
    assert len(without) == len(PARTS) * HASH_BYTES


def test_a_statement_is_read_as_it_was_written() -> None:
    assert statement_of(STATEMENT.text()) == STATEMENT


@pytest.mark.parametrize(
    "text",
    [
        None,
        b"{}",
        "{}",
        "[]",
        STATEMENT.text().replace("seal 2", "seal 3"),
        STATEMENT.text().replace('"leaves":7', '"leaves":"7"'),
        STATEMENT.text().replace('"number":3', '"number":[]'),
        STATEMENT.text().replace(",", ", "),
    ],
)
def test_what_is_no_statement_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        statement_of(text)


@given(st.data())
def test_a_signature_holds_for_its_statement_and_key_alone(data: st.DataObject) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    parts = [STATEMENT.text().encode(), key.sign(STATEMENT.text().encode()), public_bytes(key)]
    assert is_signed(parts[0].decode(), *parts[1:])
    which = data.draw(st.integers(0, 2))
    changed = bytearray(parts[which])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 6))
    parts[which] = bytes(changed)
    assert not is_signed(parts[0].decode("latin-1"), *parts[1:])


@given(st.none() | st.text() | st.binary() | st.integers(), st.none() | st.text() | st.binary(max_size=64))
def test_nonsense_signs_nothing(statement: object, key: object) -> None:
    assert not is_signed(statement, key, key)
