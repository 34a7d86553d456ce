"""The ``compress`` format of Unix (.Z): LZW with codes that grow from 9 to at most 16 bits."""

from collections.abc import Iterator

from muniment.limits import KIB, MIB
from muniment.read.formats.containers.bomb_guard import size_in_words
from muniment.read.formats.containers.decoders import BREAKS_OFF, DAMAGED_DATA
from muniment.read.reader import Damaged, Refused

MAGIC = b"\x1f\x9d"
_HEADER = 3
_FIRST_BITS = 9
_MOST_BITS = 16
_CLEAR = 256
_CODES_IN_GROUP = 8
"""Codes are written in groups of eight: a change of width or a clear leaves the rest of its group unused."""

_HAND_ON = 64 * KIB
_MOST_HISTORY = 512 * MIB
"""Bytes of output kept while the table fills. Honest tables are full after some MiB; only a bomb needs more."""


class _Bits:
    """Codes out of the packed bytes, group by group."""

    def __init__(self, packed: Iterator[bytes]) -> None:
        self._packed = packed
        self._held = b""
        self._at = 0

    def group(self, bits: int) -> tuple[int, ...]:
        """The next up to eight codes of ``bits`` bits; none at the end."""
        while len(self._held) - self._at < bits:
            more = next(self._packed, b"")
            if not more:
                break
            self._held, self._at = self._held[self._at :] + more, 0
        raw = self._held[self._at : self._at + bits]
        self._at += len(raw)
        value, mask = int.from_bytes(raw, "little"), (1 << bits) - 1
        whole = min(_CODES_IN_GROUP, len(raw) * 8 // bits)
        return tuple(value >> (bits * number) & mask for number in range(whole))


def uncompressed(packed: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what a .Z stream unpacks to. Raises ``Damaged`` or ``Refused``."""
    first = next(packed, b"")
    if len(first) < _HEADER or not first.startswith(MAGIC):
        raise Damaged(BREAKS_OFF)
    most_bits = first[2] & 0x1F
    if not _FIRST_BITS <= most_bits <= _MOST_BITS:
        raise Damaged(f"asks for codes of {most_bits} bits, which the format does not have")
    yield from _Unpacker(most_bits, bool(first[2] & 0x80)).run(_Bits(_chained(first[_HEADER:], packed)))


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


class _Unpacker:
    """The table of strings seen, each a stretch of the output so far: ``start, length``."""

    def __init__(self, most_bits: int, may_clear: bool) -> None:
        self._most_bits = most_bits
        self._may_clear = may_clear
        self._output = bytearray()
        self._handed_on = 0
        self._history: int | None = None
        self._reset()

    def _reset(self) -> None:
        self._bits = _FIRST_BITS
        self._table: list[tuple[int, int]] = []
        self._first_free = _CLEAR + 1 if self._may_clear else _CLEAR
        self._previous: tuple[int, int] | None = None

    def run(self, bits: _Bits) -> Iterator[bytes]:
        while codes := bits.group(self._bits):
            for code in codes:
                width = self._bits
                if code == _CLEAR and self._may_clear:
                    yield self._hand_on()
                    self._output.clear()
                    self._handed_on, self._history = 0, None
                    self._reset()
                    break
                self._take(code)
                if self._bits != width:
                    break
            if len(self._output) - self._handed_on >= _HAND_ON:
                yield self._hand_on()
        yield self._hand_on()

    def _hand_on(self) -> bytes:
        out = bytes(self._output[self._handed_on :])
        if self._history is not None:
            del self._output[self._history :]
        self._handed_on = len(self._output)
        return out

    def _take(self, code: int) -> None:
        """Append what ``code`` stands for; then learn the string before it plus its first byte."""
        if len(self._output) > _MOST_HISTORY:
            raise Refused(f"needs more than {size_in_words(_MOST_HISTORY)} of memory to unpack")
        start, previous = len(self._output), self._previous
        if previous is not None and self._history is None:
            self._table.append((previous[0], previous[1] + 1))
        self._write(code, previous)
        self._previous = (start, len(self._output) - start)
        is_full = self._first_free + len(self._table) >= 1 << self._bits
        if is_full and self._bits < self._most_bits:
            self._bits += 1
        elif is_full and self._history is None:
            # Nothing is learnt any more: only the output so far is ever looked up.
            self._history = len(self._output)

    def _write(self, code: int, previous: tuple[int, int] | None) -> None:
        if code < _CLEAR:
            self._output.append(code)
            return
        number = code - self._first_free
        if previous is None or not 0 <= number < len(self._table):
            raise Damaged(DAMAGED_DATA)
        start, length = self._table[number]
        copy = self._output[start : start + length]
        # The newest string ends with the byte that is only being written now: its own first.
        self._output += copy if len(copy) == length else copy + copy[:1]
