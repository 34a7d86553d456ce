"""Taking an original out of the case: never without a line in the custody log."""

import os
from collections.abc import Iterator

from muniment.adapters.case_folder import CaseFolder
from muniment.app import recording
from muniment.limits import MIB

_AT_A_TIME = 1 * MIB


def taken_out(case: CaseFolder, sha256: str, size: int) -> Iterator[bytes]:
    """The bytes of an original. That it is taken out is noted first: what cannot be noted is not given.

    Raises ``NotFoundError`` if it is missing, ``CaseReadOnlyError`` if the log cannot be written.
    """
    descriptor = case.open_originals().open(sha256)
    try:
        recording.original_taken_out(case, sha256, size)
    except BaseException:
        os.close(descriptor)
        raise
    return _bytes_of(descriptor)


def _bytes_of(descriptor: int) -> Iterator[bytes]:
    with open(descriptor, "rb", buffering=0) as file:
        while data := file.read(_AT_A_TIME):
            yield data
