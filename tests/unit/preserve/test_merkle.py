"""Trees, their proofs, and the published vectors that home-made verifiers fail."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.merkle import (
    EMPTY_ROOT,
    RootBuilder,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
    proves_subtree,
)

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "merkle"
KINDS = ("inclusion", "consistency", "subtreeinclusion", "subtreeconsistency")


def vectors() -> list[Any]:
    return [
        pytest.param(kind, path, id=str(path.relative_to(VECTORS)))
        for kind in KINDS
        for path in sorted((VECTORS / kind).rglob("*.json"))
    ]


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def accepts(kind: str, vector: dict[str, Any]) -> bool:
    proof = [decoded(one) for one in vector["proof"] or []]
    if kind == "inclusion":
        leaf, root = decoded(vector["leafHash"]), decoded(vector["root"])
        return proves_inclusion(proof, leaf, vector["leafIdx"], vector["treeSize"], root)
    if kind == "subtreeinclusion":
        leaf, root = decoded(vector["leafHash"]), decoded(vector["root"])
        return proves_inclusion(proof, leaf, vector["leafIdx"], vector["end"], root, start=vector["start"])
    old_root, root = decoded(vector["root1"]), decoded(vector["root2"])
    if kind == "consistency":
        return proves_consistency(proof, vector["size1"], old_root, vector["size2"], root)
    return proves_subtree(proof, (vector["start"], vector["end"]), old_root, vector["size"], root)


@pytest.mark.skipif(not VECTORS.is_dir(), reason=f"THE PUBLISHED VECTORS ARE NOT AT {VECTORS.name}: NOT CHECKED")
@pytest.mark.parametrize(("kind", "path"), vectors())
def test_the_published_vectors_are_judged_as_published(kind: str, path: Path) -> None:
    vector = json.loads(path.read_bytes())
    assert accepts(kind, vector) is not vector["wantErr"], vector["desc"]


@pytest.mark.skipif(not VECTORS.is_dir(), reason="THE PUBLISHED VECTORS ARE ABSENT: NOT CHECKED")
def test_all_published_vectors_are_there() -> None:
    assert len(vectors()) == 98 + 98 + 204 + 118


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(bytes([number])) for number in range(count)]


def root_of(hashes: list[bytes]) -> bytes:
    return RootBuilder(hashes).root()


def recursive_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 9162, word for word."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(recursive_root(hashes[:split]), recursive_root(hashes[split:]))


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_leaf_without_data_is_hashed_with_its_prefix() -> None:
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.integers(0, 130))
def test_the_streamed_root_is_the_defined_root(count: int) -> None:
    assert root_of(leaves(count)) == recursive_root(leaves(count))


def test_a_large_tree_keeps_only_its_peaks() -> None:
    builder = RootBuilder(bytes(32) for _ in range(100_003))
    assert builder.size == 100_003
    assert len(builder._peaks) == (100_003).bit_count()


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_a_leaf_is_proven_at_its_place_and_nowhere_else(case: tuple[int, int]) -> None:
    size, index = case
    hashes = leaves(size)
    proof = inclusion_proof(hashes, index)
    judged = [proves_inclusion(proof, hashes[index], other, size, root_of(hashes)) for other in range(size)]
    assert judged == [other == index for other in range(size)]


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data())
def test_a_proof_of_inclusion_with_any_bit_flipped_proves_nothing(case: tuple[int, int], data: st.DataObject) -> None:
    size, index = case
    hashes = leaves(size)
    parts = [hashes[index], root_of(hashes), *inclusion_proof(hashes, index)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flipped(parts[which], data.draw(st.integers(0, 255)))
    assert not proves_inclusion(parts[2:], parts[0], index, size, parts[1])


@given(st.integers(1, 70).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size))), st.data())
def test_growth_is_proven_for_its_sizes_and_no_others(case: tuple[int, int], data: st.DataObject) -> None:
    size, old = case
    hashes = leaves(size)
    old_root, root = root_of(hashes[:old]), root_of(hashes)
    proof = consistency_proof(hashes, old)
    assert proves_consistency(proof, old, old_root, size, root)
    assert not proves_consistency(proof, 0, EMPTY_ROOT, size, root)
    assert not proves_consistency(proof, size + 1, old_root, size, root)
    if old < size:
        parts = [old_root, root, *proof]
        which = data.draw(st.integers(0, len(parts) - 1))
        parts[which] = flipped(parts[which], data.draw(st.integers(0, 255)))
        assert not proves_consistency(parts[2:], old, parts[0], size, parts[1])


def test_proofs_of_what_is_not_there_are_not_made() -> None:
    for index in (-1, 5):
        with pytest.raises(IndexError):
            inclusion_proof(leaves(5), index)
    for old in (0, 6):
        with pytest.raises(IndexError):
            consistency_proof(leaves(5), old)


@given(st.lists(st.binary(max_size=40), max_size=8), st.integers(-2, 20), st.integers(-2, 20), st.binary(max_size=40))
def test_nonsense_is_judged_without_a_crash(proof: list[bytes], first: int, second: int, root: bytes) -> None:
    assert not proves_inclusion(proof, b"short", first, second, root)
    assert isinstance(proves_consistency(proof, first, root, second, root), bool)
    assert isinstance(proves_subtree(proof, (first, second), root, 20, root), bool)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
