"""iWork documents before 2013: one long XML file, read as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from muniment.read.formats.grid import Row, cell_text
from muniment.read.formats.package import Element, attribute, local
from muniment.read.formats.xml_sheets import events, forget

_GHOST = frozenset({"ghost-text", "tracked-deletion-hidden", "metadata"})
"""What stands where words are still to be written, and what says nothing."""

_BREAKS = {"br": "\n", "lnbr": "\n", "crbr": "\n", "contbr": "\n", "pgbr": "\n", "sectbr": "\n", "tab": "\t"}

_ASIDE = {
    "headers": "headers",
    "footers": "footers",
    "footnotes": "footnotes",
    "footnote": "footnotes",
    "annotation": "comments",
    "comment": "comments",
    "notes": "notes",
    "sticky-note": "comments",
}
"""Elements whose texts stand beside the body, and what we call them."""

_META = {"title": "title", "authors": "author", "author": "author", "keywords": "keywords", "comment": "description"}
_META |= {"copyright": "copyright", "projects": "projects"}


@dataclass(slots=True)
class XmlPlace:
    """A slide, a sheet or the document, and what was found there."""

    label: str
    lines: dict[str, list[str]] = field(default_factory=dict)
    tables: list[tuple[str, list[Row]]] = field(default_factory=list)

    def add(self, aside: str, line: str) -> None:
        """Keep a line of the body (``aside`` "") or of what stands beside it."""
        if line.strip():
            self.lines.setdefault(aside, []).append(line)


class IworkXml:
    """Goes once through the file."""

    def __init__(self) -> None:
        self.facts: list[tuple[str, str]] = []
        self._asides: list[str] = []
        self._masters = 0
        self._slides = 0
        self._table_name = ""
        self._columns = 0

    def places(self, source: BinaryIO) -> Iterator[XmlPlace]:
        """Slides, sheets or the document, each when it is complete. Raises ``etree.XMLSyntaxError`` where XML ends."""
        body = place = XmlPlace("")
        for event, element in events(source):
            name = local(element)
            if event == "start":
                opened = self._opened(name, element)
                if opened is not None:
                    place = opened
                continue
            self._ended(name, element, place)
            if self._closes(name):
                yield place
                place = body
        yield body

    def _opened(self, name: str, element: Element) -> XmlPlace | None:
        if name in _ASIDE:
            self._asides.append(name)
        elif name == "slide":
            self._slides += 1
            return XmlPlace(f"slide {self._slides}")
        elif name == "master-slide":
            self._masters += 1
            return XmlPlace(f"master slide {self._masters}")
        elif name == "workspace":
            return XmlPlace(attribute(element, "workspace-name") or "sheet")
        elif name == "tabular-model":
            self._table_name = attribute(element, "name")
        elif name == "grid":
            columns = attribute(element, "numcols")
            self._columns = int(columns) if columns.isdecimal() and len(columns) < 6 else 0  # noqa: PLR2004 - no count
        return None

    @staticmethod
    def _closes(name: str) -> bool:
        return name in {"slide", "master-slide", "workspace"}

    def _ended(self, name: str, element: Element, place: XmlPlace) -> None:
        if self._asides and self._asides[-1] == name:
            self._asides.pop()
        if name == "metadata":
            self.facts += list(_facts(element))
        elif name == "p":
            place.add(self._aside(), paragraph(element))
        elif name == "datasource":
            place.tables.append((self._table_name, list(self._rows(element))))
            forget(element)
        elif name == "link" and attribute(element, "href"):
            place.add("links", attribute(element, "href"))
        elif name in {"styles", "stylesheet", "layout", "binary", "geometry"}:
            forget(element)

    def _aside(self) -> str:
        return _ASIDE[self._asides[-1]] if self._asides else ""

    def _rows(self, source: Element) -> Iterator[Row]:
        """Cells follow each other row by row, blank ones too."""
        width = self._columns or 1
        cells = [cell_text(_cell(cell)) for cell in source if isinstance(cell.tag, str)]
        for number, at in enumerate(range(0, len(cells), width), 1):
            yield number, "\t".join(cells[at : at + width]).rstrip("\t")


def _cell(cell: Element) -> str:
    """The value of a cell: words, a number, a date, or the result of a formula."""
    for element in cell.iter():
        name = local(element)
        if name == "ct" and attribute(element, "s"):
            return attribute(element, "s")
        if name in {"n", "rn", "du", "su", "sl"} and attribute(element, "v"):
            return _number(attribute(element, "v"))
        if name in {"d", "rd"} and attribute(element, "cell-date"):
            return attribute(element, "cell-date")
        if name in {"cb", "rb", "b"} and attribute(element, "v"):
            return attribute(element, "v")
        if name == "rt" and attribute(element, "s"):
            return attribute(element, "s")
        if name == "p":
            return "\n".join(filter(None, (paragraph(p) for p in cell.iter("{*}p"))))
    return ""


def _number(text: str) -> str:
    try:
        return cell_text(float(text))
    except ValueError:
        return text


def paragraph(element: Element) -> str:
    """The words of one paragraph."""
    out = [element.text or ""]
    stack = list(reversed(element))
    pending: list[tuple[Element, bool]] = [(child, False) for child in stack]
    while pending:
        node, is_done = pending.pop()
        if is_done:
            out.append(node.tail or "")
            continue
        name = local(node)
        pending.append((node, True))
        if name in _GHOST:
            continue
        out.append(_BREAKS.get(name, "") or node.text or "")
        pending.extend((child, False) for child in reversed(node))
    return "".join(out).replace("\u2028", "\n").strip("\n")


def _facts(metadata: Element) -> Iterator[tuple[str, str]]:
    for element in metadata.iter():
        kind = _META.get(local(element), "")
        if kind:
            values = [attribute(child, "string") for child in element.iter() if attribute(child, "string")]
            if values:
                yield kind, "; ".join(dict.fromkeys(values))
