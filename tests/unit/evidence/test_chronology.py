"""The chronology: in what order things stand, and what is apart."""

from datetime import date

from tests.unit.evidence.small_ledger import STORY, held

from muniment.evidence.chronology import Happening, chronology

HELD = held(*STORY)


def ids(**asked: object) -> list[str]:
    return [one.id for one in chronology(HELD, **asked).moments]  # type: ignore[arg-type]  # what is asked, by name


def test_what_may_have_been_first_stands_first() -> None:
    assert ids() == ["plan", "opened", "order", "about", "since", "denial"]


def test_what_has_no_date_stands_apart_and_is_not_dropped() -> None:
    assert [one.id for one in chronology(HELD).undated] == ["assertion"]


def test_when_sources_came_out_is_told_only_if_asked_for() -> None:
    told = chronology(HELD, frozenset(Happening)).moments
    assert [(one.happening.value, one.id) for one in told if one.happening not in {"event", "statement"}] == [
        ("published", "leak"),
        ("published", "wire"),
        ("withdrawn", "old"),
    ]


def test_between_two_days_stands_whatever_can_have_been_then() -> None:
    assert ids(since=date(2017, 6, 1), until=date(2018, 1, 31)) == ["order", "about"]
    assert ids(until=date(2016, 12, 31)) == ["plan"]
    assert ids(since=date(2030, 1, 1)) == ["since"]
    assert ids(since=date(2017, 5, 31), until=date(2017, 5, 31)) == ["opened"]


def test_of_a_claim_stands_what_speaks_of_it_or_of_a_part_of_it() -> None:
    assert ids(claim="locked") == ["opened", "order", "denial"]
    assert ids(claim="doors") == ["order"]


def test_open_sides_stay_open() -> None:
    by_id = {one.id: one for one in chronology(HELD).moments}
    assert (by_id["plan"].first, by_id["plan"].last) == (None, date(2016, 12, 31))
    assert (by_id["since"].first, by_id["since"].last) == (date(2018, 3, 1), None)
    assert by_id["about"].dated is not None
    assert by_id["about"].dated.about
