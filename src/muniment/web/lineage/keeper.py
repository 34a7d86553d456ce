"""Works out what documents suggest of the lineage, in the background: no page waits for it."""

import threading
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.lineage_suggestions import Found, opened, state_of, suggestions_of
from muniment.app.search.likeness_upkeep import Step
from muniment.errors import MunimentError
from muniment.evidence.held import Held
from muniment.web.lasting import Lasting

PATIENCE_SECONDS = 0.25
"""How long a page waits: what takes less comes with it, what takes more comes after it."""


@dataclass(frozen=True, slots=True)
class Now:
    """What is known at the moment: the last that was found, how far a run has come, what hindered the last one."""

    found: Found
    working: Step | None
    failure: MunimentError | None


_NOTHING = Found((), ())


class SuggestionKeeper:
    """What is suggested in one case, worked out anew when sources or documents changed. Safe to use from threads."""

    def __init__(self, case: CaseFolder) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._state = ""
        self._found = _NOTHING
        self._failure: MunimentError | None = None
        self._step = Step("beginning", 0, 0)
        self._run: threading.Thread | None = None

    def now(self, held: Held, seconds: float = PATIENCE_SECONDS) -> Now:
        """What is known of what is held now; begins to find out if that is not current."""
        with opened(self._case) as database:
            state = state_of(held, database)
        with self._lock:
            run = self._run
            if (run is None or not run.is_alive()) and state != self._state:
                self._step, self._failure, self._state = Step("beginning", 0, 0), None, state
                run = self._run = threading.Thread(target=self._find, args=(held,), name="lineage", daemon=True)
                run.start()
        if run is not None:
            run.join(seconds)
        working = self._step if run is not None and run.is_alive() else None
        return Now(self._found, working, self._failure)

    def _find(self, held: Held) -> None:
        try:
            self._found = suggestions_of(self._case, held, self._note)
        except MunimentError as error:
            self._failure, self._state = error, ""  # tried again when a page next asks

    def _note(self, step: Step) -> None:
        self._step = step


_keeper = Lasting("lineage_suggestions", SuggestionKeeper, lambda _: None)

Suggesting = Annotated[SuggestionKeeper, Depends(_keeper)]
"""Declares a page's need of what is suggested: ``def page(suggesting: Suggesting) -> …``."""
