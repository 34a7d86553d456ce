"""An archive's copy of a case as a bag (RFC 8493), and checking any bag."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from muniment.acquire.names import text_of
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog, case_id_in
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.ledger.whole import Whole
from muniment.app.evidence.records import Recorder
from muniment.app.exporting import CsvTable
from muniment.app.opening import ledger_of
from muniment.errors import ProtectedError, case_on_disk
from muniment.evidence.file.writing import as_yaml
from muniment.evidence.held import Held
from muniment.limits import MIB
from muniment.preserve.custody import Act
from muniment.preserve.ledger import EntryRow
from muniment.publish.bag import BagError, BagWriter, making_bag
from muniment.publish.bag_check import BagChecked, check_bag
from muniment.publish.bag_tags import DECLARATION, PAYLOAD
from muniment.publish.manifest import MANIFEST

Show = Callable[[int, int], None]
"""Told of bytes done, and of how many there are."""

_AT_A_TIME = 1 * MIB

BOOKS = (
    "path", "parent", "kind", "sha256", "size", "media_type", "state", "reason", "reader", "pages", "language",
)  # fmt: skip
"""The columns of the books in a bag."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever hands the case over wants in the bag.

    ``with_everything`` although somebody is protected; ``with_names`` of who handed files over and who took them in;
    ``contact`` is whom an archive may ask.
    """

    with_everything: bool = False
    with_names: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Bagged:
    """What went into a bag: how many originals, their bytes, and how many files the payload has in all."""

    originals: int
    bytes: int
    files: int


def is_bag(folder: Path) -> bool:
    """Whether a folder is to be checked as a bag, if a broken one: it looks like one, and not like a publication."""
    is_publication = any((folder / name).exists() for name in (MANIFEST, "seals", "proofs"))
    return not is_publication and ((folder / DECLARATION).is_file() or (folder / PAYLOAD).is_dir())


def check_any_bag(folder: Path, show: Show = lambda *_: None) -> BagChecked:
    """Check a bag that anybody made. Raises ``BagError`` if there is no such folder."""
    if not folder.is_dir():
        raise BagError(f"{folder} is not a folder.", "Name the folder in which bagit.txt lies.")
    return check_bag(folder, show)


def export_bag(case: CaseFolder, out: Path, wishes: Wishes, show: Show = lambda *_: None) -> Bagged:
    """Write the whole case into a new bag at ``out``, or nothing. That it leaves is noted in the custody log first.

    Raises ``ProtectedError`` while the case protects somebody, unless everything is wished for; ``CaseBusyError``,
    ``NotFoundError`` for an original that is missing, else as ``making_bag`` does.
    """
    if out.absolute().resolve().is_relative_to(case.folder.resolve()):
        raise BagError("The bag would lie in the case itself.", "Name a place elsewhere, best on another disk.")
    with case.locked(), ledger_of(case) as database:
        held = Recorder(database).held()
        _require_nobody_protected(held, wishes)
        with making_bag(out) as writer:
            identifier = _noted(database, wishes)
            bagged = _CaseBag(case, database, writer).fill(held, wishes, show)
            writer.finish(_info(identifier, wishes))
        return bagged


def _require_nobody_protected(held: Held, wishes: Wishes) -> None:
    count = len(held.protected)
    if count and not wishes.with_everything:
        who = "person is" if count == 1 else "people are"
        raise ProtectedError(
            f"{count:,} {who} protected in this case, and a bag holds the originals, in which they cannot be hidden.",
            "Publish instead; or say --with-everything if the archive may have it all. The register itself stays here.",
        )


def _noted(database: Database, wishes: Wishes) -> str:
    """The name of the case, once the custody log tells that everything leaves: what cannot be noted is not given."""
    with database.write() as connection:
        identifier = case_id_in(connection)
    details = {"with_everything": wishes.with_everything, "with_names": wishes.with_names}
    CustodyLog(database).append(Act.BAG_EXPORTED, details)
    return identifier


def _info(identifier: str, wishes: Wishes) -> list[tuple[str, str]]:
    info = [
        ("External-Identifier", f"muniment-case:{identifier}"),
        ("External-Description", "A case of Muniment: originals, books, texts, evidence, seals and custody log."),
    ]
    return [("Contact-Name", wishes.contact), *info] if wishes.contact.strip() else info


class _CaseBag:
    """Puts one case into one bag."""

    def __init__(self, case: CaseFolder, database: Database, writer: BagWriter) -> None:
        self._originals = case.open_originals()
        self._database = database
        self._whole = Whole(database)
        self._writer = writer

    def fill(self, held: Held, wishes: Wishes, show: Show) -> Bagged:
        """Add everything, in an order that only depends on what the case holds."""
        self._writer.add("README.txt", [_README.encode()])
        files = 1 + self._add_rows(wishes) + self._add_timestamps()
        self._add_books_table()
        files += 1
        if held.at_change:
            self._writer.add("evidence.yaml", as_yaml(held))
            files += 1
        count, size = self._add_originals(show)
        return Bagged(count, size, files + count)

    def _add_rows(self, wishes: Wishes) -> int:
        whole = self._whole
        tables: Mapping[str, Iterable[Mapping[str, Any]]] = {
            "acquisitions.jsonl": whole.acquisitions(with_names=wishes.with_names),
            "books.jsonl": map(_book_row, Queries(self._database).rows()),
            "custody.jsonl": whole.custody(),
            "readings.jsonl": whole.readings(),
            "seals/leaves.jsonl": whole.leaves(),
            "seals/seals.jsonl": whole.seals(),
            "texts.jsonl": whole.pages(),
        }
        for path, rows in tables.items():
            self._writer.add(path, _json_lines(rows))
        return len(tables)

    def _add_books_table(self) -> None:
        with self._writer.adding("books.csv") as file:
            table = CsvTable(file, BOOKS)
            for row in Queries(self._database).rows():
                table.write(_book_row(row))
            table.finish({})

    def _add_timestamps(self) -> int:
        files = 0
        for row in self._whole.timestamps():
            name = f"seals/timestamp-{row['id']}-of-seal-{row['seal_id']}"
            self._writer.add(f"{name}.tsr", [bytes.fromhex(row["response"])])
            self._writer.add(f"{name}.pem", [bytes.fromhex(row["roots"])])
            files += 2
        return files

    def _add_originals(self, show: Show) -> tuple[int, int]:
        total = self._whole.size()
        count = done = 0
        for sha256, size in self._whole.originals():
            show(done, total)
            sums = self._writer.add(f"originals/{sha256[:2]}/{sha256}", self._bytes_of(sha256))
            if sums["sha256"] != sha256:
                raise BagError(f"The original {sha256} is not what was taken in.", "Run: muniment verify")
            count, done = count + 1, done + size
        show(total, total)
        return count, done

    def _bytes_of(self, sha256: str) -> Iterator[bytes]:
        with FileIO(self._originals.open(sha256)) as file:
            while data := _read(file):
                yield data


def _read(file: FileIO) -> bytes:
    with case_on_disk():  # it is the case's disk that failed, not that of the bag
        return file.read(_AT_A_TIME)


def _book_row(row: EntryRow) -> dict[str, Any]:
    path = text_of(row.path)
    told = {
        "entry": row.id,
        "path": path,
        "parent": text_of(row.parent),
        "kind": row.kind.value,
        "sha256": row.sha256,
        "size": row.size,
        "media_type": row.media_type,
        "state": row.state.value,
        "reason": row.reason,
        "reader": row.reader,
        "pages": row.pages,
        "language": row.language,
    }
    return told if path.encode("utf-8", "surrogatepass") == row.path else told | {"path_hex": row.path.hex()}


def _json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        # ASCII only: harmless on any terminal, and no character counts as the end of a line
        yield json.dumps(row, ensure_ascii=True).encode() + b"\n"


_README = """\
This folder is an archive's copy of one case of Muniment: documents that were taken in as evidence, and what is
recorded of them. It is a bag after RFC 8493 ("BagIt"): the files manifest-sha256.txt and manifest-sha512.txt beside
the folder data list everything in it with its checksum. To check it, run "muniment check" on the folder, or any
other program that knows bags, or "sha256sum --check manifest-sha256.txt".

Everything in here was handed over by others. Files in originals may be harmful: open them only where that does
not matter. Nothing was changed in them.

originals/ab/abcd...   each document once, byte for byte, named by its SHA-256
books.csv              every file, folder, attachment and message that was found: its path, and what became of it.
                       For a spreadsheet program: what would run there is defused by an apostrophe
books.jsonl            the same for programs, nothing defused. path_hex has the bytes of paths that are not UTF-8
acquisitions.jsonl     each act of taking in. Who handed the files over, and who took them in, only where whoever
                       made this copy asked for it
readings.jsonl         how each document was read, and what it says of itself. Passwords are not in it
texts.jsonl            the text of each page, as the reader gave it; not every character of a document need be there
evidence.yaml          quotes, statements, sources, claims and findings; docs/evidence-file.md of Muniment explains it.
                       Not there if nothing was recorded
custody.jsonl          the custody log: who did what and when. Each record holds the hash of the one before it.
                       THE NAMES of those who worked on the case stand in it and in evidence.yaml
seals/seals.jsonl      what was signed (Ed25519) when files were taken in, with the salt that opens it
seals/leaves.jsonl     the leaves of the trees (RFC 9162) over which the seals stand, with their salts
seals/timestamp-*      what time-stamping authorities answered (RFC 3161), and their certificates

Files that end in .jsonl hold one JSON object on each line. The register of people who must not be exposed is never
in a copy; nor are keys, the search index and pictures of pages, which can be made again.
"""
