"""How a finding is read by a second person: what they must have before them, and when their word still holds.

A step holds for as long as everything that it was about stays as it was: the finding, its claim with its parts, their
evidence and statements, every quote and actor in these, and the sources with all that those derive from. A change to
any of them, or a further piece of evidence, and the finding is a draft again.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from muniment.evidence.held import Held
from muniment.evidence.records import (
    UNKNOWN,
    Act,
    Actor,
    Bearing,
    Claim,
    Derivation,
    Evidence,
    Finding,
    Kind,
    Quote,
    Record,
    Review,
    Ruling,
    Source,
    Statement,
    Step,
    kind_of,
    plain,
)
from muniment.evidence.weighing import Scales
from muniment.preserve.canonical import canonical

_PURPOSE = "muniment review 1"
"""Stands at the head of what is signed, so that a signature can mean nothing else."""


@dataclass(frozen=True, slots=True)
class Before:
    """All that whoever reads a finding has before them, each record once, in a fixed order."""

    finding: Finding
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    statements: tuple[Statement, ...]
    quotes: tuple[Quote, ...]
    actors: tuple[Actor, ...]
    sources: tuple[Source, ...]
    derivations: tuple[Derivation, ...]

    def __iter__(self) -> Iterator[Record]:
        """The records, kind by kind."""
        yield self.finding
        yield from chain[Record](self.claims, self.evidence, self.statements, self.quotes)
        yield from chain[Record](self.actors, self.sources, self.derivations)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a finding is on its way.

    ``step`` is the last one that still holds, None for a draft; ``last`` the last one that was taken, which holds no
    more if ``changed`` says so.
    """

    step: Step | None
    last: Review | None
    changed: bool

    @property
    def says(self) -> str:
        """The state in a word or a few."""
        if self.last is None:
            return "draft"
        if self.changed:
            return f"draft, changed since it was {self.last.step}"
        return "draft, returned" if self.last.step is Step.RETURNED else str(self.last.step)


def before(scales: Scales, finding: Finding) -> Before:
    """What whoever reads ``finding`` has before them."""
    held = scales.held
    claims = list(_with_parts(held, held.claims[finding.claim]))
    ids = [one.id for one in claims]
    evidence = [one for claim in ids for one in held.evidence_of.get(claim, ())]
    statements = list({one.id: one for claim in ids for one in held.statements_on.get(claim, ())}.values())
    quotes = {one.quote for one in evidence} | {quote for one in statements for quote in one.quotes}
    actors = {actor for one in statements for actor in (*one.actors, one.on_behalf_of) if actor}
    named = {scales.source_of(one) for one in evidence} | {
        one for said in statements for one in scales.sources_of(said)
    }
    sources, derivations = _upwards(scales, named - {""})
    return Before(
        finding,
        tuple(claims),
        tuple(evidence),
        tuple(statements),
        tuple(held.quotes[one] for one in sorted(quotes)),
        tuple(held.actors[one] for one in sorted(actors)),
        tuple(held.sources[one] for one in sorted(sources)),
        tuple(sorted(derivations, key=lambda one: one.id)),
    )


def _with_parts(held: Held, claim: Claim) -> Iterator[Claim]:
    yield claim
    for part in held.parts_of.get(claim.id, ()):
        yield from _with_parts(held, part)


def _upwards(scales: Scales, sources: set[str]) -> tuple[set[str], list[Derivation]]:
    """``sources`` with all that they derive from, and the confirmed links between them."""
    seen, waiting = set(sources), list(sources)
    while waiting:
        for parent in scales.lineage.parents(waiting.pop()):
            if parent != UNKNOWN and parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    links = scales.held.derivations.values()
    return seen, [one for one in links if one.child in seen and one.ruling is Ruling.CONFIRMED]


def digest_of(seen: Before, scales: Scales) -> str:
    """SHA-256, in hexadecimal, of all the records in ``seen`` and of which source each quote belongs to."""
    records = [[kind_of(one).value, plain(one)] for one in seen]
    belongs = [[one.id, scales.source_of_quote(one)] for one in seen.quotes]
    return hashlib.sha256(canonical([records, belongs])).hexdigest()


def steps_of(held: Held, finding: str) -> tuple[Review, ...]:
    """The steps taken with a finding, oldest first."""
    return tuple(one for one in held.reviews.values() if one.finding == finding)


def progress(scales: Scales, finding: Finding) -> Progress:
    """Where ``finding`` is on its way."""
    steps = steps_of(scales.held, finding.id)
    if not steps:
        return Progress(None, None, changed=False)
    last = steps[-1]
    if last.step is Step.RETURNED:
        return Progress(None, last, changed=False)
    changed = last.digest != digest_of(before(scales, finding), scales)
    return Progress(None if changed else last.step, last, changed)


def missing(finding: Finding, seen: Before) -> Sequence[str]:
    """What a finding lacks before it can be submitted, each as a sentence; empty if nothing."""
    lacks = []
    if not finding.limits.strip():
        lacks.append("Say what its limits are: what the evidence does not show.")
    if not finding.looked_for.strip():
        lacks.append("Say what was looked for and not found.")
    if not finding.against.strip() and not finding.nothing_against:
        lacks.append("Say what speaks against it, or say that nothing was found that does.")
    if finding.nothing_against and _is_contested(seen):
        lacks.append("The evidence bears both ways, or somebody denies it: say so under what speaks against it.")
    return lacks


def _is_contested(seen: Before) -> bool:
    bearings = {one.bearing for one in seen.evidence}
    return {Bearing.SUPPORTS, Bearing.DISPUTES} <= bearings or any(one.act is Act.DENIES for one in seen.statements)


def signed(step: Review, key: Ed25519PrivateKey) -> Review:
    """``step`` with the signature of whoever takes it."""
    with_key = replace(step, public_key=key.public_key().public_bytes_raw().hex(), signature="")
    return replace(with_key, signature=key.sign(_signed_text(with_key)).hex())


def is_signed(step: Review) -> bool:
    """Whether the signature is over this very step, made with the key that it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(step.public_key))
        key.verify(bytes.fromhex(step.signature), _signed_text(step))
    except (ValueError, InvalidSignature):
        return False
    return True


def _signed_text(step: Review) -> bytes:
    return canonical([_PURPOSE, plain(replace(step, signature=""))])


def next_review_id(held: Held, finding: str) -> str:
    """The id of a finding's next step: the finding's own and a number."""
    stem = finding[:_STEM_CHARS].rstrip("._-")
    number = sum(one.finding == finding for one in held.reviews.values()) + 1
    while held.version(Kind.REVIEW, f"{stem}.{number}"):
        number += 1
    return f"{stem}.{number}"


_STEM_CHARS = 70
"""Characters of a finding's id in those of its steps: leaves room for the number."""
