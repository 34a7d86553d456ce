"""The charts of Microsoft Graph that old presentations and documents carry: the table behind them, and titles."""

import struct
from collections.abc import Iterator

from muniment.read.formats.office.ole import OLE_MAGIC, decode, open_ole, stream_of
from muniment.read.formats.tables.biff import records
from muniment.read.formats.tables.grid import Pager, line_of, row_pages
from muniment.read.formats.tables.legacy_sheets import XLS
from muniment.read.reader import Damaged, Document, Found

_BEGIN, _NUMBER, _LABEL, _TITLE, _CODE_PAGE = 0x0809, 0x0003, 0x0004, 0x100D, 0x0042
_GRAPH = 0x8000
"""What the part with the table calls itself: no workbook of Excel has such a part."""
_UNICODE_SINCE = 0x0600
_CONTENT_AT = 7
"""In a cell: row, column, and three bytes on its looks come first."""
_MOST_COLUMNS = 4_000
"""As many as Graph allows."""

_Rows = dict[int, dict[int, object]]


class GraphReader:
    """Gives the table of values and the titles of a chart."""

    name = "ms-graph"
    version = "1"
    media_types = frozenset({XLS})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the table and the titles as pages. Raises ``Damaged`` if this is no such chart."""
        if document.head(len(OLE_MAGIC)) != OLE_MAGIC:
            raise Damaged("this is no chart of a presentation")
        rows, titles = _table_and_titles(stream_of(open_ole(document.file), "Workbook"))
        pager = Pager(document.limits)
        lines = ((row + 1, line_of(_values(rows[row]))) for row in sorted(rows))
        yield from row_pages(lines, "values of the chart", pager)
        told = {value for row in rows.values() for value in row.values()}
        yield from pager.notes((title for title in titles if title not in told), "titles of the chart")


def _table_and_titles(stream: bytes) -> tuple[_Rows, list[str]]:
    rows: _Rows = {}
    titles: dict[str, None] = {}
    version = page = 0
    is_graph = False
    for _, number, content, _ in records(stream):
        try:
            if number == _BEGIN:
                version, kind = struct.unpack_from("<HH", content)
                is_graph = is_graph or kind == _GRAPH
            elif number == _CODE_PAGE:
                page = struct.unpack_from("<H", content)[0]
            elif number in {_NUMBER, _LABEL}:
                row, column = struct.unpack_from("<HH", content)
                value: object = struct.unpack_from("<d", content, _CONTENT_AT)[0] if number == _NUMBER else ""
                value = value if number == _NUMBER else _words(content[_CONTENT_AT:], version, page)
                rows.setdefault(row, {})[min(column, _MOST_COLUMNS)] = value
            elif number == _TITLE:
                titles[_words(content[2:], version, page)] = None
        except (struct.error, IndexError):
            continue  # a record cut short says nothing
    if not is_graph:
        raise Damaged("this is no chart of a presentation")
    return rows, [title for title in titles if title.strip()]


def _words(content: bytes, version: int, page: int) -> str:
    length = content[0]
    if version < _UNICODE_SINCE:
        return decode(content[1 : 1 + length], page)
    if content[1] & 1:
        return content[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return content[2 : 2 + length].decode("latin-1")


def _values(row: dict[int, object]) -> list[object]:
    return [row.get(column) for column in range(max(row) + 1)]
