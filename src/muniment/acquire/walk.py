"""Listing folders that were handed over: every name, nothing followed, nothing opened."""

import hashlib
import os
import stat
from dataclasses import dataclass

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


def look_at(source: bytes) -> Seen:
    """One path, not followed if it is a link."""
    name = os.path.basename(source)  # noqa: PTH119 - names are bytes here, which Path cannot hold
    try:
        return _seen(source, name, os.lstat(source))
    except OSError as error:
        return Seen(source, name, EntryKind.FILE, trouble=trouble_of(error))


def list_folder(source: bytes) -> Listing:
    """What is in a folder. A folder that cannot be listed gives its trouble."""
    try:
        with os.scandir(source) as found:
            children = sorted((_child(item) for item in found), key=lambda seen: seen.name)
    except OSError as error:
        return Listing((), b"", trouble_of(error))
    digest = hashlib.blake2b(digest_size=16)
    for seen in children:
        numbers = (0, 0, 0) if seen.kind is EntryKind.FOLDER else seen.mark
        digest.update(b"%s\0%s\0%d %d %d\0" % (seen.name, seen.kind.encode(), *numbers))
    return Listing(tuple(children), digest.digest())


def _child(item: "os.DirEntry[bytes]") -> Seen:
    try:
        return _seen(item.path, item.name, item.stat(follow_symlinks=False))
    except OSError as error:
        return Seen(item.path, item.name, EntryKind.FILE, trouble=trouble_of(error))


def _seen(source: bytes, name: bytes, status: os.stat_result) -> Seen:
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFREG:
        return Seen(source, name, EntryKind.FILE, status.st_size, status.st_mtime_ns, status.st_ino)
    if kind == stat.S_IFDIR:
        return Seen(source, name, EntryKind.FOLDER, 0, status.st_mtime_ns, status.st_ino)
    if kind == stat.S_IFLNK:
        target = os.readlink(source)  # noqa: PTH115 - bytes, as above
        return Seen(source, name, EntryKind.SYMLINK, 0, status.st_mtime_ns, status.st_ino, target, "a symbolic link")
    what = _SPECIAL.get(kind, "a special file")
    return Seen(source, name, EntryKind.SPECIAL, 0, status.st_mtime_ns, status.st_ino, what=what)


def trouble_of(error: OSError) -> str:
    """What went wrong with a path, in plain words."""
    if isinstance(error, PermissionError):
        return "there is no permission to read it"
    if isinstance(error, FileNotFoundError):
        return "it vanished before it could be read"
    return f"the disk could not give it ({os.strerror(error.errno) if error.errno else error})"
