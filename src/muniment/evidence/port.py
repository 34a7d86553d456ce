"""Where the evidence ledger is kept, as this stage needs it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from muniment.evidence.held import Held
from muniment.evidence.history import Applied, Change, Edit, Version
from muniment.evidence.records import Kind

Check = Callable[[Held, Held], None]
"""Given what is held before and after a change, raises if the change must not be; nothing is written then."""


class EvidenceStore(Protocol):
    """Keeps every version of every record. Safe to use from several threads and processes."""

    def held(self) -> Held:
        """The current records."""

    def history(self, kind: Kind, record_id: str) -> list[Version]:
        """The versions of a record, oldest first; none if there never was one."""

    def changes(self, limit: int, before: int = 0) -> list[Change]:
        """Changes, newest first; with ``before`` only those older than that one."""

    def versions_of(self, change: int) -> list[tuple[Version, Version | None]]:
        """What a change made, each with the version before it."""

    def apply(self, person: str, says: str, edits: Sequence[Edit], check: Check, undoes: int = 0) -> Applied:
        """Make all the edits, or none.

        Raises ``ConflictError`` where a record has changed since whoever edited it looked, and what ``check`` raises.
        """
