import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.search.expressions import ExpressionError, folded_expression


@pytest.mark.parametrize(
    ("pattern", "folded"),
    [
        ("Émile", "emile"),
        ("col(o|ou)r", "col(o|ou)r"),
        ("wor[dK]s?", "wor[dk]s?"),
        ("ab[^A-C]", "ab[^a-c]"),
        (r"\d{4}", "[0-9]{4}"),
        ("ab{2,5}", "ab{2,5}"),
        ("straße+", "stra(ss)e+"),
        ("елкА.*", "елка.*"),
        ("(ab){2}", "(ab){2}"),
        ("ß{2}", "(ss){2}"),
    ],
)
def test_letters_are_folded_as_words_are(pattern: str, folded: str) -> None:
    assert folded_expression(pattern) == folded


@pytest.mark.parametrize(
    ("pattern", "place"),
    [
        ("(a+)+b", 4),
        ("ab[", 3),
        ("ab(cd", 2),
        ("ab)c", 2),
        ("ab{99}", 2),
        ("ab{5,2}", 2),
        ("*ab", 0),
        ("ab|", 3),
        (r"ab\w", 2),
        ("ab c", 2),
        ("^ab", 0),
        ("ab[z-a]", 6),
        ("习近平", 0),
        ("ab+?", 3),
        ("[]ab", 1),
        ("a" * 300, 0),
        ("(" * 30 + "ab" + ")" * 30, 21),
    ],
)
def test_what_is_no_expression_is_told_by_its_place(pattern: str, place: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        folded_expression(pattern)
    assert caught.value.place == place


@given(st.text("abÉß习\u0301()[]{}|*+?.^-\\d0129, ", max_size=20))
def test_what_is_accepted_is_an_expression_for_others_too(pattern: str) -> None:
    try:
        folded = folded_expression(pattern)
    except ExpressionError as failure:
        assert 0 <= failure.place <= len(pattern)  # noqa: PT017  # either outcome is right
        return
    re.compile(folded)
    assert " " not in folded
