"""Originals as files: ``originals/ab/abcd…``, mode 0444, written aside, synced, then renamed into place."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from muniment.errors import NotFoundError, case_on_disk

_FINAL_MODE = 0o444


class FileOriginals:
    """An ``OriginalStore`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._places = os.fspath(folder)  # joined by hand for each original: paths as objects take longer than opening
        self._names = f"{self._places}/incoming/{secrets.token_hex(8)}"
        self._count = count()

    def prepare(self) -> None:
        """Make the folders, and clear what an interrupted run left half-written."""
        with case_on_disk():
            self._incoming.mkdir(parents=True, exist_ok=True)
            for leftover in self._incoming.iterdir():
                leftover.unlink()

    def begin(self) -> "IncomingFile":
        """Start taking bytes in; see ``OriginalStore``."""
        return IncomingFile(self._places, f"{self._names}-{next(self._count)}")

    def path(self, sha256: str) -> Path:
        """Where the original with this hash is kept, whether it is there or not."""
        return self._folder / sha256[:2] / sha256

    def open(self, sha256: str) -> int:
        """A read-only descriptor; see ``OriginalStore``."""
        try:
            return os.open(f"{self._places}/{sha256[:2]}/{sha256}", os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise NotFoundError(
                f"The original {sha256} is missing from the case.",
                "Run: muniment verify, which lists all that is wrong.",
            ) from error

    def all(self) -> Iterator[str]:
        """The hashes of all originals kept, in order."""
        for shard in sorted(self._folder.iterdir()):
            if shard != self._incoming and shard.is_dir():
                yield from sorted(path.name for path in shard.iterdir())


class IncomingFile:
    """Bytes on their way into the folder; see ``Incoming``."""

    def __init__(self, folder: str, temporary: str) -> None:
        self._folder = folder
        self._temporary = temporary
        self._hash = hashlib.sha256()
        self._size = 0
        with case_on_disk():
            self._descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes."""
        self._hash.update(data)
        self._size += len(data)
        with case_on_disk():
            written = os.write(self._descriptor, data)
            while written < len(data):
                written += os.write(self._descriptor, memoryview(data)[written:])

    def keep(self) -> tuple[str, int]:
        """Sync, make read-only and rename; returns hash and size."""
        sha256 = self._hash.hexdigest()
        shard = f"{self._folder}/{sha256[:2]}"
        with case_on_disk():
            if os.access(f"{shard}/{sha256}", os.F_OK):
                self.discard()
                return sha256, self._size
            os.fchmod(self._descriptor, _FINAL_MODE)
            os.fsync(self._descriptor)
            self._close()
            _move(self._temporary, shard, sha256)
            _sync_folder(shard)
        return sha256, self._size

    def discard(self) -> None:
        """Remove the half-written file."""
        self._close()
        Path(self._temporary).unlink(missing_ok=True)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _move(temporary: str, shard: str, name: str) -> None:
    try:
        os.rename(temporary, f"{shard}/{name}")  # noqa: PTH104 - once for each file: see ``FileOriginals``
    except FileNotFoundError:  # the first in its folder
        Path(shard).mkdir(exist_ok=True)
        Path(temporary).rename(f"{shard}/{name}")


def _sync_folder(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
