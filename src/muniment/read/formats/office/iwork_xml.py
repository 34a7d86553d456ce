"""iWork documents before 2013: one long XML file, read as a stream."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.read.formats.office.package import Element, attribute, local
from muniment.read.formats.office.xml_stream import XmlStream, forget
from muniment.read.formats.tables.grid import Row, cell_text

_GHOST = frozenset({"ghost-text", "tracked-deletion-hidden", "metadata"})
"""What stands where words are still to be written, and what says nothing."""

_BREAKS = {"br": "\n", "lnbr": "\n", "crbr": "\n", "contbr": "\n", "pgbr": "\n", "sectbr": "\n", "tab": "\t"}

_STRIDE = 256
"""Places in a row, used or not, by which the places of cells are counted."""

_MAX_DIGITS = 8
_EPOCH = dt.datetime(2001, 1, 1)  # noqa: DTZ001 - the format knows no time zone

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
        self._names: list[str] = []
        self._columns = 0

    def places(self, stream: XmlStream) -> Iterator[XmlPlace]:
        """Slides, sheets or the document, each when it is complete."""
        body = place = XmlPlace("")
        for event, element in stream:
            name = local(element)
            if event == "start":
                opened = self._opened(name, element)
                if opened is not None:
                    place = opened
                continue
            self._ended(name, element, place)
            if self._closes(name):
                self._name_tables(place)
                yield place
                place = body
        self._name_tables(body)
        yield body

    def _name_tables(self, place: XmlPlace) -> None:
        for name in self._names:
            place.add("names of tables", name)
        self._names.clear()

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
            if self._table_name not in {"", "Unnamed Table"}:
                self._names.append(self._table_name)
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
        """Each cell says how far it lies after the one before, in rows of a fixed width; one place if it is silent."""
        steps = [(attribute(cell, "ct"), cell) for cell in source if isinstance(cell.tag, str)]
        width = _STRIDE if any(step for step, _ in steps) else self._columns or 1
        rows: dict[int, dict[int, str]] = {}
        at = 0
        for position, (step, cell) in enumerate(steps):
            at += int(step) if step.isdecimal() and len(step) < _MAX_DIGITS else int(position > 0)
            rows.setdefault(at // width, {})[at % width] = cell_text(_cell(cell))
        for row, cells in sorted(rows.items()):
            yield row + 1, "\t".join(cells.get(column, "") for column in range(max(cells) + 1)).rstrip("\t")


def _cell(cell: Element) -> str:
    """The value of a cell: words, a number, a date, or the result of a formula."""
    for element in cell.iter():
        name = local(element)
        if name in {"ct", "rt"} and attribute(element, "s"):
            return attribute(element, "s")
        if name in _VALUES and attribute(element, "v"):
            return _number(attribute(element, "v"))
        if name in {"d", "rd"} and attribute(element, "cell-date"):
            return _date(attribute(element, "cell-date"))
        if name == "p":
            return "\n".join(filter(None, (paragraph(p) for p in cell.iter("{*}p"))))
    return ""


_VALUES = frozenset({"n", "rn", "du", "rdu", "su", "sl", "cb", "rb", "b", "st", "pm"})
"""Elements that hold a number, a truth, a duration, or what a slider or tick box is set to."""


def _date(text: str) -> str:
    """Seconds since 2001 as a date; some programs wrote the date itself."""
    try:
        return cell_text(_EPOCH + dt.timedelta(seconds=float(text)))
    except (ValueError, OverflowError):
        return text


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
