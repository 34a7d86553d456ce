"""Merkle trees as RFC 9162 (section 2.1) defines them: roots, proofs, and checking the proofs of strangers.

A *subtree* is a run of leaves ``[start, end)`` that stands whole in every tree large enough to hold it: its start is a
multiple of the smallest power of two that is not below its length. The whole tree is the subtree that starts at 0.
"""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

_LEAF = b"\0"
_NODE = b"\1"
"""Leaves and nodes are hashed with unlike prefixes, so that no node can be passed off as a leaf."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf that holds ``data``."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


class RootBuilder:
    """Takes leaf hashes one by one and gives the root; holds one hash for each bit of their number."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._peaks: list[bytes] = []
        for one in leaf_hashes:
            self.add(one)

    def add(self, hashed_leaf: bytes) -> None:
        """Append a leaf, given by its hash."""
        peak, carry = hashed_leaf, self.size
        while carry & 1:
            peak, carry = node_hash(self._peaks.pop(), peak), carry >> 1
        self._peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """The root over the leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that the leaf at ``index`` (from 0) is in the tree. Raises ``IndexError`` if there is none."""
    if not 0 <= index < len(leaf_hashes):
        raise IndexError(index)
    proof: list[bytes] = []
    start, end = 0, len(leaf_hashes)
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            proof.append(_root(leaf_hashes, middle, end))
            end = middle
        else:
            proof.append(_root(leaf_hashes, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """The proof that the tree's first ``old_size`` leaves were a tree of their own.

    Raises ``IndexError`` unless ``old_size`` is from 1 to the tree's size.
    """
    if not 0 < old_size <= len(leaf_hashes):
        raise IndexError(old_size)
    proof: list[bytes] = []
    start, end, was_root = 0, len(leaf_hashes), True
    while old_size < end:
        middle = start + _largest_power_below(end - start)
        if old_size <= middle:
            proof.append(_root(leaf_hashes, middle, end))
            end = middle
        else:
            proof.append(_root(leaf_hashes, start, middle))
            start, was_root = middle, False
    if not was_root:
        proof.append(_root(leaf_hashes, start, end))
    return proof[::-1]


def proves_inclusion(
    untrusted_proof: Sequence[bytes], hashed_leaf: bytes, index: int, end: int, root: bytes, *, start: int = 0
) -> bool:
    """Whether the proof shows that the leaf stands at ``index`` in the subtree ``[start, end)`` that has ``root``.

    Leave out ``start`` for a whole tree of ``end`` leaves.
    """
    if not (_is_subtree(start, end) and start <= index < end and _are_hashes([hashed_leaf, *untrusted_proof])):
        return False
    here, last, hashed = index - start, end - start - 1, hashed_leaf
    for untrusted_hash in untrusted_proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node_hash(untrusted_hash, hashed)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, untrusted_hash)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root


def proves_consistency(
    untrusted_proof: Sequence[bytes], old_size: int, old_root: bytes, size: int, root: bytes
) -> bool:
    """Whether the proof shows that a tree of ``size`` leaves begins with one of ``old_size`` leaves.

    False for an empty old tree: every tree begins with it, so there is nothing to prove.
    """
    return old_size > 0 and proves_subtree(untrusted_proof, (0, old_size), old_root, size, root)


def proves_subtree(
    untrusted_proof: Sequence[bytes], subtree: tuple[int, int], subtree_root: bytes, size: int, root: bytes
) -> bool:
    """Whether the proof shows that the ``subtree`` (start, end) of a tree of ``size`` leaves has ``subtree_root``."""
    start, end = subtree
    if not 0 <= start <= end <= size:
        return False
    if start == end:
        return not untrusted_proof and subtree_root == EMPTY_ROOT
    if not (_is_subtree(start, end) and _are_hashes(untrusted_proof)):
        return False
    first, here, last = _climb(start, end - 1, size - 1)
    rest = list(untrusted_proof)
    if first == here:
        inner = outer = subtree_root
    elif rest:
        inner = outer = rest.pop(0)
    else:
        return False
    for untrusted_hash in rest:
        if last == 0:
            return False
        if here & 1 or here == last:
            inner = node_hash(untrusted_hash, inner) if first < here else inner
            outer = node_hash(untrusted_hash, outer)
            while here and not here & 1:
                first, here, last = first >> 1, here >> 1, last >> 1
        else:
            outer = node_hash(outer, untrusted_hash)
        first, here, last = first >> 1, here >> 1, last >> 1
    return last == 0 and inner == subtree_root and outer == root


def _climb(first: int, here: int, last: int) -> tuple[int, int, int]:
    """Pass over the levels on which the subtree and the tree share their nodes."""
    at_the_edge = here == last
    while first != here and (at_the_edge or here & 1):
        first, here, last = first >> 1, here >> 1, last >> 1
    return first, here, last


def _is_subtree(start: int, end: int) -> bool:
    length = end - start
    return start >= 0 and length > 0 and start % (1 << (length - 1).bit_length()) == 0


def _are_hashes(untrusted_hashes: Iterable[bytes]) -> bool:
    return all(len(one) == HASH_BYTES for one in untrusted_hashes)


def _largest_power_below(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _root(leaf_hashes: Sequence[bytes], start: int, end: int) -> bytes:
    return RootBuilder(leaf_hashes[number] for number in range(start, end)).root()
