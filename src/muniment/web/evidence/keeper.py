"""The evidence ledger of the server's case, and who acts on it."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import Recorder
from muniment.app.evidence.review import Reviewing
from muniment.errors import CaseReadOnlyError, MunimentError, NobodyError
from muniment.people import Person
from muniment.web.evidence.documents import CaseDocuments
from muniment.web.evidence.view import View
from muniment.web.evidence.words import Words
from muniment.web.lasting import Lasting
from muniment.web.workbench import Bench, session_of

MANY_RECORDS = 5_000
"""Versions of records from which the collector is kept off them: looking through more takes it a page's time."""


class EvidenceKeeper:
    """One recorder for the whole server: what is current is decoded once, not for every page."""

    def __init__(self, case: CaseFolder) -> None:
        try:
            self._database = case.open_ledger()
        except CaseReadOnlyError:  # it can be looked at all the same; whoever changes something is told then
            self._database = case.open_ledger(read_only=True)
        self.recorder = Recorder(self._database)
        self.reviewing = Reviewing(self._database, self.recorder)
        self._view: View | None = None
        self._words = Words()

    def view(self) -> View:
        """All that is held now, as the pages want it; made anew only when something was changed."""
        scales, view = self.recorder.scales(), self._view
        if view is None or view.scales is not scales:
            view = self._view = View(scales, CaseDocuments(self._database), self._words)
        return view

    def warm(self) -> None:
        """Have everything read and weighed that the first page would wait for."""
        scales = self.view().scales
        for claim in scales.held.claims:
            scales.weigh(claim)
        if len(scales.held.versions) >= MANY_RECORDS:
            gc.freeze()  # records are let go by counting references; they are in no cycles

    def close(self) -> None:
        """Close the ledger."""
        self._database.close()


_keeper = Lasting("evidence", EvidenceKeeper, EvidenceKeeper.close)


def _recorder(keeper: Annotated[EvidenceKeeper, Depends(_keeper)]) -> Recorder:
    return keeper.recorder


def _view(keeper: Annotated[EvidenceKeeper, Depends(_keeper)]) -> View:
    return keeper.view()


def _person(request: Request, bench: Bench) -> Person:
    person = bench.person(session_of(request))
    if person is None:  # the guard asked before, but they may have been sent away in between
        raise NobodyError("Nobody has said who sits at this browser.", "Open /who and say who you are.")
    return person


def _reviewing(keeper: Annotated[EvidenceKeeper, Depends(_keeper)]) -> Reviewing:
    return keeper.reviewing


Recording = Annotated[Recorder, Depends(_recorder)]
"""Declares a page's need of the evidence ledger: ``def page(recorder: Recording) -> …``."""

Viewing = Annotated[View, Depends(_view)]
"""Declares a page's need of all that is held, with the ways through it: ``def page(view: Viewing) -> …``."""

Acting = Annotated[Person, Depends(_person)]
"""Declares a page's need of the person who acts: ``def page(person: Acting) -> …``."""

Reviews = Annotated[Reviewing, Depends(_reviewing)]
"""Declares a page's need of the findings on their way: ``def page(reviewing: Reviews) -> …``."""


@asynccontextmanager
async def life(app: FastAPI) -> AsyncIterator[None]:
    """The life of the router whose pages need the evidence ledger: read beside the start, closed with the server."""
    warming = threading.Thread(target=_warm, args=(app,), name="evidence", daemon=True)
    warming.start()
    async with _keeper.life(app):
        try:
            yield
        finally:
            warming.join()


def _warm(app: FastAPI) -> None:
    try:
        _keeper.of(app).warm()
    except MunimentError:
        return  # whoever opens a page that needs it is told there, and a case need not hold any evidence
