from hypothesis import given
from hypothesis import strategies as st

from muniment.demo.linebreaks import NOT_FIRST, NOT_LAST, broken

TEXTS = st.text(st.sampled_from("学堂双锁，。（）《》“”12号 KL-05"), min_size=1, max_size=120)


def width_of(character: str) -> float:
    return 8.0 if character.isascii() else 16.0


@given(TEXTS, st.floats(32, 300), st.floats(32, 300))
def test_lines_joined_are_the_text_and_fit(text: str, first: float, width: float) -> None:
    lines = broken(text, width_of, first, width)

    assert "".join(lines) == text
    assert all(lines)
    for line, room in zip(lines, [first, *[width] * len(lines)], strict=False):
        assert sum(map(width_of, line)) <= room + 0.01


def test_a_comma_takes_the_character_before_it_along() -> None:
    lines = broken("学堂双锁，学", width_of, 64, 64)

    assert lines == ["学堂双", "锁，学"]
    assert all(line[0] not in NOT_FIRST and line[-1] not in NOT_LAST for line in lines)


def test_an_opening_bracket_goes_over_to_the_next_line() -> None:
    assert broken("学堂双（锁）", width_of, 64, 64) == ["学堂双", "（锁）"]


def test_a_number_is_not_cut() -> None:
    assert broken("学堂双2031年", width_of, 64, 64) == ["学堂双", "2031年"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert broken("a" * 40, width_of, 64, 64) == ["a" * 8] * 5
