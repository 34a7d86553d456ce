"""The register of protected persons: keeping it, finding them across the case, and deciding on what was found."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from secrets import token_hex

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import Documents
from muniment.adapters.ledger.texts import DoneReading, Texts
from muniment.adapters.sighting_store import FILE_NAME, Looked, Seen, SightingStore
from muniment.app.evidence.records import Recorder
from muniment.app.opening import ledger_of
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.history import Applied, Edit
from muniment.evidence.ids import new_id
from muniment.evidence.records import Kind
from muniment.evidence.withheld import Decision, Protected, Sighting
from muniment.model import PageKind
from muniment.people import Deed, Person, require
from muniment.preserve.custody import Act
from muniment.redact.protected import Decisions, stamp_of
from muniment.redact.sightings import Matcher
from muniment.redact.terms import Sure, squashed

SALT_BYTES = 16
"""Of each record of the register, so that the digest of it in custody confirms no guess."""

READINGS_AT_ONCE = 200
"""Readings that are written down together: after a kill so many are looked through again."""

AROUND_CHARS = 40
"""Characters shown before and after a sighting: enough to tell whom it means."""

MOST_PLACES = 200
"""Places of one sighting that are listed; the others are counted."""

Tell = Callable[[int, int], None]
"""Told how many readings are done, of how many."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """The same words for the same person in one document, all their places, and what was decided about them."""

    protected: str
    words: str
    original: str
    why: str
    sure: Sure
    places: tuple[Seen, ...]
    decided: Sighting | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decided is None

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on, each once."""
        return tuple(sorted({one.page for one in self.places}))


class Register:
    """The protected persons of an open case. Every look at it is recorded; raises ``NotAllowedError`` for readers."""

    def __init__(self, case: CaseFolder, database: Database, recorder: Recorder) -> None:
        self._case = case
        self._database = database
        self._recorder = recorder

    def persons(self, person: Person) -> Sequence[Protected]:
        """All who are protected. That ``person`` looked is written into custody."""
        require(person, Deed.RECORD)
        CustodyLog(self._database).append(Act.REGISTER_OPENED, {}, person.name)
        return tuple(self._recorder.held().protected.values())

    def one(self, record_id: str) -> Protected:
        """One who is protected. Raises ``NotFoundError``."""
        found = self._recorder.held().protected.get(record_id)
        if found is None:
            raise NotFoundError(f"Nobody in the register is called {record_id}.", "muniment protect list shows them.")
        return found

    def add(
        self, person: Person, names: Sequence[str], numbers: Sequence[str] = (), why: str = "", note: str = ""
    ) -> Protected:
        """Protect somebody. Raises ``EvidenceError`` with every fault."""
        require(person, Deed.RECORD)
        record_id = new_id(self._recorder.held(), Kind.PROTECTED)  # of no words: ids stand in logs
        made = Protected(record_id, _each_once(names), _each_once(numbers), why.strip(), note.strip(), _salt())
        self._recorder.make(person, made)
        return made

    def change(self, person: Person, changed: Protected, based_on: int) -> Applied:
        """Put other names, numbers or reasons to somebody. Raises as ``Recorder.alter`` does."""
        names, numbers = _each_once(changed.names), _each_once(changed.numbers)
        told = replace(changed, names=names, numbers=numbers, why=changed.why.strip(), note=changed.note.strip())
        return self._recorder.alter(person, replace(told, salt=_salt()), based_on)

    def version(self, record_id: str) -> int:
        """The version of somebody's record that a change is based on. Raises ``NotFoundError``."""
        return self._recorder.held().version(Kind.PROTECTED, self.one(record_id).id)

    def remove(self, person: Person, record_id: str) -> Applied:
        """Protect somebody no longer, with all that was decided about them. Raises ``NotFoundError``."""
        self.one(record_id)
        held = self._recorder.held()
        gone = [(Kind.SIGHTING, one.id) for one in held.sightings.values() if one.protected == record_id]
        gone.append((Kind.PROTECTED, record_id))
        edits = [Edit(kind, name, None, held.version(kind, name)) for kind, name in gone]
        return self._recorder.apply(person, f"took {record_id} out of the register", edits)

    def look(self, tell: Tell = lambda *_: None, stop: Callable[[], bool] = lambda: False) -> int:
        """Look through all pages that were not looked through for the register as it is; returns how many readings.

        May be stopped and goes on from there.
        """
        persons = list(self._recorder.held().protected.values())
        stamp, matcher = stamp_of(persons), Matcher(persons)
        with closing(self._store()) as store:
            due = self._due(store, stamp)
            batch: list[Looked] = []
            for number, reading in enumerate(due, 1):
                batch.append(Looked(reading.id, reading.digest, stamp, reading.sha256, self._seen(reading, matcher)))
                if len(batch) == READINGS_AT_ONCE or number == len(due):
                    store.add(batch)
                    batch = []
                    tell(number, len(due))
                    if stop():
                        return number
            return len(due)

    def waiting(self) -> int:
        """How many readings were not looked through yet for the register as it is."""
        with closing(self._store()) as store:
            return len(self._due(store, stamp_of(self._recorder.held().protected.values())))

    def sightings(self, original: str = "", *, only_open: bool = False) -> list[Grouped]:
        """What was found as far as was looked, in one document or in all; undecided ones first, the surest first."""
        held = self._recorder.held()
        decisions = Decisions(held.sightings.values())
        groups: dict[tuple[str, str, str], list[Seen]] = {}
        with closing(self._store()) as store:
            for seen in store.found(stamp_of(held.protected.values()), original):
                groups.setdefault((seen.hit.protected, squashed(seen.hit.words), seen.original), []).append(seen)
        found = [_grouped(places, decisions) for places in groups.values()]
        wanted = [one for one in found if one.is_open] if only_open else found
        return sorted(wanted, key=lambda one: (not one.is_open, one.protected, one.sure, one.words, one.original))

    def decide(
        self, person: Person, protected: str, words: str, decision: Decision, original: str = "", why: str = ""
    ) -> Applied:
        """Decide on words, in one document or, without ``original``, in all; a former decision is replaced."""
        self.one(protected)
        held = self._recorder.held()
        former = Decisions(held.sightings.values()).of(protected, words, original)
        if former is not None and former.original == original:
            changed = replace(former, decision=decision, why=why.strip(), salt=_salt())
            return self._recorder.alter(person, changed, held.version(Kind.SIGHTING, former.id))
        if not squashed(words):
            raise UsageError("The words to decide on are missing.", "muniment protect find lists them.")
        record_id = new_id(held, Kind.SIGHTING)
        return self._recorder.make(
            person, Sighting(record_id, protected, words, decision, original, why.strip(), _salt())
        )

    def _store(self) -> SightingStore:
        return SightingStore(self._case.derived / FILE_NAME)

    def _due(self, store: SightingStore, stamp: str) -> list[DoneReading]:
        known = store.known()
        due = [one for one in Texts(self._database).done() if known.pop(one.id, None) != (one.digest, stamp)]
        if known:
            store.forget(list(known))
        return due

    def _seen(self, reading: DoneReading, matcher: Matcher) -> tuple[Seen, ...]:
        return tuple(
            Seen(
                reading.sha256,
                number,
                kind,
                hit,
                text[max(0, hit.start - AROUND_CHARS) : hit.start],
                text[hit.end : hit.end + AROUND_CHARS],
            )
            for number, kind, text in _texts(self._database, reading.id)
            for hit in matcher.find(text)
        )


def _texts(database: Database, reading: int) -> Iterator[tuple[int, PageKind, str]]:
    """Every text of a reading: a page that was recognised as well has two."""
    return Documents(database).texts(reading, 1)


def _grouped(places: Sequence[Seen], decisions: Decisions) -> Grouped:
    best = min(places, key=lambda one: one.hit.sure)
    decided = decisions.of(best.hit.protected, best.hit.words, best.original)
    return Grouped(
        best.hit.protected, best.hit.words, best.original, best.hit.why, best.hit.sure, tuple(places), decided
    )


def counted(found: Sequence[Grouped]) -> Mapping[str, int]:
    """How many sightings wait for a decision, and how many were decided in which way."""
    counts = Counter("undecided" if one.decided is None else one.decided.decision.value for one in found)
    return {name: counts.get(name, 0) for name in ("undecided", *(one.value for one in Decision))}


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean for text in texts if (clean := " ".join(text.split()))))


def _salt() -> str:
    return token_hex(SALT_BYTES)


@contextmanager
def register_of(case: CaseFolder) -> Iterator[Register]:
    """The register of ``case``, closed afterwards."""
    with ledger_of(case) as database:
        yield Register(case, database, Recorder(database))
