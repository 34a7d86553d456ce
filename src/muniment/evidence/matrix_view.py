"""The part of a matrix that is looked at: which claims and sources, and how many of them at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from muniment.errors import NotFoundError
from muniment.evidence.matrix import Column, Group, Matrix, Row, Sign
from muniment.evidence.records import Act, Bearing

ROWS_AT_ONCE = 40
"""Claims on one page: more are not read at one sitting, and paper holds no more either."""

COLUMNS_AT_ONCE = 24
"""Sources on one page: two screens across; wider, and nobody knows any more where they are."""


class Show(StrEnum):
    """Which claims are wanted."""

    ALL = "all"
    BARE = "bare"
    """Those of which nothing that stands supports any part."""
    ONE = "one"
    """Those that rest on one root alone."""
    CONTESTED = "contested"
    """Those that are both supported, and disputed or denied."""
    UNANSWERED = "unanswered"
    """Those that are supported, and that nobody disputes or denies."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted. ``claim`` is the top of a subtree, ``group`` a group's key; "" and None for everything.

    ``row_page`` and ``column_page`` count from 1; beyond the end they mean the last. 0 rows or columns at once means
    all of them.
    """

    claim: str = ""
    group: str = ""
    sign: Sign | None = None
    show: Show = Show.ALL
    row_page: int = 1
    column_page: int = 1
    rows_at_once: int = ROWS_AT_ONCE
    columns_at_once: int = COLUMNS_AT_ONCE


@dataclass(frozen=True, slots=True)
class Part:
    """Which of how many are seen: ``page`` of ``pages``, from ``first`` (1-based) to ``last`` of ``total``."""

    page: int
    pages: int
    first: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class View:
    """Claims and sources to be shown, and what part of all that were asked for they are.

    ``elsewhere`` counts, for each claim shown, the sources that are at it but on another page of columns.
    """

    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    row_part: Part
    column_part: Part
    elsewhere: Mapping[str, int]


def view(matrix: Matrix, asked: Asked) -> View:
    """The part of ``matrix`` that was asked for. Raises ``NotFoundError`` if there is no such claim or group."""
    groups = _groups(matrix, asked)
    wanted = {column.source for group in groups for column in group.columns} if asked.group else None
    rows = [row for row in _below(matrix.rows, asked.claim) if _is_wanted(matrix, asked, row, wanted)]
    row_part = _part(len(rows), asked.row_page, asked.rows_at_once)
    column_part = _part(sum(len(one.columns) for one in groups), asked.column_page, asked.columns_at_once)
    shown = tuple(rows[row_part.first - 1 if rows else 0 : row_part.last])
    cut = tuple(_cut(groups, column_part))
    seen = {column.source for group in cut for column in group.columns}
    elsewhere = {row.claim.id: _elsewhere(matrix, asked, row, seen, wanted) for row in shown}
    return View(shown, cut, row_part, column_part, elsewhere)


def tally(matrix: Matrix) -> Mapping[Show, int]:
    """How many claims of the whole matrix each ``Show`` shows."""
    return {show: sum(_shows(matrix, show, row.claim.id) for row in matrix.rows) for show in Show}


def _groups(matrix: Matrix, asked: Asked) -> Sequence[Group]:
    if not asked.group:
        return matrix.groups
    found = [one for one in matrix.groups if one.key == asked.group]
    if not found:
        raise NotFoundError("No sources stand under that root now.", "Choose another group of sources.")
    return found


def _below(rows: Sequence[Row], claim: str) -> Sequence[Row]:
    """The subtree of a claim: it stands in one piece."""
    if not claim:
        return rows
    for number, row in enumerate(rows):
        if row.claim.id == claim:
            return rows[number : number + 1 + row.below]
    raise NotFoundError(
        "There is no such claim in this case.", "Choose one from the list of claims; matrix --json tells their ids."
    )


def _is_wanted(matrix: Matrix, asked: Asked, row: Row, sources: Iterable[str] | None) -> bool:
    if not _shows(matrix, asked.show, row.claim.id):
        return False
    if asked.sign is None and sources is None:
        return True
    cells = matrix.cells(row.claim.id)
    return any(
        asked.sign in {None, cell.sign}
        for source in (cells if sources is None else sources)
        for cell in cells.get(source, ())
    )


def _shows(matrix: Matrix, show: Show, claim: str) -> bool:
    if show is Show.ALL:
        return True
    if show is Show.ONE:
        return bool(matrix.rests_on_one(claim))
    if show is Show.BARE:
        return claim not in matrix.borne
    weighed = matrix.weighed(claim)
    disputes = weighed.standing[Bearing.DISPUTES]
    is_answered = bool(disputes.reports or disputes.unassigned or weighed.voices[Act.DENIES])
    return matrix.is_supported(claim) and is_answered is (show is Show.CONTESTED)


def _part(total: int, page: int, at_once: int) -> Part:
    size = at_once or max(1, total)
    pages = max(1, -(-total // size))
    number = min(max(1, page), pages)
    first = (number - 1) * size + 1
    return Part(number, pages, min(first, total), min(first + size - 1, total), total)


def _cut(groups: Sequence[Group], part: Part) -> Iterator[Group]:
    """The groups with only the columns of this page; a group that runs on stands on both pages."""
    at = 0
    for group in groups:
        columns = _slice(group.columns, part.first - 1 - at, part.last - at)
        at += len(group.columns)
        if columns:
            yield Group(group.key, columns)


def _slice(columns: tuple[Column, ...], start: int, end: int) -> tuple[Column, ...]:
    return columns[max(0, start) : max(0, end)]


def _elsewhere(matrix: Matrix, asked: Asked, row: Row, seen: Iterable[str], wanted: Iterable[str] | None) -> int:
    """Sources at this claim that would be seen here but for the page's width."""
    return sum(
        source not in seen and (wanted is None or source in wanted) and any(asked.sign in {None, c.sign} for c in cells)
        for source, cells in matrix.cells(row.claim.id).items()
    )
