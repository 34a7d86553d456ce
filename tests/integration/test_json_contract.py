"""What scripts rely on: names, shapes, exit statuses, and silence where nobody watches."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.integration.casework import called, muniment, new_case, zipped

from muniment.adapters.case_folder import CaseFolder

BOOKS = {"entries", "by_state", "pending", "balanced", "bytes", "originals", "pages", "indexed_pages"}
ROW = {"path", "parent", "sha256", "size", "media_type", "state", "reason", "reader", "pages", "language"}
HIT = {"path", "sha256", "page", "kind", "score", "language", "snippet"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("json")
    leak = base / "leak"
    leak.mkdir()
    (leak / "a.txt").write_text("The quarterly ledger of the reservoir authority speaks of apricots and of dams.\n")
    (leak / "b.zip").write_bytes(zipped({"in.txt": "学习堂的苹果".encode()}))
    (leak / "blank").write_bytes(b"")
    case = new_case(base / "case")
    said = muniment("ingest", leak, "--json", case=case)
    assert said.status == 0
    assert said.err == ""
    assert said.out.count("\n") == 1
    assert set(said.json) == BOOKS
    return case


def test_books(case: Path) -> None:
    books = called("books", "--json", case=case).json
    assert set(books) == BOOKS
    assert books["by_state"] == {"empty": 1, "noted": 1, "read": 3}
    assert books["entries"] == sum(books["by_state"].values()) + books["pending"]
    assert (books["balanced"], books["pages"], books["indexed_pages"], books["originals"]) == (True, 2, 2, 4)


def test_rows(case: Path) -> None:
    rows = called("books", "--list", "--json", case=case).lines
    assert len(rows) == 5
    assert all(set(row) >= ROW for row in rows)
    by_path = {row["path"]: row for row in rows}
    assert by_path["leak/b.zip/in.txt"]["parent"] == "leak/b.zip"
    assert by_path["leak"]["parent"] in {"", None}
    assert by_path["leak"]["sha256"] is None
    assert by_path["leak/a.txt"]["language"] == "en"
    assert by_path["leak/a.txt"]["media_type"] == "text/plain"
    read = called("books", "--list", "--state", "read", "--json", case=case).lines
    assert [row["path"] for row in read] == ["leak/a.txt", "leak/b.zip", "leak/b.zip/in.txt"]


def test_no_rows_print_nothing_on_stdout(case: Path) -> None:
    said = called("books", "--list", "--state", "locked", "--json", case=case)
    assert (said.status, said.out) == (0, "")


def test_search(case: Path) -> None:
    found = called("search", "apricots", "--json", case=case).json
    assert set(found) == {"total", "hits"}
    (hit,) = found["hits"]
    assert set(hit) >= HIT
    assert (hit["path"], hit["page"], hit["kind"]) == ("leak/a.txt", 1, "text")
    start, end = hit["marks"][0]
    assert hit["snippet"][start:end] == "apricots"
    assert called("search", "苹果", "--json", case=case).json["total"] == 1
    assert called("search", "nowhere", "--json", case=case).json == {"total": 0, "hits": []}


def test_search_pages_through(case: Path) -> None:
    first = called("search", "apricots", "苹果", "--limit", "1", "--json", case=case).json
    second = called("search", "apricots", "苹果", "--limit", "1", "--offset", "1", "--json", case=case).json
    assert first["total"] == second["total"] == 2
    assert first["hits"][0]["path"] != second["hits"][0]["path"]


def test_show(case: Path) -> None:
    shown = called("show", "leak/a.txt", "--json", case=case).json
    assert set(shown) >= ROW | {"text"}
    assert shown["text"].startswith("The quarterly ledger")
    by_hash = called("show", shown["sha256"], "--page", "1", "--json", case=case).json
    assert by_hash["text"] == shown["text"]


def test_text_is_shown_raw(case: Path) -> None:
    said = called("show", "leak/b.zip/in.txt", case=case)
    assert said.out == "学习堂的苹果\n"


def test_retry_and_doctor_print_json_alone(case: Path) -> None:
    said = called("retry", "--json", case=case)
    assert set(said.json) == BOOKS
    said = called("doctor", "--json")
    assert {"ok", "checks"} <= set(said.json)


def test_errors_leave_stdout_alone(case: Path) -> None:
    for command in (("show", "nothing"), ("search", "("), ("books", "--state", "read")):
        said = called(*command, "--json", case=case)
        assert (said.status, said.out) == (2, "")


def test_unbalanced_books_end_with_1(case: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(case, tmp_path / "copy")
    with sqlite3.connect(copy / "case.db") as ledger:
        ledger.execute("UPDATE reading SET stage = 'read', state = 'pending' WHERE id = 1")
    ledger.close()
    said = called("books", "--json", case=copy)
    assert said.status == 1
    assert (said.json["balanced"], said.json["pending"]) == (False, 1)
    assert called("books", case=copy).status == 1


def test_unfinished_books_advise_another_run_only_while_none_is_at_work(case: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(case, tmp_path / "copy")
    with sqlite3.connect(copy / "case.db") as ledger:
        ledger.execute("UPDATE reading SET stage = 'read', state = 'pending' WHERE id = 1")
    ledger.close()
    assert "1 still waiting: run muniment ingest again" in called("books", case=copy).out
    with CaseFolder(copy).locked():
        assert "1 still waiting: another command is at work" in muniment("books", case=copy).out


def test_quiet_without_a_terminal(case: Path) -> None:
    said = muniment("books", case=case)
    assert "\x1b" not in said.out + said.err
    said = muniment("search", "apricots", case=case)
    assert "\x1b" not in said.out + said.err
    assert json.loads(muniment("search", "apricots", "--json", case=case).out)


def test_case_from_the_environment(case: Path) -> None:
    assert muniment("books", "--json", MUNIMENT_CASE=str(case)).json["entries"] == 5
