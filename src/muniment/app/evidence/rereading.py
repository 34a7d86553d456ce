"""Reading quoted originals anew, with the readers of today, without touching what the ledger holds of them."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import DocumentRow, Documents
from muniment.adapters.ledger.quoted_pages import quoted_document
from muniment.app.opening import ledger_of
from muniment.app.taking import IngestOptions, ingest, init
from muniment.errors import NotFoundError, case_on_disk
from muniment.evidence.quoting.pages import DocumentOf
from muniment.ingest.progress import Progress
from muniment.settings import FILE_NAME

_FOLDER = "reread-"


@contextmanager
def reread(
    case: CaseFolder, database: Database, originals: Iterable[str], show: Callable[[Progress], None] = lambda _: None
) -> Iterator[DocumentOf]:
    """The documents with these originals as today's readers read them.

    They are read in the sandbox, as files that are taken in are, into a case of their own that is thrown away
    afterwards; it takes the room of the originals on the disk. Raises as ``ingest`` does.
    """
    with case_on_disk():
        scratch = _new_scratch(case)
    try:
        handed_over = scratch / "files"
        handed_over.mkdir(mode=0o700)
        rows = [row for one in originals if (row := Documents(database).document(one)) is not None]
        with case_on_disk():
            for row in rows:
                _hand_over(case, row, handed_over)
        again = init(scratch / "case")
        with suppress(FileNotFoundError):  # a case need not have settings of its own
            shutil.copyfile(case.folder / FILE_NAME, again.folder / FILE_NAME)
        passwords = tuple(dict.fromkeys(row.password for row in rows if row.password))
        ingest(again, [handed_over], IngestOptions(source="quotes", passwords=passwords), show)
        with ledger_of(again, read_only=True) as read:
            yield lambda original: quoted_document(read, original)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _new_scratch(case: CaseFolder) -> Path:
    """A folder within the case, whose disk may be encrypted; what killed commands left there goes."""
    if not os.access(case.derived, os.W_OK):
        return Path(tempfile.mkdtemp(prefix=_FOLDER))
    for leftover in case.derived.glob(f"{_FOLDER}*"):
        owner = leftover.name.removeprefix(_FOLDER).partition("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(leftover, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-", dir=case.derived))


def _hand_over(case: CaseFolder, row: DocumentRow, folder: Path) -> None:
    """Put a copy of an original where it is taken in from; one that is gone is missed by whoever looks for it there."""
    try:
        descriptor = case.open_originals().open(row.sha256)
    except NotFoundError:
        return
    with os.fdopen(descriptor, "rb") as original, (folder / f"{row.sha256}{row.suffix}").open("wb") as copy:
        shutil.copyfileobj(original, copy)
