"""Hashing every original anew, on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from muniment.acquire.names import text_of
from muniment.acquire.walk import trouble_of
from muniment.preserve.books import AuditedBooks
from muniment.preserve.fault import Findings

BATCH_FILES = 128
BATCH_BYTES = 64 << 20
"""What one thread hashes before it reports: enough to be worth the hand-over, little enough to show progress."""

BATCHES_AHEAD = 4
"""Batches that wait for each thread: keeps all busy, and memory flat."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """What a file's bytes are now: their SHA-256 in hexadecimal and how many there are."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that lies among the originals; ``sha256`` is "" unless its name and place are those of an original."""

    path: bytes
    sha256: str


class KeptOriginals(Protocol):
    """The originals as they lie there."""

    def listing(self) -> Iterator[Kept]:
        """All that lies there; what is named as an original comes in the order of the names."""
        ...

    def hashed(self, sha256: str) -> Hashed:
        """Hash an original anew, in any thread. Raises ``OSError``."""
        ...


ShowBytes = Callable[[int, int], None]
"""Told how many bytes are hashed, and how many there are in all."""


def check_originals(books: AuditedBooks, kept: KeptOriginals, findings: Findings, show: ShowBytes) -> None:
    """Hash every original that the books list; note what else lies there."""
    _, total = books.originals_total()
    done = 0
    with _pool() as pool:
        running: set[Future[list[_Outcome]]] = set()
        for batch in _batches(_listed(books, kept, findings)):
            running.add(pool.submit(_hash_all, kept, batch))
            if len(running) >= _workers() * BATCHES_AHEAD:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                done += sum(_judge(outcome, findings) for one in finished for outcome in one.result())
                show(done, total)
        for one in running:
            done += sum(_judge(outcome, findings) for outcome in one.result())
            show(done, total)


@dataclass(frozen=True, slots=True)
class _Listed:
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    listed: _Listed
    hashed: Hashed | None
    trouble: str = ""


def _workers() -> int:
    return len(os.sched_getaffinity(0))


def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_workers(), "hash")


def _listed(books: AuditedBooks, kept: KeptOriginals, findings: Findings) -> Iterator[_Listed]:
    """The originals of the books that are there; tells of those that are not, and of what else is there."""
    there = _in_place(kept, findings)
    next_there = next(there, None)
    for untrusted_sha256, untrusted_size in books.originals():
        findings.count("originals")
        while next_there is not None and next_there < str(untrusted_sha256):
            _note_unlisted(next_there, findings)
            next_there = next(there, None)
        if next_there != untrusted_sha256:
            findings.fault(
                "original",
                str(untrusted_sha256),
                f"The original {untrusted_sha256} is missing: it is not where it is kept.",
            )
            continue
        yield _Listed(next_there, untrusted_size)
        next_there = next(there, None)
    while next_there is not None:
        _note_unlisted(next_there, findings)
        next_there = next(there, None)


def _in_place(kept: KeptOriginals, findings: Findings) -> Iterator[str]:
    for one in kept.listing():
        if one.sha256:
            yield one.sha256
        else:
            findings.note(f"{text_of(one.path)} lies among the originals, but is none.")


def _note_unlisted(sha256: str, findings: Findings) -> None:
    findings.note(f"The books do not know the original {sha256}: an interrupted run left it, or somebody put it there.")


def _batches(listed: Iterator[_Listed]) -> Iterator[list[_Listed]]:
    batch: list[_Listed] = []
    size = 0
    for one in listed:
        batch.append(one)
        size += one.size if isinstance(one.size, int) else 0
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _hash_all(kept: KeptOriginals, batch: Sequence[_Listed]) -> list[_Outcome]:
    return [_hash_one(kept, listed) for listed in batch]


def _hash_one(kept: KeptOriginals, listed: _Listed) -> _Outcome:
    try:
        return _Outcome(listed, kept.hashed(listed.sha256))
    except OSError as error:
        return _Outcome(listed, None, trouble_of(error))


def _judge(outcome: _Outcome, findings: Findings) -> int:
    """Tell what is wrong with an original; returns how many bytes were hashed."""
    sha256, hashed = outcome.listed.sha256, outcome.hashed
    if hashed is None:
        findings.fault("original", sha256, f"The original {sha256} cannot be read: {outcome.trouble}.")
        return 0
    findings.count("bytes", hashed.size)
    if hashed.sha256 != sha256:
        says = "it is as long as it was" if hashed.size == outcome.listed.size else f"it has {hashed.size:,} bytes now"
        findings.fault("original", sha256, f"The original {sha256} was changed: its hash is {hashed.sha256}, {says}.")
    elif hashed.size != outcome.listed.size:
        findings.fault(
            "original",
            sha256,
            f"The original {sha256} is unchanged, but the books say it has {outcome.listed.size} bytes, "
            f"and it has {hashed.size}.",
        )
    return hashed.size
