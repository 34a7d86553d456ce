"""How those who search an index and the process that writes it know of each other: by two files beside the index.

Each commit makes a segment, and segments are merged again and again: committing for nobody to see it costs a tenth of
an ingest. So whoever writes gathers, and commits soon only while somebody searches; whoever searches after a pause
says so and waits a moment for what has been gathered.
"""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

ATTENDED_SECONDS = 30.0
"""For how long after a search another is expected: somebody at work searches again within half a minute."""

PATIENCE_SECONDS = 2.0
"""How long a search waits at most for what has been gathered: as old as what it finds may be."""

_LOOK_SECONDS = 0.02
_ASKED = "muniment-asked"
"""Changed at each search."""

_GATHERING = "muniment-gathering.lock"
"""Locked while something is gathered: the lock goes with the process that holds it, however that ends."""


class Attention:
    """Both sides of it, for the index in ``folder``. A folder that cannot be written to hears and says nothing."""

    def __init__(self, folder: Path) -> None:
        self._asked = folder / _ASKED
        self._gathering = folder / _GATHERING
        self._held = -1

    # for those who search ---------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Say that somebody searches, and wait for what has been gathered if nobody had of late."""
        was_paid = self.is_paid()
        with suppress(OSError):  # one who may not write here searches what was committed in its own time
            descriptor = os.open(self._asked, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.utime(descriptor)
            finally:
                os.close(descriptor)
        if not was_paid:
            self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while self._is_gathering() and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)

    def _is_gathering(self) -> bool:
        try:
            descriptor = os.open(self._gathering, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    # for the one who writes -------------------------------------------------------------------------------------------

    def is_paid(self) -> bool:
        """Whether somebody has searched within ``ATTENDED_SECONDS``."""
        try:
            asked = self._asked.stat().st_mtime
        except OSError:
            return False
        return abs(time.time() - asked) < ATTENDED_SECONDS

    def gathering(self) -> None:
        """Begin to gather, if that has not begun. A search that just looks may be in the way: the next lot tells."""
        if self._held >= 0:
            return
        descriptor = os.open(self._gathering, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            self._held = descriptor

    def gathered(self) -> None:
        """All that was gathered can be searched."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1
