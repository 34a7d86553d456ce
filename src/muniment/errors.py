"""Every failure a user can meet: one root, a plain sentence, what to do next, an exit status and an HTTP status."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class MunimentError(Exception):
    """The root of all errors that Muniment raises on purpose.

    ``message`` is a plain sentence for the user; ``advice`` says what to do next.
    """

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 10
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageError(MunimentError):
    """The command line or its arguments make no sense together."""

    code = "usage"
    exit_status = 2
    http_status = 400


class NoCaseError(UsageError):
    """The folder named is not a case."""

    code = "no-case"
    http_status = 404


class CaseExistsError(UsageError):
    """A case stands already where one was to be made."""

    code = "case-exists"
    http_status = 409


class CaseTooNewError(MunimentError):
    """The case was made by a newer version of Muniment."""

    code = "case-too-new"
    exit_status = 3
    http_status = 409


class CaseBusyError(MunimentError):
    """Another process is changing the case."""

    code = "case-busy"
    exit_status = 4
    http_status = 409


class CaseReadOnlyError(MunimentError):
    """The case cannot be written to."""

    code = "case-read-only"
    exit_status = 5
    http_status = 403


class DiskFullError(MunimentError):
    """No room is left where the case is kept."""

    code = "disk-full"
    exit_status = 6
    http_status = 507


class LedgerDamagedError(MunimentError):
    """The ledger cannot be read as the database it should be."""

    code = "ledger-damaged"
    exit_status = 7


class IndexDamagedError(MunimentError):
    """The search index cannot be read; it can be rebuilt from the ledger."""

    code = "index-damaged"
    exit_status = 8


class SandboxMissingError(MunimentError):
    """No protection is in force for reading hostile files."""

    code = "sandbox-missing"
    exit_status = 9


class NotFoundError(MunimentError):
    """What was asked for is not in the case."""

    code = "not-found"
    exit_status = 2
    http_status = 404


class QueryError(UsageError):
    """A search query cannot be understood, or would cost too much.

    ``place`` is the index of the character of the query that is at fault, from 0; None if it is the query as a whole.
    """

    code = "query"

    def __init__(self, message: str, advice: str = "", place: int | None = None) -> None:
        super().__init__(message, advice)
        self.place = place


class SettingsError(UsageError):
    """A settings file or an environment variable holds something unusable."""

    code = "settings"


class WrongHostError(MunimentError):
    """A request named another host: a website tries to reach the workbench under a name of its own."""

    code = "wrong-host"
    http_status = 421


class NotLoggedInError(MunimentError):
    """The browser has not opened the login link."""

    code = "not-logged-in"
    http_status = 401


class NobodyError(MunimentError):
    """Several people take part in the case, and this browser has not said which of them sits before it."""

    code = "nobody"
    http_status = 401


class ForeignRequestError(MunimentError):
    """A change was asked for by a page that is not ours."""

    code = "foreign-request"
    http_status = 403


class PortTakenError(UsageError):
    """The workbench cannot listen where it was told to."""

    code = "port-taken"


class PageNotDrawnError(MunimentError):
    """A page of an original cannot be shown as a picture."""

    code = "page-not-drawn"
    http_status = 422


class NotLookedAtError(MunimentError):
    """A file in which failed redactions were to be looked for cannot be looked at."""

    code = "not-looked-at"
    exit_status = 14
    http_status = 422


def error_named(code: str) -> type[MunimentError]:
    """The class of errors with this ``code``, for one that another process of ours met; the root if there is none."""
    waiting = [MunimentError]
    while waiting:
        found = waiting.pop()
        if found.code == code:
            return found
        waiting.extend(found.__subclasses__())
    return MunimentError


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


@contextmanager
def case_on_disk() -> Iterator[None]:
    """Say in plain words what the disk that holds the case refused: ``OSError`` becomes an error of ours."""
    try:
        yield
    except OSError as error:
        raise _in_plain_words(error) from error


def _in_plain_words(error: OSError) -> MunimentError:
    if error.errno in _FULL:
        return DiskFullError(
            "The disk is full; what was taken in so far is safe.", "Free some space, then run the same command again."
        )
    if error.errno in _CLOSED:
        return CaseReadOnlyError(
            "The case cannot be written to.", "Copy it to a disk where you may write, or ask its owner."
        )
    what = f" at {error.filename}" if error.filename else ""
    return MunimentError(
        f"The disk that holds the case refused its service ({error.strerror or error}){what}.",
        "Look after the disk, then run the same command again: what was taken in so far is safe.",
    )


class ProtectedError(MunimentError):
    """Somebody whom the case protects would leave it in what was to be handed out."""

    code = "protected"
    exit_status = 15
    http_status = 409
