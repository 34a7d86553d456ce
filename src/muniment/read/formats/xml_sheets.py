"""Spreadsheets that are one XML document: OpenDocument (zipped and flat), its forerunner, and Excel 2003's XML.

Both are read as a stream of elements, so that a long sheet takes no more memory than a short one.
"""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from muniment.model import EntryKind
from muniment.read.formats.grid import Pager, Row, cell_text, column_name, number_text, row_pages
from muniment.read.formats.package import Element, Package, attribute, local
from muniment.read.formats.sections import chunks
from muniment.read.reader import Damaged, Document, FactFound, Found, Locked, MemberFound

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SXC = "application/vnd.sun.xml.calc"
SPREADSHEETML = "application/vnd.ms-spreadsheetml+xml"

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


def events(source: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements; no entity is resolved."""
    walk = etree.iterparse(
        source,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    yield from walk


def forget(element: Element) -> None:
    """Drop an element that has been read, and its elder brothers, from memory."""
    element.clear()
    while element.getprevious() is not None:
        parent = element.getparent()
        if parent is None:
            return
        del parent[0]


def b64decode_loosely(text: str) -> bytes:
    """The bytes that base64 ``text`` stands for, as far as they go."""
    letters = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + "==")
    except ValueError:
        return text.encode()


def repeat_of(element: Element, name: str) -> int:
    """How often an element says it is repeated."""
    value = attribute(element, name)
    return int(value) if value.isdecimal() and len(value) < 10 else 1  # noqa: PLR2004 - more digits are no count


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
        return _exact(value)
    if kind == "date" and attribute(cell, "date-value"):
        return attribute(cell, "date-value").removesuffix("T00:00:00").replace("T", " ")
    return cell_text(shown or value or attribute(cell, "string-value"))


def _exact(value: str) -> str:
    digits = value.removeprefix("-")
    if digits.isdecimal():
        return value
    try:
        return number_text(float(value))
    except ValueError:
        return value


class OdsRows:
    """Goes through the rows of an OpenDocument spreadsheet."""

    def __init__(self, source: IO[bytes]) -> None:
        self._events = events(source)
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
        """Yield facts, sheets with what belongs to them, headers, charts and pictures."""
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
        _refuse_locked(package)
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


def _refuse_locked(package: Package) -> None:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(True for _ in manifest.iter("{*}encryption-data")):
        raise Locked("a password is needed")


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
    """Pages of all sheets. Raises ``Damaged`` if there is no XML at all."""
    try:
        for sheet, lines in rows.sheets():
            yield from row_pages(lines, sheet.label, pager)
            yield from pager.notes(sheet.comments, f"{sheet.label}, comments")
            yield from pager.notes(sheet.drawn, f"{sheet.label}, drawings")
            yield from pager.notes(sheet.links, f"{sheet.label}, links")
    except etree.XMLSyntaxError as error:
        yield from pager.notes(rows.other, "headers and footers")
        raise Damaged("the document breaks off or breaks the rules of its format") from error
    yield from rows.facts
    yield from pager.notes(rows.other, "headers and footers")


class SpreadsheetMlReader:
    """Reads the XML spreadsheets of Excel 2003."""

    name = "spreadsheetml"
    version = "1"
    media_types = frozenset({SPREADSHEETML})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, sheets, comments and links."""
        pager = Pager(document.limits)
        document.file.seek(0)
        walk = events(document.file)
        try:
            for event, element in walk:
                name = local(element)
                if event == "end" and name == "DocumentProperties":
                    yield from _properties(element)
                elif event == "end" and name == "NamedRange":
                    place = attribute(element, "RefersTo")
                    yield from pager.page(f"{attribute(element, 'Name')}: {place}", "defined name")
                elif event == "start" and name == "Worksheet":
                    sheet = SheetRows(attribute(element, "Name"))
                    yield from row_pages(_ml_rows(walk, sheet), sheet.label, pager)
                    yield from pager.notes(sheet.comments, f"{sheet.label}, comments")
                    yield from pager.notes(sheet.links, f"{sheet.label}, links")
                    yield from pager.notes(sheet.drawn, f"{sheet.label}, headers and footers")
                    if sheet.hidden:
                        yield FactFound("hidden sheet", sheet.name)
        except etree.XMLSyntaxError as error:
            raise Damaged("the document breaks off or breaks the rules of its format") from error


def _properties(element: Element) -> Iterator[FactFound]:
    names = {"Author": "author", "LastAuthor": "last-author", "Created": "created", "LastSaved": "modified"}
    names |= {"Title": "title", "Subject": "subject", "Company": "company", "Keywords": "keywords"}
    for child in element:
        if local(child) in names and child.text:
            yield FactFound(names[local(child)], child.text)


def _ml_rows(walk: Iterator[tuple[str, Element]], sheet: SheetRows) -> Iterator[Row]:
    for event, element in walk:
        name = local(element)
        if event != "end":
            continue
        if name == "Worksheet":
            forget(element)
            return
        if name == "Visible" and "hidden" in (element.text or "").lower():
            sheet.hidden = True
        elif name in {"Header", "Footer"} and attribute(element, "Data"):
            sheet.drawn.append(f"{name.lower()}: {attribute(element, 'Data')}")
        elif name == "Row":
            index = attribute(element, "Index")
            sheet.row = int(index) if index.isdecimal() and len(index) < 10 else sheet.row + 1  # noqa: PLR2004 - no count
            yield sheet.row, _ml_line(element, sheet)
            forget(element)


def _ml_line(row: Element, sheet: SheetRows) -> str:
    cells: list[str] = []
    for cell in row.iter("{*}Cell"):
        index = attribute(cell, "Index")
        column = int(index) - 1 if index.isdecimal() and len(index) < 6 else len(cells)  # noqa: PLR2004 - no column
        cells += [""] * (column - len(cells))
        place = f"{column_name(column)}{sheet.row}"
        if link := attribute(cell, "HRef"):
            sheet.links.append(f"{place}: {link}")
        value = ""
        for child in cell:
            words = "".join(map(str, child.itertext()))
            if local(child) == "Comment":
                author = attribute(child, "Author")
                sheet.comments.append(f"{place}{f' ({author})' if author else ''}: {words.strip()}")
            elif local(child) == "Data":
                value = _ml_value(words, attribute(child, "Type"))
        cells.append(value)
        cells += [""] * min(repeat_of(cell, "MergeAcross") if attribute(cell, "MergeAcross") else 0, 16_384)
    return "\t".join(cells)


def _ml_value(words: str, kind: str) -> str:
    if kind == "DateTime":
        return words.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    if kind == "Boolean":
        return "TRUE" if words.strip() == "1" else "FALSE"
    return _exact(words) if kind == "Number" else cell_text(words)
