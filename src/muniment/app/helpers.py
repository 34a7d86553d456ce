"""Helpers in the sandbox: the process that children are forked from, and children that see one original each.

What a child says is hostile, and a file may own the child that reads it: so a child that has seen one original is never
given another, and each has a scratch folder of its own, which goes with it.
"""

import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from muniment.adapters import bubblewrap
from muniment.adapters.kernel_confinement import landlock_is_there, library_folders, missing_essentials
from muniment.errors import SandboxMissingError
from muniment.model import State
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import HELPING, READING, Child, ChildLostError, ChildSettings, Deadline, NurseryHandle

StartNursery = Callable[[], NurseryHandle]

READY_SECONDS = 60.0
"""How long a child may take to close its doors: 20 ms, unless the machine is very busy."""

JOBS_PER_CHILD = 200
"""Jobs after which a child is replaced: bounds what leaks in a library, and what an open file gathers in memory."""

MALFORMED = "the process in the sandbox sent something malformed"

_STARTS = 2
"""How often a process to fork from is started for one child: the one that is there may have been killed meanwhile."""

_SCRATCH = "helpers-"
"""What scratch folders are called; the number of the process that made one follows."""

_Told = TypeVar("_Told", bound=wire.Message)


@dataclass(frozen=True, slots=True)
class Seat:
    """A child that waits for jobs, and its scratch folder."""

    child: Child
    scratch: Path

    def close(self) -> None:
        """End the child and remove what it left."""
        self.child.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class Helpers:
    """Children of one process, which is started when first needed. Safe to use from several threads.

    Scratch folders lie in ``within``, whose disk may be encrypted, or where temporary files do if it cannot be written
    to. ``tools`` is what the children work with. Close it when done.
    """

    def __init__(self, within: Path | None = None, *, start: StartNursery | None = None, tools: str = HELPING) -> None:
        self._within = within
        self._start = start or (lambda: nursery_in(self._folder(), tools))
        self._lock = threading.Lock()
        self._nursery: NurseryHandle | None = None
        self._scratch: Path | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def wake(self) -> None:
        """Start the process, which loads every reader. Raises ``SandboxMissingError``, ``ChildLostError``."""
        self._awake()

    def child(self, memory: int, cpu_seconds: int) -> Seat:
        """A child that has seen nothing yet. Raises ``SandboxMissingError``, ``ChildLostError``."""
        settings = ChildSettings(library_folders(), memory, cpu_seconds)
        for _ in range(_STARTS):
            nursery = self._awake()
            folder = self._folder() / secrets.token_hex(8)
            folder.mkdir(mode=0o700)
            try:
                child = nursery.child(settings, folder)
                child.wait_until_ready(Deadline(READY_SECONDS))
            except ChildLostError:
                shutil.rmtree(folder, ignore_errors=True)
                self._forget(nursery)
            else:
                return Seat(child, folder)
        raise ChildLostError("the process that reads files has gone; see: muniment doctor")

    def close(self) -> None:
        """End the process with every child, and remove what they left."""
        with self._lock:
            self._is_closed = True
            nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _awake(self) -> NurseryHandle:
        with self._lock:
            if self._is_closed:
                raise ChildLostError("the program is closing")
            if self._nursery is None:
                nursery = self._start()
                if missing := missing_essentials(nursery.protections):
                    nursery.close()
                    raise SandboxMissingError(
                        f"A stranger's file cannot be opened safely here: {missing}.",
                        "Run: muniment doctor, which says what is missing.",
                    )
                self._nursery = nursery
            return self._nursery

    def _forget(self, nursery: NurseryHandle) -> None:
        with self._lock:
            if self._nursery is nursery:
                self._nursery = None
        nursery.close()

    def _folder(self) -> Path:
        if self._scratch is None:
            self._scratch = _new_scratch(self._within)
        return self._scratch


class Helper:
    """A child that works on one original after another, started when first needed. Used by one thread at a time.

    Another original gets another child, and so does whoever comes after ``JOBS_PER_CHILD`` jobs.
    """

    def __init__(self, helpers: Helpers, memory: int, cpu_seconds: int) -> None:
        self._helpers = helpers
        self._memory = memory
        self._cpu_seconds = cpu_seconds
        self._seat: Seat | None = None
        self._jobs = 0
        self.original = ""

    def ask(
        self, original: str, job: wire.ToChild, descriptors: Sequence[int], wanted: type[_Told], seconds: float
    ) -> _Told | wire.NotDone:
        """What the child says to a job about ``original``, which names it among all that this helper is asked about.

        A child that is lost at a later job may have been worn by those before: the job is given to a new one, once.
        Raises ``ChildLostError`` where the child is lost or says something else than ``wanted``.
        """
        if original != self.original or self._jobs >= JOBS_PER_CHILD:
            self.close()
        is_worn = self._seat is not None
        try:
            return self._told(original, job, descriptors, wanted, seconds)
        except ChildLostError as error:
            self.close()
            if not is_worn or error.over_limit:
                raise
        return self.ask(original, job, descriptors, wanted, seconds)

    def _told(
        self, original: str, job: wire.ToChild, descriptors: Sequence[int], wanted: type[_Told], seconds: float
    ) -> _Told | wire.NotDone:
        if self._seat is None:
            self._seat = self._helpers.child(self._memory, self._cpu_seconds)
        self.original = original
        self._jobs += 1
        child = self._seat.child
        child.send(job, list(descriptors))
        told = child.receive(Deadline(seconds))
        if not isinstance(told, (wanted, wire.NotDone)):
            raise ChildLostError(MALFORMED)
        return told

    def close(self) -> None:
        """End the child."""
        seat, self._seat, self._jobs, self.original = self._seat, None, 0, ""
        if seat is not None:
            seat.close()


def lost(error: ChildLostError) -> wire.NotDone:
    """What a child that was lost would have said."""
    return wire.NotDone(State.FAILED, error.reason)


def nursery_in(scratch: Path, tools: str = READING) -> NurseryHandle:
    """The nursery behind the kernel's own protections or, where Landlock is missing, behind bubblewrap."""
    if landlock_is_there() or not bubblewrap.works():
        return NurseryHandle(tools)
    return NurseryHandle(tools, prefix=bubblewrap.command(library_folders(), scratch))


def _new_scratch(within: Path | None) -> Path:
    """A folder for the children; what killed programs left beside it goes."""
    if within is None or not os.access(within, os.W_OK):
        return Path(tempfile.mkdtemp(prefix=f"muniment-{_SCRATCH}"))
    for leftover in within.glob(f"{_SCRATCH}*"):
        owner = leftover.name.removeprefix(_SCRATCH).partition("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(leftover, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-", dir=within))
