"""Reading the books and the documents."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.queries import Queries
from muniment.app.opening import ledger_of
from muniment.errors import NotFoundError
from muniment.model import State
from muniment.preserve.ledger import Books, EntryRow, PageText


def books(case: CaseFolder) -> Books:
    """The balance."""
    with ledger_of(case, read_only=True) as database:
        return Queries(database).books()


def rows(case: CaseFolder, state: State | None = None) -> Iterator[EntryRow]:
    """The books line by line."""
    with ledger_of(case, read_only=True) as database:
        yield from Queries(database).rows(state)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its pages, and how many other entries the same words could have meant."""

    entry: EntryRow
    pages: list[PageText]
    details: dict[str, object]
    others: int


def show(case: CaseFolder, what: str, page: int | None = None) -> Shown:
    """A document by path or hash. Raises ``NotFoundError``."""
    with ledger_of(case, read_only=True) as database:
        queries = Queries(database)
        found = queries.find(os.fsencode(what))
        if not found:
            raise NotFoundError(
                f"Nothing in this case is called {what}.", "muniment books --list shows every path and hash."
            )
        entry = found[0]
        pages = queries.pages_of(entry.id, page)
        if page is not None and not pages:
            raise NotFoundError(
                f"{what} has no page {page}; it has {entry.pages}.", "Leave out --page to see them all."
            )
        others = len({row.sha256 or row.path for row in found}) - 1
        return Shown(entry, pages, queries.reading_details(entry.id), others)
