"""Writing tables for other programs: CSV, JSON and XLSX, row by row, from content that is hostile.

Every export goes through here. What stands in a cell comes from strangers, and spreadsheet programs run what looks like
a formula: ``defused`` says how that is prevented.
"""

import csv
import errno
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import IO, Any, Protocol

import regex
import xlsxwriter  # type: ignore[import-untyped]  # the library has no types
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # likewise

from muniment.acquire.names import shown
from muniment.errors import DiskFullError, UsageError

FORMATS = (".csv", ".json", ".xlsx")

MAX_CELL_UNITS = 32_767
"""UTF-16 units in a cell of XLSX: Excel's own limit, past which it calls the file damaged."""

MAX_SHEET_ROWS = 1_048_576
"""Rows of a sheet of XLSX: Excel's own limit. Further rows go to a further sheet."""

_FORMULA_STARTS = frozenset("=+-@\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20")
"""What makes a spreadsheet program take a cell for a formula, in ASCII, as small and as full-width forms, and the minus
sign proper."""

_BEFORE_FORMULA = regex.compile(r"[\s\p{Zs}\p{Pi}\p{Pf}\u200c\u200d\"`\uff02]*")
"""What programs skip, or users delete, before a formula: blanks, quotation marks, joiners that show nothing."""

_NEXT_CELL = regex.compile(r'(;[\s"]*)(?=[' + regex.escape("".join(sorted(_FORMULA_STARTS))) + "])")
"""A semicolon begins a new cell where a CSV file with commas is opened by a program that is set to semicolons."""

Cell = str | int | float | bool | None
Row = Mapping[str, Any]


def defused(untrusted_text: str) -> str:
    r"""``untrusted_text`` fit for a cell of a spreadsheet: it cannot run, hide, reverse or break the line.

    Controls, line ends, bidi overrides, invisible characters, lone surrogates and what is no character become escapes
    such as ``\n`` or ``\u202e``. An apostrophe goes before what a spreadsheet program would take for a formula, also
    after blanks and quotation marks, and after a semicolon in the cell. All else stays as it is.
    """
    text = _visible(untrusted_text)
    if text[_end_of_skipped(text) :][:1] in _FORMULA_STARTS:
        text = "'" + text
    return _NEXT_CELL.sub(r"\1'", text) if ";" in text else text


def _end_of_skipped(text: str) -> int:
    skipped = _BEFORE_FORMULA.match(text)
    return skipped.end() if skipped else 0


def _visible(text: str) -> str:
    visible = shown(text)
    if visible.isprintable():
        return visible
    return "".join(_escaped(char) if unicodedata.category(char) == "Cn" else char for char in visible)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def shortened(text: str, most_units: int = MAX_CELL_UNITS) -> str:
    """``text`` in at most ``most_units`` UTF-16 units; where that takes away of it, its end says so."""
    if len(text) * 2 <= most_units or _units(text) <= most_units:
        return text
    note = f" … [shortened from {len(text):,} characters]"
    kept = text.encode("utf-16-le")[: 2 * (most_units - _units(note))].decode("utf-16-le", "ignore")
    return kept + note


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class TableWriter(Protocol):
    """Takes rows one by one. ``shortened`` counts the cells that had to be."""

    shortened: int

    def write(self, row: Row) -> None:
        """Add a row: a value for each column, those that are not named left empty."""

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write what belongs at the end; ``about`` goes where the format has a place for it."""


@contextmanager
def table_to(file: Path, columns: Sequence[str]) -> Iterator[TableWriter]:
    """Write a table to ``file``, in the format that its ending names; it appears whole, when the block has ended.

    Whoever leaves the block by an error gets no file; ``finish`` must have been called otherwise. What stood there
    before is replaced. Only its owner may read it. Raises ``UsageError`` or ``DiskFullError``.
    """
    kind = format_of(file)
    with _in_plain_words(file), NamedTemporaryFile("wb", dir=file.parent, prefix=".muniment.", delete=False) as made:
        part = Path(made.name)
        try:
            yield from _written(kind, made, columns)
            made.flush()
            os.fsync(made.fileno())
            part.rename(file)
        finally:
            part.unlink(missing_ok=True)


def format_of(file: Path) -> str:
    """Which of ``FORMATS`` the ending of ``file`` names. Raises ``UsageError``, also if the folder is not there."""
    kind = file.suffix.lower()
    if kind not in FORMATS:
        raise UsageError(f"{file.name} names no format to write.", f"End the name in {', '.join(FORMATS)}.")
    if not file.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {file.absolute().parent}.", "Make it, or name another.")
    if file.is_dir():
        raise UsageError(f"{file} is a folder.", "Name a file in it.")
    return kind


@contextmanager
def _in_plain_words(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, FileCreateError) as error:
        cause = error if isinstance(error, OSError) else error.__context__
        number = cause.errno if isinstance(cause, OSError) else None
        if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFullError(
                f"The disk is full; {file} was not written.", "Free some space, run it again."
            ) from error
        raise UsageError(f"{file} cannot be written ({error}).", "Name a place where you may write.") from error


def _written(kind: str, file: IO[bytes], columns: Sequence[str]) -> Iterator[TableWriter]:
    if kind == ".xlsx":
        with TemporaryDirectory(dir=Path(file.name).parent, prefix=".xlsx.") as scratch:
            yield XlsxTable(file, columns, scratch)
    else:
        yield CsvTable(file, columns) if kind == ".csv" else JsonTable(file)


@dataclass
class CsvTable:
    """CSV after RFC 4180: UTF-8 with a mark, so that spreadsheet programs know; every text cell quoted and defused."""

    file: "ByteSink"
    columns: Sequence[str]
    shortened: int = 0
    _line: "_Line" = field(init=False)

    def __post_init__(self) -> None:
        self._line = _Line()
        self._writer = csv.writer(self._line, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        self.file.write("\ufeff".encode())
        self._put([defused(name) for name in self.columns])

    def write(self, row: Row) -> None:
        """Add a row."""
        self._put([_cell(row.get(name)) for name in self.columns])

    def finish(self, about: Mapping[str, Any]) -> None:
        """Nothing: a table of this kind is all rows."""

    def _put(self, cells: Sequence[Cell]) -> None:
        self._writer.writerow(cells)
        self.file.write(self._line.taken().encode())


class _Line:
    """What the csv module writes to."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, part: str) -> int:
        self._parts.append(part)
        return len(part)

    def taken(self) -> str:
        line = "".join(self._parts)
        self._parts.clear()
        return line


class ByteSink(Protocol):
    """What a table is written to."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""

    def flush(self) -> object:
        """Pass on what was taken."""


@dataclass
class JsonTable:
    """One JSON object: ``about`` and, under ``hits``, an object for each row. Nothing is defused: programs read it.

    ``between`` are blanks that stand between rows.
    """

    file: ByteSink
    between: str = "\n"
    shortened: int = 0
    _count: int = 0

    def write(self, row: Row) -> None:
        """Add a row."""
        self._put(("," if self._count else '{"hits": [') + self.between + json_text(row))
        self._count += 1

    def finish(self, about: Mapping[str, Any]) -> None:
        """Close the list and add ``about``."""
        self._put("]" if self._count else '{"hits": []')
        for name, value in about.items():
            self._put(f",{self.between}{json_text(name)}: {json_text(value)}")
        self._put("}\n")
        self.file.flush()  # should nobody be there to read it, that shows now

    def _put(self, text: str) -> None:
        self.file.write(text.encode())


def json_text(value: Any) -> str:
    """``value`` as JSON on one line, fit for a terminal: what moves the cursor, reverses or hides is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return (
        text if text.isprintable() else "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
    )


class XlsxTable:
    """A workbook of Excel: texts as texts, never as formulas or links; numbers as numbers."""

    def __init__(self, file: IO[bytes], columns: Sequence[str], scratch: str) -> None:
        self.shortened = 0
        self._columns = columns
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(file, options)
        self._bold = self._book.add_format({"bold": True})
        self._sheets = 0
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet("Hits" if self._sheets == 1 else f"Hits {self._sheets}")
        self._sheet.freeze_panes(1, 0)
        for at, name in enumerate(self._columns):
            self._sheet.write_string(0, at, self._fitting(defused(name)), self._bold)
        self._row = 1

    def write(self, row: Row) -> None:
        """Add a row."""
        if self._row >= MAX_SHEET_ROWS:
            self._begin_sheet()
        for at, name in enumerate(self._columns):
            value = _cell(row.get(name))
            if isinstance(value, str):
                self._sheet.write_string(self._row, at, self._fitting(value))
            elif isinstance(value, int | float):
                self._sheet.write_number(self._row, at, value)
        self._row += 1

    def _fitting(self, text: str) -> str:
        fits = shortened(text)
        self.shortened += fits != text
        return fits

    def finish(self, about: Mapping[str, Any]) -> None:
        """Put ``about`` on a sheet of its own, and complete the file."""
        sheet = self._book.add_worksheet("About")
        told = {**about, "shortened_cells": self.shortened}
        for at, (name, value) in enumerate(told.items()):
            sheet.write_string(at, 0, self._fitting(defused(name)), self._bold)
            sheet.write_string(at, 1, self._fitting(str(_cell(value))))
        self._book.close()


def _cell(value: Any) -> Cell:
    """What stands in a cell for ``value``: numbers as they are, texts defused, truth as yes or no, all else as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return value
        case str():
            return defused(value)
        case _:
            return defused(json_text(value))
