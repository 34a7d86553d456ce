"""Binary property lists that Python's own reader refuses: what can be had of them is had."""

import datetime as dt
import plistlib
import struct
from dataclasses import dataclass
from typing import Any

from muniment.read.reader import Damaged

_MAGIC = b"bplist0"
_TRAILER = struct.Struct(">6xBBQQQ")
_EPOCH = dt.datetime(2001, 1, 1)  # noqa: DTZ001 - the format knows no time zone
_MAX_NESTING = 200
_MAX_OBJECTS = 2_000_000
_FALSE, _TRUE, _LENGTH_FOLLOWS = 0x08, 0x09, 0x0F


@dataclass(slots=True)
class _List:
    raw: bytes
    offsets: list[int]
    reference_size: int
    open: int = 0
    count: int = 0

    def item(self, number: int) -> Any:
        """Object ``number`` and all below it; None where it makes no sense."""
        self.count += 1
        if self.open > _MAX_NESTING or self.count > _MAX_OBJECTS or not 0 <= number < len(self.offsets):
            return None
        at = self.offsets[number]
        if not 0 <= at < len(self.raw):
            return None
        self.open += 1
        try:
            return self._read(self.raw[at], at + 1)
        except (struct.error, ValueError, OverflowError, IndexError):
            return None
        finally:
            self.open -= 1

    def _read(self, mark: int, at: int) -> Any:
        kind, low = mark >> 4, mark & 0x0F
        if kind == 0:
            return {_FALSE: False, _TRUE: True}.get(mark)
        if kind in {1, 8}:
            size = 1 << low if kind == 1 else low + 1
            value = int.from_bytes(self.raw[at : at + size], "big", signed=size >= 8)  # noqa: PLR2004 - by the format
            return plistlib.UID(value & 0xFFFFFFFF) if kind == 8 else value  # noqa: PLR2004 - a reference in archives
        if kind == 2:  # noqa: PLR2004 - floating point
            return struct.unpack_from(">f" if low == 2 else ">d", self.raw, at)[0]  # noqa: PLR2004 - four bytes
        if kind == 3:  # noqa: PLR2004 - a time
            return _EPOCH + dt.timedelta(seconds=struct.unpack_from(">d", self.raw, at)[0])
        length, at = self._length(low, at)
        return self._long(kind, length, at)

    def _long(self, kind: int, length: int, at: int) -> Any:
        if kind == 4:  # noqa: PLR2004 - bytes
            return self.raw[at : at + length]
        if kind == 5:  # noqa: PLR2004 - ASCII, which some programs take for UTF-8
            return self.raw[at : at + length].decode("utf-8", "replace")
        if kind == 6:  # noqa: PLR2004 - UTF-16
            return self.raw[at : at + 2 * length].decode("utf-16-be", "replace")
        if kind in {0xA, 0xC}:
            return [self.item(number) for number in self._references(at, length)]
        if kind == 0xD:  # noqa: PLR2004 - keys, then values
            keys, values = self._references(at, length), self._references(at + length * self.reference_size, length)
            return {str(self.item(key)): self.item(value) for key, value in zip(keys, values, strict=False)}
        return None

    def _length(self, low: int, at: int) -> tuple[int, int]:
        if low != _LENGTH_FOLLOWS:
            return low, at
        size = 1 << (self.raw[at] & 0x0F)
        return int.from_bytes(self.raw[at + 1 : at + 1 + size], "big"), at + 1 + size

    def _references(self, at: int, length: int) -> list[int]:
        size = self.reference_size
        end = min(at + length * size, len(self.raw))
        return [int.from_bytes(self.raw[start : start + size], "big") for start in range(at, end, size)]


def loads(untrusted: bytes) -> Any:
    """The value of a binary property list. Raises ``Damaged`` if it has no sound table of contents."""
    if not untrusted.startswith(_MAGIC) or len(untrusted) < 40:  # noqa: PLR2004 - head and trailer
        raise Damaged("the list breaks the rules of its format")
    offset_size, reference_size, count, top, table = _TRAILER.unpack(untrusted[-_TRAILER.size :])
    end = table + count * offset_size
    if not offset_size or not reference_size or end > len(untrusted):
        raise Damaged("the list's table of contents is broken")
    starts = range(table, end, offset_size)
    offsets = [int.from_bytes(untrusted[at : at + offset_size], "big") for at in starts]
    value = _List(untrusted, offsets, reference_size).item(top)
    if value is None:
        raise Damaged("the list breaks the rules of its format")
    return value
