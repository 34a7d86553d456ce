"""From whom sources have what they say, and how many independent ones stand behind a claim.

- A source *derives from* another where a person confirmed that link. What is suggested or rejected never counts.
- A *root* is a source that derives from none. A source may also derive from somebody unknown.
- A source *stands* unless it was withdrawn, and unless all that it derives from has fallen.
- The *independent* sources behind some evidence are the different roots that standing evidence reaches through sources
  that stand. It is the number of sources that would all have to fall before nothing were left.
- What comes from somebody unknown is counted apart: it may be a further source, or one of the others once more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from muniment.counting import counted
from muniment.errors import UsageError
from muniment.evidence.records import UNKNOWN, Derivation, Ruling, Source


class CycleError(UsageError):
    """A source would derive from itself by way of others."""

    code = "lineage-cycle"
    http_status = 409


@dataclass(frozen=True, slots=True)
class Standing:
    """How many sources stand behind some evidence: ids of sources, each once, in order of their ids.

    ``reports`` are the sources that the evidence itself is from and that stand, ``roots`` the independent ones among
    those that they go back to, ``unknown`` the ones whose own origin nobody knows. ``fallen`` are reports that were
    withdrawn or have nothing left to stand on. ``unassigned`` counts documents that belong to no source: where they are
    from is not known either.
    """

    reports: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    fallen: tuple[str, ...] = ()
    unassigned: int = 0

    @property
    def independent(self) -> int:
        """The number of independent sources."""
        return len(self.roots)


class Lineage:
    """The graph of sources and confirmed links. Cycles, which ``cycle`` finds, must have been refused before."""

    def __init__(self, sources: Mapping[str, Source], derivations: Iterable[Derivation]) -> None:
        self._sources = sources
        self._parents: dict[str, list[str]] = {}
        self._children: dict[str, list[str]] = {}
        for link in derivations:
            if link.ruling is Ruling.CONFIRMED:
                self._parents.setdefault(link.child, []).append(link.parent)
                self._children.setdefault(link.parent, []).append(link.child)
        withdrawn = frozenset(one.id for one in sources.values() if one.withdrawn)
        self._fallen = self._falling(withdrawn)
        self._reached = self._reach(self._fallen)

    def parents(self, source: str) -> tuple[str, ...]:
        """What a source derives from directly, ``UNKNOWN`` perhaps among it."""
        return tuple(self._parents.get(source, ()))

    def children(self, source: str) -> tuple[str, ...]:
        """What derives directly from a source."""
        return tuple(self._children.get(source, ()))

    @property
    def fallen(self) -> frozenset[str]:
        """The sources that do not stand: withdrawn, or with nothing left to stand on."""
        return self._fallen

    def roots(self, source: str) -> frozenset[str]:
        """The roots that a standing source goes back to; none if it has fallen or only comes from somebody unknown."""
        return self._reached.get(source, _NOTHING)[0]

    def is_of_unknown_origin(self, source: str) -> bool:
        """Whether a standing source goes back to somebody unknown, at least in part."""
        return bool(self._reached.get(source, _NOTHING)[1])

    def standing(self, sources: Iterable[str]) -> Standing:
        """What stands behind evidence from ``sources``, one for each piece of it; "" where a document has none."""
        named = list(sources)
        reports = sorted({one for one in named if one} - self._fallen)
        reached = [self._reached[one] for one in reports if one in self._reached]
        return Standing(
            tuple(reports),
            tuple(sorted(set().union(*(roots for roots, _ in reached)))),
            tuple(sorted(set().union(*(unknown for _, unknown in reached)))),
            tuple(sorted({one for one in named if one} & self._fallen)),
            named.count(""),
        )

    def falls_with(self, source: str) -> frozenset[str]:
        """The sources that stand now and would fall if ``source`` did, itself among them."""
        withdrawn = {one.id for one in self._sources.values() if one.withdrawn}
        return self._falling(frozenset({*withdrawn, source})) - self._fallen

    def _falling(self, withdrawn: frozenset[str]) -> frozenset[str]:
        """From those withdrawn upwards: whatever has lost its last parent falls, too."""
        fallen = set(withdrawn)
        left = {child: len(parents) for child, parents in self._parents.items()}
        waiting = list(withdrawn)
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                left[child] -= 1
                if not left[child] and child not in fallen:
                    fallen.add(child)
                    waiting.append(child)
        return frozenset(fallen)

    def _reach(self, fallen: frozenset[str]) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """For each standing source its roots, and the sources on the way whose own origin is unknown."""
        reached: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        for source in self._parents_first():
            if source in fallen:
                continue
            parents = self._parents.get(source)
            if not parents:
                reached[source] = (frozenset({source}), frozenset())
                continue
            behind = [reached[one] for one in parents if one in reached]
            unknown = {source} if UNKNOWN in parents else set()
            reached[source] = (
                frozenset().union(*(roots for roots, _ in behind)),
                frozenset(unknown).union(*(unknowns for _, unknowns in behind)),
            )
        return reached

    def _parents_first(self) -> list[str]:
        """The sources, each after all that it derives from (Kahn's topological order)."""
        left = {one: sum(parent in self._sources for parent in self._parents.get(one, ())) for one in self._sources}
        order = [one for one, count in left.items() if not count]
        for source in order:  # grows while we go along it
            for child in self._children.get(source, ()):
                if child in left:
                    left[child] -= 1
                    if not left[child]:
                        order.append(child)
        return order


_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def refuse_cycle(sources: Mapping[str, Source], derivations: Iterable[Derivation]) -> None:
    """Raise ``CycleError`` if confirmed links lead from a source back to itself."""
    links = [one for one in derivations if one.ruling is Ruling.CONFIRMED]
    found = cycle(links)
    if found:
        chain = " ← ".join(sources[one].title if one in sources else one for one in found)
        raise CycleError(
            f"A source cannot derive from itself: {chain}.", "Reject one of these links, or leave the new one out."
        )


def cycle(links: Iterable[Derivation]) -> tuple[str, ...]:
    """A way from a source back to itself along ``links``, its first and last the same; empty if there is none."""
    parents: dict[str, list[str]] = {}
    for link in links:
        if link.parent != UNKNOWN:
            parents.setdefault(link.child, []).append(link.parent)
    done: set[str] = set()
    for start in parents:
        if start not in done and (found := _cycle_from(start, parents, done)):
            return found
    return ()


def _cycle_from(start: str, parents: Mapping[str, list[str]], done: set[str]) -> tuple[str, ...]:
    """Depth first, without recursion: a chain of sources may be as long as somebody cares to make it."""
    way, on_way = [start], {start}
    branches = [iter(parents.get(start, ()))]
    while branches:
        following = next(branches[-1], None)
        if following is None:
            branches.pop()
            left = way.pop()
            on_way.discard(left)
            done.add(left)
        elif following in on_way:
            return (*way[way.index(following) :], following)
        elif following not in done:
            way.append(following)
            on_way.add(following)
            branches.append(iter(parents.get(following, ())))
    return ()


def said(standing: Standing) -> str:
    """The count in words: "14 reports, 2 independent sources"."""
    told = [counted(len(standing.reports), "report"), counted(standing.independent, "independent source")]
    if standing.unknown:
        told.append(f"{len(standing.unknown):,} of unknown origin")
    if standing.unassigned:
        told.append(counted(standing.unassigned, "document") + " of no named source")
    if standing.fallen:
        told.append(f"{len(standing.fallen):,} fallen")
    return ", ".join(told)
