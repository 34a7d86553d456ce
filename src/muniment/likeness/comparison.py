"""How two documents relate: the same text, near-duplicates, a revision, one in the other, or passages in common."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from muniment.likeness.alignment import Alignment, align
from muniment.likeness.changes import Change, Nature, changes_between, without_strays
from muniment.likeness.document import Document
from muniment.likeness.passages import Passage, passages_between


class Kind(StrEnum):
    """How one document relates to another, the closest that holds."""

    IDENTICAL = "identical bytes"
    SAME_TEXT = "same text"
    """The same words in the same order; files, layout, letter case or punctuation differ."""
    NEAR_DUPLICATE = "near-duplicate"
    """The same but for misread or mistyped words."""
    REVISION = "revision"
    """One text in two states: something was rewritten, added or left out."""
    SAME_FORM = "same form"
    """Two papers made from one form or template: names, numbers or dates differ. Not duplicates."""
    CONTAINS = "contains"
    """Nearly all of the other stands in this one."""
    PART_OF = "part of"
    """Nearly all of this one stands in the other."""
    REUSES = "reuses passages"
    """Some passages stand in both."""
    UNRELATED = "unrelated"

    @property
    def other_way(self) -> "Kind":
        """The same as said of the other document."""
        return {Kind.CONTAINS: Kind.PART_OF, Kind.PART_OF: Kind.CONTAINS}.get(self, self)


CLUSTERED = frozenset({Kind.IDENTICAL, Kind.SAME_TEXT, Kind.NEAR_DUPLICATE, Kind.REVISION})
"""What puts two documents into one cluster."""

LEAST_TERMS = 12
"""Terms below which two texts are the same or not, and nothing between."""

WORTH_ALIGNING = 0.08
"""Share of the shorter document's shingles in common from which two are aligned: bad recognition leaves a tenth."""

ONE_TEXT = 0.6
"""Share of the longer document that must stand in the other for the two to be states of one text."""

CONTAINED = 0.7
"""Share of the shorter document that must stand in the longer to be called a part of it."""

FORM_DENSITY = 1 / 120
"""Fields for each term from which two papers are made from one form: one in a letter of 120 words."""

FORM_SHARE = 0.6
"""Share of all changes, misread words aside, that must be fields."""

FORM_TERMS = 0.4
"""Share of all changed terms that must stand in fields: else something was rewritten as well."""

_MISREADING_BEGINS = 3
"""Misread stretches from which a document is taken for a recognised one, whose errors may also look like changes."""

_LEAST_REWRITTEN = 4
"""Terms in one place that recognition does not spoil beyond likeness, where it errs in other places."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing one document with another.

    ``similarity`` is the share of the longer document that stands in the other; ``jaccard`` that of shingles in
    common; ``left_in_right`` and ``right_in_left`` are containments. All run from 0 to 1. ``bounded`` says that the
    documents were too long to be compared in full.
    """

    kind: Kind
    similarity: float
    jaccard: float
    left_in_right: float
    right_in_left: float
    changes: tuple[Change, ...]
    passages: tuple[Passage, ...]
    bounded: bool


def compare(one: Document, other: Document) -> Comparison:
    """Compare two documents by their texts."""
    if len(one) == len(other) and bool((one.terms.hashes == other.terms.hashes).all()):
        same = 1.0 if len(one) else 0.0
        kind = Kind.SAME_TEXT if len(one) else Kind.UNRELATED
        return Comparison(kind, same, same, same, same, (), (), one.is_cut or other.is_cut)
    jaccard, contained, order_free = _shared(one, other)
    bounded = one.is_cut or other.is_cut
    if min(len(one), len(other)) < LEAST_TERMS:
        return Comparison(Kind.UNRELATED, 0.0, jaccard, 0.0, 0.0, (), (), bounded)
    if contained >= WORTH_ALIGNING:
        aligned = align(one.terms.hashes, other.terms.hashes)
        found = _judged(one, other, aligned, jaccard, order_free)
        if found.kind is not Kind.UNRELATED:
            return replace(found, bounded=found.bounded or bounded)
    return _by_passages(one, other, jaccard, bounded=bounded)


def _shared(one: Document, other: Document) -> tuple[float, float, tuple[float, float]]:
    """Jaccard; the share of the shorter; and how much of either stands in the other, order apart."""
    shingles, counts = one.counted_shingles
    other_shingles, other_counts = other.counted_shingles
    if not len(shingles) or not len(other_shingles):
        return 0.0, 0.0, (0.0, 0.0)
    found = np.searchsorted(other_shingles, shingles)
    found[found == len(other_shingles)] = 0
    at = np.flatnonzero(other_shingles[found] == shingles)
    other_at = found[at]
    common = len(at)
    union = len(shingles) + len(other_shingles) - common
    shares = counts[at].sum() / counts.sum(), other_counts[other_at].sum() / other_counts.sum()
    return (
        common / union,
        common / min(len(shingles), len(other_shingles)),
        (float(shares[0]), float(shares[1])),
    )


def _judged(
    one: Document, other: Document, aligned: Alignment, jaccard: float, order_free: tuple[float, float]
) -> Comparison:
    blocks = without_strays(aligned.blocks, len(one), len(other))
    changes = tuple(changes_between(one, other, blocks))
    same = sum(block.length for block in blocks)
    misread = [change for change in changes if change.nature in (Nature.MISREAD, Nature.DOUBTFUL)]
    here = max((same + sum(change.left_end - change.left for change in misread)) / len(one), order_free[0])
    there = max((same + sum(change.right_end - change.right for change in misread)) / len(other), order_free[1])
    overlap = min(here, there)
    kind = _kind(here, there, changes, len(one), len(other))
    passages = tuple(passages_between(one, other)) if kind in (Kind.CONTAINS, Kind.PART_OF) else ()
    return Comparison(kind, overlap, jaccard, here, there, changes, passages, aligned.bounded)


def _kind(here: float, there: float, changes: tuple[Change, ...], terms: int, other_terms: int) -> Kind:
    if min(here, there) >= ONE_TEXT:
        if _is_form(changes, max(terms, other_terms)):
            return Kind.SAME_FORM
        return Kind.REVISION if _was_rewritten(changes) else Kind.NEAR_DUPLICATE
    if there >= CONTAINED and there > here:
        return Kind.CONTAINS
    if here >= CONTAINED:
        return Kind.PART_OF
    return Kind.UNRELATED


def _is_form(changes: tuple[Change, ...], terms: int) -> bool:
    real = _real(changes)
    fields = [change for change in real if change.nature is not Nature.REWRITTEN]
    if not fields or len(fields) < FORM_DENSITY * terms or len(fields) < FORM_SHARE * len(real):
        return False
    return sum(change.terms for change in fields) >= FORM_TERMS * sum(change.terms for change in real)


def _was_rewritten(changes: tuple[Change, ...]) -> bool:
    """Whether words were changed on purpose, as far as that can be told from recognition's errors."""
    misread = sum(change.nature in (Nature.MISREAD, Nature.DOUBTFUL) for change in changes)
    real = _real(changes)
    if misread < _MISREADING_BEGINS:
        return bool(real)
    return any(change.terms >= _LEAST_REWRITTEN for change in real)


def _real(changes: tuple[Change, ...]) -> list[Change]:
    """The changes that are not misread; where letters are misread, digits that nearly fit are too."""
    misread = sum(change.nature is Nature.MISREAD for change in changes)
    doubtful = sum(change.nature is Nature.DOUBTFUL for change in changes)
    passed_over = {Nature.MISREAD, Nature.DOUBTFUL} if misread >= doubtful else {Nature.MISREAD}
    return [change for change in changes if change.nature not in passed_over]


def _by_passages(one: Document, other: Document, jaccard: float, *, bounded: bool) -> Comparison:
    passages = tuple(passages_between(one, other))
    same = sum(passage.same for passage in passages)
    here, there = min(1.0, same / max(1, len(one))), min(1.0, same / max(1, len(other)))
    kind = Kind.UNRELATED
    if passages:
        kind = (
            Kind.CONTAINS if there >= CONTAINED > here else Kind.PART_OF if here >= CONTAINED > there else Kind.REUSES
        )
    return Comparison(kind, min(here, there), jaccard, here, there, (), passages, bounded)
