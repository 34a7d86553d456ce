"""The chronology: what happened and what was said, by the first day that it can have been."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from muniment.evidence.dates import Dated, dated
from muniment.evidence.held import Held
from muniment.evidence.records import Act, Event, Source, Statement


class Happening(StrEnum):
    """What stands in a chronology. The last two are the story of the reports, not the story that they tell."""

    EVENT = "event"
    STATEMENT = "statement"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STORY = frozenset({Happening.EVENT, Happening.STATEMENT})
"""What a chronology holds unless more is asked for: when a report came out says nothing of when a thing happened."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the chronology. ``id`` is that of the event, statement or source.

    ``dated`` is None where no date is known. ``title`` is "" for a statement: its actors, what they do (``act``) and
    the claims say what it is.
    """

    happening: Happening
    id: str
    dated: Dated | None
    title: str = ""
    act: Act | None = None
    where: str = ""
    actors: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    @property
    def first(self) -> date | None:
        """The first day that it can have been; None if that is open."""
        return self.dated.first if self.dated else None

    @property
    def last(self) -> date | None:
        """The last day that it can have been; None if that is open."""
        return self.dated.last if self.dated else None


@dataclass(frozen=True, slots=True)
class Chronology:
    """The moments in order, and those apart whose date nobody gave, in the order in which they were made."""

    moments: tuple[Moment, ...]
    undated: tuple[Moment, ...]


def chronology(
    held: Held,
    wanted: Iterable[Happening] = STORY,
    since: date | None = None,
    until: date | None = None,
    claim: str = "",
) -> Chronology:
    """What is held, as a chronology; with ``since`` and ``until`` what can have been between them, both included.

    With ``claim`` only what speaks of that claim or of one below it. Sorted by first possible day, then by last, then
    by kind and id: what is open to the past comes first, what is open to the future last among its like.
    """
    kinds, claims = frozenset(wanted), _below(held, claim) if claim else None
    found = [
        one
        for one in _moments(held)
        if one.happening in kinds and (claims is None or not claims.isdisjoint(one.claims))
    ]
    within = (one for one in found if one.dated is not None and _can_be_within(one, since, until))
    return Chronology(tuple(sorted(within, key=_place)), tuple(one for one in found if one.dated is None))


def _moments(held: Held) -> Iterator[Moment]:
    yield from map(_of_event, held.events.values())
    yield from map(_of_statement, held.statements.values())
    for source in held.sources.values():
        yield from _of_source(source)


def _of_event(event: Event) -> Moment:
    return Moment(
        Happening.EVENT,
        event.id,
        dated(event.date),
        event.title,
        where=event.where,
        actors=event.actors,
        claims=event.claims,
        quotes=event.quotes,
    )


def _of_statement(statement: Statement) -> Moment:
    return Moment(
        Happening.STATEMENT,
        statement.id,
        dated(statement.date) if statement.date else None,
        act=statement.act,
        where=statement.venue,
        actors=statement.actors,
        claims=statement.claims,
        quotes=statement.quotes,
    )


def _of_source(source: Source) -> Iterator[Moment]:
    actors = (source.actor,) if source.actor else ()
    for happening, written in ((Happening.PUBLISHED, source.published), (Happening.WITHDRAWN, source.withdrawn)):
        if written:
            yield Moment(happening, source.id, dated(written), source.title, actors=actors)


def _below(held: Held, claim: str) -> frozenset[str]:
    found, waiting = {claim}, [claim]
    while waiting:
        children = [one.id for one in held.parts_of.get(waiting.pop(), ()) if one.id not in found]
        found.update(children)
        waiting += children
    return frozenset(found)


def _can_be_within(one: Moment, since: date | None, until: date | None) -> bool:
    return (since is None or one.last is None or one.last >= since) and (
        until is None or one.first is None or one.first <= until
    )


def _place(one: Moment) -> tuple[date, date, int, str]:
    return one.first or date.min, one.last or date.max, _ORDER[one.happening], one.id


_ORDER = {one: number for number, one in enumerate(Happening)}
