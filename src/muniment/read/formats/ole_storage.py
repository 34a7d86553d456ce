"""A folder of an OLE2 container as a container of its own: how an embedded document becomes a file again."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from muniment.read.formats.ole import MAX_STREAM_BYTES, OLE_MAGIC, stream_of
from muniment.read.reader import Damaged

_SECTOR = 512
_MINI_SECTOR = 64
_MINI_CUTOFF = 4096
"""Streams shorter than this lie in the short-sector stream."""

_FREE, _END, _FAT_SECTOR, _DIFAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_ENTRIES_PER_SECTOR = _SECTOR // 4
_HEADER_SLOTS = 109
_BLACK = 1


@dataclass(slots=True)
class _Node:
    name: str
    content: bytes = b""
    is_stream: bool = False
    class_id: bytes = bytes(16)
    children: dict[str, "_Node"] = field(default_factory=dict)
    start: int = _END
    size: int = 0


def storage_as_file(container: Any, folder: list[str]) -> bytes:
    """The folder ``folder`` of ``container`` as the bytes of an OLE2 file. Raises ``Damaged``."""
    root = _Node("Root Entry")
    total = 0
    for path in container.listdir(streams=True, storages=False):
        if path[: len(folder)] != folder or len(path) <= len(folder):
            continue
        content = stream_of(container, path)
        total += len(content)
        if total > MAX_STREAM_BYTES:
            raise Damaged("the embedded document is larger than the document that holds it may be")
        node = root
        for name in path[len(folder) : -1]:
            node = node.children.setdefault(name, _Node(name))
        node.children[path[-1]] = _Node(path[-1], content, is_stream=True, size=len(content))
    if not root.children:
        raise Damaged("the embedded document has no content")
    root.class_id = _class_id(container, folder)
    return _written(root)


def _class_id(container: Any, folder: list[str]) -> bytes:
    text = str(container.getclsid(folder) or "")
    try:
        first, second, third, fourth, fifth = text.split("-")
        numbers = struct.pack("<IHH", int(first, 16), int(second, 16), int(third, 16))
        return numbers + bytes.fromhex(fourth + fifth)
    except ValueError:
        return bytes(16)


class _Chains:
    """Sectors of one size and how they follow each other."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.next: list[int] = []
        self.data = bytearray()

    def add(self, content: bytes) -> int:
        """Store ``content``; gives the number of its first sector."""
        if not content:
            return _END
        first = len(self.next)
        count = -(-len(content) // self._size)
        self.next += [*range(first + 1, first + count), _END]
        self.data += content + bytes(count * self._size - len(content))
        return first


def _written(root: _Node) -> bytes:
    big, small = _Chains(_SECTOR), _Chains(_MINI_SECTOR)
    nodes = _in_order(root)
    for node in nodes:
        if node.is_stream:
            node.start = (small if node.size < _MINI_CUTOFF else big).add(node.content)
    root.size = len(small.data)
    root.start = big.add(bytes(small.data))
    mini_fat = b"".join(struct.pack("<I", number) for number in small.next)
    mini_start = big.add(mini_fat.ljust(-(-len(mini_fat) // _SECTOR) * _SECTOR, b"\xff"))
    directory = big.add(_directory(nodes))
    return _with_tables(big, directory, mini_start, -(-len(mini_fat) // _SECTOR))


def _in_order(root: _Node) -> list[_Node]:
    nodes = [root]
    for node in nodes:
        nodes.extend(sorted(node.children.values(), key=lambda child: (len(child.name), child.name.upper())))
    return nodes


def _directory(nodes: list[_Node]) -> bytes:
    """One entry of 128 bytes for each node; the children of a folder hang on each other as a chain to the right."""
    numbers = {id(node): number for number, node in enumerate(nodes)}
    right = {}
    for node in nodes:
        children = sorted(node.children.values(), key=lambda child: (len(child.name), child.name.upper()))
        for one, following in zip(children, children[1:], strict=False):
            right[id(one)] = numbers[id(following)]
    entries = [_entry(node, number, right.get(id(node), _NONE), numbers) for number, node in enumerate(nodes)]
    blank = bytes(68) + struct.pack("<3I", _NONE, _NONE, _NONE) + bytes(48)
    entries += [blank] * (-len(entries) % (_SECTOR // 128))
    return b"".join(entries)


def _entry(node: _Node, number: int, right: int, numbers: dict[int, int]) -> bytes:
    name = node.name[:31].encode("utf-16-le")
    kind = _ROOT if number == 0 else _STREAM if node.is_stream else _STORAGE
    first = min(node.children.values(), key=lambda child: (len(child.name), child.name.upper()), default=None)
    links = struct.pack("<3I", _NONE, right, numbers[id(first)] if first else _NONE)
    start = node.start if node.is_stream or number == 0 else 0
    head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name) + 2, kind, _BLACK)
    return head + links + node.class_id + bytes(20) + struct.pack("<IQ", start, node.size)


def _with_tables(big: _Chains, directory: int, mini_start: int, mini_sectors: int) -> bytes:
    """The header, then the sectors, then the tables of how sectors follow each other."""
    fat_sectors = difat_sectors = 0
    while True:
        total = len(big.next) + fat_sectors + difat_sectors
        wanted = -(-total // _ENTRIES_PER_SECTOR)
        wanted_difat = -(-max(0, wanted - _HEADER_SLOTS) // (_ENTRIES_PER_SECTOR - 1))
        if (wanted, wanted_difat) == (fat_sectors, difat_sectors):
            break
        fat_sectors, difat_sectors = wanted, wanted_difat
    first_fat = len(big.next)
    first_difat = first_fat + fat_sectors
    table = [*big.next, *[_FAT_SECTOR] * fat_sectors, *[_DIFAT_SECTOR] * difat_sectors]
    table += [_FREE] * (fat_sectors * _ENTRIES_PER_SECTOR - len(table))
    places = list(range(first_fat, first_difat))
    header = OLE_MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, fat_sectors, directory, 0, _MINI_CUTOFF, mini_start, mini_sectors,
                          first_difat if difat_sectors else _END, difat_sectors)  # fmt: skip
    header += _numbers(places[:_HEADER_SLOTS] + [_FREE] * max(0, _HEADER_SLOTS - len(places)))
    return header + bytes(big.data) + _numbers(table) + _difat(places[_HEADER_SLOTS:], first_difat)


def _difat(places: list[int], first: int) -> bytes:
    out = b""
    per_sector = _ENTRIES_PER_SECTOR - 1
    for at in range(0, len(places), per_sector):
        piece = places[at : at + per_sector]
        following = first + at // per_sector + 1 if at + per_sector < len(places) else _END
        out += _numbers([*piece, *[_FREE] * (per_sector - len(piece)), following])
    return out


def _numbers(values: Iterable[int]) -> bytes:
    return b"".join(struct.pack("<I", value) for value in values)
