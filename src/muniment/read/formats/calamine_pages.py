"""The cells of workbooks by way of the calamine library: opened, loaded and made into pages."""

from collections.abc import Iterator

import python_calamine as calamine

from muniment.read.formats.grid import Pager, Row, column_name, line_of, row_pages
from muniment.read.reader import Damaged, Document, Locked, PageFound, Shortfall

HIDDEN = ("", " (hidden sheet)", " (hidden sheet, not offered in the menu)")
"""What a label says of a sheet by how deep it is hidden."""

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
    cells: calamine.CalamineSheet, label: str, pager: Pager, long_numbers: dict[tuple[int, int], str] | None = None
) -> Iterator[PageFound]:
    """Pages of a sheet that the library has loaded; ``long_numbers`` stand instead of what it made of them."""
    if cells.start is None:
        return
    column = cells.start[1]
    suffix = f", from column {column_name(column)}" if column else ""
    yield from row_pages(_rows(cells, column, long_numbers or {}), label, pager, suffix)


def _rows(cells: calamine.CalamineSheet, column: int, long_numbers: dict[tuple[int, int], str]) -> Iterator[Row]:
    """The library leaves out blank columns before the first, but not blank rows."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, at), digits in long_numbers.items():
        by_row.setdefault(row, []).append((at - column, digits))
    for number, values in enumerate(cells.iter_rows()):
        for at, digits in by_row.get(number, ()):
            if 0 <= at < len(values) and isinstance(values[at], float | int):
                values[at] = digits
        yield number + 1, line_of(values)
