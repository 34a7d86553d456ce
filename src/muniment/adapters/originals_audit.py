"""The originals as a verification sees them: whatever lies in their folder, read anew, never changed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from muniment.preserve.verify_originals import Hashed, Kept

CHUNK = 256 << 10
"""Bytes hashed at a time: they stay in the processor's cache."""

_OPENING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""No link is followed and no pipe waited for: what lies there may have been put there."""

_HEX = frozenset("0123456789abcdef")
_SHARD_LENGTH = 2
_HASH_LENGTH = 64


class OriginalsAudit:
    """The ``KeptOriginals`` of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.fsencode(folder)

    def listing(self) -> Iterator[Kept]:
        """All that lies there, in order."""
        for shard in _sorted(self._folder):
            if not shard.is_dir(follow_symlinks=False):
                yield Kept(shard.path, "")
                continue
            for file in _sorted(shard.path):
                yield Kept(file.path, _original_named(shard.name, file.name))

    def hashed(self, sha256: str) -> Hashed:
        """Hash an original anew. Raises ``OSError``."""
        descriptor = os.open(b"/".join([self._folder, sha256[:2].encode(), sha256.encode()]), _OPENING)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise OSError("it is no plain file")
            return _hashed(descriptor, status.st_size)
        finally:
            os.close(descriptor)


def _hashed(descriptor: int, size: int) -> Hashed:
    digest, count = hashlib.sha256(), 0
    if size <= CHUNK:
        while data := os.read(descriptor, CHUNK):
            digest.update(data)
            count += len(data)
        return Hashed(digest.hexdigest(), count)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_SEQUENTIAL)
    view = memoryview(bytearray(CHUNK))
    while length := os.readv(descriptor, [view]):
        digest.update(view[:length])
        count += length
    return Hashed(digest.hexdigest(), count)


def _sorted(folder: bytes) -> list[os.DirEntry[bytes]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda one: one.name)
    except OSError:
        return []  # then every original in it counts as missing, and each is told of


def _original_named(shard: bytes, name: bytes) -> str:
    text = name.decode("ascii", "replace")
    is_one = len(text) == _HASH_LENGTH and _HEX.issuperset(text) and shard == name[:_SHARD_LENGTH]
    return text if is_one else ""
