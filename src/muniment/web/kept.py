"""Values that take long to count are kept: shown at once when they are asked for, counted anew beside when stale."""

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

Value = TypeVar("Value")

AT_ONCE_SECONDS = 0.05
"""What takes less than this to count is counted while the page waits; anything slower is counted beside it."""

PATIENCE_SECONDS = 0.1
"""How long a page waits for what was never counted before it is shown without."""

REST = 10
"""While the case changes all the time, counting may take one part in this many of one core, no more."""


class Kept(Generic[Value]):
    """A counted value and the stamp it was counted at. Safe to use from several threads."""

    def __init__(self, count: Callable[[], Value], stamp: Callable[[], Hashable]) -> None:
        self._count = count
        self._stamp = stamp
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._value: Value | None = None
        self._at: Hashable = None
        self._took = 0.0
        self._ended = 0.0

    def get(self) -> Value:
        """The value: as it is now where counting is quick, else as it was a moment ago."""
        if self._value is None:
            with self._counting:
                if self._value is None:
                    self._renew()
        elif self._stamp() != self._at:
            self._catch_up()
        assert self._value is not None
        return self._value

    def soon(self, patience: float = PATIENCE_SECONDS) -> Value | None:
        """The value as ``get`` gives it; None if the first count takes longer than ``patience``, and goes on beside."""
        if self._value is not None:
            return self.get()
        answer: Future[Value] = Future()
        threading.Thread(target=self._answer, args=(answer,), daemon=True).start()
        try:
            return answer.result(patience)
        except TimeoutError:
            return None

    def _answer(self, answer: Future[Value]) -> None:
        try:
            answer.set_result(self.get())
        except BaseException as error:  # noqa: BLE001 - whoever waits for the answer is told
            answer.set_exception(error)

    def _catch_up(self) -> None:
        if self._took < AT_ONCE_SECONDS:
            with self._counting:
                self._renew()
        elif time.monotonic() - self._ended > self._took * REST and self._counting.acquire(blocking=False):
            threading.Thread(target=self._renew_beside, daemon=True).start()

    def _renew_beside(self) -> None:
        try:
            self._renew()
        finally:
            self._counting.release()

    def _renew(self) -> None:
        at, began = self._stamp(), time.monotonic()
        value = self._count()
        with self._lock:
            self._value, self._at = value, at
            self._ended = time.monotonic()
            self._took = self._ended - began
