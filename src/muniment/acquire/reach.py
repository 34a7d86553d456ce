"""Reaching paths longer than the system takes in one call: folder by folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

MAX_PATH = 4_000
"""Bytes of a path that every call takes: Linux has 4,096 for all of it."""


@contextmanager
def reached(path: bytes) -> Iterator[tuple[bytes, int | None]]:
    """A path short enough for one call, and the descriptor of the folder it starts from (None: none needed).

    Raises ``OSError`` if a folder on the way cannot be passed.
    """
    if len(path) <= MAX_PATH:
        yield path, None
        return
    *stretches, last = _stretches(path)
    folder: int | None = None
    try:
        for stretch in stretches:
            further = os.open(stretch, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            if folder is not None:
                os.close(folder)
            folder = further
        yield last, folder
    finally:
        if folder is not None:
            os.close(folder)


def _stretches(path: bytes) -> Iterator[bytes]:
    """``path`` cut at its slashes into pieces of no more than ``MAX_PATH`` bytes; only the first may be absolute."""
    while len(path) > MAX_PATH:
        stretch, slash, _ = path[:MAX_PATH].rpartition(b"/")
        if not stretch:
            break  # a single name that is too long: the system will say so
        yield stretch
        path = path[len(stretch) + len(slash) :].lstrip(b"/")
    yield path
