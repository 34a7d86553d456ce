"""What taking in needs from the outside, in our own types."""

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from muniment.preserve.ledger import (
    AcquisitionRow,
    KnownFolder,
    NewEntry,
    PageDue,
    PageRecognised,
    PageToRecognise,
    ReadingDone,
    ReadingToDo,
)


class EntryBook(Protocol):
    """Acquisitions and what was found on the disk."""

    def open_acquisition(
        self, root: bytes, *, source: str, operator: str, started: str, program: str, protections: Sequence[str]
    ) -> AcquisitionRow:
        """The unsealed acquisition of ``root``, to be continued, or a new one."""
        ...

    def complete(self, number: int, ended: str) -> None:
        """Note that everything in the acquisition has ended."""
        ...

    def known_folders(self, root: bytes) -> dict[bytes, KnownFolder]:
        """The folders already walked below ``root``, by path."""
        ...

    def known_files(self, folder: int) -> dict[bytes, tuple[int, int, int]]:
        """``name -> (size, mtime, inode)`` of what was last found right in a folder; ``NO_MARK`` where that failed."""
        ...

    def known_root(self, root: bytes) -> tuple[int, int, int] | None:
        """The same of ``root`` itself where it is a single file; None if it is new."""
        ...

    def add(self, found: Sequence[NewEntry], listings: Sequence[tuple[int, bytes]] = ()) -> list[int]:
        """Record what was found, and which folders' listings are complete, in one transaction; returns ids.

        What is looked at ``again`` takes over the entry that tells of the earlier failure.
        """
        ...


class ReadingBook(Protocol):
    """What is to be read or recognised, and what came of it."""

    def to_read(self, after: int, limit: int) -> list[ReadingToDo]:
        """Readings still to be made with ids above ``after``, in order."""
        ...

    def to_recognise(self, after: int, limit: int) -> list[PageToRecognise]:
        """Pages whose picture waits, with ids above ``after``, in order."""
        ...

    def settle(self, outcomes: Sequence[tuple[int, ReadingDone]]) -> None:
        """Record outcomes of readings, by their numbers, in one transaction."""
        ...

    def recognised(self, done: PageRecognised) -> None:
        """Record what became of one page's picture."""
        ...


class IndexKeeper(Protocol):
    """Keeps the index up with the ledger while a run goes on."""

    def run(self, over: threading.Event) -> None:
        """Index until ``over`` is set and nothing is due."""
        ...


class IndexFeed(Protocol):
    """What the index has still to take in, and what it must let go."""

    def due(self, taken: Mapping[int, int]) -> list[PageDue]:
        """The next pages to index, but for those ``taken``: by page, the ``due`` it had."""
        ...

    def stale(self) -> list[int]:
        """Pages that are gone and must leave the index."""
        ...

    def indexed(self, pages: Mapping[int, int], removed: Collection[int]) -> None:
        """Note what the index has durably done: pages by the ``due`` they had, and those it has let go."""
        ...
