"""What the page of the lineage shows: the drawing, and for each source where it is from and what rests on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote, urlencode

from muniment.counting import counted
from muniment.evidence.drawing import Box, Sizes, draw
from muniment.evidence.drawing_lineage import Edge, Graph, Node, Shape
from muniment.evidence.fitting import lines, one_line
from muniment.evidence.matrix import Loss, Matrix
from muniment.evidence.records import UNKNOWN, Source

ROOMY = Sizes(width=204, height=62, gap=16, between_layers=84)
"""Of a drawing of few sources: two lines of a title and one of what rests on it."""

DENSE = Sizes(width=216, height=42, gap=9, between_layers=76)
"""Of a drawing of many: one line of a title."""

MANY = 24
"""Boxes from which they are drawn dense: what no screen shows at once should at least be short."""

MARGIN = 14
_TYPE, _SMALL = 13, 11
_INNER = 12
_RADIUS = 14


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node as it is drawn. ``titles`` are its lines, ``below`` the small one under them; ``says`` is all of it."""

    node: Node
    x: float
    y: float
    href: str
    titles: tuple[str, ...]
    below: str
    says: str
    classes: str


@dataclass(frozen=True, slots=True)
class Way:
    """A link as it is drawn: the path of its line, and the head of its arrow."""

    edge: Edge
    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing, in its own units, which are pixels where there is room."""

    nodes: tuple[Drawn, ...]
    ways: tuple[Way, ...]
    width: float
    height: float
    sizes: Sizes


@dataclass(frozen=True, slots=True)
class Told:
    """A source in the list: where it is from, and what would be lost without it."""

    source: Source
    parents: tuple[tuple[str, str], ...]
    roots: tuple[tuple[str, str], ...]
    is_root: bool
    of_unknown: bool
    fallen: bool
    loss: Loss


def told(matrix: Matrix) -> list[Told]:
    """All sources, those on which most rests first."""
    found = [_told(matrix, one) for one in matrix.scales.held.sources.values()]
    return sorted(found, key=lambda one: (-len(one.loss.claims), -len(one.loss.reports), one.source.title))


def _told(matrix: Matrix, source: Source) -> Told:
    lineage, sources = matrix.scales.lineage, matrix.scales.held.sources
    parents = lineage.parents(source.id)
    roots = sorted(lineage.roots(source.id) - {source.id})
    return Told(
        source,
        tuple((one, sources[one].title if one != UNKNOWN else "somebody unknown") for one in parents),
        tuple((one, sources[one].title) for one in roots),
        not parents,
        lineage.is_of_unknown_origin(source.id),
        source.id in lineage.fallen,
        matrix.loss(source.id),
    )


def loss_in_words(loss: Loss) -> str:
    """What would be lost, in a few words; "" if nothing."""
    parts = []
    if loss.reports:
        parts.append(counted(len(loss.reports), "report"))
    if loss.claims:
        parts.append(counted(len(loss.claims), "claim"))
    return ", ".join(parts)


def picture(matrix: Matrix, graph: Graph, opened: Iterable[str]) -> Picture:
    """The drawing of a graph."""
    sizes = ROOMY if len(graph.nodes) < MANY else DENSE
    drawing = draw([one.key for one in graph.nodes], ((one.parent, one.child) for one in graph.edges), sizes)
    by_key = {one.key: one for one in graph.nodes}
    nodes = tuple(_drawn(matrix, by_key[key], box, sizes, tuple(opened)) for key, box in drawing.boxes.items())
    points = {(one.parent, one.child): one.points for one in drawing.lines}
    ways = tuple(_way(edge, points[edge.parent, edge.child]) for edge in graph.edges)
    return Picture(nodes, ways, drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN, sizes)


def _drawn(matrix: Matrix, node: Node, box: Box, sizes: Sizes, opened: Sequence[str]) -> Drawn:
    x, y = box.x + MARGIN, box.y + MARGIN
    if node.shape is Shape.UNKNOWN:
        title = matrix.scales.held.sources[node.source].title
        says = f"somebody unknown, from whom {title} has what it says"
        return Drawn(node, x + sizes.width - _RADIUS, y + sizes.height / 2, _source(node.source), (), "", says, "")
    if node.shape is Shape.BUNDLE:
        return _bundle(matrix, node, (x, y), sizes, opened)
    return _one(matrix, node, (x, y), sizes)


def _one(matrix: Matrix, node: Node, at: tuple[float, float], sizes: Sizes) -> Drawn:
    lineage, source = matrix.scales.lineage, matrix.scales.held.sources[node.source]
    loss = loss_in_words(matrix.loss(source.id))
    if source.withdrawn:
        below, classes = f"withdrawn {source.withdrawn}", "withdrawn fallen"
    elif source.id in lineage.fallen:
        below, classes = "nothing left to stand on", "fallen"
    else:
        below = f"carries {loss}" if loss else source.kind.value
        classes = "" if lineage.parents(source.id) else "root"
    return Drawn(
        node,
        *at,
        _source(source.id),
        lines(source.title, sizes.width - 2 * _INNER, _TYPE, 2 if sizes is ROOMY else 1),
        one_line(below, sizes.width - 2 * _INNER, _SMALL),
        f"{source.title}: {below}",
        classes,
    )


def _bundle(matrix: Matrix, node: Node, at: tuple[float, float], sizes: Sizes, opened: Sequence[str]) -> Drawn:
    title = counted(len(node.members), "report") if node.parents else counted(len(node.members), "source")
    below = _of_bundle(node)
    titles = [matrix.scales.held.sources[one].title for one in node.members[:_NAMED]]
    more = f" and {len(node.members) - _NAMED:,} more" if len(node.members) > _NAMED else ""
    query = urlencode([("open", one) for one in (*opened, node.key)])
    return Drawn(
        node,
        *at,
        f"/evidence/lineage?{query}",
        (title,),
        one_line(below, sizes.width - 2 * _INNER, _SMALL),
        f"{title}, {below}: {', '.join(titles)}{more}",
        "fallen" if node.members[0] in matrix.scales.lineage.fallen else "",
    )


def _of_bundle(node: Node) -> str:
    if not node.parents:
        return "linked to no other"
    if node.parents == (UNKNOWN,):
        return "each of unknown origin"
    return "and somebody unknown; show each" if UNKNOWN in node.parents else "from nothing else; show each"


_NAMED = 20
"""Titles in the words of a bundle."""


def _source(source: str) -> str:
    return f"/evidence/sources/{quote(source)}"


def _way(edge: Edge, points: Sequence[tuple[float, float]]) -> Way:
    moved = [(x + MARGIN, y + MARGIN) for x, y in points]
    end_x, end_y = moved[-1]
    moved[-1] = (end_x - _HEAD, end_y)
    start = f"M{moved[0][0]:.1f} {moved[0][1]:.1f}"
    head = f"{end_x:.1f},{end_y:.1f} {end_x - _HEAD:.1f},{end_y - 4:.1f} {end_x - _HEAD:.1f},{end_y + 4:.1f}"
    return Way(edge, start + "".join(_parts(moved)), head)


_HEAD = 8


def _parts(points: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Curves between layers, straight lines through them."""
    for (x, y), (to_x, to_y) in pairwise(points):
        if y == to_y:
            yield f"H{to_x:.1f}"
        else:
            bend = (to_x - x) / 2
            yield f"C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
