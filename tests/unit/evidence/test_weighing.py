"""Weighing claims after a change: what stands from before is what weighing all of it anew would give."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evidence.small_ledger import STORY, held

from muniment.evidence.held import Held, following
from muniment.evidence.records import (
    Bearing,
    Claim,
    Derivation,
    Evidence,
    Kind,
    Quote,
    Record,
    Ruling,
    Source,
    Statement,
)
from muniment.evidence.weighing import Scales, Weighed

Change = tuple[Kind, int, str]

CHANGES = st.lists(
    st.tuples(
        st.sampled_from([Kind.SOURCE, Kind.DERIVATION, Kind.QUOTE, Kind.CLAIM, Kind.STATEMENT, Kind.EVIDENCE]),
        st.integers(0, 5),
        st.sampled_from(["take out", "alter", "put back"]),
    ),
    max_size=8,
)


def belonging(holds: Held) -> dict[str, str]:
    return {sha256: one.id for one in holds.sources.values() for sha256 in one.documents}


def altered(record: Record, holds: Held) -> Record:
    match record:
        case Source():
            return replace(record, withdrawn="" if record.withdrawn else "2031")
        case Evidence():
            other = Bearing.DISPUTES if record.bearing is Bearing.SUPPORTS else Bearing.SUPPORTS
            return replace(record, bearing=other)
        case Quote():
            return replace(record, original=next(one.original for one in holds.quotes.values() if one != record))
        case Statement():
            return replace(record, actors=record.actors[::-1])
        case Derivation():
            return replace(record, ruling=Ruling.REJECTED)
        case Claim():
            return replace(record, note="altered")
        case _:
            raise AssertionError(record)


def after(before: Held, change: Change) -> Held:
    kind, number, what = change
    records = dict(before.by_kind[kind])
    one = list(STORY_HELD.by_kind[kind].values())[number % len(STORY_HELD.by_kind[kind])]
    if what == "put back":
        records[one.id] = one
    elif what == "alter" and one.id in records:
        records[one.id] = altered(records[one.id], before)
    elif kind in {Kind.STATEMENT, Kind.EVIDENCE, Kind.DERIVATION}:  # what others name is never taken out
        records.pop(one.id, None)
    return following(before, {**before.by_kind, kind: records}, before.versions, before.at_change + 1)


def weighed(scales: Scales) -> list[Weighed]:
    return [scales.weigh(claim) for claim in scales.held.claims]


STORY_HELD = held(*STORY)


@given(CHANGES, st.booleans())
def test_what_is_kept_of_earlier_weighing_is_what_weighing_anew_gives(changes: list[Change], each_time: bool) -> None:
    holds = STORY_HELD
    scales = Scales(holds, belonging(holds))
    assert weighed(scales)
    for change in changes:
        holds = after(holds, change)
        scales = Scales(holds, belonging(holds), before=scales)
        if each_time:
            assert weighed(scales) == weighed(Scales(holds, belonging(holds)))
    assert weighed(scales) == weighed(Scales(holds, belonging(holds)))


def test_a_claim_whose_load_did_not_change_is_not_weighed_again() -> None:
    first = Scales(STORY_HELD, belonging(STORY_HELD))
    before = weighed(first)
    holds = after(STORY_HELD, (Kind.CLAIM, 0, "alter"))
    assert all(one is other for one, other in zip(before, weighed(Scales(holds, belonging(holds), first)), strict=True))
