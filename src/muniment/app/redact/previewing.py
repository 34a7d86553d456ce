"""What the public will see of a document, page by page, made by the same hands as what is published."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.documents import PageHead
from muniment.app.documents import Library, Opened, has_picture, pictured, words_on
from muniment.app.pictures import Pictures
from muniment.app.redact.burning import Burner
from muniment.app.redact.marking import Marking
from muniment.errors import NotFoundError, UsageError
from muniment.model import PageKind
from muniment.people import Deed, Person, require
from muniment.redact.covering import page_digest
from muniment.redact.marks import Cover, PageSource, PublishedPage

KEPT_PAGES = 4
"""Previews kept in memory: the page looked at, whose picture is asked for after it, and those of others at work."""

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as the public will see it, once for each of its readings, all with the same picture if it has one.

    ``sources`` are what it was made of, in the same order. ``digest`` stands for all that covers it.
    """

    number: int
    digest: str
    sources: tuple[PageSource, ...]
    pages: tuple[PublishedPage, ...]


@dataclass(frozen=True, slots=True)
class ToBurn:
    """Readings of pages ready to be burnt, and the numbers of the pages that have a picture; others are set as text."""

    sources: Sequence[PageSource]
    drawn: frozenset[int]

    def is_drawn(self, page: PageSource) -> bool:
        """Whether a page goes out as a picture."""
        return page.number in self.drawn


def to_burn(
    document: Opened,
    heads: Sequence[PageHead],
    covers: Mapping[tuple[int, PageKind], Sequence[Cover]],
    library: Library,
    pictures: Pictures,
) -> ToBurn:
    """What is needed to make pages of a document as they are published. Raises ``PageNotDrawnError``.

    ``heads`` hold every reading of each of the pages. A page of which nobody knows where the covered words stand, and
    one without a picture, is set as text.
    """
    sources = []
    for head in heads:
        text = library.text(head)
        words = words_on(document, head, text, library, pictures)
        found = tuple(covers.get((head.number, head.kind), ()))
        sources.append(PageSource(head.number, head.kind, text, tuple(words), found, head.label))
    texts = {one.number for one in heads if not has_picture(document, [one])}
    texts |= {one.number for one in sources if one.covers and not one.words}
    return ToBurn(sources, frozenset(one.number for one in heads) - texts)


class Previewer:
    """Makes previews of pages of one case. Starts its helpers when first needed; close it when done."""

    def __init__(self, case: CaseFolder) -> None:
        self._case = case
        self._burner: Burner | None = None
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, str], Preview] = OrderedDict()

    def close(self) -> None:
        """End the helpers."""
        if self._burner is not None:
            self._burner.close()

    def page(self, marking: Marking, pictures: Pictures, original: str, number: int) -> Preview:
        """A page as it is covered now. Raises ``NotFoundError`` or ``PageNotDrawnError``."""
        covers = marking.covers_of_page(original, number)
        key = original, number, page_digest(number, covers, marking.mode)
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            document = marking.library.open(original)
            heads = [one for one in marking.library.heads(document, number, number) if one.kind in covers]
            if not heads:
                raise NotFoundError(f"This document has no page {number}.", "Choose one that it has.")
            by_reading = {(number, kind): found for kind, found in covers.items()}
            (kept,) = self._made(to_burn(document, heads, by_reading, marking.library, pictures), document, marking)
            self._keep(key, kept)
        return kept

    def pages(self, marking: Marking, pictures: Pictures, original: str) -> Iterator[Preview]:
        """Every page of a document as it is covered now, in order. Raises as ``page`` does."""
        document = marking.library.open(original)
        covers = marking.covers_of(original).pages
        for _, heads in groupby(marking.library.heads(document), lambda one: one.number):
            what = to_burn(document, list(heads), covers, marking.library, pictures)
            yield from self._made(what, document, marking)

    def _made(self, what: ToBurn, document: Opened, marking: Marking) -> Iterator[Preview]:
        made = self._awake().burn(
            pictured(document),
            what.sources,
            marking.mode,
            are_drawn=what.is_drawn,
            recognise=False,
            names=marking.protected_names,
        )
        for number, readings in groupby(zip(what.sources, made, strict=True), lambda one: one[0].number):
            sources, pages = zip(*readings, strict=True)
            digest = page_digest(number, {one.kind: one.covers for one in sources}, marking.mode)
            yield Preview(number, digest, sources, pages)

    def _awake(self) -> Burner:
        with self._lock:
            if self._burner is None:
                self._burner = Burner(self._case)
            return self._burner

    def _keep(self, key: tuple[str, int, str], preview: Preview) -> None:
        with self._lock:
            self._kept[key] = preview
            while len(self._kept) > KEPT_PAGES:
                self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Written:
    """The previews of a document, written into a folder."""

    original: str
    folder: Path
    pages: int


def write_previews(
    case: CaseFolder,
    marking: Marking,
    person: Person,
    originals: Sequence[str],
    into: Path,
    tell: Callable[[str], None],
) -> Iterator[Written]:
    """Write every page of documents (SHA-256) as the public will see it into a new folder, as pictures and texts.

    Several documents have a folder each in it. The pages count as opened by ``person``, as a quote does that was shown
    to them. ``tell`` is told what a page betrays in spite of its covers. Raises ``UsageError`` if the folder is there,
    ``NotFoundError`` or ``PageNotDrawnError``.
    """
    require(person, Deed.RECORD)
    _make(into)
    with closing(Pictures(case)) as pictures, closing(Previewer(case)) as previewer:
        for original in originals:
            folder = into
            if len(originals) > 1:
                folder = into / original
                _make(folder)
            digests: dict[int, str] = {}
            for preview in previewer.pages(marking, pictures, original):
                for page in preview.pages:
                    _write(folder, page)
                for note in dict.fromkeys(note for page in preview.pages for note in page.notes):
                    tell(f"page {preview.number}: {note}")
                digests[preview.number] = preview.digest
            marking.opened(person, original, digests)
            yield Written(original, folder, len(digests))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be made ({error.strerror}).", "Name a folder that does not exist yet."
        ) from error


def _write(folder: Path, page: PublishedPage) -> None:
    name = f"page-{page.number:04}" + ("-recognised" if page.kind is PageKind.OCR and not page.image else "")
    if page.image is not None:
        (folder / f"{name}.{_SUFFIXES[page.image.media_type]}").write_bytes(page.image.data)
    else:
        (folder / f"{name}.txt").write_text("\n".join(as_text(block) for block in page.blocks) + "\n", "utf-8")


def as_text(block: Sequence[str | None]) -> str:
    """A line of a text or sheet that is published, with a word for what is withheld."""
    return "\t".join("[withheld]" if cell is None else cell for cell in block)
