"""Names in any script as a part of a search: which of them a page may hold, and those it does hold."""

from functools import lru_cache

from muniment.names.query import NameQuery
from muniment.search.query import Among, And, AtLeast, Boosted, Favouring, NameLike, Or, Query


@lru_cache(maxsize=256)
def prepared(name: str) -> NameQuery:
    """What is needed to look for ``name``; kept, for working it out takes longer than looking at a page."""
    return NameQuery(name)


def wanted_names(query: Query) -> tuple[NameQuery, ...]:
    """The names that speak for a page that matches ``query``, each once; not those it must be without."""
    return tuple(prepared(name) for name in dict.fromkeys(_wanted(query)))


def _wanted(query: Query) -> list[str]:
    match query:
        case NameLike(text):
            return [text]
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return [name for part in parts for name in _wanted(part)]
        case Favouring(part, favoured):
            return _wanted(Or((part, *favoured)))
        case Among(part, only):
            return [*_wanted(part), *_wanted(only)]
        case Boosted(part, _):
            return _wanted(part)
        case _:
            return []
