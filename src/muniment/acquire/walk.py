"""Listing folders that were handed over: every name, nothing followed, nothing opened."""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import Any

from muniment.acquire.reach import MAX_PATH, reached
from muniment.model import EntryKind


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing as the folder shows it. ``source`` is its absolute path; sizes in bytes, times in ns since 1970.

    ``trouble`` says in plain words why nothing more is known of it, "" if nothing went wrong.
    """

    source: bytes
    name: bytes
    kind: EntryKind
    size: int = 0
    mtime_ns: int = 0
    inode: int = 0
    target: bytes = b""
    what: str = ""
    trouble: str = ""

    @property
    def mark(self) -> tuple[int, int, int]:
        """What changes when a file's content does: size, modification time, inode."""
        return self.size, self.mtime_ns, self.inode


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds, in the order of names' bytes, and a digest that changes when any of it does."""

    children: tuple[Seen, ...]
    digest: bytes
    trouble: str = ""


_SPECIAL = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a character device",
    stat.S_IFBLK: "a block device",
}


_REPLACED = frozenset({errno.ELOOP, errno.ENXIO, errno.ENOTDIR})
"""What opening says where a link, a socket or a file stands instead of what was listed."""


def look_at(source: bytes) -> Seen:
    """One path, not followed if it is a link."""
    folder, name = os.path.split(source)
    try:
        with reached(source) as (near, start):
            status = os.lstat(near, dir_fd=start)
    except OSError as error:
        return Seen(source, name, EntryKind.FILE, trouble=trouble_of(error))
    return _seen(folder, (name, stat.S_IFMT(status.st_mode), status.st_size, status.st_mtime_ns, status.st_ino))


def list_folder(source: bytes) -> Listing:
    """What is in a folder. A folder that cannot be listed gives its trouble."""
    try:
        rows = _scan(source)
    except OSError as error:
        return Listing((), b"", trouble_of(error))
    return Listing(tuple(_seen(source, row) for row in rows), _digest(rows))


def glance_at(source: bytes) -> tuple[bytes, list[bytes]]:
    """The digest of a folder's listing, and the names of its folders: all that is needed where nothing has changed.

    Raises ``OSError`` if it cannot be listed.
    """
    rows = _scan(source)
    return _digest(rows), [row[0] for row in rows if row[1] == stat.S_IFDIR]


_TYPE_BITS = stat.S_IFMT(0o177777)

_Row = tuple[bytes, int, int, int, int]
"""Name, type, size, modification time in ns, inode; type 0 where nothing could be learnt. Plain for speed."""


def _scan(source: bytes) -> list[_Row]:
    if len(source) <= MAX_PATH:
        return sorted(_rows(source))
    with reached(source) as (near, start):
        folder = os.open(near, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=start)
    try:
        return sorted((os.fsencode(name), *rest) for name, *rest in _rows(folder))
    finally:
        os.close(folder)


def _rows(folder: Any) -> list[Any]:
    """The rows of a folder, given as path or descriptor; from a descriptor, Python gives names as text."""
    rows: list[Any] = []
    with os.scandir(folder) as found:
        for item in found:  # one loop and no calls of ours: this runs once for each file of a cache, at every ingest
            try:
                status = item.stat(follow_symlinks=False)
            except OSError:
                rows.append((item.name, 0, 0, 0, 0))
                continue
            kind = status.st_mode & _TYPE_BITS
            if kind == stat.S_IFDIR:
                # a folder's own times change with what is in it, which is looked at anyway
                rows.append((item.name, kind, 0, 0, 0))
            else:
                rows.append((item.name, kind, status.st_size, status.st_mtime_ns, status.st_ino))
    return rows


def _digest(rows: list[_Row]) -> bytes:
    return hashlib.blake2b(repr(rows).encode("ascii"), digest_size=16).digest()


def _seen(folder: bytes, row: _Row) -> Seen:
    name, kind, size, mtime_ns, inode = row
    source = folder + b"/" + name if not folder.endswith(b"/") else folder + name
    if kind == stat.S_IFREG:
        return Seen(source, name, EntryKind.FILE, size, mtime_ns, inode)
    if kind == stat.S_IFDIR:
        return Seen(source, name, EntryKind.FOLDER)
    if kind == stat.S_IFLNK:
        return _link(source, name, mtime_ns, inode)
    if kind == 0:
        return look_at(source)
    what = _SPECIAL.get(kind, "a special file")
    return Seen(source, name, EntryKind.SPECIAL, 0, mtime_ns, inode, what=what)


def _link(source: bytes, name: bytes, mtime_ns: int, inode: int) -> Seen:
    try:
        with reached(source) as (near, start):
            target = os.readlink(near, dir_fd=start)
    except OSError as error:
        return Seen(source, name, EntryKind.SYMLINK, trouble=trouble_of(error))
    return Seen(source, name, EntryKind.SYMLINK, 0, mtime_ns, inode, target, "a symbolic link")


def trouble_of(error: OSError) -> str:
    """What went wrong with a path, in plain words."""
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    if isinstance(error, FileNotFoundError):
        return "it vanished before it could be read"
    if error.errno in _REPLACED:
        return "something else took its place before it could be read"
    return f"the disk could not give it ({os.strerror(error.errno) if error.errno else error})"
