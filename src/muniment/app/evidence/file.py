"""Importing an evidence file into a case, all or nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from muniment.acquire.names import shown, text_of
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import PageHead
from muniment.adapters.ledger.people import People
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.ledger.quoted_pages import QuotedDocument, quoted_document
from muniment.app.documents import Library, Opened
from muniment.app.evidence.quotes import Quoter
from muniment.app.evidence.records import Recorder
from muniment.app.opening import ledger_of
from muniment.app.pictures import Pictures
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.faults import EvidenceError, Fault
from muniment.evidence.file.finding import Show
from muniment.evidence.file.loose import Located
from muniment.evidence.file.nodes import MAX_FILE_BYTES
from muniment.evidence.file.settling import Settled, settle
from muniment.evidence.file.shape import SECTIONS
from muniment.evidence.history import Edit
from muniment.evidence.quoting.pages import PageNow, Passage
from muniment.evidence.records import Kind, Quote, Review
from muniment.people import Deed, Person, require

MOST_KEPT_CHARS = 4_000_000
"""Characters of one document that are kept while its quotes are looked for, with their folded forms: some 30 MB."""

NAMES: Mapping[Kind, str] = {kind: name for name, kind in SECTIONS.items()} | {Kind.DERIVATION: "derivations"}
"""What the records of each kind are called together."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: how many records of each kind are new or changed; ``change`` is 0 if nothing was done."""

    counts: Mapping[str, int]
    unchanged: int
    change: int


class _LibraryOfOne(Library):
    """Documents of a case of which the last one stays open: quotes of a file come document by document."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._last: Opened | None = None
        self._heads: dict[tuple[int, int], list[PageHead]] = {}

    def open(self, untrusted_sha256: str) -> Opened:
        """The document with this hash. Raises ``NotFoundError``."""
        if self._last is None or self._last.row.sha256 != untrusted_sha256:
            self._last, self._heads = super().open(untrusted_sha256), {}
        return self._last

    def heads(self, document: Opened, first: int = 1, last: int = 2**31) -> list[PageHead]:
        """Its pages from ``first`` to ``last`` without their texts."""
        if document is not self._last:
            return super().heads(document, first, last)
        if (first, last) not in self._heads:
            self._heads[first, last] = super().heads(document, first, last)
        return self._heads[first, last]


class CaseDocuments:
    """The documents of a case, as an import asks for them (``evidence.file.loose.Documents``)."""

    def __init__(self, database: Database, pictures: Pictures | None) -> None:
        self._database = database
        self._quoter = Quoter(database, pictures, _LibraryOfOne(database))
        self._open: tuple[str, QuotedDocument] | None = None
        self._whole: tuple[str, Sequence[PageNow]] = ("", ())

    def meant(self, untrusted_what: str) -> Sequence[Located]:
        """The documents meant by a path, the end of one, or a SHA-256; each once."""
        rows = Queries(self._database).find(untrusted_what.encode("utf-8", "surrogateescape"))
        found: dict[str, str] = {}
        for row in rows:
            if row.sha256:
                found.setdefault(row.sha256, shown(text_of(row.path)))
        return [Located(sha256, path) for sha256, path in found.items()]

    def document(self, sha256: str) -> QuotedDocument:
        """A document as it is read now. Raises ``NotFoundError``."""
        if self._open is None or self._open[0] != sha256:
            document = quoted_document(self._database, sha256)
            if document is None:
                raise NotFoundError("This document has no pages to quote from.", "See its state in the books.")
            self._open = (sha256, document)
        return self._open[1]

    def pages(self, sha256: str, first: int, last: int) -> Iterable[PageNow]:
        """The pages from ``first`` to ``last``; few pages, and short documents, stay in memory for the next quote."""
        document = self.document(sha256)
        if last - first < _FEW_PAGES:
            return chain.from_iterable(document.on(number) for number in range(first, last + 1))
        if self._whole[0] != sha256:
            self._whole = (sha256, _short(document))
        return self._whole[1] or document.pages(first, last)

    def draft(self, sha256: str, passage: Passage) -> Quote:
        """The quote of a passage, without an id."""
        return self._quoter.draft(sha256, passage)


def _short(document: QuotedDocument) -> Sequence[PageNow]:
    """All pages of a document; none if they are long."""
    pages, chars = [], 0
    for page in document.pages():
        chars += len(page.text)
        if chars > MOST_KEPT_CHARS:
            return ()
        pages.append(page)
    return pages


def import_file(
    case: CaseFolder, person: Person, file: Path, *, dry_run: bool = False, show: Show = lambda *_: None
) -> Imported:
    """Import a file as one change of the case. Raises ``EvidenceFileError`` with every fault, or as a change does."""
    return import_bytes(case, person, file.name, _read(file), dry_run=dry_run, show=show)


def import_bytes(
    case: CaseFolder, person: Person, name: str, content: bytes, *, dry_run: bool = False, show: Show = lambda *_: None
) -> Imported:
    """Import the content of a file called ``name``. Raises as ``import_file`` does."""
    require(person, Deed.RECORD)
    pictures = Pictures(case)
    try:
        with ledger_of(case) as database:
            recorder = Recorder(database)
            settled = settle(name, content, recorder.held(), CaseDocuments(database, pictures), show)
            _refuse_foreign_reviews(database, settled.edits)
            return _apply(recorder, person, name, settled, dry_run=dry_run)
    finally:
        pictures.close()


def _apply(recorder: Recorder, person: Person, name: str, settled: Settled, *, dry_run: bool) -> Imported:
    counts = Counter(NAMES[edit.kind] for edit in settled.edits)
    in_order = {one: counts[one] for one in NAMES.values() if counts[one]}
    change = 0
    if settled.edits and not dry_run:
        change = recorder.apply(person, f"imported {shown(name)}", settled.edits).change.id
    return Imported(in_order, settled.unchanged, change)


def _refuse_foreign_reviews(database: Database, edits: Sequence[Edit]) -> None:
    """In a case with people, each takes the steps of a review in person, or signed them: a file cannot speak for them.

    Raises ``EvidenceError``.
    """
    keys = {one.public_key for one in People(database).all()}
    if not keys:
        return
    steps = [edit.record for edit in edits if isinstance(edit.record, Review)]
    foreign = [one for one in steps if not one.signature or one.public_key not in keys]
    if foreign:
        says = "it is not signed by one of the people of this case"
        raise EvidenceError([Fault(Kind.REVIEW, one.id, "signature", says, _FOREIGN_ADVICE) for one in foreign])


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}).", "Name a file that you may read.") from error


_FEW_PAGES = 20
_FOREIGN_ADVICE = "Leave it out of the file; whoever took that step takes it here, too."
