"""Originals as files: ``originals/ab/abcd…``, mode 0444, written aside, synced, then renamed into place."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from muniment.errors import NotFoundError, case_on_disk

_FINAL_MODE = 0o444


class FileOriginals:
    """An ``OriginalStore`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def prepare(self) -> None:
        """Make the folders, and clear what an interrupted run left half-written."""
        with case_on_disk():
            self._incoming.mkdir(parents=True, exist_ok=True)
            for leftover in self._incoming.iterdir():
                leftover.unlink()

    def begin(self) -> "IncomingFile":
        """Start taking bytes in; see ``OriginalStore``."""
        return IncomingFile(self._folder, self._incoming / secrets.token_hex(8))

    def path(self, sha256: str) -> Path:
        """Where the original with this hash is kept, whether it is there or not."""
        return self._folder / sha256[:2] / sha256

    def open(self, sha256: str) -> int:
        """A read-only descriptor; see ``OriginalStore``."""
        try:
            return os.open(self.path(sha256), os.O_RDONLY | os.O_CLOEXEC)
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

    def __init__(self, folder: Path, temporary: Path) -> None:
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
        view = memoryview(data)
        with case_on_disk():
            while view:
                view = view[os.write(self._descriptor, view) :]

    def keep(self) -> tuple[str, int]:
        """Sync, make read-only and rename; returns hash and size."""
        sha256 = self._hash.hexdigest()
        place = self._folder / sha256[:2] / sha256
        with case_on_disk():
            if place.exists():
                self.discard()
                return sha256, self._size
            os.fsync(self._descriptor)
            os.fchmod(self._descriptor, _FINAL_MODE)
            self._close()
            place.parent.mkdir(exist_ok=True)
            self._temporary.rename(place)
            _sync_folder(place.parent)
        return sha256, self._size

    def discard(self) -> None:
        """Remove the half-written file."""
        self._close()
        self._temporary.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
