"""The cells of workbooks by way of the calamine library: opened, loaded and made into pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import python_calamine as calamine

from muniment.read.formats.tables.grid import Pager, Row, column_name, line_of, row_pages
from muniment.read.formats.tables.number_formats import shown
from muniment.read.reader import Damaged, Document, Locked, PageFound, Shortfall

HIDDEN = ("", " (hidden sheet)", " (hidden sheet, not offered in the menu)")
"""What a label says of a sheet by how deep it is hidden."""

Place = tuple[int, int]
"""Row and column, both from 0."""

_BROKEN = (calamine.CalamineError, OSError, ValueError)


def opened(document: Document) -> calamine.CalamineWorkbook:
    """The workbook. Raises ``Locked`` or ``Damaged``."""
    document.file.seek(0)
    try:
        return calamine.CalamineWorkbook.from_filelike(document.file)
    except calamine.PasswordError as error:
        raise Locked("a password is needed") from error
    except _BROKEN as error:
        raise Damaged("the workbook breaks the rules of its format") from error
    except BaseException as error:
        _pass_on_unless_panic(error)
        raise Damaged("the workbook breaks the rules of its format in an unforeseen way") from error


def _pass_on_unless_panic(error: BaseException) -> None:
    """The library's own crashes arrive as a ``BaseException`` that it does not export."""
    if type(error).__name__ != "PanicException":
        raise error


def load(cells: calamine.CalamineWorkbook, sheet: str) -> calamine.CalamineSheet | Shortfall:
    """The sheet called ``sheet``, or what went wrong with it."""
    try:
        return cells.get_sheet_by_name(sheet)
    except _BROKEN:
        return Shortfall(f"sheet “{sheet}”: its cells are missing or break the rules of the format")
    except BaseException as error:  # noqa: BLE001 - looked at and passed on unless it is the library's own crash
        _pass_on_unless_panic(error)
        return Shortfall(f"sheet “{sheet}”: its cells break the rules of the format in an unforeseen way")


def loaded_pages(
    cells: calamine.CalamineSheet,
    label: str,
    pager: Pager,
    long_numbers: Mapping[Place, str] | None = None,
    formats: Mapping[Place, str] | None = None,
) -> Iterator[PageFound]:
    """Pages of a sheet that the library has loaded.

    ``long_numbers`` stand instead of what it made of them; ``formats`` say of cells how their digits are written.
    """
    if cells.start is None:
        return
    column = cells.start[1]
    suffix = f", from column {column_name(column)}" if column else ""
    wanted = _Wanted(_by_row(long_numbers or {}, column), _by_row(formats or {}, column))
    yield from row_pages(_rows(cells, wanted), label, pager, suffix)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """By row: columns and the digits to stand there, columns and the formats to be applied."""

    digits: dict[int, list[tuple[int, str]]]
    formats: dict[int, list[tuple[int, str]]]


def _by_row(found: Mapping[Place, str], column: int) -> dict[int, list[tuple[int, str]]]:
    """The library leaves out blank columns before the first, but not blank rows."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, at), words in found.items():
        if at >= column:
            rows.setdefault(row, []).append((at - column, words))
    return rows


def _rows(cells: calamine.CalamineSheet, wanted: _Wanted) -> Iterator[Row]:
    for number, values in enumerate(cells.iter_rows()):
        for at, code in wanted.formats.get(number, ()):
            value = values[at] if at < len(values) else None
            if isinstance(value, float | int) and not isinstance(value, bool):
                values[at] = shown(code, value) or value
        for at, digits in wanted.digits.get(number, ()):
            if at < len(values) and isinstance(values[at], float | int):
                values[at] = digits
        yield number + 1, line_of(values)
