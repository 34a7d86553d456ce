"""OpenDocument spreadsheets, zipped and flat, and those of its forerunner."""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from muniment.model import EntryKind
from muniment.read.formats.office.odf_lock import unlock_odf
from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.formats.office.xml_stream import XmlStream, exact_number, forget, repeat_of
from muniment.read.formats.sections import chunks
from muniment.read.formats.tables.grid import Pager, Row, cell_text, column_name, row_pages
from muniment.read.reader import Document, FactFound, Found, MemberFound, Unlocked

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SXC = "application/vnd.sun.xml.calc"

_MAX_REPEAT = 1024
"""Times that one filled cell or row is repeated; sheets are formatted to their edges, but nobody fills them so."""

_PASSED_OVER = frozenset({"annotation", "tracked-changes", "script", "binary-data"})

_FILES = ("pictures/", "objectreplacements/", "thumbnails/", "object ", "basic/", "scripts/", "media/")
"""Where the files of a zipped document lie."""

_SETTINGS = ("/styles.xml", "/meta.xml", "/settings.xml")
"""What lies among them and is none."""

_MEANWHILE = frozenset({"p", "span", "a", "s", "tab", "line-break", "h", "list", "list-item"})
"""Elements that stand within the words of a cell."""


@dataclass(slots=True)
class SheetRows:
    """The state of one sheet while it is read: rows, and what stands beside them."""

    name: str
    hidden: bool = False
    row: int = 0
    comments: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The sheet's name, and whether it is hidden."""
        return f"{self.name}{' (hidden sheet)' if self.hidden else ''}"


def b64decode_loosely(text: str) -> bytes:
    """The bytes that base64 ``text`` stands for, as far as they go."""
    letters = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + "==")
    except ValueError:
        return text.encode()


def words_of(element: Element) -> str:
    """The words of an OpenDocument element; paragraphs a line each, comments left out."""
    out: list[str] = []
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:
        node, is_done = stack.pop()
        name = local(node)
        if is_done:
            out.append("\n" if name in {"p", "h"} else "")
            out.append(node.tail or "" if node is not element else "")
            continue
        if node is not element and name in _PASSED_OVER:
            out.append(node.tail or "")
            continue
        out.append(_own_words(node, name))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    return "".join(out).strip("\n")


def _own_words(node: Element, name: str) -> str:
    if name == "s":
        return " " * min(repeat_of(node, "c"), _MAX_REPEAT)
    if name == "tab":
        return "\t"
    if name == "line-break":
        return "\n"
    return (node.text or "") if name in _MEANWHILE else ""


def ods_cell(cell: Element) -> str:
    """A cell as it is shown; numbers that are shown with an exponent, and blank ones, by their stored value."""
    shown = "\n".join(words_of(child) for child in cell if local(child) in {"p", "h", "list"})
    value = attribute(cell, "value")
    kind = attribute(cell, "value-type") or attribute(cell, "type")
    if kind == "float" and value and (not shown or "E" in shown.upper() or "#" in shown):
        return exact_number(value)
    if kind == "date" and attribute(cell, "date-value"):
        return attribute(cell, "date-value").removesuffix("T00:00:00").replace("T", " ")
    return cell_text(shown or value or attribute(cell, "string-value"))


class OdsRows:
    """Goes through the rows of an OpenDocument spreadsheet."""

    def __init__(self, source: IO[bytes]) -> None:
        self.stream = XmlStream(source)
        self._events = iter(self.stream)
        self._hidden_styles: set[str] = set()
        self.other: list[str] = []
        self.facts: list[FactFound] = []
        self.pictures: list[bytes] = []

    def _next(self) -> Iterator[tuple[str, Element]]:
        """Events, with the pictures of a flat document taken out of the tree as they pass."""
        for event, element in self._events:
            if event == "end" and local(element) == "binary-data":
                self.pictures.append(b64decode_loosely(element.text or ""))
                element.text = None
            yield event, element

    def sheets(self) -> Iterator[tuple[SheetRows, Iterator[Row]]]:
        """Each sheet with its rows, which are to be read before the next sheet is asked for."""
        for event, element in self._next():
            name = local(element)
            if event == "start" and name == "table":
                sheet = SheetRows(attribute(element, "name"), attribute(element, "style-name") in self._hidden_styles)
                yield sheet, self._rows(sheet, element)
            elif event == "end" and name == "style":
                self._style(element)
            elif event == "end" and name in {
                "meta",
                "header",
                "footer",
                "tracked-changes",
                "header-left",
                "footer-left",
            }:
                self._aside(name, element)

    def _style(self, element: Element) -> None:
        properties = [child for child in element if local(child) in {"table-properties", "properties"}]
        if any(attribute(child, "display") == "false" for child in properties):
            self._hidden_styles.add(attribute(element, "name"))

    def _aside(self, name: str, element: Element) -> None:
        if name == "meta":
            self.facts += list(meta_facts(element))
        else:
            kind = "deleted or changed" if name == "tracked-changes" else name
            words = " ".join(text for p in element.iter("{*}p") if (text := words_of(p)))
            self.other += [f"{kind}: {words}"] if words else []

    def _rows(self, sheet: SheetRows, table: Element) -> Iterator[Row]:
        depth = 0
        for event, element in self._next():
            name = local(element)
            if name == "table":
                if event == "end" and (element is table or depth == 0):
                    forget(element)
                    return
                depth += 1 if event == "start" else -1
            elif event == "end" and name == "table-row" and depth == 0:
                yield from self._row(sheet, element)
                forget(element)
            elif event == "end" and name == "shapes":
                _drawn(element, sheet)
                forget(element)

    def _row(self, sheet: SheetRows, element: Element) -> Iterator[Row]:
        repeat = repeat_of(element, "number-rows-repeated")
        line = self._line(sheet, element)
        if line:
            for number in range(min(repeat, _MAX_REPEAT)):
                yield sheet.row + number + 1, line
        sheet.row += repeat

    def _line(self, sheet: SheetRows, row: Element) -> str:
        cells: list[str] = []
        blanks = 0
        for cell in row:
            if local(cell) not in {"table-cell", "covered-table-cell"}:
                continue
            repeat = repeat_of(cell, "number-columns-repeated")
            text = ods_cell(cell)
            _beside(cell, sheet, len(cells) + blanks)
            if text:
                cells += [""] * min(blanks, 20_000) + [text] * min(repeat, _MAX_REPEAT)
                blanks = 0
            else:
                blanks += repeat
        return "\t".join(cells)


def _beside(cell: Element, sheet: SheetRows, column: int) -> None:
    """Comments, links and drawings that hang on a cell."""
    place = f"{column_name(column)}{sheet.row + 1}"
    for element in cell.iter("{*}annotation"):
        author = "".join(child.text or "" for child in element if local(child) == "creator")
        words = " ".join(words_of(child) for child in element if local(child) in {"p", "list"})
        sheet.comments.append(f"{place}{f' ({author})' if author else ''}: {words}")
    for link in cell.iter("{*}a"):
        sheet.links.append(f"{place}: {attribute(link, 'href')}")
    for child in cell:
        if local(child) in {"frame", "custom-shape", "g", "rect", "text-box", "ellipse", "line", "control"}:
            _drawn(child, sheet)


def _drawn(element: Element, sheet: SheetRows) -> None:
    """Words in frames and shapes; a flat document has its charts there as well, with tables of their own."""
    sheet.drawn += [words for p in element.iter("{*}p", "{*}title", "{*}desc") if (words := _text(p))]


def _text(element: Element) -> str:
    return words_of(element) if local(element) == "p" else element.text or ""


def meta_facts(meta: Element) -> Iterator[FactFound]:
    """What an OpenDocument file says of itself."""
    names = {
        "title": "title",
        "subject": "subject",
        "description": "description",
        "creator": "last-author",
        "initial-creator": "author",
        "creation-date": "created",
        "date": "modified",
        "printed-by": "printed-by",
        "print-date": "printed",
        "keyword": "keywords",
        "generator": "application",
    }
    for element in meta.iter():
        value = (element.text or "").strip()
        if value and local(element) in names:
            yield FactFound(names[local(element)], value)
        elif value and local(element) == "user-defined":
            yield FactFound(f"custom: {attribute(element, 'name')}", value)


class OpenDocumentReader:
    """Reads OpenDocument spreadsheets and those of its forerunner, zipped or flat."""

    name = "opendocument sheets"
    version = "1"
    media_types = frozenset({ODS, f"{ODS}-flat", SXC})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, sheets with what belongs to them, headers, charts and pictures. Raises ``Locked``."""
        pager = Pager(document.limits)
        if document.head(2) == b"PK":
            yield from self._zipped(document, pager)
        else:
            document.file.seek(0)
            rows = OdsRows(document.file)
            yield from ods_pages(rows, pager)
            for number, picture in enumerate(rows.pictures, 1):
                yield MemberFound(f"pictures/{number}".encode(), EntryKind.EMBEDDED, chunks(picture))

    def _zipped(self, document: Document, pager: Pager) -> Iterator[Found]:
        package = Package(document)
        if password := unlock_odf(package, document.passwords):
            yield Unlocked(password)
        meta = package.xml("meta.xml")
        if meta is not None:
            yield from meta_facts(meta)
        yield from ods_pages(OdsRows(io.BytesIO(package.read("content.xml"))), pager)
        styles = package.xml("styles.xml")
        if styles is not None:
            yield from pager.notes(_headers(styles), "headers and footers")
        for name in package.names():
            yield from _other_part(package, name, pager)
        yield from package.told()


def _headers(styles: Element) -> Iterator[str]:
    for element in styles.iter("{*}header", "{*}footer", "{*}header-left", "{*}footer-left"):
        words = " | ".join(text for p in element.iter("{*}p") if (text := words_of(p).strip()))
        if words:
            yield f"{local(element)}: {words}"


def _other_part(package: Package, name: str, pager: Pager) -> Iterator[Found]:
    """Embedded charts and documents as pages, pictures and other files as members."""
    lower = name.lower()
    if "/" in name and lower.endswith("/content.xml"):
        root = package.xml(name)
        words = (text for p in (root.iter("{*}p") if root is not None else ()) if (text := words_of(p).strip()))
        yield from pager.notes(words, f"embedded object {name.rpartition('/')[0]}")
    elif lower.startswith(_FILES) and not lower.endswith(_SETTINGS) and package.size(name):
        yield MemberFound(name.encode("utf-8", "surrogateescape"), EntryKind.EMBEDDED, package.stream(name))


def ods_pages(rows: OdsRows, pager: Pager) -> Iterator[Found]:
    """Pages of all sheets, and whether something is broken."""
    for sheet, lines in rows.sheets():
        yield from row_pages(lines, sheet.label, pager)
        yield from pager.notes(sheet.comments, f"{sheet.label}, comments")
        yield from pager.notes(sheet.drawn, f"{sheet.label}, drawings")
        yield from pager.notes(sheet.links, f"{sheet.label}, links")
    yield from rows.facts
    yield from pager.notes(rows.other, "headers and footers")
    yield from rows.stream.told()
