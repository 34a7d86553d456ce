"""The evidence ledger of the server's case, and who acts on it."""

from typing import Annotated

from fastapi import Depends, Request

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence import Recorder
from muniment.app.review import Reviewing
from muniment.errors import CaseReadOnlyError, NobodyError
from muniment.people import Person
from muniment.web.evidence.documents import CaseDocuments
from muniment.web.evidence.view import View
from muniment.web.evidence.words import Words
from muniment.web.lasting import Lasting
from muniment.web.workbench import Bench, session_of


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

ended_with = _keeper.life
"""The life of a router whose pages need the evidence ledger: it is closed with the server."""
