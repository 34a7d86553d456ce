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

Pairs = npt.NDArray[np.int64]
"""Two columns: the numbers (places in the order given) of two documents, the smaller first."""


def band_pairs(signatures: Numbers) -> Iterator[Pairs]:
    """Pairs of documents that are likely near-duplicates: one array for each band of ``signatures`` (a row each)."""
    for start in range(0, SIGNATURE_LENGTH, BAND):
        keys = np.zeros(len(signatures), dtype=np.uint64)
        for column in range(start, start + BAND):
            keys = (keys ^ signatures[:, column]) * np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        yield _with_the_first(keys)


def _with_the_first(keys: npt.NDArray[np.uint64]) -> Pairs:
    """Each document paired with the first and with the one before it among those of the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(keys) else same
    firsts = begins[np.searchsorted(begins, same, side="right") - 1]
    with_first = np.stack((order[firsts], order[same]), axis=1)
    with_previous = np.stack((order[same - 1], order[same]), axis=1)
    return np.unique(np.concatenate((with_first, with_previous)), axis=0)


def print_pairs(prints: Numbers, holders: npt.NDArray[np.int32]) -> tuple[Pairs, npt.NDArray[np.int64]]:
    """Pairs of documents with prints in common, and how many.

    ``holders`` tells for each of ``prints`` which document holds it; no document holds the same print twice.
    """
    keyed = (prints.astype(np.uint64) << np.uint64(32)) | holders.astype(np.uint64)
    keyed.sort()
    prints, holders = (keyed >> np.uint64(32)).astype(np.uint32), keyed.astype(np.uint32).astype(np.int32)
    fresh = np.append(True, prints[1:] != prints[:-1]) if len(prints) else np.zeros(0, dtype=np.bool_)
    begins = np.flatnonzero(fresh)
    sizes = np.diff(begins, append=len(prints))
    ranks = np.arange(len(prints)) - np.repeat(begins, sizes)
    told = np.repeat((sizes > 1) & (sizes <= MOST_HOLDERS), sizes)
    keys = []
    for rank in range(PARTNERS):
        others = np.flatnonzero(told & (ranks > rank))
        partners = holders[others - ranks[others] + rank].astype(np.uint64)
        keys.append((partners << np.uint64(32)) | holders[others].astype(np.uint64))
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    split = np.stack((pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)), axis=1)
    return split.astype(np.int64), counts
