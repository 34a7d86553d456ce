"""All that is held, as the pages want it: ways back from one record to those that lead to it, and finding by words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from muniment.evidence.held import Held, grouped
from muniment.evidence.records import (
    Bearing,
    Claim,
    Derivation,
    Event,
    Evidence,
    Kind,
    Quote,
    Record,
    Source,
    Statement,
)
from muniment.evidence.weighing import Scales, Weighed
from muniment.web.evidence.options import DocumentNames
from muniment.web.evidence.words import Words, folded


@dataclass(frozen=True, slots=True)
class Found:
    """The first records that hold some words, and how many there are in all."""

    records: Sequence[Record]
    total: int


class View:
    """What is held at one moment. Each way through it is laid when it is first taken; threads may lay it twice."""

    def __init__(self, scales: Scales, documents: DocumentNames, kept: Words) -> None:
        self.scales = scales
        self._kept = kept
        self.documents = documents
        self.held: Held = scales.held
        self._words: dict[Kind, list[tuple[Record, str]]] = {}

    @cached_property
    def evidence_from(self) -> Mapping[str, tuple[Evidence, ...]]:
        """For each source's id the evidence that comes from it; for "" what comes from no named source."""
        return grouped((self.scales.source_of(one), one) for one in self.held.evidence.values())

    @cached_property
    def evidence_with(self) -> Mapping[str, tuple[Evidence, ...]]:
        """For each quote's id the evidence that it is."""
        return grouped((one.quote, one) for one in self.held.evidence.values())

    @cached_property
    def quotes_from(self) -> Mapping[str, tuple[Quote, ...]]:
        """For each source's id the quotes from its documents; for "" those from documents of no source."""
        return grouped((self.scales.source_of_quote(one), one) for one in self.held.quotes.values())

    @cached_property
    def statements_by(self) -> Mapping[str, tuple[Statement, ...]]:
        """For each actor's id the statements they made, or that were made on their behalf."""
        return grouped(
            (actor, one)
            for one in self.held.statements.values()
            for actor in dict.fromkeys((*one.actors, *((one.on_behalf_of,) if one.on_behalf_of else ())))
        )

    @cached_property
    def events_with(self) -> Mapping[str, tuple[Event, ...]]:
        """For each actor's id the events they took part in."""
        return grouped((actor, one) for one in self.held.events.values() for actor in one.actors)

    @cached_property
    def events_on(self) -> Mapping[str, tuple[Event, ...]]:
        """For each claim's id the events that have to do with it."""
        return grouped((claim, one) for one in self.held.events.values() for claim in one.claims)

    @cached_property
    def sources_of(self) -> Mapping[str, tuple[Source, ...]]:
        """For each actor's id the sources that are theirs."""
        return grouped((one.actor, one) for one in self.held.sources.values() if one.actor)

    @cached_property
    def links_up(self) -> Mapping[str, tuple[Derivation, ...]]:
        """For each source's id the links to what it derives from, rejected ones too."""
        return grouped((one.child, one) for one in self.held.derivations.values())

    @cached_property
    def links_down(self) -> Mapping[str, tuple[Derivation, ...]]:
        """For each source's id the links to what derives from it, rejected ones too."""
        return grouped((one.parent, one) for one in self.held.derivations.values())

    @cached_property
    def claims_in_order(self) -> Sequence[tuple[int, Claim]]:
        """Every claim after the one it is part of, with how deep it lies below the uppermost."""
        order: list[tuple[int, Claim]] = []
        waiting = [(0, one) for one in reversed(self.held.parts_of.get("", ()))]
        while waiting:
            depth, claim = waiting.pop()
            order.append((depth, claim))
            waiting += [(depth + 1, one) for one in reversed(self.held.parts_of.get(claim.id, ()))]
        return order

    @cached_property
    def depth_of(self) -> Mapping[str, int]:
        """How deep each claim lies below the uppermost."""
        return {claim.id: depth for depth, claim in self.claims_in_order}

    def weigh(self, claim: str) -> Weighed:
        """What stands for and against a claim."""
        return self.scales.weigh(claim)

    def is_gap(self, claim: Claim) -> bool:
        """Whether nothing that stands supports or disputes a claim."""
        standing = self.weigh(claim.id).standing
        return not any(
            standing[one].reports or standing[one].unassigned for one in (Bearing.SUPPORTS, Bearing.DISPUTES)
        )

    def find(
        self, kind: Kind, words: str, limit: int, offset: int = 0, keep: Callable[[Record], bool] | None = None
    ) -> Found:
        """Records of a kind that hold all the words, in any order and however they are capitalised or accented."""
        wanted = folded(words).split()
        hits: Iterable[Record] = self._in_order(kind)
        if wanted:
            hits = (record for record, text in self._with_words(kind) if all(word in text for word in wanted))
        hits = iter(hits if keep is None else filter(keep, hits))
        some = list(islice(hits, offset + limit))
        return Found(some[offset:], len(some) + sum(1 for _ in hits))

    def _with_words(self, kind: Kind) -> Iterable[tuple[Record, str]]:
        known = self._words.get(kind)
        if known is None:
            known = self._words[kind] = [(one, self._kept.of(self.held, one)) for one in self._in_order(kind)]
        return known

    def _in_order(self, kind: Kind) -> Iterable[Record]:
        if kind is Kind.CLAIM:
            return (claim for _, claim in self.claims_in_order)
        return self.held.by_kind.get(kind, {}).values()
