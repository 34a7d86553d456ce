"""Texts, mails and sheets as published pages: they have no pixels, so they are set as HTML, line by line.

In mode ``LINE`` a mark takes the whole line of the raw text, a paragraph as a rule, and what stands in its place is the
same whatever was there: set anew, a line's length would not even betray where it was broken. There is no PDF of these
pages: it would need fonts for every script there is, and the reader's browser has them.
"""

from collections.abc import Iterable, Iterator
from html import escape

from muniment.preserve.words import stretches_of
from muniment.redact.delimited import TextRow, rows_between
from muniment.redact.marks import Cover, Extent, Form, Mode, PageSource, Part, PublishedPage, Withheld

WITHHELD = '<span class="withheld">\u2588\u2588\u2588\u2588\u2588\u2588</span>'
"""What stands for a line or a cell that was withheld, whatever was there."""

MASK = "\u2588" * 4
"""What stands for covered words in mode ``GRID``, however many and however long they were."""


def burn_text(source: PageSource, mode: Mode = Mode.LINE) -> PublishedPage:
    """A page of text or of a sheet, which has tabs between its cells, with its covers applied.

    A cover with boxes, which no text has, closes the page. Where columns of a sheet that is kept as text are covered, a
    row of which they cannot be told for sure goes as a whole.
    """
    closed = _closed(source, _lines(source.text), mode)
    columns = {column for cover in source.covers for column in cover.columns}
    delimiter = next((cover.delimiter for cover in source.covers if cover.delimiter), "")
    is_sheet = bool(delimiter) or "\t" in source.text
    rows = rows_between(source.text, delimiter) if delimiter else list(_rows(source.text, is_sheet=is_sheet))
    blocks = tuple(_block(source.text, row, closed, mode, columns) for row in rows)
    return PublishedPage(
        source.number,
        source.kind,
        Form.SHEET if is_sheet else Form.TEXT,
        tuple(_parts(source.text, [(0, len(source.text))] if columns else closed)),
        tuple(Withheld(reason) for reason in dict.fromkeys(cover.reason for cover in source.covers)),
        blocks=blocks,
        label=source.label,
    )


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of every line, its break left out; behind the last break there is none."""
    found, at = [], 0
    for line in text.removesuffix("\n").split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _closed(source: PageSource, lines: list[tuple[int, int]], mode: Mode) -> list[tuple[int, int]]:
    """What is not shown, as ranges of the raw text in order, none overlapping another."""
    ranges = [one for cover in source.covers for one in _ranges(source.text, lines, cover, mode)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def _ranges(text: str, lines: list[tuple[int, int]], cover: Cover, mode: Mode) -> Iterator[tuple[int, int]]:
    if cover.extent is Extent.PAGE or cover.boxes:
        yield 0, len(text)
        return
    for start, end in cover.spans:
        if mode is Mode.GRID:
            yield start, end
        else:
            yield from (line for line in lines if line[0] < end and start < line[1])
    yield from (line for number, line in enumerate(lines) if number in cover.rows)


def _rows(text: str, *, is_sheet: bool) -> Iterator[TextRow]:
    """The lines, each with its one cell, or with those between the tabs of a sheet."""
    for number, (start, end) in enumerate(_lines(text)):
        cells = tuple(_cells(text, start, end)) if is_sheet else ((start, end),)
        yield TextRow(start, end, range(number, number + 1), cells)


def _cells(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    for cell in text[at:end].split("\t"):
        yield at, at + len(cell)
        at += len(cell) + 1


def _block(
    text: str, row: TextRow, closed: list[tuple[int, int]], mode: Mode, columns: set[int]
) -> tuple[str | None, ...]:
    """What a row shows: its cells, None for those withheld; a row withheld as a whole is one None.

    Withheld columns are there in every row, so that nobody sees where they were empty.
    """
    if row.cells is None or (row.start < row.end and any(low <= row.start and row.end <= high for low, high in closed)):
        return (None,)
    shown = [_cell(text, cell, closed, mode) for cell in row.cells]
    shown += [""] * (max(columns, default=-1) + 1 - len(shown))
    return tuple(None if number in columns else cell for number, cell in enumerate(shown))


def _cell(text: str, cell: tuple[int, int], closed: list[tuple[int, int]], mode: Mode) -> str | None:
    shown, at = [], cell[0]
    for start, end in closed:
        if start < cell[1] and cell[0] < end:
            if mode is Mode.LINE or (start <= cell[0] and cell[1] <= end):
                return None
            shown += [text[at : max(at, start)], MASK]
            at = min(end, cell[1])
    return "".join([*shown, text[at : cell[1]]])


def _parts(text: str, closed: list[tuple[int, int]]) -> Iterable[Part]:
    at = 0
    for number, stretch in enumerate(stretches_of(text)):
        end = at + len(stretch)
        is_open = not any(start < end and at < stop for start, stop in closed)
        yield Part(number, at, end, stretch if is_open else "", is_open)
        at = end


def as_html(page: PublishedPage) -> str:
    """The lines of a text as paragraphs, or those of a sheet as a table whose columns are all equally wide.

    A fragment for a page of UTF-8; every word of the document is escaped and kept apart from the direction around it.
    """
    if page.form is Form.SHEET:
        width = max((len(block) for block in page.blocks), default=1)
        return "".join(["<table class=sheet>", *(_table_row(block, width) for block in page.blocks), "</table>"])
    return "".join(f"<p dir=auto>{_shown(block[0])}</p>" for block in page.blocks)


def _table_row(block: tuple[str | None, ...], width: int) -> str:
    if block == (None,):
        return f"<tr><td colspan={width}>{WITHHELD}</td></tr>"
    cells = "".join(f"<td dir=auto>{_shown(cell)}</td>" for cell in block)
    return f"<tr>{cells}</tr>"


def _shown(cell: str | None) -> str:
    return WITHHELD if cell is None else f"<bdi>{escape(cell)}</bdi>"
