"""7z archives: listed by py7zr, unpacked folder by folder so that one broken file does not take the rest with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from stat import S_ISLNK
from typing import Any
from zlib import crc32

import py7zr
from py7zr.compressor import SupportedMethods
from py7zr.exceptions import (
    ArchiveError,
    PasswordRequired,
    UnsupportedCompressionMethodError,
)

from muniment.model import EntryKind, State
from muniment.read.formats.containers import members
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.formats.containers.decoders import BREAKS_OFF, BROKEN, DAMAGED_DATA
from muniment.read.reader import (
    CHUNK,
    Damaged,
    Document,
    Found,
    Locked,
    MemberFound,
    ReadingStopped,
    Unlocked,
    Unsupported,
)

_LONGEST_TARGET = 4096
_UNIX_EXTENSION = 0x8000
_PATIENCE = 64
"""Blocks taken in without a byte coming out, after which the data counts as cut off."""

_TRIAL_BYTES = 64 * CHUNK
"""Unpacked bytes after which a password that has not failed is believed."""

_BREAKS = (*BROKEN, ArchiveError, KeyError, IndexError, TypeError, AttributeError, AssertionError, StopIteration)
"""What py7zr raises at bytes that break the rules."""


class SevenZipReader:
    """7z, with every method that py7zr knows."""

    name = "py7zr"
    version = py7zr.__version__
    media_types = frozenset({"application/x-7z-compressed"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the members. Raises ``Locked``, ``Damaged``, ``Unsupported`` or ``Refused``."""
        archive, password = _opened(document)
        if password:
            yield Unlocked(password)
        yield from _Reading(document, archive, password).run()


def _opened(document: Document) -> tuple[py7zr.SevenZipFile, str]:
    """The archive, and the password if its very list of files was locked."""
    try:
        return _open(document, None), ""
    except PasswordRequired:
        pass
    except UnsupportedCompressionMethodError as error:
        raise Unsupported("is packed by a method that cannot be read here") from error
    except _BREAKS as error:
        raise Damaged("the archive is damaged or cut off: the list of its files cannot be read") from error
    for password in document.passwords:
        try:
            return _open(document, password), password
        except (*_BREAKS, PasswordRequired):
            # What a wrong password unlocks breaks every rule there is: on to the next.
            continue
    raise Locked(
        "needs a password even to list its files" + (": none that was given fits" if document.passwords else "")
    )


def _open(document: Document, password: str | None) -> py7zr.SevenZipFile:
    document.file.seek(0)
    return py7zr.SevenZipFile(document.file, "r", password=password)


class _Window:
    """The packed bytes of one folder, with a place of its own in the file."""

    def __init__(self, document: Document, start: int) -> None:
        self._file = document.file
        self._at = start

    def read(self, length: int) -> bytes:
        self._file.seek(self._at)
        data = self._file.read(length)
        self._at += len(data)
        return data


@dataclass(slots=True)
class _Solid:
    """One folder of 7z: files packed as a single run, to be unpacked in order."""

    folder: Any
    start: int
    is_locked: bool
    reason: str = ""
    state: State = State.DAMAGED
    decompressor: Any = None
    window: _Window | None = None


@dataclass(slots=True)
class _Reading:
    """One reading of one archive."""

    document: Document
    archive: Any
    password: str
    guard: BombGuard = field(init=False)
    solids: dict[int, _Solid] = field(default_factory=dict)
    locked: int = 0
    given: int = 0

    def __post_init__(self) -> None:
        self.guard = BombGuard(self.document)

    def run(self) -> Iterator[Found]:
        self._find_solids()
        self._refuse_unknown_methods()
        for file in self.archive.files or ():
            self.guard.member()
            yield from self._member(file)
        self.guard.check()
        yield from members.still_locked(self.locked, self.given)

    def _find_solids(self) -> None:
        streams = getattr(self.archive.header, "main_streams", None)
        if streams is None:
            return
        first_stream = 0
        for folder in streams.unpackinfo.folders:
            start = self.archive.afterheader + streams.packinfo.packpositions[first_stream]
            self.solids[id(folder)] = _Solid(folder, start, SupportedMethods.needs_password(folder.coders))
            first_stream += len(folder.packed_indices) or 1

    def _refuse_unknown_methods(self) -> None:
        """Leave the archive to another reader if this one can unpack nothing of it."""
        open_ones = [solid for solid in self.solids.values() if not solid.is_locked]
        for file in self.archive.files or ():
            solid = self.solids.get(id(file.folder))
            if solid and not solid.is_locked and solid.decompressor is None and not solid.reason:
                self._start(solid, file)
        if open_ones and all(solid.state is State.UNSUPPORTED for solid in open_ones):
            raise Unsupported("is packed by a method that cannot be read here")

    def _start(self, solid: _Solid, file: Any) -> None:
        """Make ready to unpack from the beginning; remember why not if that fails."""
        solid.window = _Window(self.document, solid.start)
        try:
            solid.decompressor = solid.folder.get_decompressor(file.compressed, reset=True)
        except UnsupportedCompressionMethodError:
            solid.state, solid.reason = State.UNSUPPORTED, "is packed by a method that cannot be read here"
        except _BREAKS:
            solid.reason = "the description of how it is packed is damaged"

    def _member(self, file: Any) -> Iterator[Found]:
        untrusted_name = str(file.filename).encode("utf-8", "surrogatepass")
        modified = _modified(file)
        solid = self.solids.get(id(file.folder)) if file.folder is not None else None
        unusual = self._without_bytes(file, untrusted_name, modified)
        if unusual:
            yield unusual
        elif file.emptystream or solid is None:
            self.given += 1
            yield MemberFound(untrusted_name, EntryKind.MEMBER, iter(()), modified=modified)
        else:
            yield from self._packed_member(file, solid, untrusted_name, modified)

    def _without_bytes(self, file: Any, untrusted_name: bytes, modified: str) -> MemberFound | None:
        if file.is_directory:
            return members.folder(untrusted_name, modified)
        return members.unusual(untrusted_name, _mode(file), modified) if file.emptystream else None

    def _packed_member(self, file: Any, solid: _Solid, untrusted_name: bytes, modified: str) -> Iterator[Found]:
        if solid.is_locked and solid.decompressor is None and not solid.reason:
            before = self.password
            self._unlock(solid, file)
            if self.password != before:
                yield Unlocked(self.password)
        if solid.state is State.LOCKED:
            self.locked += 1
        if solid.reason:
            yield members.without_bytes(untrusted_name, solid.state, solid.reason, modified)
            return
        self.given += 1
        content = self.guard.watch(_unpacked(solid, file))
        if S_ISLNK(_mode(file)) and file.uncompressed <= _LONGEST_TARGET:
            yield _link(untrusted_name, content, modified)
            return
        yield MemberFound(untrusted_name, EntryKind.MEMBER, content, modified=modified)
        for _ in content:
            # The next file can only be unpacked after this one.
            pass

    def _unlock(self, solid: _Solid, file: Any) -> None:
        """Find the password that opens this folder, first trying the one that opened the last."""
        for password in dict.fromkeys((self.password, *self.document.passwords)):
            solid.folder.password = password
            if password and self._fits(solid, file):
                self.password = password
                solid.reason, solid.state = "", State.DAMAGED
                self._start(solid, file)
                return
        solid.state, solid.reason = State.LOCKED, members.NEEDS_PASSWORD
        if self.document.passwords:
            solid.reason += ": none that was given fits"

    def _fits(self, solid: _Solid, file: Any) -> bool:
        self._start(solid, file)
        if solid.reason:
            return False
        length = 0
        try:
            for chunk in _unpacked(solid, file):
                length += len(chunk)
                if length > _TRIAL_BYTES:
                    return True
        except ReadingStopped:
            solid.reason = ""
            return False
        return True


def _unpacked(solid: _Solid, file: Any) -> Iterator[bytes]:
    """Unpack the next file of a folder, and check it. Raises ``Damaged``."""
    left, crc = file.uncompressed, 0
    while left > 0:
        if solid.reason:
            raise Damaged(solid.reason)
        chunk = _step(solid, min(left, CHUNK))
        left -= len(chunk)
        crc = crc32(chunk, crc)
        yield chunk
    if file.crc32 is not None and crc != file.crc32:
        raise Damaged("its checksum does not match: it was altered or damaged; what came out is kept")


def _step(solid: _Solid, length: int) -> bytes:
    try:
        # Some methods take in a block before anything comes out.
        for _ in range(_PATIENCE):
            chunk = bytes(solid.decompressor.decompress(solid.window, length))
            if chunk:
                return chunk
    except _BREAKS as error:
        solid.reason = "stands behind a damaged place in the archive, from which on nothing can be unpacked"
        raise Damaged(DAMAGED_DATA) from error
    solid.reason = "stands behind the place where the archive breaks off"
    raise Damaged(BREAKS_OFF)


def _link(untrusted_name: bytes, content: Iterator[bytes], modified: str) -> MemberFound:
    try:
        return members.symlink(untrusted_name, b"".join(content), modified)
    except Damaged as stop:
        return MemberFound(untrusted_name, EntryKind.SYMLINK, None, State.DAMAGED, stop.reason, modified)


def _mode(file: Any) -> int:
    """The Unix mode that 7-Zip keeps in the upper half of the attributes; 0 if it does not."""
    properties = file.file_properties()
    attributes = properties.get("attributes") or 0
    return int(attributes) >> 16 if int(attributes) & _UNIX_EXTENSION else 0


def _modified(file: Any) -> str:
    stamp = file.lastwritetime
    return members.iso_time(stamp.totimestamp()) if stamp else ""
