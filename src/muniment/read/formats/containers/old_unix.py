"""The two oldest containers of Unix, ``ar`` and ``cpio``: a short header before each file, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from stat import S_ISLNK
from struct import Struct
from typing import BinaryIO

from muniment import __version__
from muniment.counting import counted
from muniment.model import EntryKind
from muniment.read.formats.containers import members
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.formats.containers.decoders import pieces
from muniment.read.reader import Damaged, Document, Found, MemberFound, Shortfall

_LONGEST_NAME = 64 * 1024
"""Bytes of one name; paths end at some 4,000."""

_BREAKS_OFF = "the archive breaks off inside this file; what came out is kept"


@dataclass(frozen=True, slots=True)
class Record:
    """One file: its data stands at ``at``, ``size`` bytes; the next header at ``after``."""

    untrusted_name: bytes
    mode: int
    modified: int
    at: int
    size: int
    after: int


class BrokenRecordError(Exception):
    """A header breaks the rules of its format."""


class RecordsReader:
    """A container that is records, one after the other."""

    version = __version__

    def __init__(self, name: str, media_type: str, records: Callable[[BinaryIO], Iterator[Record]]) -> None:
        self.name = name
        self.media_types = frozenset({media_type})
        self.records = records

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the members. Raises ``Damaged`` or ``Refused``."""
        guard = BombGuard(document)
        count = 0
        try:
            for record in self.records(document.file):
                guard.member()
                yield _found(document.file, record, guard)
                count += 1
        except BrokenRecordError as stop:
            if not count:
                raise Damaged("the archive is damaged at its very beginning") from stop
            yield Shortfall(f"the archive is damaged or breaks off after {counted(count, 'file')}")
        guard.check()


def _found(file: BinaryIO, record: Record, guard: BombGuard) -> MemberFound:
    modified = members.iso_time(record.modified) if record.modified else ""
    if S_ISLNK(record.mode):
        target = b"".join(_content(file, record))[:_LONGEST_NAME]
        return members.symlink(record.untrusted_name, target, modified)
    unusual = members.unusual(record.untrusted_name, record.mode, modified)
    if unusual and not record.size:
        return unusual
    content = guard.watch(_content(file, record))
    return MemberFound(record.untrusted_name, EntryKind.MEMBER, content, modified=modified)


def _content(file: BinaryIO, record: Record) -> Iterator[bytes]:
    length = 0
    for piece in pieces(file, record.at, record.size):
        length += len(piece)
        yield piece
    if length < record.size:
        raise Damaged(_BREAKS_OFF)


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)


def _number(raw: bytes, base: int) -> int:
    """A number in ASCII digits with blanks around; blank is 0. Raises ``BrokenRecordError``."""
    digits = raw.strip(b" \0")
    if not digits:
        return 0
    if not digits.isalnum():
        raise BrokenRecordError
    try:
        return int(digits, base)
    except ValueError as error:
        raise BrokenRecordError from error


_AR_MAGIC = b"!<arch>\n"
_AR_HEADER = 60
_AR_END = b"`\n"
_BSD_LONG_NAME = b"#1/"


def ar_records(file: BinaryIO) -> Iterator[Record]:
    """Yield the files of an ``ar`` archive; its own tables are left out. Raises ``BrokenRecordError``."""
    if _read(file, 0, len(_AR_MAGIC)) != _AR_MAGIC:
        raise BrokenRecordError
    at, long_names = len(_AR_MAGIC), b""
    while header := _read(file, at, _AR_HEADER):
        if not header.strip(b"\n\0"):
            return
        record = _ar_record(at, header)
        at = record.after
        if record.untrusted_name.startswith(b"//"):
            long_names = _read(file, record.at, record.size)
        elif not _is_symbol_table(record.untrusted_name):
            yield _with_long_name(file, record, long_names)


def _ar_record(at: int, header: bytes) -> Record:
    if len(header) < _AR_HEADER or header[58:60] != _AR_END:
        raise BrokenRecordError
    size = _number(header[48:58], 10)
    mode, modified = _number(header[40:48], 8), _number(header[16:28], 10)
    data_at = at + _AR_HEADER
    return Record(header[:16].rstrip(b" "), mode, modified, data_at, size, data_at + size + size % 2)


def _is_symbol_table(name: bytes) -> bool:
    return name in {b"/", b"/SYM64/"}


def _with_long_name(file: BinaryIO, record: Record, long_names: bytes) -> Record:
    """The record with its full name: out of GNU's table of names, or from before its data as BSD keeps it."""
    raw = record.untrusted_name
    if raw.startswith(_BSD_LONG_NAME):
        length = min(_number(raw[len(_BSD_LONG_NAME) :], 10), record.size, _LONGEST_NAME)
        name = _read(file, record.at, length).rstrip(b"\0")
        return Record(name, record.mode, record.modified, record.at + length, record.size - length, record.after)
    if raw.startswith(b"/") and raw[1:].isdigit():
        start = int(raw[1:])
        end = long_names.find(b"\n", start)
        name = long_names[start : end if end >= 0 else None].removesuffix(b"/")
    else:
        name = raw.removesuffix(b"/")
    return Record(name, record.mode, record.modified, record.at, record.size, record.after)


_CPIO_LAST = b"TRAILER!!!"
_NEW_ASCII = 110
_OLD_ASCII = 76
_BINARY = 26


def cpio_records(file: BinaryIO) -> Iterator[Record]:
    """Yield the files of a ``cpio`` archive. Raises ``BrokenRecordError``, also where the last record is missing."""
    at = 0
    while True:
        magic = _read(file, at, 6)
        record = _dialect(magic)(file, at)
        if record.untrusted_name == _CPIO_LAST:
            return
        yield record
        at = record.after


def _dialect(magic: bytes) -> Callable[[BinaryIO, int], Record]:
    if magic in {b"070701", b"070702"}:
        return _new_ascii
    if magic == b"070707":
        return _old_ascii
    if magic[:2] == b"\xc7\x71":
        return lambda file, at: _binary(file, at, Struct("<13H"))
    if magic[:2] == b"\x71\xc7":
        return lambda file, at: _binary(file, at, Struct(">13H"))
    raise BrokenRecordError


def _padded(length: int, to: int) -> int:
    return -(-length // to) * to


def _cpio_record(
    file: BinaryIO, at: int, header: int, name_size: int, *, mode: int, modified: int, size: int, padding: int
) -> Record:
    if not 0 < name_size <= _LONGEST_NAME:
        raise BrokenRecordError
    name = _read(file, at + header, name_size)
    if len(name) < name_size:
        raise BrokenRecordError
    data_at = at + _padded(header + name_size, padding)
    return Record(name.rstrip(b"\0"), mode, modified, data_at, size, data_at + _padded(size, padding))


def _new_ascii(file: BinaryIO, at: int) -> Record:
    raw = _read(file, at, _NEW_ASCII)
    if len(raw) < _NEW_ASCII:
        raise BrokenRecordError
    fields = [_number(raw[start : start + 8], 16) for start in range(6, _NEW_ASCII, 8)]
    return _cpio_record(file, at, _NEW_ASCII, fields[11], mode=fields[1], modified=fields[5], size=fields[6], padding=4)


def _old_ascii(file: BinaryIO, at: int) -> Record:
    raw = _read(file, at, _OLD_ASCII)
    if len(raw) < _OLD_ASCII:
        raise BrokenRecordError
    mode, modified = _number(raw[18:24], 8), _number(raw[48:59], 8)
    name_size, size = _number(raw[59:65], 8), _number(raw[65:76], 8)
    return _cpio_record(file, at, _OLD_ASCII, name_size, mode=mode, modified=modified, size=size, padding=1)


def _binary(file: BinaryIO, at: int, layout: Struct) -> Record:
    raw = _read(file, at, _BINARY)
    if len(raw) < _BINARY:
        raise BrokenRecordError
    fields = layout.unpack(raw)
    modified, size = fields[8] << 16 | fields[9], fields[11] << 16 | fields[12]
    return _cpio_record(file, at, _BINARY, fields[10], mode=fields[3], modified=modified, size=size, padding=2)


AR = RecordsReader("ar", "application/x-archive", ar_records)
CPIO = RecordsReader("cpio", "application/x-cpio", cpio_records)
