"""The parts of an Office Open XML workbook: which belong to which sheet, and what stands in them beside the cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from muniment.read.formats.office.drawingtext import chart_words, drawing_words
from muniment.read.formats.office.ooxml import Relation, main_part, relations_of
from muniment.read.formats.office.package import Element, Package, attribute
from muniment.read.formats.tables import sheet_asides as asides
from muniment.read.formats.tables.calamine_pages import HIDDEN
from muniment.read.formats.tables.grid import Pager
from muniment.read.formats.tables.number_formats import tells_digits
from muniment.read.formats.tables.sheet_scan import SheetScan, ranges, scan_sheet
from muniment.read.formats.tables.xlsb import binary_comments, binary_headers, binary_links, binary_sheets
from muniment.read.reader import Damaged, FactFound, Found, PageFound, Shortfall

_DRAWN = {
    "drawing": ("drawings", drawing_words),
    "vmlDrawing": ("drawings", drawing_words),
    "chart": ("chart", chart_words),
    "chartEx": ("chart", drawing_words),
    "chartUserShapes": ("chart", drawing_words),
    "diagramData": ("diagram", drawing_words),
}
"""Relations that lead to what is drawn on a sheet: what we call it and how its words are taken out."""

_MAX_DEPTH = 6
"""Parts that lead to parts: sheet, drawing, chart, shapes on the chart."""


@dataclass(slots=True)
class Workbook:
    """What the package says about its sheets; ``seen`` holds the parts already given."""

    package: Package
    part: str
    sheets: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    styles: dict[bytes, str] = field(default_factory=dict)
    """Formats that tell how digits are written, by the numbers by which cells name them."""

    @property
    def is_binary(self) -> bool:
        """Whether sheets are in records rather than XML."""
        return self.part.lower().endswith(".bin")


def open_workbook(package: Package) -> Workbook:
    """Find the sheets of the workbook by their names."""
    workbook = Workbook(package, main_part(package, "xl/workbook.xml", "xl/workbook.bin"))
    relations = {r.identifier: r for r in relations_of(package, workbook.part)} if workbook.part else {}
    for name, identifier, hidden in _listed(workbook):
        relation = relations.get(identifier)
        if relation and not relation.external:
            workbook.sheets[name] = relation.target
            workbook.hidden[name] = hidden
    for relation in relations.values():
        if relation.kind == "styles" and not relation.target.lower().endswith(".bin"):
            workbook.styles = _telling_styles(package.xml(relation.target))
        if relation.kind == "person" and (people := package.xml(relation.target)) is not None:
            workbook.persons |= asides.persons(people)
    return workbook


def _telling_styles(root: Element | None) -> dict[bytes, str]:
    if root is None:
        return {}
    codes = {e.get("numFmtId", ""): e.get("formatCode", "") for e in root.iter("{*}numFmt")}
    laid_on = [e.get("numFmtId", "") for cells in root.iter("{*}cellXfs") for e in cells.iter("{*}xf")]
    found = ((str(number).encode(), codes.get(name, "")) for number, name in enumerate(laid_on))
    return {number: code for number, code in found if tells_digits(code)}


def sheet_names(sheets: Mapping[str, int]) -> Iterator[FactFound]:
    """All sheets by name, blank ones too, with what is said of those that are hidden."""
    if names := [f"{name}{HIDDEN[min(hidden, 2)]}" for name, hidden in sheets.items() if name]:
        yield FactFound("sheets", "; ".join(names))


def _listed(workbook: Workbook) -> Iterator[tuple[str, str, int]]:
    """The sheets that the workbook lists: name, identifier of the relation, 0 shown, 1 hidden, 2 hidden for good."""
    if workbook.is_binary:
        for sheet in binary_sheets(workbook.package.read(workbook.part)):
            yield sheet.name, sheet.relation, sheet.state
        return
    root = workbook.package.xml(workbook.part) if workbook.part else None
    states = {"hidden": 1, "veryHidden": 2}
    for element in root.iter("{*}sheet") if root is not None else ():
        yield element.get("name", ""), attribute(element, "id"), states.get(element.get("state", ""), 0)


def scan_of(workbook: Workbook, sheet: str) -> tuple[SheetScan, list[Shortfall]]:
    """What the stream of a sheet's part tells, and what could not be had of it."""
    part = workbook.sheets.get(sheet, "")
    if part not in workbook.package or workbook.is_binary:
        return SheetScan(), []
    try:
        scan = scan_sheet(workbook.package.stream(part), workbook.styles)
    except Damaged as stop:
        return SheetScan(), [Shortfall(f"sheet “{sheet}”: {stop.reason}")]
    told = []
    if not scan.is_whole:
        told.append(Shortfall(f"sheet “{sheet}”: its links and headers are too long to be read"))
    if scan.unplaced:
        told.append(Shortfall(f"sheet “{sheet}”: {scan.unplaced} numbers of over 15 digits may be rounded in the last"))
    if scan.unformatted:
        told.append(Shortfall(f"sheet “{sheet}”: {scan.unformatted} numbers are given without the zeros in front"))
    return scan, told


def sheet_asides(workbook: Workbook, sheet: str, scan: SheetScan, pager: Pager) -> Iterator[Found]:
    """Pages of what belongs to one sheet: comments, drawings, links, headers."""
    part = workbook.sheets.get(sheet, "")
    relations = relations_of(workbook.package, part) if part else []
    yield from part_asides(workbook, relations, sheet, pager)
    targets = {relation.identifier: relation.target for relation in relations}
    if workbook.is_binary:
        yield from _binary_asides(workbook, part, sheet, targets, pager)
    root = scan.root()
    if root is None:
        return
    if scan.hidden_rows:
        yield FactFound("hidden rows", f"{sheet}: {ranges(scan.hidden_rows)}")
    if columns := list(_hidden_columns(root)):
        yield FactFound("hidden columns", f"{sheet}: {', '.join(columns)}")
    yield from pager.notes(asides.headers_footers(root), f"{sheet}, headers and footers")
    yield from pager.notes(asides.hyperlinks(root, targets), f"{sheet}, links")
    yield from pager.notes(asides.validations(root), f"{sheet}, prompts and choices")


def _binary_asides(
    workbook: Workbook, part: str, sheet: str, targets: dict[str, str], pager: Pager
) -> Iterator[PageFound]:
    raw = workbook.package.read(part) if part in workbook.package else b""
    headers = (asides.header_text(code) for code in binary_headers(raw) if code)
    yield from pager.notes(headers, f"{sheet}, headers and footers")
    links = (f"{place}: {targets.get(link, '')} {words}".rstrip() for place, link, words in binary_links(raw))
    yield from pager.notes(links, f"{sheet}, links")


def _hidden_columns(root: Element) -> Iterator[str]:
    for column in root.iter("{*}col"):
        if column.get("hidden") in {"1", "true"}:
            yield f"{column.get('min', '')}-{column.get('max', '')}"


def part_asides(
    workbook: Workbook, relations: Iterable[Relation], label: str, pager: Pager, depth: int = 0
) -> Iterator[PageFound]:
    """Pages of the comments and drawings that ``relations`` lead to, and of what these lead to."""
    for relation in relations:
        part = relation.target
        if relation.external or part in workbook.seen or part not in workbook.package or depth > _MAX_DEPTH:
            continue
        if relation.kind == "comments":
            workbook.seen.add(part)
            yield from pager.notes(_comments(workbook, part), f"{label}, comments")
        elif relation.kind == "threadedComment":
            workbook.seen.add(part)
            yield from pager.notes(_threaded(workbook, part), f"{label}, comments with answers")
        elif relation.kind in _DRAWN:
            workbook.seen.add(part)
            yield from _drawn(workbook, part, relation.kind, label, pager)
            yield from part_asides(workbook, relations_of(workbook.package, part), label, pager, depth + 1)


def _comments(workbook: Workbook, part: str) -> Iterator[str]:
    if part.lower().endswith(".bin"):
        return binary_comments(workbook.package.read(part))
    root = workbook.package.xml(part)
    return asides.comments(root) if root is not None else iter(())


def _threaded(workbook: Workbook, part: str) -> Iterator[str]:
    root = workbook.package.xml(part)
    return asides.threaded_comments(root, workbook.persons) if root is not None else iter(())


def _drawn(workbook: Workbook, part: str, kind: str, label: str, pager: Pager) -> Iterator[PageFound]:
    name, words = _DRAWN[kind]
    root = workbook.package.xml(part)
    if root is None:
        return
    text = vml_words(root) if kind == "vmlDrawing" else words(root)
    yield from pager.page(text.strip("\n"), f"{label}, {name}")


def vml_words(root: Element) -> str:
    """The words of text boxes in the old drawing language."""
    lines = (" ".join("".join(map(str, box.itertext())).split()) for box in root.iter("{*}textbox"))
    return "\n".join(filter(None, lines))


_BOOK_PARTS: dict[str, tuple[str, Callable[[Element], Iterator[str]]]] = {
    "connections": ("data connections", asides.attribute_values),
    "queryTable": ("queries", asides.attribute_values),
    "customXml": ("data kept with the workbook", asides.attribute_values),
}
"""Parts of the workbook as a whole that state settings."""


def book_asides(workbook: Workbook, pager: Pager) -> Iterator[Found]:
    """Pages of what belongs to the whole workbook, and of drawings and comments that no sheet claims."""
    package = workbook.package
    root = None if workbook.is_binary or not workbook.part else package.xml(workbook.part)
    if root is not None:
        yield from pager.notes(asides.defined_names(root), "defined names")
    for relation in relations_of(package, workbook.part) if workbook.part else ():
        yield from _book_part(workbook, relation, pager)
    yield from _unclaimed(workbook, pager)


def _book_part(workbook: Workbook, relation: Relation, pager: Pager) -> Iterator[PageFound]:
    part = relation.target
    if relation.external or part not in workbook.package or part.lower().endswith(".bin"):
        return
    if relation.kind == "externalLink":
        root = workbook.package.xml(part)
        outside = [r.target for r in relations_of(workbook.package, part) if r.external]
        if root is not None:
            yield from pager.notes(asides.external_cells(root, " ".join(outside)), "values of other workbooks")
    elif relation.kind == "pivotCacheDefinition":
        yield from _pivot(workbook, part, pager)
    elif relation.kind in _BOOK_PARTS:
        label, lines = _BOOK_PARTS[relation.kind]
        root = workbook.package.xml(part)
        if root is not None:
            yield from pager.notes(lines(root), label)


def _pivot(workbook: Workbook, part: str, pager: Pager) -> Iterator[PageFound]:
    root = workbook.package.xml(part)
    if root is None:
        return
    fields = asides.pivot_fields(root)
    label = "values behind a pivot table"
    yield from pager.notes(asides.pivot_source(root), label)
    records = [r.target for r in relations_of(workbook.package, part) if r.kind == "pivotCacheRecords"]
    rows = [found for name in records if (found := workbook.package.xml(name)) is not None]
    for found in rows:
        yield from pager.notes(asides.pivot_rows(found, fields), label)
    if not rows:
        yield from pager.notes((f"{name}: {'; '.join(values)}" for name, values in fields), label)


_BY_FOLDER = (
    ("xl/comments", "comments"),
    ("xl/threadedcomments/", "threadedComment"),
    ("xl/drawings/vml", "vmlDrawing"),
    ("xl/drawings/", "drawing"),
    ("xl/charts/chart", "chart"),
    ("xl/diagrams/data", "diagramData"),
)
"""Where parts lie by custom, for those that nothing points to."""


def _unclaimed(workbook: Workbook, pager: Pager) -> Iterator[PageFound]:
    seen = {name.lower() for name in workbook.seen}
    for name in workbook.package.names():
        lower = name.lower()
        kind = next((kind for start, kind in _BY_FOLDER if lower.startswith(start)), "")
        if kind and lower not in seen and "/_rels/" not in lower:
            yield from part_asides(workbook, [Relation("", kind, name, external=False)], "on no sheet", pager)
