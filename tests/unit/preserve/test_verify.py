"""A verification finds what was done to originals, entries, leaves, log and keys, and changes nothing itself."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.preserve.small_case import (
    LETTER,
    behind_its_back,
    faults,
    keep,
    ledger,
    new_case,
    take_in,
)

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger import database as database_module
from muniment.adapters.ledger.custody import CustodyLog
from muniment.adapters.signing_key import FILE_NAME
from muniment.app.sealing import seal, verify_case
from muniment.preserve import fault as fault_module
from muniment.preserve.seal import public_bytes


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    case = new_case(tmp_path_factory.mktemp("pristine"))
    take_in(case)
    take_in(case, b"/media/second", extra=b" again")
    seal(case)
    return case


@pytest.fixture
def case(pristine: CaseFolder, tmp_path: Path) -> CaseFolder:
    shutil.copytree(pristine.folder, tmp_path / "copy")
    return CaseFolder(tmp_path / "copy")


def originals(case: CaseFolder) -> list[Path]:
    return sorted(path for path in case.originals.rglob("*") if path.is_file())


def run(case: CaseFolder, *statements: str) -> None:
    with behind_its_back(case) as connection:
        for statement in statements:
            connection.execute(statement)


def told(case: CaseFolder) -> set[tuple[str, str]]:
    return {(fault.kind, fault.what) for fault in faults(case)}


def test_a_sealed_case_is_as_it_was(case: CaseFolder) -> None:
    report = verify_case(case)
    assert report.ok
    assert not report.notes
    assert report.checked == {
        "originals": 9, "bytes": sum(path.stat().st_size for path in originals(case)), "readings": 9, "pages": 9,
        "custody": 7, "seals": 2, "leaves": 13, "entries": 13, "evidence": 0,
        "quotes": 0, "quotes_exact": 0, "quotes_moved": 0, "quotes_lost": 0,
    }  # fmt: skip
    assert json.loads(json.dumps(report.as_json()))["ok"] is True


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_flipped_byte_of_any_original_is_found(pristine: CaseFolder, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(originals(pristine)))
    before = path.read_bytes()
    at, bit = data.draw(st.integers(0, len(before) - 1)), data.draw(st.integers(0, 7))
    path.chmod(0o600)
    path.write_bytes(before[:at] + bytes([before[at] ^ 1 << bit]) + before[at + 1 :])
    try:
        assert told(pristine) == {("original", path.name)}
    finally:
        path.write_bytes(before)
        path.chmod(0o444)


@pytest.mark.parametrize("how", ["gone", "longer", "shorter", "folder", "link", "pipe", "elsewhere"])
def test_an_original_that_is_not_what_it_was_is_named(case: CaseFolder, how: str) -> None:
    path = originals(case)[3]
    data = path.read_bytes()
    path.unlink()
    match how:
        case "longer":
            path.write_bytes(data + b"\0")
        case "shorter":
            path.write_bytes(data[:-1])
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to("/etc/passwd")
        case "pipe":
            os.mkfifo(path)
        case "elsewhere":
            (case.originals / "00" / path.name).parent.mkdir(exist_ok=True)
            (case.originals / "00" / path.name).write_bytes(data)
    assert told(case) == {("original", path.name)}


def test_no_originals_at_all_is_told_one_by_one(case: CaseFolder) -> None:
    expected = {("original", path.name) for path in originals(case)}
    shutil.rmtree(case.originals)
    assert told(case) == expected


def test_what_the_books_do_not_know_is_noted_but_no_fault(case: CaseFolder) -> None:
    sha256 = keep(case.open_originals(), b"left by an interrupted run")
    (case.originals / "notes.txt").write_text("hello")
    report = verify_case(case)
    assert report.ok
    assert any(sha256 in note for note in report.notes)
    assert any("notes.txt" in note for note in report.notes)


def test_an_entry_taken_out_is_told(case: CaseFolder) -> None:
    run(case, "DELETE FROM entry WHERE id = 6")
    assert ("entry", "entry 6") in told(case)


def test_an_entry_taken_out_with_its_leaf_is_told(case: CaseFolder) -> None:
    run(case, "DELETE FROM entry WHERE id = 7", "DELETE FROM leaf WHERE entry_id = 7")
    assert {("leaf", "seal 1"), ("root", "seal 1")} <= told(case)


def test_an_entry_put_in_is_told(case: CaseFolder) -> None:
    run(
        case,
        "INSERT INTO entry SELECT 99, acquisition_id, parent_id, 99, depth, kind, name, 'leak/planted', position, "
        "size, mtime_ns, inode, modified, target, sha256, reading_id, state, reason, caveat, below, below_bytes, "
        "listing FROM entry WHERE id = 2",
        "UPDATE entry SET path = CAST(path AS BLOB) WHERE id = 99",
    )
    assert told(case) == {("entry", "leak/planted")}


def test_leaves_that_changed_places_are_told(case: CaseFolder) -> None:
    run(
        case,
        "UPDATE leaf SET position = -1 WHERE seal_id = 1 AND position = 2",
        "UPDATE leaf SET position = 2 WHERE seal_id = 1 AND position = 3",
        "UPDATE leaf SET position = 3 WHERE seal_id = 1 AND position = -1",
    )
    assert {("root", "seal 1"), ("leaf", "leak/scan.png")} <= told(case)


def test_leaves_that_changed_contents_are_told_and_the_entries_are_not_blamed(case: CaseFolder) -> None:
    run(
        case,
        "CREATE TEMP TABLE two AS SELECT * FROM leaf WHERE seal_id = 1 AND position IN (2, 3)",
        "UPDATE leaf SET commitments = (SELECT commitments FROM two WHERE two.position = 5 - leaf.position) "
        "WHERE seal_id = 1 AND position IN (2, 3)",
    )
    assert told(case) == {("root", "seal 1"), ("leaf", "leak/scan.png"), ("leaf", "leak/a.zip")}


def test_a_changed_row_is_told_with_what_in_it_was_changed(case: CaseFolder) -> None:
    run(case, "UPDATE entry SET mtime_ns = 5 WHERE id = 2", "UPDATE reading SET password = 'x' WHERE id = 3")
    says = {fault.what: fault.says for fault in faults(case)}
    assert says["leak/letter.txt"].endswith("is not as it was sealed: where and how it was found.")
    assert says["leak/a.zip"].endswith("is not as it was sealed: the password that opened it.")


def test_changed_text_is_told_by_its_document(case: CaseFolder) -> None:
    run(case, "UPDATE page SET text = 'words nobody wrote' WHERE reading_id = 1")
    assert told(case) == {("pages", "leak/letter.txt")}


def test_changed_text_is_told_even_where_its_digest_was_made_to_fit(case: CaseFolder) -> None:
    from muniment.adapters.ledger.page_rows import pages_digest  # noqa: PLC0415 - what a forger would call

    run(case, "UPDATE page SET text = 'words nobody wrote' WHERE reading_id = 1")
    with ledger(case) as database, database.read() as connection:
        digest = pages_digest(connection, 1)
    run(case, f"UPDATE reading SET digest = '{digest}' WHERE id = 1")
    assert told(case) == {("reading", "leak/letter.txt")}


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_a_log_cut_short_is_told(case: CaseFolder, count: int) -> None:
    run(case, f"DELETE FROM custody WHERE number > {7 - count}")
    assert any(fault.kind == "custody" and "removed" in fault.says for fault in faults(case))


def test_a_log_cut_short_with_its_noted_end_is_told_by_the_seal(case: CaseFolder) -> None:
    run(
        case,
        "DELETE FROM custody WHERE number > 4",
        "UPDATE case_info SET value = (SELECT number || ' ' || hash FROM custody WHERE number = 4) "
        "WHERE key = 'custody_head'",
    )
    assert {("custody", "seal 1"), ("custody", "seal 2")} <= told(case)


def test_a_seal_taken_away_is_told_by_the_log(case: CaseFolder) -> None:
    run(
        case,
        "DELETE FROM leaf WHERE seal_id = 2",
        "DELETE FROM seal WHERE id = 2",
        "UPDATE acquisition SET state = 'complete' WHERE id = 2",
    )
    assert told(case) == {("seal", "seal 2")}


def test_a_changed_case_id_is_told(case: CaseFolder) -> None:
    run(case, "UPDATE case_info SET value = 'another' WHERE key = 'case_id'")
    assert told(case) == {("case", "seal 1"), ("case", "seal 2")}


def forged(case: CaseFolder) -> str:
    """Sign both seals anew with a key of our own, everything in the seal table made to fit; returns the key."""
    key = Ed25519PrivateKey.generate()
    with behind_its_back(case) as connection:
        for number, statement in connection.execute("SELECT id, statement FROM seal").fetchall():
            value: dict[str, Any] = json.loads(statement)
            value["public_key"] = public_bytes(key).hex()
            text = json.dumps(value, sort_keys=True, separators=(",", ":"))
            connection.execute(
                "UPDATE seal SET statement = ?, signature = ?, public_key = ? WHERE id = ?",
                [text, key.sign(text.encode()), public_bytes(key), number],
            )
    return public_bytes(key).hex()


def test_seals_signed_anew_with_another_key_are_told(case: CaseFolder) -> None:
    forged(case)
    assert {("key", "seal 1"), ("key", "seal 2"), ("custody", "seal 1")} <= told(case)


def test_the_key_that_was_noted_is_held_against_the_seals(case: CaseFolder) -> None:
    key = verify_case(case).seals[0].public_key
    assert verify_case(case, key).ok
    other = "00" * 32
    assert {fault.kind for fault in faults(case, other)} == {"key"}


def test_a_replaced_key_file_is_told(case: CaseFolder, tmp_path: Path) -> None:
    other = new_case(tmp_path)
    take_in(other)
    seal(other)
    shutil.copy(other.keys / FILE_NAME, case.keys / FILE_NAME)
    assert told(case) == {("key", "keys/signing.pem")}


def test_a_case_without_its_key_file_is_verified_all_the_same(case: CaseFolder) -> None:
    shutil.rmtree(case.keys)
    assert verify_case(case).ok


def test_a_key_file_that_is_open_to_others_or_broken_is_noted(case: CaseFolder) -> None:
    (case.keys / FILE_NAME).write_text("no key")
    (case.keys / FILE_NAME).chmod(0o644)
    report = verify_case(case)
    assert report.ok
    assert ["read by others" in report.notes[0], "cannot be used" in report.notes[1]] == [True, True]


def test_an_unsealed_acquisition_is_noted_and_what_can_be_checked_is(case: CaseFolder) -> None:
    take_in(case, b"/media/third", extra=b" for the third time")
    report = verify_case(case)
    assert report.ok
    assert "Acquisition 3 is not sealed" in report.notes[0]
    run(case, "UPDATE page SET text = 'changed' WHERE reading_id = 10")
    assert told(case) == {("pages", "leak/letter.txt")}


def test_an_unfinished_acquisition_is_no_fault(case: CaseFolder) -> None:
    take_in(case, b"/media/third", complete=False, extra=b" for the third time")
    assert verify_case(case).ok


def test_the_log_may_go_on_after_the_seal(case: CaseFolder) -> None:
    with ledger(case) as database:
        CustodyLog(database).append("viewed", {"page": 1}, "grace")
    assert verify_case(case).ok


def test_an_empty_case_has_nothing_wrong(tmp_path: Path) -> None:
    assert verify_case(new_case(tmp_path)).ok


SIDE_FILES = ("case.db-shm", "case.db-wal")
"""SQLite's own, made by whoever looks into a ledger; empty of content here."""


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in SIDE_FILES)
    return {str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_verifying_changes_nothing(case: CaseFolder) -> None:
    before = snapshot(case.folder)
    assert verify_case(case).ok
    assert snapshot(case.folder) == before


def test_a_case_on_a_write_protected_disk_can_be_verified(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SIDE_FILES:
        (case.folder / name).unlink(missing_ok=True)
    # the tests may run as root, whom no mode stops: let the ledger think that nothing can be written beside it
    monkeypatch.setattr(database_module, "_folder_is_writable", lambda _folder: False)
    assert verify_case(case).ok
    assert not any((case.folder / name).exists() for name in SIDE_FILES)


def test_more_faults_than_anybody_reads_are_counted(case: CaseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_module, "MOST_FAULTS", 2)
    shutil.rmtree(case.originals)
    report = verify_case(case)
    assert not report.ok
    assert (len(report.faults), report.unlisted) == (2, 7)


def test_the_letter_is_kept_as_it_came(case: CaseFolder) -> None:
    assert LETTER in [path.read_bytes() for path in originals(case)]
