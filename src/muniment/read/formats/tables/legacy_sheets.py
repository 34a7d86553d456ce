"""Workbooks of Excel before 2007, in all its editions, with what stands beside the cells."""

import importlib.metadata
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import python_calamine as calamine
import xlrd  # type: ignore[import-untyped]  # ships no types

from muniment.model import EntryKind
from muniment.read.formats.office.blips import blips_in
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.formats.office.ole import OLE_MAGIC, ole_facts, open_ole, stream_of, unwrapped_from
from muniment.read.formats.office.storage import file_of_folder
from muniment.read.formats.sections import chunks
from muniment.read.formats.tables.biff import BookAsides, SheetAsides, pivot_values, workbook_asides
from muniment.read.formats.tables.calamine_pages import HIDDEN, load, loaded_pages, opened
from muniment.read.formats.tables.grid import Pager, Row, line_of, row_pages
from muniment.read.formats.tables.number_formats import shown
from muniment.read.formats.tables.workbook import sheet_names
from muniment.read.reader import Damaged, Document, FactFound, Found, Locked, MemberFound, PageFound, Shortfall

XLS = "application/vnd.ms-excel"
WORKS = "application/x-ms-works-spreadsheet"

_STREAMS = ("Workbook", "Book")
_PIVOT_FOLDER = "_SX_DB_CUR"
_EMBEDDED = "MBD"
_MACROS = "_VBA_PROJECT_CUR"


class LegacyReader:
    """Reads .xls workbooks of Excel 5 and later."""

    name = "calamine"
    version = importlib.metadata.version("python-calamine")
    media_types = frozenset({XLS, WORKS})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, every sheet with what belongs to it, and embedded files."""
        document = unlock_office(document)
        if document.head(len(OLE_MAGIC)) != OLE_MAGIC:
            raise Damaged("the workbook is of an early edition, or no workbook at all")
        pager = Pager(document.limits)
        cells = opened(document)
        around = _Around(document)
        yield from around.facts()
        for sheet in cells.sheets_metadata:
            beside = around.sheet(sheet.name)
            if sheet.typ != calamine.SheetTypeEnum.ChartSheet:
                loaded = load(cells, sheet.name)
                label = f"{sheet.name}{HIDDEN[min(beside.hidden, 2)]}"
                yield from (
                    [loaded]
                    if isinstance(loaded, Shortfall)
                    else loaded_pages(loaded, label, pager, formats=beside.formats)
                )
            yield from sheet_pages(beside, pager)
        yield from around.rest(pager)


class XlrdReader:
    """A second try, which also knows the editions before Excel 5."""

    name = "xlrd"
    version = importlib.metadata.version("xlrd")
    media_types = frozenset({XLS, WORKS})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the same as the first reader."""
        document = unlock_office(document)
        pager = Pager(document.limits)
        book = _xlrd_book(document)
        around = _Around(document)
        yield from around.facts()
        for sheet in book.sheets():
            label = f"{sheet.name}{HIDDEN[min(sheet.visibility, 2)]}"
            beside = around.sheet(sheet.name)
            yield from row_pages(_xlrd_rows(sheet, book.datemode, beside.formats), label, pager)
            yield from sheet_pages(beside, pager)
        yield from around.rest(pager)


def _xlrd_book(document: Document) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=document.content(),
            formatting_info=True,
            ignore_workbook_corruption=True,
            logfile=io.StringIO(),
        )
    except Exception as error:
        if "encrypted" in str(error).lower():
            raise Locked("a password is needed") from error
        raise Damaged(f"the workbook breaks the rules of its format ({type(error).__name__})") from error


def _xlrd_rows(sheet: Any, datemode: int, formats: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    for number in range(sheet.nrows):
        values: list[object] = []
        for column, cell in enumerate(sheet.row(number)):
            code = formats.get((number, column), "") if cell.ctype == xlrd.XL_CELL_NUMBER else ""
            values.append((shown(code, cell.value) if code else None) or _xlrd_value(cell, datemode))
        yield number + 1, line_of(values)


def _xlrd_value(cell: Any, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return cell.value
        return moment.time() if 0 <= cell.value < 1 else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    return cell.value


def sheet_pages(beside: SheetAsides, pager: Pager) -> Iterator[PageFound]:
    """Pages of what belongs to one sheet."""
    yield from pager.notes(beside.comments(), f"{beside.name}, comments")
    yield from pager.notes(beside.drawn(), f"{beside.name}, drawings")
    yield from pager.notes(beside.charts, f"{beside.name}, chart")
    yield from pager.notes(beside.headers, f"{beside.name}, headers and footers")
    yield from pager.notes(beside.links, f"{beside.name}, links")


class _Around:
    """What a workbook's file holds around the cells."""

    def __init__(self, document: Document) -> None:
        self._is_container = document.head(len(OLE_MAGIC)) == OLE_MAGIC
        self._container: Any = open_ole(document.file) if self._is_container else None
        raw = document.content() if not self._is_container else self._stream()
        self._book: BookAsides = workbook_asides(raw)
        self._given: set[str] = set()

    def _stream(self) -> bytes:
        names = {entry[0].lower(): entry[0] for entry in self._container.listdir() if len(entry) == 1}
        found = [stream_of(self._container, names[name.lower()]) for name in _STREAMS if name.lower() in names]
        return found[0] if found else b""

    def facts(self) -> Iterator[FactFound]:
        if self._container is not None:
            yield from ole_facts(self._container)
        yield from sheet_names({sheet.name: sheet.hidden for sheet in self._book.sheets if not sheet.is_loose})

    def sheet(self, name: str) -> SheetAsides:
        """What belongs to the sheet called ``name``."""
        self._given.add(name)
        return next((sheet for sheet in self._book.sheets if sheet.name == name), SheetAsides(name))

    def rest(self, pager: Pager) -> Iterator[Found]:
        """What belongs to no sheet given so far, and the files inside."""
        for sheet in self._book.sheets:
            if sheet.name not in self._given:
                yield from sheet_pages(sheet, pager)
        yield from pager.notes(self._book.other_books, "other workbooks")
        for number, picture in enumerate(blips_in(self._book.drawings), 1):
            name = f"pictures/{number}.{picture.suffix}".encode()
            yield MemberFound(name, EntryKind.EMBEDDED, chunks(picture.content))
        if self._container is not None:
            yield from self._pivots(pager)
            yield from self._embedded()

    def _pivots(self, pager: Pager) -> Iterator[PageFound]:
        for entry in self._container.listdir():
            if entry[0] == _PIVOT_FOLDER:
                values = pivot_values(stream_of(self._container, entry))
                yield from pager.notes(values, "values behind a pivot table")

    def _embedded(self) -> Iterator[Found]:
        folders = sorted({entry[0] for entry in self._container.listdir() if len(entry) > 1})
        for folder in folders:
            if not folder.startswith((_EMBEDDED, _MACROS)):
                continue
            try:
                inner = unwrapped_from(self._container, [folder])
                content = inner.content if inner else file_of_folder(self._container, [folder])
            except Damaged as stop:
                yield Shortfall(f"the embedded object {folder}: {stop.reason}")
                continue
            name = inner.named_after(folder) if inner and inner.name else folder.encode()
            yield MemberFound(name, EntryKind.EMBEDDED, chunks(content))
