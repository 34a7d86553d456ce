"""XPS and OpenXPS: pages as they were printed, their words in the order in which they were set."""

from collections.abc import Iterator

from muniment.read.formats.ooxml import embedded_files, facts_of, relations_of, resolve
from muniment.read.formats.package import Element, Package, attribute, iterwalk, local
from muniment.read.formats.sections import Section, pages_of_sections
from muniment.read.reader import Damaged, Document, Found, PageFound

_SAME_LINE = 0.35
"""Share of the letter size by which runs of one line may differ in height."""

_ESCAPE = "{}"
"""Stands before text that begins with a brace."""


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
    before: tuple[float, float] | None = None
    for event, element in iterwalk(page):
        if event != "start" or local(element) != "Glyphs":
            continue
        text = attribute(element, "UnicodeString").removeprefix(_ESCAPE)
        height, size = _number(element, "OriginY"), _number(element, "FontRenderingEmSize") or 1.0
        if before is not None and text:
            same = abs(height - before[0]) <= _SAME_LINE * max(size, before[1])
            out.append(_joint(out[-1], text) if same else "\n")
        if text:
            out.append(text)
            before = (height, size)
    return "".join(out)


def _joint(left: str, right: str) -> str:
    """What parts two runs of one line: a blank, unless one is there."""
    return "" if left[-1:].isspace() or right[:1].isspace() else " "


def _number(element: Element, name: str) -> float:
    try:
        return float(attribute(element, name))
    except ValueError:
        return 0.0


def _links(page: Element) -> dict[str, None]:
    targets = (attribute(element, "FixedPage.NavigateUri") for element in page.iter() if isinstance(element.tag, str))
    return {target: None for target in targets if target and not target.startswith("#")}
