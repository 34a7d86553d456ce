"""What the pages work with: one open case, who is logged in, counts that are kept."""

import threading
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.people import People
from muniment.adapters.ledger.queries import Queries
from muniment.app.overview import Acquired, acquisitions, stamp
from muniment.app.people import local_person
from muniment.app.search.finding import Finder
from muniment.people import Person
from muniment.preserve.ledger import Books
from muniment.search.port import Counts, Facet
from muniment.search.query import Everything
from muniment.web.access import Access
from muniment.web.kept import Kept

VERSION_FILE = "muniment-index.json"
"""What an index says of itself; see ``muniment.adapters.tantivy_index``."""

GLANCE_FACETS = (Facet.LANGUAGE, Facet.TYPE, Facet.YEAR)
"""What the home page counts all pages by."""


class Workbench:
    """One open case. ``port`` is where the server listens. Pages may use all of it from several threads."""

    def __init__(self, case: CaseFolder, access: Access, port: int) -> None:
        self.case = case
        self.access = access
        self.port = port
        self.database: Database = case.open_ledger(read_only=True)
        self.books: Kept[Books] = Kept(self.queries.books, self._stamp)
        self.acquisitions: Kept[list[Acquired]] = Kept(lambda: acquisitions(self.database), self._stamp)
        self.facets: Kept[Mapping[str, Counts]] = Kept(self._count_pages, self._stamp)
        self._opening = threading.Lock()
        self._finder: Finder | None = None
        self._finder_made: Hashable = None

    @property
    def queries(self) -> Queries:
        """Questions put to the ledger."""
        return Queries(self.database)

    @property
    def finder(self) -> Finder:
        """The searcher, opened when it is first needed, and anew when the index was. Raises ``IndexDamagedError``."""
        made = _made(self.case.index)
        with self._opening:
            if self._finder is None or made != self._finder_made:
                self._finder, self._finder_made = Finder(self.case), made  # the one before closes when nobody uses it
            return self._finder

    @property
    def name(self) -> str:
        """What the case is called: its folder's name; what was called just "case" goes by the folder above."""
        folder = self.case.folder.resolve()
        return folder.parent.name if folder.name == "case" and folder.parent.name else folder.name

    @property
    def cookie(self) -> str:
        """The name of the session's cookie: browsers do not keep those of several ports apart by themselves."""
        return f"muniment-{self.port}"

    @property
    def people(self) -> list[Person]:
        """Those who take part in the case now; nobody where one person works alone."""
        return People(self.database).all()

    def person(self, session: str) -> Person | None:
        """Who sits at a session; None if people take part in the case and this one has not shown which of them."""
        present = self.people
        if not present:
            return local_person()
        shown = self.access.person(session)
        return shown if shown in present else None

    def close(self) -> None:
        """Close what is open."""
        with self._opening:
            if self._finder is not None:
                self._finder.close()
                self._finder = None
        self.database.close()

    def _stamp(self) -> tuple[int, ...]:
        return stamp(self.case)

    def _count_pages(self) -> Mapping[str, Counts]:
        return self.finder.search(Everything(), 1, facets=GLANCE_FACETS).facets


def _made(index: Path) -> Hashable:
    """Tells one index from another in the same place: the file with its version is written once, when it is made."""
    try:
        found = (index / VERSION_FILE).stat()
    except OSError:
        return None  # there is none, which opening it will explain
    return found.st_ino, found.st_mtime_ns


def _of(request: Request) -> Workbench:
    bench: Workbench = request.app.state.workbench
    return bench


def session_of(request: Request) -> str:
    """The session that a request came with; "" if none."""
    return request.cookies.get(_of(request).cookie, "")


Bench = Annotated[Workbench, Depends(_of)]
"""Declares a page's need of the workbench: ``def page(bench: Bench) -> …``."""
