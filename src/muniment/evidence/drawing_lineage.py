"""What is drawn of the lineage: sources, somebody unknown, and bundles of reports that are from the same.

Only links that lead round in no circle can be drawn; a suggested one that would is left to the list beside the drawing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from muniment.evidence.held import Held
from muniment.evidence.lineage import Lineage
from muniment.evidence.records import UNKNOWN, Ruling, Source

BUNDLED_FROM = 70
"""Sources from which like reports are drawn as one: fewer can be read one by one."""

LEAST_BUNDLE = 4
"""Reports that make a bundle: fewer take hardly more room by themselves."""

LOOSE = "~loose"
"""The key of the bundle of sources that no link leads to or from."""


class Link(StrEnum):
    """What a link is."""

    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"
    REJECTED = "rejected"


class Shape(StrEnum):
    """What a node stands for."""

    SOURCE = "source"
    UNKNOWN = "unknown"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Node:
    """A box. ``source`` is the id of its source, for somebody unknown that of the source that has it from them.

    A bundle stands for ``members``, all of which derive from ``parents`` (ids; ``UNKNOWN`` among them perhaps).
    """

    key: str
    shape: Shape
    source: str = ""
    members: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes, by their keys."""

    parent: str
    child: str
    link: Link


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn. ``undrawn`` are links between sources (parent, child) that would lead round in a circle."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    undrawn: tuple[tuple[str, str], ...]


def graph(
    held: Held,
    lineage: Lineage,
    suggested: Iterable[tuple[str, str]] = (),
    *,
    rejected: bool = False,
    opened: frozenset[str] = frozenset(),
    around: frozenset[str] | None = None,
    bundled_from: int = BUNDLED_FROM,
) -> Graph:
    """The graph of all sources, or only of those ``around``; ``suggested`` are links from parent to child.

    ``rejected`` says whether links that were rejected are wanted, too; ``opened`` has bundles that are not.
    """
    links = {(parent, child): Link.CONFIRMED for child in held.sources for parent in lineage.parents(child)}
    undrawn = _add_further(links, suggested, Link.SUGGESTED)
    if rejected:
        turned_down = [one for one in held.derivations.values() if one.ruling is Ruling.REJECTED and one.parent]
        undrawn += _add_further(links, ((one.parent, one.child) for one in turned_down), Link.REJECTED)
    sources = [one for one in held.sources.values() if around is None or one.id in around]
    ids = {one.id for one in sources}
    links = {pair: link for pair, link in links.items() if ids.issuperset(one for one in pair if one)}
    bundles = _bundles(sources, links, opened) if len(sources) >= bundled_from else {}
    nodes = tuple(_nodes(sources, links, bundles))
    return Graph(nodes, tuple(_edges(links, bundles)), tuple(undrawn))


def reach(lineage: Lineage, source: str) -> frozenset[str]:
    """The sources that one goes back to and those that go back to it, itself among them."""
    return _along(source, lineage.parents) | _along(source, lineage.children)


def _along(source: str, following: Callable[[str], Sequence[str]]) -> frozenset[str]:
    found, waiting = {source}, [source]
    while waiting:
        new = [one for one in following(waiting.pop()) if one != UNKNOWN and one not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


def _add_further(
    links: dict[tuple[str, str], Link], further: Iterable[tuple[str, str]], link: Link
) -> list[tuple[str, str]]:
    """Add the links that lead round in no circle with those that are there; the others are returned."""
    children: dict[str, set[str]] = {}
    for parent, child in links:
        children.setdefault(parent, set()).add(child)
    left_out = []
    for parent, child in dict.fromkeys(further):
        if (parent, child) in links:
            continue
        if parent != UNKNOWN and _leads(children, child, parent):
            left_out.append((parent, child))
            continue
        links[parent, child] = link
        children.setdefault(parent, set()).add(child)
    return left_out


def _leads(children: Mapping[str, set[str]], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        if at == end:
            return True
        new = children.get(at, set()) - seen
        seen |= new
        waiting += new
    return False


def _bundles(
    sources: Sequence[Source], links: Mapping[tuple[str, str], Link], opened: frozenset[str]
) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """For each bundled source the key of its bundle, and what all of the bundle derive from."""
    parents: dict[str, list[str]] = {one.id: [] for one in sources}
    alone = set(parents) - {parent for parent, _ in links}
    for (parent, child), link in links.items():
        parents[child].append(parent)
        if link is not Link.CONFIRMED:
            alone.discard(child)
    like: dict[tuple[str, ...], list[str]] = {}
    for source in sources:
        if source.id in alone and not source.withdrawn:
            like.setdefault(tuple(sorted(parents[source.id])), []).append(source.id)
    return {
        member: (key, shared)
        for shared, members in like.items()
        if len(members) >= LEAST_BUNDLE and (key := bundle_key(shared)) not in opened
        for member in members
    }


def bundle_key(parents: Iterable[str]) -> str:
    """The key of the bundle of all reports that derive from just these."""
    named = sorted(parents)
    return "~" + "+".join(one or "unknown" for one in named) if named else LOOSE


def _nodes(
    sources: Sequence[Source], links: Mapping[tuple[str, str], Link], bundles: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Iterator[Node]:
    members: dict[str, list[str]] = {}
    for source, (key, _) in bundles.items():
        members.setdefault(key, []).append(source)
    told = set[str]()
    for source in (one.id for one in sources):
        if source not in bundles:
            yield Node(source, Shape.SOURCE, source)
            if (UNKNOWN, source) in links:
                yield Node(unknown_key(source), Shape.UNKNOWN, source)
            continue
        key, shared = bundles[source]
        if key not in told:
            told.add(key)
            yield Node(key, Shape.BUNDLE, "", tuple(members[key]), shared)


def unknown_key(source: str) -> str:
    """The key of somebody unknown from whom a source is: each source's is another, as far as one knows."""
    return f"?{source}"


def _edges(links: Mapping[tuple[str, str], Link], bundles: Mapping[str, tuple[str, tuple[str, ...]]]) -> Iterator[Edge]:
    told = set[tuple[str, str]]()
    for (parent, child), link in links.items():
        if child in bundles:
            key = bundles[child][0]
            if parent == UNKNOWN or (parent, key) in told:  # the words of the bundle say that it is unknown
                continue
            told.add((parent, key))
            yield Edge(parent, key, link)
        else:
            yield Edge(parent or unknown_key(child), child, link)
