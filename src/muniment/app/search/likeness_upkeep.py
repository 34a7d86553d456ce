"""Keeping what is known of likeness up to date: sketches of new readings, then everything linked anew."""

import fcntl
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from signal import SIG_BLOCK, SIG_DFL, SIG_SETMASK, SIG_UNBLOCK, SIGINT, pthread_sigmask, signal
from types import TracebackType
from typing import Self, TypeVar

import numpy as np

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.texts import DoneReading, Texts
from muniment.adapters.likeness_store import LikenessStore, Sketched, is_kept
from muniment.app.opening import ledger_of
from muniment.errors import CaseBusyError, case_on_disk
from muniment.likeness.document import MOST_CHARS_COMPARED, Document, PageRead
from muniment.likeness.linking import Linker, OneByOne
from muniment.likeness.port import Verdict
from muniment.likeness.sketch import Sketch, sketches_of
from muniment.model import PageKind
from muniment.settings import read_settings

FILE = "likeness.db"
LOCK = "likeness.lock"

MANY_PAGES = 3_000
"""Pages to be sketched from which it pays to start further processes."""

READINGS_AT_A_TIME = 50
PAIRS_AT_A_TIME = 100
"""What another process is given at a time: enough to be worth starting it, little to lose."""

PAGES_ALIKE = 0.5
"""Estimated share of shingles in common from which a page of a member is the same as one of the representative's."""

_CACHED_CHARS = 4 * MOST_CHARS_COMPARED


@dataclass(frozen=True, slots=True)
class Step:
    """How far bringing up to date has come; ``total`` is 0 where it is not known."""

    what: str
    done: int
    total: int


Given = TypeVar("Given")
Done = TypeVar("Done")
Show = Callable[[Step], None]


def quietly(_: Step) -> None:
    """Show nothing."""


@contextmanager
def up_to_date(case: CaseFolder, show: Show = quietly) -> Iterator[tuple[Database, LikenessStore]]:
    """The ledger and what is known of likeness, brought up to date first.

    Where the case cannot be written to, all is worked out in memory and forgotten afterwards. Raises ``CaseBusyError``
    while another command does the same.
    """
    with ledger_of(case, read_only=True) as database:
        store = open_current(case, database)
        if store is None:
            with _locked(case) as path:
                store = LikenessStore(path)
                _bring_up_to_date(case, database, store, show)
        try:
            yield database, store
        finally:
            store.close()


def open_current(case: CaseFolder, database: Database) -> LikenessStore | None:
    """The store as it is, if it follows from the ledger as it is."""
    path = case.derived / FILE
    if not is_kept(path):
        return None
    store = LikenessStore(path, read_only=True)
    if store.stamp() == Texts(database).stamp():
        return store
    store.close()
    return None


@contextmanager
def _locked(case: CaseFolder) -> Iterator[Path | None]:
    """The file to write, held against others; None where nothing can be written."""
    if not _is_writable(case.derived if case.derived.exists() else case.folder):
        yield None
        return
    with case_on_disk():
        case.derived.mkdir(exist_ok=True, mode=0o700)
        descriptor = os.open(case.derived / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CaseBusyError(
            "Another command is working out what is alike in this case.", "Wait for it to finish, then run yours again."
        ) from error
    else:
        yield case.derived / FILE
    finally:
        os.close(descriptor)


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _bring_up_to_date(case: CaseFolder, database: Database, store: LikenessStore, show: Show) -> None:
    texts = Texts(database)
    stamp = texts.stamp()  # before looking: what is finished meanwhile counts as new next time
    missing, gone = _differences(texts, store)
    store.forget(gone)
    pages = sum(one.pages for one in missing)
    workers = read_settings(case.folder).workers if pages >= MANY_PAGES else 1
    with _Workers(case.ledger, texts, workers) as at_work:
        _sketch_all(at_work, store, missing, show)
        if missing or gone or not store.stamp():
            _link_all(at_work, store, show)
    store.set_stamp(stamp)


def _differences(texts: Texts, store: LikenessStore) -> tuple[list[DoneReading], list[int]]:
    """Readings to be sketched, and those whose sketches no longer hold."""
    missing: list[DoneReading] = []
    gone: list[int] = []
    kept = store.digests()
    ahead = next(kept, None)
    for one in texts.done():
        while ahead and ahead[0] < one.id:
            gone.append(ahead[0])
            ahead = next(kept, None)
        is_kept_already = ahead is not None and ahead[0] == one.id
        if not is_kept_already or (ahead and ahead[1] != one.digest):
            missing.append(one)
        if ahead and is_kept_already:
            gone += [one.id] if ahead[1] != one.digest else []
            ahead = next(kept, None)
    while ahead:
        gone.append(ahead[0])
        ahead = next(kept, None)
    return missing, gone


def _sketch_all(workers: "_Workers", store: LikenessStore, missing: Sequence[DoneReading], show: Show) -> None:
    total, done = sum(one.pages for one in missing), 0
    for sketched in workers.sketched(missing):
        store.add(sketched)
        done += sum(len(one.pages) for one in sketched)
        show(Step("sketching pages", done, total))


class _Workers:
    """Sketches and compares: in this process where there is little to do, else in several. A context manager."""

    def __init__(self, ledger: Path, texts: Texts, workers: int) -> None:
        self._ledger = ledger
        self._texts = texts
        self._workers = workers
        self._pool = _pool(workers) if workers > 1 else None
        self._one_by_one = OneByOne(CachedTexts(texts))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_up_the_pool()

    def sketched(self, missing: Sequence[DoneReading]) -> Iterator[list[Sketched]]:
        """The sketches of readings, some at a time, in their order."""
        batches = [missing[start : start + READINGS_AT_A_TIME] for start in range(0, len(missing), READINGS_AT_A_TIME)]
        if self._pool is None:
            yield from ([_sketch(self._texts, one) for one in batch] for batch in batches)
            return
        yield from self._in_order(_sketch_elsewhere, batches)

    def verdicts(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Verdict]:
        """As ``likeness.port.Comparer``."""
        if self._pool is None or len(pairs) < PAIRS_AT_A_TIME:
            yield from self._one_by_one.verdicts(pairs)
            return
        batches = [pairs[start : start + PAIRS_AT_A_TIME] for start in range(0, len(pairs), PAIRS_AT_A_TIME)]
        for verdicts in self._in_order(_compare_elsewhere, batches):
            yield from verdicts

    def _in_order(self, work: Callable[[Path, Given], Done], batches: Sequence[Given]) -> Iterator[Done]:
        """What becomes of each batch; only a few are ahead at any time, so that results do not pile up.

        Where a process was killed, this one does what is left: slower, but it ends.
        """
        done = 0
        try:
            for result in self._elsewhere(work, batches):
                yield result
                done += 1
        except BrokenProcessPool:
            self._give_up_the_pool()
            yield from (work(self._ledger, batch) for batch in batches[done:])

    def _elsewhere(self, work: Callable[[Path, Given], Done], batches: Sequence[Given]) -> Iterator[Done]:
        if self._pool is None:
            yield from (work(self._ledger, batch) for batch in batches)
            return
        pool, waiting = self._pool, iter(batches)
        running = [pool.submit(work, self._ledger, batch) for batch in islice(waiting, 2 * self._workers)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(work, self._ledger, batch) for batch in islice(waiting, 1)]

    def _give_up_the_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _pool(workers: int) -> ProcessPoolExecutor:
    """Processes that are started at once, deaf to Ctrl-C until they can end by it without a word."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_end_silently_when_interrupted)
    before = pthread_sigmask(SIG_BLOCK, {SIGINT})
    try:
        for _ in range(workers):  # each that finds nobody idle starts one more
            pool.submit(os.getpid)
    finally:
        pthread_sigmask(SIG_SETMASK, before)
    return pool


def _end_silently_when_interrupted() -> None:
    """On Ctrl-C, which reaches all processes, the first one tells; the others have nothing to save."""
    signal(SIGINT, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, {SIGINT})


def _sketch_elsewhere(ledger: Path, readings: Sequence[DoneReading]) -> list[Sketched]:
    database = Database(ledger, read_only=True)
    try:
        return [_sketch(Texts(database), one) for one in readings]
    finally:
        database.close()


def _compare_elsewhere(ledger: Path, pairs: Sequence[tuple[int, int]]) -> list[Verdict]:
    database = Database(ledger, read_only=True)
    try:
        return list(OneByOne(CachedTexts(Texts(database))).verdicts(pairs))
    finally:
        database.close()


def _sketch(texts: Texts, one: DoneReading) -> Sketched:
    pages = list(texts.pages(one.id))
    whole, parts = sketches_of([page.text for page in pages])
    recognised = sum(part.terms for page, part in zip(pages, parts, strict=True) if page.kind is PageKind.OCR)
    return Sketched(
        one.id,
        one.digest,
        one.sha256,
        recognised / max(1, whole.terms),
        whole,
        tuple((page.number, part) for page, part in zip(pages, parts, strict=True)),
    )


class CachedTexts:
    """Documents from the ledger, the last ones kept at hand."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._cached: OrderedDict[int, Document] = OrderedDict()
        self._chars = 0

    def document(self, reading: int) -> Document:
        """The document of a reading."""
        if reading in self._cached:
            self._cached.move_to_end(reading)
            return self._cached[reading]
        document = Document(_as_far_as_compared(self._texts, reading))
        self._cached[reading] = document
        self._chars += len(document.folded)
        while self._chars > _CACHED_CHARS and len(self._cached) > 1:
            self._chars -= len(self._cached.popitem(last=False)[1].folded)
        return document


def _as_far_as_compared(texts: Texts, reading: int) -> list[PageRead]:
    """The pages up to the limit, and one more, so that ``Document`` knows that it is cut."""
    pages: list[PageRead] = []
    chars = 0
    for page in texts.pages(reading):
        pages.append(PageRead(page.id, page.number, page.text))
        chars += len(page.text)
        if chars > MOST_CHARS_COMPARED:
            break
    return pages


def _link_all(workers: _Workers, store: LikenessStore, show: Show) -> None:
    sketches = store.sketches()
    linker = Linker(sketches, workers, store, lambda step: show(Step(f"comparing: {step.what}", step.compared, 0)))
    linker.link(store)
    clusters: list[tuple[int, list[int]]] = []
    for representative, members in linker.clusters():
        for verdict in linker.verdicts([(representative, member) for member in members if member != representative]):
            store.keep(verdict)
        clusters.append((int(sketches.readings[representative]), sketches.readings[members].tolist()))
    store.set_clusters(clusters)
    store.set_page_likes(_page_likes(store, clusters))


def _page_likes(
    store: LikenessStore, clusters: Sequence[tuple[int, Sequence[int]]]
) -> Iterator[tuple[int, int, int, int]]:
    """For each page of a cluster's members the page of its representative that is the same, if one is."""
    for representative, members in clusters:
        theirs = store.page_sketches(representative)
        for member in members:
            if member == representative:
                continue
            for number, page in store.page_sketches(member):
                if (same := _most_alike(page, number, theirs)) is not None:
                    yield member, number, representative, same


def _most_alike(page: Sketch, number: int, pages: Sequence[tuple[int, Sketch]]) -> int | None:
    if not pages or not page.terms:
        return None
    signatures = np.stack([other.signature for _, other in pages])
    agreeing = (signatures == page.signature).mean(axis=1)
    agreeing += np.array([0.001 / (1 + abs(other - number)) for other, _ in pages])  # among equals the nearest number
    best = int(agreeing.argmax())
    return pages[best][0] if agreeing[best] >= PAGES_ALIKE else None
