"""Searches that are kept under a name, and run again for what is new."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.searches import SavedSearch, Searches, origin_of
from muniment.app.opening import ledger_of
from muniment.app.search.finding import Finder
from muniment.app.search.lists import LINE_HITS, LineFound, hit_key, list_search
from muniment.errors import QueryError, UsageError
from muniment.search.lists import FailedLine, ListLine, Mode, NameList
from muniment.search.parse import parse

MAX_NAME_CHARS = 100
"""Characters of a saved search's name: it stands in lists and menus."""

MAX_QUERY_CHARS = 10_000
"""Characters of a saved query: as much as anybody types, and no place to store other things."""


@dataclass(frozen=True, slots=True)
class SavedRun:
    """What a saved search found; ``trouble`` says why the next run will not know of this one, "" if it will."""

    search: SavedSearch
    found: LineFound
    new: int
    trouble: str = ""


LOOKED_AT = 10_000
"""Hits of a saved search among which new ones are counted: as deep as one search goes."""


@dataclass(frozen=True, slots=True)
class News:
    """How much of what a search finds no run has shown; ``whole`` says whether all of ``total`` was looked at."""

    total: int
    new: int
    whole: bool


def news(case: CaseFolder, search: SavedSearch, finder: Finder) -> News:
    """Count what is new without showing it: nothing is noted. Raises ``QueryError`` or ``IndexDamagedError``."""
    total, pages = finder.page_ids(finder.prepare(search.query), LOOKED_AT)
    with ledger_of(case, read_only=True) as database:
        searches = Searches(database)
        hits = searches.hits_of(hit_key(ListLine(1, search.query, Mode.QUERY)), pages)
        seen = searches.seen(searches.list_of(origin_of(search.id), ""), list(hits.values()))
    return News(total, len(set(hits.values()) - seen), total <= len(pages))


def save(case: CaseFolder, name: str, query: str, *, replace: bool = False) -> SavedSearch:
    """Keep ``query`` as ``name``. Raises ``QueryError``, or ``UsageError`` for a name unfit or taken."""
    if not name.strip() or len(name) > MAX_NAME_CHARS or any(unicodedata.category(one)[0] == "C" for one in name):
        raise UsageError(
            f"A name has 1 to {MAX_NAME_CHARS} visible characters.", "Choose a short word or two for the search."
        )
    if len(query) > MAX_QUERY_CHARS:
        raise QueryError(f"The query is longer than {MAX_QUERY_CHARS:,} characters.", "Put the words into a list.")
    parse(query)
    with ledger_of(case) as database:
        return Searches(database).save(" ".join(name.split()), query, replace=replace)


def saved(case: CaseFolder) -> Sequence[SavedSearch]:
    """All saved searches, by name."""
    with ledger_of(case, read_only=True) as database:
        return Searches(database).saved()


def remove(case: CaseFolder, name: str) -> None:
    """Forget a saved search and what it has shown. Raises ``NotFoundError``."""
    with ledger_of(case) as database:
        Searches(database).remove(name)


def run(case: CaseFolder, name: str, limit: int = LINE_HITS, *, only_new: bool = False) -> SavedRun:
    """Run a saved search: its best hits, each marked as new or not; with ``only_new`` those never shown before.

    What is given counts as shown. Raises ``NotFoundError``, ``QueryError`` or ``IndexDamagedError``.
    """
    with ledger_of(case, read_only=True) as database:
        search = Searches(database).named(name)
    line = ListLine(1, search.query, Mode.QUERY)
    names = NameList((line,), (), (), "utf-8", certain=True)
    with list_search(case, names, origin_of(search.id), limit=limit, every=not only_new) as searching:
        [found] = searching.found()
        if isinstance(found, FailedLine):
            raise QueryError(found.error, f"Save it anew: muniment searches save --replace {name} QUERY")
        new = searching.tally.new
        return SavedRun(search, found, new, searching.end())
