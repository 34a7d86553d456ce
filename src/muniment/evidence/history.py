"""How records change: nothing is overwritten; each change says who made it, when, and what it was about."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.evidence.records import Kind, Record


@dataclass(frozen=True, slots=True)
class Edit:
    """One record as it shall be from now on.

    ``record`` is the new version; None takes the record out. ``based_on`` is the number of the version that whoever
    edits had before them, 0 for a record that is new: if another has come since, the edit is refused.
    """

    kind: Kind
    id: str
    record: Record | None
    based_on: int


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that were made in one go. ``at`` is UTC, ISO 8601; ``undoes`` the change it takes back, 0 for none."""

    id: int
    person: str
    at: str
    says: str
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it was from one change until the next; ``record`` is None where it was taken out.

    ``number`` counts from 1. ``digest`` is the SHA-256 of the record in canonical form, in hexadecimal.
    """

    kind: Kind
    id: str
    number: int
    change: Change
    record: Record | None
    digest: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change came to: its number and the records it touched."""

    change: Change
    touched: Sequence[tuple[Kind, str]]
