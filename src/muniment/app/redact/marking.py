"""Marks on what is to be published, what covers each page because of them, and a second person's clearance."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from secrets import token_hex

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import Documents
from muniment.adapters.ledger.people import People
from muniment.adapters.ledger.previews import Previews
from muniment.app.documents import Library
from muniment.app.evidence.records import Recorder
from muniment.app.opening import ledger_of, now
from muniment.app.people import Signer, require_present
from muniment.app.redact.protecting import SALT_BYTES
from muniment.app.search.likeness import Clusters, alike_to
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.clearing import is_signed, signed
from muniment.evidence.history import Applied
from muniment.evidence.ids import new_id
from muniment.evidence.records import Kind, Step
from muniment.evidence.review import before
from muniment.evidence.withheld import Clearance, Mark, Protected, Scope, Shape
from muniment.likeness.comparison import CLUSTERED
from muniment.model import PageKind
from muniment.people import Deed, NotAllowedError, Person, require
from muniment.redact.covering import Covering, Key, PageText, cover_of, covers_digest, page_digest
from muniment.redact.marks import Cover, Mode
from muniment.redact.protected import Decisions
from muniment.redact.sightings import Matcher

KEPT_COVERS = 3
"""Documents whose covers are remembered: those that people turn the pages of."""

MOST_LOOKED_THROUGH = 200_000
"""Code points of a text that is looked through while somebody waits for a page to read: a tenth of a second."""

_NAMED = 12
"""Pages that a refusal names; the others are counted."""


@dataclass(frozen=True, slots=True)
class CoversOf:
    """All that covers a document, by page; texts that nothing covers are left out.

    ``lost`` are marks whose words are not where they were, ``undecided`` counts words that may name a protected person
    and wait for a decision. ``digest`` stands for all of it, ``digests`` for what covers each page, by its number: all
    pages that have words are there.
    """

    original: str
    pages: Mapping[Key, tuple[Cover, ...]]
    lost: tuple[Mark, ...]
    undecided: int
    digest: str
    digests: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document is on its way out: what hinders it, each as a sentence, and whose clearance holds."""

    covers: CoversOf
    cleared: Clearance | None
    hindrances: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What a mark covers on one text of a page; without a mark, what the register covers there."""

    mark: Mark | None
    cover: Cover


class Remembered:
    """What takes long to work out and seldom changes: kept from one ``Marking`` to the next."""

    def __init__(self) -> None:
        self._matcher: tuple[tuple[Protected, ...], Matcher] | None = None
        self._near: dict[tuple[str, str], bool] = {}
        self._covers: OrderedDict[Hashable, CoversOf] = OrderedDict()

    def matcher(self, persons: Iterable[Protected]) -> Matcher:
        """The matcher for whoever is protected now: made anew only when the register was changed."""
        wanted, made = tuple(persons), self._matcher
        if made is None or made[0] != wanted:
            made = self._matcher = wanted, Matcher(wanted)
        return made[1]

    def is_near(self, digests: tuple[str, str], find: Callable[[], bool]) -> bool:
        """Whether two documents, told by the digests of their readings, are copies or states of one."""
        if digests not in self._near:
            self._near[digests] = find()
        return self._near[digests]

    def covers(self, key: Hashable, find: Callable[[], CoversOf]) -> CoversOf:
        """What covers a document; ``key`` stands for its reading and for all that may cover it."""
        found = self._covers.pop(key, None) or find()
        self._covers[key] = found
        while len(self._covers) > KEPT_COVERS:
            self._covers.popitem(last=False)
        return found


class Marking:
    """The marks of an open case, burnt in a ``mode``. Made anew for each task: it keeps what went out."""

    def __init__(
        self,
        case: CaseFolder,
        database: Database,
        recorder: Recorder,
        remembered: Remembered | None = None,
        mode: Mode = Mode.LINE,
    ) -> None:
        self.mode = mode
        self._case = case
        self._database = database
        self._recorder = recorder
        self._remembered = remembered or Remembered()
        self._went_out: Mapping[str, str] | None = None

    @property
    def library(self) -> Library:
        """The documents that are marked."""
        return Library(self._database)

    @property
    def protected_names(self) -> tuple[str, ...]:
        """All names of whoever is protected."""
        return tuple(name for one in self._recorder.held().protected.values() for name in one.names)

    def marks(self, original: str = "", *, at_once: bool = False) -> list[Mark]:
        """The marks that hold in a document, or all.

        ``at_once`` takes what is alike from what was last worked out, for whoever reads and does not want to wait.
        Raises ``CaseBusyError``.
        """
        marks = self._recorder.held().marks.values()
        return [one for one in marks if not original or self._holds(one, original, at_once=at_once)]

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
        return self._recorder.take_out(
            person, Kind.MARK, self._mark(mark).id, self._recorder.held().version(Kind.MARK, mark)
        )

    def _mark(self, mark: str) -> Mark:
        found = self._recorder.held().marks.get(mark)
        if found is None:
            raise NotFoundError(f"There is no mark {mark}.", "muniment redact list shows them.")
        return found

    def covers_of(self, original: str) -> CoversOf:
        """All that covers a document by its marks and by the register. Raises ``NotFoundError``."""
        marks = self.marks(original)
        key = (
            original,
            self._digest(original),
            self._recorder.held().at_change,
            tuple(one.id for one in marks),
            self.mode,
        )
        return self._remembered.covers(key, lambda: self._found_covers(original, marks))

    def _found_covers(self, original: str, marks: Sequence[Mark]) -> CoversOf:
        covering = self._covering(original, marks)
        pages: dict[Key, tuple[Cover, ...]] = {}
        digests: dict[int, str] = {}
        for number, texts in groupby(self._texts(original), lambda page: page.number):
            covers = covering.of_page(texts)
            digests[number] = page_digest(number, covers, self.mode)
            pages.update({(number, kind): found for kind, found in covers.items() if found})
        covering.end(digests)
        lost, undecided = sorted(covering.lost), sorted(covering.undecided)
        digest = covers_digest(original, pages, lost, undecided, self.mode)
        return CoversOf(original, pages, tuple(covering.lost.values()), len(undecided), digest, digests)

    def covers_of_page(self, original: str, number: int) -> Mapping[PageKind, tuple[Cover, ...]]:
        """What covers each text of one page; nothing for a page that is not there."""
        return self._covering(original).of_page(self.texts(original, number))

    def _covering(self, original: str, marks: Sequence[Mark] | None = None) -> Covering:
        held = self._recorder.held()
        matcher, decisions = self._remembered.matcher(held.protected.values()), Decisions(held.sightings.values())
        return Covering(original, self.marks(original) if marks is None else marks, matcher, decisions)

    def placed(self, original: str, number: int, kind: PageKind) -> list[Placed]:
        """What each mark, and the register, covers on one text of a page; nothing if it is not there.

        Of a very long text only what was marked at its place: looking through all of it takes seconds.
        """
        page = next((one for one in self.texts(original, number) if one.kind is kind), None)
        if page is None:
            return []
        is_short = len(page.text) <= MOST_LOOKED_THROUGH
        marks = [one for one in self.marks(original, at_once=True) if is_short or one.scope is Scope.HERE]
        covers = [(mark, cover_of(page, mark, original)) for mark in marks]
        found = [Placed(mark, cover) for mark, cover in covers if cover is not None and cover.covers_something]
        if not is_short:
            return found
        protected = [one for one in self._covering(original, ()).of_text(page) if one.covers_something]
        return [*found, *(Placed(None, cover) for cover in protected)]

    def opened(self, person: Person, original: str, pages: Mapping[int, str]) -> None:
        """Note that somebody opened pages as the public will see them, each with the digest of what covers it."""
        require(person, Deed.RECORD)
        Previews(self._database).opened(person.name, original, pages)

    def unopened(self, person: Person, covers: CoversOf) -> list[int]:
        """The pages that somebody has not opened as they are covered now."""
        looks = Previews(self._database).looks(person.name, covers.original)
        return [number for number, digest in covers.digests.items() if (number, digest) not in looks]

    def went_out(self) -> Mapping[str, str]:
        """When each document that was published last went out, ISO 8601."""
        if self._went_out is None:
            self._went_out = self._found_gone_out()
        return self._went_out

    def _found_gone_out(self) -> Mapping[str, str]:
        steps = [one for one in self._recorder.held().reviews.values() if one.step is Step.PUBLISHED]
        if not steps:
            return {}
        scales = self._recorder.scales()
        found: dict[str, str] = {}
        for one in steps:
            if one.finding in scales.held.findings:
                for quote in before(scales, scales.held.findings[one.finding]).quotes:
                    found[quote.original] = max(one.at, found.get(quote.original, ""))
        return found

    def went_out_under(self, mark: str) -> str:
        """When a document in which a mark holds last went out, ISO 8601; "" if none did. Raises ``NotFoundError``."""
        one = self._mark(mark)
        return max((when for original, when in self.went_out().items() if self._holds(one, original)), default="")

    def standing(self, original: str) -> Standing:
        """Whether a document may go out, and what hinders it. Raises ``NotFoundError``."""
        covers = self.covers_of(original)
        given = [one for one in self._recorder.held().clearances.values() if one.original == original]
        cleared = next((one for one in reversed(given) if one.digest == covers.digest and self._is_theirs(one)), None)
        return Standing(covers, cleared, tuple(_hindrances(covers, cleared, self.mode, was_cleared=bool(given))))

    def clear(self, signer: Signer, original: str) -> Applied:
        """A second person's word that a document may go out as it is covered now.

        Raises ``NotAllowedError`` for whoever made a mark on it or decided about it, and ``UsageError`` saying what
        hinders it: also pages that they have not opened as the public will see them.
        """
        require(signer.person, Deed.REVIEW)
        require_present(self._database, signer.person)
        covers = self.covers_of(original)
        hindrances = [*_hindrances(covers, None, self.mode, was_cleared=False)][:-1]
        if hindrances:
            raise UsageError(f"This document is not ready. {' '.join(hindrances)}", "Settle that first.")
        if signer.person.name in self._authors(original):
            raise NotAllowedError(
                f"{signer.person.name} made marks here, or decided what is protected here.",
                "Somebody else must look at it: two pairs of eyes.",
            )
        self._require_opened(signer.person, covers)
        held = self._recorder.held()
        record_id = new_id(held, Kind.CLEARANCE)
        clearance = Clearance(record_id, original, signer.person.name, now(), covers.digest)
        return self._recorder.make(signer.person, signed(clearance, signer.key))

    def _require_opened(self, person: Person, covers: CoversOf) -> None:
        unopened = self.unopened(person, covers)
        if unopened:
            told = f"page{'s' if len(unopened) > 1 else ''} {', '.join(map(str, unopened[:_NAMED]))}"
            raise UsageError(
                f"{person.name} has not opened {told}{' …' if len(unopened) > _NAMED else ''} as the public will see "
                f"{'them' if len(unopened) > 1 else 'it'}: {len(unopened):,} of {len(covers.digests):,}.",
                "Look at each in the workbench, or have them all made: muniment redact preview DOCUMENT FOLDER.",
            )

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

    def _holds(self, mark: Mark, original: str, *, at_once: bool = False) -> bool:
        if mark.scope is Scope.CASE or mark.original == original:
            return True
        if mark.scope is not Scope.ALIKE:
            return False
        return (self._share_a_cluster if at_once else self._is_near)(mark.original, original)

    def _is_near(self, one: str, other: str) -> bool:
        def find() -> bool:
            found = alike_to(self._case, one).relations
            return any(relation.document.sha256 == other and relation.kind in CLUSTERED for relation in found)

        return self._remembered.is_near((self._digest(one), self._digest(other)), find)

    def _digest(self, original: str) -> str:
        """Stands for all that was read of a document; for one not yet finished another one each time."""
        return Documents(self._database).digest(original) or token_hex(SALT_BYTES)

    def _share_a_cluster(self, one: str, other: str) -> bool:
        rows = [row for sha256 in (one, other) if (row := Documents(self._database).document(sha256)) is not None]
        with Clusters(self._case, self._database) as clusters:
            of = clusters.representatives([row.reading for row in rows])
        found = {of.get(row.reading) for row in rows}
        return len(rows) > 1 and len(found) == 1 and None not in found

    def texts(self, original: str, number: int) -> Iterator[PageText]:
        """The texts of one page of a document. Raises ``NotFoundError``."""
        return takewhile(lambda page: page.number == number, self._texts(original, number))

    def _texts(self, original: str, first: int = 1) -> Iterator[PageText]:
        documents = Documents(self._database)
        row = documents.document(original)
        if row is None:
            raise NotFoundError("No document in this case has this hash.", "muniment books --list shows every hash.")
        for number, kind, text in documents.texts(row.reading, first):
            yield PageText(number, kind, text, row.media_type)

    def _require_place(self, mark: Mark) -> None:
        """Raise ``UsageError`` unless the words of a mark stand where it says."""
        texts = {(page.number, page.kind): page.text for page in self._texts(mark.original)}
        if mark.page and mark.page not in {number for number, _ in texts}:
            raise UsageError(f"This document has no page {mark.page}.", "Name one that it has.")
        if mark.shape is Shape.WORDS and mark.scope is Scope.HERE:
            text = texts.get((mark.page, mark.page_kind), "")
            if text[mark.start : mark.end] != mark.exact:
                raise UsageError("These words do not stand there.", "Load the page again and select anew.")


def after_publication(went_out: str) -> str:
    """What taking off a mark means for a document that went out then (ISO 8601)."""
    return (
        f"This went out on {went_out[:10]}, and what was published stays as it is. "
        "The next edition, which would show more, must say so as a correction."
    )


def _hindrances(covers: CoversOf, cleared: Clearance | None, mode: Mode, *, was_cleared: bool) -> Iterator[str]:
    if covers.undecided:
        many = covers.undecided > 1
        yield f"{covers.undecided:,} sighting{'s wait' if many else ' waits'} for a decision."
    for mark in covers.lost:
        yield f"The words of {mark.id} are not where they were: the document was read anew."
    if cleared is None and mode is not Mode.LINE:
        yield f"Nobody cleared what mode {mode} shows: muniment redact preview and clear, both with --mode {mode}."
    elif cleared is None:
        yield "It was changed since it was cleared." if was_cleared else "A second person has not seen it yet."


@contextmanager
def marking_of(case: CaseFolder, mode: Mode = Mode.LINE) -> Iterator[Marking]:
    """The marks of ``case``, closed afterwards."""
    with ledger_of(case) as database:
        yield Marking(case, database, Recorder(database), mode=mode)
