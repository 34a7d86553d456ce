"""Laying out a graph of sources in layers, roots first: a pure function of boxes and links, the same every time.

Longest-path layering puts every source right of all that it derives from. Links that pass over layers are led through
points of their own, so that none crosses a box. Crossings are reduced by sweeps of barycentres (Sugiyama), the best
order kept. Each layer is then drawn as near to its neighbours as its order allows (isotonic regression by pooling).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 8
"""Passes over the layers, down and up: crossings hardly become fewer after that."""

Key = str


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of boxes and of the room between them, in the drawing's own units."""

    width: float = 190
    height: float = 40
    gap: float = 14
    """Between boxes of one layer, and between a box and a link that passes by."""
    between_layers: float = 90
    bend: float = 8
    """Height that a link takes that passes through a layer."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box is drawn: its upper left corner, and the number of its layer."""

    key: Key
    x: float
    y: float
    layer: int


@dataclass(frozen=True, slots=True)
class Line:
    """A link as it is drawn: from the parent's side through ``points`` to the child's."""

    parent: Key
    child: Key
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and lines, and how much room they take. ``crossings`` are those between links."""

    boxes: Mapping[Key, Box]
    lines: tuple[Line, ...]
    width: float
    height: float
    crossings: int


@dataclass(slots=True)
class _Layers:
    """Keys in layers, bends among them, and the links from each to those of the next layer."""

    rows: list[list[Key]]
    after: dict[Key, list[Key]]
    before: dict[Key, list[Key]]
    ways: dict[tuple[Key, Key], list[Key]]


def draw(keys: Sequence[Key], links: Iterable[tuple[Key, Key]], sizes: Sizes | None = None) -> Drawing:
    """The drawing of boxes ``keys`` with ``links`` from parent to child, none of which may lead round in a circle.

    Boxes without links stand below the others, in rows. The order of ``keys`` decides where nothing else does.
    """
    sizes = sizes or Sizes()
    known = set(keys)
    wanted = [one for one in dict.fromkeys(links) if known.issuperset(one) and one[0] != one[1]]
    linked = {key for link in wanted for key in link}
    inner = [one for one in keys if one in linked]
    layers = _layered(inner, wanted)
    crossings = _reduce_crossings(layers)
    heights = _placed(layers, linked, sizes)
    boxes, lines = _drawn(layers, wanted, linked, heights, sizes)
    _add_loose([one for one in keys if one not in linked], boxes, sizes)
    width = max((one.x + sizes.width for one in boxes.values()), default=0.0)
    height = max((one.y + sizes.height for one in boxes.values()), default=0.0)
    height = max([height, *(y for line in lines for _, y in line.points)])
    return Drawing({one: boxes[one] for one in keys}, tuple(lines), width, height, crossings)


def layers_of(keys: Sequence[Key], links: Sequence[tuple[Key, Key]]) -> dict[Key, int]:
    """For each key the links on the longest way to it. What stands on a circle, and after it, stays in layer 0."""
    left = dict.fromkeys(keys, 0)
    children: dict[Key, list[Key]] = {}
    for parent, child in links:
        left[child] += 1
        children.setdefault(parent, []).append(child)
    depth = dict.fromkeys(keys, 0)
    order = [one for one in keys if not left[one]]
    for key in order:  # grows while we go along it
        for child in children.get(key, ()):
            depth[child] = max(depth[child], depth[key] + 1)
            left[child] -= 1
            if not left[child]:
                order.append(child)
    return depth


def _layered(keys: Sequence[Key], links: Sequence[tuple[Key, Key]]) -> _Layers:
    depth = layers_of(keys, links)
    rows: list[list[Key]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for key in keys:
        rows[depth[key]].append(key)
    layers = _Layers(rows, {}, {}, {})
    for number, (parent, child) in enumerate(links):
        bends = [f"\0{number}\0{layer}" for layer in range(depth[parent] + 1, depth[child])]
        for layer, bend in enumerate(bends, depth[parent] + 1):
            rows[layer].append(bend)
        way = [parent, *bends, child]
        layers.ways[parent, child] = way
        for one, other in pairwise(way):
            layers.after.setdefault(one, []).append(other)
            layers.before.setdefault(other, []).append(one)
    return layers


def _reduce_crossings(layers: _Layers) -> int:
    """Sort the layers; the crossings that are left."""
    best, fewest = [list(row) for row in layers.rows], _crossings(layers)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        numbers = range(1, len(layers.rows)) if down else range(len(layers.rows) - 2, -1, -1)
        for number in numbers:
            beside = layers.rows[number - 1 if down else number + 1]
            _sort(layers.rows[number], beside, layers.before if down else layers.after)
        now = _crossings(layers)
        if now < fewest:
            best, fewest = [list(row) for row in layers.rows], now
    layers.rows = best
    return fewest


def _sort(row: list[Key], beside: Sequence[Key], neighbours: Mapping[Key, Sequence[Key]]) -> None:
    """By the mean place of the neighbours; what has none keeps its own place."""
    at = {key: place for place, key in enumerate(beside)}
    scale = len(beside) / max(1, len(row))
    means = {}
    for place, key in enumerate(row):
        places = [at[one] for one in neighbours.get(key, ())]
        means[key] = sum(places) / len(places) if places else place * scale
    row.sort(key=means.__getitem__)


def _crossings(layers: _Layers) -> int:
    return sum(_crossings_between(one, other, layers.after) for one, other in pairwise(layers.rows))


def _crossings_between(row: Sequence[Key], following: Sequence[Key], after: Mapping[Key, Sequence[Key]]) -> int:
    """Pairs of links that are in the other order at their other end: counted with a Fenwick tree."""
    at = {key: place for place, key in enumerate(following)}
    tree, seen, found = [0] * (len(following) + 1), 0, 0
    for key in row:
        ends = sorted(at[one] for one in after.get(key, ()))
        for end in ends:
            found += seen - _up_to(tree, end + 1)
        for end in ends:
            seen += 1
            place = end + 1
            while place < len(tree):
                tree[place] += 1
                place += place & -place
    return found


def _up_to(tree: Sequence[int], place: int) -> int:
    total = 0
    while place:
        total += tree[place]
        place -= place & -place
    return total


def _placed(layers: _Layers, boxes: set[Key], sizes: Sizes) -> dict[Key, float]:
    """The middle of each key on the axis along its layer: near its neighbours, in order, never over one another."""
    half = {key: (sizes.height if key in boxes else sizes.bend) / 2 for row in layers.rows for key in row}
    middle: dict[Key, float] = {}
    for row in layers.rows:
        at = 0.0
        for key in row:
            middle[key] = at + half[key]
            at += 2 * half[key] + sizes.gap
    for sweep in range(SWEEPS):
        rows = layers.rows if sweep % 2 else layers.rows[::-1]
        for row in rows:
            wishes = [_wish(key, layers, middle, both=sweep >= SWEEPS // 2) for key in row]
            offsets = _offsets(row, half, sizes.gap)
            for key, place, offset in zip(row, _in_order(wishes, offsets), offsets, strict=True):
                middle[key] = place + offset
    top = min((middle[key] - half[key] for key in middle), default=0.0)
    return {key: value - top for key, value in middle.items()}


def _wish(key: Key, layers: _Layers, middle: Mapping[Key, float], *, both: bool) -> float:
    """Where a key would like to be: amid those that derive from it, then amid all its neighbours."""
    near = list(layers.after.get(key, ()))
    if both or not near:
        near += layers.before.get(key, ())
    return sum(middle[one] for one in near) / len(near) if near else middle[key]


def _offsets(row: Sequence[Key], half: Mapping[Key, float], gap: float) -> list[float]:
    """How far each key must be from the first, at least."""
    offsets = [0.0] * len(row)
    for place in range(1, len(row)):
        offsets[place] = offsets[place - 1] + half[row[place - 1]] + gap + half[row[place]]
    return offsets


def _in_order(wishes: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """The values nearest to ``wishes`` less ``offsets`` that never fall: neighbours that would are pooled."""
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        total, count = wish - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _drawn(
    layers: _Layers, links: Iterable[tuple[Key, Key]], boxes: set[Key], middle: Mapping[Key, float], sizes: Sizes
) -> tuple[dict[Key, Box], list[Line]]:
    step = sizes.width + sizes.between_layers
    layer_of = {key: number for number, row in enumerate(layers.rows) for key in row}
    drawn = {
        key: Box(key, layer_of[key] * step, middle[key] - sizes.height / 2, layer_of[key])
        for row in layers.rows
        for key in row
        if key in boxes
    }
    lines = []
    for parent, child in links:
        points = [(drawn[parent].x + sizes.width, middle[parent])]
        for bend in layers.ways[parent, child][1:-1]:
            x = layer_of[bend] * step
            points += [(x, middle[bend]), (x + sizes.width, middle[bend])]
        points.append((drawn[child].x, middle[child]))
        lines.append(Line(parent, child, tuple(points)))
    return drawn, lines


def _add_loose(keys: Sequence[Key], boxes: dict[Key, Box], sizes: Sizes) -> None:
    """Boxes without links below the others, as many beside one another as there are layers, three at least."""
    across = max([3, *(one.layer + 1 for one in boxes.values())])
    top = max((one.y + sizes.height for one in boxes.values()), default=-2 * sizes.gap) + 2 * sizes.gap
    step = sizes.width + sizes.between_layers
    for number, key in enumerate(keys):
        row, column = divmod(number, across)
        boxes[key] = Box(key, column * step, top + row * (sizes.height + sizes.gap), 0)
