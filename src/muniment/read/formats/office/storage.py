"""Making a file of its own out of a folder inside an OLE container, so that an embedded document can be read as one."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from muniment.read.formats.office.ole import MAX_STREAM_BYTES, OLE_MAGIC
from muniment.read.reader import Damaged, Refused

_SECTOR = 512
_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_FAT_MARK = 0xFFFFFFFD
_DIFAT_MARK = 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_HEADER_FAT_ENTRIES = 109
_IDS_PER_SECTOR = _SECTOR // 4
_SMALLEST = 4096
"""Streams below this size live elsewhere in the format; we pad them with zeros to it, which no reader minds."""

_ROOT, _STORAGE, _STREAM = 5, 1, 2
_MAX_NAME = 31
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream to be written."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to be written, with all that is in it."""

    name: str
    children: "list[Folder | Stream]"


@dataclass(slots=True)
class _Node:
    name: str
    kind: int
    content: bytes = b""
    clsid: bytes = bytes(16)
    children: list["_Node"] = field(default_factory=list)
    right: int = _NONE
    child: int = _NONE
    start: int = _END


def file_of_folder(container: Any, folder: list[str]) -> bytes:
    """An OLE file whose root is ``folder`` of ``container``. Raises ``Damaged`` or ``Refused``."""
    return _written(_tree(container, folder))


def written(root: Folder) -> bytes:
    """An OLE file with the contents of ``root``."""
    return _written(_node(root, _ROOT))


def _node(item: Folder | Stream, kind: int = _STORAGE) -> _Node:
    if isinstance(item, Stream):
        return _Node(item.name, _STREAM, item.content.ljust(_SMALLEST, b"\0") if item.content else b"")
    return _Node(item.name, kind, children=[_node(child) for child in item.children])


def _tree(container: Any, folder: list[str]) -> _Node:
    root = _Node("Root Entry", _ROOT, clsid=_clsid(container, folder))
    folders = {(): root}
    total = 0
    for path in container.listdir(streams=True, storages=True):
        relative = tuple(path[len(folder) :])
        if path[: len(folder)] != folder or not relative:
            continue
        is_stream = container.get_type(path) == _STREAM
        node = _Node(relative[-1], _STREAM if is_stream else _STORAGE)
        if is_stream:
            node.content = _stream(container, path)
            total += len(node.content)
            if total > MAX_STREAM_BYTES:
                raise Refused("an embedded object is larger than a reader can hold")
        else:
            node.clsid = _clsid(container, path)
            folders[relative] = node
        folders.get(relative[:-1], root).children.append(node)
    return root


def _stream(container: Any, path: list[str]) -> bytes:
    try:
        with container.openstream(path) as stream:
            content = bytes(stream.read(MAX_STREAM_BYTES))
    except Exception as error:
        raise Damaged(f"an embedded object is broken ({type(error).__name__})") from error
    return content.ljust(_SMALLEST, b"\0") if content else b""


def _clsid(container: Any, path: list[str]) -> bytes:
    text = container.getclsid(path) if path else container.root.clsid
    raw = bytes.fromhex(text.replace("-", "")) if text else bytes(16)
    return raw[3::-1] + raw[5:3:-1] + raw[7:5:-1] + raw[8:]


def _flattened(root: _Node) -> list[_Node]:
    """All nodes in the order of the directory; brothers are linked to the right in the order the format demands."""
    nodes = [root]
    for node in nodes:
        brothers = sorted(node.children, key=lambda child: (len(child.name), child.name.upper()))
        first = len(nodes)
        for offset, brother in enumerate(brothers):
            brother.right = first + offset + 1 if offset + 1 < len(brothers) else _NONE
        node.child = first if brothers else _NONE
        nodes += brothers
    return nodes


def _written(root: _Node) -> bytes:
    nodes = _flattened(root)
    table: list[int] = []
    body = bytearray()
    for node in nodes:
        if node.content:
            node.start = len(table)
            body += _padded(node.content)
            table += _chain(len(table), _sectors(len(node.content)))
    directory = _padded(b"".join(map(_entry, nodes)))
    directory_start = len(table)
    table += _chain(directory_start, len(directory) // _SECTOR)
    return _with_tables(body + directory, table, directory_start)


def _with_tables(body: bytes | bytearray, table: list[int], directory_start: int) -> bytes:
    fat_count, difat_count = _table_sizes(len(table))
    fat_start = len(table)
    table = table + [_FAT_MARK] * fat_count + [_DIFAT_MARK] * difat_count
    fat = struct.pack(f"<{len(table)}I", *table).ljust(fat_count * _SECTOR, b"\xff")
    fat_ids = list(range(fat_start, fat_start + fat_count))
    difat_start = fat_start + fat_count
    header = OLE_MAGIC + bytes(16) + struct.pack(
        "<5H6x9I",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fat_count, directory_start, 0, _SMALLEST, _END, 0, difat_start if difat_count else _END, difat_count),
    )  # fmt: skip
    first = (fat_ids + [_FREE] * _HEADER_FAT_ENTRIES)[:_HEADER_FAT_ENTRIES]
    difat = _difat(fat_ids[_HEADER_FAT_ENTRIES:], difat_start)
    return header + struct.pack(f"<{_HEADER_FAT_ENTRIES}I", *first) + bytes(body) + fat + difat


def _table_sizes(sectors: int) -> tuple[int, int]:
    """Sectors that the table needs for itself and all others, and those for the list of its sectors."""
    fat = difat = 0
    while True:
        need = -(-(sectors + fat + difat) // _IDS_PER_SECTOR)
        need_difat = -(-max(0, need - _HEADER_FAT_ENTRIES) // (_IDS_PER_SECTOR - 1))
        if (need, need_difat) == (fat, difat):
            return fat, difat
        fat, difat = need, need_difat


def _difat(rest: list[int], start: int) -> bytes:
    per_sector = _IDS_PER_SECTOR - 1
    pieces = []
    for number, at in enumerate(range(0, len(rest), per_sector), 1):
        ids = (rest[at : at + per_sector] + [_FREE] * per_sector)[:per_sector]
        following = start + number if at + per_sector < len(rest) else _END
        pieces.append(struct.pack(f"<{_IDS_PER_SECTOR}I", *ids, following))
    return b"".join(pieces)


def _entry(node: _Node) -> bytes:
    name = node.name[:_MAX_NAME].encode("utf-16-le", "surrogatepass")[: 2 * _MAX_NAME]
    start = 0 if node.kind == _STORAGE else node.start
    black = 1
    return _ENTRY.pack(
        name,
        len(name) + 2,
        node.kind,
        black,
        _NONE,
        node.right,
        node.child,
        node.clsid,
        0,
        0,
        0,
        start,
        len(node.content),
    )


def _sectors(size: int) -> int:
    return -(-size // _SECTOR)


def _padded(content: bytes) -> bytes:
    return content.ljust(_sectors(len(content)) * _SECTOR, b"\0")


def _chain(start: int, count: int) -> Iterator[int]:
    """The entries for ``count`` sectors in a row from ``start``."""
    yield from range(start + 1, start + count)
    if count:
        yield _END
