"""Writing a file that appears whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from muniment.errors import DiskFullError, UsageError


@contextmanager
def replacing(file: Path) -> Iterator[IO[bytes]]:
    """A new file that takes the place of ``file`` when the block ends without an error; only its owner may read it.

    Raises ``UsageError`` or ``DiskFullError``.
    """
    if file.is_dir():
        raise UsageError(f"{file} is a folder.", "Name a file in it.")
    try:
        with NamedTemporaryFile("wb", dir=file.absolute().parent, prefix=".muniment.", delete=False) as made:
            part = Path(made.name)
            try:
                yield made
                made.flush()
                os.fsync(made.fileno())
                part.rename(file)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFullError(f"The disk is full; {file} was not written.", "Free some space.") from error
        raise UsageError(
            f"{file} cannot be written ({error.strerror}).", "Name a place where you may write."
        ) from error
