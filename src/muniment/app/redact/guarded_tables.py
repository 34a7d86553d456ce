"""Tables that leave the case without anybody in them whom it protects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.evidence import EvidenceLedger
from muniment.app.exporting import Row, TableWriter
from muniment.app.opening import ledger_of
from muniment.redact.guarding import Exits, Guard


def guard_of(case: CaseFolder) -> Guard:
    """The guard of all whom a case protects, as the register is now."""
    with ledger_of(case, read_only=True) as database:
        return Guard.of(EvidenceLedger(database).held())


@dataclass
class GuardedTable:
    """Hands rows on to ``table``; refuses those that name somebody protected, or withholds the words.

    Raises ``ProtectedError`` unless ``exits`` withholds.
    """

    table: TableWriter
    exits: Exits
    _rows: int = field(default=0, init=False)

    @property
    def shortened(self) -> int:
        """How many cells had to be shortened."""
        return self.table.shortened

    @shortened.setter
    def shortened(self, count: int) -> None:
        self.table.shortened = count

    def write(self, row: Row) -> None:
        """Add a row."""
        self._rows += 1
        cleaned = self.exits.row(row, f"row {self._rows:,}")
        self.exits.settle()
        self.table.write(cleaned)

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write what belongs at the end."""
        cleaned = self.exits.row(about, "what is told of the table")
        self.exits.settle()
        self.table.finish(cleaned)
