"""Microsoft Access databases: every table's rows, the files attached to them, and what else the database defines."""

import datetime as dt
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.limits import MIB
from muniment.model import EntryKind
from muniment.read.formats.office.ole import Unwrapped, from_native, unwrapped
from muniment.read.formats.sections import chunks
from muniment.read.formats.tables.grid import Pager, Row, line_of, row_pages
from muniment.read.formats.tables.jet import Jet, JetTable
from muniment.read.formats.tables.magic import has_known_magic
from muniment.read.reader import Damaged, Document, Found, MemberFound, Refused, Shortfall

_MAX_BYTES = 1024 * MIB
"""Databases longer than this do not fit into a reader's memory; the program itself stops at 2 GiB."""

_MAX_ATTACHMENT = 256 * MIB
_TABLE, _LINKED, _QUERY, _LINKED_ODBC = 1, 6, 5, 4
_KINDS = {
    _QUERY: "query",
    _LINKED: "table of another database",
    _LINKED_ODBC: "table of a database server",
    -32768: "form",
    -32766: "macro",
    -32764: "report",
    -32761: "module",
}
"""What the catalog lists besides tables."""

_TABLE_PAGE = 0x00FFFFFF
_SYSTEM = "MSys"
_PACKED = 1
_OLE_FIELD = b"\x15\x1c"
"""How the cells begin that hold an object of another program."""


@dataclass(slots=True)
class _Files:
    """Files found in a table's cells, kept until the rows around them have been given."""

    table: str
    found: list[MemberFound] = field(default_factory=list)

    def keep(self, name: str, content: bytes) -> None:
        full = f"{self.table}/{name}".replace("\0", "")
        self.found.append(MemberFound(full.encode("utf-8", "replace"), EntryKind.EMBEDDED, chunks(content)))

    def given(self) -> Iterator[MemberFound]:
        found, self.found = self.found, []
        yield from found


class AccessReader:
    """Reads .mdb and .accdb databases."""

    name = "access"
    version = "1"
    media_types = frozenset({"application/x-msaccess"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the tables' rows and what else is defined. Raises ``Locked``, ``Damaged`` or ``Refused``."""
        if document.size > _MAX_BYTES:
            raise Refused(f"the database is larger than {_MAX_BYTES // MIB} MiB")
        database = Jet(document.content())
        pager = Pager(document.limits)
        others: list[str] = []
        for name, page in _tables(database, others):
            yield from _table(database, name, page, pager)
        yield from pager.notes(others, "also defined")


def _tables(database: Jet, others: list[str]) -> list[tuple[str, int]]:
    """The names and pages of the tables that users made; what else the catalog lists goes to ``others``."""
    catalog = database.catalog()
    names = [column.name for column in catalog.columns]
    tables = []
    for row in database.rows(catalog):
        entry = dict(zip(names, row, strict=True))
        name, kind = str(entry.get("Name") or ""), entry.get("Type")
        identifier = entry.get("Id")
        if kind == _TABLE and isinstance(identifier, int) and not name.startswith(_SYSTEM):
            tables.append((name, identifier & _TABLE_PAGE))
        elif isinstance(kind, int) and kind in _KINDS and not name.startswith("~"):
            where = [str(entry.get(key)) for key in ("Connect", "Database", "ForeignName") if entry.get(key)]
            others.append(": ".join([_KINDS[kind], "; ".join([name, *where])]))
    return tables


def _table(database: Jet, name: str, page: int, pager: Pager) -> Iterator[Found]:
    try:
        table = database.table(name, page)
    except Damaged as stop:
        yield Shortfall(stop.reason)
        return
    files = _Files(name)
    for found in row_pages(_rows(database, table, files), name, pager):
        yield found
        yield from files.given()
    yield from files.given()
    if table.broken:
        yield Shortfall(f"table “{name}”: {table.broken} rows are broken and not given")


def _rows(database: Jet, table: JetTable, files: _Files) -> Iterator[Row]:
    names = [column.name for column in table.columns]
    yield 0, line_of(names)
    is_attachments = {"FileData", "FileName"} <= set(names)
    for number, values in enumerate(database.rows(table), 1):
        cells = dict(zip(names, values, strict=True))
        if is_attachments and isinstance(cells["FileData"], bytes):
            content = attachment(cells["FileData"])
            files.keep(str(cells.get("FileName") or f"row {number}"), content)
            cells["FileData"] = f"<file of {len(content)} bytes>"
        yield number, line_of([_shown(value, f"row {number} {name}", files) for name, value in cells.items()])


def _shown(value: object, place: str, files: _Files) -> object:
    if isinstance(value, bytes):
        if value.startswith(_OLE_FIELD):
            inner = ole_field(value)
            files.keep(f"{place} {inner.name}".strip(), inner.content)
            return f"<object of {len(inner.content)} bytes>"
        if has_known_magic(value):
            files.keep(place, value)
            return f"<file of {len(value)} bytes>"
        return f"<{len(value)} bytes>" if value else ""
    return value.replace(microsecond=0) if isinstance(value, dt.datetime) else value


def ole_field(raw: bytes) -> Unwrapped:
    """The file in an OLE cell; the cell's own bytes where they cannot be told apart."""
    try:
        at = struct.unpack_from("<H", raw, 2)[0] + 8
        for _ in range(3):  # the kind of object, and two names that are blank as a rule
            at += 4 + struct.unpack_from("<I", raw, at)[0]
        length = struct.unpack_from("<I", raw, at)[0]
    except struct.error:
        return Unwrapped("", raw)
    content = raw[at + 4 : at + 4 + length]
    if not length or len(content) < length:
        return Unwrapped("", raw)
    inner = unwrapped(content) or (from_native(raw[at : at + 4 + length]) if b"Package" in raw[:256] else None)
    return inner or Unwrapped("", content)


def attachment(raw: bytes) -> bytes:
    """The file in an attachment: whether it is packed, its length, then a small head and the bytes."""
    try:
        kind, _ = struct.unpack_from("<II", raw)
        content = zlib.decompressobj().decompress(raw[8:], _MAX_ATTACHMENT) if kind == _PACKED else raw[8:]
        return content[struct.unpack_from("<I", content)[0] :]
    except (struct.error, zlib.error):
        return raw
