"""Taking in: making a case, ingesting, retrying."""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from muniment import __version__
from muniment.adapters.allocator import keep_to_few_arenas
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.indexing_process import IndexingProcess
from muniment.adapters.kernel_confinement import library_folders, missing_essentials
from muniment.adapters.ledger.custody import operator
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.ledger.readings import RETRIED, Readings
from muniment.app import recording
from muniment.app.helpers import StartNursery, nursery_in
from muniment.app.opening import ledger_of, now
from muniment.errors import SandboxMissingError, UsageError, case_on_disk
from muniment.ingest.progress import Counter, Progress
from muniment.ingest.run import Parts, Root, Run
from muniment.ingest.slot import SlotSettings
from muniment.model import State
from muniment.preserve.ledger import Books
from muniment.read.ocr.recogniser import DPI
from muniment.read.sandbox.pool import NurseryHandle
from muniment.settings import read_settings

LEAST_SECONDS_BETWEEN_COUNTS = 1.0
COUNTING_SHARE = 50
"""Counting what waits may take a fiftieth of the time, however many files there are."""

ShowProgress = Callable[[Progress], None]


def init(folder: Path) -> CaseFolder:
    """Make a case."""
    case = CaseFolder.create(folder)
    recording.case_made(case)
    return case


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to take in; see the command line."""

    source: str = ""
    passwords: tuple[str, ...] = ()
    workers: int = 0
    without_sandbox: bool = False


def ingest(
    case: CaseFolder,
    paths: Sequence[Path],
    options: IngestOptions,
    show: ShowProgress,
    start_nursery: StartNursery | None = None,
) -> Books:
    """Take in ``paths`` and finish whatever an earlier run left; returns the books."""
    case.require()
    roots = list(dict.fromkeys(_root(case, path) for path in paths))
    with case_on_disk(), case.locked(), ledger_of(case) as database:
        return _run(case, database, roots, options, show, start_nursery or partial(nursery_in, case.scratch))


def retry(case: CaseFolder, states: frozenset[State], options: IngestOptions, show: ShowProgress) -> tuple[Books, int]:
    """Read again what ended in ``states`` (none named: whatever did not end well); also tells how many lie sealed."""
    with case_on_disk(), case.locked(), ledger_of(case) as database:
        limits = read_settings(case.folder).limits
        chosen = states or RETRIED - {State.EMPTY}
        again, sealed = Readings(database, limits).retry(chosen)
        recording.retried(database, chosen, again, len(options.passwords))
        return _run(case, database, [], options, show, partial(nursery_in, case.scratch)), sealed


def _run(
    case: CaseFolder,
    database: Database,
    roots: list[bytes],
    options: IngestOptions,
    show: ShowProgress,
    start_nursery: StartNursery,
) -> Books:
    keep_to_few_arenas()
    settings = read_settings(case.folder)
    entries = Entries(database, settings.limits)
    readings = Readings(database, settings.limits)
    originals = case.open_originals()
    originals.prepare()
    started = now()
    opened = [
        entries.open_acquisition(
            root,
            source=options.source,
            operator=operator(),
            started=started,
            program=f"muniment {__version__}",
            protections=(),
        )
        for root in roots
    ]
    recording.begun(database, opened, started, len(options.passwords))
    acquisitions = [Root(one.root, one.id) for one in opened]
    counter = Counter()
    parts = Parts(
        entries,
        readings,
        originals,
        IndexingProcess(Indexing(database), case.ledger, case.index),
        lambda: _nursery(start_nursery, options, entries, [root.acquisition for root in acquisitions]),
        _slot_settings(case, options),
        options.workers or settings.workers,
    )
    tick = _Ticker(counter, readings, show)
    try:
        Run(parts, counter).go(acquisitions, tick)
    finally:
        shutil.rmtree(case.scratch, ignore_errors=True)
    for root in acquisitions:
        entries.complete(root.acquisition, now())
    books = Queries(database).books()
    recording.completed(database, opened, books)
    return books


def _root(case: CaseFolder, path: Path) -> bytes:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a link that was handed over
    if not os.path.lexists(absolute):
        raise UsageError(f"There is nothing at {path}.", "Check the path; the disk may not be mounted.")
    folder = case.folder.resolve()
    real = absolute.resolve()
    if real == folder or folder in real.parents:
        raise UsageError(f"{path} lies inside the case itself.", "Name the folder that was handed over.")
    if real in folder.parents:
        raise UsageError(
            f"The case lies inside {path}: taking it in would take in the case.",
            "Keep the case outside of what was handed over: muniment init ELSEWHERE.",
        )
    return os.fsencode(absolute)


def _slot_settings(case: CaseFolder, options: IngestOptions) -> SlotSettings:
    settings = read_settings(case.folder)
    case.scratch.mkdir(mode=0o700, exist_ok=True)
    return SlotSettings(
        settings.limits,
        options.passwords,
        settings.languages,
        library_folders(),
        case.scratch,
        DPI,
    )


def _nursery(
    start: StartNursery, options: IngestOptions, entries: Entries, acquisitions: Sequence[int]
) -> NurseryHandle:
    nursery = start()
    missing = missing_essentials(nursery.protections)
    if missing and not options.without_sandbox:
        nursery.close()
        raise SandboxMissingError(
            f"Files cannot be read safely here: {missing}.",
            "Run: muniment doctor - or, if you trust every file, add --without-sandbox, which is recorded.",
        )
    for number in acquisitions:
        entries.protections_noted(number, nursery.protections)
    return nursery


class _Ticker:
    """Shows how far the run has come; what still waits is counted anew only now and then, for counting takes time."""

    def __init__(self, counter: Counter, readings: Readings, show: ShowProgress) -> None:
        self._counter = counter
        self._readings = readings
        self._show = show
        self._waiting = (0, 0)
        self._count_again = 0.0

    def __call__(self) -> None:
        """Show this moment."""
        begin = time.monotonic()
        if begin >= self._count_again:
            self._waiting = self._readings.waiting()
            end = time.monotonic()
            self._count_again = end + max(LEAST_SECONDS_BETWEEN_COUNTS, COUNTING_SHARE * (end - begin))
        self._show(self._counter.snapshot(*self._waiting))
