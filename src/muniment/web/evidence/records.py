"""What the page of one record shows of it and of all that has to do with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.evidence.lineage import Standing
from muniment.evidence.records import (
    Act,
    Actor,
    Bearing,
    Claim,
    Event,
    Evidence,
    Kind,
    Quote,
    Source,
    Statement,
)
from muniment.search.query import NameLike, Or
from muniment.search.render import rendered
from muniment.web.evidence.labels import label_of
from muniment.web.evidence.view import View
from muniment.web.search.asked import Asked

SHOWN = 50
"""Things of one sort on a record's page; the list behind their count has all."""


MAX_SEARCH_CHARS = 5_000
"""Characters of names that are searched for at once: a search, and the address that holds it, have an end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Evidence with its quote, and the source that it comes from, which may have fallen."""

    evidence: Evidence
    quote: Quote
    source: Source | None
    has_fallen: bool


@dataclass(frozen=True, slots=True)
class Falling:
    """What would fall with a source: other sources, and claims that would have no support left."""

    sources: Sequence[Source]
    pieces: int
    claims: Sequence[Claim]


def of_claim(view: View, claim: Claim) -> dict[str, Any]:
    """Its evidence by bearing, who spoke to it, its sub-claims, events and the broader claims above it."""
    held = view.held
    pieces = [_piece(view, one) for one in held.evidence_of.get(claim.id, ())]
    statements = held.statements_on.get(claim.id, ())
    return {
        "weighed": view.weigh(claim.id),
        "bearings": [(bearing, [one for one in pieces if one.evidence.bearing is bearing]) for bearing in Bearing],
        "by_act": [(act, [one for one in statements if one.act is act]) for act in Act],
        "parts": [(one, view.weigh(one.id)) for one in held.parts_of.get(claim.id, ())],
        "above": _above(view, claim),
        "events": view.events_on.get(claim.id, ()),
    }


def of_actor(view: View, actor: Actor) -> dict[str, Any]:
    """What they said by act, what they took part in, their sources, and the search for all their names."""
    statements = view.statements_by.get(actor.id, ())
    search, searched = search_for(actor)
    return {
        "by_act": [(act, [one for one in statements if one.act is act]) for act in Act],
        "statements": len(statements),
        "events": view.events_with.get(actor.id, ()),
        "sources": view.sources_of.get(actor.id, ()),
        "search": search,
        "searched": searched,
    }


def of_source(view: View, source: Source) -> dict[str, Any]:
    """Where it has what it says from, what has it from there, what rests on it."""
    lineage = view.scales.lineage
    return {
        "up": view.links_up.get(source.id, ()),
        "down": view.links_down.get(source.id, ()),
        "has_fallen": source.id in lineage.fallen,
        "roots": sorted(lineage.roots(source.id) - {source.id}, key=lambda one: label_of(view.held, Kind.SOURCE, one)),
        "is_unknown": lineage.is_of_unknown_origin(source.id),
        "falling": falling(view, source.id),
        "pieces": [_piece(view, one) for one in view.evidence_from.get(source.id, ())[:SHOWN]],
        "evidence": len(view.evidence_from.get(source.id, ())),
        "quotes": view.quotes_from.get(source.id, ()),
        "paths": view.documents.paths(source.documents[:SHOWN]),
        "taken": {one.value: one for one in view.documents.acquisitions()} if source.acquisitions else {},
    }


def of_evidence(view: View, evidence: Evidence) -> dict[str, Any]:
    """The piece itself, and its claim."""
    return {"piece": _piece(view, evidence), "claim": view.held.claims.get(evidence.claim)}


def of_statement(view: View, statement: Statement) -> dict[str, Any]:
    """Nothing beside the record: it names all that belongs to it."""
    del view, statement
    return {}


def of_event(view: View, event: Event) -> dict[str, Any]:
    """Nothing beside the record: it names all that belongs to it."""
    del view, event
    return {}


OF: Mapping[Kind, Callable[[View, Any], dict[str, Any]]] = {
    Kind.CLAIM: of_claim,
    Kind.ACTOR: of_actor,
    Kind.SOURCE: of_source,
    Kind.EVIDENCE: of_evidence,
    Kind.STATEMENT: of_statement,
    Kind.EVENT: of_event,
}
"""What to show of a record of each kind."""


def behind(view: View, standing: Standing) -> dict[str, Any]:
    """The sources behind a count: the independent ones, each with the reports that go back to it."""
    lineage = view.scales.lineage
    known = view.held.sources
    by_root = [
        (known[root], [known[one] for one in standing.reports if root in lineage.roots(one)]) for root in standing.roots
    ]
    return {
        "standing": standing,
        "by_root": by_root,
        "unknown": [known[one] for one in standing.unknown],
        "fallen": [known[one] for one in standing.fallen],
    }


def falling(view: View, source_id: str) -> Falling:
    """What would fall if a source did."""
    falls = view.scales.lineage.falls_with(source_id)
    pieces = [one for source in falls for one in view.evidence_from.get(source, ())]
    claims = dict.fromkeys(one.claim for one in pieces if one.bearing is Bearing.SUPPORTS)
    lost = [view.held.claims[one] for one in claims if _loses_all(view.weigh(one).standing[Bearing.SUPPORTS], falls)]
    others = [view.held.sources[one] for one in sorted(falls) if one != source_id]
    return Falling(others, len(pieces), lost)


def search_for(actor: Actor) -> tuple[str, int]:
    """The address that searches the case for all names of an actor at once, and how many of them it holds."""
    names: list[NameLike] = []
    left = MAX_SEARCH_CHARS
    for name in actor.names:
        left -= len(name.text)
        if names and left < 0:
            break
        names.append(NameLike(name.text))
    return Asked(text=rendered(Or(tuple(names)) if len(names) > 1 else names[0])).url(), len(names)


def _loses_all(standing: Standing, falls: frozenset[str]) -> bool:
    return bool(standing.reports) and set(standing.reports) <= falls and not standing.unassigned


def _piece(view: View, evidence: Evidence) -> Piece:
    source = view.scales.source_of(evidence)
    quote = view.held.quotes[evidence.quote]
    return Piece(evidence, quote, view.held.sources.get(source), source in view.scales.lineage.fallen)


def _above(view: View, claim: Claim) -> list[Claim]:
    above: list[Claim] = []
    at = claim.parent
    while at in view.held.claims:
        above.insert(0, view.held.claims[at])
        at = view.held.claims[at].parent
    return above
