"""Which hits of a list or saved search were shown before: kept in the ledger where that can be written to."""

from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.searches import Run, Searches
from muniment.errors import CaseBusyError, CaseReadOnlyError, DiskFullError, MunimentError

KEPT_AT_ONCE = 2_000
"""Hits noted in one transaction."""

_CANNOT_KEEP = (CaseReadOnlyError, DiskFullError, CaseBusyError)


class SeenHits:
    """The memory of one list during one run; a context manager.

    Hits count as shown once ``end`` was called; left without, nothing was shown. Where the case cannot be written to,
    what earlier runs have shown still counts, and ``trouble`` says why this run will not be remembered.
    """

    def __init__(self, case: CaseFolder, origin: str, content: str) -> None:
        self.trouble = ""
        self._run: Run | None = None
        self._waiting: list[bytes] = []
        self._database = self._opened(case)
        self._searches = Searches(self._database)
        if not self.trouble:
            self._begin(origin, content)
        self._list = self._run.list if self._run else self._searches.list_of(origin, content)

    def _opened(self, case: CaseFolder) -> Database:
        try:
            return case.open_ledger()
        except CaseReadOnlyError as error:
            self._give_up(error)
            return case.open_ledger(read_only=True)

    def _begin(self, origin: str, content: str) -> None:
        try:
            self._run = self._searches.begin(origin, content)
        except _CANNOT_KEEP as error:
            self._give_up(error)

    def _give_up(self, error: MunimentError) -> None:
        self.trouble = self.trouble or error.message
        self._run = None

    def new_among(self, query: str, pages: Sequence[int]) -> dict[int, bytes]:
        """Which of ``pages`` were not shown before for ``query``, and what to give to ``shown`` for each."""
        if not pages:
            return {}
        hits = self._searches.hits_of(query, pages)
        seen = self._searches.seen(self._list, list(hits.values()))
        return {page: hit for page, hit in hits.items() if hit not in seen}

    def shown(self, hits: Sequence[bytes]) -> None:
        """Remember that these were shown."""
        self._waiting += hits
        if len(self._waiting) >= KEPT_AT_ONCE:
            self._keep()

    def _keep(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._run is None:
            return
        try:
            self._searches.remember(self._run, waiting)
        except _CANNOT_KEEP as error:
            self._give_up(error)

    def end(self, total: int, new: int) -> None:
        """All that was to be shown has been."""
        self._keep()
        if self._run is None:
            return
        try:
            self._searches.end(self._run, total, new)
        except _CANNOT_KEEP as error:
            self._give_up(error)
        self._run = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._run is not None:  # not ended: nobody may have seen what it found
            with suppress(*_CANNOT_KEEP):  # then the next run forgets it
                self._searches.forget(self._run)
        self._database.close()
