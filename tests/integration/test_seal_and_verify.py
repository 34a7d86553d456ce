"""A cache taken in, sealed and verified by the command line, as a reporter would."""

import json
import os
from pathlib import Path

import pytest
from tests.integration.casework import Said, called, new_case, pdf_of, zipped

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.tables import custody
from muniment.app.opening import ledger_of


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / "order.txt").write_text("the order stands\n")
    (folder / "letters.zip").write_bytes(zipped({"one.txt": b"dear colleague\n", "blank.txt": b""}))
    (folder / os.fsdecode(b"\xff\xfe.bin")).write_bytes(bytes(range(256)))
    return folder


@pytest.fixture
def case(tmp_path: Path, leak: Path) -> Path:
    folder = tmp_path / "case"
    assert called("init", folder).status == 0
    assert called("ingest", leak, case=folder).status == 0
    return folder


def verified(case: Path, *more: str) -> Said:
    return called("verify", "--json", *more, case=case)


def acts(case: Path) -> list[str]:
    with ledger_of(CaseFolder(case), read_only=True) as database, database.read() as connection:
        rows = connection.execute(custody.select().order_by(custody.c.number))
        return [json.loads(row.record)["act"] for row in rows]


def test_a_case_is_sealed_and_found_to_be_as_it_was(case: Path) -> None:
    before = verified(case)
    assert before.status == 0
    assert "not sealed" in before.json["notes"][0]
    sealing = called("seal", "--json", case=case)
    assert sealing.status == 0
    (made,) = sealing.json["seals"]
    after = verified(case, "--key", made["public_key"])
    assert (after.status, after.json["ok"], after.json["faults"]) == (0, True, [])
    assert after.json["seals"][0]["root"] == made["root"]
    assert after.json["checked"]["entries"] == made["entries"]
    assert "Everything is as it was." in called("verify", case=case).out


def test_a_changed_byte_in_an_original_is_told_with_exit_status_1(case: Path) -> None:
    called("seal", case=case)
    original = next(path for path in (case / "originals").rglob("*") if path.is_file())
    original.chmod(0o600)
    original.write_bytes(original.read_bytes()[:-1] + b"!")
    told = verified(case)
    assert told.status == 1
    assert [(fault["kind"], fault["what"]) for fault in told.json["faults"]] == [("original", original.name)]
    assert original.name in called("verify", case=case).out


def test_the_log_tells_what_was_done(case: Path, leak: Path) -> None:
    called("seal", case=case)
    (leak / "late.txt").write_text("one more\n")
    called("ingest", leak, case=case)
    called("retry", case=case)
    assert acts(case) == [
        "case made",
        "acquisition begun",
        "acquisition completed",
        "signing key made",
        "acquisition sealed",
        "acquisition begun",
        "acquisition completed",
        "read again",
    ]


def test_what_comes_after_a_seal_is_an_acquisition_of_its_own_and_leaves_the_seal_whole(case: Path, leak: Path) -> None:
    called("seal", case=case)
    (leak / "late.txt").write_text("one more\n")
    assert called("ingest", leak, case=case).status == 0
    told = verified(case)
    assert (told.json["ok"], len(told.json["notes"])) == (True, 1)
    assert called("seal", case=case).status == 0
    assert called("retry", "--state", "empty", case=case).status == 0
    assert called("reindex", case=case).status == 0
    told = verified(case)
    assert (told.json["ok"], told.json["notes"], told.json["checked"]["seals"]) == (True, [], 2)


def test_an_acquisition_of_nothing_new_can_be_sealed_too(case: Path, leak: Path) -> None:
    called("seal", case=case)
    (leak / "order.txt").unlink()
    assert called("ingest", leak, case=case).status == 0
    assert called("seal", case=case).status == 0
    assert verified(case).json["ok"]


def test_sealing_twice_or_nothing_says_why_not(case: Path, tmp_path: Path) -> None:
    called("seal", case=case)
    again = called("seal", case=case)
    assert (again.status, "sealed already" in again.err) == (2, True)
    named = called("seal", "--acquisition", "1", case=case)
    assert (named.status, "sealed already" in named.err) == (2, True)
    unknown = called("seal", "--acquisition", "7", case=case)
    assert (unknown.status, "no acquisition 7" in unknown.err) == (2, True)
    nothing = called("seal", case=new_case(tmp_path / "empty"))
    assert (nothing.status, "Nothing was taken in" in nothing.err) == (2, True)


def test_a_key_that_is_none_is_wrong_usage(case: Path) -> None:
    assert verified(case, "--key", "abc").status == 2


def test_a_page_of_the_sealed_case_that_was_changed_is_told_by_its_path(case: Path, leak: Path, tmp_path: Path) -> None:
    (leak / "two.pdf").write_bytes(pdf_of("the first page is text", "harvest report"))
    called("ingest", leak, case=case)
    called("seal", case=case)
    with ledger_of(CaseFolder(case)) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE page SET confidence = 0.123 WHERE kind = 'ocr'")
    told = verified(case)
    assert [(fault["kind"], fault["what"]) for fault in told.json["faults"]] == [("pages", "leak/two.pdf")]
