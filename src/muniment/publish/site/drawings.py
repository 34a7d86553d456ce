"""Matrix, chronology and lineage of what goes out, as values that the pages draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from muniment.counting import counted
from muniment.evidence.chronology import Happening, Moment, chronology
from muniment.evidence.chronology_drawing import Bar, Tick, chart
from muniment.evidence.drawing import Box, Sizes, draw
from muniment.evidence.drawing_lineage import Graph, Node, Shape, graph
from muniment.evidence.fitting import lines, one_line
from muniment.evidence.lineage import Standing, said
from muniment.evidence.matrix import Apart, Cell, Matrix, Row, Sign
from muniment.evidence.records import Bearing
from muniment.publish.site.outgoing import Outgoing
from muniment.publish.site.telling import Telling, ToldQuote, agreeing

GLYPHS: Mapping[Sign, str] = {
    Sign.SUPPORTS: "+",
    Sign.DISPUTES: "\N{MINUS SIGN}",
    Sign.QUALIFIES: "±",
    Sign.DENIES: "\N{MULTIPLICATION SIGN}",
    Sign.ASSERTS: "“",
    Sign.DEMANDS: "!",
    Sign.ANNOUNCES: "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
}
"""Beside the word, so that a wide matrix can be read from afar; none of them needs colour."""

APART: Mapping[Apart, str] = {
    Apart.UNKNOWN: "from somebody unknown",
    Apart.FALLEN: "fallen: withdrawn, or with nothing left to stand on",
    Apart.NO_SOURCE: "of no named source",
}

# the matrix


@dataclass(frozen=True, slots=True)
class Group:
    """Sources that go back to one root: its title, and permanent names and titles of the columns."""

    title: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One way in which a source bears on a claim, how often, and where its words stand."""

    sign: Sign
    glyph: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with a cell for each column; ``counts`` are what was counted, by bearing."""

    name: str
    row: Row
    cells: tuple[tuple[Chip, ...], ...]
    counts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The matrix."""

    groups: tuple[Group, ...]
    lines: tuple[Line, ...]

    @property
    def firsts(self) -> frozenset[int]:
        """The numbers of the columns, from 0, with which groups begin."""
        return frozenset(accumulate((len(one.columns) for one in self.groups), initial=0))


def table(outgoing: Outgoing, pages: Mapping[str, str]) -> Table:
    """The matrix of what goes out. ``pages`` has for each claim's id the page that tells its evidence."""
    matrix = Matrix(outgoing.scales)
    groups = tuple(_group(outgoing, one.key, [each.source for each in one.columns]) for one in matrix.groups)
    columns = [column.source for group in matrix.groups for column in group.columns]
    return Table(groups, tuple(_line(outgoing, matrix, row, columns, pages) for row in matrix.rows))


def _group(outgoing: Outgoing, key: str, columns: Sequence[str]) -> Group:
    sources, names = outgoing.held.sources, outgoing.names
    title = APART[Apart(key)] if key.startswith("~") else sources[key].title
    return Group(
        title,
        tuple((names.of("source", one), sources[one].title) if one else ("", "no named source") for one in columns),
    )


def _line(outgoing: Outgoing, matrix: Matrix, row: Row, columns: Sequence[str], pages: Mapping[str, str]) -> Line:
    by_source = matrix.cells(row.claim.id)
    page = pages.get(row.claim.id, "")
    cells = tuple(tuple(_chip(outgoing, cell, page) for cell in by_source.get(one, ())) for one in columns)
    standing = matrix.weighed(row.claim.id).standing
    counts = tuple(
        (GLYPHS[Sign(bearing.value)], bearing.value, said(standing[bearing]))
        for bearing in Bearing
        if standing[bearing] != Standing()
    )
    return Line(page and f"{page}#{outgoing.names.of('claim', row.claim.id)}", row, cells, counts)


def _chip(outgoing: Outgoing, cell: Cell, page: str) -> Chip:
    kind, first = ("evidence", cell.evidence[0]) if cell.evidence else ("statement", cell.statements[0])
    return Chip(cell.sign, GLYPHS[cell.sign], cell.count, f"{page}#{outgoing.names.of(kind, first)}")


# the chronology

WIDTH, DATES, ROW, HEAD, TYPE = 1000, 170, 32, 40, 14
"""Of the chronology's drawing in its own units: all of it, the dates' column, a row, the scale, the type."""


@dataclass(frozen=True, slots=True)
class ToldMoment:
    """What happened, or who said what."""

    name: str
    moment: Moment
    title: str
    when: str
    days: str
    actors: tuple[str, ...]
    quotes: tuple[ToldQuote, ...]


@dataclass(frozen=True, slots=True)
class DrawnMoment:
    """A moment as it is drawn; ``y`` is the middle of its row."""

    told: ToldMoment
    bar: Bar
    y: float
    date: str
    label: str


@dataclass(frozen=True, slots=True)
class Times:
    """The chronology: drawn, and as a list. ``undated`` are what has no date."""

    rows: tuple[DrawnMoment, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    height: float
    undated: tuple[ToldMoment, ...]


def times(outgoing: Outgoing, telling: Telling) -> Times:
    """The chronology of what goes out."""
    made = chronology(outgoing.held)
    told = [_moment(outgoing, telling, one) for one in made.moments]
    drawn = chart(made.moments, DATES, WIDTH - 6)
    rows = tuple(
        DrawnMoment(one, bar, HEAD + ROW * at + ROW / 2, one_line(one.when, DATES - 14, TYPE - 1), _label(one, bar))
        for at, (one, bar) in enumerate(zip(told, drawn.bars, strict=True))
    )
    undated = tuple(_moment(outgoing, telling, one) for one in made.undated)
    return Times(rows, drawn.ticks, drawn.breaks, HEAD + ROW * len(rows) + 8, undated)


def _label(one: ToldMoment, bar: Bar) -> str:
    return one_line(one.title, bar.room, TYPE)


def _moment(outgoing: Outgoing, telling: Telling, one: Moment) -> ToldMoment:
    kind = "event" if one.happening is Happening.EVENT else "statement"
    actors = tuple(outgoing.held.actors[each].names[0].text for each in one.actors)
    written = one.dated.written if one.dated else ""
    return ToldMoment(
        outgoing.names.of(kind, one.id),
        one,
        one.title or _said(outgoing, one, actors),
        written,
        _days(one),
        actors,
        telling.quotes(one.quotes),
    )


def _said(outgoing: Outgoing, one: Moment, actors: Sequence[str]) -> str:
    """Who said what, in a line."""
    who = ", ".join(actors[:_MOST_NAMED])
    if len(actors) > _MOST_NAMED:
        who += f" and {len(actors) - _MOST_NAMED:,} more"
    what = "; ".join(outgoing.held.claims[each].text.rstrip(" .\N{IDEOGRAPHIC FULL STOP}") for each in one.claims)
    verb = agreeing(one.act.value, len(actors)) if one.act else "says"
    return f"{who} {verb}" + (f": {what}" if what else "")


_MOST_NAMED = 3
"""Actors named in a line; of a letter of twenty-two states the rest is counted."""


def _days(one: Moment) -> str:
    """What a date can mean; "" where that is what it says."""
    if one.dated is None or one.dated.is_a_day:
        return ""
    about = "about " if one.dated.about else ""
    if one.first is None:
        return f"{about}any day up to {one.last}"
    if one.last is None:
        return f"{about}any day from {one.first}"
    return f"{about}{one.first}" if one.first == one.last else f"{about}{one.first} to {one.last}"


# the lineage

SIZES = Sizes(width=204, height=62, gap=16, between_layers=84)
MARGIN, NAME, SMALL, INNER, HEAD_OF_ARROW = 14, 13, 11, 12, 8


@dataclass(frozen=True, slots=True)
class DrawnSource:
    """A box of the lineage, or the circle of somebody unknown, which has no ``href``."""

    node: Node
    x: float
    y: float
    href: str
    titles: tuple[str, ...]
    below: str
    says: str
    is_root: bool = False
    has_fallen: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """The lineage: boxes, and links as paths with the heads of their arrows."""

    nodes: tuple[DrawnSource, ...]
    ways: tuple[tuple[str, str], ...]
    width: float
    height: float


def tree(outgoing: Outgoing) -> Tree:
    """The lineage of the sources that go out, confirmed links only."""
    made: Graph = graph(outgoing.held, outgoing.scales.lineage)
    drawing = draw([one.key for one in made.nodes], ((one.parent, one.child) for one in made.edges), SIZES)
    by_key = {one.key: one for one in made.nodes}
    nodes = tuple(_drawn(outgoing, by_key[key], box) for key, box in drawing.boxes.items())
    ways = tuple(_way(one.points) for one in drawing.lines)
    return Tree(nodes, ways, drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN)


def _drawn(outgoing: Outgoing, node: Node, box: Box) -> DrawnSource:
    x, y = box.x + MARGIN, box.y + MARGIN
    room = SIZES.width - 2 * INNER
    if node.shape is Shape.UNKNOWN:
        middle = y + SIZES.height / 2
        return DrawnSource(node, x + SIZES.width - MARGIN, middle, "", (), "", "somebody unknown")
    if node.shape is Shape.BUNDLE:
        title = counted(len(node.members), "report" if node.parents else "source")
        below = "from nothing else" if node.parents else "linked to no other"
        return DrawnSource(node, x, y, "sources.html", (title,), below, f"{title}, {below}")
    source, lineage = outgoing.held.sources[node.source], outgoing.scales.lineage
    fallen, is_root = source.id in lineage.fallen, not lineage.parents(source.id)
    below = f"withdrawn {source.withdrawn}" if source.withdrawn else "nothing left to stand on" if fallen else ""
    below = below or _carries(len(lineage.falls_with(source.id)) - 1) or source.kind.value
    href = f"sources.html#{outgoing.names.of('source', source.id)}"
    titles, small = lines(source.title, room, NAME, 2), one_line(below, room, SMALL)
    return DrawnSource(node, x, y, href, titles, small, f"{source.title}: {below}", is_root, fallen)


def _carries(reports: int) -> str:
    return f"carries {counted(reports, 'other')}" if reports > 0 else ""


def _way(points: Sequence[tuple[float, float]]) -> tuple[str, str]:
    moved = [(x + MARGIN, y + MARGIN) for x, y in points]
    end_x, end_y = moved[-1]
    back = end_x - HEAD_OF_ARROW
    moved[-1] = (back, end_y)
    path = f"M{moved[0][0]:.1f} {moved[0][1]:.1f}" + "".join(_pieces(moved))
    return path, f"{end_x:.1f},{end_y:.1f} {back:.1f},{end_y - 4:.1f} {back:.1f},{end_y + 4:.1f}"


def _pieces(points: Sequence[tuple[float, float]]) -> Iterator[str]:
    """Curves between layers, straight lines through them."""
    for (x, y), (to_x, to_y) in pairwise(points):
        bend = (to_x - x) / 2
        yield (
            f"H{to_x:.1f}"
            if y == to_y
            else f"C{x + bend:.1f} {y:.1f} {to_x - bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        )
