"""The program that keeps the index up with the ledger. Started by ``IndexingProcess`` only."""

import argparse
import json
import os
import sys
import threading
import time
from pathlib import Path

from muniment.adapters.allocator import keep_to_few_arenas
from muniment.adapters.indexing_process import FAILED, LOOK_SECONDS, ORPHANED, OVER
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.tantivy_index import TantivyWriter
from muniment.errors import CaseBusyError, MunimentError
from muniment.ingest.indexing import Indexer
from muniment.read.sandbox.nursery import die_with_parent

LOCK_SECONDS = 10.0
"""How long the index's lock may be held by the process of a run that was killed a moment ago."""

_STDIN = 0
"""Read without Python's buffer, whose lock a thread that waits would hold when the process ends."""


def main() -> int:
    """Be the process: ``LEDGER INDEX``. Returns the exit status; a failure is told on standard output as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger", type=Path)
    parser.add_argument("index", type=Path)
    arguments = parser.parse_args()
    die_with_parent()
    keep_to_few_arenas()
    over = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(over,), daemon=True).start()
    database = Database(arguments.ledger)
    try:
        Indexer(Indexing(database), lambda: _writer(arguments.index)).run(over)
    except MunimentError as error:
        print(json.dumps({"code": error.code, "message": error.message, "advice": error.advice}))  # noqa: T201 - told to our parent
        return FAILED
    finally:
        database.close()
    return 0


def _wait_for_the_end(over: threading.Event) -> None:
    if os.read(_STDIN, len(OVER)) != OVER:
        os._exit(ORPHANED)  # our parent has gone without a word: whoever comes next goes on from the ledger
    over.set()


def _writer(index: Path) -> TantivyWriter:
    """The writer, once the process of a run that was killed a moment ago has let go of the lock."""
    patience = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            writer = TantivyWriter(index)
            writer.take_lock()
        except CaseBusyError:
            if time.monotonic() > patience:
                raise
            time.sleep(LOOK_SECONDS)
        else:
            return writer


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
