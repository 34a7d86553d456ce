"""Unpacking the LZX method of help files: the packed blocks are put into a cabinet, which libarchive can unpack."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from muniment.limits import MIB
from muniment.read.reader import Damaged, Refused

try:
    import libarchive  # type: ignore[import-untyped]  # ships no types
except (ImportError, OSError, TypeError, AttributeError):  # the binding is there, the system's library is not
    libarchive = None

_BLOCK = 0x8000
_LZX = 3
_NARROWEST, _WIDEST = 15, 21
"""Windows that the method knows, as powers of two."""

_MOST_FOLDERS = 0xFFFF
_FOLDER, _FILE = struct.Struct("<IHH"), struct.Struct("<IIHHHH")
_HEADER = struct.Struct("<4sIIIIIBBHHHHH")


@dataclass(frozen=True, slots=True)
class Packing:
    """How bytes were packed: ``starts`` says where each block of 32 KiB begins, ``total`` what all unpack to.

    ``window`` is in bytes; the packer started anew after every ``interval`` blocks.
    """

    starts: list[int]
    total: int
    window: int
    interval: int


def unpacked(packed: bytes, packing: Packing, most: int) -> bytes:
    """The unpacked bytes, as many as could be had.

    Raises ``Refused`` at ``most`` bytes, ``Damaged`` if the
    tables do not fit together or the library to unpack with is missing.
    """
    starts, total, interval = packing.starts, packing.total, packing.interval
    if total > most:
        raise Refused(f"its pages would unpack to more than the {most // MIB} MiB allowed for its size")
    if libarchive is None:
        raise Damaged("its pages are packed, and the libarchive library that unpacks them is not installed")
    bits = packing.window.bit_length() - 1
    if not _NARROWEST <= bits <= _WIDEST or not starts:
        raise Damaged("the tables of its packed part do not fit together")
    bounds = [*starts, len(packed)]
    runs = [
        [packed[bounds[n] : bounds[n + 1]] for n in range(first, min(first + interval, len(starts)))]
        for first in range(0, len(starts), interval)
    ]
    found = bytearray()
    for at in range(0, len(runs), _MOST_FOLDERS):
        before = at * interval * _BLOCK
        found += b"".join(_from_cabinet(_cabinet(runs[at : at + _MOST_FOLDERS], bits, total - before)))
    return bytes(found[:total])


def _cabinet(runs: list[list[bytes]], bits: int, total: int) -> bytes:
    """A cabinet with a folder and a file for each run of blocks."""
    sizes = []
    for run in runs:
        size = max(0, min(total, len(run) * _BLOCK))
        sizes.append(size)
        total -= size
    files_start = _HEADER.size + _FOLDER.size * len(runs)
    names = [f"{number:06d}\0".encode() for number in range(len(runs))]
    data_start = files_start + sum(_FILE.size + len(name) for name in names)
    folders, files, data = bytearray(), bytearray(), bytearray()
    for number, (run, size, name) in enumerate(zip(runs, sizes, names, strict=True)):
        folders += _FOLDER.pack(data_start + len(data), len(run), _LZX | bits << 8)
        files += _FILE.pack(size, 0, number, 0, 0, 0x20) + name
        data += _data(run, size)
    whole = data_start + len(data)
    header = _HEADER.pack(b"MSCF", 0, whole, 0, files_start, 0, 3, 1, len(runs), len(runs), 0, 0, 0)
    return bytes(header + folders + files + data)


def _data(run: list[bytes], size: int) -> bytes:
    blocks = bytearray()
    for number, block in enumerate(run):
        if len(block) > 0xFFFF:  # noqa: PLR2004 - what the field can hold
            raise Damaged("the tables of its packed part do not fit together")
        blocks += struct.pack("<IHH", 0, len(block), max(0, min(_BLOCK, size - number * _BLOCK))) + block
    return bytes(blocks)


def _from_cabinet(cabinet: bytes) -> Iterator[bytes]:
    """The contents of all files in turn; it ends where the packed bytes are broken."""
    try:
        with libarchive.memory_reader(cabinet, format_name="cab", filter_name="none") as archive:
            for entry in archive:
                yield from entry.get_blocks()
    except libarchive.exception.ArchiveError:
        return  # what is missing shows in the length, and is told
