"""Names in a search, turned into the pages that hold them: the index gives candidates, their texts decide."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from muniment.search.names import prepared
from muniment.search.port import Engine
from muniment.search.query import (
    Among,
    And,
    AtLeast,
    Boosted,
    Everything,
    Favouring,
    InField,
    NameLike,
    Not,
    Or,
    Pages,
    Query,
)

MAX_CANDIDATES = 2_000
"""Pages looked at for one name: about as many as can be while somebody waits. Those likeliest by the index go first."""

CLOSENESS_SCORE = 100.0
"""What a name counts at closeness 1, where a rare word counts about 10: names are ranked by how close they are."""

Texts = Callable[[Sequence[str]], Iterable[tuple[str, str]]]
"""Gives the texts of pages by key: key and text, in any order; none for a page that is gone."""


@dataclass(frozen=True, slots=True)
class NameFound:
    """How close the closest match on a page is, and why it is one, in words."""

    closeness: float
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A search without names, the pages that each name was found on, and what should be said about the looking."""

    query: Query
    found: dict[str, NameFound] = field(default_factory=dict)
    note: str = ""


def resolved(query: Query, engine: Engine, texts: Texts) -> Resolved:
    """Look for each name of ``query`` on the pages that may hold it; see ``MAX_CANDIDATES``."""
    names = list(dict.fromkeys(_names(query)))
    if not names:
        return Resolved(query)
    only = None if _is_negated(query) else _replaced(query, {name: Everything() for name in names})
    pages: dict[str, Query] = {}
    found: dict[str, NameFound] = {}
    notes = []
    for name in names:
        candidates = engine.search(NameLike(name), MAX_CANDIDATES, only=only)
        matches = _matches(name, texts([hit.key for hit in candidates.hits]))
        pages[name] = _by_closeness(matches)
        found.update((key, match) for key, match in matches.items() if _is_closer(match, found.get(key)))
        if candidates.total > MAX_CANDIDATES:
            notes.append(
                f"{candidates.total:,} pages may hold {name!r}; the {MAX_CANDIDATES:,} likeliest were looked at: "
                "add words or fields to narrow the search"
            )
    return Resolved(_replaced(query, pages), found, "; ".join(notes))


def _is_closer(match: NameFound, known: NameFound | None) -> bool:
    return known is None or match.closeness > known.closeness


def _matches(name: str, texts: Iterable[tuple[str, str]]) -> dict[str, NameFound]:
    looked_for = prepared(name)
    found = {}
    for key, text in texts:
        if matches := looked_for.matches(text):
            best = max(matches, key=lambda match: match.closeness)
            found[key] = NameFound(best.closeness, best.reason)
    return found


def _by_closeness(matches: dict[str, NameFound]) -> Query:
    groups: dict[float, list[str]] = {}
    for key, match in matches.items():
        groups.setdefault(round(match.closeness, 2), []).append(key)
    ranked = sorted(groups.items(), reverse=True)
    return Or(tuple(Boosted(Pages(tuple(keys)), closeness * CLOSENESS_SCORE) for closeness, keys in ranked))


def _names(query: Query) -> Iterator[str]:
    if isinstance(query, NameLike):
        yield query.text
    for part in _parts(query):
        yield from _names(part)


def _is_negated(query: Query) -> bool:
    """Whether a name stands under a NOT, where leaving it out would leave out pages."""
    return (isinstance(query, Not) and any(_names(query))) or any(map(_is_negated, _parts(query)))


def _parts(query: Query) -> tuple[Query, ...]:
    match query:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return parts
        case Favouring(part, favoured):
            return (part, *favoured)
        case Among(part, only):
            return (part, only)
        case Not(part) | Boosted(part, _) | InField(_, part):
            return (part,)
        case _:
            return ()


def _replaced(query: Query, names: dict[str, Query]) -> Query:  # noqa: PLR0911 - one for each connective
    """``query`` with something else in the place of each name."""

    def again(part: Query) -> Query:
        return _replaced(part, names)

    match query:
        case NameLike(text):
            return names[text]
        case And(parts):
            return And(tuple(map(again, parts)))
        case Or(parts):
            return Or(tuple(map(again, parts)))
        case AtLeast(minimum, parts):
            return AtLeast(minimum, tuple(map(again, parts)))
        case Favouring(part, favoured):
            return Favouring(again(part), tuple(map(again, favoured)))
        case Among(part, only):
            return Among(again(part), again(only))
        case _:
            return _replaced_in_one(query, again)


def _replaced_in_one(query: Query, again: Callable[[Query], Query]) -> Query:
    match query:
        case Not(part):
            return Not(again(part))
        case Boosted(part, factor):
            return Boosted(again(part), factor)
        case InField(field, part):
            return InField(field, again(part))
        case _:
            return query
