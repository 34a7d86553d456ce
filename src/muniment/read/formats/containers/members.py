"""What all containers say in the same words of members that have no bytes to give, and of times."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from stat import S_IFMT, S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

from muniment.model import EntryKind, State
from muniment.read.reader import Locked, MemberFound, Shortfall

NEEDS_PASSWORD = "needs a password"  # noqa: S105 - a reason given to the reporter

_LONGEST_TARGET = 1_000
"""Characters of a link's target that are shown; paths end at some 4,000, and a hostile one need not be read in full."""

_SPECIAL = ((S_ISFIFO, "a named pipe"), (S_ISSOCK, "a socket"), (S_ISCHR, "a device"), (S_ISBLK, "a device"))


def folder(untrusted_name: bytes, modified: str = "") -> MemberFound:
    """A folder: recorded."""
    return MemberFound(untrusted_name, EntryKind.FOLDER, None, State.NOTED, "a folder", modified)


def symlink(untrusted_name: bytes, untrusted_target: bytes, modified: str = "") -> MemberFound:
    """A symbolic link: recorded with where it points to."""
    reason = f"a symbolic link to {shown(untrusted_target)}: recorded, not followed"
    return MemberFound(untrusted_name, EntryKind.SYMLINK, None, State.NOTED, reason, modified)


def hardlink(untrusted_name: bytes, untrusted_target: bytes, modified: str = "") -> MemberFound:
    """A second name for a member whose bytes stand under its first."""
    reason = f"a second name for {shown(untrusted_target)}, where its bytes are"
    return MemberFound(untrusted_name, EntryKind.SYMLINK, None, State.NOTED, reason, modified)


def special(untrusted_name: bytes, what: str, modified: str = "") -> MemberFound:
    """A pipe, socket, device …: ``what`` names it."""
    return MemberFound(untrusted_name, EntryKind.SPECIAL, None, State.NOTED, f"{what}: recorded, not opened", modified)


def without_bytes(untrusted_name: bytes, state: State, reason: str, modified: str = "") -> MemberFound:
    """A member whose bytes cannot be had."""
    return MemberFound(untrusted_name, EntryKind.MEMBER, None, state, reason, modified)


def unusual(untrusted_name: bytes, mode: int, modified: str = "") -> MemberFound | None:
    """A folder or special file told by its Unix ``mode``; None for a plain file, a link or an unknown mode."""
    if S_IFMT(mode) == 0 or S_ISREG(mode) or S_ISLNK(mode):
        return None
    if S_ISDIR(mode):
        return folder(untrusted_name, modified)
    for is_it, what in _SPECIAL:
        if is_it(mode):
            return special(untrusted_name, what, modified)
    return None


def still_locked(locked: int, given: int) -> Iterator[Shortfall]:
    """Say how many files of an archive need a password that nobody gave. Raises ``Locked`` if all do."""
    if locked and not given:
        needing = "the one file in it needs" if locked == 1 else f"all {locked:,} files in it need"
        raise Locked(f"{needing} a password")
    if locked:
        need = "needs" if locked == 1 else "need"
        yield Shortfall(f"{locked:,} of the {locked + given:,} files in it {need} a password")


def shown(untrusted_path: bytes) -> str:
    """A path out of a container, safe to stand in a sentence."""
    text = untrusted_path.decode("utf-8", "backslashreplace")[:_LONGEST_TARGET]
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text) or "nowhere"


def iso_time(seconds: float) -> str:
    """Seconds since 1970 UTC in ISO 8601; "" for what no calendar knows."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    except (OverflowError, ValueError):
        return ""
    return moment.isoformat().replace("+00:00", "Z")
