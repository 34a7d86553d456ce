"""Text of a page made ready for showing: cut into runs that are marked, doubtful, or signs that nobody would see."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from muniment.model import Word
from muniment.redact.delimited import likely_delimiter

DOUBTFUL = 0.85
"""Confidence below which a recognised word is shaded: above, one in some hundred words is wrong."""

VERY_DOUBTFUL = 0.6
"""Confidence below which it is shaded twice: here every third word is wrong."""

PART_CHARS = 20_000
"""Characters of a long page that are sent at a time: some six screens, laid out in a blink."""

_LOOK_BACK = 2_000
"""How far before its end a part may be cut to end with a line."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
"""Signs that steer or hide and are not seen, such as bidi overrides; not the joiners, which Uyghur needs."""

_QUOTED_LINES = re.compile(r"(?:^[ \t]*>.*(?:\n|\Z)){2,}", re.MULTILINE)
_MAIL_HEAD = re.compile(r"(?:(?:From|Sender|To|Cc|Bcc|Date|Subject): .*\n)+")
_ROWS = re.compile(r"(?:^|, )rows? (?P<first>\d+)(?:-\d+)?(?:,|$)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. ``sign`` names a character that would not be seen, in place of ``text``; ``doubt`` is 0 to 2.

    ``is_quoted`` says that it is part of a quote; ``begins`` and ``ends`` are the ids of quotes that do so with it.
    ``is_withheld`` says that it will not be published; ``withheld_by`` are the ids of marks that end with it.
    """

    text: str
    is_hit: bool = False
    doubt: int = 0
    sign: str = ""
    is_quoted: bool = False
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    is_withheld: bool = False
    withheld_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page: ``kind`` is plain, head (of a mail) or quoted. ``start`` counts code points of the page."""

    kind: str
    start: int
    pieces: tuple[Piece, ...]
    lines: int

    @property
    def has_hit(self) -> bool:
        """Whether something in it matched."""
        return any(piece.is_hit for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet with its number in the sheet; ``starts`` count code points of the page, one for each cell.

    ``lines`` are the lines of the page's text that it takes, counted from 0: several where a cell of a CSV has breaks.
    """

    number: int
    cells: tuple[tuple[Piece, ...], ...]
    starts: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked on a page, in its code points: hits, words that recognition doubts, quotes and marks with ids."""

    hits: tuple[Span, ...] = ()
    doubts: tuple[tuple[int, int, int], ...] = ()
    quotes: tuple[tuple[int, int, str], ...] = ()
    withheld: tuple[tuple[int, int, str], ...] = ()


def doubts_of(words: Sequence[Word]) -> tuple[tuple[int, int, int], ...]:
    """Start, end and degree of each doubtful word, in order."""
    found = [
        (word.start, word.end, 2 if word.confidence < VERY_DOUBTFUL else 1)
        for word in words
        if word.confidence < DOUBTFUL
    ]
    return tuple(sorted(found))


def part_end(text: str, start: int, most: int = PART_CHARS) -> int:
    """Where the part of ``text`` that begins at ``start`` ends: after a line, where one ends in good time."""
    end = start + most
    if end >= len(text):
        return len(text)
    line = text.rfind("\n", end - _LOOK_BACK, end)
    return line + 1 if line > start else end


def pieces(text: str, start: int, end: int, marks: Marks) -> tuple[Piece, ...]:
    """``text[start:end]`` in runs."""
    cuts = {start, end}
    for low, high, *_ in (*_within(marks.hits, start, end), *_within(marks.doubts, start, end)):
        cuts.update((max(low, start), min(high, end)))
    quotes = [one for one in marks.quotes if one[0] < end and one[1] > start]
    withheld = [one for one in marks.withheld if one[0] < end and one[1] > start]
    cuts.update(edge for low, high, _ in (*quotes, *withheld) for edge in (low, high) if start < edge < end)
    for hidden in _HIDDEN.finditer(text, start, end):
        cuts.update(hidden.span())
    edges = sorted(cuts)
    plain = ((_piece(text, low, high, marks), low, high) for low, high in pairwise(edges))
    return tuple(_withheld(_quoted(one, low, high, quotes), low, high, withheld) for one, low, high in plain)


def _within(spans: Sequence[tuple[int, ...]], start: int, end: int) -> Iterator[tuple[int, ...]]:
    first = max(0, bisect_right(spans, (start,)) - 1)
    for span in spans[first:]:
        if span[0] >= end:
            return
        if span[1] > start:
            yield span


def _piece(text: str, start: int, end: int, marks: Marks) -> Piece:
    is_hit = any(True for _ in _within(marks.hits, start, end))
    doubt = max((span[2] for span in _within(marks.doubts, start, end)), default=0)
    run = text[start:end]
    if _HIDDEN.match(run):
        return Piece("", is_hit, doubt, _name(run))
    return Piece(run, is_hit, doubt)


def _quoted(piece: Piece, start: int, end: int, quotes: Sequence[tuple[int, int, str]]) -> Piece:
    over = [one for one in quotes if one[0] < end and one[1] > start]
    if not over:
        return piece
    begins = tuple(name for low, _, name in over if low == start)
    ends = tuple(name for _, high, name in over if high == end)
    return replace(piece, is_quoted=True, begins=begins, ends=ends)


def _withheld(piece: Piece, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> Piece:
    over = [one for one in marks if one[0] < end and one[1] > start]
    if not over:
        return piece
    return replace(piece, is_withheld=True, withheld_by=tuple(name for _, high, name in over if high == end))


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'control character').lower()}"


def blocks(text: str, start: int, end: int, marks: Marks, *, is_mail: bool) -> list[Block]:
    """``text[start:end]`` in blocks; only mails have heads and quoted lines."""
    found: list[Block] = []
    at = start
    for low, high, kind in _special(text, start, end) if is_mail else ():
        if low > at:
            found.append(_block("plain", text, at, low, marks))
        found.append(_block(kind, text, low, high, marks))
        at = high
    if at < end or not found:
        found.append(_block("plain", text, at, end, marks))
    return found


def _special(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    if start == 0 and (head := _MAIL_HEAD.match(text)):
        yield 0, min(head.end(), end), "head"
    for quoted in _QUOTED_LINES.finditer(text, start, end):
        yield quoted.start(), quoted.end(), "quoted"


def _block(kind: str, text: str, start: int, end: int, marks: Marks) -> Block:
    return Block(kind, start, pieces(text, start, end, marks), text.count("\n", start, end) + 1)


def first_row(label: str) -> int | None:
    """The number of the first row of a page of a sheet, as its label tells; None if the page is none."""
    found = _ROWS.search(label)
    return int(found["first"]) if found else None


def rows(text: str, start: int, end: int, marks: Marks, first: int, delimiter: str = "\t") -> list[Row]:
    """``text[start:end]`` as rows of cells; ``first`` is the number of the page's first row.

    Between tabs a line is a row; other delimiters keep the rules of CSV (RFC 4180), where quotes hold lines together.
    """
    number = first + _rows_before(text, start, delimiter)
    line = text.count("\n", 0, start)
    found = []
    for cells in _lines_of(text, start, end, delimiter):
        shown = tuple(pieces(text, low, high, marks) for low, high in cells)
        last = line + text.count("\n", cells[0][0], cells[-1][1])
        found.append(Row(number, shown, tuple(low for low, _ in cells), tuple(range(line, last + 1))))
        number, line = number + 1, last + 1
    return found


def delimiter_of(text: str, media_type: str) -> str:
    """What divides the cells of a page of rows: our readers write tabs, a CSV is shown as it stands."""
    if media_type != "text/csv":
        return "\t"
    return likely_delimiter(text)


def _rows_before(text: str, start: int, delimiter: str) -> int:
    """How many rows begin before ``start``, counted without making any: a page may hold a million."""
    if delimiter == "\t" or '"' not in text[:start]:
        ends = text.count("\n", 0, start)
        return ends + (start > 0 and text[start - 1] != "\n")
    return sum(1 for _ in _QUOTED_ROW[delimiter].finditer(text, 0, start))


def _lines_of(text: str, start: int, end: int, delimiter: str) -> Iterator[list[Span]]:
    cell = _PLAIN_CELL if delimiter == "\t" else _QUOTED_CELLS[delimiter]
    at = start
    line: list[Span] = []
    while at < end or line:
        found = cell.match(text, at, end)
        high = found.end() if found else at
        line.append((at, high))
        if high < end and text[high] == delimiter:
            at = high + 1
            continue
        yield line
        line, at = [], high + 1


_PLAIN_CELL = re.compile(r"[^\t\n]*")
_QUOTED_CELLS = {sign: re.compile(rf'"(?:[^"]|"")*"[^{sign}\n]*|[^{sign}\n]*') for sign in (",", ";", "|", "\t")}
_QUOTED_ROW = {
    sign: re.compile(rf"(?!\Z)(?:{cell.pattern})(?:{re.escape(sign)}(?:{cell.pattern}))*+\n?")
    for sign, cell in _QUOTED_CELLS.items()
}
