"""How far a run has come, counted by its threads and read by whoever shows it."""

import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a run. Counts are of this run alone; ``seconds`` since its start."""

    found: int
    read: int
    to_read: int
    pages: int
    recognised: int
    to_recognise: int
    seconds: float
    walking: bool
    now: str


class Counter:
    """Collects counts from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}
        self._started = time.monotonic()
        self._now: dict[int, str] = {}
        self.walking = True

    def add(self, what: str, count: int = 1) -> None:
        """Count ``what``."""
        with self._lock:
            self._counts[what] = self._counts.get(what, 0) + count

    def doing(self, what: str) -> None:
        """Say what this thread works on now; "" for nothing."""
        with self._lock:
            self._now[threading.get_ident()] = what

    def snapshot(self, to_read: int, to_recognise: int) -> Progress:
        """The present moment, with what is known to wait."""
        with self._lock:
            counts = dict(self._counts)
            now = next((what for what in self._now.values() if what), "")
        return Progress(
            found=counts.get("found", 0),
            read=counts.get("read", 0),
            to_read=to_read,
            pages=counts.get("pages", 0),
            recognised=counts.get("recognised", 0),
            to_recognise=to_recognise,
            seconds=time.monotonic() - self._started,
            walking=self.walking,
            now=now,
        )
