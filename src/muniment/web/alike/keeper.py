"""Keeps what is known of likeness up to date while pages are looked at: in the background, one run at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.likeness_store import LikenessStore
from muniment.app.search.likeness_upkeep import Step, up_to_date
from muniment.errors import MunimentError
from muniment.web.lasting import Lasting

PATIENCE_SECONDS = 2.0
"""How long a page waits for a run to end before it shows how far it is: small cases take less."""


@dataclass(frozen=True, slots=True)
class Working:
    """A run is under way; ``total`` is 0 where it is not known."""

    what: str
    done: int
    total: int


class Keeper:
    """Runs of bringing up to date, for one case. Safe to use from several threads."""

    def __init__(self, case: CaseFolder) -> None:
        self._case = case
        self._lock = threading.Lock()
        self._run: threading.Thread | None = None
        self._step = Step("looking what is new", 0, 0)
        self._failure: MunimentError | None = None

    def wait(self, seconds: float = PATIENCE_SECONDS) -> Working | None:
        """Have everything brought up to date; None once it is. Raises what hinders it."""
        with self._lock:
            if self._run is None:
                self._failure = None
                self._run = threading.Thread(target=self._bring, name="likeness", daemon=True)
                self._run.start()
            run = self._run
        run.join(seconds)
        if run.is_alive():
            return Working(self._step.what, self._step.done, self._step.total)
        with self._lock:
            if self._run is run:
                self._run = None
            failure = self._failure
        if failure is not None:
            raise failure
        return None

    def _bring(self) -> None:
        try:
            with up_to_date(self._case, self._note):
                pass
        except MunimentError as error:
            self._failure = error

    def _note(self, step: Step) -> None:
        self._step = step

    @contextmanager
    def opened(self) -> Iterator[tuple[Database, LikenessStore]]:
        """The ledger and what is known of likeness; to be used after ``wait`` has said that it is current."""
        with up_to_date(self._case, self._note) as opened:
            yield opened


_keeper = Lasting("likeness", Keeper, lambda _: None)

LikenessKeeper = Annotated[Keeper, Depends(_keeper)]
"""Declares a page's need of what is alike: ``def page(keeper: LikenessKeeper) -> …``."""
