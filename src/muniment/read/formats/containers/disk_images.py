"""Apple's disk images (.dmg): the volumes in them, and the files on those."""

from collections.abc import Iterator
from dataclasses import dataclass
from stat import S_ISDIR, S_ISLNK
from struct import Struct
from typing import Any, Protocol

import pyfsapfs  # type: ignore[import-not-found] # compiled, without stubs
import pyfshfs  # type: ignore[import-not-found] # likewise
import pymodi  # type: ignore[import-not-found] # likewise

from muniment.model import EntryKind
from muniment.read.formats.containers import members
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.reader import (
    CHUNK,
    Damaged,
    Document,
    Found,
    Locked,
    MemberFound,
    Shortfall,
    Unlocked,
)

_TRAILER = 512
_SECTOR = 512
_BREAKS = (OSError, ValueError, OverflowError, RuntimeError)
"""What the libraries raise at bytes that break the rules."""

_LOCKED_IMAGE = (
    "an encrypted disk image, which cannot be opened here even with its password: "
    "open it on a Mac, and take in what is on it"
)

_APM = Struct(">2sHIII32s32s")
_APM_FILLERS = frozenset({b"Apple_Free", b"Apple_partition_map", b"Apple_Scratch"})
_GPT = Struct("<8s64xQII")
_GPT_ENTRY = 56
_MOST_PARTITIONS = 128

_HFS_MAGICS = frozenset({b"H+", b"HX"})
_HFS_HEADER = 1024
_APFS_MAGIC = b"NXSB"
_APFS_HEADER = 32


class Disk(Protocol):
    """The sectors of a disk."""

    def seek(self, offset: int, whence: int = 0, /) -> Any:
        """Go to a byte."""

    def read(self, size: int = -1, /) -> bytes:
        """Read so many bytes."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of a disk, in bytes."""

    start: int
    length: int
    kind: bytes = b""


class _Window:
    """One partition, as a file of its own."""

    def __init__(self, disk: Disk, partition: Partition) -> None:
        self._disk = disk
        self._partition = partition
        self._at = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self._partition.length)[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def get_size(self) -> int:
        return self._partition.length

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._partition.length - self._at)
        self._disk.seek(self._partition.start + self._at)
        data = self._disk.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data


class DiskImageReader:
    """Disk images of Apple's: compressed or plain, with HFS+ or APFS volumes."""

    name = "disk-image"
    version = f"libfshfs {pyfshfs.get_version()}, libfsapfs {pyfsapfs.get_version()}, libmodi {pymodi.get_version()}"
    media_types = frozenset({"application/x-apple-diskimage"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the files of each volume. Raises ``Locked``, ``Damaged`` or ``Refused``."""
        guard = BombGuard(document)
        disk, size = _disk(document)
        partitions = list(partitions_of(disk, size))
        for number, partition in enumerate(partitions, 1):
            prefix = b"" if len(partitions) == 1 else b"volume %d/" % number
            yield from _volume(document, _Window(disk, partition), partition, prefix, guard)
        guard.check()


def _disk(document: Document) -> tuple[Disk, int]:
    """The sectors that the image stands for, and how many bytes they are."""
    if document.head(8) in {b"encrcdsa", b"cdsaencr"}:
        raise Locked(_LOCKED_IMAGE)
    document.file.seek(max(0, document.size - _TRAILER))
    if document.file.read(4) != b"koly":
        return document.file, document.size
    handle = pymodi.handle()
    try:
        handle.open_file_object(document.file)
        return handle, int(handle.get_media_size())
    except _BREAKS as error:
        raise Damaged("the disk image is damaged or cut off: its sectors cannot be unpacked") from error


def partitions_of(disk: Disk, size: int) -> Iterator[Partition]:
    """The partitions of a disk, by Apple's map or the newer one; the whole disk if it has neither."""
    second = _sector(disk, 1)
    if second.startswith(b"PM"):
        yield from _by_apple_map(disk, size)
    elif second.startswith(b"EFI PART"):
        yield from _by_gpt(disk, size)
    else:
        yield Partition(0, size)


def _sector(disk: Disk, number: int) -> bytes:
    return _bytes(disk, number * _SECTOR, _SECTOR)


def _bytes(disk: Disk, at: int, length: int) -> bytes:
    try:
        disk.seek(at)
        return disk.read(length)
    except _BREAKS as error:
        raise Damaged("the disk image is damaged or cut off") from error


def _by_apple_map(disk: Disk, size: int) -> Iterator[Partition]:
    count, number = 1, 1
    while number <= min(count, _MOST_PARTITIONS):
        sector = _sector(disk, number)
        if len(sector) < _APM.size or not sector.startswith(b"PM"):
            return
        _, _, count, start, length, _, kind = _APM.unpack_from(sector)
        kind = kind.rstrip(b"\0")
        if kind not in _APM_FILLERS and start * _SECTOR < size:
            yield Partition(start * _SECTOR, min(length * _SECTOR, size - start * _SECTOR), kind)
        number += 1


def _by_gpt(disk: Disk, size: int) -> Iterator[Partition]:
    header = _sector(disk, 1)
    if len(header) < _GPT.size:
        raise Damaged("the disk image breaks off within its list of partitions")
    _, table, count, width = _GPT.unpack_from(header)
    for number in range(min(count, _MOST_PARTITIONS)):
        entry = _bytes(disk, table * _SECTOR + number * max(width, _GPT_ENTRY), _GPT_ENTRY)
        if len(entry) < _GPT_ENTRY or not entry[:16].strip(b"\0"):
            continue
        first, last = (int.from_bytes(entry[at : at + 8], "little") for at in (32, 40))
        if first <= last and first * _SECTOR < size:
            start = first * _SECTOR
            yield Partition(start, min((last + 1) * _SECTOR, size) - start)


def _volume(
    document: Document, window: _Window, partition: Partition, prefix: bytes, guard: BombGuard
) -> Iterator[Found]:
    if _bytes(window, _HFS_HEADER, 2) in _HFS_MAGICS:
        yield from _hfs(window, prefix, guard)
    elif _bytes(window, _APFS_HEADER, 4) == _APFS_MAGIC:
        yield from _apfs(document, window, prefix, guard)
    else:
        # Some other file system: perhaps one that can be read by itself.
        guard.member()
        name = prefix.rstrip(b"/") or b"volume"
        label = name + (b" (%s)" % partition.kind if partition.kind else b"")
        window.seek(0)
        yield MemberFound(label, EntryKind.MEMBER, guard.watch(_stream(window, partition.length)))


def _hfs(window: _Window, prefix: bytes, guard: BombGuard) -> Iterator[Found]:
    volume = pyfshfs.volume()
    try:
        volume.open_file_object(window)
        root = volume.get_root_directory()
    except _BREAKS as error:
        raise Damaged("the volume on this disk image is damaged") from error
    yield from _walk(root, prefix, guard)


def _apfs(document: Document, window: _Window, prefix: bytes, guard: BombGuard) -> Iterator[Found]:
    container = pyfsapfs.container()
    try:
        container.open_file_object(window)
        volumes = [container.get_volume(number) for number in range(container.get_number_of_volumes())]
    except _BREAKS as error:
        raise Damaged("the volume on this disk image is damaged") from error
    for number, volume in enumerate(volumes, 1):
        inside = prefix if len(volumes) == 1 else prefix + b"volume %d/" % number
        if volume.is_locked():
            password = _unlocking(volume, document.passwords)
            if password is None:
                yield Shortfall(f"volume {number} needs a password")
                continue
            yield Unlocked(password)
        yield from _walk(volume.get_root_directory(), inside, guard)


def _unlocking(volume: Any, passwords: tuple[str, ...]) -> str | None:
    for password in passwords:
        volume.set_password(password)
        if volume.unlock():
            return password
    return None


def _walk(root: Any, prefix: bytes, guard: BombGuard) -> Iterator[Found]:
    """The files below a folder, each folder before what is in it."""
    waiting = [(root, prefix)]
    while waiting:
        entry, path = waiting.pop()
        try:
            inside = list(entry.sub_file_entries)
        except _BREAKS:
            yield Shortfall(
                f"the folder {members.shown(path) if path else 'at the top'} is damaged: what is in it is lost"
            )
            continue
        for found in reversed(inside):
            guard.member()
            untrusted_name = path + _name(found)
            yield from _entry(found, untrusted_name, guard)
            if S_ISDIR(int(found.file_mode)):
                waiting.append((found, untrusted_name + b"/"))


def _name(entry: Any) -> bytes:
    # On the disk ":" separates folders, and "/" is an ordinary sign: what stands for it elsewhere is ":".
    return str(entry.name or "").replace("/", ":").encode("utf-8", "surrogatepass")


def _entry(entry: Any, untrusted_name: bytes, guard: BombGuard) -> Iterator[Found]:
    modified = f"{entry.get_modification_time().isoformat()}Z"
    mode = int(entry.file_mode)
    if S_ISLNK(mode):
        target = str(entry.symbolic_link_target or "").encode("utf-8", "surrogatepass")
        yield members.symlink(untrusted_name, target, modified)
    elif unusual := members.unusual(untrusted_name, mode, modified):
        yield unusual
    else:
        content = guard.watch(_stream(entry, int(entry.size or 0)))
        yield MemberFound(untrusted_name, EntryKind.MEMBER, content, modified=modified)
    if fork := _resource_fork(entry):
        guard.member()
        content = guard.watch(_stream(fork, int(fork.size)))
        yield MemberFound(untrusted_name + b".rsrc", EntryKind.MEMBER, content, modified=modified)


def _resource_fork(entry: Any) -> Any:
    """The second stream of bytes that old Mac files have; None without one, and on volumes that know none."""
    return entry.get_resource_fork() if hasattr(entry, "has_resource_fork") and entry.has_resource_fork() else None


def _stream(source: Any, length: int) -> Iterator[bytes]:
    left = length
    try:
        source.seek(0)
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield bytes(chunk)
    except _BREAKS as error:
        raise Damaged("the disk image is damaged within this file; what came out is kept") from error
    if left:
        raise Damaged("the disk image breaks off within this file; what came out is kept")
