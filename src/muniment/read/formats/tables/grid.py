"""Rows of cells as pages: blocks of rows, one row per line, cells apart by tabs, each block labelled with its rows."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from muniment.limits import PART_CHARS, Limits
from muniment.read.parts import parts
from muniment.read.reader import PageFound, Refused

MAX_ROWS = 500
"""Rows on one page: what a person still scans by eye."""

_BLANK_RUN = 20
"""Blank rows after which a new block begins, so that one cell far below costs no million blank lines."""

_MIDNIGHT = dt.time()

_BREAKS_A_ROW = re.compile(r"\r\n|[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

Row = tuple[int, str]
"""A row's number, from 1, and its line of text."""


@dataclass(slots=True)
class Pager:
    """Numbers the pages of one document and stops when a limit is passed."""

    limits: Limits
    number: int = 0
    chars: int = 0

    def page(self, text: str, label: str) -> Iterator[PageFound]:
        """``text`` as one page, or as several where it is longer than a page may be; none if it is blank."""
        if not text.strip():
            return
        pieces = list(parts(text, self.limits.page_chars)) if len(text) > self.limits.page_chars else [text]
        for position, piece in enumerate(pieces, 1):
            self.number += 1
            self.chars += len(piece)
            self._check()
            yield PageFound(self.number, piece, label if len(pieces) == 1 else f"{label}, part {position}")

    def _check(self) -> None:
        if self.number > self.limits.pages:
            raise Refused(f"more than {self.limits.pages} pages: what comes after them was not read")
        if self.chars > self.limits.document_chars:
            raise Refused(f"more than {self.limits.document_chars} characters: what comes after them was not read")

    def notes(self, lines: Iterable[str], label: str) -> Iterator[PageFound]:
        """Lines that stand beside the cells (comments, headers …), as pages of about the usual length."""
        held: list[str] = []
        size = 0
        for line in lines:
            held.append(line)
            size += len(line) + 1
            if size >= PART_CHARS:
                yield from self.page("\n".join(held), label)
                held, size = [], 0
        yield from self.page("\n".join(held), label)


@dataclass(slots=True)
class _Block:
    """Rows gathered for one page."""

    first: int = 0
    last: int = 0
    size: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, number: int, line: str) -> None:
        if not self.lines:
            self.first = number
        else:
            self.lines.extend([""] * (number - self.last - 1))
        self.last = number
        self.lines.append(line)
        self.size += len(line) + 1

    def is_full_before(self, number: int) -> bool:
        far = number - self.last > _BLANK_RUN or number - self.first >= MAX_ROWS
        return bool(self.lines) and (far or self.size >= PART_CHARS)


def row_pages(rows: Iterable[Row], label: str, pager: Pager, suffix: str = "") -> Iterator[PageFound]:
    """Pages of ``rows``, labelled "``label``, rows 1-200``suffix``". Blank rows may be left out of ``rows``.

    Line *n* of a page is always row *first + n*: rows left out within a block come back as blank lines.
    """
    block = _Block()
    for number, line in rows:
        if not line.strip():
            continue
        if block.is_full_before(number):
            yield from pager.page("\n".join(block.lines), _label(block, label, suffix))
            block = _Block()
        block.add(number, line)
    if block.lines:
        yield from pager.page("\n".join(block.lines), _label(block, label, suffix))


def _label(block: _Block, label: str, suffix: str) -> str:
    rows = f"row {block.first}" if block.first == block.last else f"rows {block.first}-{block.last}"
    return f"{label}, {rows}{suffix}" if label else f"{rows}{suffix}"


def line_of(cells: Sequence[object]) -> str:
    """One row as one line: cells apart by tabs, none after the last that holds something."""
    return "\t".join(cell_text(cell) for cell in cells).rstrip("\t")


def cell_text(value: object) -> str:
    """A cell as a person would write it: ISO dates, numbers without exponent, no break that would end the row."""
    if isinstance(value, str):
        return value if value.isprintable() else _BREAKS_A_ROW.sub(" ", value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _time_text(value)
    return "" if value is None else _BREAKS_A_ROW.sub(" ", str(value))


def _time_text(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.timedelta):
        return _duration(value)
    return value.isoformat()


def number_text(value: float) -> str:
    """A number without exponent: whole numbers to the digit, others to the 15 digits that spreadsheets keep."""
    plain = repr(value)  # the shortest digits that mean this number: what the file says, where it says it in digits
    if plain.endswith(".0"):
        return plain[:-2]
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - the usual test for "not a number"
        return str(value)
    if value.is_integer():
        return format(Decimal(plain), "f")
    return format(Decimal(f"{value:.15g}"), "f")


def _moment(value: dt.datetime) -> str:
    """Whole days without the time; seconds as spreadsheets show them, since their fractions are rounding noise."""
    if value.time() == _MIDNIGHT:
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


def _duration(value: dt.timedelta) -> str:
    """Hours, minutes and seconds, as a spreadsheet shows a time that passed; hours may pass 24."""
    seconds = round(abs(value).total_seconds())
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def column_name(index: int) -> str:
    """The letters over a column, counted from 0: A, B … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
