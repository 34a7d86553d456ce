"""A small case built with the ledger's own adapters: a letter, a scan, an archive, an odd name."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.file_originals import FileOriginals
from muniment.adapters.ledger.custody import CustodyLog
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.readings import Readings
from muniment.app.sealing import verify_case
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State, Word
from muniment.preserve.custody import Act
from muniment.preserve.fault import Fault
from muniment.preserve.ledger import MemberRead, NewEntry, PageRead, PageRecognised, ReadingDone

LETTER = b"Dear colleague, the order stands."
SCAN = b"\x89PNG a picture of a page"
ARCHIVE = b"PK an archive"
INNER = "内部 memo".encode()
INNER_SHA256 = hashlib.sha256(INNER).hexdigest()
ODD = b"bytes under an odd name"


def new_case(folder: Path) -> CaseFolder:
    return CaseFolder.create(folder / "case")


def keep(originals: FileOriginals, data: bytes) -> str:
    incoming = originals.begin()
    incoming.write(data)
    return incoming.keep()[0]


def take_in(case: CaseFolder, root: bytes = b"/media/leak", *, complete: bool = True, extra: bytes = b"") -> int:
    """Take in the sample and read it; returns the number of the acquisition."""
    originals = case.open_originals()
    originals.prepare()
    with closing(case.open_ledger()) as database:
        entries, readings, log = Entries(database, Limits()), Readings(database, Limits()), CustodyLog(database)
        number = entries.open_acquisition(
            root, source="an envelope", operator="ada", started="2024-05-03T10:00:00.000+00:00", program="muniment 0",
            protections=("landlock",),
        ).id  # fmt: skip
        log.append(Act.ACQUISITION_BEGUN, {"acquisition": number}, "ada")
        folder = entries.add([_entry(number, None, EntryKind.FOLDER, b"leak", state=State.NOTED, reason="a folder")])[0]
        contents = {
            b"letter.txt": LETTER + extra,
            b"scan.png": SCAN + extra,
            b"a.zip": ARCHIVE + extra,
            b"\xff\xfe.bin": ODD + extra,
        }
        hashes = {name: keep(originals, data) for name, data in contents.items()}
        entries.add(
            [
                _entry(number, folder, EntryKind.FILE, b"leak/" + name, contents[name], sha256)
                for name, sha256 in hashes.items()
            ]
            + [_entry(number, folder, EntryKind.SYMLINK, b"leak/link", target=b"/etc/passwd", state=State.NOTED)]
        )
        keep(originals, INNER)
        if complete:
            _read(readings)
            entries.complete(number, "2024-05-03T10:05:00.000+00:00")
            log.append(Act.ACQUISITION_COMPLETED, {"acquisition": number}, "ada")
        return number


def _entry(
    acquisition: int,
    parent: int | None,
    kind: EntryKind,
    path: bytes,
    data: bytes = b"",
    sha256: str = "",
    *,
    target: bytes = b"",
    state: State | None = None,
    reason: str = "",
) -> NewEntry:
    name = path.rpartition(b"/")[2]
    return NewEntry(
        acquisition, parent, kind, name, path, len(data), 1_700_000_000_000_000_000, 17, target, sha256,
        state=state, reason=reason,
    )  # fmt: skip


def _read(readings: Readings) -> None:
    """Read until nothing waits; what an archive holds comes up in the second round."""
    while to_do := readings.to_read(0, 100):
        for one in to_do:
            readings.settle([(one.reading, _done(one.size))])
    for waiting in readings.to_recognise(0, 100):
        words = (Word(0, 5, (0.1, 0.1, 0.2, 0.2), 0.9),)
        readings.recognised(PageRecognised(waiting.page, "Order", "eng", "an engine 1", 0.9, words))


def _done(size: int) -> ReadingDone:
    page = PageRead(1, PageKind.TEXT, "first", f"the text of {size} bytes", "eng", "")
    tried = (("reader", "1.0", "read"),)
    facts = (("author", "somebody"),)
    if size == len(SCAN):
        scanned = PageRead(2, PageKind.TEXT, "", "", "", "a picture")
        return ReadingDone(State.READ, "", "image/png", "scans", "1.0", tried, facts, pages=(page, scanned))
    if size == len(ARCHIVE):
        inner = MemberRead(
            EntryKind.MEMBER, b"memo.txt", "2020-01-01", len(INNER), INNER_SHA256, ".txt", None, "", "a caveat"
        )  # fmt: skip
        return ReadingDone(State.READ, "", "application/zip", "zips", "2.0", tried, facts, "secret", (), (inner,))
    return ReadingDone(State.READ, "", "text/plain", "text", "1.0", tried, facts, pages=(page,))


def faults(case: CaseFolder, key: str = "") -> list[Fault]:
    return verify_case(case, key).faults


@contextmanager
def behind_its_back(case: CaseFolder) -> Iterator[sqlite3.Connection]:
    """The ledger as anybody with a SQLite shell can change it."""
    connection = sqlite3.connect(case.ledger, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        yield connection
    finally:
        connection.close()


@contextmanager
def ledger(case: CaseFolder) -> Iterator[Database]:
    with closing(case.open_ledger()) as database:
        yield database
