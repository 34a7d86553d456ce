"""Apple's iWork archives: Snappy-packed protocol buffers, taken apart without knowing what every field means."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import cramjam

from muniment.read.reader import Damaged

_MAX_VARINT_BYTES = 10
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5
"""Kinds of values in a protocol buffer."""

_MAX_NESTING = 16
_LONGEST_REFERENCE = 11
"""Bytes of a reference to another object: one for the field, up to ten for its number."""

_MAX_CHUNK = 1 << 24
_FIRST = 1

Value = int | bytes


@dataclass(frozen=True, slots=True)
class IwaObject:
    """One object: its kind by Apple's number, its message, and which objects it points to."""

    identifier: int
    kind: int
    message: bytes
    points_to: frozenset[int]


def unpacked(untrusted: bytes) -> bytes:
    """The bytes of one archive. Raises ``Damaged``."""
    out = bytearray()
    at = 0
    while at + 4 <= len(untrusted):
        length = int.from_bytes(untrusted[at + 1 : at + 4], "little")
        packed = untrusted[at + 4 : at + 4 + length]
        try:
            out += bytes(cramjam.snappy.decompress_raw(packed))
        except cramjam.DecompressionError as error:
            raise Damaged("a part of the document cannot be unpacked") from error
        at += 4 + length
    return bytes(out)


def varint(raw: bytes, at: int) -> tuple[int, int]:
    """A number in 7-bit groups and where it ends. Raises ``ValueError`` if it does not end."""
    value = 0
    for shift in range(_MAX_VARINT_BYTES):
        if at >= len(raw):
            break
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that more follows
            return value, at
    raise ValueError("a number without end")


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """The fields of a message in order: number and value. Raises ``ValueError`` where it is no message."""
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        number, kind = key >> 3, key & 7
        if not number:
            raise ValueError("a field without number")
        if kind == _VARINT:
            value, at = varint(message, at)
            yield number, value
            continue
        if kind == _BYTES:
            length, at = varint(message, at)
        else:
            length = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}.get(kind, -1)
        if length < 0 or at + length > len(message):
            raise ValueError("a field that is none")
        yield number, message[at : at + length]
        at += length


def all_of(message: bytes, number: int) -> list[bytes]:
    """The byte values of every field ``number``, as far as the message goes."""
    found: list[bytes] = []
    try:
        found.extend(value for key, value in fields(message) if key == number and isinstance(value, bytes))
    except ValueError:
        return found
    return found


def one_of(message: bytes, number: int) -> bytes:
    """The first byte value of field ``number``; b"" if there is none."""
    return next(iter(all_of(message, number)), b"")


def number_of(message: bytes, number: int, default: int = 0) -> int:
    """The first whole number in field ``number``."""
    try:
        return next((value for key, value in fields(message) if key == number and isinstance(value, int)), default)
    except ValueError:
        return default


def text_of(message: bytes, number: int) -> str:
    """The characters in field ``number``, its repetitions joined."""
    return b"".join(all_of(message, number)).decode("utf-8", "replace")


def reference(message: bytes, number: int) -> int:
    """The object that field ``number`` points to; 0 if none."""
    return number_of(one_of(message, number), _FIRST)


def references(message: bytes, number: int) -> list[int]:
    """The objects that the repeated field ``number`` points to."""
    return [number_of(value, _FIRST) for value in all_of(message, number)]


def objects_in(archive: bytes) -> Iterator[IwaObject]:
    """The objects of an unpacked archive. Raises ``Damaged`` where it makes no more sense."""
    at = 0
    try:
        while at < len(archive):
            length, at = varint(archive, at)
            info = archive[at : at + length]
            at += length
            identifier = number_of(info, _FIRST)
            for description in all_of(info, 2):
                size = number_of(description, 3)
                yield IwaObject(
                    identifier, number_of(description, _FIRST), archive[at : at + size], _pointed_to(description)
                )
                at += size
    except ValueError as error:
        raise Damaged("a part of the document breaks the rules of its format") from error


def _pointed_to(description: bytes) -> frozenset[int]:
    """The numbers in field 5, one by one or packed together."""
    found: set[int] = set()
    for number, value in fields(description):
        if number != 5:  # noqa: PLR2004 - the references, by Apple's definition
            continue
        if isinstance(value, int):
            found.add(value)
            continue
        at = 0
        while at < len(value):
            identifier, at = varint(value, at)
            found.add(identifier)
    return frozenset(found)


def in_order(item: IwaObject) -> Iterator[int]:
    """The objects that ``item`` points to, in the order in which its message names them."""
    seen: set[int] = set()
    for identifier in named(item.message, item.points_to):
        if identifier not in seen:
            seen.add(identifier)
            yield identifier
    yield from sorted(item.points_to - seen)


def named(message: bytes, wanted: frozenset[int], depth: int = 0) -> Iterator[int]:
    """Those of the objects ``wanted`` that a message points to, at any depth, in its order."""
    if depth > _MAX_NESTING or not wanted:
        return
    try:
        found = list(fields(message))
    except ValueError:
        return
    if len(message) <= _LONGEST_REFERENCE and len(found) == 1:
        number, value = found[0]
        if number == _FIRST and isinstance(value, int) and value in wanted:
            yield value
            return
    for _, value in found:
        if isinstance(value, bytes) and len(value) > 1:
            yield from named(value, wanted, depth + 1)


def double(raw: bytes, at: int = 0) -> float:
    """Eight bytes as a floating-point number. Raises ``struct.error``."""
    return float(struct.unpack_from("<d", raw, at)[0])
