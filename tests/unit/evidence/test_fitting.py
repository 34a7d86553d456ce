"""Text in drawings: what fits is shown whole, what does not is cut where nothing is torn, and nothing leaks out."""

from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.fitting import lines, one_line

ISOLATE, END = "\u2068", "\u2069"


def inside(line: str) -> str:
    assert line.startswith(ISOLATE)
    assert line.endswith(END)
    return line[1:-1]


def test_what_fits_is_shown_whole() -> None:
    assert inside(one_line("Harbour Ledger", 200, 13)) == "Harbour Ledger"


def test_what_does_not_fit_is_cut_and_says_so() -> None:
    cut = inside(one_line("The Harbour Ledger of the Northern Provinces", 100, 13))
    assert cut.endswith("…")
    assert "The Harbour Ledger of the Northern Provinces".startswith(cut[:-1])


def test_han_takes_twice_the_room() -> None:
    assert len(inside(one_line("湖" * 100, 200, 10))) < len(inside(one_line("a" * 100, 200, 10))) * 0.6


def test_a_title_is_broken_between_words() -> None:
    assert [inside(one) for one in lines("Minutes of the Calder office", 110, 13, 2)] == [
        "Minutes of the",
        "Calder office",
    ]


def test_a_word_that_never_ends_is_broken_all_the_same() -> None:
    assert len(lines("x" * 500, 110, 13, 2)) == 2


def test_signs_that_turn_the_writing_are_shown_not_obeyed() -> None:
    assert "\u202e" not in one_line("a\u202eb", 200, 13)


@given(st.text(max_size=200), st.floats(-10, 500), st.integers(1, 4))
def test_nothing_breaks_whatever_is_to_be_fitted(text: str, room: float, most: int) -> None:
    fitted = lines(text, room, 13, most)
    assert len(fitted) <= most
    for line in fitted:
        assert line == "" or (line.startswith(ISOLATE) and line.endswith(END))
        assert not set(line[1:-1]) & {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\n", "\x00"}
