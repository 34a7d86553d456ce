"""Makes and checks publications beside the pages: one at a time, told how far it is."""

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from fastapi import Depends

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import Recorder
from muniment.app.overview import stamp
from muniment.app.people import Signer
from muniment.app.publish.checking import check_publication
from muniment.app.publish.draft import Draft, keep_draft, read_draft
from muniment.app.publish.published import Earlier
from muniment.app.publish.publishing import Order, Published, publish
from muniment.app.publish.readiness import Readiness, readiness, unseen
from muniment.errors import CaseBusyError, MunimentError
from muniment.publish.check import Checked, Expected
from muniment.web.lasting import Lasting, our_mistake

_END_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the last job: ``name`` is the publication's folder, ``failure`` what ended it."""

    name: str
    published: Published | None = None
    checked: Checked | None = None
    failure: MunimentError | None = None


class _StoppedError(Exception):
    """The server ends, and with it the job."""


class PublishKeeper:
    """One publisher for the whole server. Safe to use from several threads."""

    def __init__(self, case: CaseFolder) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._says = ""
        self._name = ""
        self._outcome: Outcome | None = None
        self._database = case.open_ledger(read_only=True)
        self._ready: dict[Hashable, Readiness] = {}

    def ready(self, recorder: Recorder, draft: Draft) -> Readiness:
        """What would go out. Kept while nothing changes, for it takes reading every page."""
        waiting = unseen(self._case, self._database, recorder)
        key = (stamp(self._case), waiting, draft.left_out, draft.mode, draft.former)
        with self._lock:
            known = self._ready.get(key)
        if known is None:
            known = readiness(
                self._case, self._database, recorder, draft.left_out, draft.mode, is_first=not draft.former
            )
            with self._lock:
                self._ready = {key: known}
        return known

    def doing(self) -> tuple[str, str] | None:
        """The folder's name of what is being made or checked, and how far it is; None if nothing is."""
        is_running = self._thread is not None and self._thread.is_alive()
        return (self._name, self._says) if is_running else None

    def outcome(self, name: str = "") -> Outcome | None:
        """What came of the last job, if it was about ``name`` or none is given."""
        last = self._outcome
        return last if last is not None and (not name or last.name == name) else None

    def make(self, folder: Path, order: Order, signer: Signer) -> None:
        """Begin to make a publication. Raises ``CaseBusyError`` if another is being made or checked."""

        def job() -> Outcome:
            made = publish(self._case, folder, order, signer, self._tell)
            following = replace(read_draft(self._case), name="", former=folder.name, corrections=())
            keep_draft(self._case, following)
            return Outcome(folder.name, made)

        self._begin(folder.name, "beginning", job)

    def check(self, one: Earlier, key: str) -> None:
        """Begin to check a publication as a stranger would who knows its ``key``. Raises as ``make`` does."""
        assert one.folder is not None
        folder = one.folder

        def show(done: int, of_all: int) -> None:
            self._tell(f"checking file {done:,} of {of_all:,}")

        self._begin(
            one.name, "checking", lambda: Outcome(one.name, checked=check_publication(folder, Expected(key), show))
        )

    def close(self) -> None:
        """Stop what goes on: what is half made goes."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
        self._database.close()

    def _begin(self, name: str, says: str, job: Callable[[], Outcome]) -> None:
        with self._lock:
            if self.doing() is not None:
                raise CaseBusyError("Another publication is being made or checked.", "Wait until that is done.")
            self._name, self._says, self._outcome = name, says, None
            self._thread = threading.Thread(target=self._run, args=(name, job), name="publishing", daemon=True)
            self._thread.start()

    def _run(self, name: str, job: Callable[[], Outcome]) -> None:
        outcome = Outcome(name, failure=our_mistake("Nothing was published."))  # unless it ends as was foreseen
        try:
            with suppress(_StoppedError):
                outcome = job()
        except MunimentError as error:
            outcome = Outcome(name, failure=error)
        finally:
            self._outcome = outcome

    def _tell(self, says: str) -> None:
        if self._stop.is_set():
            raise _StoppedError
        self._says = says


keeper = Lasting("publish", PublishKeeper, PublishKeeper.close)

Keeping = Annotated[PublishKeeper, Depends(keeper)]
"""Declares a page's need of the publisher: ``def page(keeping: Keeping) -> …``."""
