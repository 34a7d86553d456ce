"""Where protected persons were found, in a database of its own that can be thrown away: ``derived/sightings.db``.

A row for each reading that was looked through, with all that was found on its pages: few readings hold anything.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from muniment.errors import case_on_disk
from muniment.model import PageKind
from muniment.redact.sightings import Hit

FILE_NAME = "sightings.db"

BUSY_SECONDS = 60

_PRIVATE = 0o600
_TABLE = (
    "CREATE TABLE IF NOT EXISTS looked "
    "(reading INTEGER PRIMARY KEY, digest TEXT NOT NULL, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, "
    "found BLOB NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A hit on a page of a document. ``before`` and ``after`` are a few characters around it."""

    original: str
    page: int
    kind: PageKind
    hit: Hit
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A reading that was looked through: for which register (``stamp``), in which state (``digest``)."""

    reading: int
    digest: str
    stamp: str
    original: str
    found: tuple[Seen, ...]


_found = msgspec.msgpack.Decoder(tuple[Seen, ...])


class SightingStore:
    """Keeps what was found; what is damaged or gone is found again. One thread at a time."""

    def __init__(self, path: Path) -> None:
        with case_on_disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, _PRIVATE))
        self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            self._database.execute(_TABLE)
        except sqlite3.DatabaseError:
            self._database.close()
            path.unlink()
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, _PRIVATE))
            self._database = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._database.execute(_TABLE)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def known(self) -> dict[int, tuple[str, str]]:
        """Digest and stamp of every reading that was looked through."""
        rows = self._database.execute("SELECT reading, digest, stamp FROM looked")
        return {reading: (digest, stamp) for reading, digest, stamp in rows}

    def add(self, looked: Sequence[Looked]) -> None:
        """Put in readings, in place of what was known of them."""
        rows = [(one.reading, one.digest, one.stamp, one.original, msgspec.msgpack.encode(one.found)) for one in looked]
        with closing(self._database.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany("INSERT OR REPLACE INTO looked VALUES (?, ?, ?, ?, ?)", rows)
            cursor.execute("COMMIT")

    def forget(self, readings: Sequence[int]) -> None:
        """Take out readings that are gone."""
        self._database.executemany("DELETE FROM looked WHERE reading = ?", [(one,) for one in readings])

    def found(self, stamp: str, original: str = "") -> Iterator[Seen]:
        """What was found for the register with this stamp, in one document or in all, in the order of readings."""
        query = "SELECT found FROM looked WHERE stamp = ? AND (? = '' OR sha256 = ?) ORDER BY reading"
        for (body,) in self._database.execute(query, (stamp, original, original)):
            yield from _found.decode(body)
