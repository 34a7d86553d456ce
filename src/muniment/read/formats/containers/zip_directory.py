"""The records of a ZIP file: its list of members, the header before each, and finding those by search when need be.

The standard library gives up a whole archive for one name that is not UTF-8, one wrong offset or one cut-off end, and
never shows what stands in the file but not in its list. So the records are read here, and nothing but the records.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from struct import Struct
from typing import BinaryIO

from muniment.limits import MIB
from muniment.read.reader import Damaged

LOCAL = b"PK\x03\x04"
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"
DESCRIPTOR = b"PK\x07\x08"

FLAG_ENCRYPTED = 1 << 0
FLAG_LZMA_HAS_END = 1 << 1
FLAG_DESCRIPTOR = 1 << 3
FLAG_STRONG = 1 << 6
FLAG_UTF8 = 1 << 11
FLAG_MASKED = 1 << 13

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")
_END64_LOCATOR = Struct("<4sIQI")
_END64 = Struct("<4sQ2H2I4Q")

_EXTRA_ZIP64 = 0x0001
_MAX_32 = 0xFFFFFFFF
_MAX_16 = 0xFFFF
_LONGEST_COMMENT = _MAX_16
_SEARCH = 1 * MIB
_NEWEST_VERSION = 63
"""Of the format, as ten times 6.3. Found bytes that ask for more are no header."""

_KNOWN_METHODS = frozenset({0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 18, 19, 20, 93, 94, 95, 96, 97, 98, 99})


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One member as the archive declares it. ``packed`` is None where only its data can tell."""

    untrusted_name: bytes
    extra: bytes
    flags: int
    method: int
    dos_time: int
    dos_date: int
    crc: int
    packed: int | None
    size: int
    at: int
    disk: int = 0
    host: int = 0
    attributes: int = 0

    @property
    def is_encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & FLAG_ENCRYPTED)

    @property
    def is_without_sum(self) -> bool:
        """Whether the checksum was to follow the data, and was not found there."""
        return bool(self.flags & FLAG_DESCRIPTOR) and not self.crc


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the list of members stands; ``shift`` is how many bytes were put before the archive."""

    start: int
    length: int
    entries: int
    shift: int
    disk: int
    comment: bytes


def find_directory(file: BinaryIO, size: int) -> Directory | None:
    """Where the list of members is, from the record at the end of the archive; None if there is no such record."""
    tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(tail_at)
    tail = file.read(size - tail_at)
    at = tail.rfind(END)
    while at >= 0:
        if len(tail) - at >= _END.size and (directory := _directory_at(file, tail_at + at, tail[at:])):
            return directory
        at = tail.rfind(END, 0, at)
    return None


def _directory_at(file: BinaryIO, at: int, record: bytes) -> Directory | None:
    _, disk, _, _, entries, length, start, comment_length = _END.unpack_from(record)
    comment = record[_END.size : _END.size + comment_length]
    end_of_list = at
    if _MAX_32 in (length, start) or entries == _MAX_16:
        wide = _wide_directory(file, at)
        if wide is not None:
            end_of_list, disk, entries, length, start = wide
    shift = end_of_list - length - start
    if length > end_of_list:
        return None
    if disk:
        # Offsets in a part of a set count from the start of their own part.
        return Directory(max(0, end_of_list - length), length, entries, 0, disk, comment)
    return Directory(end_of_list - length, length, entries, shift, disk, comment)


def _wide_directory(file: BinaryIO, end_at: int) -> tuple[int, int, int, int, int] | None:
    """The same from the Zip64 record before: its place, disk, entries, length and start of the list."""
    locator_at = end_at - _END64_LOCATOR.size
    if locator_at < 0:
        return None
    signature, _, wide_at, _ = _END64_LOCATOR.unpack(_read(file, locator_at, _END64_LOCATOR.size))
    if signature != b"PK\x06\x07":
        return None
    # A prefix shifts the record: it then stands right before its locator.
    for at in (wide_at, locator_at - _END64.size):
        raw = _read(file, at, _END64.size) if 0 <= at < end_at else b""
        if len(raw) == _END64.size and raw.startswith(b"PK\x06\x06"):
            _, _, _, _, disk, _, _, entries, length, start = _END64.unpack(raw)
            return at, disk, entries, length, start
    return None


def listed(file: BinaryIO, directory: Directory) -> Iterator[ZipEntry]:
    """Yield the members that the list names. Raises ``Damaged`` where the list breaks its rules."""
    at, end = directory.start, directory.start + directory.length
    while at + _CENTRAL.size <= end:
        record = _read(file, at, _CENTRAL.size)
        if len(record) < _CENTRAL.size or not record.startswith(CENTRAL):
            if record.startswith(b"PK\x05\x05"):
                return
            raise Damaged("the archive's list of its files is damaged")
        entry, length = _central(file, at, record, directory.shift)
        yield entry
        at += length


def _central(file: BinaryIO, at: int, record: bytes, shift: int) -> tuple[ZipEntry, int]:
    fields = _CENTRAL.unpack(record)
    made_by, _, flags, method, time, date, crc, packed, size = fields[1:10]
    name_length, extra_length, comment_length, disk, _, attributes, local_at = fields[10:]
    variable = _read(file, at + _CENTRAL.size, name_length + extra_length)
    if len(variable) < name_length + extra_length:
        raise Damaged("the archive's list of its files breaks off")
    name, extra = variable[:name_length], variable[name_length:]
    size, packed, local_at = _widened(extra, size, packed, local_at)
    entry = ZipEntry(
        name, extra, flags, method, time, date, crc, packed, size, local_at + shift, disk, made_by >> 8, attributes
    )
    return entry, _CENTRAL.size + name_length + extra_length + comment_length


def extra_field(extra: bytes, wanted: int) -> bytes | None:
    """The first field of the number ``wanted`` among the extra fields; None if there is none."""
    at = 0
    while at + 4 <= len(extra):
        number, length = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if number == wanted:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return None


def _widened(extra: bytes, *numbers: int) -> tuple[int, int, int]:
    """``size, packed, offset`` with those that do not fit 32 bits taken from the Zip64 field."""
    wide = extra_field(extra, _EXTRA_ZIP64) or b""
    at, out = 0, []
    for number in numbers:
        if number == _MAX_32 and len(wide) - at >= 8:  # noqa: PLR2004 - bytes of a 64-bit number
            out.append(int.from_bytes(wide[at : at + 8], "little"))
            at += 8
        else:
            out.append(number)
    size, packed, offset = out
    return size, packed, offset


@dataclass(frozen=True, slots=True)
class LocalHeader:
    """The header right before a member's data, and where that data starts."""

    entry: ZipEntry
    data_at: int


def local_header(file: BinaryIO, at: int) -> LocalHeader | None:
    """The header at ``at``; None if there is none."""
    if at < 0:
        return None
    record = _read(file, at, _LOCAL.size)
    if len(record) < _LOCAL.size or not record.startswith(LOCAL):
        return None
    _, _, flags, method, time, date, crc, packed, size, name_length, extra_length = _LOCAL.unpack(record)
    variable = _read(file, at + _LOCAL.size, name_length + extra_length)
    name, extra = variable[:name_length], variable[name_length:]
    size, packed, _ = _widened(extra, size, packed, 0)
    known = packed if packed or not flags & FLAG_DESCRIPTOR else None
    entry = ZipEntry(name, extra, flags, method, time, date, crc, known, size, at)
    return LocalHeader(entry, at + _LOCAL.size + name_length + extra_length)


def searched(file: BinaryIO, start: int, end: int) -> Iterator[ZipEntry]:
    """Yield the members whose headers are found between ``start`` and ``end`` without help of the list."""
    at = start
    while (at := _find(file, LOCAL, at, end)) >= 0:
        header = local_header(file, at)
        if header is None or not _is_plausible(file, at, header):
            at += len(LOCAL)
            continue
        entry = header.entry
        if entry.packed is None:
            entry = _measured(file, header, end)
        yield entry
        at = max(at + len(LOCAL), min(header.data_at + (entry.packed or 0), end))


def _is_plausible(file: BinaryIO, at: int, header: LocalHeader) -> bool:
    version = int.from_bytes(_read(file, at + 4, 1), "little")
    entry = header.entry
    return version <= _NEWEST_VERSION and entry.method in _KNOWN_METHODS and bool(entry.untrusted_name)


def _measured(file: BinaryIO, header: LocalHeader, end: int) -> ZipEntry:
    """The entry with its length, told by the record behind its data; else up to the next header or the end."""
    at = header.data_at
    while (at := _find(file, DESCRIPTOR, at, end)) >= 0:
        raw = _read(file, at + 4, 20)
        length = at - header.data_at
        for width in (4, 8):
            packed = int.from_bytes(raw[4 : 4 + width], "little")
            if packed == length and len(raw) >= 4 + 2 * width:
                size = int.from_bytes(raw[4 + width : 4 + 2 * width], "little")
                crc = int.from_bytes(raw[:4], "little")
                return replace(
                    header.entry, packed=length, size=size, crc=crc, flags=header.entry.flags & ~FLAG_DESCRIPTOR
                )
        at += len(DESCRIPTOR)
    nearest = end
    for signature in (LOCAL, CENTRAL):
        found = _find(file, signature, header.data_at, nearest)
        nearest = found if found >= 0 else nearest
    return replace(header.entry, packed=max(0, nearest - header.data_at))


def _find(file: BinaryIO, signature: bytes, start: int, end: int) -> int:
    """Where ``signature`` stands first between ``start`` and ``end``; -1 if nowhere."""
    at = start
    while at < end:
        block = _read(file, at, min(_SEARCH + len(signature) - 1, end - at))
        found = block.find(signature)
        if found >= 0:
            return at + found
        if len(block) < len(signature):
            return -1
        at += max(1, len(block) - len(signature) + 1)
    return -1


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)
