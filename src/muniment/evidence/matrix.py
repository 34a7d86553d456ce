"""The matrix: claims down, sources across, each source in the group of the root that it goes back to.

- Claims stand in the order in which they were made, sub-claims under their parents.
- A source stands in the group of the first of its roots, in the order in which sources were made; the others are said.
- Sources that go back to nobody known, sources that have fallen, and documents of no source have groups of their own.
- A source is at a claim by its evidence, and by the statements on the claim that its documents quote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from muniment.evidence.records import Act, Bearing, Claim, Statement
from muniment.evidence.weighing import Scales, Weighed

NO_SOURCE = ""
"""Stands where a source's id does, for documents that belong to none and statements that nothing quotes."""


class Sign(StrEnum):
    """How a source bears on a claim: by evidence from it, or by somebody's statement quoted in it."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    QUALIFIES = "qualifies"
    DENIES = "denies"
    ASSERTS = "asserts"
    DEMANDS = "demands"
    ANNOUNCES = "announces"


class Apart(StrEnum):
    """Why sources stand under no root. The values are keys: no id of a source begins with "~"."""

    UNKNOWN = "~unknown"
    FALLEN = "~fallen"
    NO_SOURCE = "~none"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source has on one claim in one way: ids of evidence or of statements, and of their quotes."""

    claim: str
    source: str
    sign: Sign
    evidence: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many pieces of evidence or statements it stands for."""
        return len(self.evidence) + len(self.statements)


@dataclass(frozen=True, slots=True)
class Column:
    """A source; ``also`` are the roots that it has beside the one it stands under, ``also_unknown`` a further somebody.

    ``steps`` are the links on the longest way from a root: 0 for a root itself.
    """

    source: str
    steps: int = 0
    also: tuple[str, ...] = ()
    also_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Sources under one root, or apart; ``key`` is the root's id or a value of ``Apart``."""

    key: str
    columns: tuple[Column, ...]

    @property
    def apart(self) -> Apart | None:
        """Why these stand under no root; None if they stand under one."""
        return Apart(self.key) if self.key.startswith("~") else None


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, how deep it stands below claims without a parent, and how many stand below it."""

    claim: Claim
    depth: int
    below: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What would be lost if a source fell: sources that fall with it, and claims that nothing would support then."""

    reports: tuple[str, ...]
    claims: tuple[str, ...]


class Matrix:
    """The whole matrix of what is held at one moment. Claims are looked at when they are asked for, each once."""

    def __init__(self, scales: Scales) -> None:
        self.scales = scales
        self._cells: dict[str, Mapping[str, tuple[Cell, ...]]] = {}
        self._losses: dict[str, Loss] = {}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All claims."""
        return tuple(_rows(self.scales.held.claims))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All sources in their groups; documents of no source last, and only if there are any."""
        grouped = _grouped(self.scales)
        if _has_loose_ends(self.scales):
            grouped.append(Group(Apart.NO_SOURCE, (Column(NO_SOURCE),)))
        return tuple(grouped)

    def cells(self, claim: str) -> Mapping[str, tuple[Cell, ...]]:
        """For each source that is at a claim how it bears on it, in the order of ``Sign``."""
        found = self._cells.get(claim)
        if found is None:
            found = self._cells[claim] = _cells(self.scales, claim)
        return found

    def weighed(self, claim: str) -> Weighed:
        """What stands for and against a claim."""
        return self.scales.weigh(claim)

    def rests_on_one(self, claim: str) -> str:
        """The id of the root that all support of a claim goes back to; "" if there is no one such root."""
        standing = self.weighed(claim).standing[Bearing.SUPPORTS]
        alone = len(standing.roots) == 1 and not standing.unknown and not standing.unassigned
        return standing.roots[0] if alone else ""

    def loss(self, source: str) -> Loss:
        """What would be lost if ``source`` fell; nothing if it has fallen already."""
        found = self._losses.get(source)
        if found is None:
            found = self._losses[source] = self._loss(source)
        return found

    def _loss(self, source: str) -> Loss:
        falling = self.scales.lineage.falls_with(source)
        touched = {claim for one in falling for claim in self._supported_by.get(one, ())}
        claims = tuple(
            row.claim.id for row in self.rows if row.claim.id in touched and self._loses_all(row.claim.id, falling)
        )
        return Loss(tuple(sorted(falling - {source})), claims)

    def _loses_all(self, claim: str, falling: frozenset[str]) -> bool:
        standing = self.weighed(claim).standing[Bearing.SUPPORTS]
        return not standing.unassigned and falling.issuperset(standing.reports)

    def is_supported(self, claim: str) -> bool:
        """Whether anything that stands supports a claim itself."""
        standing = self.weighed(claim).standing[Bearing.SUPPORTS]
        return bool(standing.reports or standing.unassigned)

    @cached_property
    def borne(self) -> frozenset[str]:
        """The claims that are supported, or of which a part is."""
        found = {row.claim.id for row in self.rows if self.is_supported(row.claim.id)}
        for row in reversed(self.rows):  # parts come after what they are part of
            if row.claim.id in found and row.claim.parent:
                found.add(row.claim.parent)
        return frozenset(found)

    @cached_property
    def _supported_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each source the claims that it supports."""
        found: dict[str, dict[str, None]] = {}
        for one in self.scales.held.evidence.values():
            if one.bearing is Bearing.SUPPORTS:
                found.setdefault(self.scales.source_of(one), {})[one.claim] = None
        return {source: tuple(claims) for source, claims in found.items()}


class _Filling:
    """A cell that is being filled."""

    __slots__ = ("evidence", "quotes", "statements")

    def __init__(self) -> None:
        self.evidence: list[str] = []
        self.statements: list[str] = []
        self.quotes: dict[str, None] = {}


def _cells(scales: Scales, claim: str) -> Mapping[str, tuple[Cell, ...]]:
    """What each source has on a claim."""
    filling: dict[str, dict[Sign, _Filling]] = {}
    for one in scales.held.evidence_of.get(claim, ()):
        cell = filling.setdefault(scales.source_of(one), {}).setdefault(_SIGNS[one.bearing], _Filling())
        cell.evidence.append(one.id)
        cell.quotes[one.quote] = None
    for statement in scales.held.statements_on.get(claim, ()):
        for source, quotes in _by_source(scales, statement).items():
            cell = filling.setdefault(source, {}).setdefault(_SIGNS[statement.act], _Filling())
            cell.statements.append(statement.id)
            cell.quotes.update(dict.fromkeys(quotes))
    return {
        source: tuple(
            Cell(claim, source, sign, tuple(filled.evidence), tuple(filled.statements), tuple(filled.quotes))
            for sign in Sign
            if (filled := signs.get(sign)) is not None
        )
        for source, signs in filling.items()
    }


_SIGNS: Mapping[Bearing | Act, Sign] = {one: Sign(one.value) for kind in (Bearing, Act) for one in kind}


def _by_source(scales: Scales, statement: Statement) -> Mapping[str, list[str]]:
    """The quotes of a statement by the source that each is in; a statement without any is of no source."""
    found: dict[str, list[str]] = {} if statement.quotes else {NO_SOURCE: []}
    for quote in statement.quotes:
        found.setdefault(scales.source_of_quote(scales.held.quotes[quote]), []).append(quote)
    return found


def _has_loose_ends(scales: Scales) -> bool:
    """Whether anything bears on a claim that belongs to no source."""
    held = scales.held
    return any(scales.source_of(one) == NO_SOURCE for one in held.evidence.values()) or any(
        one.claims and NO_SOURCE in _by_source(scales, one) for one in held.statements.values()
    )


def _rows(claims: Mapping[str, Claim]) -> Iterator[Row]:
    """Each claim after its parent, without recursion: claims may be nested as deep as somebody cares to make them."""
    children: dict[str, list[Claim]] = {}
    for claim in claims.values():
        children.setdefault(claim.parent if claim.parent in claims else "", []).append(claim)
    order: list[tuple[Claim, int]] = []
    waiting = [(one, 0) for one in reversed(children.get("", ()))]
    while waiting:
        claim, depth = waiting.pop()
        order.append((claim, depth))
        waiting += [(one, depth + 1) for one in reversed(children.get(claim.id, ()))]
    below = dict.fromkeys(claims, 0)
    for claim, _ in reversed(order):
        if claim.parent in below:
            below[claim.parent] += below[claim.id] + 1
    return (Row(claim, depth, below[claim.id]) for claim, depth in order)


def _grouped(scales: Scales) -> list[Group]:
    order = {source: number for number, source in enumerate(scales.held.sources)}
    steps = _steps(scales)
    columns: dict[str, list[Column]] = {}
    for source in order:
        key, column = _placed(scales, source, order, steps[source])
        columns.setdefault(key, []).append(column)
    keys = [*(one for one in order if one in columns), *(one for one in Apart if one in columns)]
    return [Group(key, tuple(sorted(columns[key], key=lambda one: one.steps))) for key in keys]


def _placed(scales: Scales, source: str, order: Mapping[str, int], steps: int) -> tuple[str, Column]:
    """The group of a source, and its column there."""
    lineage = scales.lineage
    if source in lineage.fallen:
        return Apart.FALLEN, Column(source, steps)
    roots = sorted(lineage.roots(source), key=order.__getitem__)
    if not roots:
        return Apart.UNKNOWN, Column(source, steps)
    return roots[0], Column(source, steps, tuple(roots[1:]), lineage.is_of_unknown_origin(source))


def _steps(scales: Scales) -> Mapping[str, int]:
    """For each source the links on the longest way from a root to it."""
    lineage, sources = scales.lineage, scales.held.sources
    steps = dict.fromkeys(sources, 0)
    left = {one: sum(parent in sources for parent in lineage.parents(one)) for one in sources}
    order = [one for one, count in left.items() if not count]
    for source in order:  # grows while we go along it
        for child in lineage.children(source):
            if child in steps:
                steps[child] = max(steps[child], steps[source] + 1)
                left[child] -= 1
                if not left[child]:
                    order.append(child)
    return steps
