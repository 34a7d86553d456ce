"""What the custody log is told of taking in."""

from collections.abc import Sequence

from muniment import __version__
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog, append_in, case_id_in
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.queries import Queries
from muniment.app.opening import ledger_of
from muniment.model import State
from muniment.preserve.custody import Act
from muniment.preserve.ledger import AcquisitionRow, Books

PROGRAM = f"muniment {__version__}"


def case_made(case: CaseFolder) -> None:
    """Begin the log of a new case, and give the case its name."""
    with ledger_of(case) as database, database.write() as connection:
        append_in(connection, Act.CASE_MADE, {"case": case_id_in(connection), "program": PROGRAM})


def begun(database: Database, acquisitions: Sequence[AcquisitionRow], started: str, passwords: int) -> None:
    """Record that acquisitions were begun, or continued if they are older than ``started``."""
    for one in acquisitions:
        act = Act.ACQUISITION_BEGUN if one.started == started else Act.ACQUISITION_CONTINUED
        details = {"acquisition": one.id, "program": PROGRAM, "passwords_given": passwords}
        CustodyLog(database).append(act, details)


def completed(database: Database, acquisitions: Sequence[AcquisitionRow], books: Books) -> None:
    """Record that acquisitions were completed, and how the books of the case stand then."""
    numbers = {one.id for one in acquisitions}
    for one in Queries(database).acquisitions() if numbers else []:
        if one.id in numbers:
            details = {
                "acquisition": one.id,
                "entries": one.entries,
                "case": {"entries": books.entries, "originals": books.originals, "bytes": books.bytes},
            }
            CustodyLog(database).append(Act.ACQUISITION_COMPLETED, details)


def retried(database: Database, states: frozenset[State], readings: int, passwords: int) -> None:
    """Record that what ended in ``states`` is read again."""
    details = {"states": sorted(states), "readings": readings, "passwords_given": passwords}
    CustodyLog(database).append(Act.RETRIED, details)


def original_taken_out(case: CaseFolder, sha256: str, size: int) -> None:
    """Record that an original was handed out of the case, to whoever sat at the workbench."""
    with ledger_of(case) as database:
        CustodyLog(database).append(Act.ORIGINAL_TAKEN_OUT, {"sha256": sha256, "bytes": size})
