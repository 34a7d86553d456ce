"""A case handed to an archive: everything in it, checked by others, and nobody exposed by oversight."""

import hashlib
import json
from pathlib import Path
from typing import Any

import bagit  # type: ignore[import-untyped] # the library has no types
import pytest
from tests.integration.casework import called, mixed_cache, new_case

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.tables import timestamp
from muniment.adapters.ledger.timestamps import Timestamps
from muniment.app.bagging import Wishes, export_bag
from muniment.app.evidence.records import recorder_of
from muniment.app.opening import ledger_of
from muniment.app.people import acting
from muniment.errors import CaseBusyError, NotFoundError, ProtectedError
from muniment.evidence.history import Edit
from muniment.evidence.records import Kind
from muniment.evidence.withheld import Protected
from muniment.preserve.timestamp import Stamped
from muniment.publish.bag import BagError


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a small cache in it, sealed; nothing below changes more of it than the custody log."""
    folder = tmp_path_factory.mktemp("bagging")
    case = new_case(folder / "case")
    cache = mixed_cache(folder / "cache")
    (cache / "odd name.txt").write_bytes(b"=1+1, Luo Wenqiao\n")
    said = called("ingest", cache, "--source", "Wu Source", case=case)
    assert said.status == 0, said.err
    assert called("seal", case=case).status == 0
    return case


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def test_an_archive_gets_everything_and_can_check_it(sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "bag"
    said = called("export", "bagit", out, "--json", case=sealed)
    assert said.status == 0, said.err
    told, data = json.loads(said.out), out / "data"
    originals = {path.name: path for path in (data / "originals").rglob("*") if path.is_file()}
    kept = {path.name for path in (sealed / "originals").rglob("*") if path.is_file()}
    assert set(originals) == kept
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == name for name, path in originals.items())
    assert all(path.stat().st_nlink == 1 for path in originals.values())
    assert told["originals"] == len(originals)
    assert told["files"] == sum(path.is_file() for path in data.rglob("*"))
    books = json.loads(called("books", "--json", case=sealed).out)
    assert len(lines(data / "books.jsonl")) == books["entries"]
    assert len(lines(data / "seals/leaves.jsonl")) == books["entries"]
    assert len(lines(data / "texts.jsonl")) >= books["pages"]
    assert bagit.Bag(str(out)).validate()
    checked = called("check", out, "--json")
    assert checked.status == 0, checked.out
    assert json.loads(checked.out)["notes"] == []


def test_the_custody_log_in_a_bag_is_a_chain_that_ends_with_the_bag(sealed: Path, tmp_path: Path) -> None:
    assert called("export", "bagit", tmp_path / "bag", case=sealed).status == 0
    previous = "0" * 64
    for row in lines(tmp_path / "bag/data/custody.jsonl"):
        record = json.loads(row["record"])
        assert record["previous"] == previous
        previous = hashlib.sha256(row["record"].encode()).hexdigest()
        assert row["hash"] == previous
    assert record["act"] == "bag exported"
    assert called("verify", case=sealed).status == 0


def test_two_bags_of_one_case_differ_in_the_custody_log_only(sealed: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert called("export", "bagit", tmp_path / name, case=sealed).status == 0
    one, two = ((tmp_path / name / "manifest-sha512.txt").read_text().splitlines() for name in ("one", "two"))
    assert [line.split()[1] for line in one] == [line.split()[1] for line in two]
    assert {line.split()[1] for line in set(one) ^ set(two)} == {"data/custody.jsonl"}


def test_who_handed_over_is_in_a_bag_only_if_asked_for(sealed: Path, tmp_path: Path) -> None:
    def holds(name: str, *options: str) -> bool:
        assert called("export", "bagit", tmp_path / name, *options, case=sealed).status == 0
        return any(b"Wu Source" in path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file())

    assert not holds("plain")
    assert holds("named", "--with-names")
    assert "Contact" not in (tmp_path / "named/bag-info.txt").read_text()


def test_somebody_protected_keeps_the_originals_in(sealed: Path, tmp_path: Path) -> None:
    case = CaseFolder(sealed)
    person = acting(case, "", "")
    with recorder_of(case) as recorder:
        record = Protected("p1", ("Luo Wenqiao",), (), "fictional", "", "ab" * 16)
        applied = recorder.apply(person, "protected", [Edit(Kind.PROTECTED, "p1", record, 0)])
    try:
        before = called("verify", "--json", case=sealed)
        with pytest.raises(ProtectedError, match="protected in this case"):
            export_bag(case, tmp_path / "bag", Wishes())
        assert not list(tmp_path.iterdir())
        said = called("export", "bagit", tmp_path / "bag", case=sealed)
        assert said.status == ProtectedError.exit_status
        assert "Luo" not in said.out + said.err
        assert called("verify", "--json", case=sealed).out == before.out
        assert called("export", "bagit", tmp_path / "bag", "--with-everything", case=sealed).status == 0
        beside = [path for path in (tmp_path / "bag/data").glob("*") if path.name in {"evidence.yaml", "custody.jsonl"}]
        assert len(beside) == 2
        assert all("Luo Wenqiao" not in path.read_text() for path in beside)
    finally:
        with recorder_of(case) as recorder:
            recorder.undo(person, applied.change.id)


def test_a_bag_is_not_made_over_anything(sealed: Path, tmp_path: Path) -> None:
    said = called("export", "bagit", tmp_path, case=sealed)
    assert said.status == BagError.exit_status
    assert "already" in said.err
    assert not list(tmp_path.iterdir())


def test_a_bag_is_not_made_of_a_case_that_somebody_changes(sealed: Path, tmp_path: Path) -> None:
    with CaseFolder(sealed).locked(), pytest.raises(CaseBusyError):
        export_bag(CaseFolder(sealed), tmp_path / "bag", Wishes())


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_an_original_that_is_not_as_it_was_stops_a_bag(sealed: Path, tmp_path: Path, harm: str) -> None:
    original = next(
        path for path in sorted((sealed / "originals").rglob("*")) if path.is_file() and path.stat().st_size
    )
    content = original.read_bytes()
    original.unlink()
    try:
        if harm == "changed":
            original.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(NotFoundError if harm == "gone" else BagError):
            export_bag(CaseFolder(sealed), tmp_path / "bag", Wishes())
        assert not list(tmp_path.iterdir())
    finally:
        original.unlink(missing_ok=True)
        original.write_bytes(content)
        original.chmod(0o444)


def test_what_would_run_in_a_spreadsheet_is_defused(sealed: Path, tmp_path: Path) -> None:
    assert called("export", "bagit", tmp_path / "bag", case=sealed).status == 0
    table = (tmp_path / "bag/data/books.csv").read_text("utf-8-sig")
    assert table.startswith('"path","parent","kind"')
    assert not any(line.startswith(('"=', '"@')) for line in table.splitlines())


def test_a_broken_bag_is_told_in_words_and_by_the_exit_status(sealed: Path, tmp_path: Path) -> None:
    out = tmp_path / "bag"
    assert called("export", "bagit", out, case=sealed).status == 0
    (out / "data/README.txt").write_text("changed")
    said = called("check", out)
    assert said.status == 1
    assert "data/README.txt is not what was put in" in said.out
    assert called("check", out, "--key", "ab" * 32).status == 2
    (out / "bagit.txt").unlink()
    assert "not a bag" in called("check", out).out


def test_timestamps_go_along_as_files(sealed: Path, tmp_path: Path) -> None:
    with ledger_of(CaseFolder(sealed)) as database:
        Timestamps(database).add(1, b"answer", b"certificates", Stamped("2031-01-01T00:00:00Z", "Test Authority", 1))
    try:
        assert called("export", "bagit", tmp_path / "bag", case=sealed).status == 0
    finally:
        with ledger_of(CaseFolder(sealed)) as database, database.write() as connection:
            connection.execute(timestamp.delete())
    seals = tmp_path / "bag/data/seals"
    assert (seals / "timestamp-1-of-seal-1.tsr").read_bytes() == b"answer"
    assert (seals / "timestamp-1-of-seal-1.pem").read_bytes() == b"certificates"
    assert lines(seals / "seals.jsonl")[0]["signature"]


def test_a_bag_is_not_made_inside_its_own_case(sealed: Path) -> None:
    with pytest.raises(BagError, match="in the case itself"):
        export_bag(CaseFolder(sealed), sealed / "derived" / "bag", Wishes())
