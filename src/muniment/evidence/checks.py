"""What must hold of all records together before a change is made."""

from collections.abc import Callable, Iterator, Sequence

from muniment.evidence.belonging import claimed_twice
from muniment.evidence.clearing import is_signed as is_signed_clearance
from muniment.evidence.faults import EvidenceError, Fault, faults_among, faults_of
from muniment.evidence.held import Held
from muniment.evidence.history import Edit
from muniment.evidence.lineage import refuse_cycle
from muniment.evidence.records import Kind, Review, Step
from muniment.evidence.review import is_signed
from muniment.evidence.withheld import Clearance

MOST_FAULTS = 1000
"""Faults that are listed of one change: nobody reads more before correcting these."""


def checker(edits: Sequence[Edit]) -> Callable[[Held, Held], None]:
    """What to check of a change made of ``edits``: raises ``EvidenceError`` with all faults, or ``CycleError``."""

    def check(before: Held, after: Held) -> None:
        faults = [fault for edit in edits for fault in _faults(before, after, edit)]
        kinds = {edit.kind for edit in edits}
        if Kind.SOURCE in kinds:
            faults += documents_claimed_twice(after)
        if Kind.CLAIM in kinds:
            faults += circular_claims(after)
        if faults:
            raise EvidenceError(faults[:MOST_FAULTS])
        if Kind.DERIVATION in kinds:
            refuse_cycle(after.sources, after.derivations.values())

    return check


def _faults(before: Held, after: Held, edit: Edit) -> Iterator[Fault]:
    if edit.kind is Kind.REVIEW and before.version(edit.kind, edit.id):
        yield Fault(edit.kind, edit.id, "", "what somebody did with a finding is never changed", _REVIEW_ADVICE)
    elif edit.kind is Kind.CLEARANCE and before.version(edit.kind, edit.id):
        yield Fault(edit.kind, edit.id, "", "what somebody cleared is never changed", "Clear the document anew.")
    elif edit.record is None:
        named_by = after.named_by.get((edit.kind, edit.id), ())
        if named_by:
            names = ", ".join(one.id for one in named_by[:_SHOWN]) + (" …" if len(named_by) > _SHOWN else "")
            yield Fault(edit.kind, edit.id, "", f"it is still named by {names}", "Take those out first.")
    else:
        if isinstance(edit.record, Review) and edit.record.step in _SIGNED and not is_signed(edit.record):
            yield Fault(edit.kind, edit.id, "signature", "it is not signed by whoever it names, or was changed since")
        if isinstance(edit.record, Clearance) and not is_signed_clearance(edit.record):
            yield Fault(edit.kind, edit.id, "signature", "it is not signed by whoever it names, or was changed since")
        yield from faults_of(edit.record)
        yield from faults_among(after, edit.record)


def documents_claimed_twice(after: Held) -> Iterator[Fault]:
    """Documents, folders and acquisitions that two sources hold to be theirs."""
    for what, (one, other) in claimed_twice(after.sources.values()).items():
        yield Fault(Kind.SOURCE, other, "documents", f"{what} belongs to the source {one} already")


def circular_claims(after: Held) -> Iterator[Fault]:
    """Claims that are part of themselves."""
    for claim in after.claims.values():
        seen, at = {claim.id}, claim.parent
        while at and at not in seen:
            seen.add(at)
            at = after.claims[at].parent if at in after.claims else ""
        if at == claim.id:
            yield Fault(Kind.CLAIM, claim.id, "parent", "a claim cannot be part of itself, by way of others either")


_SHOWN = 5
_SIGNED = frozenset({Step.REVIEWED, Step.PUBLISHED})
_REVIEW_ADVICE = "Take a further step instead: return it, or submit it again."
