"""From marks and protected persons to what covers a page: pure values in, ``Cover`` values out."""

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.index.folding import FoldedText
from muniment.mentions.identifiers import Accounts, Emails, Identities, Phones, Plates
from muniment.mentions.mention import Extractor, Kind
from muniment.model import PageKind
from muniment.preserve.canonical import canonical
from muniment.redact import delimited
from muniment.redact.marks import Cover, Extent, Mode
from muniment.redact.protected import Decisions, Ruled
from muniment.redact.sightings import Matcher
from muniment.redact.terms import squashed

REASON_PROTECTED = "to protect a person"
"""What readers are told of words that the register covers: its own reasons never leave the case."""

PATTERNS: Mapping[str, str] = {
    Kind.IDENTITY.value: "numbers of identity cards",
    Kind.PASSPORT.value: "numbers of passports",
    Kind.PHONE.value: "phone numbers",
    Kind.PLATE.value: "plates of vehicles",
    Kind.EMAIL.value: "e-mail addresses",
    Kind.ACCOUNT.value: "bank accounts and cards",
}
"""What a mark of shape ``PATTERN`` may look for, in words."""

_EXTRACTORS: tuple[Extractor, ...] = (Identities(), Phones(), Plates(), Emails(), Accounts())

Hits = Callable[[str], Sequence[Ruled]]
"""Gives what names protected persons in a text, with the decisions that hold there."""


Key = tuple[int, PageKind]
"""A text of a page: its number, and whether it was printed or recognised."""


@dataclass(frozen=True)
class PageText:
    """One text of a page: a page that was recognised as well has two. Without slots: it keeps its squashed text.

    ``media_type`` is the document's: a sheet that is kept as text has its columns elsewhere than other sheets.
    """

    number: int
    kind: PageKind
    text: str
    media_type: str = ""

    @cached_property
    def squashed(self) -> str:
        """The text as terms are looked for in it, without layout; see ``terms.squashed``."""
        return squashed(self.text)


@dataclass(frozen=True, slots=True)
class Covered:
    """What covers one text of a page, and which marks meant it and could not be placed there any more."""

    covers: tuple[Cover, ...]
    lost: tuple[Mark, ...] = ()


def covers_on(page: PageText, marks: Sequence[Mark], original: str, hits: Hits) -> Covered:
    """What covers a page of the document ``original``: by these marks, all of which hold there, and by the register."""
    covers: list[Cover] = []
    lost: list[Mark] = []
    for mark in marks:
        made = cover_of(page, mark, original)
        if made is None:
            lost.append(mark)
        elif made.covers_something:
            covers.append(made)
    spans = _merged((one.hit.start, one.hit.end) for one in hits(page.text) if one.is_withheld)
    if spans:
        covers.append(Cover(spans=spans, reason=REASON_PROTECTED))
    return Covered(tuple(covers), tuple(lost))


class Covering:
    """What covers the texts of one document, and what came to light while they were looked through."""

    def __init__(self, original: str, marks: Sequence[Mark], matcher: Matcher, decisions: Decisions) -> None:
        self._original = original
        self._everywhere = [one for one in marks if not only_page_of(one)]
        self._by_page: dict[int, list[Mark]] = {}
        for one in marks:
            if only_page_of(one):
                self._by_page.setdefault(one.page, []).append(one)
        self._matcher = matcher
        self._decisions = decisions
        self.lost: dict[str, Mark] = {}
        self.undecided: set[tuple[str, str]] = set()

    def of_page(self, texts: Iterable[PageText]) -> dict[PageKind, tuple[Cover, ...]]:
        """What covers each text of a page."""
        return {page.kind: self.of_text(page) for page in texts}

    def end(self, numbers: Container[int]) -> None:
        """All pages were looked through, and these are there: marks on others are lost."""
        gone = [one for number, marks in self._by_page.items() if number not in numbers for one in marks]
        self.lost.update((one.id, one) for one in gone if one.original == self._original)

    def of_text(self, page: PageText) -> tuple[Cover, ...]:
        """What covers one text."""
        marks = [*self._everywhere, *self._by_page.get(page.number, ())]
        covered = covers_on(page, marks, self._original, self._hits)
        self.lost.update((one.id, one) for one in covered.lost)
        return covered.covers

    def _hits(self, text: str) -> Sequence[Ruled]:
        ruled = self._decisions.ruled(self._matcher.find(text), self._original)
        self.undecided.update((one.hit.protected, one.hit.words) for one in ruled if one.decision is None)
        return ruled


def only_page_of(mark: Mark) -> int:
    """The only page that a mark can reach; 0 if it may reach any."""
    is_bound = mark.scope is Scope.HERE or mark.shape in {Shape.REGION, Shape.ROW, Shape.COLUMN}
    return mark.page if is_bound else 0


def page_digest(number: int, covers: Mapping[PageKind, tuple[Cover, ...]], mode: Mode) -> str:
    """Changes with whatever covers a page, and with how much a cover takes with it; hexadecimal."""
    told = [[kind.value, [_plain(one) for one in found]] for kind, found in sorted(covers.items())]
    return hashlib.sha256(canonical([number, told, mode.value])).hexdigest()


def covers_digest(
    original: str,
    pages: Mapping[Key, tuple[Cover, ...]],
    lost: Sequence[str],
    undecided: Sequence[tuple[str, str]],
    mode: Mode,
) -> str:
    """Changes with whatever covers a document, and with how much a cover takes with it; hexadecimal."""
    told = [[number, kind.value, [_plain(one) for one in covers]] for (number, kind), covers in pages.items()]
    all_told = [original, told, list(lost), [list(one) for one in undecided], mode.value]
    return hashlib.sha256(canonical(all_told)).hexdigest()


def _plain(cover: Cover) -> list[Any]:
    return [
        [list(span) for span in cover.spans],
        [[repr(edge) for edge in box] for box in cover.boxes],  # canonical JSON has no fractions
        list(cover.rows),
        list(cover.columns),
        cover.extent.value,
        cover.reason,
        *([cover.delimiter] if cover.delimiter else []),  # not always: clearances from before it would be reopened
    ]


def cover_of(page: PageText, mark: Mark, original: str) -> Cover | None:
    """What a mark covers on a page, perhaps nothing; None where its words are not there any more."""
    extent = Extent(mark.extent)
    if mark.shape is Shape.TERM:
        return Cover(spans=occurrences(page, mark.exact), extent=extent, reason=mark.reason)
    if mark.shape is Shape.PATTERN:
        return Cover(spans=patterns_in(page.text, mark.patterns), extent=extent, reason=mark.reason)
    if mark.shape is Shape.WORDS:
        return _words(page, mark, original, extent)
    if not (page.number == mark.page or (mark.scope is Scope.DOCUMENT and not mark.page)):
        return Cover(reason=mark.reason, extent=extent)
    return replace(_drawn(page, mark), extent=extent, reason=mark.reason)


def _drawn(page: PageText, mark: Mark) -> Cover:
    if mark.shape is Shape.REGION:
        return Cover(boxes=mark.boxes)
    is_kept_as_text = page.media_type in delimited.MEDIA_TYPES
    if mark.shape is Shape.ROW:
        return Cover(rows=delimited.whole_rows(page.text, mark.at) if is_kept_as_text else mark.at)
    delimiter = delimited.known_delimiter(page.text, page.media_type)
    if delimiter or ("\t" in page.text and not is_kept_as_text):
        return Cover(columns=mark.at, delimiter=delimiter)
    return Cover(spans=((0, len(page.text)),))  # only the program that wrote it knows where its columns are


def _words(page: PageText, mark: Mark, original: str, extent: Extent) -> Cover | None:
    if mark.scope is not Scope.HERE:
        return Cover(spans=occurrences(page, mark.exact), extent=extent, reason=mark.reason)
    if page.number != mark.page or original != mark.original:
        return Cover(extent=extent, reason=mark.reason)
    if page.kind is mark.page_kind and page.text[mark.start : mark.end] == mark.exact:
        return Cover(spans=((mark.start, mark.end),), extent=extent, reason=mark.reason)
    spans = occurrences(page, mark.exact)  # another reading, or the page's other text: all places, to be safe
    if not spans and page.kind is mark.page_kind:
        return None
    return Cover(spans=spans, extent=extent, reason=mark.reason)


def described(one: Mark) -> str:
    """What a mark is put on, in words."""
    what = {
        Shape.WORDS: f"“{one.exact}”",
        Shape.TERM: f"every “{one.exact}”",
        Shape.PATTERN: ", ".join(PATTERNS[kind] for kind in one.patterns if kind in PATTERNS),
        Shape.REGION: "a region",
        Shape.ROW: "row " + ", ".join(str(number + 1) for number in one.at),
        Shape.COLUMN: "column " + ", ".join(str(number + 1) for number in one.at),
    }[one.shape]
    return f"{what}, page {one.page}" if one.page else what


def occurrences(page: PageText, term: str) -> tuple[tuple[int, int], ...]:
    """Every place of a term in a text, without regard to case, accents and layout, in code points."""
    wanted = squashed(term)
    if not wanted or wanted not in page.squashed:
        return ()
    folded = FoldedText(page.text)
    places = [at for at, char in enumerate(folded.text) if char != " "]
    run = folded.text.replace(" ", "")
    found, at = [], run.find(wanted)
    while at >= 0:
        found.append(folded.raw_span(places[at], places[at + len(wanted) - 1] + 1))
        at = run.find(wanted, at + 1)
    return _merged(found)


def patterns_in(text: str, patterns: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Every number or address of these kinds in a text, in code points."""
    return _merged(
        (found.start, found.end) for one in _EXTRACTORS for found in one.find(text) if found.kind.value in patterns
    )


def _merged(spans: "Sequence[tuple[int, int]] | Iterator[tuple[int, int]]") -> tuple[tuple[int, int], ...]:
    """The spans in order, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
