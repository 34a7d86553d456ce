"""A seal is stamped across an air gap, and verified with no network."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.timestamp_authority import Authority

from muniment.adapters.case_folder import CaseFolder
from muniment.app import sealing, taking, timestamps
from muniment.errors import NotFoundError
from muniment.preserve.timestamp import TimestampError


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "memo.txt").write_text("The gate has two locks.")
    made = taking.init(tmp_path / "case")
    taking.ingest(made, [tmp_path / "leak"], taking.IngestOptions(), lambda _: None)
    sealing.seal(made)
    return made


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tsa")


def test_a_stamped_seal_is_verified_with_the_rest(case: CaseFolder, authority: Authority) -> None:
    number, request = timestamps.request(case)
    timestamps.add(case, authority.answer(request), authority.roots)
    report = sealing.verify_case(case)
    assert report.ok
    assert report.checked["timestamps"] == 1
    [stamp] = report.as_json()["timestamps"]
    assert (stamp["seal"], stamp["authority"]) == (number, "CN=Example Timestamps")


def test_an_answer_for_another_case_is_not_kept(case: CaseFolder, authority: Authority, tmp_path: Path) -> None:
    _, request = timestamps.request(case)
    other = taking.init(tmp_path / "other")
    taking.ingest(other, [tmp_path / "leak"], taking.IngestOptions(), lambda _: None)
    sealing.seal(other)
    with pytest.raises(TimestampError, match="something else"):
        timestamps.add(other, authority.answer(request), authority.roots)
    assert "timestamps" not in sealing.verify_case(other).checked


@pytest.mark.parametrize("column", ["response", "roots"])
def test_a_timestamp_that_was_changed_is_found(case: CaseFolder, authority: Authority, column: str) -> None:
    _, request = timestamps.request(case)
    timestamps.add(case, authority.answer(request), authority.roots)
    with closing(sqlite3.connect(case.folder / "case.db")) as ledger, ledger:
        ledger.execute(f"update timestamp set {column} = 'text, not bytes'")
    report = sealing.verify_case(case)
    assert [fault.kind for fault in report.faults] == ["timestamp"]


def test_without_a_seal_there_is_nothing_to_stamp(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such seal"):
        timestamps.request(taking.init(tmp_path / "case"))
