"""Lists of names and saved searches from the command line: what is found, what is new, and what goes wrong."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # the library has no types
import pytest
from tests.integration.casework import PROGRAM, Said, called, environment, muniment, new_case
from tests.patience import comes_true

from muniment.app.search.finding import Finder
from muniment.errors import DiskFullError, IndexDamagedError

FILES = {
    "one.txt": "The order was signed by Alder Quillfeather, who keeps the reservoir.\n",
    "two.txt": "Alder Quillfeather met Brin Osterholt at the reservoir.\n",
    "three.txt": "本文由罗闻桥签发。\n",
    "=cmd.txt": "Nobody but Cass Underlake, and =HYPERLINK(1) for all who open it.\n",
}
KEYS = {"queries", "failed", "total", "new", "hits"}
HIT_KEYS = {"line", "query", "path", "sha256", "page", "kind", "score", "language", "snippet", "new"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("lists")
    (base / "leak").mkdir()
    for name, text in FILES.items():
        (base / "leak" / name).write_text(text, "utf-8")
    case = new_case(base / "case")
    assert muniment("ingest", base / "leak", case=case).status == 0
    return base


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "case", tmp_path / "case"))


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text("name,ref\nAlder Quillfeather,p1\nBrin Osterholt,p2\n罗闻桥,p3\nCass Underlake,p4\n", "utf-8")
    return file


def run(case: Path, names: Path, *more: str) -> dict[str, Any]:
    said = called("search", "--names", names, "--json", *more, case=case)
    assert said.out.count("\n") == 1
    found: dict[str, Any] = said.json
    return found


def found_by_line(result: dict[str, Any]) -> dict[int, list[str]]:
    lines: dict[int, list[str]] = {}
    for hit in result["hits"]:
        lines.setdefault(hit["line"], []).append(hit["path"])
    return {line: sorted(paths) for line, paths in lines.items()}


def test_every_line_is_searched_for_and_each_hit_says_where_it_is(case: Path, names: Path) -> None:
    result = run(case, names)
    assert set(result) >= KEYS
    assert (result["queries"], result["total"], result["new"], result["failed"]) == (4, 5, 5, [])
    assert found_by_line(result) == {
        2: ["leak/one.txt", "leak/two.txt"],
        3: ["leak/two.txt"],
        4: ["leak/three.txt"],
        5: ["leak/=cmd.txt"],
    }
    for hit in result["hits"]:
        assert set(hit) >= HIT_KEYS
        assert hit["link"].startswith(f"/document/{hit['sha256']}?page=1&q=")
        assert hit["columns"]["ref"] == f"p{hit['line'] - 1}"
        assert any(hit["query"].split()[0] in hit["snippet"][start:end] for start, end in hit["marks"])


def test_a_line_that_fails_is_told_and_the_others_are_done(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('query\nreservoir AND order\n"unclosed ""phrase"\nBrin\n?!\n', "utf-8")
    said = called("search", "--names", file, "--json", case=case)
    assert said.status == 1
    assert [one["line"] for one in said.json["failed"]] == [3, 5]
    assert said.json["failed"][0]["query"] == 'unclosed "phrase'
    assert found_by_line(said.json) == {2: ["leak/one.txt"], 4: ["leak/two.txt"]}
    assert "line 3: " in said.err


def test_a_second_run_shows_only_what_is_new(case: Path, names: Path, tmp_path: Path) -> None:
    assert run(case, names)["new"] == 5
    again = run(case, names)
    assert (again["total"], again["new"], again["hits"]) == (5, 0, [])
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "later.txt").write_text("Brin Osterholt writes again.\n")
    assert called("ingest", tmp_path / "later", case=case).status == 0
    assert found_by_line(run(case, names)) == {3: ["later/later.txt"]}
    everything = run(case, names, "--all")
    assert (everything["total"], everything["new"], len(everything["hits"])) == (6, 0, 6)


def test_a_list_is_known_again_by_its_content_and_by_its_place(case: Path, names: Path) -> None:
    run(case, names)
    moved = names.rename(names.with_name("moved.csv"))
    assert run(case, moved)["new"] == 0
    with moved.open("a") as file:
        file.write("reservoir,p5\n")
    result = run(case, moved)
    assert found_by_line(result) == {6: ["leak/one.txt", "leak/two.txt"]}
    other = names.with_name("other.csv")
    other.write_text("name\nBrin Osterholt\n")
    assert run(case, other)["new"] == 1, "another list has a memory of its own"


def test_hits_beyond_the_limit_are_counted_and_come_the_next_time(case: Path, names: Path) -> None:
    first = run(case, names, "--limit", "1")
    assert (first["total"], first["new"], first["more"]) == (5, 4, 1)
    second = run(case, names, "--limit", "1")
    assert (second["new"], second["more"]) == (1, 0)
    seen = {(hit["line"], hit["path"]) for result in (first, second) for hit in result["hits"]}
    assert len(seen) == 5
    assert run(case, names)["new"] == 0


def test_a_query_twice_in_a_list_is_shown_at_both_lines(case: Path, tmp_path: Path) -> None:
    (tmp_path / "twice.txt").write_text("Brin Osterholt\nBrin Osterholt\n")
    assert found_by_line(run(case, tmp_path / "twice.txt")) == {1: ["leak/two.txt"], 2: ["leak/two.txt"]}


def test_hits_stay_seen_when_the_index_is_built_anew(case: Path, names: Path) -> None:
    run(case, names)
    assert called("reindex", case=case).status == 0
    assert run(case, names)["new"] == 0


def test_results_go_to_tables_that_are_safe_to_open(case: Path, names: Path, tmp_path: Path) -> None:
    for kind in ("csv", "json", "xlsx"):
        assert called("search", "--names", names, "--all", "--out", tmp_path / f"out.{kind}", case=case).status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["ref"] for row in rows] == ["p1", "p1", "p2", "p3", "p4"]
    assert rows[4]["path"] == "leak/=cmd.txt"
    assert rows[3]["query"] == "罗闻桥"
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))["hits"]) == 5
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Hits"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == list(rows[0])
    assert len(cells) == 6
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_what_a_list_carries_is_defused(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,=ref\nBrin Osterholt,=1+1\n", "utf-8")
    assert called("search", "--names", file, "--out", tmp_path / "out.csv", case=case).status == 0
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert '"\'=ref"' in text
    assert '"\'=1+1"' in text


def test_the_full_result_of_one_search_can_be_written(case: Path, tmp_path: Path) -> None:
    assert called("search", "reservoir", "--sort", "path", "--out", tmp_path / "out.csv", case=case).status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["path"] for row in rows] == ["leak/one.txt", "leak/two.txt"]
    assert all(row["link"] == f"/document/{row['sha256']}?page=1&q=reservoir" for row in rows)


def test_what_could_not_be_written_counts_as_not_shown(
    case: Path, names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("muniment.app.exporting.os.fsync", full)
        assert called("search", "--names", names, "--out", tmp_path / "a.csv", case=case).status == 6
    assert not (tmp_path / "a.csv").exists()
    assert run(case, names)["new"] == 5


def test_a_case_that_cannot_be_written_to_is_searched_all_the_same(
    case: Path, names: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(case, names, "--limit", "1")

    def full(*arguments: object) -> None:
        raise DiskFullError("The disk is full.", "")

    with monkeypatch.context() as patched:
        patched.setattr("muniment.adapters.ledger.searches.Searches.remember", full)
        said = called("search", "--names", names, "--json", case=case)
    assert (said.status, said.json["new"]) == (0, 1)
    assert "could not be remembered" in said.err
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    said = called("search", "--names", names, "--json", case=case)
    assert (said.status, said.json["new"]) == (0, 1), "what was seen before still counts"
    assert "cannot be written to" in said.err


def test_a_damaged_index_is_no_fault_of_a_line(case: Path, names: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Finder.search

    def damaged(finder: Finder, query: object, *rest: Any, **more: Any) -> Any:
        if broken == "everything" or broken in str(query):
            raise IndexDamagedError("it cannot be used", "")
        return search(finder, query, *rest, **more)  # type: ignore[arg-type]  # only passed on

    monkeypatch.setattr(Finder, "search", damaged)
    broken = "Brin"
    said = called("search", "--names", names, "--json", case=case)
    assert ([one["line"] for one in said.json["failed"]], said.json["new"]) == ([3], 4)
    broken = "everything"
    assert called("search", "--names", names, "--json", case=case).status == 8


def test_ctrl_c_keeps_what_was_found_and_the_next_run_goes_on(case: Path, tmp_path: Path) -> None:
    lines = 3000
    file = tmp_path / "many.txt"
    file.write_text("".join(f"Alder Quillfeather {'very ' * (n % 7)}{n}\nBrin Osterholt\n" for n in range(lines)))
    arguments = [*PROGRAM, "-C", case, "search", "--names", file, "--all", "--out", tmp_path / "out.json"]
    process = subprocess.Popen(list(map(str, arguments)), env=environment(), stderr=subprocess.PIPE)
    assert comes_true(lambda: any(part.stat().st_size > 10_000 for part in tmp_path.glob(".muniment.*")))
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    result = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert result["stopped"] is True
    assert 0 < result["done"] < 2 * lines
    assert result["hits"]
    with sqlite3.connect(case / "case.db") as ledger:
        assert ledger.execute("SELECT count(*) FROM list_run WHERE ended != ''").fetchone() == (1,)
        assert ledger.execute("SELECT count(*) FROM list_seen").fetchone()[0] > 0


def test_a_run_that_was_killed_has_shown_nothing(case: Path, names: Path) -> None:
    run(case, names)
    with sqlite3.connect(case / "case.db") as ledger:
        ledger.execute("UPDATE list_run SET ended = ''")
    assert run(case, names)["new"] == 5


def test_a_case_from_before_there_were_lists_gets_its_tables(case: Path, names: Path) -> None:
    with sqlite3.connect(case / "case.db") as ledger:
        for table in ("list_seen", "list_run", "saved_search"):
            ledger.execute(f"DROP TABLE {table}")
    assert called("searches", "list", "--json", case=case).out == ""
    assert run(case, names)["new"] == 5
    assert run(case, names)["new"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["search"],
        ["search", "--names", "{list}", "word"],
        ["search", "word", "--all"],
        ["search", "word", "--offset", "3", "--out", "a.csv"],
        ["search", "word", "--json", "--out", "a.csv"],
        ["search", "word", "--facets", "--out", "a.csv"],
        ["search", "--names", "{list}", "--sort", "newest"],
        ["search", "word", "--out", "a.txt"],
        ["search", "--names", "{list}", "--out", "{list}"],
        ["search", "--names", "nowhere.csv"],
        ["search", "--names", "."],
        ["searches", "run", "nothing"],
        ["searches", "remove", "nothing"],
        ["searches", "save", "a\x1bb", "word"],
        ["searches", "save", "name", '"open'],
    ],
)
def test_what_makes_no_sense_is_refused(case: Path, names: Path, arguments: list[str]) -> None:
    before = names.read_bytes()
    said = called(*(word.format(list=names) for word in arguments), case=case)
    assert (said.status, said.out) == (2, "")
    assert said.err.count("\n") >= 1
    assert names.read_bytes() == before


def saved(case: Path, *arguments: str) -> Said:
    return called("searches", *arguments, case=case)


def test_a_saved_search_is_run_for_what_is_new(case: Path, tmp_path: Path) -> None:
    assert saved(case, "save", "water", "reservoir", "NOT", "order").status == 0
    first = saved(case, "run", "water", "--json").json
    assert (first["query"], first["total"], first["new"]) == ("reservoir NOT order", 1, 1)
    assert [hit["new"] for hit in first["hits"]] == [True]
    again = saved(case, "run", "water", "--json").json
    assert ([hit["new"] for hit in again["hits"]], again["new"]) == ([False], 0)
    assert saved(case, "run", "water", "--new", "--json").json["hits"] == []
    (tmp_path / "later.txt").write_text("The reservoir is full.\n")
    assert called("ingest", tmp_path / "later.txt", case=case).status == 0
    new = saved(case, "run", "water", "--new", "--json").json
    assert ([hit["path"] for hit in new["hits"]], new["total"]) == (["later.txt"], 2)


def test_saved_searches_are_listed_replaced_and_removed(case: Path) -> None:
    assert saved(case, "save", "b", "reservoir").status == 0
    assert saved(case, "save", "a", "罗闻桥").status == 0
    assert saved(case, "save", "b", "order").status == 2
    saved(case, "run", "b")
    rows = {row["name"]: row for row in saved(case, "list", "--json").lines}
    assert list(rows) == ["a", "b"]
    assert (rows["a"]["query"], rows["a"]["last_run"], rows["a"]["total"]) == ("罗闻桥", None, None)
    assert (rows["b"]["total"], rows["b"]["new"]) == (2, 2)
    assert rows["b"]["last_run"] > rows["b"]["saved"] > "2000"
    assert saved(case, "save", "b", "order", "--replace").status == 0
    assert saved(case, "run", "b", "--json").json["new"] == 1
    assert saved(case, "remove", "b").status == 0
    assert [row["name"] for row in saved(case, "list", "--json").lines] == ["a"]
    assert saved(case, "save", "b", "order").status == 0
    assert saved(case, "run", "b", "--json").json["new"] == 1, "what a removed search has shown is forgotten"


def test_remembering_leaves_a_case_verified(case: Path, names: Path) -> None:
    assert called("seal", case=case).status == 0
    run(case, names)
    saved(case, "save", "a", "order")
    assert called("verify", case=case).status == 0
