"""Taking in again adds what is new or changed, and nothing else; nothing that was taken in is ever let go."""

import os
import shutil
from pathlib import Path

import pytest
from tests.integration.casework import called, new_case, portrait, reasons, states, zipped

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries
from muniment.app.opening import ledger_of


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    folder = tmp_path / "leak"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("first words about apricots")
    (folder / "sub" / "b.txt").write_text("second words about apricots")
    (folder / "c.zip").write_bytes(zipped({"in.txt": b"words within"}))
    new_case(tmp_path / "case")
    return folder


def ingest(leak: Path, *paths: Path) -> dict[str, object]:
    said = called("ingest", "--json", *(paths or (leak,)), case=leak.parent / "case")
    assert said.status == 0, said
    return dict(said.json)


def seconds_at_work() -> float:
    """Of this process and its children that have ended."""
    return sum(os.times()[:4])


def test_nothing_changed(leak: Path) -> None:
    began = seconds_at_work()
    books = ingest(leak)
    took = seconds_at_work() - began
    before = portrait(leak.parent / "case")
    began = seconds_at_work()
    assert ingest(leak) == books
    assert seconds_at_work() - began < took / 2, "what is there already was read again"
    assert portrait(leak.parent / "case") == before


def test_a_new_file_is_one_more_entry(leak: Path) -> None:
    before = ingest(leak)
    (leak / "sub" / "new.txt").write_text("new words")
    after = ingest(leak)
    assert (after["entries"], after["pages"]) == (before["entries"] + 1, before["pages"] + 1)  # type: ignore[operator]
    assert states(leak.parent / "case")["leak/sub/new.txt"] == "read"


def test_a_changed_file_is_a_new_entry_beside_the_old(leak: Path) -> None:
    ingest(leak)
    (leak / "a.txt").write_text("other words about quinces")
    ingest(leak)
    case = leak.parent / "case"
    rows = [row for row in called("books", "--list", "--json", case=case).lines if row["path"] == "leak/a.txt"]
    assert len(rows) == 2
    assert len({row["sha256"] for row in rows}) == 2
    for word in ("apricots", "quinces"):
        assert "leak/a.txt" in {hit["path"] for hit in called("search", word, "--json", case=case).json["hits"]}


def test_a_changed_archive_leaves_its_earlier_members(leak: Path) -> None:
    ingest(leak)
    (leak / "c.zip").write_bytes(zipped({"in.txt": b"changed words within", "more.txt": b"more"}))
    books = ingest(leak)
    case = leak.parent / "case"
    rows = [row["path"] for row in called("books", "--list", "--json", case=case).lines]
    assert rows.count("leak/c.zip/in.txt") == 2
    assert rows.count("leak/c.zip/more.txt") == 1
    assert books["entries"] == len(rows)


def test_same_bytes_newly_dated_are_kept_once(leak: Path) -> None:
    ingest(leak)
    os.utime(leak / "a.txt", ns=(0, 10**18))
    ingest(leak)
    case = leak.parent / "case"
    rows = [row for row in called("books", "--list", "--json", case=case).lines if row["path"] == "leak/a.txt"]
    assert len({row["sha256"] for row in rows}) == 1
    assert ingest(leak)["entries"] == len(called("books", "--list", "--json", case=case).lines)


def test_what_was_removed_stays_in_the_books(leak: Path) -> None:
    before = ingest(leak)
    (leak / "a.txt").unlink()
    shutil.rmtree(leak / "sub")
    assert ingest(leak) == before
    assert "first words" in called("show", "leak/a.txt", case=leak.parent / "case").out


def test_a_file_in_place_of_a_folder_and_a_folder_in_place_of_a_file(leak: Path) -> None:
    ingest(leak)
    shutil.rmtree(leak / "sub")
    (leak / "sub").write_text("a file now")
    (leak / "a.txt").unlink()
    (leak / "a.txt").mkdir()
    (leak / "a.txt" / "inside.txt").write_text("within a folder now")
    ingest(leak)
    found = states(leak.parent / "case")
    assert found["leak/a.txt/inside.txt"] == "read"
    assert found["leak/sub/b.txt"] == "read"
    assert "a file now" in "".join(str(page[6]) + str(page[5]) for page in portrait(leak.parent / "case").pages)


def test_two_roots_of_one_name(leak: Path) -> None:
    other = leak.parent / "other" / "leak"
    other.mkdir(parents=True)
    (other / "a.txt").write_text("elsewhere")
    ingest(leak, leak, other)
    case = leak.parent / "case"
    rows = [row["path"] for row in called("books", "--list", "--json", case=case).lines]
    assert rows.count("leak/a.txt") == 2
    with ledger_of(CaseFolder(case), read_only=True) as database:
        assert [row.root for row in Queries(database).acquisitions()] == [os.fsencode(leak), os.fsencode(other)]


def test_one_path_named_twice_is_taken_once(leak: Path) -> None:
    once = ingest(leak, leak, leak, leak / ".." / "leak")
    assert once == ingest(leak)


def test_a_single_file(leak: Path) -> None:
    assert ingest(leak, leak / "a.txt")["entries"] == 1
    assert ingest(leak, leak / "a.txt")["entries"] == 1
    (leak / "a.txt").write_text("longer words than they were at first")
    assert ingest(leak, leak / "a.txt")["entries"] == 2


def test_a_single_file_that_could_not_be_had_at_first(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr("muniment.ingest.taking._copy", refuse)
        assert ingest(leak, leak / "a.txt")["by_state"] == {"failed": 1}
        assert ingest(leak, leak / "a.txt")["by_state"] == {"failed": 1}
    assert ingest(leak, leak / "a.txt")["by_state"] == {"read": 1}


def test_a_failure_in_a_sealed_acquisition_is_left_and_what_is_had_later_is_added(
    leak: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = leak.parent / "case"

    def refuse(*_: object) -> str:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr("muniment.ingest.taking._copy", refuse)
        ingest(leak)
        assert called("seal", case=case).status == 0
        before = called("books", "--json", case=case).json
        assert ingest(leak) == before
    ingest(leak)
    found = [
        row["state"] for row in called("books", "--list", "--json", case=case).lines if row["path"] == "leak/a.txt"
    ]
    assert sorted(found) == ["failed", "read"]
    assert called("verify", case=case).status == 0


def test_a_copy_found_later_is_searchable_under_its_own_name(leak: Path) -> None:
    ingest(leak)
    (leak / "persimmon.txt").write_text("first words about apricots")
    ingest(leak)
    hits = called("search", "persimmon", "--json", case=leak.parent / "case").json["hits"]
    assert len(hits) == 1


def test_a_root_that_has_gone_does_not_stop_what_waits(leak: Path) -> None:
    ingest(leak)
    case = leak.parent / "case"
    shutil.rmtree(leak)
    said = called("ingest", leak, case=case)
    assert (said.status, said.out) == (2, "")
    assert called("retry", case=case).status == 0
    assert reasons(case)["leak/a.txt"] == ("read", "")
