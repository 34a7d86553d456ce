"""Two documents side by side, paragraph by paragraph, with what changed marked in the raw text of both."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import LCSseq

from muniment.index.folding import fold
from muniment.likeness.alignment import Block, align
from muniment.likeness.changes import without_strays
from muniment.likeness.document import Document

BELONGS = 0.5
"""Share of the shorter of two paragraphs' terms that must stand in the other for them to stand side by side."""

MOST_CHARS_TYPOGRAPHY = 2_000
"""Characters of a paragraph in which single signs are told apart; in longer ones the whole is marked."""

_LEAST_MOVED = 5
"""Terms of a paragraph of which it is told that it stands elsewhere: headings like "Annex" do so by chance."""

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")


class RowKind(StrEnum):
    """What a row shows."""

    SAME = "same"
    TYPOGRAPHY = "typography"
    """The same words with other punctuation or letter case."""
    CHANGED = "changed"
    REMOVED = "removed"
    """Stands in the left document only."""
    ADDED = "added"
    """Stands in the right document only."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or line of one page, with what changed in it.

    ``page`` is the page's id, ``number`` counts pages from 1. All offsets count code points of the page's raw text,
    end-exclusive; ``text`` is what stands from ``start`` to ``end``.
    """

    page: int
    number: int
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that belong side by side; ``moved`` says that the same words stand elsewhere in the other document."""

    kind: RowKind
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """All rows in order. ``bounded`` says that the documents were too long to be compared in full."""

    rows: tuple[Row, ...]
    bounded: bool


@dataclass(frozen=True, slots=True)
class _Paragraph:
    piece: Piece
    first: int
    last: int


def difference(left: Document, right: Document) -> Difference:
    """Lay two documents side by side."""
    aligned = align(left.terms.hashes, right.terms.hashes)
    blocks = without_strays(aligned.blocks, len(left), len(right))
    sides = (
        _Side(left, [(one.left, one.left + one.length) for one in blocks]),
        _Side(right, [(one.right, one.right + one.length) for one in blocks]),
    )
    rows = _with_moves(list(_rows(*sides, blocks)))
    return Difference(tuple(rows), aligned.bounded or left.is_cut or right.is_cut)


class _Side:
    """One of the two: its paragraphs, and which of its terms stand in the other as well."""

    def __init__(self, document: Document, kept: Sequence[tuple[int, int]]) -> None:
        self.document = document
        self.paragraphs = list(_paragraphs(document))
        self._firsts = [paragraph.first for paragraph in self.paragraphs]
        self._kept = kept

    def at(self, term: int) -> int:
        """The place of the paragraph in which a term stands."""
        return bisect_right(self._firsts, term) - 1

    def marked(self, number: int) -> Piece:
        """The paragraph with its changed terms marked."""
        paragraph = self.paragraphs[number]
        marks = tuple(
            (place.start, place.end)
            for first, last in self._changed(paragraph.first, paragraph.last)
            for place in self.document.places(first, last)
        )
        return replace(paragraph.piece, marks=marks)

    def _changed(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        at = first
        begin = max(0, bisect_right(self._kept, first, key=lambda kept: kept[0]) - 1)
        for start, end in self._kept[begin:]:
            if start >= last:
                break
            if start > at:
                yield at, start
            at = max(at, end)
        if at < last:
            yield at, last


def _paragraphs(document: Document) -> Iterator[_Paragraph]:
    """Lines with terms; what has none, such as a rule of dashes, goes with the line before."""
    at = 0
    for page in document.pages:
        lines = [(match.start(), match.end(), len(fold(match[0]).split())) for match in _LINE.finditer(page.text)]
        told = [line for line in lines if line[2]]
        for number, (start, end, terms) in enumerate(told):
            until = told[number + 1][0] if number + 1 < len(told) else len(page.text)
            text = page.text[start:until].rstrip()
            end = max(end, start + len(text))  # noqa: PLW2901 - the end with what goes with it
            yield _Paragraph(Piece(page.id, page.number, start, end, page.text[start:end]), at, at + terms)
            at += terms


def _rows(left: _Side, right: _Side, blocks: Sequence[Block]) -> Iterator[Row]:
    at, other_at = 0, 0
    for first, last, other_first, other_last in _belonging(left, right, blocks):
        yield from _alone(left, at, first, RowKind.REMOVED)
        yield from _alone(right, other_at, other_first, RowKind.ADDED)
        yield _side_by_side(left, right, (first, last, other_first, other_last))
        at, other_at = last, other_last
    yield from _alone(left, at, len(left.paragraphs), RowKind.REMOVED)
    yield from _alone(right, other_at, len(right.paragraphs), RowKind.ADDED)


def _alone(side: _Side, first: int, last: int, kind: RowKind) -> Iterator[Row]:
    for number in range(first, last):
        piece = (side.paragraphs[number].piece,)
        yield Row(kind, piece, ()) if kind is RowKind.REMOVED else Row(kind, (), piece)


def _belonging(left: _Side, right: _Side, blocks: Sequence[Block]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of paragraphs that stand side by side, in order: from, to before, and the same for the right."""
    current: tuple[int, int, int, int] | None = None
    for one, other in _pairs(left, right, blocks):
        if current and (one < current[1] or other < current[3]):
            current = (current[0], max(current[1], one + 1), current[2], max(current[3], other + 1))
            continue
        if current:
            yield current
        current = (one, one + 1, other, other + 1)
    if current:
        yield current


def _pairs(left: _Side, right: _Side, blocks: Sequence[Block]) -> list[tuple[int, int]]:
    common: Counter[tuple[int, int]] = Counter()
    for block in blocks:
        at = 0
        while at < block.length:
            one, other = left.at(block.left + at), right.at(block.right + at)
            step = min(
                left.paragraphs[one].last - block.left - at,
                right.paragraphs[other].last - block.right - at,
                block.length - at,
            )
            common[one, other] += max(step, 1)
            at += max(step, 1)
    return sorted(
        (one, other)
        for (one, other), terms in common.items()
        if terms > BELONGS * min(_length(left.paragraphs[one]), _length(right.paragraphs[other]))
    )


def _length(paragraph: _Paragraph) -> int:
    return paragraph.last - paragraph.first


def _side_by_side(left: _Side, right: _Side, ranges: tuple[int, int, int, int]) -> Row:
    first, last, other_first, other_last = ranges
    pieces = tuple(left.marked(number) for number in range(first, last))
    others = tuple(right.marked(number) for number in range(other_first, other_last))
    if any(piece.marks for piece in (*pieces, *others)):
        return Row(RowKind.CHANGED, pieces, others)
    if _raw(pieces) == _raw(others):
        return Row(RowKind.SAME, pieces, others)
    if len(pieces) == len(others) == 1:
        return Row(RowKind.TYPOGRAPHY, *_with_signs(pieces[0], others[0]))
    return Row(RowKind.TYPOGRAPHY, pieces, others)


def _raw(pieces: Sequence[Piece]) -> str:
    return "".join("".join(piece.text.split()) for piece in pieces)


def _with_signs(one: Piece, other: Piece) -> tuple[tuple[Piece], tuple[Piece]]:
    if max(len(one.text), len(other.text)) > MOST_CHARS_TYPOGRAPHY:
        return (one,), (other,)
    codes = [code for code in LCSseq.opcodes(one.text, other.text) if code.tag != "equal"]
    here = tuple((one.start + code.src_start, one.start + code.src_end) for code in codes)
    there = tuple((other.start + code.dest_start, other.start + code.dest_end) for code in codes)
    here, there = (tuple(mark for mark in marks if mark[0] < mark[1]) for marks in (here, there))
    return (replace(one, marks=here),), (replace(other, marks=there),)


def _with_moves(rows: list[Row]) -> list[Row]:
    """The same rows; paragraphs removed in one place and added in another are told to have moved."""
    removed = {words for row in rows if row.kind is RowKind.REMOVED if (words := _words(row.left[0]))}
    added = {words for row in rows if row.kind is RowKind.ADDED if (words := _words(row.right[0]))}
    moved = removed & added
    return [
        replace(row, moved=True)
        if row.kind in (RowKind.REMOVED, RowKind.ADDED) and _words((row.left or row.right)[0]) in moved
        else row
        for row in rows
    ]


def _words(piece: Piece) -> tuple[str, ...]:
    terms = tuple(fold(piece.text).split())
    return terms if len(terms) >= _LEAST_MOVED else ()
