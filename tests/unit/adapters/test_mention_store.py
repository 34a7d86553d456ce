"""The database of mentions: what is put in comes out, counted right, and one process fills it at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.adapters.mention_store import FILE_NAME, MentionStore, Place
from muniment.mentions.mention import Kind, Mention
from muniment.mentions.rulings import BY_HAND, Settled

HASHES = ("a" * 64, "b" * 64)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MentionStore]:
    made = MentionStore(tmp_path / "derived" / FILE_NAME)
    yield made
    made.close()


def mention(start: int, value: str, kind: Kind = Kind.PERSON) -> Mention:
    return Mention(start, start + 3, kind, "Luo", value, "capitals 1", "a note")


def as_found(one: Mention) -> Settled:
    return Settled(one, one, 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 1), st.integers(1, 3), st.integers(0, 9), st.sampled_from("xyz"), st.booleans()),
        unique_by=lambda row: row[:3],
        max_size=20,
    )
)
def test_values_are_counted_as_one_would_by_hand(
    store: MentionStore, rows: list[tuple[int, int, int, str, bool]]
) -> None:
    store.begin(1)
    for document, number, start, value, dismissed in rows:
        one = mention(start, value)
        place = Place(1, 10 * document + number, HASHES[document], number)
        store.add(place, [Settled(one, None if dismissed else one, int(dismissed))])
    kept = [row for row in rows if not row[4]]
    expected = {
        value: (
            sum(row[3] == value for row in kept),
            len({row[:2] for row in kept if row[3] == value}),
            len({row[0] for row in kept if row[3] == value}),
        )
        for value in {row[3] for row in kept}
    }
    tallies = store.facet(Kind.PERSON, 100)
    assert {one.value: (one.mentions, one.pages, one.documents) for one in tallies} == expected
    assert [one.documents for one in tallies] == sorted((one.documents for one in tallies), reverse=True)
    assert store.counts() == ({Kind.PERSON: len(expected)} if expected else {})


def test_what_was_found_stands_beside_what_was_ruled(store: MentionStore) -> None:
    place = Place(1, 1, HASHES[0], 1)
    found, corrected = mention(0, "x"), Mention(0, 9, Kind.PLACE, "Luo River", "Luo", BY_HAND)
    added = Mention(20, 23, Kind.NAME, "Oda", "Oda", BY_HAND)
    store.add(place, [Settled(found, corrected, 1), Settled(None, added, 2), Settled(mention(30, "y"), None, 3)])
    first, second, third = store.of_document(HASHES[0])
    assert (first.found, first.mention, first.dismissed, first.ruling) == (found, corrected, False, 1)
    assert (second.found, second.mention) == (None, added)
    assert (third.mention, third.dismissed) == (mention(30, "y"), True)
    assert store.found_on(1) == [found, mention(30, "y")]


def test_a_reading_counts_as_looked_through_only_when_it_is_finished(store: MentionStore) -> None:
    store.begin(7)
    store.add(Place(7, 1, HASHES[0], 1), [as_found(mention(0, "x"))])
    assert store.read_so_far() == {}
    store.finish(7, "stamp", "signature")
    assert store.read_so_far() == {7: ("stamp", "signature")}
    store.begin(7)
    assert store.read_so_far() == {}
    assert store.facet(Kind.PERSON, 10) == []


def test_only_one_process_fills_it(store: MentionStore) -> None:
    with store.filling() as ours:
        assert ours
        with store.filling() as theirs:
            assert not theirs
    with store.filling() as ours_again:
        assert ours_again


def test_keys_differ_from_case_to_case(store: MentionStore, tmp_path: Path) -> None:
    other = MentionStore(tmp_path / "other" / FILE_NAME)
    for one in (store, other):
        one.add(Place(1, 1, HASHES[0], 1), [as_found(mention(0, "+8613812345678", Kind.PHONE))])
    mine, theirs = (one.facet(Kind.PHONE, 1)[0].key for one in (store, other))
    other.close()
    assert mine != theirs
    assert store.pages_with(Kind.PHONE, key=mine)[0].mention.value == "+8613812345678"
    assert store.pages_with(Kind.PHONE, key=theirs) == []
