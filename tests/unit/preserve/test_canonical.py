"""One value, one form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.canonical import canonical, parsed

TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


@given(VALUES)
def test_the_form_is_that_of_any_json_writer_with_sorted_keys(value: object) -> None:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value).decode() == written


@given(VALUES)
def test_what_was_written_is_read_again(value: object) -> None:
    assert parsed(canonical(value)) == value


@pytest.mark.parametrize("text", ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '"\\u0041"', "[1", "", "[" * 100_000])
def test_json_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsed(text)
