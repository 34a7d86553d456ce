"""Opening a case for a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database


@contextmanager
def ledger_of(case: CaseFolder, *, read_only: bool = False) -> Iterator[Database]:
    """The ledger of ``case``, checked, and closed afterwards."""
    database = case.open_ledger(read_only=read_only)
    try:
        yield database
    finally:
        database.close()


def now() -> str:
    """The present time in UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
