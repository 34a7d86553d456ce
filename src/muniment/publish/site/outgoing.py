"""What of the evidence goes out: findings that a second person reviewed, and what those rest on. Nothing else.

The records are copied without all that is for ourselves (notes, paths, folders, documents' names, who translated,
readers), so that no page, however it is made, can show them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from muniment.evidence.held import Held
from muniment.evidence.records import (
    Actor,
    Claim,
    Derivation,
    Event,
    Evidence,
    Finding,
    Kind,
    Quote,
    Record,
    Source,
    Statement,
    Step,
    kind_of,
)
from muniment.evidence.review import before, progress
from muniment.evidence.weighing import Scales
from muniment.model import PageKind
from muniment.publish.site.language import language_told
from muniment.publish.site.naming import Names

REVIEWED = frozenset({Step.REVIEWED, Step.PUBLISHED})
"""Steps of findings that go out. A finding that was changed since is a draft again, and stays."""

PageKey = tuple[str, int, PageKind]
"""A page by its original's SHA-256, its number and its kind."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quote, or the part of one, that stands on a page: its permanent name, and its span in code points."""

    name: str
    start: int
    end: int
    exact: str
    boxes: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes out. ``scales`` holds the records that do, and no others; ``names`` gives their permanent names."""

    scales: Scales
    names: Names
    wanted: Mapping[PageKey, tuple[Wanted, ...]]

    @property
    def held(self) -> Held:
        """The records that go out."""
        return self.scales.held

    @property
    def originals(self) -> tuple[str, ...]:
        """SHA-256 of the documents that quotes stand in, in the order of the quotes."""
        return tuple(dict.fromkeys(one.original for one in self.held.quotes.values()))


def going_out(
    scales: Scales, secret: bytes, findings: Collection[str] | None = None, *, names_translators: bool = False
) -> Outgoing:
    """What goes out of a case: all findings that may, or those among ``findings`` (ids) that may.

    ``secret`` is the case's, for ``Names``. An event goes out if it speaks to a claim that does and has a quote.
    """
    chosen = [
        one
        for one in scales.held.findings.values()
        if (findings is None or one.id in findings) and progress(scales, one).step in REVIEWED
    ]
    ids = {kind_and_id(record) for finding in chosen for record in before(scales, finding)}
    claims = {one for kind, one in ids if kind is Kind.CLAIM}
    for event in scales.held.events.values():
        if event.quotes and not claims.isdisjoint(event.claims):
            ids |= {(Kind.EVENT, event.id), *((Kind.QUOTE, one) for one in event.quotes)}
    held = _scrubbed(scales.held, ids, names_translators=names_translators)
    quotes = held.quotes.values()
    source_of = {one.original: source for one in quotes if (source := scales.source_of_quote(one)) in held.sources}
    names = Names(secret)
    return Outgoing(Scales(held, source_of), names, _wanted(quotes, names))


def kind_and_id(record: Record) -> tuple[Kind, str]:
    """What tells a record from all others."""
    return kind_of(record), record.id


def _wanted(quotes: Iterable[Quote], names: Names) -> Mapping[PageKey, tuple[Wanted, ...]]:
    found: dict[PageKey, list[Wanted]] = {}
    for quote in quotes:
        for span in quote.spans:
            here = Wanted(names.of("quote", quote.id), span.start, span.end, span.exact, span.boxes)
            found.setdefault((quote.original, span.page, span.kind), []).append(here)
    return {key: tuple(values) for key, values in found.items()}


def _scrubbed(held: Held, ids: Collection[tuple[Kind, str]], *, names_translators: bool) -> Held:
    """The records with these ids, in their order, without what is for ourselves."""
    known = _Known(ids, names_translators=names_translators)
    tables: tuple[tuple[Kind, Mapping[str, Record], Callable[..., Record]], ...] = (
        (Kind.ACTOR, held.actors, known.actor),
        (Kind.SOURCE, held.sources, known.source),
        (Kind.DERIVATION, held.derivations, known.derivation),
        (Kind.QUOTE, held.quotes, known.quote),
        (Kind.CLAIM, held.claims, known.claim),
        (Kind.STATEMENT, held.statements, known.statement),
        (Kind.EVIDENCE, held.evidence, known.evidence),
        (Kind.EVENT, held.events, known.event),
        (Kind.FINDING, held.findings, known.finding),
    )
    return Held(
        {
            kind: {one: scrub(record) for one, record in table.items() if (kind, one) in ids}
            for kind, table, scrub in tables
        }
    )


class _Known:
    """Copies records field by field: what is not named here is not copied, a field that is added later neither."""

    def __init__(self, ids: Collection[tuple[Kind, str]], *, names_translators: bool) -> None:
        self._ids = ids
        self._names_translators = names_translators

    def _only(self, kind: Kind, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in names if (kind, one) in self._ids)

    def _one(self, kind: Kind, name: str) -> str:
        return next(chain(self._only(kind, [name])), "")

    def actor(self, one: Actor) -> Actor:
        return Actor(one.id, one.kind, one.names, one.roles)

    def source(self, one: Source) -> Source:
        actor = self._one(Kind.ACTOR, one.actor)
        return Source(
            one.id,
            one.kind,
            one.title,
            one.names,
            actor,
            one.published,
            withdrawn=one.withdrawn,
            withdrawn_why=one.withdrawn_why,
        )

    def derivation(self, one: Derivation) -> Derivation:
        return Derivation(one.id, one.child, one.parent, one.ruling, one.how)

    def quote(self, one: Quote) -> Quote:
        translations = (each if self._names_translators else replace(each, by="") for each in one.translations)
        words = "\n".join(span.exact for span in one.spans)
        return Quote(one.id, one.original, one.spans, language=language_told(words), translations=tuple(translations))

    def claim(self, one: Claim) -> Claim:
        return Claim(one.id, one.text, one.where, one.when, self._one(Kind.CLAIM, one.parent))

    def statement(self, one: Statement) -> Statement:
        claims, quotes = self._only(Kind.CLAIM, one.claims), self._only(Kind.QUOTE, one.quotes)
        on_behalf_of = self._one(Kind.ACTOR, one.on_behalf_of)
        return Statement(one.id, one.actors, one.act, claims, quotes, one.date, one.venue, on_behalf_of)

    def evidence(self, one: Evidence) -> Evidence:
        return Evidence(one.id, one.claim, one.quote, one.bearing, one.weight, one.source)

    def event(self, one: Event) -> Event:
        actors, claims = self._only(Kind.ACTOR, one.actors), self._only(Kind.CLAIM, one.claims)
        return Event(one.id, one.title, one.date, one.where, actors, claims, one.quotes)

    def finding(self, one: Finding) -> Finding:
        return Finding(one.id, one.claim, one.wording, one.limits, one.looked_for, one.against, one.nothing_against)
