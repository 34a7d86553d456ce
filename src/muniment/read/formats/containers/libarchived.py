"""Containers read by the libarchive library of the system: RAR, CAB, ISO images and other old ones."""

import locale
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from ctypes import c_int, c_void_p
from itertools import chain, islice
from stat import S_IFMT, S_ISLNK
from typing import Any

from muniment.limits import KIB
from muniment.model import EntryKind, State
from muniment.read.formats.containers import members
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.reader import (
    CHUNK,
    Damaged,
    Document,
    Found,
    Locked,
    MemberFound,
    ReadingStopped,
    Shortfall,
    Unsupported,
)

try:
    import libarchive  # type: ignore[import-untyped] # the library has no type marker
    from libarchive import ffi
    from libarchive.exception import ArchiveError  # type: ignore[import-untyped] # likewise

    _is_encrypted = ffi.ffi("entry_is_encrypted", [c_void_p], c_int)
    _VERSION = str(ffi.version_number())
except (ImportError, OSError, TypeError, AttributeError):  # the binding is there, the system's library is not
    libarchive = None
    _VERSION = "absent"

_MISSING = (
    "reading this format needs the libarchive library, which is not installed; install it with: "
    "apt install libarchive13"
)

_FORMATS = {
    "application/x-rar-compressed": "rar",
    "application/vnd.ms-cab-compressed": "cab",
    "application/x-iso9660-image": "iso9660",
    "application/x-lzh": "lha",
    "application/x-xar": "xar",
    "application/x-tar": "tar",
    "application/x-cpio": "cpio",
    "application/x-archive": "ar",
    "application/x-7z-compressed": "7zip",
}
"""By media type, the one format allowed: libarchive is never left to guess."""

_FILTERS = {"application/x-compress": "compress", "application/x-lz4": "lz4", "application/x-lzma": "lzip"}
"""By media type, the one filter allowed: some others would start programs."""

_RAR5_MAGIC = b"Rar!\x1a\x07\x01\x00"

_CANNOT_UNLOCK = (
    "needs a password, and this kind of locked archive cannot be opened here even with it: "
    "unpack it with the program that made it, and take in what comes out"
)

_NAME = b"content"
_BLOCK = 64 * KIB


def is_there() -> bool:
    """Whether the system has the libarchive library."""
    return libarchive is not None


class LibarchiveReader:
    """Any container that libarchive knows."""

    name = "libarchive"
    version = _VERSION
    media_types = frozenset(_FORMATS)

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the members. Raises ``Locked``, ``Damaged`` or ``Refused``, ``Unsupported`` without the library."""
        if libarchive is None:
            raise Unsupported(_MISSING)
        guard = BombGuard(document)
        locked = given = 0
        with _opened(document, _format_of(document), "none") as archive:
            for entry in _entries(archive):
                guard.member()
                found = _found(entry, guard)
                locked += found.state is State.LOCKED
                given += found.content is not None
                yield found
            guard.check()
        if locked and not given:
            raise Locked(_CANNOT_UNLOCK)
        if locked:
            yield Shortfall(f"{locked} of the {locked + given} files in it are locked: each {_CANNOT_UNLOCK}")


def _format_of(document: Document) -> str:
    if document.head(len(_RAR5_MAGIC)) == _RAR5_MAGIC:
        return "rar5"
    return _FORMATS[document.media_type]


@contextmanager
def _opened(document: Document, archive_format: str, archive_filter: str) -> Iterator[Any]:
    """The archive in ``document``, with only the one format and filter allowed. Raises as ``_stop`` says."""
    document.file.seek(0)
    with ExitStack() as stack:
        stack.enter_context(_unicode_names())
        try:
            archive = stack.enter_context(
                libarchive.stream_reader(
                    document.file, format_name=archive_format, filter_name=archive_filter, block_size=_BLOCK
                )
            )
        except ArchiveError as error:
            raise _stop(error) from error
        yield archive


@contextmanager
def _unicode_names() -> Iterator[None]:
    """Have libarchive give names in UTF-8: in a plain "C" locale it would drop all that are not ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    if "utf" not in before.lower():
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    try:
        yield
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _entries(archive: Any) -> Iterator[Any]:
    """The entries one by one. Raises as ``_stop`` says."""
    listing = iter(archive)
    while True:
        try:
            entry = next(listing, None)
        except ArchiveError as error:
            raise _stop(error) from error
        if entry is None:
            return
        yield entry


def _stop(error: "ArchiveError") -> ReadingStopped:
    """What libarchive complains of, in a reporter's words."""
    complaint = str(error.msg or "").lower()
    if "encrypt" in complaint or "passphrase" in complaint:
        return Locked(_CANNOT_UNLOCK)
    if "volume" in complaint:
        return Damaged("part of a set of archives: unpack the whole set with the program that made it")
    if "unsupported" in complaint or "not supported" in complaint:
        return Unsupported("this variant of the archive format cannot be read here")
    return Damaged("the archive is damaged or breaks off: what came before is kept")


def _found(entry: Any, guard: BombGuard) -> MemberFound:
    pointer = entry._entry_p  # noqa: SLF001 - the binding decodes names; here their bytes are wanted
    untrusted_name = _name(entry)
    modified = members.iso_time(entry.mtime) if entry.mtime is not None else ""
    if S_ISLNK(S_IFMT(entry.filetype)):
        target = ffi.entry_symlink(pointer) or b""
        return members.symlink(untrusted_name, target, modified)
    if entry.islnk and not entry.size:
        target = ffi.entry_hardlink(pointer) or b""
        return members.hardlink(untrusted_name, target, modified)
    if odd := members.unusual(untrusted_name, entry.filetype, modified):
        return odd
    if _is_encrypted(pointer) > 0:
        return members.without_bytes(untrusted_name, State.LOCKED, _CANNOT_UNLOCK, modified)
    return MemberFound(untrusted_name, EntryKind.MEMBER, guard.watch(_content(entry)), modified=modified)


def _name(entry: Any) -> bytes:
    """The name as its bytes; "nameless" where the archive has none that can be told."""
    stored: bytes | None = ffi.entry_pathname(entry._entry_p)  # noqa: SLF001 - the binding decodes; bytes are wanted
    return stored or b"nameless"


def _content(entry: Any) -> Iterator[bytes]:
    try:
        yield from entry.get_blocks(CHUNK)
    except ArchiveError as error:
        complaint = str(error.msg or "").lower()
        if "crc" in complaint or "checksum" in complaint:
            raise Damaged("its checksum does not match: it was altered or damaged; what came out is kept") from error
        raise _stop(error) from error


class LibarchiveFilterReader:
    """Compressed files in variants that our own readers do not know, such as LZ4 from before its frames."""

    name = "libarchive-filter"
    version = _VERSION
    media_types = frozenset(_FILTERS)

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the one member. Raises ``Damaged`` or ``Refused``, ``Unsupported`` without the library."""
        if libarchive is None:
            raise Unsupported(_MISSING)
        guard = BombGuard(document)
        with _opened(document, "raw", _FILTERS[document.media_type]) as archive:
            if not archive.filter_names:
                raise Damaged("this is not the compressed file that it claims to be")
            for entry in _entries(archive):
                content = guard.watch(_content(entry))
                first = tuple(islice(content, 1))
                yield MemberFound(_NAME, EntryKind.MEMBER, chain(first, content))
            guard.check()
