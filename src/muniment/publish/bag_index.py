"""What lies in a bag and what its manifests list, set against each other without holding either in memory."""

import os
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

_SCHEMA = """
    CREATE TABLE found (path BLOB PRIMARY KEY, size INTEGER NOT NULL, form BLOB NOT NULL, folded BLOB NOT NULL)
        WITHOUT ROWID;
    CREATE TABLE listed (path BLOB, manifest TEXT, digest TEXT NOT NULL, PRIMARY KEY (path, manifest)) WITHOUT ROWID;
    CREATE TABLE named (folded BLOB, path BLOB, PRIMARY KEY (folded, path)) WITHOUT ROWID;
"""
_PAYLOAD_FOUND = "found.path >= CAST('data/' AS BLOB) AND found.path < CAST('data0' AS BLOB)"


def _kept(path: str) -> bytes:
    return os.fsencode(path)


class BagIndex:
    """A table of files and a table of manifest lines, in a scratch file that vanishes with it.

    Paths are compared byte for byte; ``resolve`` says where the same path in another Unicode form is meant.
    """

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a private file of SQLite's own: in memory while small, on disk when not
        self._base.executescript(_SCHEMA)

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        """An index, closed afterwards."""
        index = cls()
        try:
            yield index
        finally:
            index._base.close()

    def add_file(self, path: str, size: int) -> None:
        """Note a file that lies in the bag."""
        folded = self._name(path)
        form = _kept(unicodedata.normalize("NFC", path))
        self._base.execute("INSERT INTO found VALUES (?, ?, ?, ?)", (_kept(path), size, form, folded))

    def _name(self, path: str) -> bytes:
        folded = _kept(unicodedata.normalize("NFC", path).casefold())
        self._base.execute("INSERT OR IGNORE INTO named VALUES (?, ?)", (folded, _kept(path)))
        return folded

    def has(self, path: str) -> bool:
        """Whether a file lies there."""
        return bool(self._base.execute("SELECT 1 FROM found WHERE path = ?", (_kept(path),)).fetchone())

    def resolve(self, path: str) -> str:
        """The file meant by ``path``: itself if it is there, else the only one of the same name in another form."""
        if self.has(path):
            return path
        form = _kept(unicodedata.normalize("NFC", path))
        # by the folded form, which ``named`` has in order; then by the form itself
        query = "SELECT found.path FROM named JOIN found USING (path) WHERE named.folded = ? AND found.form = ? LIMIT 2"
        folded = _kept(unicodedata.normalize("NFC", path).casefold())
        rows = self._base.execute(query, (folded, form)).fetchall()
        return os.fsdecode(rows[0][0]) if len(rows) == 1 else path

    def add_line(self, manifest: str, path: str, digest: str) -> str:
        """Note what a manifest lists; returns the digest that it had listed for that path before, "" if none."""
        row = self._base.execute("SELECT digest FROM listed WHERE path = ? AND manifest = ?", (_kept(path), manifest))
        if before := row.fetchone():
            return str(before[0])
        self._name(path)
        self._base.execute("INSERT INTO listed VALUES (?, ?, ?)", (_kept(path), manifest, digest))
        return ""

    def payload(self) -> tuple[int, int]:
        """How many payload files lie in the bag, and their bytes in all."""
        query = f"SELECT count(*), coalesce(sum(size), 0) FROM found WHERE {_PAYLOAD_FOUND}"  # noqa: S608 - ours
        count, size = self._base.execute(query).fetchone()
        return int(count), int(size)

    def missing(self) -> Iterator[str]:
        """Paths that are listed and are not there."""
        query = "SELECT DISTINCT path FROM listed WHERE path NOT IN (SELECT path FROM found) ORDER BY path"
        return (os.fsdecode(row[0]) for row in self._base.execute(query))

    def unlisted(self, manifest: str) -> Iterator[str]:
        """Payload files that ``manifest`` does not list; with "" those that none lists."""
        query = (
            f"SELECT path FROM found WHERE {_PAYLOAD_FOUND} AND NOT EXISTS (SELECT 1 FROM listed"  # noqa: S608 - ours
            " WHERE listed.path = found.path AND (? = '' OR manifest = ?)) ORDER BY path"
        )
        return (os.fsdecode(row[0]) for row in self._base.execute(query, (manifest, manifest)))

    def unvouched(self) -> Iterator[str]:
        """Files beside the payload that no manifest lists."""
        query = (
            f"SELECT path FROM found WHERE NOT ({_PAYLOAD_FOUND}) AND path NOT IN (SELECT path FROM listed)"  # noqa: S608 - ours
            " ORDER BY path"
        )
        return (os.fsdecode(row[0]) for row in self._base.execute(query))

    def lists(self, manifest: str, path: str) -> bool:
        """Whether ``manifest`` lists ``path``."""
        query = "SELECT 1 FROM listed WHERE path = ? AND manifest = ?"
        return bool(self._base.execute(query, (_kept(path), manifest)).fetchone())

    def colliding(self) -> Iterator[str]:
        """One path of each group that differ only in case or in Unicode form."""
        query = "SELECT min(path) FROM named GROUP BY folded HAVING count(*) > 1 ORDER BY 1"
        return (os.fsdecode(row[0]) for row in self._base.execute(query))

    def to_hash(self) -> Iterator[tuple[str, int, list[tuple[str, str]]]]:
        """Each file that is listed: its path, its size, and manifest and digest of each line that lists it."""
        query = "SELECT path, size, manifest, digest FROM found JOIN listed USING (path) ORDER BY path, manifest"
        current: tuple[str, int, list[tuple[str, str]]] | None = None
        for path, size, manifest, digest in self._base.execute(query):
            name = os.fsdecode(path)
            if current is not None and current[0] != name:
                yield current
                current = None
            current = current or (name, size, [])
            current[2].append((manifest, digest))
        if current is not None:
            yield current
