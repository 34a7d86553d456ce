"""From marks and protected persons to what covers a page: pure values in, ``Cover`` values out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from muniment.evidence.withheld import Mark, Scope, Shape
from muniment.index.folding import FoldedText
from muniment.mentions.identifiers import Accounts, Emails, Identities, Phones, Plates
from muniment.mentions.mention import Extractor, Kind
from muniment.model import PageKind
from muniment.redact.marks import Cover, Extent
from muniment.redact.protected import Ruled
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


@dataclass(frozen=True, slots=True)
class PageText:
    """One text of a page: a page that was recognised as well has two."""

    number: int
    kind: PageKind
    text: str


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


def cover_of(page: PageText, mark: Mark, original: str) -> Cover | None:
    """What a mark covers on a page, perhaps nothing; None where its words are not there any more."""
    extent = Extent(mark.extent)
    if mark.shape is Shape.TERM:
        return Cover(spans=occurrences(page.text, mark.exact), extent=extent, reason=mark.reason)
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
    if mark.shape is Shape.ROW:
        return Cover(rows=mark.at)
    if "\t" in page.text:
        return Cover(columns=mark.at)
    return Cover(spans=((0, len(page.text)),))  # a CSV as it stands: only its program knows where its columns are


def _words(page: PageText, mark: Mark, original: str, extent: Extent) -> Cover | None:
    if mark.scope is not Scope.HERE:
        return Cover(spans=occurrences(page.text, mark.exact), extent=extent, reason=mark.reason)
    if page.number != mark.page or original != mark.original:
        return Cover(extent=extent, reason=mark.reason)
    if page.kind is mark.page_kind and page.text[mark.start : mark.end] == mark.exact:
        return Cover(spans=((mark.start, mark.end),), extent=extent, reason=mark.reason)
    spans = occurrences(page.text, mark.exact)  # another reading, or the page's other text: all places, to be safe
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


def occurrences(text: str, term: str) -> tuple[tuple[int, int], ...]:
    """Every place of a term in a text, without regard to case, accents and layout, in code points."""
    wanted = squashed(term)
    if not wanted or wanted not in squashed(text):
        return ()
    folded = FoldedText(text)
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
