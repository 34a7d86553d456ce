"""A slot: one thread of ours that keeps one child at work, reading files first and recognising pages after."""

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from muniment.errors import DiskFullError, NotFoundError
from muniment.ingest.harvest import Harvest, LyingChildError
from muniment.ingest.ports import ReadingBook
from muniment.ingest.progress import Counter
from muniment.ingest.queue import Task, WorkQueue
from muniment.ingest.settling import Outcome, Settler
from muniment.limits import MAX_RENDER_PIXELS, MIB, Limits
from muniment.model import State, Word
from muniment.preserve.ledger import PageRecognised, PageToRecognise, ReadingDone, ReadingToDo
from muniment.preserve.originals import OriginalStore
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import Child, ChildLostError, ChildSettings, Deadline, NurseryHandle

SHARED_UP_TO = 1 * MIB
"""Files larger than this get a child to themselves; smaller ones share, since a fork costs about 10 ms."""

JOBS_PER_CHILD = 100
"""Files that share a child before it is replaced: bounds what leaks in a library, and in a child gone bad."""

PAGES_PER_CHILD = 500
"""The same for recognition, whose models take a second to load."""

READY_SECONDS = 60.0
"""How long a child may take to close its doors: 20 ms, unless the machine is very busy."""

LEAST_SURE = 0.6
"""Confidence below which a page does not count as read: pages in a script that no engine knows come out at 0.4 to 0.55,
poor scans in a known one above 0.7."""

BACKSTOP_CPU_SECONDS = 24 * 3600
"""Processor time after which the kernel ends a child even if we have forgotten it."""


LEAST_ROOM = 16 * MIB
"""Room on the disk below which what a reader says against a file is not believed: it may have run out of scratch."""


class NurseryGoneError(Exception):
    """The process that makes children is lost: no fault of the file in hand, which must be read by another's child."""


@dataclass(frozen=True, slots=True)
class SlotSettings:
    """What all slots of a run share."""

    limits: Limits
    passwords: tuple[str, ...]
    languages: tuple[str, ...]
    readable: tuple[Path, ...]
    scratch: Path
    dpi: int


class _Seat:
    """Where one child of one kind sits: made when needed, replaced when worn out or lost."""

    def __init__(self, nursery: NurseryHandle, settings: ChildSettings, scratch: Path, most_jobs: int) -> None:
        self._nursery = nursery
        self._settings = settings
        self._scratch = scratch
        self._most_jobs = most_jobs
        self._child: Child | None = None
        self.jobs = 0

    def child(self, *, alone: bool = False) -> Child:
        """A child ready for a job; a fresh one if the job must be ``alone``. Raises ``NurseryGoneError``."""
        if self._child is not None and (alone or self.jobs >= self._most_jobs):
            self.leave()
        if self._child is None:
            _make_empty(self._scratch)
            try:
                child = self._nursery.child(self._settings, self._scratch)
                child.wait_until_ready(Deadline(READY_SECONDS))
            except ChildLostError as error:
                raise NurseryGoneError from error
            self._child, self.jobs = child, 0
        self.jobs += 1
        return self._child

    def check_nursery(self) -> None:
        """Raise ``NurseryGoneError`` unless a new child can be had: a loss is then the file's own."""
        self.child(alone=True)

    def leave(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.close()
            self._child = None
        self.jobs = 0


class Slot:
    """Works through tasks until there are none."""

    def __init__(
        self,
        number: int,
        nursery: NurseryHandle,
        book: ReadingBook,
        originals: OriginalStore,
        queue: WorkQueue,
        settler: Settler,
        counter: Counter,
        settings: SlotSettings,
    ) -> None:
        self._book = book
        self._settler = settler
        self._originals = originals
        self._queue = queue
        self._counter = counter
        self._settings = settings
        self._limits_told = wire.limits_as_numbers(settings.limits)
        self._spools = settings.scratch / f"spool-{number}"
        limits = settings.limits
        reading = ChildSettings(settings.readable, limits.reader_memory, BACKSTOP_CPU_SECONDS)
        engine = ChildSettings(settings.readable, limits.ocr_memory, BACKSTOP_CPU_SECONDS)
        self._reader = _Seat(nursery, reading, settings.scratch / f"reader-{number}", JOBS_PER_CHILD)
        self._engine = _Seat(nursery, engine, settings.scratch / f"engine-{number}", PAGES_PER_CHILD)

    def work(self, stop: threading.Event, *, reads_only: bool) -> None:
        """Take tasks until the queue has no more, or ``stop`` is set. Raises ``NurseryGoneError``; no task is lost."""
        _make_empty(self._spools)
        try:
            while (task := self._queue.take(reads_only=reads_only)) is not None:
                try:
                    self._do(task)
                except NurseryGoneError:
                    self._queue.give_back(task)
                    raise
                except BaseException:
                    self._queue.done()
                    raise
                if stop.is_set():
                    return
        finally:
            self._counter.doing("")
            self._reader.leave()
            self._engine.leave()

    def _do(self, task: Task) -> None:
        if isinstance(task, ReadingToDo):
            self._engine.leave()  # one busy child for each slot, so that cores are never oversubscribed
            self._read(task)
        else:
            self._recognise(task)
            self._queue.done()

    # reading ---------------------------------------------------------------------------------------------------------

    def _read(self, task: ReadingToDo) -> None:
        self._counter.doing(f"reading {task.sha256[:12]}{task.suffix}")
        harvest = Harvest(self._originals, task.size, self._settings.limits, self._spools)
        try:
            try:
                done = self._harvested(task, harvest)
            except NotFoundError as missing:
                done = ReadingDone(State.FAILED, missing.message, "")
            if done.state not in {State.READ, State.EMPTY}:
                self._require_room()
        except BaseException:
            harvest.close()
            raise
        self._settler.take(Outcome(task.reading, done, harvest))

    def _harvested(self, task: ReadingToDo, harvest: Harvest) -> ReadingDone:
        """Read one file, giving the next reader a go whenever a child is lost."""
        skip, alone, lost = 0, task.size > SHARED_UP_TO, dict[int, str]()
        while True:
            try:
                end = self._one_go(task, harvest, skip, alone=alone)
                return harvest.ended(end, lost)
            except (ChildLostError, LyingChildError) as error:
                was_shared = self._reader.jobs > 1
                self._reader.leave()
                reason = error.reason if isinstance(error, ChildLostError) else str(error)
                over_limit = isinstance(error, ChildLostError) and error.over_limit
                if was_shared and not over_limit:
                    # an earlier file may have spoilt this child: the file is given a fresh one before it is blamed
                    alone = True
                    harvest.start_over(skip)
                    continue
                alone = True
                harvest.note_loss(reason)
                if harvest.attempts_begun <= skip:
                    self._reader.check_nursery()
                    return harvest.broken_off(reason, over_limit=over_limit)
                skip = harvest.attempts_begun
                lost[skip - 1] = reason

    def _one_go(self, task: ReadingToDo, harvest: Harvest, skip: int, *, alone: bool) -> wire.Ended:
        limits = self._settings.limits
        job = wire.ReadJob(task.size, task.suffix, self._settings.passwords, self._limits_told, skip, gathers=not alone)
        descriptor = self._originals.open(task.sha256)
        try:
            child = self._reader.child(alone=alone)
            child.send(job, [descriptor])
            deadline = Deadline(limits.seconds_for(task.size))
            while True:
                message = child.receive(deadline)
                if isinstance(message, wire.Attempt):
                    deadline = Deadline(limits.seconds_for(task.size))
                if (end := harvest.take(message)) is not None:
                    break
        finally:
            os.close(descriptor)
        if alone:
            self._reader.leave()
        return end

    def _require_room(self) -> None:
        """Raise ``DiskFullError`` where a reader may have failed for want of room alone: its file is read again."""
        if shutil.disk_usage(self._settings.scratch).free < LEAST_ROOM:
            raise DiskFullError(
                "The disk is all but full; what was taken in so far is safe.",
                "Free some space, then run the same command again.",
            )

    # recognising -----------------------------------------------------------------------------------------------------

    def _recognise(self, task: PageToRecognise) -> None:
        self._counter.doing(f"recognising page {task.number} of {task.sha256[:12]}")
        try:
            done = self._twice(lambda: self._recognised(task))
        except (ChildLostError, LyingChildError) as error:
            self._engine.leave()
            self._reader.check_nursery()
            done = PageRecognised(task.page, given_up=getattr(error, "reason", str(error)))
        except NotFoundError as missing:
            done = PageRecognised(task.page, given_up=missing.message)
        if done.given_up:
            self._require_room()
        self._book.recognised(done)
        self._counter.add("recognised")

    def _twice(self, work: Callable[[], PageRecognised]) -> PageRecognised:
        """Do it; should a child be lost that had done other work before, once more with fresh ones."""
        try:
            return work()
        except ChildLostError as error:
            if error.over_limit:
                raise
            self._reader.leave()
            self._engine.leave()
            return work()

    def _recognised(self, task: PageToRecognise) -> PageRecognised:
        canvas = os.memfd_create("page", os.MFD_CLOEXEC)
        try:
            drawn = self._drawn(task, canvas)
            if isinstance(drawn, wire.NotDone):
                return PageRecognised(task.page, given_up=drawn.reason)
            size = drawn.width * drawn.height * drawn.channels
            if drawn.width * drawn.height > MAX_RENDER_PIXELS * 2 or os.fstat(canvas).st_size < size:
                raise LyingChildError("the reading process sent something malformed")
            told = self._told(
                wire.RecogniseJob(drawn.width, drawn.height, drawn.channels, self._settings.languages), canvas
            )
        finally:
            os.close(canvas)
        if isinstance(told, wire.NotDone):
            return PageRecognised(task.page, given_up=told.reason)
        words = tuple(Word(word.start, word.end, word.box, word.confidence) for word in told.words)
        if any(not 0 <= word.start <= word.end <= len(told.text) for word in words):
            raise LyingChildError("the recognition engine sent something malformed")
        engine = f"{told.engine} {told.version}"
        return PageRecognised(
            task.page, told.text, told.language, engine, told.confidence, words, shortfall=_shortfall(told)
        )

    def _drawn(self, task: PageToRecognise, canvas: int) -> wire.Drawn | wire.NotDone:
        limits = self._settings.limits
        passwords = (task.password,) if task.password else self._settings.passwords
        job = wire.RenderJob(
            task.size,
            task.suffix,
            task.media_type,
            passwords,
            self._limits_told,
            task.number,
            self._settings.dpi,
        )
        descriptor = self._originals.open(task.sha256)
        try:
            child = self._reader.child()
            child.send(job, [descriptor, canvas])
            message = child.receive(Deadline(limits.seconds_for(task.size)))
        finally:
            os.close(descriptor)
        if isinstance(message, wire.Drawn | wire.NotDone):
            return message
        raise LyingChildError("the reading process spoke out of turn")

    def _told(self, job: wire.RecogniseJob, canvas: int) -> wire.Recognised | wire.NotDone:
        child = self._engine.child()
        child.send(job, [canvas])
        message = child.receive(Deadline(self._settings.limits.ocr_seconds))
        if isinstance(message, wire.Recognised | wire.NotDone):
            return message
        raise LyingChildError("the recognition engine spoke out of turn")


def _shortfall(told: wire.Recognised) -> str:
    """What a recognised page lacks: what the engine says itself, or certainty."""
    if told.shortfall or not told.text.strip() or told.confidence >= LEAST_SURE:
        return told.shortfall
    return (
        f"recognised, but only {told.confidence:.0%} sure: it may be in a script that nothing installed here reads "
        "(see: muniment doctor)"
    )


def _make_empty(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, mode=0o700)
