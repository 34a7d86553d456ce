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


class Scales:
    """Weighs the claims that are held. ``source_of`` gives for each quoted original the source it belongs to."""

    def __init__(self, held: Held, source_of: Mapping[str, str]) -> None:
        self.held = held
        self.lineage = Lineage(held.sources, held.derivations.values())
        self._source_of = source_of

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
        return self._weigh(claim, [claim])

    def weigh_all(self, claim: str) -> Weighed:
        """What stands for and against a claim and everything that is part of it, taken together."""
        family = [claim]
        for one in family:  # grows while we go along it
            family.extend(part.id for part in self.held.parts_of.get(one, ()))
        return self._weigh(claim, family)

    def _weigh(self, claim: str, family: Sequence[str]) -> Weighed:
        by_bearing: dict[Bearing, list[str]] = {bearing: [] for bearing in Bearing}
        unassigned: dict[Bearing, set[str]] = {bearing: set() for bearing in Bearing}
        for one in (one for member in family for one in self.held.evidence_of.get(member, ())):
            source = self.source_of(one)
            if source:
                by_bearing[one.bearing].append(source)
            else:
                unassigned[one.bearing].add(self.held.quotes[one.quote].original)
        standing = {
            bearing: self.lineage.standing([*sources, *("" for _ in unassigned[bearing])])
            for bearing, sources in by_bearing.items()
        }
        spoken = (one for member in family for one in self.held.statements_on.get(member, ()))
        return Weighed(claim, standing, _voices(spoken))


def _voices(statements: Iterable[Statement]) -> Mapping[Act, tuple[str, ...]]:
    spoke: dict[Act, dict[str, None]] = {act: {} for act in Act}
    for statement in statements:
        spoke[statement.act].update(dict.fromkeys(statement.actors))
    return {act: tuple(actors) for act, actors in spoke.items()}
