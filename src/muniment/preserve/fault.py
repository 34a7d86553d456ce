"""What a verification finds, and where it is collected."""

from dataclasses import dataclass, field

MOST_FAULTS = 10_000
"""Faults listed one by one; the rest are counted. Nobody reads more, and memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was: ``kind`` for scripts, ``what`` names it, ``says`` tells it in a sentence."""

    kind: str
    what: str
    says: str


@dataclass(slots=True)
class Findings:
    """Faults, notes that are no faults, and how much was checked."""

    faults: list[Fault] = field(default_factory=list)
    unlisted: int = 0
    notes: list[str] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)

    def fault(self, kind: str, what: str, says: str) -> None:
        """Add a fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(kind, what, says))
        else:
            self.unlisted += 1

    def note(self, says: str) -> None:
        """Add something worth knowing that is no fault."""
        if len(self.notes) < MOST_FAULTS:
            self.notes.append(says)

    def count(self, what: str, more: int = 1) -> None:
        """Count what was checked."""
        self.checked[what] = self.checked.get(what, 0) + more

    @property
    def ok(self) -> bool:
        """Whether no fault was found."""
        return not self.faults
