"""The register of the server's case, and the look through all pages that goes on beside the pages."""

import threading
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import Recorder
from muniment.app.redact.marking import Marking, Remembered
from muniment.app.redact.protecting import Register
from muniment.errors import CaseReadOnlyError, MunimentError
from muniment.redact.marks import Mode
from muniment.web.lasting import Lasting, our_mistake

_END_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the look through the pages is, in documents. ``failure`` says why it ended, if it failed."""

    is_running: bool
    done: int
    of_all: int
    failure: MunimentError | None


class ProtectKeeper:
    """One register for the whole server. Safe to use from several threads."""

    def __init__(self, case: CaseFolder) -> None:
        try:
            self._database = case.open_ledger()
        except CaseReadOnlyError:  # whoever opens the register is told then: that must be written down
            self._database = case.open_ledger(read_only=True)
        self._case = case
        self._recorder = Recorder(self._database)
        self.register = Register(case, self._database, self._recorder)
        self._remembered = Remembered()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._done = self._of_all = 0
        self._failure: MunimentError | None = None

    def marking(self, mode: Mode = Mode.LINE) -> Marking:
        """The marks as they are now, burnt in a mode."""
        return Marking(self._case, self._database, self._recorder, self._remembered, mode)

    def look(self) -> None:
        """Begin to look through the pages, unless that goes on already."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._done, self._of_all, self._failure = 0, self.register.waiting(), None
            self._thread = threading.Thread(target=self._run, name="sightings", daemon=True)
            self._thread.start()

    def progress(self) -> Progress:
        """How far it is."""
        is_running = self._thread is not None and self._thread.is_alive()
        return Progress(is_running, self._done, self._of_all, self._failure)

    def close(self) -> None:
        """Stop looking, and close the ledger."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
        self._database.close()

    def _run(self) -> None:
        failure: MunimentError | None = our_mistake("Not every page was looked through.")  # unless foreseen
        try:
            self.register.look(self._tell, self._stop.is_set)
            failure = None
        except MunimentError as error:
            failure = error
        finally:
            self._failure = failure

    def _tell(self, done: int, of_all: int) -> None:
        self._done, self._of_all = done, of_all


keeper = Lasting("protect", ProtectKeeper, ProtectKeeper.close)

Keeping = Annotated[ProtectKeeper, Depends(keeper)]
"""Declares a page's need of the register: ``def page(keeping: Keeping) -> …``."""
