import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.limits import Limits
from muniment.read.formats.tables.grid import MAX_ROWS, Pager, cell_text, column_name, line_of, number_text, row_pages
from muniment.read.formats.tables.sheet_scan import column_index, ranges
from muniment.read.reader import Refused


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_survive_to_the_digit(number: int) -> None:
    assert number_text(float(number)) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_never_show_an_exponent(number: float) -> None:
    shown = number_text(number)
    assert "e" not in shown.lower()
    assert float(shown) == pytest.approx(number, rel=1e-14)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "TRUE"),
        (None, ""),
        (0.1 + 0.2, "0.3"),
        (13800138000.0, "13800138000"),
        (dt.datetime(2017, 3, 4), "2017-03-04"),  # noqa: DTZ001 - spreadsheets know no time zone
        (dt.datetime(2017, 3, 4, 5, 6, 7, 999), "2017-03-04 05:06:07"),  # noqa: DTZ001 - spreadsheets know no time zone
        (dt.timedelta(hours=30, minutes=5), "30:05:00"),
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        (float("inf"), "inf"),
    ],
)
def test_cells_show_as_a_person_would_write_them(value: object, shown: str) -> None:
    assert cell_text(value) == shown


def test_a_line_keeps_blank_cells_between_but_not_after() -> None:
    assert line_of(["a", None, "b", None, ""]) == "a\t\tb"


@given(st.lists(st.integers(1, 3000), unique=True, max_size=300))
def test_every_row_stands_on_the_line_that_its_label_says(numbers: list[int]) -> None:
    pager = Pager(Limits())
    rows = [(number, f"row {number}") for number in sorted(numbers)]
    found = []
    for page in row_pages(rows, "Sheet", pager):
        first = int(page.label.removeprefix("Sheet, rows ").removeprefix("Sheet, row ").split("-")[0])
        lines = page.text.split("\n")
        assert len(lines) <= MAX_ROWS
        found += [first + offset for offset, line in enumerate(lines) if line == f"row {first + offset}"]
    assert found == sorted(numbers)


def test_a_lone_cell_far_below_costs_no_blank_lines() -> None:
    pages = list(row_pages([(1, "top"), (1_048_576, "bottom")], "S", Pager(Limits())))
    assert [(page.label, page.text) for page in pages] == [("S, row 1", "top"), ("S, row 1048576", "bottom")]


def test_too_many_pages_are_refused() -> None:
    rows = ((number, "x" * 7000) for number in range(1, 10))
    with pytest.raises(Refused):
        list(row_pages(rows, "", Pager(Limits(pages=3))))


def test_a_row_longer_than_a_page_is_cut_without_loss() -> None:
    pages = list(row_pages([(1, "ab" * 5000)], "", Pager(Limits(page_chars=3000))))
    assert "".join(page.text for page in pages) == "ab" * 5000
    assert len(pages) > 1


@given(st.integers(0, 16_383))
def test_column_letters_and_numbers_agree(index: int) -> None:
    assert column_index(column_name(index)) == index


def test_ranges_are_told_in_short() -> None:
    assert ranges([9, 3, 4, 5]) == "3-5, 9"
