"""Tables in plain text: their rows exactly as they stand in the file, found again by row number."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.limits import PART_CHARS
from muniment.read.charset import guess
from muniment.read.formats.tables.grid import MAX_ROWS, Pager, Row, row_pages
from muniment.read.formats.text import sample_of
from muniment.read.reader import CHUNK, Damaged, Document, Empty, FactFound, Found, Shortfall

_MAX_LINE = 1_000_000
"""Characters after which a line without end is cut, so that a file of one line needs no more memory than others."""

_MAX_ROW_LINES = 100
"""Lines that one quoted row may span; with more, a stray quotation mark is taken for what it is."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r(?!$))")
_LOST = "\ufffd"


@dataclass(slots=True)
class _Table:
    """The decoding of one table, and how many places it could not make sense of."""

    document: Document
    encoding: str
    undecodable: int = 0

    def lines(self) -> Iterator[str]:
        """The lines with their ends."""
        held = ""
        for piece in self._pieces():
            held += piece
            end = 0
            for match in _LINE.finditer(held):
                yield match.group()
                end = match.end()
            held = held[end:]
            while len(held) > _MAX_LINE:
                yield held[:_MAX_LINE]
                held = held[_MAX_LINE:]
        if held:
            yield held

    def _pieces(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        self.document.file.seek(0)
        while chunk := self.document.file.read(CHUNK):
            yield self._counted(decoder.decode(chunk), chunk)
        yield self._counted(decoder.decode(b"", final=True), b"")

    def _counted(self, text: str, raw: bytes) -> str:
        if _LOST in text:
            written = raw.count(_LOST.encode()) if self.encoding.startswith("utf-8") else 0
            self.undecodable += max(0, text.count(_LOST) - written)
        return text


class DelimitedReader:
    """Reads tables whose columns are parted by commas, tabs or the like, however long."""

    name = "delimited"
    version = "1"
    media_types = frozenset({"text/csv", "text/tab-separated-values"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the encoding and the rows, a block to a page, labelled with their numbers."""
        if not document.size:
            raise Empty("the file is empty: it holds not one byte")
        encoding = guess(sample_of(document.file)).encoding
        yield FactFound("encoding", encoding)
        table = _Table(document, encoding)
        pager = Pager(document.limits)
        for first, last, text in _blocks(rows(table.lines())):
            label = f"row {first}" if first == last else f"rows {first}-{last}"
            yield from pager.page(text, label)
        if table.undecodable:
            yield Shortfall(f"in {table.undecodable} places bytes are no letters of the encoding ({encoding})")


def rows(lines: Iterator[str]) -> Iterator[str]:
    """Lines joined where a quoted cell spans several. Joined, they are the lines again."""
    held: list[str] = []
    is_open = False
    for line in lines:
        held.append(line)
        is_open ^= line.count('"') % 2 == 1
        if not is_open:
            yield "".join(held)
            held = []
        elif len(held) >= _MAX_ROW_LINES:
            yield from held
            held, is_open = [], False
    yield from held


def _blocks(whole_rows: Iterator[str]) -> Iterator[tuple[int, int, str]]:
    held: list[str] = []
    size, first = 0, 1
    for number, row in enumerate(whole_rows, 1):
        held.append(row)
        size += len(row)
        if size >= PART_CHARS or len(held) >= MAX_ROWS:
            yield first, number, "".join(held)
            held, size, first = [], 0, number + 1
    if held:
        yield first, first + len(held) - 1, "".join(held)


_DIF_NUMBER, _DIF_STRING, _DIF_SPECIAL = "0", "1", "-1"


class DifReader:
    """Reads the Data Interchange Format of early spreadsheets."""

    name = "dif"
    version = "1"
    media_types = frozenset({"text/x-dif"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the rows. Raises ``Damaged`` if there is no table."""
        if not document.head(64).lstrip().upper().startswith(b"TABLE"):
            raise Damaged("it does not begin as a table in the Data Interchange Format does")
        encoding = guess(sample_of(document.file)).encoding
        table = _Table(document, encoding)
        yield from row_pages(dif_rows(table.lines()), "", Pager(document.limits))


def dif_rows(lines: Iterator[str]) -> Iterator[Row]:
    """The rows of a table; what comes before its data is passed over."""
    stripped = (line.rstrip("\r\n") for line in lines)
    for line in stripped:
        if line.strip().upper() == "DATA":
            next(stripped, None)
            next(stripped, None)
            break
    number = 0
    cells: list[str] = []
    for head in stripped:
        kind, _, value = head.partition(",")
        text = next(stripped, "")
        if kind.strip() == _DIF_SPECIAL:
            if number:
                yield number, "\t".join(cells)
            number, cells = number + 1, []
            if text.strip().upper() == "EOD":
                return
        elif kind.strip() == _DIF_NUMBER:
            cells.append(value.strip() if text.strip().upper() in {"V", ""} else text.strip())
        elif kind.strip() == _DIF_STRING:
            cells.append(_unquoted(text))
    if number:
        yield number, "\t".join(cells)


def _unquoted(text: str) -> str:
    is_quoted = len(text) > 1 and text.startswith('"') and text.endswith('"')
    return text[1:-1].replace('""', '"') if is_quoted else text
