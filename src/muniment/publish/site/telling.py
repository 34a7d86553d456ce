"""The findings in the words that the pages show: evidence with its quotes, statements, and what was counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from muniment.evidence.lineage import Standing, said
from muniment.evidence.records import (
    UNKNOWN,
    Act,
    Actor,
    Bearing,
    Claim,
    Evidence,
    Finding,
    Quote,
    Source,
    Statement,
    Translation,
)
from muniment.evidence.review import before
from muniment.publish.site.outgoing import Outgoing, PageKey

WITHHELD = "These words are not shown: part of what they say is withheld."
UNPUBLISHED = "These words are not shown: the page they stand on is not part of this publication."

HEADINGS: Mapping[Bearing, str] = {
    Bearing.SUPPORTS: "What supports it",
    Bearing.DISPUTES: "What disputes it",
    Bearing.QUALIFIES: "What qualifies it",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the place a quote stands at: its file, its size, and where in it the quote is, in pixels."""

    href: str
    width: int
    height: int
    boxes: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A quote on one published page. ``href`` is from the top of the folder, ``proof`` "" where there is none."""

    words: str
    href: str
    page: int
    document: str
    proof: str = ""
    picture: Picture | None = None


Places = Mapping[tuple[str, PageKey], Placed]
"""Where quotes can be seen, by their names and pages."""


@dataclass(frozen=True, slots=True)
class ToldQuote:
    """A quote, in as many pieces as it has pages; ``why_not`` says why it is not shown, "" if it is."""

    name: str
    pieces: tuple[Placed, ...]
    why_not: str
    language: str
    translations: tuple[Translation, ...]
    is_recognised: bool

    @property
    def proofs(self) -> str:
        """What shows, to whoever checks, that these words were sealed; "" if nothing does."""
        names = [f"{one.proof}#{self.name}" for one in self.pieces if one.proof]
        return " ".join(names) if len(names) == len(self.pieces) else ""


@dataclass(frozen=True, slots=True)
class ToldEvidence:
    """A piece of evidence; ``source`` is the permanent name of its source, "" if none is known."""

    name: str
    evidence: Evidence
    source: str
    source_title: str
    quote: ToldQuote


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """What somebody said of a claim."""

    name: str
    statement: Statement
    actors: tuple[Actor, ...]
    on_behalf_of: Actor | None
    does: str
    quotes: tuple[ToldQuote, ...]


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A claim with its evidence by bearing, each with what was counted; bearings of which there is none left out."""

    name: str
    claim: Claim
    bearings: tuple[tuple[Bearing, str, str, tuple[ToldEvidence, ...]], ...]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding. ``support`` and ``dispute`` count what stands for and against it, its parts taken together."""

    name: str
    number: int
    finding: Finding
    claim: Claim
    support: str
    dispute: str
    denials: int
    claims: tuple[ToldClaim, ...]
    statements: tuple[ToldStatement, ...]


@dataclass(frozen=True, slots=True)
class ToldSource:
    """A source: where it is from, and what it goes back to by way of others.

    ``parents`` are permanent names, titles and how it has it from them; ``roots`` names and titles. ``reports`` counts
    the sources that would fall with it.
    """

    name: str
    source: Source
    parents: tuple[tuple[str, str, str], ...]
    roots: tuple[tuple[str, str], ...]
    reports: int
    has_fallen: bool


class Telling:
    """Tells what goes out, with the places at which its quotes can be seen."""

    def __init__(self, outgoing: Outgoing, places: Places, pages: frozenset[PageKey]) -> None:
        self._out = outgoing
        self._held = outgoing.held
        self._places = places
        self._pages = pages

    def findings(self) -> Iterator[ToldFinding]:
        """All findings, in the order in which they were made."""
        for number, finding in enumerate(self._held.findings.values(), 1):
            yield self._finding(number, finding)

    def _finding(self, number: int, finding: Finding) -> ToldFinding:
        scales = self._out.scales
        seen = before(scales, finding)
        weighed = scales.weigh_all(finding.claim)
        dispute = weighed.standing[Bearing.DISPUTES]
        return ToldFinding(
            self._out.names.of("finding", finding.id),
            number,
            finding,
            self._held.claims[finding.claim],
            said(weighed.standing[Bearing.SUPPORTS]),
            said(dispute) if dispute != Standing() else "",
            len(weighed.voices[Act.DENIES]),
            tuple(map(self._claim, seen.claims)),
            tuple(map(self.statement, seen.statements)),
        )

    def _claim(self, claim: Claim) -> ToldClaim:
        standing = self._out.scales.weigh(claim.id).standing
        by_bearing = {
            bearing: tuple(
                self._evidence(one) for one in self._held.evidence_of.get(claim.id, ()) if one.bearing is bearing
            )
            for bearing in Bearing
        }
        told = tuple(
            (bearing, HEADINGS[bearing], said(standing[bearing]), found)
            for bearing, found in by_bearing.items()
            if found
        )
        return ToldClaim(self._out.names.of("claim", claim.id), claim, told)

    def _evidence(self, one: Evidence) -> ToldEvidence:
        source = self._out.scales.source_of(one)
        name = self._out.names.of("source", source) if source else ""
        title = self._held.sources[source].title if source else "a document of no named source"
        quote = self.quote(self._held.quotes[one.quote])
        return ToldEvidence(self._out.names.of("evidence", one.id), one, name, title, quote)

    def statement(self, one: Statement) -> ToldStatement:
        """What somebody said."""
        actors = self._held.actors
        return ToldStatement(
            self._out.names.of("statement", one.id),
            one,
            tuple(actors[each] for each in one.actors),
            actors.get(one.on_behalf_of),
            agreeing(one.act.value, len(one.actors)),
            self.quotes(one.quotes),
        )

    def quotes(self, ids: Iterable[str]) -> tuple[ToldQuote, ...]:
        """Quotes by their ids."""
        return tuple(self.quote(self._held.quotes[one]) for one in ids)

    def quote(self, one: Quote) -> ToldQuote:
        """A quote: shown if all of it can be seen on published pages, else why not, and nothing of what it says."""
        name = self._out.names.of("quote", one.id)
        keys = [(one.original, span.page, span.kind) for span in one.spans]
        placed = [self._places.get((name, key)) for key in keys]
        found = tuple(each for each in placed if each is not None)
        is_recognised = any(span.confidence < 1 or span.kind.value == "ocr" for span in one.spans)
        if not self._pages.issuperset(keys):
            return ToldQuote(name, (), UNPUBLISHED, "", (), is_recognised=False)
        if len(found) < len(placed) or not found:
            return ToldQuote(name, (), WITHHELD, "", (), is_recognised=False)
        return ToldQuote(name, found, "", one.language, one.translations, is_recognised)

    def sources(self) -> Iterator[ToldSource]:
        """All sources, roots first."""
        told = [self._source(one) for one in self._held.sources.values()]
        return iter(sorted(told, key=lambda one: bool(one.parents)))

    def _source(self, one: Source) -> ToldSource:
        lineage, sources, names = self._out.scales.lineage, self._held.sources, self._out.names
        how = {each.parent: each.how for each in self._held.derivations.values() if each.child == one.id}
        parents = tuple(
            (names.of("source", parent), sources[parent].title, how.get(parent, ""))
            if parent != UNKNOWN
            else ("", "somebody unknown", how.get(parent, ""))
            for parent in lineage.parents(one.id)
        )
        roots = sorted(lineage.roots(one.id) - {one.id, *lineage.parents(one.id)})
        return ToldSource(
            names.of("source", one.id),
            one,
            parents,
            tuple((names.of("source", root), sources[root].title) for root in roots),
            len(lineage.falls_with(one.id) - {one.id}),
            one.id in lineage.fallen,
        )


def agreeing(verb: str, count: int) -> str:
    """The verb as it goes with so many who do it."""
    if count == 1:
        return verb
    return {"denies": "deny"}.get(verb, verb.removesuffix("s"))
