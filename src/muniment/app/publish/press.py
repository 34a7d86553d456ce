"""The pages of a publication: covered and burnt, proved under their seals, and attacked before anybody sees them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import PageHead
from muniment.adapters.ledger.proving import Provable, provable
from muniment.app.documents import Library, Opened, has_picture, pictured, words_on
from muniment.app.evidence.records import Recorder
from muniment.app.pictures import Pictures
from muniment.app.publish.attacking import Attacker, called
from muniment.app.publish.before import shown_anew
from muniment.app.redact.burning import Burner
from muniment.app.redact.marking import Marking, Standing
from muniment.app.redact.protecting import Register
from muniment.counting import counted
from muniment.evidence.held import Held
from muniment.preserve.canonical import parsed
from muniment.publish.manifest import PublicationError, SealFile
from muniment.publish.proof import Extent, PageProof, QuoteToShow, Span, page_proof
from muniment.publish.site.naming import label_told
from muniment.publish.site.outgoing import Outgoing, Wanted, going_out
from muniment.publish.site.values import GivenDocument, GivenPage, Seal, untitled
from muniment.publish.site.writing import PlacedDocument
from muniment.redact.guarding import Guard
from muniment.redact.marks import Cover, Mode, PageSource, PublishedPage


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to go out, and how: ids of findings (all reviewed ones without any), titles and notes of documents.

    Documents are named by SHA-256.
    """

    findings: frozenset[str]
    titles: Mapping[str, str]
    mode: Mode
    notes: Mapping[str, str]
    names_translators: bool = False


class Press:
    """Makes the pages of what goes out, one document after the other. Close it when done."""

    def __init__(self, case: CaseFolder, database: Database, choice: Choice, secret: bytes, folder: Path) -> None:
        self._choice = choice
        self._folder = folder
        self._library = Library(database)
        recorder = Recorder(database)
        self._recorder = recorder
        self._register = Register(case, database, recorder)
        self._case, self._database = case, database
        self._held: Held = recorder.held()
        self.guard = Guard.of(self._held)
        self.outgoing: Outgoing = going_out(
            recorder.scales(), secret, choice.findings or None, names_translators=choice.names_translators
        )
        if not self.outgoing.held.findings:
            raise PublicationError(
                "No finding is ready to be published.",
                "muniment review list shows where each is: a review comes first.",
            )
        marking = Marking(case, database, recorder, mode=choice.mode)
        self._standing: dict[str, Standing] = {one: marking.standing(one) for one in self.outgoing.originals}
        self._stack = ExitStack()
        self._burner = self._stack.enter_context(Burner(case))
        self._attacker = self._stack.enter_context(Attacker(self._held, self.guard))
        self._pictures = Pictures(case)
        self._stack.callback(self._pictures.close)
        self._prover: Provable = self._stack.enter_context(provable(database))
        self._seals: dict[int, SealFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def case_id(self) -> str:
        """The id of the case, which stands in its seals."""
        return self._prover.case_id()

    @property
    def seal_keys(self) -> list[str]:
        """The public keys of the seals."""
        return sorted({one.key for one in self._seals.values()})

    @property
    def at_change(self) -> int:
        """The last change of the evidence ledger that this publication knows."""
        return self._held.at_change

    @property
    def documents_by_name(self) -> Mapping[str, str]:
        """The documents (SHA-256) by their permanent names."""
        return {self.outgoing.names.document(one): one for one in self.outgoing.originals}

    def require_looked_for(self) -> None:
        """Raise ``PublicationError`` if protected persons were not looked for since documents or the register changed.

        The covers of what goes out are worked out anew in any case; but a sighting elsewhere in the case may tell of a
        spelling that nobody has put into the register.
        """
        waiting = self._register.waiting() if self._held.protected else 0
        if waiting:
            raise PublicationError(
                f"{counted(waiting, 'document')} of the case {'was' if waiting == 1 else 'were'} not looked through "
                "for those who are protected.",
                "Run muniment protect find, and decide on what it finds.",
            )

    def shown_anew(self) -> list[str]:
        """The pages that show more than when they last went out, document by document, in the words of readers."""
        wanted = {(original, (page, kind)) for original, page, kind in self.outgoing.wanted}
        anew = shown_anew(self._case, self._database, self._recorder, wanted, self._choice.mode)
        return [
            f"{self._title(number, original)}, {'page' if len(anew[original]) == 1 else 'pages'} "
            + ", ".join(map(str, anew[original]))
            for number, original in enumerate(self.outgoing.originals, 1)
            if original in anew
        ]

    def _title(self, number: int, original: str) -> str:
        return self._choice.titles.get(original) or untitled(number)

    def require_cleared(self) -> None:
        """Raise ``PublicationError`` with all that hinders the documents."""
        hindered = [
            f"{called(self._held, original)}: {' '.join(standing.hindrances)}"
            for original, standing in self._standing.items()
            if standing.hindrances
        ]
        if hindered:
            raise PublicationError(
                f"{len(hindered):,} of {len(self._standing):,} documents may not go out. {' '.join(hindered)}",
                "A second person looks at each and clears it: muniment redact clear.",
            )

    def seals(self) -> tuple[Seal, ...]:
        """The seals under which the documents lie. Raises ``NotProvableError`` where one is not sealed."""
        for original in self.outgoing.originals:
            heads = self._heads(self._library.open(original))
            if heads:
                self._keep_seal(self._prover.page(heads[0].id).leaf.seal)
        told = sorted((number, parsed(one.statement)) for number, one in self._seals.items())
        return tuple(Seal(number, statement["root"], statement["sealed"]) for number, statement in told)

    def documents(self, tell: Callable[[int, int], None]) -> Iterator[GivenDocument]:
        """The documents, with those of their pages that quotes stand on; their proofs are written on the way."""
        for number, original in enumerate(self.outgoing.originals, 1):
            tell(number, len(self.outgoing.originals))
            document = self._library.open(original)
            title, note = self._title(number, original), self._choice.notes.get(original, "")
            pages = self._pages(document)
            yield GivenDocument(original, pages, title, note, document.row.pages)

    def attack(self, documents: Iterable[PlacedDocument]) -> None:
        """Look for protected persons in the PDFs of documents that were written. Raises ``PublicationError``."""
        for one in documents:
            if one.pdf:
                self._attacker.drawn(self.documents_by_name[one.name], self._folder / one.pdf, one.drawn)

    def write_seals(self) -> None:
        """Write the seals on which the proofs rest."""
        for one in self._seals.values():
            _put(self._folder / one.path, one.data)

    def _heads(self, document: Opened) -> list[PageHead]:
        wanted = {(page, kind) for original, page, kind in self.outgoing.wanted if original == document.row.sha256}
        return [one for one in self._library.heads(document) if (one.number, one.kind) in wanted]

    def _pages(self, document: Opened) -> Iterator[GivenPage]:
        """The pages of a document that go out.

        A page may have been printed and recognised: what covers either reading covers the picture, so the burner is
        given both next to each other, and the one that nobody quotes is dropped afterwards.
        """
        wanted = self._heads(document)
        numbers = {one.number for one in wanted}
        heads = [one for one in self._library.heads(document) if one.number in numbers]
        covers = self._standing[document.row.sha256].covers.pages
        sources = [self._source(document, head, covers.get((head.number, head.kind), ())) for head in heads]
        drawn = numbers - {one.number for one in heads if not has_picture(document, [one])}
        drawn -= {one.number for one in sources if one.covers and not one.words}
        burnt = self._burner.burn(
            pictured(document), sources, self._choice.mode, are_drawn=lambda page: page.number in drawn
        )
        for head, page in zip(heads, burnt, strict=True):
            if head in wanted:
                self._attacker.words_of(document.row.sha256, page)
                yield GivenPage(page, self._proved(document, head, page))

    def _source(self, document: Opened, head: PageHead, covers: Sequence[Cover]) -> PageSource:
        text = self._library.text(head)
        words = words_on(document, head, text, self._library, self._pictures)
        return PageSource(head.number, head.kind, text, tuple(words), tuple(covers), label_told(head.label))

    def _proved(self, document: Opened, head: PageHead, page: PublishedPage) -> PageProof:
        original = document.row.sha256
        sealed = self._prover.page(head.id)
        self._keep_seal(sealed.leaf.seal)
        withheld = [Span(one.start, one.end) for one in page.parts if not one.is_open]
        wanted = self.outgoing.wanted.get((original, head.number, head.kind), ())
        quotes = [QuoteToShow(one.name, Span(one.start, one.end)) for one in wanted if _is_open(page, one)]
        name = self.outgoing.names.page(original, head.number, head.kind.value)
        proof = page_proof(name, sealed, withheld, quotes, Extent.LINE)
        _put(self._folder / proof.path, proof.data)
        return proof

    def _keep_seal(self, number: int) -> None:
        if number not in self._seals:
            self._seals[number] = self._prover.seal_file(number)


def _is_open(page: PublishedPage, quote: Wanted) -> bool:
    return all(part.is_open for part in page.parts if part.start < quote.end and quote.start < part.end)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
