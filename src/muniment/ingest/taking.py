"""Walking what was handed over and keeping every file's bytes, before anything looks inside them."""

import errno
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from muniment.acquire.names import suffix_of
from muniment.acquire.reach import reached
from muniment.acquire.walk import Listing, Seen, list_folder, look_at, trouble_of
from muniment.ingest.ports import EntryBook
from muniment.ingest.progress import Counter
from muniment.model import EntryKind, State
from muniment.preserve.ledger import NO_MARK, KnownFolder, NewEntry
from muniment.preserve.originals import Incoming, OriginalStore

CHUNK = 1 << 20
"""Bytes copied at a time: memory stays flat whatever the size of the file."""

BATCH_ENTRIES = 64
BATCH_BYTES = 32 << 20
"""What is recorded in one transaction: soon enough to be read while the walk goes on, rarely enough to be cheap."""

KEEPERS = 8
"""Files copied at once. Each waits for the disk to have it for good; disks settle eight waits in the time of one."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be walked, recorded already under ``entry``; ``listing`` is the digest of its last full walk."""

    source: bytes
    path: bytes
    entry: int
    listing: bytes


class Taker:
    """Takes in one path for one acquisition."""

    def __init__(
        self, book: EntryBook, originals: OriginalStore, acquisition: int, counter: Counter, stop: threading.Event
    ) -> None:
        self._book = book
        self._originals = originals
        self._acquisition = acquisition
        self._counter = counter
        self._stop = stop
        self._keepers = ThreadPoolExecutor(KEEPERS, "keep")

    def take(self, root: bytes) -> None:
        """Take in ``root`` (an absolute path) and all below it; what is known and unchanged is passed over."""
        with self._keepers:
            self._take(root)

    def _take(self, root: bytes) -> None:
        seen = look_at(root)
        if seen.kind is not EntryKind.FOLDER:
            known_mark = self._book.known_root(root)
            if known_mark != seen.mark:
                entry = self._entry(seen, None, seen.name)
                self._book.add([replace(entry, again=known_mark == NO_MARK)])
                self._counter.add("found")
            return
        known = self._book.known_folders(root)
        waiting = [self._folder(seen, None, seen.name, known)]
        while waiting and not self._stop.is_set():
            waiting.extend(reversed(list(self._take_folder(waiting.pop(), known))))

    def _folder(self, seen: Seen, parent: int | None, path: bytes, known: dict[bytes, KnownFolder]) -> _Folder:
        if (old := known.get(path)) is not None:
            return _Folder(seen.source, path, old.entry, old.listing)
        number = self._book.add([self._entry(seen, parent, path)])[0]
        self._counter.add("found")
        return _Folder(seen.source, path, number, b"")

    def _take_folder(self, folder: _Folder, known: dict[bytes, KnownFolder]) -> Iterator[_Folder]:
        listing = list_folder(folder.source)
        if listing.digest != folder.listing or not listing.digest:
            self._take_files(folder, listing)
        for seen in listing.children:
            if seen.kind is EntryKind.FOLDER and not seen.trouble:
                yield self._folder(seen, folder.entry, folder.path + b"/" + seen.name, known)

    def _take_files(self, folder: _Folder, listing: Listing) -> None:
        """Record what is new in a folder; its digest is noted last, so that a break here is made good next time.

        Where something could not be had the digest is left out: the next ingest tries again.
        """
        known = self._book.known_files(folder.entry)
        new = [one for one in listing.children if one.kind is not EntryKind.FOLDER and known.get(one.name) != one.mark]
        complete, last = bool(listing.digest), list[NewEntry]()
        for lot in _lots(new):
            self._record(last)
            if self._stop.is_set():
                return
            found = self._keepers.map(lambda seen: self._entry(seen, folder.entry, folder.path + b"/" + seen.name), lot)
            last = [replace(one, again=True) if known.get(one.name) == NO_MARK else one for one in found]
            complete = complete and all(one.state is not State.FAILED for one in last)
        earlier_trouble = known.get(b"") == NO_MARK
        if listing.trouble or earlier_trouble:
            last.append(replace(self._contents_of(folder, listing.trouble), again=earlier_trouble))
        self._record(last, [(folder.entry, listing.digest)] if complete else [])

    def _contents_of(self, folder: _Folder, trouble: str) -> NewEntry:
        """A folder that cannot be listed hides an unknown number of files: one entry stands for them."""
        state, reason = State.NOTED, "the contents of this folder could not be listed at first; now they are"
        if trouble:
            state, reason = State.FAILED, f"the contents of this folder are unknown: {trouble}"
        path = folder.path + b"/"
        return NewEntry(self._acquisition, folder.entry, EntryKind.SPECIAL, b"", path, state=state, reason=reason)

    def _record(self, entries: list[NewEntry], listings: list[tuple[int, bytes]] | None = None) -> None:
        self._book.add(entries, listings or ())
        self._counter.add("found", len(entries))

    def _entry(self, seen: Seen, parent: int | None, path: bytes) -> NewEntry:
        if seen.kind is EntryKind.FILE and not seen.trouble:
            return self._kept(seen, parent, path)
        state, reason = _end_of(seen)
        return NewEntry(
            self._acquisition,
            parent,
            seen.kind,
            seen.name,
            path,
            seen.size,
            seen.mtime_ns,
            seen.inode,
            seen.target,
            state=state,
            reason=reason,
        )

    def _kept(self, seen: Seen, parent: int | None, path: bytes) -> NewEntry:
        """Copy a file's bytes into the originals."""
        entry = NewEntry(self._acquisition, parent, seen.kind, seen.name, path, seen.size, seen.mtime_ns, seen.inode)
        incoming = self._originals.begin()
        try:
            caveat = _copy(seen, incoming)
        except OSError as error:
            incoming.discard()
            return replace(entry, state=State.FAILED, reason=trouble_of(error))
        except BaseException:
            incoming.discard()
            raise
        sha256, size = incoming.keep()
        return replace(
            entry,
            size=size,
            sha256=sha256,
            suffix=suffix_of(seen.name),
            state=None if size else State.EMPTY,
            reason="" if size else "a blank file: it holds no bytes",
            caveat=caveat,
        )


def _copy(seen: Seen, incoming: Incoming) -> str:
    """Copy; returns a caveat if the file changed meanwhile. Raises ``OSError`` if it cannot be read."""
    # O_NONBLOCK: should the file have been swapped for a pipe since it was listed, opening must not wait for a writer
    with reached(seen.source) as (near, start):
        descriptor = os.open(near, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=start)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
        most = min(CHUNK, seen.size + 1)  # what is asked for is set aside, were it never used
        while data := os.read(descriptor, most):
            incoming.write(data)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    listed = (seen.size, seen.mtime_ns, seen.inode)
    marks = [(status.st_size, status.st_mtime_ns, status.st_ino) for status in (before, after)]
    if marks == [listed, listed]:
        return ""
    return "the file changed while it was being taken in: what is kept may mix its old and new content"


def _end_of(seen: Seen) -> tuple[State, str]:
    if seen.trouble:
        return State.FAILED, seen.trouble
    if seen.kind is EntryKind.FOLDER:
        return State.NOTED, "a folder"
    if seen.kind is EntryKind.SYMLINK:
        target = seen.target.decode("utf-8", "backslashreplace")
        return State.NOTED, f"a symbolic link to {target}: recorded, not followed"
    return State.NOTED, f"{seen.what}: recorded, not opened"


def _lots(found: Iterable[Seen]) -> Iterator[list[Seen]]:
    """Divide what is new into lots of a bounded number and size."""
    lot: list[Seen] = []
    size = 0
    for seen in found:
        lot.append(seen)
        size += seen.size
        if len(lot) >= BATCH_ENTRIES or size >= BATCH_BYTES:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot
