"""Waiting in tests: for what comes in a moment, or never."""

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds. A machine may stand still for half a minute while another writes to its disk; only what is broken takes
longer."""

_LOOK_SECONDS = 0.02


def comes_true(condition: Callable[[], object]) -> bool:
    """Whether ``condition`` holds now or before patience runs out."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_SECONDS)
    return True
