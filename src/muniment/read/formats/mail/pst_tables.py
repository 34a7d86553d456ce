"""The middle layer of an Outlook mailbox file: what a node holds as properties of one thing, or rows of a table."""

import itertools
import struct
from collections.abc import Callable, Iterator

from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mapi import Value, value_of
from muniment.read.formats.mail.pst_nodes import Node, Nodes
from muniment.read.reader import Damaged

_HEAP = 0xEC
_TREE = 0xB5
_PROPERTIES = 0xBC
_ROWS = 0x7C
_MOST_ROWS = 100_000
"""Rows of one table of recipients: the largest lists have some thousands."""

_MOST_IN_MEMORY = 512 * 1024 * 1024
"""Bytes of one property that is taken in whole: bodies, never attachments."""

_DEEPEST = 8
_SET_ASIDE = ("", "00020328-0000-0000-c000-000000000046", "00020329-0000-0000-c000-000000000046")
"""The sets of named properties that the format numbers 0 to 2; those of the file follow."""


class Heap:
    """The small pieces that a node's blocks are divided into, and the nodes that belong to it for larger ones."""

    def __init__(self, nodes: Nodes, node: Node, kind: int) -> None:
        self._nodes = nodes
        self.below = nodes.nodes_below(node.below)
        self._blocks = list(nodes.blocks(node.data))
        first = self._blocks[0] if self._blocks else b""
        if len(first) < 12 or first[2] != _HEAP or first[3] != kind:  # noqa: PLR2004 - the length of its header
            raise Damaged("a node of the mailbox is not what it should be")
        (self.root,) = struct.unpack_from("<I", first, 4)
        self._block_shift = 19 if nodes.layout.large else 16

    def piece(self, number: int) -> bytes:
        """The piece with this number; empty for 0."""
        if not number:
            return b""
        index = (number & ((1 << self._block_shift) - 1)) >> 5
        at = number >> self._block_shift
        if at >= len(self._blocks):
            raise Damaged("a property of the mailbox is not where it should be")
        block = self._blocks[at]
        try:
            (map_at,) = struct.unpack_from("<H", block)
            start, end = struct.unpack_from("<HH", block, map_at + 4 + 2 * (index - 1))
        except struct.error as error:
            raise Damaged("a property of the mailbox is not where it should be") from error
        return block[start:end]

    def streamed(self, number: int) -> Iterator[bytes]:
        """The bytes that a number stands for: a piece of the heap, or the blocks of a node."""
        if number & 0x1F == 0:
            yield self.piece(number)
            return
        if number not in self.below:
            raise Damaged("a property of the mailbox is not where it should be")
        yield from self._nodes.blocks(self.below[number].data)

    def whole(self, number: int) -> bytes:
        """The same as one run of bytes."""
        taken = bytearray()
        for block in self.streamed(number):
            taken += block
            if len(taken) > _MOST_IN_MEMORY:
                raise Damaged("a property of the mailbox is larger than any message can be")
        return bytes(taken)

    def tree(self, number: int) -> Iterator[bytes]:
        """The records, key and all, of the tree whose header is the piece ``number``."""
        header = self.piece(number)
        if len(header) < 8 or header[0] != _TREE:  # noqa: PLR2004 - the length of its header
            raise Damaged("a list of properties is not what it should be")
        _, key_size, entry_size, levels, root = struct.unpack_from("<BBBBI", header)
        if levels > _DEEPEST or not key_size or not entry_size:
            raise Damaged("a list of properties is not what it should be")
        yield from self._records(root, key_size, key_size + entry_size, levels)

    def _records(self, number: int, key_size: int, size: int, levels: int) -> Iterator[bytes]:
        data = self.piece(number)
        width = key_size + 4 if levels else size
        for at in range(0, len(data) - width + 1, width):
            if levels:
                (below,) = struct.unpack_from("<I", data, at + key_size)
                yield from self._records(below, key_size, size, levels - 1)
            else:
                yield data[at : at + width]


class PropertySet:
    """The properties of one thing: a message, an attachment, the mailbox."""

    def __init__(self, nodes: Nodes, node: Node) -> None:
        self.heap = Heap(nodes, node, _PROPERTIES)
        self._places: dict[int, tuple[int, bytes]] = {}
        for record in self.heap.tree(self.heap.root):
            tag, kind, place = struct.unpack("<HH4s", record[:8])
            self._places[tag] = (kind, place)

    def values(self, skip: frozenset[int] = frozenset()) -> tuple[dict[int, Value], list[str]]:
        """The values by their tags, and what could not be had, in plain words."""
        codepage = self._codepage()
        values: dict[int, Value] = {}
        faults = []
        for tag, (kind, place) in self._places.items():
            if tag in skip:
                continue
            try:
                value = cell_value(kind, place, self.heap.whole, codepage)
            except Damaged as stop:
                faults.append(stop.reason)
                continue
            if value is not None:
                values[tag] = value
        return values, faults

    def place(self, tag: int) -> tuple[int, int]:
        """``(type, number)`` of where the value of ``tag`` is kept; zeros if there is none."""
        kind, place = self._places.get(tag, (0, b"\0\0\0\0"))
        return kind, struct.unpack("<I", place)[0]

    def _codepage(self) -> str:
        for tag in (mapi.MESSAGE_CODEPAGE, mapi.INTERNET_CODEPAGE):
            if tag in self._places:
                return mapi.codec_of(struct.unpack("<I", self._places[tag][1])[0])
        return ""


def cell_value(kind: int, place: bytes, fetch: Callable[[int], bytes], codepage: str) -> Value | None:
    """A value whose place holds it if it is short, else says where it is kept."""
    size = mapi.FIXED_SIZES.get(kind)
    if size is not None and size <= len(place):
        return value_of(kind, place, codepage)
    (number,) = struct.unpack("<I", place[:4])
    raw = fetch(number) if number else b""
    if kind & mapi.MULTIPLE:
        return several(kind & ~mapi.MULTIPLE, raw, codepage)
    return value_of(kind, raw, codepage)


def several(kind: int, raw: bytes, codepage: str) -> tuple[Value, ...]:
    """The values of a property that has more than one."""
    size = mapi.FIXED_SIZES.get(kind)
    if size:
        pieces = [raw[at : at + size] for at in range(0, len(raw), size)]
    else:
        count = struct.unpack_from("<I", raw)[0] if len(raw) >= 4 else 0  # noqa: PLR2004 - the width of the count
        count = min(count, len(raw) // 4 - 1)
        bounds = [*struct.unpack_from(f"<{count}I", raw, 4), len(raw)] if count > 0 else []
        pieces = [raw[start:end] for start, end in itertools.pairwise(bounds)]
    values = [value_of(kind, piece, codepage) for piece in pieces]
    return tuple(value for value in values if value is not None)


def rows(nodes: Nodes, node: Node, codepage: str) -> Iterator[dict[int, Value]]:
    """The rows of a table, each by the tags of its columns."""
    heap = Heap(nodes, node, _ROWS)
    info = heap.piece(heap.root)
    if len(info) < 22 or info[0] != _ROWS:  # noqa: PLR2004 - the length of its header
        raise Damaged("a table of the mailbox is not what it should be")
    columns, ones_end, width, index, matrix = info[1], *struct.unpack_from("<4xHHII", info, 2)
    if not width:
        return
    described = [struct.unpack_from("<HHHBB", info, 22 + 8 * at) for at in range(min(columns, (len(info) - 22) // 8))]
    blocks = list(heap.streamed(matrix)) if matrix else []
    for record in heap.tree(index):
        row = int.from_bytes(record[4:8], "little")
        if row >= _MOST_ROWS:
            raise Damaged("a table of the mailbox is longer than it can be")
        cells = _row(blocks, row, width)
        if cells:
            yield _row_values(cells, described, ones_end, heap, codepage)


def _row(blocks: list[bytes], row: int, width: int) -> bytes:
    if not blocks:
        return b""
    per_block = len(blocks[0]) // width
    if not per_block or row // per_block >= len(blocks):
        return b""
    start = row % per_block * width
    return blocks[row // per_block][start : start + width]


def _row_values(
    cells: bytes, described: list[tuple[int, ...]], ones_end: int, heap: Heap, codepage: str
) -> dict[int, Value]:
    values: dict[int, Value] = {}
    present = cells[ones_end:]
    for kind, tag, at, size, bit in described:
        if bit // 8 >= len(present) or not present[bit // 8] & (0x80 >> bit % 8):
            continue
        place = cells[at : at + size].ljust(4, b"\0")
        value = cell_value(kind, place, heap.whole, codepage)
        if value is not None:
            values[tag] = value
    return values


def property_names(values: dict[int, Value]) -> dict[int, tuple[str, int | str]]:
    """What the numbers from 0x8000 on stand for in this mailbox, from the values of its list of names."""
    guids, entries, words = (mapi.bytes_at(values, tag) for tag in (0x0002, 0x0003, 0x0004))
    names: dict[int, tuple[str, int | str]] = {}
    for at in range(0, len(entries) - 7, 8):
        number, which, index = struct.unpack_from("<IHH", entries, at)
        key: int | str = _word_at(words, number) if which & 1 else number
        names[0x8000 + index] = (_set_of(which >> 1, guids), key)
    return names


def _set_of(index: int, guids: bytes) -> str:
    if index < len(_SET_ASIDE):
        return _SET_ASIDE[index]
    start = (index - len(_SET_ASIDE)) * 16
    return str(value_of(mapi.TYPE_GUID, guids[start : start + 16], "") or "")


def _word_at(words: bytes, at: int) -> str:
    if at + 4 > len(words):
        return ""
    (length,) = struct.unpack_from("<I", words, at)
    return words[at + 4 : at + 4 + length].decode("utf-16-le", "replace")
