"""Sealing is all or nothing, and only what is complete is sealed."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.unit.preserve.small_case import behind_its_back, ledger, new_case, take_in

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger import seals as seals_module
from muniment.adapters.ledger.seals import Seals
from muniment.app.sealing import seal, verify_case
from muniment.preserve.seal import NotSealableError

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return new_case(tmp_path)


def rows(case: CaseFolder, table: str) -> int:
    with behind_its_back(case) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_what_still_waits_is_not_sealed_and_nothing_is_left_behind(case: CaseFolder) -> None:
    take_in(case, complete=False)
    with ledger(case) as database, pytest.raises(NotSealableError, match="4 of its entries still wait"):
        Seals(database).make(1, KEY, program="test")
    with pytest.raises(NotSealableError, match="acquisition 1 has 4 entries that wait"):
        seal(case)
    assert (rows(case, "seal"), rows(case, "leaf")) == (0, 0)


def test_an_acquisition_whose_taking_in_was_broken_off_is_not_sealed(case: CaseFolder) -> None:
    take_in(case)
    with behind_its_back(case) as connection:
        connection.execute("UPDATE acquisition SET state = 'open'")
    with ledger(case) as database, pytest.raises(NotSealableError, match="was not finished"):
        Seals(database).make(1, KEY, program="test")


def test_what_can_be_sealed_is_and_the_rest_is_told(case: CaseFolder) -> None:
    take_in(case)
    take_in(case, b"/media/second", complete=False, extra=b" again")
    sealing = seal(case)
    assert [made.acquisition for made in sealing.made] == [1]
    assert [(left.number, left.pending) for left in sealing.left] == [(2, 4)]
    with pytest.raises(NotSealableError, match="not complete"):
        seal(case, 2)


def test_a_ledger_that_disagrees_with_itself_is_not_sealed(case: CaseFolder) -> None:
    take_in(case)
    with behind_its_back(case) as connection:
        connection.execute("UPDATE page SET text = 'changed' WHERE reading_id = 1")
    with pytest.raises(NotSealableError, match=r"leak/letter\.txt"):
        seal(case)


def test_a_sealing_that_is_broken_off_leaves_nothing(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(case)
    before = [rows(case, table) for table in ("seal", "leaf", "custody", "case_info")]

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seals_module, "_sealing_told", broken)
    with ledger(case) as database, pytest.raises(KeyboardInterrupt):
        Seals(database).make(1, KEY, program="test")
    assert [rows(case, table) for table in ("seal", "leaf", "custody", "case_info")] == before
    monkeypatch.undo()
    seal(case)
    assert verify_case(case).ok


def test_others_can_write_while_words_are_hashed(case: CaseFolder) -> None:
    take_in(case)
    told = []

    def write(done: int, total: int) -> None:
        with behind_its_back(case) as connection:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("INSERT INTO case_info (key, value) VALUES (?, 'x')", (f"written {done}",))
        told.append((done, total))

    with ledger(case) as database:
        Seals(database).make(1, KEY, program="test", show=write)
    assert told == [(done, len(told)) for done in range(len(told))]
    assert len(told) > 3
    assert verify_case(case, words=True).ok


def test_what_is_read_while_words_are_hashed_is_not_sealed_unseen(case: CaseFolder) -> None:
    take_in(case)

    def add(done: int, _: int) -> None:
        if not done:
            with behind_its_back(case) as connection:
                connection.execute("UPDATE reading SET id = id + 1000 WHERE id = (SELECT max(id) FROM reading)")
                moved = "(SELECT max(id) - 1000 FROM reading)"
                connection.execute(f"UPDATE entry SET reading_id = reading_id + 1000 WHERE reading_id = {moved}")

    with ledger(case) as database, pytest.raises(NotSealableError, match="Something was read"):
        Seals(database).make(1, KEY, program="test", show=add)
    assert (rows(case, "seal"), rows(case, "leaf")) == (0, 0)


def test_leaves_are_written_batch_by_batch(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(case)
    monkeypatch.setattr(seals_module, "BATCH", 3)
    seal(case)
    assert rows(case, "leaf") == 7
    assert verify_case(case).ok


def test_two_seals_of_one_case_share_a_key_and_no_salt(case: CaseFolder) -> None:
    take_in(case)
    take_in(case, b"/media/second", extra=b" again")
    made = seal(case).made
    assert made[0].public_key == made[1].public_key
    with behind_its_back(case) as connection:
        salts = [row[0] for row in connection.execute("SELECT salt FROM leaf UNION ALL SELECT salt FROM seal")]
    assert len(set(salts)) == len(salts) == 13 + 2
