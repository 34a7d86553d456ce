"""A case as a folder: where its parts lie, who may write to it, and opening them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.adapters.file_originals import FileOriginals
from muniment.adapters.ledger import LEDGER_FILE
from muniment.adapters.ledger.database import Database
from muniment.errors import (
    CaseBusyError,
    CaseExistsError,
    CaseReadOnlyError,
    LedgerDamagedError,
    NoCaseError,
    UsageError,
    case_on_disk,
)
from muniment.settings import FILE_NAME, TEMPLATE

_LEAST_LEDGER_BYTES = 512
"""The smallest page of a database: what is shorter is none, though SQLite would take an empty file for one."""
_PRIVATE = 0o700
_UNFINISHED = f"{LEDGER_FILE}.new"


class CaseFolder:
    """The folder of one case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.ledger = self.folder / LEDGER_FILE
        self.originals = self.folder / "originals"
        self.index = self.folder / "index"
        self.derived = self.folder / "derived"
        self.keys = self.folder / "keys"
        self.scratch = self.folder / "scratch"

    @classmethod
    def create(cls, folder: Path) -> "CaseFolder":
        """Make a case in ``folder``, which may exist if it is empty, or holds a case that was never finished.

        Raises ``CaseExistsError``, ``UsageError``, ``CaseReadOnlyError`` or ``DiskFullError``.
        """
        case = cls(folder)
        with case_on_disk():
            case._require_room()
            for part in (case.folder, case.originals, case.index, case.derived, case.keys):
                part.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
            (case.folder / FILE_NAME).write_text(TEMPLATE, "utf-8")
            _make_index(case.index)
            # under another name until it is complete: a half-made ledger is never taken for a case
            unfinished = case.folder / _UNFINISHED
            for leftover in case.folder.glob(f"{_UNFINISHED}*"):
                leftover.unlink()
            database = Database(unfinished)
            database.create()
            database.close()
            unfinished.rename(case.ledger)
        return case

    def _require_room(self) -> None:
        """Raise an error unless a case can be made here without touching what is somebody's."""
        if self.ledger.exists():
            raise CaseExistsError(f"{self.folder} is a case already.", "Use it as it is, or name another folder.")
        above = next(path for path in (self.folder, *self.folder.parents) if path.exists())
        if not above.is_dir():
            raise UsageError(f"{above} is a file, not a folder.", "Name a new folder for the case.")
        if above == self.folder and not self._is_ours():
            raise UsageError(f"{self.folder} is not an empty folder.", "Name a new folder for the case.")

    def _is_ours(self) -> bool:
        """Whether the folder holds nothing but what an ``init`` that was killed may leave."""
        parts = (self.originals, self.index, self.derived, self.keys)
        found = {path.name for path in self.folder.iterdir()}
        begun = {name for name in found if name.startswith(_UNFINISHED)}
        if found - begun - {FILE_NAME, *(part.name for part in parts)}:
            return False
        if begun or self._has_our_settings():
            return not any(self.originals.iterdir())
        return not any(any(part.iterdir()) for part in parts if part.exists())

    def _has_our_settings(self) -> bool:
        file = self.folder / FILE_NAME
        return file.exists() and file.read_bytes() == TEMPLATE.encode()

    def require(self) -> None:
        """Raise ``NoCaseError`` unless there is a case here."""
        with case_on_disk():
            found = self.ledger.is_file()
        if not found:
            raise NoCaseError(
                f"There is no case in {self.folder}.", "Make one with: muniment init DIR - or name yours with -C DIR."
            )

    def open_ledger(self, *, read_only: bool = False) -> Database:
        """The ledger, checked. Raises ``LedgerDamagedError``, ``CaseTooNewError``, ``CaseReadOnlyError``."""
        self.require()
        if not os.access(self.ledger, os.R_OK):
            raise CaseReadOnlyError(f"You may not read the case in {self.folder}.", "Ask its owner for the right to.")
        # Never opened but by SQLite: closing any other descriptor of the file would drop the locks that this process
        # holds on it, and another process would take the log beside it away (How To Corrupt An SQLite Database, 2.2).
        if self.ledger.stat().st_size < _LEAST_LEDGER_BYTES:
            raise LedgerDamagedError(
                f"{self.ledger} is not a ledger.", "Restore case.db from a backup; the originals are untouched."
            )
        if not read_only and not os.access(self.ledger, os.W_OK):
            raise CaseReadOnlyError(
                f"The case in {self.folder} cannot be written to.",
                "Copy it to a disk where you may write, or ask its owner.",
            )
        database = Database(self.ledger, read_only=read_only or not os.access(self.folder, os.W_OK))
        database.check()
        return database

    def open_originals(self) -> FileOriginals:
        """The store of originals."""
        return FileOriginals(self.originals)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the case for changing it. Raises ``CaseBusyError`` if another process does, ``CaseReadOnlyError``."""
        self.require()
        with case_on_disk():
            descriptor = os.open(self.folder / "case.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise CaseBusyError(
                f"Another command is changing the case in {self.folder}.",
                "Wait for it to finish, or stop it, then run yours again.",
            ) from error
        try:
            yield
        finally:
            os.close(descriptor)


def _make_index(folder: Path) -> None:
    from muniment.adapters.tantivy_index import create_index  # noqa: PLC0415 - loading it takes longer than `books`

    create_index(folder)
