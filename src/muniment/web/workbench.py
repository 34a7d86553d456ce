"""What the pages work with: one open case, who is logged in, the templates."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.queries import Queries
from muniment.web.access import Access


@dataclass(frozen=True, slots=True)
class Workbench:
    """One open case. ``port`` is where the server listens; pages may use ``database`` from several threads."""

    case: CaseFolder
    database: Database
    access: Access
    port: int

    @property
    def queries(self) -> Queries:
        """Questions put to the ledger."""
        return Queries(self.database)

    @property
    def name(self) -> str:
        """What the case is called: its folder's name; what was called just "case" goes by the folder above."""
        folder = self.case.folder
        return folder.parent.name if folder.name == "case" and folder.parent.name else folder.name

    @property
    def cookie(self) -> str:
        """The name of the session's cookie: browsers do not keep those of several ports apart by themselves."""
        return f"muniment-{self.port}"

    def close(self) -> None:
        """Close what is open."""
        self.database.close()


def _of(request: Request) -> Workbench:
    bench: Workbench = request.app.state.workbench
    return bench


def session_of(request: Request) -> str:
    """The session that a request came with; "" if none."""
    return request.cookies.get(_of(request).cookie, "")


Bench = Annotated[Workbench, Depends(_of)]
"""Declares a page's need of the workbench: ``def page(bench: Bench) -> …``."""
