"""Tape archives: every dialect that Python knows, cut-off and joined ones too."""

import tarfile
from collections.abc import Iterator

from muniment import __version__
from muniment.counting import counted
from muniment.model import EntryKind
from muniment.read.formats.containers import members
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.formats.containers.decoders import pieces
from muniment.read.formats.containers.member_names import encoding_of, recoded
from muniment.read.reader import CHUNK, Damaged, Document, Found, MemberFound, Shortfall

_BLOCK = 512
_ENCODING, _ERRORS = "utf-8", "surrogateescape"
"""So that every name can be turned back into the bytes that stand in the archive."""

_BREAKS_OFF = "the archive breaks off inside this file; what came out is kept"

_GLOBAL_HEADER = b"g"
_TYPE_AT = 156

_BREAKS = (tarfile.TarError, OSError, ValueError, OverflowError, RecursionError, UnicodeError, KeyError, IndexError)
"""What ``tarfile`` raises at headers that break its rules."""


class TarReader:
    """Tape archives, read by Python's own ``tarfile``."""

    name = "tar"
    version = __version__
    media_types = frozenset({"application/x-tar"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the members. Raises ``Damaged`` or ``Refused``."""
        guard = BombGuard(document)
        encoding = encoding_of(_name(info) for info in _Headers(document))
        headers = _Headers(document)
        for info in headers:
            guard.member()
            yield _found(document, headers.archive, info, encoding, guard)
        guard.check()
        if not headers.count:
            raise Damaged("no file could be found in this archive")
        for shortfall in headers.shortfalls():
            yield Shortfall(shortfall)


class _Headers:
    """The members of a tape archive in order, and afterwards what was wrong between them.

    ``tarfile`` stops in silence at a broken header; told to go on, it skips in silence. So the gaps are looked at here.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.count = 0
        self._rubbish_at: int | None = None
        self._breaks_off = False
        document.file.seek(0)
        try:
            self.archive = tarfile.open(  # noqa: SIM115 - the handle is not ours to close
                fileobj=document.file, mode="r:", encoding=_ENCODING, errors=_ERRORS, ignore_zeros=True
            )
        except _BREAKS as error:
            raise Damaged("the archive is damaged at its very beginning") from error

    def __iter__(self) -> Iterator[tarfile.TarInfo]:
        expected = 0
        while (info := self._next()) is not None:
            self._look_between(expected, info.offset)
            self.count += 1
            yield info
            expected = self.archive.offset
        if not self._breaks_off:
            self._look_between(expected, self._document.size)
        self._breaks_off |= expected > self._document.size

    def _next(self) -> tarfile.TarInfo | None:
        try:
            info = self.archive.next()
        except _BREAKS:
            self._breaks_off = True
            return None
        # The library keeps all it has seen, for looking up by name: with a million members that is a gigabyte.
        self.archive.members.clear()  # type: ignore[attr-defined] # the stubs lack it
        return info

    def _look_between(self, start: int, end: int) -> None:
        """Remember if more than padding stands between two members."""
        at = start
        while at < end and self._rubbish_at is None:
            self._document.file.seek(at)
            block = self._document.file.read(min(_BLOCK, end - at))
            if not block:
                return
            if block[_TYPE_AT : _TYPE_AT + 1] == _GLOBAL_HEADER:
                return
            if block.strip(b"\0"):
                self._rubbish_at = at
            at += len(block)

    def shortfalls(self) -> Iterator[str]:
        """What is missing, in words."""
        if self._rubbish_at is not None:
            yield f"the archive is damaged at byte {self._rubbish_at:,}: files may be missing there"
        if self._breaks_off:
            yield f"the archive breaks off after {counted(self.count, 'file')}"


def _name(info: tarfile.TarInfo) -> bytes:
    return info.name.encode(_ENCODING, _ERRORS)


def _found(
    document: Document, archive: tarfile.TarFile, info: tarfile.TarInfo, encoding: str | None, guard: BombGuard
) -> MemberFound:
    untrusted_name = recoded(_name(info), encoding)
    modified = members.iso_time(info.mtime)
    untrusted_target = recoded(info.linkname.encode(_ENCODING, _ERRORS), encoding)
    if info.isdir():
        return members.folder(untrusted_name, modified)
    if info.issym():
        return members.symlink(untrusted_name, untrusted_target, modified)
    if info.islnk():
        return members.hardlink(untrusted_name, untrusted_target, modified)
    if info.isfifo():
        return members.special(untrusted_name, "a named pipe", modified)
    if info.ischr() or info.isblk():
        return members.special(untrusted_name, "a device", modified)
    content = guard.watch(_content(document, archive, info))
    return MemberFound(untrusted_name, EntryKind.MEMBER, content, modified=modified)


def _content(document: Document, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    chunks = _filled(archive, info) if info.issparse() else pieces(document.file, info.offset_data, info.size)
    length = 0
    for chunk in chunks:
        length += len(chunk)
        yield chunk
    if length < info.size:
        raise Damaged(_BREAKS_OFF)


def _filled(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    """A sparse file with its holes filled."""
    try:
        stream = archive.extractfile(info)
        while stream is not None and (chunk := stream.read(CHUNK)):
            yield chunk
    except _BREAKS as error:
        raise Damaged(_BREAKS_OFF) from error
