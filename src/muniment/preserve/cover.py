"""Showing some leaves of a Merkle tree: the hashes of the largest subtrees without any of them.

The tree is that of RFC 9162: a run of leaves is parted at the largest power of two below its length. The hashes stand
from left to right. For one leaf they are its inclusion proof in another order; for all but a few they are few too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from muniment.preserve.merkle import EMPTY_ROOT, HASH_BYTES, node_hash


class HashTree:
    """All nodes of a tree, 64 bytes for each leaf, so that showing leaves takes no more steps than the tree is high."""

    def __init__(self, leaf_hashes: Iterable[bytes]) -> None:
        self._levels = [b"".join(leaf_hashes)]
        while len(below := self._levels[-1]) > HASH_BYTES:
            self._levels.append(b"".join(_above(below)))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0]) // HASH_BYTES

    def root(self) -> bytes:
        """The root of the tree."""
        return self._levels[-1] or EMPTY_ROOT

    def cover(self, shown: Sequence[int]) -> list[bytes]:
        """The hashes of the largest subtrees without leaves that are ``shown`` (numbers from 0, in order)."""
        return list(self._cover(0, self.size, shown)) if self.size else []

    def _cover(self, start: int, end: int, shown: Sequence[int]) -> Iterator[bytes]:
        if not shown:
            height = (end - start - 1).bit_length()
            yield _hash_at(self._levels[height], start >> height)
        elif end - start > 1:
            middle = start + half_of(end - start)
            yield from self._cover(start, middle, [one for one in shown if one < middle])
            yield from self._cover(middle, end, [one for one in shown if one >= middle])


def _above(level: bytes) -> Iterator[bytes]:
    """The level above one: a node for each two, and the last by itself where their number is odd."""
    for at in range(0, len(level), 2 * HASH_BYTES):
        right = level[at + HASH_BYTES : at + 2 * HASH_BYTES]
        left = level[at : at + HASH_BYTES]
        yield node_hash(left, right) if right else left


def _hash_at(level: bytes, number: int) -> bytes:
    return level[number * HASH_BYTES : (number + 1) * HASH_BYTES]


def half_of(count: int) -> int:
    """How many of ``count`` leaves stand to the left: the largest power of two below it."""
    return 1 << ((count - 1).bit_length() - 1)


def covered_root(size: int, shown: Mapping[int, bytes], untrusted_cover: Sequence[bytes]) -> bytes:
    """The root of a tree of ``size`` leaves of which some are ``shown`` (number -> hash) and the rest covered.

    Raises ``ValueError`` if the cover has too few hashes or too many, or none is shown.
    """
    if not shown or min(shown) < 0 or max(shown) >= size or any(len(one) != HASH_BYTES for one in untrusted_cover):
        raise ValueError("the leaves shown do not lie in the tree")
    rest = iter(untrusted_cover)
    root = _covered(0, size, sorted(shown), shown, rest)
    if next(rest, None) is not None:
        raise ValueError("there are hashes that belong nowhere")
    return root


def _covered(start: int, end: int, among: Sequence[int], shown: Mapping[int, bytes], rest: Iterator[bytes]) -> bytes:
    if not among:
        found = next(rest, None)
        if found is None:
            raise ValueError("a hash is lacking")
        return found
    if end - start == 1:
        return shown[start]
    middle = start + half_of(end - start)
    left = _covered(start, middle, [one for one in among if one < middle], shown, rest)
    return node_hash(left, _covered(middle, end, [one for one in among if one >= middle], shown, rest))
