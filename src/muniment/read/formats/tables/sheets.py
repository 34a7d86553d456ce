"""Spreadsheets: the values of every sheet, hidden ones too, and what stands beside the cells.

The cell library loads a sheet whole and keeps blank cells too. Sheets too large or too sparse for that are streamed.
"""

import importlib.metadata
from collections.abc import Iterable, Iterator
from typing import Any

import python_calamine as calamine

from muniment.limits import MIB
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ooxml import embedded_files, facts_of
from muniment.read.formats.office.package import Package
from muniment.read.formats.tables.calamine_pages import HIDDEN, load, loaded_pages, opened
from muniment.read.formats.tables.delimited import DelimitedReader, DifReader
from muniment.read.formats.tables.graph_sheets import GraphReader
from muniment.read.formats.tables.grid import Pager, Row, line_of, row_pages
from muniment.read.formats.tables.legacy_sheets import LegacyReader, XlrdReader
from muniment.read.formats.tables.lotus import LotusReader
from muniment.read.formats.tables.number_formats import shown
from muniment.read.formats.tables.sheet_scan import SheetScan
from muniment.read.formats.tables.spreadsheetml import SpreadsheetMlReader
from muniment.read.formats.tables.workbook import (
    Workbook,
    book_asides,
    open_workbook,
    scan_of,
    sheet_asides,
    sheet_names,
)
from muniment.read.formats.tables.xlsb import binary_cells, shared_strings
from muniment.read.formats.tables.xml_sheets import OpenDocumentReader
from muniment.read.reader import Document, Found, MemberFound, Reader, Refused, Shortfall

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"

_MAX_AREA = 16_000_000
"""Cells, blank ones too, that the cell library may lay out: 32 bytes each, so half a GiB."""

_MAX_SHEET_BYTES = 512 * MIB
"""Length of a sheet's XML up to which it is loaded whole."""

_STRUCTURE = (".bin",)
_FILES_IN_BINARY = ("/embeddings/", "/activex/", "/media/", "vbaproject")
"""In the binary kind of workbook most parts that end in ".bin" are sheets and settings; those named so are files."""


class CalamineReader:
    """Reads Office Open XML workbooks."""

    name = "calamine"
    version = importlib.metadata.version("python-calamine")
    media_types = frozenset({XLSX, XLSB})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, every sheet with what belongs to it, what belongs to the workbook, and embedded files."""
        document = unlock_office(document)
        workbook = _workbook_of(document)
        yield from facts_of(workbook.package)
        yield from sheet_names(workbook.hidden)
        pager = Pager(document.limits)
        cells = opened(document)
        for sheet in cells.sheets_metadata:
            scan, told = scan_of(workbook, sheet.name)
            yield from told
            if sheet.typ != calamine.SheetTypeEnum.ChartSheet:
                yield from _sheet(document, cells, sheet.name, workbook, scan=scan, pager=pager)
            yield from sheet_asides(workbook, sheet.name, scan, pager)
        yield from _rest(workbook, pager)


def _workbook_of(document: Document) -> Workbook:
    """The parts of an unlocked workbook. Raises ``Refused`` if they would unpack to too much."""
    package = Package(document)
    declared = sum(package.size(name) for name in package.names())
    if declared > document.limits.may_expand_to(document.size):
        raise Refused(f"its parts would unpack to {declared // MIB} MiB, more than is allowed for its size")
    return open_workbook(package)


def _rest(workbook: Workbook, pager: Pager) -> Iterator[Found]:
    yield from book_asides(workbook, pager)
    for member in embedded_files(workbook.package):
        if not workbook.is_binary or _is_file(member):
            yield member
    yield from workbook.package.told()


def _is_file(member: MemberFound) -> bool:
    name = member.name.decode("utf-8", "replace").lower()
    return not name.endswith(_STRUCTURE) or any(mark in name for mark in _FILES_IN_BINARY)


def _sheet(
    document: Document,
    cells: calamine.CalamineWorkbook,
    name: str,
    workbook: Workbook,
    *,
    scan: SheetScan,
    pager: Pager,
) -> Iterator[Found]:
    label = f"{name}{HIDDEN[min(workbook.hidden.get(name, 0), 2)]}"
    part = workbook.sheets.get(name, "")
    if scan.area > _MAX_AREA or (not workbook.is_binary and workbook.package.size(part) > _MAX_SHEET_BYTES):
        yield from _streamed(document, name, label, pager, formatted=bool(workbook.styles))
        return
    loaded = load(cells, name)
    if isinstance(loaded, Shortfall):
        yield loaded
    else:
        yield from loaded_pages(loaded, label, pager, scan.long_numbers, scan.formats)


def _streamed(document: Document, sheet: str, label: str, pager: Pager, *, formatted: bool) -> Iterator[Found]:
    """The rows one by one; ``formatted`` says whether any format tells how digits are written."""
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 - rarely needed, and it loads NumPy too; ships no types

    document.file.seek(0)
    try:
        book = openpyxl.load_workbook(document.file, read_only=True, data_only=True)
        rows = book[sheet]
        rows.reset_dimensions()
        found = map(_as_shown, rows.iter_rows()) if formatted else rows.iter_rows(values_only=True)
        yield from row_pages(((number, line_of(values)) for number, values in enumerate(found, 1)), label, pager)
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises what it likes; the class is told
        yield Shortfall(f"sheet “{sheet}”: reading it row by row stopped early ({type(error).__name__})")


def _as_shown(row: Iterable[Any]) -> list[object]:
    values: list[object] = []
    for cell in row:
        is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        values.append((shown(cell.number_format, cell.value) if is_number else None) or cell.value)
    return values


class StreamedReader:
    """A second try at workbooks, row by row, which forgives more."""

    name = "openpyxl"
    version = importlib.metadata.version("openpyxl")
    media_types = frozenset({XLSX})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the same as the first reader would."""
        document = unlock_office(document)
        workbook = _workbook_of(document)
        yield from facts_of(workbook.package)
        yield from sheet_names(workbook.hidden)
        pager = Pager(document.limits)
        for name in workbook.sheets:
            scan, told = scan_of(workbook, name)
            yield from told
            label = f"{name}{HIDDEN[min(workbook.hidden[name], 2)]}"
            yield from _streamed(document, name, label, pager, formatted=bool(workbook.styles))
            yield from sheet_asides(workbook, name, scan, pager)
        yield from _rest(workbook, pager)


class BinaryReader:
    """A second try at workbooks of the binary kind."""

    name = "xlsb"
    version = "1"
    media_types = frozenset({XLSB})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the same as the first reader would; dates stay the numbers that they are stored as."""
        document = unlock_office(document)
        workbook = _workbook_of(document)
        yield from facts_of(workbook.package)
        yield from sheet_names(workbook.hidden)
        pager = Pager(document.limits)
        package = workbook.package
        strings = shared_strings(package.read("xl/sharedStrings.bin")) if "xl/sharedStrings.bin" in package else []
        for name, part in workbook.sheets.items():
            rows = _gather(binary_cells(package.read(part), strings))
            yield from row_pages(rows, f"{name}{HIDDEN[min(workbook.hidden[name], 2)]}", pager)
            yield from sheet_asides(workbook, name, SheetScan(), pager)
        yield from _rest(workbook, pager)


def _gather(cells: Iterable[tuple[int, int, object]]) -> Iterator[Row]:
    """Cells in order as rows."""
    current = -1
    values: list[object] = []
    for row, column, value in cells:
        if row != current:
            if values:
                yield current + 1, line_of(values)
            current, values = row, []
        values.extend([None] * (column - len(values)))
        values.append(value)
    if values:
        yield current + 1, line_of(values)


XLSX_READER = CalamineReader()
"""For whoever has unlocked an encrypted workbook."""

READERS: tuple[Reader, ...] = (
    XLSX_READER,
    StreamedReader(),
    BinaryReader(),
    LegacyReader(),
    XlrdReader(),
    GraphReader(),
    OpenDocumentReader(),
    SpreadsheetMlReader(),
    LotusReader(),
    DelimitedReader(),
    DifReader(),
)
