"""ZIP archives: all methods and locks that are met, and what can be saved of broken ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from stat import S_ISLNK
from zlib import crc32

from muniment import __version__
from muniment.counting import counted
from muniment.model import EntryKind, State
from muniment.read.formats.containers import members, zip_content
from muniment.read.formats.containers.bomb_guard import BombGuard
from muniment.read.formats.containers.member_names import MOST_NAMES, encoding_of, recoded
from muniment.read.formats.containers.zip_crypto import password_bytes
from muniment.read.formats.containers.zip_directory import (
    DESCRIPTOR,
    FLAG_MASKED,
    FLAG_UTF8,
    LOCAL,
    Directory,
    ZipEntry,
    extra_field,
    find_directory,
    listed,
    local_header,
    searched,
)
from muniment.read.reader import (
    Damaged,
    Document,
    FactFound,
    Found,
    MemberFound,
    ReadingStopped,
    Shortfall,
    Unlocked,
)

_EXTRA_UNICODE_NAME = 0x7075
_EXTRA_TIMES = 0x5455
_HOST_UNIX = 3
_HOST_MAC_OS = 19
_LONGEST_TARGET = 4096
_DESCRIPTOR_BYTES = 24
"""The longest record behind a member's data."""

_SET = "part of a set of archives"


class ZipReader:
    """ZIP and the many formats that are ZIP beneath."""

    name = "zip"
    version = __version__
    media_types = frozenset({"application/zip", "application/java-archive"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield the members. Raises ``Locked``, ``Damaged`` or ``Refused``."""
        yield from _Reading(document).run()


@dataclass(slots=True)
class _Reading:
    """One reading of one archive: what it has met so far."""

    document: Document
    guard: BombGuard = field(init=False)
    encoding: str | None = None
    password: bytes | None = None
    locked: int = 0
    given: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)
    lost: list[ZipEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.guard = BombGuard(self.document)

    def run(self) -> Iterator[Found]:
        directory = find_directory(self.document.file, self.document.size)
        if directory is None:
            yield from self._salvage()
        else:
            yield from self._by_list(directory)
        self.guard.check()
        yield from members.still_locked(self.locked, self.given)

    def _by_list(self, directory: Directory) -> Iterator[Found]:
        if directory.comment:
            yield FactFound("comment", directory.comment.decode("utf-8", "replace"))
        if directory.disk:
            yield Shortfall(f"{_SET}, the last of {directory.disk + 1}: most of its files stand in the others")
        file = self.document.file
        try:
            self.encoding = encoding_of(_to_recode(listed(file, directory)))
        except Damaged:
            # Said when the same place is met below.
            self.encoding = None
        count = 0
        try:
            for entry in listed(file, directory):
                count += 1
                yield from self._listed_member(entry, directory)
        except Damaged as stop:
            yield Shortfall(f"{stop.reason} after {counted(count, 'file')}: the others were searched for")
        yield from self._unlisted(directory)

    def _listed_member(self, entry: ZipEntry, directory: Directory) -> Iterator[Found]:
        """Give the member if it begins where the list says, counted from the archive's begin or from the file's."""
        if entry.disk == directory.disk:
            places = (entry, replace(entry, at=entry.at - directory.shift))
            placed = next((place for place in places if local_header(self.document.file, place.at)), None)
            if placed is None:
                self.lost.append(entry)
                return
            entry = placed
        yield from self._member(entry, directory.disk)

    def _salvage(self) -> Iterator[Found]:
        """Give what can be found without the list of members."""
        file, size = self.document.file, self.document.size
        self.encoding = encoding_of(_to_recode(searched(file, 0, size)))
        count = 0
        for entry in searched(file, 0, size):
            count += 1
            yield from self._member(entry, 0)
        is_part = self.document.head(8) == DESCRIPTOR + LOCAL
        if is_part:
            yield Shortfall(f"{_SET}, and not the last: files that begin or end in the others are missing or cut off")
        elif count:
            yield Shortfall(
                "the archive breaks off or its end is damaged, and with it the list of its files: "
                f"{counted(count, 'was', 'were')} found by searching, some may be missing"
            )
        else:
            raise Damaged("the archive is damaged: neither the list of its files nor any file could be found")

    def _unlisted(self, directory: Directory) -> Iterator[Found]:
        """Give members that stand in the file though its list does not name them, or names another place."""
        count, misplaced = 0, {entry.untrusted_name: entry for entry in self.lost}
        for start, end in self._gaps(directory):
            for entry in searched(self.document.file, start, end):
                count += misplaced.pop(entry.untrusted_name, None) is None
                yield from self._member(entry, 0)
        if count:
            stand = counted(count, "file stands", "files stand")
            yield Shortfall(f"{stand} in the archive that its list does not name: all that was found is given")
        for entry in misplaced.values():
            self.guard.member()
            reason = "the archive's list names it, but it does not stand where the list says, nor anywhere else"
            yield members.without_bytes(self._shown_name(entry), State.DAMAGED, reason, _modified(entry))

    def _gaps(self, directory: Directory) -> Iterator[tuple[int, int]]:
        """Where nothing stands that the list knows of."""
        at = 0
        end_of_list = directory.start + directory.length
        for start, end in (*sorted(self.spans), (directory.start, end_of_list), (self.document.size,) * 2):
            if start - at > _DESCRIPTOR_BYTES:
                yield at, start
            at = max(at, end)

    def _member(self, entry: ZipEntry, disk: int) -> Iterator[Found]:
        self.guard.member()
        untrusted_name = self._shown_name(entry)
        modified = _modified(entry)
        if entry.disk != disk:
            reason = f"stands in another part of the set, number {entry.disk + 1}"
            yield members.without_bytes(untrusted_name, State.DAMAGED, reason, modified)
            return
        self._remember(entry)
        unusual = self._without_bytes(entry, untrusted_name, modified)
        if unusual:
            yield unusual
        elif entry.is_encrypted:
            yield from self._locked_member(entry, untrusted_name, modified)
        else:
            yield self._given(entry, untrusted_name, modified, None)

    def _shown_name(self, entry: ZipEntry) -> bytes:
        return recoded(_name(entry), None if entry.flags & FLAG_UTF8 else self.encoding)

    def _remember(self, entry: ZipEntry) -> None:
        header = local_header(self.document.file, entry.at)
        if header:
            self.spans.append((entry.at, header.data_at + (entry.packed or 0)))

    def _without_bytes(self, entry: ZipEntry, untrusted_name: bytes, modified: str) -> MemberFound | None:
        """The member as a folder, link or special file, if it is one."""
        if untrusted_name.endswith(b"/") and not entry.packed:
            return members.folder(untrusted_name, modified)
        if entry.host not in {_HOST_UNIX, _HOST_MAC_OS}:
            return None
        mode = entry.attributes >> 16
        if S_ISLNK(mode) and not entry.is_encrypted and entry.size <= _LONGEST_TARGET:
            try:
                return members.symlink(untrusted_name, self._target(entry), modified)
            except ReadingStopped:
                # Then the member is given as a file, and says itself what is wrong with it.
                return None
        return None if entry.packed else members.unusual(untrusted_name, mode, modified)

    def _target(self, entry: ZipEntry) -> bytes:
        return b"".join(self.guard.watch(islice(zip_content.content(self.document.file, entry), 1)))

    def _locked_member(self, entry: ZipEntry, untrusted_name: bytes, modified: str) -> Iterator[Found]:
        if entry.flags & FLAG_MASKED or not zip_content.is_openable(entry):
            self.locked += 1
            reason = "is locked by certificate or in a way that only PKZIP opens"
            yield members.without_bytes(untrusted_name, State.LOCKED, reason, modified)
            return
        was_open = self.password
        if not self._opens(entry):
            self.locked += 1
            reason = (
                f"{members.NEEDS_PASSWORD}: none that was given fits"
                if self.document.passwords
                else members.NEEDS_PASSWORD
            )
            yield members.without_bytes(untrusted_name, State.LOCKED, reason, modified)
            return
        if self.password != was_open and self.password is not None:
            yield Unlocked(self._as_given(self.password))
        yield self._given(entry, untrusted_name, modified, self.password)

    def _opens(self, entry: ZipEntry) -> bool:
        """Find the password for this member, first trying the one that opened the last."""
        file = self.document.file
        if self.password and zip_content.opens(file, entry, self.password, zip_content.SHORT_TRIAL_BYTES):
            return True
        for candidate in (made for password in self.document.passwords for made in password_bytes(password)):
            if zip_content.opens(file, entry, candidate, zip_content.TRIAL_BYTES):
                self.password = candidate
                return True
        return False

    def _as_given(self, made: bytes) -> str:
        return next(password for password in self.document.passwords if made in password_bytes(password))

    def _given(self, entry: ZipEntry, untrusted_name: bytes, modified: str, password: bytes | None) -> MemberFound:
        self.given += 1
        content = self.guard.watch(_lazily(self.document, entry, password))
        return MemberFound(untrusted_name, EntryKind.MEMBER, content, modified=modified)


def _lazily(document: Document, entry: ZipEntry, password: bytes | None) -> Iterator[bytes]:
    yield from zip_content.content(document.file, entry, password)


def _name(entry: ZipEntry) -> bytes:
    """The name as stored, or its better twin in UTF-8 that some programs add."""
    field_ = extra_field(entry.extra, _EXTRA_UNICODE_NAME)
    head = 5
    if field_ and len(field_) > head and int.from_bytes(field_[1:head], "little") == crc32(entry.untrusted_name):
        return field_[head:]
    return entry.untrusted_name


def _to_recode(entries: Iterator[ZipEntry]) -> Iterator[bytes]:
    """Names whose encoding the archive does not tell."""
    for entry in islice(entries, MOST_NAMES):
        if not entry.flags & FLAG_UTF8:
            yield _name(entry)


def _modified(entry: ZipEntry) -> str:
    """The time of last change: exact where an extra field tells, else the wall clock of whoever packed it."""
    times = extra_field(entry.extra, _EXTRA_TIMES)
    if times and len(times) >= 5 and times[0] & 1:  # noqa: PLR2004 - a byte of flags, four of seconds
        return members.iso_time(int.from_bytes(times[1:5], "little", signed=True))
    date, time = entry.dos_date, entry.dos_time
    if not date:
        return ""
    day = f"{1980 + (date >> 9):04}-{date >> 5 & 15:02}-{date & 31:02}"
    return f"{day}T{time >> 11:02}:{time >> 5 & 63:02}:{(time & 31) * 2:02}"
