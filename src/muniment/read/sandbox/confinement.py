"""The port through which a child gives up its powers. Adapters close one kind of door each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Profile:
    """What one child may still do: read below ``readable``, write below ``scratch``, use so much memory and time.

    ``memory`` is in bytes on top of what the parent uses; ``cpu_seconds`` is for the child's whole life.
    """

    scratch: Path
    readable: tuple[Path, ...]
    memory: int
    cpu_seconds: int


class Confinement(Protocol):
    """Closes doors for the calling process, for good."""

    def close(self, profile: Profile) -> tuple[str, ...]:
        """Give up powers; returns the names of the protections now in force. Raises ``OSError`` if one cannot be."""
        ...
