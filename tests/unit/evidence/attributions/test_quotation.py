"""Words between quotation marks are told from a text's own, in all scripts."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.evidence.attributions.quotation import LONGEST_QUOTATION, is_quoted, quotations_in


@pytest.mark.parametrize(
    "text",
    [
        "He said “the doors are fire doors” twice.",
        'He said "the doors are fire doors" twice.',
        "Он сказал «the doors are fire doors» дважды.",
        "Er sagte „the doors are fire doors“ zweimal.",
        "他说「the doors are fire doors」两次。",
        "他说『the doors are fire doors』两次。",
        "He said ‘the doors are fire doors’ and don’t ask.",
        "قال «the doors are fire doors» مرتين",
        "He said “the doors are fire doors\n\nNext paragraph.",
    ],
)
def test_quoted_words_are_found(text: str) -> None:
    (start, end), *rest = quotations_in(text)
    assert text[start:end] == "the doors are fire doors"
    assert not rest


def test_an_apostrophe_opens_and_closes_nothing() -> None:
    assert quotations_in("It’s the editors’ room, isn’t it?") == ()
    text = "‘We don’t know’ was all."
    (start, end) = quotations_in(text)[0]
    assert text[start:end] == "We don’t know"


def test_a_mark_that_is_never_closed_quotes_no_book() -> None:
    assert quotations_in("“" + "a" * (LONGEST_QUOTATION + 1)) == ()


def test_a_passage_is_quoted_if_nearly_all_of_it_is() -> None:
    text = "The spokesman said: “These are fire doors, there is no double lock on any of them.” He left."
    spans = quotations_in(text)
    assert is_quoted(spans, text.index("These"), text.index(" He left"))
    assert not is_quoted(spans, 0, len(text))
    assert not is_quoted(spans, 5, 5)
    assert not is_quoted((), 0, 5)


@given(st.text(alphabet="ab “”«»\"'’‘\n《》", max_size=200))
def test_quotations_stand_in_order_and_within_the_text(text: str) -> None:
    spans = quotations_in(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] or one[1] <= other[0] for one, other in itertools.pairwise(spans))
