"""What stands for and against a claim: evidence with its sources counted, and the voices that spoke to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from muniment.evidence.held import Held
from muniment.evidence.lineage import Lineage, Standing
from muniment.evidence.records import Act, Bearing, Evidence, Quote, Statement


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim's evidence by bearing, each with what stands behind it, and who said what of the claim.

    ``voices`` are ids of actors, each once, in the order in which they are named.
    """

    claim: str
    standing: Mapping[Bearing, Standing]
    voices: Mapping[Act, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Load:
    """All that is weighed of a claim: each piece of evidence with its source and document, and the statements."""

    evidence: tuple[tuple[Bearing, str, str], ...]
    statements: tuple[Statement, ...]


class Scales:
    """Weighs the claims that are held, each once. ``source_of`` gives for each quoted original its source.

    What was weighed ``before`` stands where a change since left all of its load as it was. Safe to use from several
    threads: at worst a claim is weighed twice.
    """

    def __init__(self, held: Held, source_of: Mapping[str, str], before: "Scales | None" = None) -> None:
        self.held = held
        self._source_of = source_of
        self._weighed: dict[str, tuple[Load, Weighed]] = {}
        self._earlier: Mapping[str, tuple[Load, Weighed]] = {}
        self.lineage: Lineage
        if before is not None and _has_same_lineage(held, before.held):
            self.lineage = before.lineage
            self._earlier = before.so_far()
        else:
            self.lineage = Lineage(held.sources, held.derivations.values())

    def so_far(self) -> Mapping[str, tuple[Load, Weighed]]:
        """For each claim that was weighed by these scales, or by those before, its load and what came of it."""
        return {**self._earlier, **self._weighed}

    def source_of_quote(self, quote: Quote) -> str:
        """The id of the source that a quote's document belongs to; "" if to none."""
        return self._source_of.get(quote.original, "")

    def source_of(self, evidence: Evidence) -> str:
        """The id of the source that evidence comes from: its own, or else that of the quoted document; "" for none."""
        return evidence.source or self.source_of_quote(self.held.quotes[evidence.quote])

    def sources_of(self, statement: Statement) -> tuple[str, ...]:
        """The ids of the sources in whose documents a statement is quoted, each once; "" for documents of none."""
        quotes = (self.held.quotes[one] for one in statement.quotes)
        return tuple(dict.fromkeys(self.source_of_quote(one) for one in quotes))

    def weigh(self, claim: str) -> Weighed:
        """What stands for and against the claim with this id; its sub-claims are weighed by themselves."""
        found = self._weighed.get(claim)
        if found is None:
            load = self._load([claim])
            found = self._earlier.get(claim)
            if found is None or found[0] != load:
                found = load, self._weigh(claim, load)
            self._weighed[claim] = found
        return found[1]

    def weigh_all(self, claim: str) -> Weighed:
        """What stands for and against a claim and everything that is part of it, taken together."""
        family = [claim]
        for one in family:  # grows while we go along it
            family.extend(part.id for part in self.held.parts_of.get(one, ()))
        return self._weigh(claim, self._load(family))

    def _load(self, claims: Sequence[str]) -> Load:
        held = self.held
        evidence = (one for claim in claims for one in held.evidence_of.get(claim, ()))
        statements = (one for claim in claims for one in held.statements_on.get(claim, ()))
        return Load(
            tuple((one.bearing, self.source_of(one), held.quotes[one.quote].original) for one in evidence),
            tuple(statements),
        )

    def _weigh(self, claim: str, load: Load) -> Weighed:
        by_bearing: dict[Bearing, list[str]] = {bearing: [] for bearing in Bearing}
        unassigned: dict[Bearing, set[str]] = {bearing: set() for bearing in Bearing}
        for bearing, source, original in load.evidence:
            if source:
                by_bearing[bearing].append(source)
            else:
                unassigned[bearing].add(original)
        standing = {
            bearing: self.lineage.standing([*sources, *("" for _ in unassigned[bearing])])
            for bearing, sources in by_bearing.items()
        }
        return Weighed(claim, standing, _voices(load.statements))


def _has_same_lineage(held: Held, before: Held) -> bool:
    return held.sources is before.sources and held.derivations is before.derivations


def _voices(statements: Iterable[Statement]) -> Mapping[Act, tuple[str, ...]]:
    spoke: dict[Act, dict[str, None]] = {act: {} for act in Act}
    for statement in statements:
        spoke[statement.act].update(dict.fromkeys(statement.actors))
    return {act: tuple(actors) for act, actors in spoke.items()}
