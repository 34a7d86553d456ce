"""Which documents are worth comparing: found from sketches alone, in time that grows with their number.

Nothing here decides; it only keeps the number of comparisons from growing with the square.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from muniment.likeness.sketch import SIGNATURE_LENGTH, Numbers

BAND = 4
"""Numbers of a signature that must agree at once: with 16 such bands, documents that share 0.7 of their shingles are
met in 99 of 100 cases, those that share 0.3 in 12."""

PARTNERS = 8
"""Each document is paired with so many at most of those that hold the same print: keeps pairs linear in prints."""

MOST_HOLDERS = 500
"""A print that more documents hold is a phrase, a letterhead or a disclaimer: it tells nothing about two of them."""

Keys = npt.NDArray[np.uint64]
_HALF = np.uint64(32)
_LOWER = np.uint64(0xFFFFFFFF)

Pairs = npt.NDArray[np.int64]
"""Two columns: the numbers (places in the order given) of two documents, the smaller first."""


def band_pairs(signatures: Numbers, documents: npt.NDArray[np.int64]) -> Iterator[Pairs]:
    """Pairs of documents that are likely near-duplicates: one array for each band of ``signatures``.

    ``documents`` are the rows that are looked at, in order.
    """
    for start in range(0, SIGNATURE_LENGTH, BAND):
        keys = np.zeros(len(documents), dtype=np.uint64)
        for column in range(start, start + BAND):
            keys = (keys ^ signatures[documents, column]) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        yield documents[_with_the_first(keys)]


def _with_the_first(keys: npt.NDArray[np.uint64]) -> Pairs:
    """Each document paired with the first and with the one before it among those of the same key."""
    count_bits = np.uint64(max(1, len(keys).bit_length()))
    ordered = (keys >> count_bits << count_bits) | np.arange(len(keys), dtype=np.uint64)
    ordered.sort()  # by itself many times as fast as ``argsort``, and in the order of numbers where keys are the same
    order = (ordered & ((np.uint64(1) << count_bits) - np.uint64(1))).astype(np.int64)
    ordered >>= count_bits
    same = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(keys) else same
    firsts = begins[np.searchsorted(begins, same, side="right") - 1]
    others = np.concatenate((order[firsts], order[same - 1])).astype(np.uint64)
    return _as_pairs(np.unique((others << _HALF) | np.tile(order[same], 2).astype(np.uint64)))


def pair_keys(prints: Numbers, holders: npt.NDArray[np.int32]) -> Keys:
    """A number for each pair of documents and each print in common: one document in the upper half, one in the lower.

    ``holders`` tells for each of ``prints`` which document holds it; no document holds the same print twice.
    """
    keyed = (prints.astype(np.uint64) << _HALF) | holders.astype(np.uint64)
    keyed.sort()
    upper = (keyed >> _HALF).astype(np.uint32)
    begins = np.flatnonzero(np.append(True, upper[1:] != upper[:-1])) if len(keyed) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(begins, append=len(keyed))
    telling = (sizes > 1) & (sizes <= MOST_HOLDERS)
    held = keyed[np.repeat(telling, sizes)] & _LOWER  # most prints are held once: from here on there are few
    sizes = sizes[telling]
    ranks = np.arange(len(held)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    keys = []
    for rank in range(PARTNERS):
        others = np.flatnonzero(ranks > rank)
        keys.append((held[others - ranks[others] + rank] << _HALF) | held[others])
    return np.concatenate(keys)


def counted(keys: Keys, least: int = 1) -> tuple[Pairs, npt.NDArray[np.int64]]:
    """Pairs with at least so many prints in common, and how many, from all their ``pair_keys``."""
    ordered = np.sort(keys)
    if least > 1:  # most pairs have one print in common; they are put aside before anything is worked out
        same = ordered[least - 1 :] == ordered[: max(0, len(ordered) - least + 1)]
        few = np.unique(ordered[: len(same)][same])
        begins, ends = np.searchsorted(ordered, few), np.searchsorted(ordered, few, side="right")
        return _as_pairs(few), ends - begins
    pairs, counts = np.unique(ordered, return_counts=True)
    return _as_pairs(pairs), counts


def _as_pairs(keys: Keys) -> Pairs:
    return np.stack((keys >> _HALF, keys & _LOWER), axis=1).astype(np.int64)
