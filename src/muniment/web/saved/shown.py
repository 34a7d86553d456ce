"""Saved searches as the templates show them, and a search of the search page as text that can be saved."""

from dataclasses import dataclass

from muniment.adapters.ledger.queries import Queries
from muniment.app.search.finding import Found
from muniment.app.search.saved import SavedRun
from muniment.errors import QueryError, UsageError
from muniment.search.query import Among
from muniment.search.render import rendered
from muniment.web.search.asked import Asked
from muniment.web.search.shown import Hit, hits


@dataclass(frozen=True, slots=True)
class RunHit:
    """A hit of a saved search, and whether no earlier run has shown it."""

    hit: Hit
    new: bool


def run_hits(run: SavedRun, queries: Queries) -> list[RunHit]:
    """The hits of a run, as the search page shows them."""
    pages = tuple(one.found for one in run.found.hits)
    shown = hits(Asked(text=run.search.query), Found(run.found.total, pages), queries)
    return [RunHit(hit, one.new) for hit, one in zip(shown, run.found.hits, strict=True)]


def text_to_save(asked: Asked) -> str:
    """The search in the query language, with what it was narrowed down to and whether it looks for a name.

    Raises ``UsageError`` if it asks for nothing, ``QueryError`` if it is not understood.
    """
    if asked.is_blank:
        raise UsageError("There is nothing to save: no search was typed.", "Search first, then save the search.")
    only = asked.only()
    if not asked.names and only is None:
        return asked.text
    query = asked.query()
    try:
        return rendered(query if only is None else Among(query, only) if asked.text else only)
    except TypeError as error:
        raise QueryError("This search cannot be kept as text.", "Write it in the query language.") from error
