"""The case at a glance: the books, what was taken in, what pages there are, and whether work is going on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, entry, seal
from muniment.model import State

MEANINGS: Mapping[State, str] = {
    State.READ: "read in full",
    State.PARTIAL: "read in part: the reason says what is missing",
    State.EMPTY: "nothing to read: blank, or a picture, sound or film without words",
    State.LOCKED: "needs a password",
    State.DAMAGED: "broken beyond reading",
    State.UNSUPPORTED: "no reader knows this format",
    State.REFUSED: "over a limit, such as an archive that unfolds into too much",
    State.FAILED: "could not be read: the reason says why",
    State.NOTED: "folders, links and devices: recorded, not followed",
    State.PENDING: "still waiting",
}
"""What each state means, in words for whoever has never seen it."""

_LOCKS = Path("/proc/locks")
"""Linux lists who holds which file lock; looking there disturbs nobody, trying the lock would."""

_LOCK_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Acquired:
    """One act of taking in. ``root_hash`` is the hexadecimal root of its seal; "" while it is not sealed."""

    number: int
    root: bytes
    source: str
    operator: str
    started: str
    ended: str
    state: str
    entries: int
    root_hash: str
    sealed: str


def acquisitions(database: Database) -> list[Acquired]:
    """Every acquisition with its seal, oldest first."""
    counts = select(entry.c.acquisition_id, func.count().label("entries")).group_by(entry.c.acquisition_id).subquery()
    query = (
        select(acquisition, counts.c.entries, seal.c.statement)
        .outerjoin(counts, counts.c.acquisition_id == acquisition.c.id)
        .outerjoin(seal, seal.c.acquisition_id == acquisition.c.id)
        .order_by(acquisition.c.id)
    )
    with database.read() as connection:
        return [_acquired(row) for row in connection.execute(query)]


def _acquired(row: Row[Any]) -> Acquired:
    sealed = json.loads(row.statement) if row.statement else {}
    return Acquired(
        number=row.id,
        root=row.root,
        source=row.source,
        operator=row.operator,
        started=row.started,
        ended=row.ended,
        state=row.state,
        entries=row.entries or 0,
        root_hash=str(sealed.get("root", "")),
        sealed=str(sealed.get("sealed", "")),
    )


def is_being_changed(case: CaseFolder) -> bool:
    """Whether a command is taking in, retrying or sealing right now, as far as the system lets us see."""
    try:
        inode = (case.folder / "case.lock").stat().st_ino
        lines = _LOCKS.read_text("ascii").splitlines()
    except OSError:
        return False  # never locked yet, or no Linux: then nothing is shown as running
    return any(_is_lock_of(line.split(), inode) for line in lines)


def _is_lock_of(fields: list[str], inode: int) -> bool:
    return len(fields) >= _LOCK_FIELDS and fields[1] == "FLOCK" and fields[5].endswith(f":{inode}")


def stamp(case: CaseFolder) -> tuple[int, ...]:
    """Changes whenever the ledger does: size and time of its file and of the log beside it."""
    return tuple(
        number
        for path in (case.ledger, case.ledger.with_name(case.ledger.name + "-wal"))
        for number in _size_and_time(path)
    )


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
