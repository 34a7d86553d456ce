"""The custody chain: each broken link is named, and a log that was not touched is not accused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.custody import NO_PREVIOUS, ChainCheck, Head, KeptRecord, Record, hash_of, record_of
from muniment.preserve.fault import Findings

MOST = 6


def chain(count: int) -> list[KeptRecord]:
    kept: list[KeptRecord] = []
    for number in range(1, count + 1):
        previous = kept[-1].untrusted_hash if kept else NO_PREVIOUS
        record = Record(number, "2024-05-03T10:00:00.000+00:00", "ada", "viewed", {"page": number}, previous)
        kept.append(KeptRecord(number, record.text(), hash_of(record.text())))
    return kept


def followed(kept: list[KeptRecord]) -> tuple[list[str], Head]:
    findings = Findings()
    check = ChainCheck(findings)
    for one in kept:
        check.follow(one)
    return [fault.what for fault in findings.faults], check.head


@given(st.integers(0, MOST))
def test_a_whole_chain_has_no_fault_and_ends_at_its_head(count: int) -> None:
    kept = chain(count)
    head = Head(count, kept[-1].untrusted_hash) if kept else Head()
    assert followed(kept) == ([], head)


@given(st.integers(0, MOST - 1), st.data())
def test_a_changed_text_is_named_and_its_neighbours_are_not(which: int, data: st.DataObject) -> None:
    kept = chain(MOST)
    text = kept[which].untrusted_text
    at = data.draw(st.integers(0, len(text) - 1))
    char = data.draw(st.characters(codec="utf-8").filter(lambda char: char != text[at]))
    kept[which] = replace(kept[which], untrusted_text=text[:at] + char + text[at + 1 :])
    assert set(followed(kept)[0]) == {f"custody record {which + 1}"}


@given(st.integers(0, MOST - 1))
def test_a_changed_hash_is_named(which: int) -> None:
    kept = chain(MOST)
    kept[which] = replace(kept[which], untrusted_hash="0" * 64)
    assert followed(kept)[0] == [f"custody record {which + 1}"]


def test_a_record_rewritten_with_its_hash_breaks_the_link_behind_it() -> None:
    kept = chain(4)
    text = replace(record_of(kept[1].untrusted_text), person="eve").text()
    kept[1] = KeptRecord(2, text, hash_of(text))
    assert followed(kept)[0] == ["custody record 3"]


@pytest.mark.parametrize(
    ("taken", "named"), [(0, "custody record 1"), (2, "custody record 3"), ((1, 3), "custody records 2 to 3")]
)
def test_records_taken_out_are_named(taken: int | tuple[int, int], named: str) -> None:
    kept = chain(5)
    first, last = taken if isinstance(taken, tuple) else (taken, taken + 1)
    assert followed(kept[:first] + kept[last:])[0] == [named]


def test_records_taken_off_the_end_show_in_the_head() -> None:
    faults, head = followed(chain(5)[:3])
    assert not faults
    assert head.number == 3


def test_swapped_records_are_named() -> None:
    kept = chain(4)
    kept[1], kept[2] = replace(kept[2], untrusted_number=2), replace(kept[1], untrusted_number=3)
    assert {"custody record 2", "custody record 3"} <= set(followed(kept)[0])


@given(st.text() | st.binary() | st.none() | st.integers())
def test_nonsense_is_no_record(nonsense: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        record_of(nonsense)


@given(
    st.dictionaries(
        st.text(st.characters(codec="ascii")), st.text(st.characters(codec="utf-8")) | st.integers(-(2**53), 2**53)
    )
)
def test_a_record_is_read_as_it_was_written(details: dict[str, str | int]) -> None:
    record = Record(7, "now", "伊力哈木", "viewed", details, NO_PREVIOUS)
    assert record_of(record.text()) == record
