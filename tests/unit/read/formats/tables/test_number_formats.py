import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.read.formats.tables.number_formats import shown, tells_digits


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("00000", 1234, "01234"),
        ("000-00-0000", 12345678.0, "012-34-5678"),
        (r"\(000\)\ 000\-0000", 9715551234, "(971) 555-1234"),
        ("[<=9999999]###-####;(###) ###-####", 5551234, "555-1234"),
        ("[<=9999999]###-####;(###) ###-####", 2025551234, "(202) 555-1234"),
        ('"XJ-"0000', 77, "XJ-0077"),
        ("0000;-0000", -12, "-0012"),
        ("000000", -12, "-000012"),
        ("[$-804]000000", 653101, "653101"),
        ("000", 123456, "123456"),
        ("00", 0, "00"),
        (r"0000\.0000", 12345678, "1234.5678"),
    ],
)
def test_digits_are_written_as_the_sheet_shows_them(code: str, value: float, words: str) -> None:
    assert shown(code, value) == words


@pytest.mark.parametrize(
    "code",
    [
        *("General", "0", "0.00", "#,##0", "#,##0.00", "$#,##0;[Red]($#,##0)", "0%", "yyyy-mm-dd", "hh:mm", "@"),
        *("0.00E+00", "# ?/?", '0" kg"', "[h]:mm", "", ";;;", "[$€-407]00 000", "00.00"),
    ],
)
def test_formats_that_only_dress_a_number_up_leave_it_alone(code: str) -> None:
    assert not tells_digits(code)
    assert shown(code, 12) is None


def test_a_number_that_is_not_whole_is_left_alone() -> None:
    assert shown("0000", 1.5) is None


@given(st.text("0#?-() ", max_size=20), st.integers(0, 10**15 - 1))
def test_no_format_loses_a_digit(code: str, value: int) -> None:
    words = shown(code, value)
    assert words is None or "".join(filter(str.isdigit, words)).lstrip("0") == str(value).lstrip("0")


@given(st.text())
def test_no_format_can_break_the_reading_of_it(code: str) -> None:
    assert shown(code, 7) is None or tells_digits(code)
