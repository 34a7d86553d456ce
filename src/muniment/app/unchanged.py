"""Seeing quickly that there is nothing to take in: most ingests of a large cache are repeats.

Loads none of the libraries that real work needs, so that looking takes little longer than listing the files does.
"""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from muniment.acquire.walk import glance_at
from muniment.adapters.ledger import LEDGER_FILE
from muniment.adapters.ledger.balance import balance
from muniment.preserve.ledger import Books

_UNFINISHED = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM reading WHERE stage <> 'done')
  OR EXISTS (SELECT 1 FROM page WHERE indexed <= 0)
  OR EXISTS (SELECT 1 FROM stale_page)
  OR EXISTS (SELECT 1 FROM acquisition WHERE state = 'open')
"""

_FOLDERS = """
SELECT entry.path, entry.listing FROM entry JOIN acquisition ON acquisition.id = entry.acquisition_id
WHERE acquisition.root = ? AND entry.kind = 'folder' AND entry.position = 0 ORDER BY entry.id
"""


def books_if_unchanged(case: Path, paths: Sequence[Path]) -> Books | None:
    """The books, if every path is a folder taken in before and not one name, size, time or inode below it differs.

    None means "look properly": something may have changed, work may be left over, or the ledger may be in trouble.
    """
    ledger = case / LEDGER_FILE
    if not ledger.is_file() or not os.access(ledger, os.W_OK):
        return None
    try:
        with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("SELECT value FROM case_info WHERE key = 'schema_version'").fetchone() != ("1",):
                return None
            if connection.execute(_UNFINISHED).fetchone() is not None:
                return None
            if not all(_is_unchanged(connection, path) for path in paths):
                return None
            return balance(connection.execute)
    except (sqlite3.DatabaseError, OSError):
        return None  # the proper look that follows meets the same trouble and explains it


def _is_unchanged(connection: sqlite3.Connection, path: Path) -> bool:
    root = os.fsencode(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link that was handed over
    if os.path.islink(root):  # noqa: PTH114 - names are bytes here, which Path cannot hold
        return False
    known = dict(connection.execute(_FOLDERS, (root,)))
    name = os.path.basename(root)  # noqa: PTH119 - as above
    waiting = [(root, name)]
    while waiting:
        folder, shown_path = waiting.pop()
        digest, inner = glance_at(folder)
        if known.get(shown_path) != digest:
            return False
        waiting.extend((folder + b"/" + one, shown_path + b"/" + one) for one in inner)
    return True
