"""What the API says of records: their fields as in the evidence file, and what is counted of them."""

from pydantic import BaseModel, Field


class StandingOut(BaseModel):
    """How many sources stand behind some evidence; docs/evidence-model.md says how they are counted."""

    reports: list[str] = Field(description="ids of the sources that the evidence is from and that stand")
    independent: int
    roots: list[str] = Field(description="ids of the independent sources")
    unknown: list[str] = Field(description="ids of sources whose own origin nobody knows")
    fallen: list[str] = Field(description="ids of sources that do not count any more")
    unassigned: int = Field(description="documents that belong to no source")
    said: str = Field(description='in words: "14 reports, 2 independent sources"')


class NameOut(BaseModel):
    """A name as it is written somewhere."""

    text: str
    language: str


class RoleOut(BaseModel):
    """What an actor was, at which actor or place, and when."""

    title: str
    at: str
    since: str
    until: str


class RecordOut(BaseModel):
    """What every record has."""

    id: str
    version: int = Field(description="counts from 1; every change makes a new one")
    note: str


class ClaimOut(RecordOut):
    """A claim."""

    text: str
    where: str
    when: str
    parent: str
    evidence: list[str]
    statements: list[str]
    parts: list[str]
    supports: StandingOut
    disputes: StandingOut
    qualifies: StandingOut
    asserted_by: list[str]
    denied_by: list[str]


class SourceOut(RecordOut):
    """A source."""

    kind: str
    title: str
    names: list[NameOut]
    actor: str
    published: str
    documents: list[str]
    folders: list[str]
    acquisitions: list[int]
    withdrawn: str
    withdrawn_why: str
    derives_from: list[str] = Field(description='ids of sources, confirmed; "" is somebody unknown')
    roots: list[str]
    fallen: bool


class ActorOut(RecordOut):
    """An actor."""

    kind: str
    names: list[NameOut]
    roles: list[RoleOut]
    statements: list[str]


class StatementOut(RecordOut):
    """A statement."""

    actors: list[str]
    act: str
    claims: list[str]
    quotes: list[str]
    date: str
    venue: str
    on_behalf_of: str


class EvidenceOut(RecordOut):
    """A piece of evidence; ``comes_from`` is its source, or else that of the quoted document; "" for none."""

    claim: str
    quote: str
    bearing: str
    weight: str
    source: str
    comes_from: str


class EventOut(RecordOut):
    """An event."""

    title: str
    date: str
    where: str
    actors: list[str]
    claims: list[str]
    quotes: list[str]


class _Page(BaseModel):
    total: int


class ClaimsOut(_Page):
    """Some claims, each after the one it is part of."""

    claims: list[ClaimOut]


class SourcesOut(_Page):
    """Some sources."""

    sources: list[SourceOut]


class ActorsOut(_Page):
    """Some actors."""

    actors: list[ActorOut]


class StatementsOut(_Page):
    """Some statements."""

    statements: list[StatementOut]


class EvidenceListOut(_Page):
    """Some evidence."""

    evidence: list[EvidenceOut]


class EventsOut(_Page):
    """Some events."""

    events: list[EventOut]


class FoundOut(BaseModel):
    """A record by what it is called; hostile text."""

    id: str
    label: str
    about: str
    url: str


class FoundListOut(_Page):
    """Records that hold all the words looked for."""

    records: list[FoundOut]


class TouchedOut(BaseModel):
    """A record that a change touched."""

    kind: str
    id: str
    version: int
    happened: str = Field(description="made, changed, taken out, or put back")
    digest: str = Field(description="SHA-256 of the record in canonical form")


class ChangeOut(BaseModel):
    """Edits that were made in one go."""

    change: int
    person: str
    at: str = Field(description="ISO 8601, UTC")
    says: str
    undoes: int = Field(description="the change that it took back; 0 for none")


class ChangesOut(BaseModel):
    """Changes, newest first."""

    changes: list[ChangeOut]
    next: int | None = Field(description="give it as `before` for older ones; null at the end")


class OneChangeOut(ChangeOut):
    """A change with what it touched."""

    records: list[TouchedOut]
