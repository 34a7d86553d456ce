"""Numbers by the hundred million, sorted out into piles: in memory while they are few, in unnamed files beyond."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
import numpy.typing as npt

PILES = 64
"""A power of two: of the 400 million pairs that a million pages may give, a pile has 50 MB."""

MOST_HELD = 8_000_000
"""Numbers that are held in memory before they go to files: 64 MB."""

Keys = npt.NDArray[np.uint64]


class Piles:
    """Numbers of 64 bits; equal upper halves come to lie in one pile. A context manager; its files have no names."""

    def __init__(self, folder: Path | None, most_held: int = MOST_HELD) -> None:
        """Files are made in ``folder``; without one all is held in memory."""
        self._folder = folder
        self._most_held = most_held
        self._held: list[Keys] = []
        self._count = 0
        self._files: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def add(self, keys: Keys) -> None:
        """Take in numbers, in any order."""
        self._held.append(keys)
        self._count += len(keys)
        if self._folder is not None and self._count > self._most_held:
            self._write()

    def __iter__(self) -> Iterator[Keys]:
        """Pile after pile; a number stands there as often as it was added."""
        if not self._files:
            yield np.concatenate(self._held) if self._held else np.zeros(0, dtype=np.uint64)
            return
        self._write()
        for file in self._files:
            file.seek(0)
            yield np.frombuffer(file.read(), dtype=np.uint64)

    def _write(self) -> None:
        if not self._files:
            self._files = [_unnamed(self._folder) for _ in range(PILES)]
        for keys in self._held:
            piles = ((keys >> np.uint64(32)) & np.uint64(PILES - 1)).astype(np.uint8)
            ordered = keys[np.argsort(piles, kind="stable")]
            ends = np.cumsum(np.bincount(piles, minlength=PILES)).tolist()
            for file, start, end in zip(self._files, [0, *ends], ends, strict=False):
                file.write(ordered[start:end].tobytes())
        self._held, self._count = [], 0


def _unnamed(folder: Path | None) -> IO[Any]:
    return tempfile.TemporaryFile(dir=folder)
