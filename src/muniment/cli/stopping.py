"""Stopping between two steps when the user presses Ctrl-C, so that what was done can be finished off properly."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C is noted instead of obeyed at once: ask what this gives whether to stop. A second Ctrl-C is obeyed."""
    asked = False

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of signal
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
