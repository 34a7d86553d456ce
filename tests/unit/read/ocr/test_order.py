import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.read.ocr.lines import Line
from muniment.read.ocr.order import rows_in_order


def line(left: float, top: float, width: float, height: float = 20, turn: float = 0.0) -> Line:
    corners = np.array(
        [[left, top], [left + width, top], [left + width, top + height], [left, top + height]], np.float32
    )
    angle = np.radians(turn)
    matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    return Line((corners @ matrix).astype(np.float32), np.zeros((20, 200), np.uint8))


def columns(turn: float = 0.0) -> list[Line]:
    """A heading over two columns of four lines; the order they are made in is the order of reading."""
    heading = line(50, 0, 700, turn=turn)
    left = [line(50, 100 + 30 * row, 320, turn=turn) for row in range(4)]
    right = [line(430, 100 + 30 * row, 320, turn=turn) for row in range(4)]
    return [heading, *left, *right]


@pytest.mark.parametrize("turn", [0, 3, -5, 90, 180, 270])
def test_columns_are_read_one_after_the_other_whatever_the_tilt(turn: float) -> None:
    made = columns(turn)
    shuffled = [3, 8, 0, 5, 1, 7, 2, 6, 4]
    rows = rows_in_order([made[at] for at in shuffled], is_rtl=False)
    assert [[shuffled[at] for at in row] for row in rows] == [[at] for at in range(9)]


def test_right_to_left_columns_begin_on_the_right() -> None:
    rows = rows_in_order(columns(), is_rtl=True)
    assert [row[0] for row in rows] == [0, 5, 6, 7, 8, 1, 2, 3, 4]


def test_the_cells_of_a_table_are_read_across() -> None:
    cells = [line(50 + 200 * column, 100 + 30 * row, 80) for row in range(3) for column in range(3)]
    assert rows_in_order(cells, is_rtl=False) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert rows_in_order(cells, is_rtl=True) == [[2, 1, 0], [5, 4, 3], [8, 7, 6]]


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(5, 500), st.integers(5, 60)), max_size=40)
)
def test_no_line_is_lost_or_doubled(boxes: list[tuple[int, int, int, int]]) -> None:
    rows = rows_in_order([line(*box) for box in boxes], is_rtl=False)
    assert sorted(at for row in rows for at in row) == list(range(len(boxes)))
