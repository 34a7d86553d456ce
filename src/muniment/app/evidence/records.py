"""Recording what the case holds: making, changing, taking out and undoing, each by somebody, nothing overwritten."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.evidence import EvidenceLedger
from muniment.adapters.ledger.whereabouts import places_of
from muniment.app.opening import ledger_of
from muniment.errors import UsageError
from muniment.evidence.belonging import Belonging, Place
from muniment.evidence.checks import checker
from muniment.evidence.held import Held
from muniment.evidence.history import Applied, Change, Edit, Version
from muniment.evidence.port import EvidenceStore
from muniment.evidence.records import Kind, Record, kind_of
from muniment.evidence.weighing import Scales
from muniment.people import Deed, Person, require

MAX_SAYS_CHARS = 200
"""Characters of what a change says of itself: one line of the history."""


class Recorder:
    """The evidence ledger of an open case. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._store: EvidenceStore = EvidenceLedger(database)
        self._scales: Scales | None = None

    def held(self) -> Held:
        """All that the case holds now."""
        return self._store.held()

    def scales(self) -> Scales:
        """What weighs the claims that are held now; made anew only when something was changed."""
        held = self.held()
        scales = self._scales
        if scales is None or scales.held is not held:
            scales = self._scales = Scales(held, self.belonging(held), before=scales)
        return scales

    def belonging(self, held: Held) -> dict[str, str]:
        """For each quoted original the id of the source it belongs to; originals of no source are left out."""
        belonging = Belonging(held.sources.values())
        places = places_of(self._database, held.quotes_of)
        found = {one: belonging.source_of(one, places.get(one, Place())) for one in held.quotes_of}
        return {original: source for original, source in found.items() if source}

    def history(self, kind: Kind, record_id: str) -> list[Version]:
        """The versions of a record, oldest first."""
        return self._store.history(kind, record_id)

    def changes(self, limit: int, before: int = 0) -> list[Change]:
        """Changes, newest first; with ``before`` only those older than that one."""
        return self._store.changes(limit, before)

    def versions_of(self, change: int) -> list[tuple[Version, Version | None]]:
        """What a change made, each with the version before it. Raises ``NotFoundError``."""
        return self._store.versions_of(change)

    def apply(self, person: Person, says: str, edits: Sequence[Edit]) -> Applied:
        """Make all the edits, or none.

        Raises ``NotAllowedError``, ``ConflictError``, ``CycleError``, or ``EvidenceError`` with every fault.
        """
        require(person, Deed.RECORD)
        return self._store.apply(person.name, says[:MAX_SAYS_CHARS], edits, checker(edits))

    def make(self, person: Person, *records: Record) -> Applied:
        """Add new records. Raises as ``apply`` does."""
        edits = [Edit(kind_of(one), one.id, one, 0) for one in records]
        return self.apply(person, "made " + _names(edits), edits)

    def alter(self, person: Person, record: Record, based_on: int) -> Applied:
        """Put a new version in place of the one with number ``based_on``. Raises as ``apply`` does."""
        edit = Edit(kind_of(record), record.id, record, based_on)
        return self.apply(person, "changed " + _names([edit]), [edit])

    def take_out(self, person: Person, kind: Kind, record_id: str, based_on: int) -> Applied:
        """Take a record out; its versions stay in the history. Raises as ``apply`` does."""
        edit = Edit(kind, record_id, None, based_on)
        return self.apply(person, "took out " + _names([edit]), [edit])

    def undo(self, person: Person, change: int) -> Applied:
        """Put back what a change changed, as a change of its own. Raises as ``apply`` does, ``NotFoundError`` too."""
        require(person, Deed.RECORD)
        made = self._store.versions_of(change)
        if any(version.kind is Kind.REVIEW for version, _ in made):
            raise UsageError(
                "A step of a review cannot be undone.", "Take a further step: return it or submit it again."
            )
        edits = [
            Edit(version.kind, version.id, before.record if before else None, version.number)
            for version, before in reversed(made)
        ]
        says = f"undid change {change}: {made[0][0].change.says}"
        return self._store.apply(person.name, says[:MAX_SAYS_CHARS], edits, checker(edits), undoes=change)


@contextmanager
def recorder_of(case: CaseFolder, *, read_only: bool = False) -> Iterator[Recorder]:
    """The evidence ledger of ``case``, closed afterwards."""
    with ledger_of(case, read_only=read_only) as database:
        yield Recorder(database)


def _names(edits: Sequence[Edit]) -> str:
    first = ", ".join(f"{one.kind} {one.id}" for one in edits[:_NAMED])
    return first if len(edits) <= _NAMED else f"{first} and {len(edits) - _NAMED:,} more"


_NAMED = 3
