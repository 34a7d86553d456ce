"""The port to where originals are kept."""

from typing import Protocol


class Incoming(Protocol):
    """Bytes on their way in."""

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes. Raises ``DiskFullError``."""
        ...

    def keep(self) -> tuple[str, int]:
        """Keep what was written for good, once; returns its SHA-256 in hexadecimal and its size in bytes."""
        ...

    def discard(self) -> None:
        """Forget what was written."""
        ...


class OriginalStore(Protocol):
    """Keeps bytes under their SHA-256, immutable."""

    def begin(self) -> Incoming:
        """Start taking bytes in."""
        ...

    def open(self, sha256: str) -> int:
        """A read-only descriptor of an original; the caller closes it. Raises ``NotFoundError``."""
        ...
