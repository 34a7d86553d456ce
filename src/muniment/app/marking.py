"""Marks on what is to be published, what covers each page because of them, and a second person's clearance."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from secrets import token_hex

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import Documents
from muniment.adapters.ledger.people import People
from muniment.app.evidence import Recorder
from muniment.app.likeness import alike_to
from muniment.app.opening import ledger_of, now
from muniment.app.people import Signer, require_present
from muniment.app.protecting import SALT_BYTES
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.clearing import is_signed, signed
from muniment.evidence.history import Applied
from muniment.evidence.ids import new_id
from muniment.evidence.records import Kind
from muniment.evidence.withheld import Clearance, Mark, Scope, Shape
from muniment.likeness.comparison import CLUSTERED
from muniment.model import PageKind
from muniment.people import Deed, NotAllowedError, Person, require
from muniment.preserve.canonical import canonical
from muniment.redact.covering import PageText, covers_on
from muniment.redact.marks import Cover
from muniment.redact.protected import Decisions, Ruled
from muniment.redact.sightings import Matcher

Key = tuple[int, PageKind]
"""A text of a page: its number, and whether it was printed or recognised."""


@dataclass(frozen=True, slots=True)
class CoversOf:
    """All that covers a document, by page; texts that nothing covers are left out.

    ``lost`` are marks whose words are not where they were, ``undecided`` counts words that may name a protected person
    and wait for a decision. ``digest`` stands for all of it.
    """

    original: str
    pages: Mapping[Key, tuple[Cover, ...]]
    lost: tuple[Mark, ...]
    undecided: int
    digest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document is on its way out: what hinders it, each as a sentence, and whose clearance holds."""

    covers: CoversOf
    cleared: Clearance | None
    hindrances: tuple[str, ...]


class Marking:
    """The marks of an open case. Made anew for each look at the register: it keeps who is protected."""

    def __init__(self, case: CaseFolder, database: Database, recorder: Recorder) -> None:
        self._case = case
        self._database = database
        self._recorder = recorder
        self._alike: dict[str, frozenset[str]] = {}

    def marks(self, original: str = "") -> list[Mark]:
        """The marks that hold in a document, or all."""
        marks = self._recorder.held().marks.values()
        return [one for one in marks if not original or self._holds(one, original)]

    def author(self, mark: str) -> str:
        """Who made a mark."""
        return self._recorder.history(Kind.MARK, mark)[0].change.person

    def add(self, person: Person, mark: Mark) -> Mark:
        """Make a mark; its id is given to it here. Raises ``EvidenceError``, ``NotFoundError`` or ``UsageError``."""
        if mark.original:
            self._require_place(mark)
        made = replace(mark, id=new_id(self._recorder.held(), Kind.MARK), salt=token_hex(SALT_BYTES))
        self._recorder.make(person, made)
        return made

    def remove(self, person: Person, mark: str) -> Applied:
        """Take a mark off; it can be undone. Raises ``NotFoundError``."""
        held = self._recorder.held()
        if mark not in held.marks:
            raise NotFoundError(f"There is no mark {mark}.", "muniment redact list shows them.")
        return self._recorder.take_out(person, Kind.MARK, mark, held.version(Kind.MARK, mark))

    def covers_of(self, original: str) -> CoversOf:
        """All that covers a document by its marks and by the register. Raises ``NotFoundError``."""
        held = self._recorder.held()
        matcher, decisions = Matcher(held.protected.values()), Decisions(held.sightings.values())
        marks = self.marks(original)
        pages: dict[Key, tuple[Cover, ...]] = {}
        lost: dict[str, Mark] = {}
        undecided: set[tuple[str, str]] = set()

        def hits(text: str) -> Sequence[Ruled]:
            ruled = decisions.ruled(matcher.find(text), original)
            undecided.update((one.hit.protected, one.hit.words) for one in ruled if one.decision is None)
            return ruled

        for page in self._texts(original):
            covered = covers_on(page, marks, original, hits)
            if covered.covers:
                pages[page.number, page.kind] = covered.covers
            lost.update((one.id, one) for one in covered.lost)
        digest = _digest(original, pages, sorted(lost), sorted(undecided))
        return CoversOf(original, pages, tuple(lost.values()), len(undecided), digest)

    def standing(self, original: str) -> Standing:
        """Whether a document may go out, and what hinders it. Raises ``NotFoundError``."""
        covers = self.covers_of(original)
        given = [one for one in self._recorder.held().clearances.values() if one.original == original]
        cleared = next((one for one in reversed(given) if one.digest == covers.digest and self._is_theirs(one)), None)
        return Standing(covers, cleared, tuple(_hindrances(covers, cleared, was_cleared=bool(given))))

    def clear(self, signer: Signer, original: str) -> Applied:
        """A second person's word that a document may go out as it is covered now.

        Raises ``NotAllowedError`` for whoever made a mark on it or decided about it, and ``UsageError`` saying what
        hinders it.
        """
        require(signer.person, Deed.REVIEW)
        require_present(self._database, signer.person)
        covers = self.covers_of(original)
        hindrances = [*_hindrances(covers, None, was_cleared=False)][:-1]
        if hindrances:
            raise UsageError(f"This document is not ready. {' '.join(hindrances)}", "Settle that first.")
        if signer.person.name in self._authors(original):
            raise NotAllowedError(
                f"{signer.person.name} made marks here, or decided what is protected here.",
                "Somebody else must look at it: two pairs of eyes.",
            )
        held = self._recorder.held()
        record_id = new_id(held, Kind.CLEARANCE)
        clearance = Clearance(record_id, original, signer.person.name, now(), covers.digest)
        return self._recorder.make(signer.person, signed(clearance, signer.key))

    def _is_theirs(self, clearance: Clearance) -> bool:
        """Whether it is signed with the key that the case knows for whoever it names."""
        known = People(self._database).public_keys().get(clearance.person)
        return known == clearance.public_key and is_signed(clearance)

    def _authors(self, original: str) -> set[str]:
        held = self._recorder.held()
        names = {
            one.change.person for mark in self.marks(original) for one in self._recorder.history(Kind.MARK, mark.id)
        }
        for decision in held.sightings.values():
            if decision.original in {"", original}:
                names.update(one.change.person for one in self._recorder.history(Kind.SIGHTING, decision.id))
        return names

    def _holds(self, mark: Mark, original: str) -> bool:
        if mark.scope is Scope.CASE or mark.original == original:
            return True
        return mark.scope is Scope.ALIKE and original in self._like(mark.original)

    def _like(self, original: str) -> frozenset[str]:
        """The documents that are copies or states of one."""
        if original not in self._alike:
            found = alike_to(self._case, original).relations
            self._alike[original] = frozenset(one.document.sha256 for one in found if one.kind in CLUSTERED)
        return self._alike[original]

    def pages(self, original: str) -> int:
        """How many pages a document has; 0 if it is not there."""
        row = Documents(self._database).document(original)
        return row.pages if row is not None else 0

    def texts(self, original: str, number: int) -> Iterator[PageText]:
        """The texts of one page of a document. Raises ``NotFoundError``."""
        return takewhile(lambda page: page.number == number, self._texts(original, number))

    def _texts(self, original: str, first: int = 1) -> Iterator[PageText]:
        documents = Documents(self._database)
        row = documents.document(original)
        if row is None:
            raise NotFoundError("No document in this case has this hash.", "muniment books --list shows every hash.")
        for number, kind, text in documents.texts(row.reading, first):
            yield PageText(number, kind, text)

    def _require_place(self, mark: Mark) -> None:
        """Raise ``UsageError`` unless the words of a mark stand where it says."""
        texts = {(page.number, page.kind): page.text for page in self._texts(mark.original)}
        if mark.page and mark.page not in {number for number, _ in texts}:
            raise UsageError(f"This document has no page {mark.page}.", "Name one that it has.")
        if mark.shape is Shape.WORDS and mark.scope is Scope.HERE:
            text = texts.get((mark.page, mark.page_kind), "")
            if text[mark.start : mark.end] != mark.exact:
                raise UsageError("These words do not stand there.", "Load the page again and select anew.")


def _hindrances(covers: CoversOf, cleared: Clearance | None, *, was_cleared: bool) -> Iterator[str]:
    if covers.undecided:
        many = covers.undecided > 1
        yield f"{covers.undecided:,} sighting{'s wait' if many else ' waits'} for a decision."
    for mark in covers.lost:
        yield f"The words of {mark.id} are not where they were: the document was read anew."
    if cleared is None:
        yield "It was changed since it was cleared." if was_cleared else "A second person has not seen it yet."


def _digest(
    original: str, pages: Mapping[Key, tuple[Cover, ...]], lost: Sequence[str], undecided: Sequence[tuple[str, str]]
) -> str:
    told = [
        [
            number,
            kind.value,
            [
                [
                    [list(span) for span in one.spans],
                    [[repr(edge) for edge in box] for box in one.boxes],  # canonical JSON has no fractions
                    list(one.rows),
                    list(one.columns),
                    one.extent.value,
                    one.reason,
                ]
                for one in covers
            ],
        ]
        for (number, kind), covers in pages.items()
    ]
    return hashlib.sha256(canonical([original, told, list(lost), [list(one) for one in undecided]])).hexdigest()


@contextmanager
def marking_of(case: CaseFolder) -> Iterator[Marking]:
    """The marks of ``case``, closed afterwards."""
    with ledger_of(case) as database:
        yield Marking(case, database, Recorder(database))
