"""XPS and OpenXPS: pages as they were printed, their words in the order in which they were set."""

from collections.abc import Iterator
from dataclasses import dataclass

from muniment.read.formats.office.ooxml import embedded_files, facts_of, relations_of, resolve
from muniment.read.formats.office.package import Element, Package, attribute, iterwalk, local
from muniment.read.formats.sections import Section, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, PageFound

_SAME_LINE = 0.35
"""Share of the letter size by which runs of one line may differ in height."""

_ESCAPE = "{}"
"""Stands before text that begins with a brace."""


_GAP = 0.2
"""Share of the letter size that parts words."""

_NARROW, _WIDE, _UNSURE = 50.0, 100.0, 0.06
"""Widths taken for a letter whose width the page leaves to its font: Latin and Chinese; and the usual error."""

_LAST_NARROW = "\u2e7f"


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of letters and where it stands; ``unsure`` is how far its end may be off."""

    text: str
    start: float
    end: float
    height: float
    size: float
    unsure: float


class XpsReader:
    """Gives each fixed page as a page."""

    name = "xps"
    version = "1"
    media_types = frozenset({"application/vnd.ms-xpsdocument"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, pages and embedded files. Raises ``Damaged`` or ``Refused``."""
        package = Package(document)
        pages = _page_names(package)
        if not pages:
            raise Damaged("the document has no pages")
        yield from facts_of(package)
        links: dict[str, None] = {}
        for number, name in enumerate(pages, 1):
            root = package.xml(name)
            if root is None:
                package.shortfall(f"page {number} cannot be read")
                continue
            links.update(_links(root))
            yield PageFound(number, _words(root))
        yield from pages_of_sections([Section("links", "\n".join(links))], len(pages) + 1)
        yield from embedded_files(package)
        yield from package.told()


def _page_names(package: Package) -> list[str]:
    """The pages in order: the sequence names documents, a document names pages; else all that look like pages."""
    found: list[str] = []
    starts = [relation.target for relation in relations_of(package, "") if relation.kind == "fixedrepresentation"]
    for sequence in starts:
        for document in _targets(package, sequence, "DocumentReference"):
            found += _targets(package, document, "PageContent")
    by_name = sorted((name for name in package.names() if name.lower().endswith(".fpage")), key=_numbered)
    known = {name.lower() for name in found}
    return [*found, *(name for name in by_name if name.lower() not in known)]


def _targets(package: Package, part: str, element_name: str) -> list[str]:
    root = package.xml(part)
    sources = [attribute(e, "Source") for e in root.iter() if local(e) == element_name] if root is not None else []
    return [resolve(part, source) for source in sources]


def _numbered(name: str) -> tuple[int, str]:
    digits = "".join(char for char in name.rpartition("/")[2] if char.isdecimal())
    return (int(digits) if digits and len(digits) < 10 else 0, name)  # noqa: PLR2004 - longer ones are no page numbers


def _words(page: Element) -> str:
    """The runs of a page; a new line where the next one stands lower or higher."""
    out: list[str] = []
    before: _Run | None = None
    for event, element in iterwalk(page):
        if event != "start" or local(element) != "Glyphs":
            continue
        run = _run(element)
        if run.text:
            out += [_joint(before, run), run.text] if before is not None else [run.text]
            before = run
    return "".join(out)


def _run(element: Element) -> _Run:
    text = attribute(element, "UnicodeString").removeprefix(_ESCAPE)
    size = _number(element, "FontRenderingEmSize") or 1.0
    known, unknown = _advances(attribute(element, "Indices"), text)
    left = _number(element, "OriginX")
    width = known * size / 100
    return _Run(text, left, left + width, _number(element, "OriginY"), size, unknown * size)


def _advances(indices: str, text: str) -> tuple[float, float]:
    """How far a run reaches, in hundredths of its letter size, and how unsure that is, in letter sizes."""
    glyphs = indices.split(";") if indices else []
    glyphs += [""] * (len(text) - len(glyphs))
    total = unsure = 0.0
    for glyph, char in zip(glyphs, text, strict=False):
        advance = glyph.partition(",")[2].partition(",")[0]
        try:
            total += float(advance)
        except ValueError:
            total += _WIDE if char > _LAST_NARROW else _NARROW
            unsure += _UNSURE
    return total, unsure


def _joint(left: _Run, right: _Run) -> str:
    """What parts two runs: a line end, a blank where there is a gap and no blank yet, or nothing."""
    if abs(right.height - left.height) > _SAME_LINE * max(right.size, left.size):
        return "\n"
    if left.text[-1:].isspace() or right.text[:1].isspace():
        return ""
    is_near = -right.size < right.start - left.end <= _GAP * right.size + left.unsure
    return "" if is_near else " "


def _number(element: Element, name: str) -> float:
    try:
        return float(attribute(element, name))
    except ValueError:
        return 0.0


def _links(page: Element) -> dict[str, None]:
    targets = (attribute(element, "FixedPage.NavigateUri") for element in page.iter() if isinstance(element.tag, str))
    return {target: None for target in targets if target and not target.startswith("#")}
