"""Passages in common suggest who took over from whom, as far as dates and datelines tell."""

from itertools import combinations

import pytest

from muniment.evidence.attributions.reuse import (
    Reporter,
    Reuse,
    Shared,
    Stretch,
    Taking,
    first_of,
    reuse_suggestions,
)


def shared(one: str, other: str, *, terms: int = 60, quoted: bool = False, copy: bool = False) -> Shared:
    return Shared(Stretch(one, 1, 0, 300, quoted), Stretch(other, 1, 20, 320, quoted), "words", terms, copy)


def found(passages: list[Shared], *reporters: Reporter) -> tuple[Reuse, ...]:
    return reuse_suggestions(passages, {one.sha256: one for one in reporters})


def test_the_later_takes_over_from_the_earlier() -> None:
    (one,) = found([shared("x", "y")], Reporter("x", "ledger", "2031-06-08"), Reporter("y", "post", "2031-06-04"))
    assert (one.child, one.parent, one.taking, one.sure) == ("ledger", "post", Taking.TAKES_OVER, True)
    assert one.at.sha256 == "x"


@pytest.mark.parametrize(
    "dates", [("2031-06", "2031-06-04"), ("", "2031-06-04"), ("2031-06-04", "2031-06-04"), ("nonsense", "2031")]
)
def test_without_telling_dates_the_direction_is_left_open(dates: tuple[str, str]) -> None:
    (one,) = found([shared("x", "y")], Reporter("x", "ledger", dates[0]), Reporter("y", "post", dates[1]))
    assert one.taking is Taking.UNDECIDED
    assert not one.sure


def test_a_short_passage_is_not_sure() -> None:
    (one,) = found([shared("x", "y", terms=14)], Reporter("x", "a", "2031"), Reporter("y", "b", "2030"))
    assert not one.sure


@pytest.mark.parametrize(
    ("one", "other", "first", "sure"),
    [
        ("2031-06-04T06:10:00+02:00", "2031-06-04T05:00:00+00:00", -1, True),
        ("2031-06-04T06:10:00+02:00", "2031-06-04T04:10:00+00:00", 0, False),
        ("2031-06-04T23:10:00+02:00", "2031-06-05", -1, False),
        ("2031-06-04T23:10:00", "2031-06-09", -1, True),
        ("late 2031", "June 2031", 1, True),
        ("2031", "June 2031", 0, False),
        ("before 2031", "2031", 0, False),
        ("", "", 0, False),
    ],
)
def test_which_came_out_first(one: str, other: str, first: int, sure: bool) -> None:
    assert first_of(one, other) == (first, sure)
    assert first_of(other, one) == (-first, sure)


def test_several_that_share_a_passage_have_it_from_the_agency_that_one_names() -> None:
    reporters = [Reporter("x", "a", "2031", ("wire",)), Reporter("y", "b", "2030"), Reporter("z", "c", "2029")]
    passages = [shared(*pair) for pair in combinations("xyz", 2)]
    told = found(passages, *reporters)
    assert {(one.child, one.parent, one.taking) for one in told} == {
        ("a", "wire", Taking.COMMON_PARENT),
        ("b", "wire", Taking.COMMON_PARENT),
        ("c", "wire", Taking.COMMON_PARENT),
    }


def test_the_agency_itself_does_not_come_from_itself() -> None:
    told = found([shared("x", "y")], Reporter("x", "wire", "", ("wire",)), Reporter("y", "b"))
    assert [(one.child, one.parent) for one in told] == [("b", "wire")]


def test_several_without_an_agency_have_an_unknown_parent() -> None:
    passages = [shared(*pair) for pair in combinations("xyz", 2)]
    told = found(passages, Reporter("x", "a"), Reporter("y", "b"), Reporter("z", "c"))
    assert {(one.child, one.parent, one.taking, one.others) for one in told} == {
        ("a", None, Taking.COMMON_UNKNOWN, ("b", "c")),
        ("b", None, Taking.COMMON_UNKNOWN, ("a", "c")),
        ("c", None, Taking.COMMON_UNKNOWN, ("a", "b")),
    }


def test_a_quotation_that_both_have_makes_neither_come_from_the_other() -> None:
    (one,) = found([shared("x", "y", quoted=True)], Reporter("x", "a", "2031-06-08"), Reporter("y", "b", "2031-06-04"))
    assert (one.taking, one.parent) == (Taking.SHARED_QUOTATION, None)


def test_documents_of_one_source_suggest_nothing() -> None:
    assert found([shared("x", "y")], Reporter("x", "a", "2031"), Reporter("y", "a", "2030")) == ()


def test_documents_that_are_not_told_of_suggest_nothing() -> None:
    assert found([shared("x", "y")], Reporter("x", "a")) == ()


def one_quotes(one: str, other: str, *, terms: int = 60) -> Shared:
    """``one`` has the passage between quotation marks, ``other`` says it by itself."""
    return Shared(Stretch(one, 1, 0, 300, quoted=True), Stretch(other, 1, 20, 320), "words", terms)


@pytest.mark.parametrize("dates", [("2031-06-05", "2031-06-04"), ("2031-06-04", "2031-06-04"), ("", "")])
def test_who_has_it_between_quotation_marks_quotes_the_other(dates: tuple[str, str]) -> None:
    (one,) = found([one_quotes("x", "y")], Reporter("x", "paper", dates[0]), Reporter("y", "embassy", dates[1]))
    assert (one.child, one.parent, one.taking, one.sure) == ("paper", "embassy", Taking.QUOTES, True)
    assert one.at.sha256 == "x"


def test_two_who_quote_a_third_have_it_from_that_one_not_from_somebody_unknown() -> None:
    passages = [one_quotes("x", "z"), one_quotes("y", "z"), shared("x", "y", quoted=True)]
    reuse = found(
        passages, Reporter("x", "a", "2031-06-05"), Reporter("y", "b", "2031-06-05"), Reporter("z", "embassy")
    )
    assert {(one.child, one.parent) for one in reuse if one.taking is Taking.QUOTES} == {
        ("a", "embassy"),
        ("b", "embassy"),
    }
    assert Taking.COMMON_UNKNOWN not in {one.taking for one in reuse}


def test_nobody_quotes_what_came_out_later() -> None:
    (one,) = found([one_quotes("x", "y")], Reporter("x", "a", "2031-06-01"), Reporter("y", "b", "2031-06-09"))
    assert (one.child, one.parent, one.taking) == ("b", "a", Taking.TAKES_OVER)


def test_a_leaked_document_is_never_from_those_who_print_it() -> None:
    leak = Reporter("leak", "cache", primary=True)
    wire = Reporter("w", "wire", "2031-06-04", ("wire",))
    paper = Reporter("p", "paper", "2031-06-05", ("wire",))
    other = Reporter("o", "other", "2031-06-06")
    passages = [shared(one, two) for one, two in combinations(["leak", "o", "p", "w"], 2)]
    reuse = found(passages, leak, wire, paper, other)
    assert not [one for one in reuse if one.child == "cache"]
    assert {one.child for one in reuse if one.parent == "cache"} == {"wire", "other"}
    assert {one.child for one in reuse if one.parent == "wire"} == {"paper", "other"}
    assert not [one for one in reuse if one.parent == "cache" and one.sure]
