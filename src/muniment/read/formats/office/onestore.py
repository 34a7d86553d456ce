"""The revision store that OneNote keeps its notes in: lists of nodes that declare objects, each a set of properties."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_LIST_MAGIC, _FRAGMENT_HEAD, _FRAGMENT_TAIL = 0xA4567AB1F5F7F4C4, 16, 20
_ROOT_REFERENCE = 172
"""Where the head of the file names its root list."""

_END_OF_LIST = 0xFF
_REFERS_TO_DATA, _REFERS_TO_LIST = 1, 2
_OBJECT_SPACE, _TABLE_STARTS, _TABLE_ENTRY = 0x08, frozenset({0x21, 0x22}), 0x24
_DECLARES = frozenset({0x2D, 0x2E, 0xA4, 0xA5, 0xC4, 0xC5, 0x41, 0x42})
_DECLARES_FILE, _FILE_REFERENCE = frozenset({0x72, 0x73}), 0x94
_FILE_HEAD = 36
_MOST_NODES = 5_000_000
"""A notebook section of 1 GB has about a million; lists that name each other in a circle would have no end."""

_NO_SPACES, _HAS_CONTEXTS = 0x80000000, 0x40000000
"""Flags of a stream of names: no stream of object spaces follows; one of contexts does."""

_MAX_PROPERTIES = 10_000
_MAX_DEPTH = 20
_SIZES = {1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8, 8: 0, 10: 0, 12: 0, 9: 4, 11: 4, 13: 4}
"""Bytes that a property takes up by its kind: plain values, references (kept elsewhere), and counts of references."""

_DATA, _NESTED_ARRAY, _NESTED = 7, 0x10, 0x11

Identity = tuple[bytes, int]


@dataclass(frozen=True, slots=True)
class Declared:
    """One version of one object: where it belongs, who it is, its data by property, the objects it names."""

    space: int
    identity: Identity
    properties: dict[int, bytes]
    names: tuple[Identity, ...]


@dataclass(slots=True)
class Store:
    """All that the lists declare, in their order."""

    objects: list[Declared] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """Bytes of embedded files by the identifier of their store."""
    file_of: dict[Identity, str] = field(default_factory=dict)
    broken: int = 0
    """Lists and objects that could not be read."""


@dataclass(frozen=True, slots=True)
class _Node:
    kind: int
    base: int
    start: int
    length: int
    body: bytes


def read_store(raw: bytes) -> Store:
    """Walk all lists from the root."""
    store = Store()
    start, length = struct.unpack_from("<QI", raw, _ROOT_REFERENCE)
    pending = [(start, length, 0)]
    seen: set[int] = set()
    while pending and len(seen) < _MOST_NODES:
        start, length, space = pending.pop()
        if start in seen:
            continue
        seen.add(start)
        lists = _walk_list(raw, (start, length), space, store)
        pending += reversed(lists)
    return store


def _walk_list(raw: bytes, place: tuple[int, int], space: int, store: Store) -> list[tuple[int, int, int]]:
    """Take in what one list declares; returns the lists that it names, each with its object space."""
    table: dict[int, bytes] = {}
    lists = []
    for node in _nodes(raw, place, store):
        if node.kind in _TABLE_STARTS:
            table = {}
        elif node.kind == _TABLE_ENTRY and len(node.body) >= 20:  # noqa: PLR2004 - a number and an identifier
            table[struct.unpack_from("<I", node.body)[0]] = node.body[4:20]
        elif node.base == _REFERS_TO_LIST:
            lists.append((node.start, node.length, node.start if node.kind == _OBJECT_SPACE else space))
        elif node.kind in _DECLARES and node.base == _REFERS_TO_DATA:
            _declare(raw, node, table, space, store)
        elif node.kind in _DECLARES_FILE:
            _declare_file(node, table, store)
        elif node.kind == _FILE_REFERENCE:
            _take_file(raw, node, store)
    return lists


def _nodes(raw: bytes, place: tuple[int, int], store: Store) -> Iterator[_Node]:
    start, length = place
    seen: set[int] = set()
    while start not in seen and start + length <= len(raw) and length > _FRAGMENT_HEAD + _FRAGMENT_TAIL:
        seen.add(start)
        if struct.unpack_from("<Q", raw, start)[0] != _LIST_MAGIC:
            store.broken += 1
            return
        end = start + length - _FRAGMENT_TAIL
        yield from _nodes_of_fragment(raw, start + _FRAGMENT_HEAD, end)
        start, length = struct.unpack_from("<QI", raw, end)
    if start != 0xFFFFFFFFFFFFFFFF and length and start not in seen:  # noqa: PLR2004 - "there is no next part"
        store.broken += 1


def _nodes_of_fragment(raw: bytes, at: int, end: int) -> Iterator[_Node]:
    while at + 4 <= end:
        head = struct.unpack_from("<I", raw, at)[0]
        kind, size, base = head & 0x3FF, head >> 10 & 0x1FFF, head >> 27 & 0xF
        if kind in {0, _END_OF_LIST} or size < 4 or at + size > end:  # noqa: PLR2004 - the head itself
            return
        body = raw[at + 4 : at + size]
        start = length = 0
        if base in {_REFERS_TO_DATA, _REFERS_TO_LIST}:
            start, length, used = _reference(body, head >> 23 & 3, head >> 25 & 3)
            body = body[used:]
        yield _Node(kind, base, start, length, body)
        at += size


def _reference(body: bytes, start_form: int, length_form: int) -> tuple[int, int, int]:
    """Start and length that a node refers to, and the bytes that say so."""
    start_code, start_unit = (("Q", 1), ("I", 1), ("H", 8), ("I", 8))[start_form]
    length_code, length_unit = (("I", 1), ("Q", 1), ("B", 8), ("H", 8))[length_form]
    form = struct.Struct(f"<{start_code}{length_code}")
    if len(body) < form.size:
        return 0, 0, len(body)
    start, length = form.unpack_from(body)
    return start * start_unit, length * length_unit, form.size


def _identity(raw: bytes, table: dict[int, bytes]) -> Identity:
    compact = struct.unpack("<I", raw[:4])[0] if len(raw) >= 4 else 0  # noqa: PLR2004 - one number
    return table.get(compact >> 8, b""), compact & 0xFF


def _declare(raw: bytes, node: _Node, table: dict[int, bytes], space: int, store: Store) -> None:
    try:
        properties, names = _property_set(raw[node.start : node.start + node.length], table)
    except (struct.error, ValueError, RecursionError):
        store.broken += 1
        return
    store.objects.append(Declared(space, _identity(node.body, table), properties, names))


def _declare_file(node: _Node, table: dict[int, bytes], store: Store) -> None:
    """An object whose bytes lie in a store of their own, named by its identifier in text."""
    if len(node.body) > 13:  # noqa: PLR2004 - identity, type, counter, length
        text = node.body[13:].decode("utf-16-le", "replace")
        store.file_of[_identity(node.body, table)] = text.partition("{")[2].partition("}")[0].lower()


def _take_file(raw: bytes, node: _Node, store: Store) -> None:
    content = raw[node.start : node.start + node.length]
    if len(content) < _FILE_HEAD or len(node.body) < 16:  # noqa: PLR2004 - an identifier
        store.broken += 1
        return
    length = struct.unpack_from("<Q", content, 16)[0]
    first, second, third = struct.unpack_from("<IHH", node.body)
    rest = node.body[8:16].hex()
    name = f"{first:08x}-{second:04x}-{third:04x}-{rest[:4]}-{rest[4:]}"
    store.files[name] = content[_FILE_HEAD : _FILE_HEAD + length]


def _property_set(raw: bytes, table: dict[int, bytes]) -> tuple[dict[int, bytes], tuple[Identity, ...]]:
    """The data of an object by property, and the objects that it names. Raises ``struct.error`` or ``ValueError``."""
    names, at, head = _name_stream(raw, 0, table)
    if not head & _NO_SPACES:
        _, at, head = _name_stream(raw, at, table)
        if head & _HAS_CONTEXTS:
            _, at, _ = _name_stream(raw, at, table)
    found: dict[int, bytes] = {}
    _properties(raw, at, found, 0)
    return found, tuple(names)


def _name_stream(raw: bytes, at: int, table: dict[int, bytes]) -> tuple[list[Identity], int, int]:
    """The objects that a stream names, where it ends, and its head with the flags."""
    head = struct.unpack_from("<I", raw, at)[0]
    count = head & 0xFFFFFF
    if at + 4 + 4 * count > len(raw):
        raise ValueError
    names = [_identity(raw[at + 4 + 4 * n : at + 8 + 4 * n], table) for n in range(count)]
    return names, at + 4 + 4 * count, head


def _properties(raw: bytes, at: int, found: dict[int, bytes], depth: int) -> int:
    if depth > _MAX_DEPTH:
        raise ValueError
    count = struct.unpack_from("<H", raw, at)[0]
    if count > _MAX_PROPERTIES:
        raise ValueError
    identifiers = struct.unpack_from(f"<{count}I", raw, at + 2)
    at += 2 + 4 * count
    for identifier in identifiers:
        kind = identifier >> 26 & 0x1F
        if kind in _SIZES:
            at += _SIZES[kind]
        elif kind == _DATA:
            length = struct.unpack_from("<I", raw, at)[0]
            found[identifier & 0x7FFFFFFF] = raw[at + 4 : at + 4 + length]
            at += 4 + length
        else:
            at = _nested(raw, at, kind, found, depth + 1)
    return at


def _nested(raw: bytes, at: int, kind: int, found: dict[int, bytes], depth: int) -> int:
    """Take in sets of properties inside a property; returns where they end."""
    if kind == _NESTED:
        return _properties(raw, at, found, depth)
    if kind != _NESTED_ARRAY:
        raise ValueError
    count = struct.unpack_from("<I", raw, at)[0]
    at += 8 if count else 4
    for _ in range(min(count, _MAX_PROPERTIES)):
        at = _properties(raw, at, found, depth)
    return at
