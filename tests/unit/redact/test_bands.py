"""What is measured on a page is measured quickly, and just as it would be pixel by pixel."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from muniment.redact.bands import Band, Sheet, fill, median_grey


@given(st.lists(st.integers(0, 255), min_size=1, max_size=40))
def test_the_median_is_that_of_sorted_pixels(values: list[int]) -> None:
    assert median_grey(np.array([values], np.uint8)) == np.median(values)


@given(
    st.integers(0, 2**32 - 1),
    st.floats(-0.06, 0.06),
    st.tuples(st.integers(0, 39), st.integers(0, 39)).map(sorted),
    st.tuples(st.integers(-5, 25), st.integers(-5, 25)).map(sorted),
)
def test_levelled_ink_is_the_ink_below_each_pixel(seed: int, slope: float, columns: list[int], rows: list[int]) -> None:
    ink = np.random.default_rng(seed).integers(0, 2, (20, 40)).astype(np.bool_)
    (left, right), (top, bottom) = columns, rows
    levelled = Sheet(ink, slope).levelled(left, right, top, bottom)
    assert levelled.shape == (bottom - top, right - left)
    for row in range(top, bottom):
        for column in range(left, right):
            there = row + int(np.rint(column * slope))
            assert levelled[row - top, column - left] == (0 <= there < 20 and ink[there, column])


@given(st.floats(-0.06, 0.06), st.tuples(st.integers(-9, 29), st.integers(-9, 29)).map(sorted))
def test_a_band_is_filled_along_the_tilt(slope: float, rows: list[int]) -> None:
    pixels = np.zeros((20, 40), np.uint8)
    fill(pixels, Sheet(np.zeros((20, 40), np.bool_), slope), Band(rows[0], rows[1], 3, 33), 7)
    for row in range(20):
        for column in range(40):
            level = row - int(np.rint(column * slope))
            assert pixels[row, column] == (7 if rows[0] <= level < rows[1] and 3 <= column < 33 else 0)
