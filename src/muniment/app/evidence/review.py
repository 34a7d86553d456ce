"""Bringing a finding from draft to reviewed: who may take which step, and that every quote was opened."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.evidence import EvidenceLedger
from muniment.adapters.ledger.people import People
from muniment.app.evidence.records import Recorder
from muniment.app.opening import ledger_of, now
from muniment.app.people import Signer, require_present
from muniment.errors import LedgerDamagedError, NotFoundError, UsageError
from muniment.evidence import clearing
from muniment.evidence.history import Applied
from muniment.evidence.lineage import Standing, said
from muniment.evidence.records import Bearing, Finding, Kind, Quote, Review, Source, Step
from muniment.evidence.review import (
    Before,
    Progress,
    before,
    digest_of,
    is_signed,
    missing,
    next_review_id,
    progress,
    signed,
    steps_of,
)
from muniment.people import Deed, NotAllowedError, Person, require
from muniment.preserve.fault import Findings


@dataclass(frozen=True, slots=True)
class Desk:
    """A finding as it lies before somebody: all they must read, and which quotes they have not opened yet."""

    finding: Finding
    progress: Progress
    before: Before
    authors: frozenset[str]
    unopened: tuple[Quote, ...]
    steps: tuple[Review, ...]
    lacks: Sequence[str]

    def may_review(self, person: Person) -> bool:
        """Whether somebody may sign: another than the authors."""
        return person.name not in self.authors


class Reviewing:
    """The findings of an open case on their way. Safe to use from several threads."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self._database = database
        self._people = People(database)
        self._recorder = recorder

    def queue(self) -> list[tuple[Finding, Progress]]:
        """Every finding and where it is on its way, in the order in which they were made."""
        scales = self._recorder.scales()
        return [(one, progress(scales, one)) for one in scales.held.findings.values()]

    def desk(self, finding_id: str, person: Person) -> Desk:
        """A finding as it lies before ``person``. Raises ``NotFoundError``."""
        scales = self._recorder.scales()
        finding = scales.held.findings.get(finding_id)
        if finding is None:
            raise NotFoundError(f"There is no finding {finding_id}.", "muniment review list shows them.")
        at = progress(scales, finding)
        seen = before(scales, finding)
        since = at.last.at if at.last is not None and at.step is Step.SUBMITTED else ""
        looks = self._people.looks(person.name)
        opened = {quote for quote, when in looks.items() if when >= since}
        unopened = [one for one in seen.quotes if (one.id, scales.held.version(Kind.QUOTE, one.id)) not in opened]
        steps = steps_of(scales.held, finding_id)
        return Desk(finding, at, seen, self._authors(finding_id), tuple(unopened), steps, missing(finding, seen))

    def source_of(self, quote: Quote) -> Source | None:
        """The source that a quote's document belongs to; None if to none."""
        scales = self._recorder.scales()
        return scales.held.sources.get(scales.source_of_quote(quote))

    def said(self, finding: Finding) -> str:
        """How many sources stand behind and against a finding's claim and all its parts, in words."""
        scales = self._recorder.scales()
        told = []
        for bearing in Bearing:
            standing = scales.weigh_all(finding.claim).standing[bearing]
            if standing != Standing():
                told.append(f"{bearing} it: {said(standing)}")
        return "; ".join(told) or "no evidence yet"

    def open_quote(self, person: Person, quote: str) -> None:
        """Note that somebody opened a quote to check it. Raises ``NotFoundError``."""
        held = self._recorder.held()
        if quote not in held.quotes:
            raise NotFoundError(f"There is no quote {quote}.", "muniment quote --list shows them.")
        self._people.opened(person.name, quote, held.version(Kind.QUOTE, quote))

    def submit(self, person: Person, finding_id: str) -> Applied:
        """Ask for a review. Raises ``UsageError`` saying what the finding lacks."""
        desk = self.desk(finding_id, person)
        if desk.lacks:
            raise UsageError(
                f"The finding {finding_id} is not ready. {' '.join(desk.lacks)}", "Add it, then submit again."
            )
        if not desk.before.evidence:
            raise UsageError(f"The finding {finding_id} has no evidence.", "Add evidence to its claim first.")
        if desk.progress.step is not None:
            raise UsageError(f"The finding {finding_id} is {desk.progress.says}.", "There is nothing to submit.")
        return self._take(person, desk, Step.SUBMITTED)

    def give_back(self, person: Person, finding_id: str, reason: str) -> Applied:
        """Make a finding a draft again, for a reason; whoever submitted it may take it back so."""
        desk = self.desk(finding_id, person)
        if not reason.strip():
            raise UsageError("Say why the finding goes back.", "Whoever wrote it needs to know what to do.")
        if desk.progress.step is None:
            raise UsageError(f"The finding {finding_id} is a draft.", "There is nothing to give back.")
        if person.name not in desk.authors:
            require(person, Deed.REVIEW)
        return self._take(person, desk, Step.RETURNED, reason=reason.strip())

    def sign(self, signer: Signer, finding_id: str) -> Applied:
        """Put one's name to a finding that somebody else submitted, having opened every quote.

        Raises ``NotAllowedError`` or ``UsageError`` saying what stands in the way.
        """
        require(signer.person, Deed.REVIEW)
        desk = self.desk(finding_id, signer.person)
        if desk.progress.step is not Step.SUBMITTED:
            raise UsageError(f"The finding {finding_id} is {desk.progress.says}.", "It must be submitted first.")
        if not desk.may_review(signer.person):
            raise NotAllowedError(
                f"{signer.person.name} wrote or submitted this finding.",
                "Somebody else must read it: two pairs of eyes.",
            )
        if desk.unopened:
            names = ", ".join(one.id for one in desk.unopened[:_NAMED])
            raise UsageError(
                f"{len(desk.unopened):,} of {len(desk.before.quotes):,} quotes were not opened since it was submitted: "
                f"{names}{' …' if len(desk.unopened) > _NAMED else ''}.",
                "Open each and read it where it stands, then sign.",
            )
        return self._take(signer.person, desk, Step.REVIEWED, signer=signer)

    def published(self, signer: Signer, findings: Iterable[str]) -> None:
        """Note of reviewed findings that they went out; one that did before stays as it is."""
        require(signer.person, Deed.PUBLISH)
        for finding_id in findings:
            desk = self.desk(finding_id, signer.person)
            if desk.progress.step is Step.REVIEWED:
                self._take(signer.person, desk, Step.PUBLISHED, signer=signer)

    def _take(
        self, person: Person, desk: Desk, step: Step, *, reason: str = "", signer: Signer | None = None
    ) -> Applied:
        require_present(self._database, person)
        scales = self._recorder.scales()
        opened = tuple(one.id for one in desk.before.quotes) if step is Step.REVIEWED else ()
        review = Review(
            next_review_id(scales.held, desk.finding.id),
            desk.finding.id,
            step,
            person.name,
            now(),
            digest_of(desk.before, scales),
            scales.held.at_change,
            reason,
            opened,
        )
        if signer is not None:
            review = signed(review, signer.key)
        return self._recorder.make(person, review)

    def _authors(self, finding_id: str) -> frozenset[str]:
        """Whoever wrote a version of the finding or submitted it."""
        wrote = {one.change.person for one in self._recorder.history(Kind.FINDING, finding_id)}
        steps = self._recorder.held().reviews.values()
        submitted = {one.person for one in steps if one.finding == finding_id and one.step is Step.SUBMITTED}
        return frozenset(wrote | submitted)


def verify(database: Database, findings: Findings) -> None:
    """Check the signature of every review and clearance, and that the case knows the key; what fails is a fault."""
    known = People(database).public_keys()
    try:
        held = EvidenceLedger(database).held()
    except LedgerDamagedError as error:
        findings.fault("evidence", "case.db", f"The reviews cannot be checked. {error.message}")
        return
    for step in held.reviews.values():
        findings.count("reviews")
        if step.step not in {Step.REVIEWED, Step.PUBLISHED}:
            continue
        if not is_signed(step):
            findings.fault("review", step.id, f"The review {step.id} by {step.person} was changed after it was signed.")
        elif known.get(step.person) != step.public_key:
            findings.note(f"The review {step.id} is signed by {step.person} with a key that this case does not know.")
    for clearance in held.clearances.values():
        findings.count("clearances")
        told = f"The clearance {clearance.id} by {clearance.person}"
        if not clearing.is_signed(clearance):
            findings.fault("clearance", clearance.id, f"{told} was changed after it was signed.")
        elif known.get(clearance.person) != clearance.public_key:
            findings.note(f"{told} is signed with a key that this case does not know.")


@contextmanager
def reviewing_of(case: CaseFolder, *, read_only: bool = False) -> Iterator[Reviewing]:
    """The findings of ``case``, closed afterwards."""
    with ledger_of(case, read_only=read_only) as database:
        yield Reviewing(database, Recorder(database))


_NAMED = 5
