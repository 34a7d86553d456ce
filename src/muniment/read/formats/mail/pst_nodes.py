"""The lower layers of an Outlook mailbox file: numbered nodes made of blocks, found through two search trees.

libpff walks the folders; it gives neither the items within items nor the names of named properties, which this does.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from muniment.read.reader import Damaged, Unsupported

_MAGIC = b"!BDN"
_VERSION_ANSI = frozenset({14, 15})
_VERSION_UNICODE = 23
_VERSION_4K = 36
_NOT_ENCODED = 0
_PERMUTED = 1

_ENCODING = bytes.fromhex(
    "41361362a8216ebbf416cc047f64e85d1ef2cb2a74c55e35d295479e962d9a884c7d843fdbac31b6485ff6c4d8398be7"
    "233b388ec8c1df25b120a546604e9cfbaad35651457c550007c92b9d859b09a08fadb30f63ab894bd7a7155a716642bf"
    "264a6b98faea7753b270052cfd593a867ece06eb827857c78d43afb41cd45bcde2e9274fc3087280cfb0eff5286dbe30"
    "4d3492d50e3c2232e5e4f99fc2d10a8112e1ee918376e397e6618a1779a4b7dc907a5c8c02a6ca69de501a1193b95287"
    "58fced1d37491b6ae0293399bd6cd994f340546ff0c673b8d63e6518441fdd6710f10c19ecae03a1147ba90bfff8a3c0"
    "a201f72ebc2468750dfeba2fb5d0da3d"
)
_DECODING = bytes(_ENCODING.index(byte) for byte in range(256))

_INTERNAL = 0x2
"""Set in a block's number: it lists other blocks, and is not encoded."""

_NODE_KEY = 0xFFFF_FFFF
_BLOCK_KEY = 0xFFFF_FFFF_FFFF_FFFE
"""The bits that tell nodes, and blocks, apart: the lowest bit of a block's number is only a mark."""

_LIST_OF_BLOCKS = 1
_LIST_OF_NODES = 2
_PAGES_KEPT = 4096
"""Pages of the search trees kept at hand: 2 MiB, or 16 in files with large pages."""

_DEEPEST = 12
"""Levels of a search tree or a list of lists: eight hold more than any file can."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the numbers are, and where things stand, in one generation of the format."""

    wide: bool
    page: int
    counts_at: int
    """Where a page of a search tree says how many entries it holds."""
    roots_at: int
    encoding_at: int
    large: bool = False

    @property
    def number(self) -> struct.Struct:
        """A block or node number."""
        return struct.Struct("<Q" if self.wide else "<I")


_ANSI = Layout(wide=False, page=512, counts_at=496, roots_at=184, encoding_at=461)
_UNICODE = Layout(wide=True, page=512, counts_at=488, roots_at=216, encoding_at=513)
_LARGE = Layout(wide=True, page=4096, counts_at=4056, roots_at=216, encoding_at=513, large=True)


@dataclass(frozen=True, slots=True)
class Node:
    """A node: the number of the block with its data, and of the block that lists its own nodes (0: none)."""

    data: int
    below: int


class Nodes:
    """The nodes of one mailbox file. Raises ``Damaged`` where the file breaks its rules."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = self._bytes_at(0, 600)
        self.layout = _layout_of(header)
        self._encoding = header[self.layout.encoding_at]
        if self._encoding not in {_NOT_ENCODED, _PERMUTED}:
            raise Unsupported("the mailbox uses an encoding that is not known here")
        form = struct.Struct("<QQQQ" if self.layout.wide else "<IIII")
        _, self._node_root, _, self._block_root = form.unpack_from(header, self.layout.roots_at)
        self._page = lru_cache(_PAGES_KEPT)(self._read_page)

    def node(self, number: int) -> Node:
        """The node with this number."""
        form = struct.Struct("<QQQI4x" if self.layout.wide else "<IIII")
        _, data, below, _ = form.unpack_from(self._entry(self._node_root, number, _NODE_KEY, form.size))
        return Node(data, below)

    def blocks(self, number: int, depth: int = 0) -> Iterator[bytes]:
        """The data of a node, block by block, decoded; nothing for number 0."""
        if not number:
            return
        if depth > _DEEPEST:
            raise Damaged("the lists of blocks go round in a circle")
        content = self._block(number)
        if not number & _INTERNAL:
            yield content.translate(_DECODING) if self._encoding == _PERMUTED else content
            return
        kind, _, count = struct.unpack_from("<BBH", _enough(content, 8))
        if kind != _LIST_OF_BLOCKS:
            raise Damaged("a list of blocks is not what it should be")
        size = self.layout.number.size
        listed = _enough(content, 8 + count * size)
        for at in range(8, 8 + count * size, size):
            (inner,) = self.layout.number.unpack_from(listed, at)
            yield from self.blocks(inner, depth + 1)

    def nodes_below(self, number: int, depth: int = 0) -> dict[int, Node]:
        """The nodes that belong to a node, by their numbers; ``number`` is its ``below``."""
        found: dict[int, Node] = {}
        if not number:
            return found
        if depth > _DEEPEST:
            raise Damaged("the lists of nodes go round in a circle")
        content = self._block(number)
        kind, level, count = struct.unpack_from("<BBH", _enough(content, 4))
        if kind != _LIST_OF_NODES:
            raise Damaged("a list of nodes is not what it should be")
        start = 8 if self.layout.wide else 4
        form = struct.Struct(("<QQ" if level else "<QQQ") if self.layout.wide else ("<II" if level else "<III"))
        listed = _enough(content, start + count * form.size)
        for at in range(start, start + count * form.size, form.size):
            fields = form.unpack_from(listed, at)
            if level:
                found.update(self.nodes_below(fields[1], depth + 1))
            else:
                found[fields[0] & 0xFFFFFFFF] = Node(fields[1], fields[2])
        return found

    def _block(self, number: int) -> bytes:
        form = struct.Struct("<QQHH4x" if self.layout.wide else "<IIHH")
        entry = self._entry(self._block_root, number & _BLOCK_KEY, _BLOCK_KEY, form.size)
        _, at, stored, inflated = form.unpack_from(entry)
        content = self._bytes_at(at, stored)
        if self.layout.large and stored != inflated and inflated:
            try:
                return zlib.decompressobj().decompress(content, inflated)
            except zlib.error as error:
                raise Damaged("a packed block cannot be unpacked") from error
        return content

    def _entry(self, root: int, key: int, mask: int, size: int) -> bytes:
        """The leaf entry for ``key`` in the search tree whose top page stands at ``root``."""
        at = root
        form = self.layout.number
        for _ in range(_DEEPEST):
            level, width, entries = self._page(at)
            chosen = -1
            for start in range(0, len(entries), width):
                (found,) = form.unpack_from(entries, start)
                if found & mask > key:
                    break
                chosen = start
            if chosen < 0:
                break
            if level == 0:
                (found,) = form.unpack_from(entries, chosen)
                if found & mask != key:
                    break
                return _enough(entries[chosen : chosen + width], size)
            (at,) = form.unpack_from(entries, chosen + 2 * form.size)
        raise Damaged("the file names a part of itself that is not there")

    def _read_page(self, at: int) -> tuple[int, int, bytes]:
        """``(level, width of an entry, the entries)`` of the page at ``at``."""
        page = self._bytes_at(at, self.layout.page)
        if self.layout.large:
            count, _, width, level = struct.unpack_from("<HHBB", page, self.layout.counts_at)
        else:
            count, _, width, level = struct.unpack_from("<BBBB", page, self.layout.counts_at)
        if width < 2 * self.layout.number.size or count * width > self.layout.counts_at:
            raise Damaged("a page of the mailbox's search tree is broken")
        return level, width, page[: count * width]

    def _bytes_at(self, at: int, length: int) -> bytes:
        self._file.seek(min(at, 1 << 62))
        return _enough(self._file.read(length), length)


def _layout_of(header: bytes) -> Layout:
    if header[:4] != _MAGIC:
        raise Damaged("this is not the beginning of an Outlook mailbox")
    (version,) = struct.unpack_from("<H", header, 10)
    if version in _VERSION_ANSI:
        return _ANSI
    if version == _VERSION_4K:
        return _LARGE
    if version >= _VERSION_UNICODE:
        return _UNICODE
    raise Unsupported(f"the mailbox is of a generation that is not known here ({version})")


def _enough(data: bytes, length: int) -> bytes:
    if len(data) < length:
        raise Damaged("the mailbox breaks off")
    return data
