"""The XML spreadsheets of Excel 2003."""

from collections.abc import Iterator

from muniment.read.formats.office.package import Element, attribute, local
from muniment.read.formats.office.xml_stream import XmlStream, exact_number, forget, repeat_of
from muniment.read.formats.tables.grid import Pager, Row, cell_text, column_name, row_pages
from muniment.read.formats.tables.sheet_asides import header_text
from muniment.read.formats.tables.xml_sheets import SheetRows
from muniment.read.reader import Document, FactFound, Found

SPREADSHEETML = "application/vnd.ms-spreadsheetml+xml"


class SpreadsheetMlReader:
    """Reads the XML spreadsheets of Excel 2003."""

    name = "spreadsheetml"
    version = "1"
    media_types = frozenset({SPREADSHEETML})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, sheets, comments and links."""
        pager = Pager(document.limits)
        document.file.seek(0)
        stream = XmlStream(document.file)
        walk = iter(stream)
        for event, element in walk:
            name = local(element)
            if event == "end" and name == "DocumentProperties":
                yield from _properties(element)
            elif event == "end" and name == "NamedRange":
                place = attribute(element, "RefersTo")
                yield from pager.page(f"{attribute(element, 'Name')}: {place}", "defined name")
            elif event == "start" and name == "Worksheet":
                yield from _ml_sheet(walk, SheetRows(attribute(element, "Name")), pager)
        yield from stream.told()


def _ml_sheet(walk: Iterator[tuple[str, Element]], sheet: SheetRows, pager: Pager) -> Iterator[Found]:
    yield from row_pages(_ml_rows(walk, sheet), sheet.label, pager)
    yield from pager.notes(sheet.comments, f"{sheet.label}, comments")
    yield from pager.notes(sheet.links, f"{sheet.label}, links")
    yield from pager.notes(sheet.drawn, f"{sheet.label}, headers and footers")
    if sheet.hidden:
        yield FactFound("hidden sheet", sheet.name)


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
            sheet.drawn.append(f"{name.lower()}: {header_text(attribute(element, 'Data'))}")
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
    return exact_number(words) if kind == "Number" else cell_text(words)
