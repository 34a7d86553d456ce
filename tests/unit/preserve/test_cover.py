"""Showing some leaves of a tree and covering the rest."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.cover import HashTree, covered_root
from muniment.preserve.merkle import RootBuilder, inclusion_proof

HASHES = [sha256(bytes([number])).digest() for number in range(70)]


@given(st.integers(1, 70), st.sets(st.integers(0, 69), min_size=1))
def test_what_is_shown_and_what_covers_the_rest_give_the_root(size: int, wanted: set[int]) -> None:
    shown = sorted(one for one in wanted if one < size) or [size - 1]
    tree = HashTree(HASHES[:size])
    assert tree.root() == RootBuilder(HASHES[:size]).root()
    assert covered_root(size, {one: HASHES[one] for one in shown}, tree.cover(shown)) == tree.root()


@given(st.integers(1, 70), st.integers(0, 69))
def test_the_cover_of_one_leaf_has_the_hashes_of_its_inclusion_proof(size: int, index: int) -> None:
    index %= size
    assert sorted(HashTree(HASHES[:size]).cover([index])) == sorted(inclusion_proof(HASHES[:size], index))


@given(st.integers(2, 70), st.data())
def test_a_leaf_in_another_place_or_a_cover_too_short_or_long_does_not_give_it(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
    tree = HashTree(HASHES[:size])
    cover = tree.cover([index])
    for wrong in (cover[:-1], [*cover, HASHES[0]]):
        with pytest.raises(ValueError, match="hash"):
            covered_root(size, {index: HASHES[index]}, wrong)
    try:
        moved = covered_root(size, {other: HASHES[index]}, cover)
    except ValueError:
        return
    assert moved != tree.root()


@pytest.mark.parametrize(("size", "shown"), [(3, {}), (3, {3: HASHES[0]}), (3, {-1: HASHES[0]}), (0, {0: HASHES[0]})])
def test_leaves_outside_of_the_tree_are_refused(size: int, shown: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="do not lie"):
        covered_root(size, shown, [])


def test_a_tree_said_to_be_huge_costs_nothing() -> None:
    with pytest.raises(ValueError, match="lacking"):
        covered_root(2**200, {0: HASHES[0]}, [HASHES[1]])
