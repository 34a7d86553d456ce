"""Sheets that are kept as text (CSV, TSV): where their rows and columns are, as far as that can be known for sure.

Only the program that wrote such a file knows what parts its cells. So everything here errs on one side: what cannot be
told in one way only is not told, and whoever covers a column covers it whole.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

MEDIA_TYPES = {"text/csv": ",;|\t", "text/tab-separated-values": "\t"}
"""Sheets whose pages are the text of the file, and what may part their cells."""

REGULAR = 0.9
"""Share of rows that must have the same number of cells for a sign to be what parts them."""

RIVAL = 0.5
"""Share from which on another sign might be meant as well: decimal commas between semicolons."""

_SNIFFED_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row, as a range of the page's text, breaks between its lines included and the one behind it left out.

    ``lines`` are those it takes, counted from 0. ``cells`` are ranges too, with their quotation marks; None where they
    cannot be told for sure.
    """

    start: int
    end: int
    lines: range
    cells: tuple[Span, ...] | None


def likely_delimiter(text: str) -> str:
    """What seems to part the cells of a CSV: the sign that comes most often."""
    return max(",;|\t", key=text[:_SNIFFED_CHARS].count)


def known_delimiter(text: str, media_type: str) -> str:
    """What parts the cells of a page for sure; "" where it may be another sign, or nothing regular."""
    signs = MEDIA_TYPES.get(media_type, "")
    likely = likely_delimiter(text) if len(signs) > 1 else signs
    if not likely or text.count('"') % 2 or _regular(text, likely) < REGULAR:
        return ""
    return "" if any(_regular(text, one) >= RIVAL for one in signs if one != likely) else likely


def rows_between(text: str, delimiter: str) -> list[TextRow]:
    """The rows of a page; those with another number of cells than most have none that could be told."""
    found = list(_rows(text, delimiter))
    usual = _usual(found)[0]
    return [one if _length(one) in {usual, 0} else TextRow(one.start, one.end, one.lines, None) for one in found]


def whole_rows(text: str, lines: tuple[int, ...]) -> tuple[int, ...]:
    """These lines and all that quotation marks hold together with them: what may be one row goes as one."""
    wanted = set(lines)
    return tuple(line for one in _rows(text, ",") if wanted.intersection(one.lines) for line in one.lines)


def _regular(text: str, delimiter: str) -> float:
    """The share of rows with the usual number of cells; 0 where that is one."""
    found = [one for one in _rows(text, delimiter) if one.end > one.start]
    cells, many = _usual(found)
    return many / len(found) if cells > 1 else 0.0


def _usual(rows: list[TextRow]) -> tuple[int, int]:
    """How many cells most rows have, and how many rows have so many."""
    counts = Counter(length for one in rows if (length := _length(one)))
    return counts.most_common(1)[0] if counts else (0, 0)


def _length(row: TextRow) -> int:
    """How many cells a row is known to have; 0 for an empty line or where it is not known."""
    return len(row.cells) if row.cells is not None and row.start < row.end else 0


def _rows(text: str, delimiter: str) -> Iterator[TextRow]:
    """Lines, joined from one with an open quotation mark to the one that closes it, or to the end of the page.

    The cells of a row of several lines are never told: a stray mark joins lines as well.
    """
    start = at = first = 0
    is_open = False
    for number, line in enumerate(text.removesuffix("\n").split("\n")):
        is_open ^= line.count('"') % 2 == 1
        end = at + len(line)
        at = end + 1
        if not is_open:
            cells = _cells(text, start, end, delimiter) if number == first else None
            yield TextRow(start, end, range(first, number + 1), cells)
            start, first = at, number + 1
    if is_open:
        yield TextRow(start, at - 1, range(first, text.removesuffix("\n").count("\n") + 1), None)


def _cells(text: str, start: int, end: int, delimiter: str) -> tuple[Span, ...] | None:
    """The cells of a line by RFC 4180; None where another program might part it otherwise."""
    end -= text.endswith("\r", start, end)
    if _ESCAPED.search(text, start, end):
        return None
    found: list[Span] = []
    at = start
    while cell := _CELLS[delimiter].match(text, at, end):
        found.append(cell.span())
        at = cell.end() + 1
        if cell.end() == end:
            return tuple(found)
        if text[cell.end()] != delimiter:
            return None
    return None


_SIGNS = MEDIA_TYPES["text/csv"]
_CELLS = {one: re.compile(rf'"(?:[^"]|"")*+"|[^"\r{re.escape(one)}]*') for one in _SIGNS}
_ESCAPED = re.compile(r'\\[",;|\t\\]')
