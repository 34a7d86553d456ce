"""Looking through new documents: what the process beside the workbench does, and what it tells.

It imports little, so that it begins soon.
"""

import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search import mentions
from muniment.errors import MunimentError

_TELL_SECONDS = 0.2
"""How often the process says how far it is."""

_NICE = 10
"""The process leaves the cores to whoever reads."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Pages are being looked through: documents ``done`` out of ``total``, 0 while that is not known."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """The last run failed: what happened, and what to do next."""

    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Done:
    """The run has ended; ``busy`` if another process was at it and nothing was done here."""

    busy: bool


Told = Looking | Trouble | Done


def look_through(folder: Path, sender: Connection) -> None:
    """What the process does. It ends by itself when nobody listens any more."""
    os.nice(_NICE)
    told_at = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > _TELL_SECONDS:
            told_at = time.monotonic()
            sender.send(Looking(done, total))

    try:
        sender.send(Done(mentions.refresh(CaseFolder(folder), tell).busy))
    except MunimentError as error:
        sender.send(Trouble(error.message, error.advice))
    except BrokenPipeError:
        return
