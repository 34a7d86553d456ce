"""Two documents side by side, made ready for showing: places that differ, and what is alike folded between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.likeness.difference import Difference, Piece, Row, RowKind
from muniment.likeness.document import Document
from muniment.likeness.passages import Passage
from muniment.web.reader.paper import Marks, pieces
from muniment.web.reader.paper import Piece as Run

AROUND = 1
"""Rows that are alike which are shown before and after a place that differs, so that it can be understood."""

MOST_PLACES_LISTED = 40
"""Places listed above the text: a longer list is no summary."""

WORDS_QUOTED = 60
"""Characters of a change that the list quotes."""

MOST_UNREAD_LETTERS = 30
"""Letters that recognition may have passed over in one place: a stamp with its date. A sentence left out is longer."""

_DECORATION = re.compile(r"[\W_]*\d{0,4}[\W_]*")
"""A line that holds nothing but a page number or a rule."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of one side: its page, and its words in runs, of which the marked ones differ."""

    page: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Paragraphs that stand side by side; ``place`` counts the places that differ from 1, 0 on rows that are alike."""

    kind: str
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    place: int
    moved: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows in a row: shown, or ``folded`` because they are alike."""

    pairs: list[Pair]
    folded: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place that differs: the first page concerned, and what stands on either side.

    ``unread`` says that one side was recognised from a picture and has nothing new here: it may only lack what
    recognition passed over.
    """

    number: int
    page: int
    left: str
    right: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """All of it. ``unread`` are places that differ perhaps because recognition passed something over."""

    stretches: list[Stretch]
    places: list[Place]
    more_places: int
    unread: list[Place]
    signs: int
    bounded: bool


def sides_of(difference: Difference, *, left_recognised: bool = False, right_recognised: bool = False) -> Sides:
    """Lay a difference out; what was recognised from pictures is trusted less for what it lacks."""
    numbered = list(_numbered(difference.rows))
    pairs = [_pair(row, number) for row, number in numbered]
    found = [_place(number, group, (left_recognised, right_recognised)) for number, group in _groups(numbered)]
    places = [place for place in found if not place.unread]
    return Sides(
        list(_stretches(pairs)),
        places[:MOST_PLACES_LISTED],
        max(0, len(places) - MOST_PLACES_LISTED),
        [place for place in found if place.unread][:MOST_PLACES_LISTED],
        sum(row.kind is RowKind.TYPOGRAPHY for row in difference.rows),
        difference.bounded,
    )


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with the number of its place: rows that differ and follow each other are one place."""
    number, inside = 0, False
    for row in rows:
        differs = _differs(row)
        number += differs and not inside
        inside = differs
        yield row, number if differs else 0


def _differs(row: Row) -> bool:
    if row.kind in {RowKind.SAME, RowKind.TYPOGRAPHY}:
        return False
    return row.kind is RowKind.CHANGED or not all(_DECORATION.fullmatch(one.text) for one in (*row.left, *row.right))


def _groups(numbered: Sequence[tuple[Row, int]]) -> Iterator[tuple[int, list[Row]]]:
    groups: dict[int, list[Row]] = {}
    for row, number in numbered:
        if number:
            groups.setdefault(number, []).append(row)
    yield from groups.items()


def _place(number: int, rows: Sequence[Row], recognised: tuple[bool, bool]) -> Place:
    first = (rows[0].left or rows[0].right)[0]
    left = [text for row in rows for one in row.left for text in _marked(one, row.kind)]
    right = [text for row in rows for one in row.right for text in _marked(one, row.kind)]
    return Place(number, first.number, _quoted(left), _quoted(right), _may_be_unread(rows, left, right, recognised))


def _may_be_unread(
    rows: Sequence[Row], left: Sequence[str], right: Sequence[str], recognised: tuple[bool, bool]
) -> bool:
    """Whether the one side that was recognised has nothing here that the other lacks, and lacks little itself."""
    if recognised[0] == recognised[1]:
        return False
    all_left = _letters("".join(one.text for row in rows for one in row.left))
    all_right = _letters("".join(one.text for row in rows for one in row.right))
    seen, known, lacking, there = (
        (right, all_left, left, all_right) if recognised[1] else (left, all_right, right, all_left)
    )
    has_nothing_new = all(_letters(text) in known for text in seen)
    missing = sum(len(letters) for text in lacking if (letters := _letters(text)) not in there)
    return has_nothing_new and missing <= MOST_UNREAD_LETTERS


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _quoted(words: Sequence[str]) -> str:
    told = " … ".join(words)
    return told if len(told) <= WORDS_QUOTED else told[: WORDS_QUOTED - 1] + "…"


def _marked(one: Piece, kind: RowKind) -> list[str]:
    """The words that differ: those marked, or all that stands on one side only."""
    if kind in {RowKind.REMOVED, RowKind.ADDED}:
        return [one.text.strip()]
    return [one.text[start - one.start : end - one.start] for start, end in one.marks]


def _pair(row: Row, number: int) -> Pair:
    alone = row.kind in {RowKind.REMOVED, RowKind.ADDED}
    left, right = (tuple(_line(one, whole=alone and bool(number)) for one in side) for side in (row.left, row.right))
    return Pair(row.kind.value, left, right, number, row.moved)


def _line(one: Piece, *, whole: bool) -> Line:
    marks = ((0, len(one.text)),) if whole else tuple((start - one.start, end - one.start) for start, end in one.marks)
    return Line(one.number, pieces(one.text, 0, len(one.text), Marks(marks)))


def _stretches(pairs: Sequence[Pair]) -> Iterator[Stretch]:
    """What differs with what stands around it; all between is folded."""
    shown: set[int] = set()
    for at, pair in enumerate(pairs):
        if pair.place:
            shown.update(range(max(0, at - AROUND), min(len(pairs), at + AROUND + 1)))
    current: list[Pair] = []
    folded = False
    for at, pair in enumerate(pairs):
        is_folded = at not in shown
        if current and is_folded != folded:
            yield Stretch(current, folded)
            current = []
        folded = is_folded
        current.append(pair)
    if current:
        yield Stretch(current, folded)


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that both have: where, its words on either side, and whether word for word."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]
    verbatim: bool


def shared(one: Document, other: Document, passages: Sequence[Passage]) -> list[Shared]:
    """Passages with their raw words."""
    return [
        Shared(
            tuple(_lines(one, passage.left, passage.left_end)),
            tuple(_lines(other, passage.right, passage.right_end)),
            passage.verbatim,
        )
        for passage in passages
    ]


def _lines(document: Document, first: int, last: int) -> Iterator[Line]:
    pages = {page.id: page for page in document.pages}
    for place in document.places(first, last):
        text = pages[place.page].text
        yield Line(place.number, pieces(text, place.start, place.end, Marks()))
