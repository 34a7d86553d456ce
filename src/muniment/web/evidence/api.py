"""What the case holds, as JSON. Reading only: records are written by the workbench's forms and the evidence file."""

from typing import Annotated

from fastapi import APIRouter, Query

from muniment.errors import NotFoundError
from muniment.evidence.held import Held
from muniment.evidence.history import Change
from muniment.evidence.lineage import Standing, said
from muniment.evidence.records import (
    WITHHELD,
    Act,
    Actor,
    Bearing,
    Claim,
    Event,
    Evidence,
    Kind,
    Name,
    Record,
    Source,
    Statement,
)
from muniment.web.api.routes import ERRORS, MAX_OFFSET, Limit
from muniment.web.evidence import values
from muniment.web.evidence.changes import happened
from muniment.web.evidence.keeper import Recording, Viewing
from muniment.web.evidence.labels import about, address, label
from muniment.web.evidence.view import View

router = APIRouter(prefix="/api", tags=["evidence"], responses=dict(ERRORS))

Words = Annotated[str, Query(max_length=200, description="all of these words, in any order")]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
_MOST = 2**53


@router.get("/claims")
def claims(view: Viewing, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> values.ClaimsOut:
    """The claims, each after the one it is part of, with the sources behind them counted."""
    found = view.find(Kind.CLAIM, q, limit, offset)
    return values.ClaimsOut(total=found.total, claims=[_claim(view, one) for one in found.records])


@router.get("/claims/{record_id}")
def claim(view: Viewing, record_id: str) -> values.ClaimOut:
    """One claim."""
    return _claim(view, _one(view.held, Kind.CLAIM, record_id))


@router.get("/sources")
def sources(view: Viewing, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> values.SourcesOut:
    """The sources, and what they derive from."""
    found = view.find(Kind.SOURCE, q, limit, offset)
    return values.SourcesOut(total=found.total, sources=[_source(view, one) for one in found.records])


@router.get("/sources/{record_id}")
def source(view: Viewing, record_id: str) -> values.SourceOut:
    """One source."""
    return _source(view, _one(view.held, Kind.SOURCE, record_id))


@router.get("/actors")
def actors(view: Viewing, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> values.ActorsOut:
    """The actors with all their names."""
    found = view.find(Kind.ACTOR, q, limit, offset)
    return values.ActorsOut(total=found.total, actors=[_actor(view, one) for one in found.records])


@router.get("/actors/{record_id}")
def actor(view: Viewing, record_id: str) -> values.ActorOut:
    """One actor."""
    return _actor(view, _one(view.held, Kind.ACTOR, record_id))


@router.get("/statements")
def statements(view: Viewing, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> values.StatementsOut:
    """The statements."""
    found = view.find(Kind.STATEMENT, q, limit, offset)
    return values.StatementsOut(total=found.total, statements=[_statement(view.held, one) for one in found.records])


@router.get("/statements/{record_id}")
def statement(view: Viewing, record_id: str) -> values.StatementOut:
    """One statement."""
    return _statement(view.held, _one(view.held, Kind.STATEMENT, record_id))


@router.get("/evidence")
def evidence(view: Viewing, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> values.EvidenceListOut:
    """The evidence."""
    found = view.find(Kind.EVIDENCE, q, limit, offset)
    return values.EvidenceListOut(total=found.total, evidence=[_evidence(view, one) for one in found.records])


@router.get("/evidence/{record_id}")
def piece(view: Viewing, record_id: str) -> values.EvidenceOut:
    """One piece of evidence."""
    return _evidence(view, _one(view.held, Kind.EVIDENCE, record_id))


@router.get("/events")
def events(view: Viewing, q: Words = "", limit: Limit = 100, offset: Offset = 0) -> values.EventsOut:
    """The events."""
    found = view.find(Kind.EVENT, q, limit, offset)
    return values.EventsOut(total=found.total, events=[_event(view.held, one) for one in found.records])


@router.get("/events/{record_id}")
def event(view: Viewing, record_id: str) -> values.EventOut:
    """One event."""
    return _event(view.held, _one(view.held, Kind.EVENT, record_id))


@router.get("/find/{kind}")
def find(view: Viewing, kind: Kind, q: Words = "", limit: Limit = 20, offset: Offset = 0) -> values.FoundListOut:
    """Records of a kind by what they are called, for choosing one."""
    if kind in WITHHELD:
        raise NotFoundError(f"No {kind} is given out here.", "The register has pages of its own.")
    found = view.find(kind, q, limit, offset)
    return values.FoundListOut(total=found.total, records=[_found(view.held, kind, one) for one in found.records])


@router.get("/history")
def history(
    recorder: Recording, before: Annotated[int, Query(ge=0, le=_MOST)] = 0, limit: Limit = 100
) -> values.ChangesOut:
    """What was changed, newest first."""
    some = recorder.changes(limit + 1, before)
    return values.ChangesOut(
        changes=[_change(one) for one in some[:limit]], next=some[limit - 1].id if len(some) > limit else None
    )


@router.get("/history/{change}")
def one_change(recorder: Recording, change: int) -> values.OneChangeOut:
    """One change, and the records it touched."""
    if not 0 < change <= _MOST:
        raise NotFoundError("There is no such change.", "The history lists the changes.")
    made = recorder.versions_of(change)
    touched = [
        values.TouchedOut(
            kind=version.kind.value,
            id=version.id,
            version=version.number,
            happened=happened(version, before.record if before is not None else None),
            digest=version.digest,
        )
        for version, before in made
        if version.kind not in WITHHELD
    ]
    return values.OneChangeOut(**_change(made[0][0].change).model_dump(), records=touched)


def _one(held: Held, kind: Kind, record_id: str) -> Record:
    record = held.get(kind, record_id)
    if record is None:
        raise NotFoundError(f"There is no {kind} {record_id[:80]}.", f"/api/find/{kind.value} lists what is there.")
    return record


def _standing(standing: Standing) -> values.StandingOut:
    return values.StandingOut(
        reports=list(standing.reports),
        independent=standing.independent,
        roots=list(standing.roots),
        unknown=list(standing.unknown),
        fallen=list(standing.fallen),
        unassigned=standing.unassigned,
        said=said(standing),
    )


def _claim(view: View, one: Record) -> values.ClaimOut:
    assert isinstance(one, Claim)
    held, weighed = view.held, view.weigh(one.id)
    return values.ClaimOut(
        id=one.id,
        version=held.version(Kind.CLAIM, one.id),
        note=one.note,
        text=one.text,
        where=one.where,
        when=one.when,
        parent=one.parent,
        evidence=[other.id for other in held.evidence_of.get(one.id, ())],
        statements=[other.id for other in held.statements_on.get(one.id, ())],
        parts=[other.id for other in held.parts_of.get(one.id, ())],
        supports=_standing(weighed.standing[Bearing.SUPPORTS]),
        disputes=_standing(weighed.standing[Bearing.DISPUTES]),
        qualifies=_standing(weighed.standing[Bearing.QUALIFIES]),
        asserted_by=list(weighed.voices[Act.ASSERTS]),
        denied_by=list(weighed.voices[Act.DENIES]),
    )


def _names(names: tuple[Name, ...]) -> list[values.NameOut]:
    return [values.NameOut(text=one.text, language=one.language) for one in names]


def _source(view: View, one: Record) -> values.SourceOut:
    assert isinstance(one, Source)
    lineage = view.scales.lineage
    return values.SourceOut(
        id=one.id,
        version=view.held.version(Kind.SOURCE, one.id),
        note=one.note,
        kind=one.kind.value,
        title=one.title,
        names=_names(one.names),
        actor=one.actor,
        published=one.published,
        documents=list(one.documents),
        folders=list(one.folders),
        acquisitions=list(one.acquisitions),
        withdrawn=one.withdrawn,
        withdrawn_why=one.withdrawn_why,
        derives_from=list(lineage.parents(one.id)),
        roots=sorted(lineage.roots(one.id)),
        fallen=one.id in lineage.fallen,
    )


def _actor(view: View, one: Record) -> values.ActorOut:
    assert isinstance(one, Actor)
    return values.ActorOut(
        id=one.id,
        version=view.held.version(Kind.ACTOR, one.id),
        note=one.note,
        kind=one.kind.value,
        names=_names(one.names),
        roles=[values.RoleOut(title=role.title, at=role.at, since=role.since, until=role.until) for role in one.roles],
        statements=[other.id for other in view.statements_by.get(one.id, ())],
    )


def _statement(held: Held, one: Record) -> values.StatementOut:
    assert isinstance(one, Statement)
    return values.StatementOut(
        id=one.id,
        version=held.version(Kind.STATEMENT, one.id),
        note=one.note,
        actors=list(one.actors),
        act=one.act.value,
        claims=list(one.claims),
        quotes=list(one.quotes),
        date=one.date,
        venue=one.venue,
        on_behalf_of=one.on_behalf_of,
    )


def _evidence(view: View, one: Record) -> values.EvidenceOut:
    assert isinstance(one, Evidence)
    return values.EvidenceOut(
        id=one.id,
        version=view.held.version(Kind.EVIDENCE, one.id),
        note=one.note,
        claim=one.claim,
        quote=one.quote,
        bearing=one.bearing.value,
        weight=one.weight.value,
        source=one.source,
        comes_from=view.scales.source_of(one),
    )


def _event(held: Held, one: Record) -> values.EventOut:
    assert isinstance(one, Event)
    return values.EventOut(
        id=one.id,
        version=held.version(Kind.EVENT, one.id),
        note=one.note,
        title=one.title,
        date=one.date,
        where=one.where,
        actors=list(one.actors),
        claims=list(one.claims),
        quotes=list(one.quotes),
    )


def _found(held: Held, kind: Kind, one: Record) -> values.FoundOut:
    return values.FoundOut(id=one.id, label=label(held, one), about=about(held, one), url=address(kind, one.id))


def _change(one: Change) -> values.ChangeOut:
    return values.ChangeOut(change=one.id, person=one.person, at=one.at, says=one.says, undoes=one.undoes)
