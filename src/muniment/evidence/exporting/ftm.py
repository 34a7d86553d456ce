"""What the case holds as entities of FollowTheMoney: plain JSON, right without that library (which needs ICU).

``docs/exports.md`` says what maps to what. Findings, reviews and judgements have no counterpart and stay out; so do
links between sources that were rejected.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from muniment.evidence.dates import Dated, dated
from muniment.evidence.held import Held
from muniment.evidence.records import (
    UNKNOWN,
    Actor,
    ActorKind,
    Claim,
    Derivation,
    Event,
    Evidence,
    Kind,
    Quote,
    Ruling,
    Source,
    Statement,
)

Entity = dict[str, Any]

SCHEMATA: Mapping[ActorKind, str] = {
    ActorKind.PERSON: "Person",
    ActorKind.OFFICE: "PublicBody",
    ActorKind.STATE: "PublicBody",
    ActorKind.ORGANISATION: "Organization",
    ActorKind.OUTLET: "Organization",
}

UNKNOWN_SOURCE = "source-of-unknown-origin"

_SAFE = re.compile(r"[0-9a-z](?:[0-9a-z.-]*[0-9a-z])?")
_NAME_CHARS = 200


def entities(held: Held) -> Iterator[Entity]:
    """Every entity, each before those that name it."""
    yield from _documents(held)
    yield from map(_actor, held.actors.values())
    yield from map(_source, held.sources.values())
    yield from map(_claim, held.claims.values())
    yield from map(_quote, held.quotes.values())
    confirmed = [one for one in held.derivations.values() if one.ruling is Ruling.CONFIRMED]
    if any(one.parent == UNKNOWN for one in confirmed):
        yield _entity(UNKNOWN_SOURCE, "Note", name=["Somebody unknown"])
    yield from (_derivation(held, one) for one in confirmed)
    yield from (_evidence(held, one) for one in held.evidence.values())
    for statement in held.statements.values():
        yield from _statement(held, statement)
    for event in held.events.values():
        yield from _event(held, event)


def _entity(entity_id: str, schema: str, **properties: Iterable[str]) -> Entity:
    kept = {name: [one for one in values if one] for name, values in properties.items()}
    return {"id": entity_id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _id(kind: Kind | str, record_id: str) -> str:
    """An id of the characters that FollowTheMoney takes."""
    if _SAFE.fullmatch(record_id):
        return f"{kind}-{record_id}"
    return f"{kind}-{hashlib.sha256(record_id.encode()).hexdigest()[:24]}"


def _documents(held: Held) -> Iterator[Entity]:
    for sha256, quotes in held.quotes_of.items():
        path = quotes[0].path or sha256
        yield _entity(
            _id("document", sha256),
            "Document",
            fileName=[path.rpartition("/")[2]],
            title=[path],
            description=[f"SHA-256 {sha256}"],
        )


def _actor(one: Actor) -> Entity:
    roles = (", ".join(part for part in (role.title, role.at, role.since, role.until) if part) for role in one.roles)
    return _entity(
        _id(Kind.ACTOR, one.id),
        SCHEMATA[one.kind],
        name=[one.names[0].text],
        alias=[name.text for name in one.names[1:]],
        summary=roles,
        notes=[one.note],
    )


def _source(one: Source) -> Entity:
    withdrawn = f"withdrawn {one.withdrawn}: {one.withdrawn_why}" if one.withdrawn else ""
    return _entity(
        _id(Kind.SOURCE, one.id),
        "Note",
        name=[one.title],
        alias=[name.text for name in one.names],
        description=[f"Source of information: {one.kind.value}", withdrawn],
        entity=[_id(Kind.ACTOR, one.actor)] if one.actor else [],
        notes=[one.note],
    )


def _claim(one: Claim) -> Entity:
    scope = ", ".join(part for part in (one.where, one.when) if part)
    return _entity(
        _id(Kind.CLAIM, one.id),
        "Note",
        name=[one.text],
        description=[f"Claim, to hold for: {scope}" if scope else "Claim"],
        entity=[_id(Kind.CLAIM, one.parent)] if one.parent else [],
        notes=[one.note],
    )


def _quote(one: Quote) -> Entity:
    document = _id("document", one.original)
    pages = ", ".join(str(span.page) for span in one.spans)
    return _entity(
        _id(Kind.QUOTE, one.id),
        "Note",
        name=[" ".join(one.words.split())[:_NAME_CHARS]],
        description=[one.words],
        entity=[document],
        proof=[document],
        summary=[f"{made.language}: {made.text} ({made.by})" for made in one.translations],
        notes=[f"page {pages}", one.note],
    )


def _derivation(held: Held, one: Derivation) -> Entity:
    return _entity(
        _id(Kind.DERIVATION, one.id),
        "UnknownLink",
        subject=[_id(Kind.SOURCE, one.child)],
        object=[_id(Kind.SOURCE, one.parent) if one.parent != UNKNOWN else UNKNOWN_SOURCE],
        role=[f"derives from: {one.how}" if one.how else "derives from"],
        proof=_proof(held, [one.quote] if one.quote else []),
        summary=[one.note],
    )


def _evidence(held: Held, one: Evidence) -> Entity:
    return _entity(
        _id(Kind.EVIDENCE, one.id),
        "UnknownLink",
        subject=[_id(Kind.QUOTE, one.quote)],
        object=[_id(Kind.CLAIM, one.claim)],
        role=[f"{one.bearing.value} ({one.weight.value})"],
        proof=_proof(held, [one.quote]),
        summary=[one.note],
    )


def _statement(held: Held, one: Statement) -> Iterator[Entity]:
    entity_id = _id(Kind.STATEMENT, one.id)
    speaker = held.actors[one.actors[0]].names[0].text
    more = f" and {len(one.actors) - 1:,} more" if len(one.actors) > 1 else ""
    about = "; ".join(held.claims[claim].text for claim in one.claims)
    yield _entity(
        entity_id,
        "Event",
        name=[f"{speaker}{more}: {one.act.value}" + (f": {about}" if about else "")],
        location=[one.venue],
        involved=[_id(Kind.ACTOR, actor) for actor in one.actors],
        organizer=[_id(Kind.ACTOR, one.on_behalf_of)] if one.on_behalf_of else [],
        description=[held.quotes[quote].words for quote in one.quotes],
        proof=_proof(held, one.quotes),
        notes=[one.note],
        **_dates(one.date),
    )
    for claim in one.claims:
        link = _id("speaks", f"{one.id} {claim}")
        subject, target = [entity_id], [_id(Kind.CLAIM, claim)]
        yield _entity(link, "UnknownLink", subject=subject, object=target, role=[one.act.value])
    yield from _documented(held, entity_id, one.quotes)


def _event(held: Held, one: Event) -> Iterator[Entity]:
    entity_id = _id(Kind.EVENT, one.id)
    yield _entity(
        entity_id,
        "Event",
        name=[one.title],
        location=[one.where],
        involved=[_id(Kind.ACTOR, actor) for actor in one.actors],
        description=[held.quotes[quote].words for quote in one.quotes],
        proof=_proof(held, one.quotes),
        notes=[one.note],
        **_dates(one.date),
    )
    for claim in one.claims:
        link = _id("matters", f"{one.id} {claim}")
        subject, target = [entity_id], [_id(Kind.CLAIM, claim)]
        yield _entity(link, "UnknownLink", subject=subject, object=target, role=["matters to"])
    yield from _documented(held, entity_id, one.quotes)


def _documented(held: Held, entity_id: str, quotes: Iterable[str]) -> Iterator[Entity]:
    for document in _proof(held, quotes):
        link = _id("documentation", f"{entity_id} {document}")
        yield _entity(link, "Documentation", document=[document], entity=[entity_id], role=["quoted in"])


def _proof(held: Held, quotes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_id("document", held.quotes[one].original) for one in quotes))


def _dates(written: str) -> dict[str, list[str]]:
    """A partial date as day, month or year, else as its first and last day; as written, too, where that says more."""
    if not written:
        return {}
    when = dated(written)
    prefix = _prefix(when)
    if prefix:
        return {"date": [prefix], "summary": [] if prefix == written else [f"dated: {written}"]}
    return {
        "startDate": [when.first.isoformat()] if when.first else [],
        "endDate": [when.last.isoformat()] if when.last else [],
        "summary": [f"dated: {written}"],
    }


def _prefix(when: Dated) -> str:
    if when.first is None or when.last is None:
        return ""
    first, last = when.first, when.last
    if first == last:
        return first.isoformat()
    forms = {dated(f"{first.year:04}-{first.month:02}"), dated(f"{first.year:04}")}
    return next((one.written for one in forms if (one.first, one.last) == (first, last)), "")
