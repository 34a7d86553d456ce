"""The evidence ledger of the server's case, and who acts on it."""

from typing import Annotated

from fastapi import Depends

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence import Recorder
from muniment.app.people import local_person
from muniment.errors import CaseReadOnlyError
from muniment.people import Person
from muniment.web.lasting import Lasting


class EvidenceKeeper:
    """One recorder for the whole server: what is current is decoded once, not for every page."""

    def __init__(self, case: CaseFolder) -> None:
        try:
            self._database = case.open_ledger()
        except CaseReadOnlyError:  # it can be looked at all the same; whoever changes something is told then
            self._database = case.open_ledger(read_only=True)
        self.recorder = Recorder(self._database)

    def close(self) -> None:
        """Close the ledger."""
        self._database.close()


_keeper = Lasting("evidence", EvidenceKeeper, EvidenceKeeper.close)


def _recorder(keeper: Annotated[EvidenceKeeper, Depends(_keeper)]) -> Recorder:
    return keeper.recorder


def _person() -> Person:
    return local_person()


Recording = Annotated[Recorder, Depends(_recorder)]
"""Declares a page's need of the evidence ledger: ``def page(recorder: Recording) -> …``."""

Acting = Annotated[Person, Depends(_person)]
"""Declares a page's need of the person who acts: ``def page(person: Acting) -> …``."""

ended_with = _keeper.life
"""The life of a router whose pages need the evidence ledger: it is closed with the server."""
