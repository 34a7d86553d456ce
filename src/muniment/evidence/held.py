"""All that the case holds at one moment: the current records, and the ways from one to another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from muniment.evidence.records import (
    CLASSES,
    Actor,
    Claim,
    Derivation,
    Event,
    Evidence,
    Finding,
    Judgement,
    Kind,
    Quote,
    Record,
    Review,
    Source,
    Statement,
    kind_of,
)
from muniment.evidence.withheld import Clearance, Mark, Protected, Sighting

_R = TypeVar("_R", bound=Record)
_EMPTY: Mapping[str, Record] = MappingProxyType({})


@dataclass(frozen=True)
class Held:
    """The current records by id, in the order in which they were first made.

    ``versions`` has the number of each one's current version; ``at_change`` the number of the last change of all.
    """

    by_kind: Mapping[Kind, Mapping[str, Record]] = field(default_factory=dict)
    versions: Mapping[tuple[Kind, str], int] = field(default_factory=dict)
    at_change: int = 0

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """The actors by id."""
        return self._of(Kind.ACTOR, Actor)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return self._of(Kind.SOURCE, Source)

    @cached_property
    def derivations(self) -> Mapping[str, Derivation]:
        """The links between sources by id, rejected ones included."""
        return self._of(Kind.DERIVATION, Derivation)

    @cached_property
    def quotes(self) -> Mapping[str, Quote]:
        """The quotes by id."""
        return self._of(Kind.QUOTE, Quote)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by id."""
        return self._of(Kind.CLAIM, Claim)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """The statements by id."""
        return self._of(Kind.STATEMENT, Statement)

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """The evidence by id."""
        return self._of(Kind.EVIDENCE, Evidence)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """The events by id."""
        return self._of(Kind.EVENT, Event)

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by id."""
        return self._of(Kind.FINDING, Finding)

    @cached_property
    def reviews(self) -> Mapping[str, Review]:
        """The steps of findings by id, oldest first."""
        return self._of(Kind.REVIEW, Review)

    @cached_property
    def judgements(self) -> Mapping[str, Judgement]:
        """What people hold of documents, by id."""
        return self._of(Kind.JUDGEMENT, Judgement)

    @cached_property
    def protected(self) -> Mapping[str, Protected]:
        """Those who are protected, by id."""
        return self._of(Kind.PROTECTED, Protected)

    @cached_property
    def sightings(self) -> Mapping[str, Sighting]:
        """What was decided about words that may name them, by id."""
        return self._of(Kind.SIGHTING, Sighting)

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        """What is to be taken out of what is published, by id."""
        return self._of(Kind.MARK, Mark)

    @cached_property
    def clearances(self) -> Mapping[str, Clearance]:
        """Who cleared which document, by id, oldest first."""
        return self._of(Kind.CLEARANCE, Clearance)

    @cached_property
    def evidence_of(self) -> Mapping[str, tuple[Evidence, ...]]:
        """For each claim's id the evidence that bears on it."""
        return grouped((one.claim, one) for one in self.evidence.values())

    @cached_property
    def statements_on(self) -> Mapping[str, tuple[Statement, ...]]:
        """For each claim's id the statements that speak to it."""
        return grouped((claim, one) for one in self.statements.values() for claim in one.claims)

    @cached_property
    def quotes_of(self) -> Mapping[str, tuple[Quote, ...]]:
        """For each original's SHA-256 the quotes from it."""
        return grouped((one.original, one) for one in self.quotes.values())

    @cached_property
    def parts_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """For each claim's id its sub-claims; for "" the claims that are part of none."""
        return grouped((one.parent, one) for one in self.claims.values())

    @cached_property
    def named_by(self) -> Mapping[tuple[Kind, str], tuple[Record, ...]]:
        """For each record the records that name it."""
        return grouped((name, record) for record in self for name in names_in(record))

    def get(self, kind: Kind, record_id: str) -> Record | None:
        """The record of this kind with this id, if there is one."""
        return self.by_kind.get(kind, _EMPTY).get(record_id)

    def version(self, kind: Kind, record_id: str) -> int:
        """The number of a record's current version; 0 if there never was one."""
        return self.versions.get((kind, record_id), 0)

    def __iter__(self) -> Iterator[Record]:
        """All records, kind by kind."""
        for kind in Kind:
            yield from self.by_kind.get(kind, _EMPTY).values()

    def _of(self, kind: Kind, _: type[_R]) -> Mapping[str, _R]:
        return self.by_kind.get(kind, _EMPTY)  # type: ignore[return-value]  # a kind holds records of its class only


def following(
    before: Held,
    by_kind: Mapping[Kind, Mapping[str, Record]],
    versions: Mapping[tuple[Kind, str], int],
    at_change: int,
) -> Held:
    """What is held next; ways through kinds whose mapping is the very one of ``before`` are not laid again."""
    after = Held(by_kind, versions, at_change)
    laid, known = vars(after), vars(before)
    for name, kind in _WAYS.items():
        if name in known and by_kind.get(kind) is before.by_kind.get(kind):
            laid[name] = known[name]
    return after


_WAYS: Mapping[str, Kind] = {
    "evidence_of": Kind.EVIDENCE,
    "statements_on": Kind.STATEMENT,
    "quotes_of": Kind.QUOTE,
    "parts_of": Kind.CLAIM,
}
"""Ways that lead through records of one kind only."""


def names_in(record: Record) -> Iterator[tuple[Kind, str]]:
    """Kind and id of every record that ``record`` names, in the order of its fields."""
    for field_name, target in _NAMING[kind_of(record)]:
        value = getattr(record, field_name)
        for name in (value,) if isinstance(value, str) else value:
            if name:
                yield target, name


TARGETS: Mapping[tuple[Kind, str], Kind] = {
    (Kind.SOURCE, "actor"): Kind.ACTOR,
    (Kind.DERIVATION, "child"): Kind.SOURCE,
    (Kind.DERIVATION, "parent"): Kind.SOURCE,
    (Kind.DERIVATION, "quote"): Kind.QUOTE,
    (Kind.CLAIM, "parent"): Kind.CLAIM,
    (Kind.STATEMENT, "actors"): Kind.ACTOR,
    (Kind.STATEMENT, "on_behalf_of"): Kind.ACTOR,
    (Kind.STATEMENT, "claims"): Kind.CLAIM,
    (Kind.STATEMENT, "quotes"): Kind.QUOTE,
    (Kind.EVIDENCE, "claim"): Kind.CLAIM,
    (Kind.EVIDENCE, "quote"): Kind.QUOTE,
    (Kind.EVIDENCE, "source"): Kind.SOURCE,
    (Kind.EVENT, "actors"): Kind.ACTOR,
    (Kind.EVENT, "claims"): Kind.CLAIM,
    (Kind.EVENT, "quotes"): Kind.QUOTE,
    (Kind.FINDING, "claim"): Kind.CLAIM,
    (Kind.REVIEW, "finding"): Kind.FINDING,
    (Kind.REVIEW, "opened"): Kind.QUOTE,
    (Kind.SIGHTING, "protected"): Kind.PROTECTED,
}
"""Which fields name records, and of which kind."""

_NAMING: Mapping[Kind, tuple[tuple[str, Kind], ...]] = {
    kind: tuple((one.name, TARGETS[kind, one.name]) for one in fields(cls) if (kind, one.name) in TARGETS)
    for kind, cls in CLASSES.items()
}
"""The same for each kind, in the order of its fields: asked for every record when the ways are laid."""

_T = TypeVar("_T")
_K = TypeVar("_K")


def grouped(pairs: Iterable[tuple[_K, _T]]) -> Mapping[_K, tuple[_T, ...]]:
    """What stands with each key, in the order of ``pairs``."""
    lists: dict[_K, list[_T]] = {}
    for key, value in pairs:
        lists.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in lists.items()}
