"""What the page of the matrix shows: cells with their quotes, rows with their counts, heads with what rests on them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from muniment.app.evidence.matrix import names_of, title_of, title_of_group
from muniment.evidence.held import Held
from muniment.evidence.lineage import Standing, said
from muniment.evidence.matrix import Apart, Cell, Column, Group, Loss, Matrix, Row, Sign
from muniment.evidence.matrix_view import View
from muniment.evidence.records import Act, Quote, SourceKind

SIGNS: Mapping[Sign, str] = {
    Sign.SUPPORTS: "+",
    Sign.DISPUTES: "\N{MINUS SIGN}",
    Sign.QUALIFIES: "±",
    Sign.DENIES: "\N{MULTIPLICATION SIGN}",
    Sign.ASSERTS: "“",
    Sign.DEMANDS: "!",
    Sign.ANNOUNCES: "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
}
"""Beside the word in a cell, so that a wide matrix can be read from afar; none of them needs colour."""

WORDS_CHARS = 220
"""Characters of a quote beside a matrix: enough to know which it is; the whole is a click away."""

QUOTES_SHOWN = 3
"""Quotes of one cell whose words are shown; the others are counted, and a click away."""


@dataclass(frozen=True, slots=True)
class Words:
    """The beginning of a quote, and of its first translation."""

    id: str
    text: str
    language: str
    page: int
    translation: str = ""
    translation_language: str = ""
    translated_by: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One way in which a source bears on a claim. ``key`` is the id, in the page, of its words."""

    key: str
    sign: Sign
    glyph: str
    count: int
    href: str
    words: tuple[Words, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Head:
    """A column; ``notes`` says where else its source is from."""

    source: str
    title: str
    kind: SourceKind | None
    fallen: bool
    is_root: bool
    notes: tuple[str, ...]
    why_fallen: str


@dataclass(frozen=True, slots=True)
class GroupHead:
    """A group of columns; ``loss`` is what would be lost with its root, ``alone`` that it is a single column."""

    key: str
    alone: bool
    title: str
    apart: Apart | None
    heads: tuple[Head, ...]
    loss: Loss | None


@dataclass(frozen=True, slots=True)
class Count:
    """The count behind one bearing, in words, and where it leads."""

    sign: Sign
    glyph: str
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A claim with its cells, one for each column shown, and how many of them hold nothing.

    ``borne`` says that something supports it, or a part of it.
    """

    row: Row
    cells: tuple[tuple[Chip, ...], ...]
    counts: tuple[Count, ...]
    voices: tuple[tuple[Act, tuple[str, ...], str], ...]
    rests_on: str
    elsewhere: int
    empty: int
    borne: bool


def group_heads(matrix: Matrix, groups: Iterable[Group]) -> tuple[GroupHead, ...]:
    """The heads over the columns."""
    held = matrix.scales.held
    alone = {one.key for one in matrix.groups if len(one.columns) == 1}
    return tuple(
        GroupHead(
            group.key,
            group.key in alone and (not group.apart or group.apart is Apart.NO_SOURCE),
            title_of_group(held, group),
            group.apart,
            tuple(_head(matrix, group, column) for column in group.columns),
            None if group.apart else matrix.loss(group.key),
        )
        for group in groups
    )


def _head(matrix: Matrix, group: Group, column: Column) -> Head:
    held, source = matrix.scales.held, matrix.scales.held.sources.get(column.source)
    notes = [f"also from {title_of(held, one)}" for one in column.also]
    notes += ["also from somebody unknown"] if column.also_unknown else []
    if source is None:
        return Head("", title_of(held, ""), None, fallen=False, is_root=False, notes=(), why_fallen="")
    fallen = group.apart is Apart.FALLEN
    return Head(
        source.id,
        source.title,
        source.kind,
        fallen,
        source.id == group.key,
        tuple(notes),
        _why_fallen(source.withdrawn) if fallen else "",
    )


def _why_fallen(withdrawn: str) -> str:
    return f"withdrawn {withdrawn}" if withdrawn else "nothing left to stand on"


def lines(matrix: Matrix, seen: View) -> Iterator[Line]:
    """The claims of a view, with a cell for each of its columns."""
    columns = [column.source for group in seen.groups for column in group.columns]
    for number, row in enumerate(seen.rows):
        by_source = matrix.cells(row.claim.id)
        cells = tuple(
            chips(matrix.scales.held, by_source[one], f"w{number}-{at}") if one in by_source else ()
            for at, one in enumerate(columns)
        )
        yield Line(
            row,
            cells,
            tuple(counts(matrix, row.claim.id)),
            tuple(_voices(matrix, row.claim.id)),
            matrix.rests_on_one(row.claim.id),
            seen.elsewhere[row.claim.id],
            sum(not one for one in cells),
            row.claim.id in matrix.borne,
        )


def chips(held: Held, cells: Iterable[Cell], key: str) -> tuple[Chip, ...]:
    """What one source has on one claim."""
    return tuple(
        Chip(
            f"{key}-{cell.sign.value}",
            cell.sign,
            SIGNS[cell.sign],
            cell.count,
            _leads_to(cell),
            tuple(words(held.quotes[one]) for one in cell.quotes[:QUOTES_SHOWN]),
            max(0, len(cell.quotes) - QUOTES_SHOWN),
        )
        for cell in cells
    )


def _leads_to(cell: Cell) -> str:
    if cell.count == 1 and len(cell.quotes) == 1:
        return f"/evidence/quotes/{cell.quotes[0]}"
    return behind(cell.claim, cell.sign, cell.source)


def behind(claim: str, sign: Sign, source: str | None = None) -> str:
    """The address of what a cell, or a count, counts."""
    told = {"claim": claim, "sign": sign.value} | (
        {} if source is None else {"source": source or Apart.NO_SOURCE.value}
    )
    return f"/evidence/matrix/behind?{urlencode(told)}"


def words(quote: Quote) -> Words:
    """The beginning of a quote's words."""
    first = quote.translations[0] if quote.translations else None
    return Words(
        quote.id,
        beginning(quote.words),
        quote.language,
        quote.spans[0].page,
        beginning(first.text) if first else "",
        first.language if first else "",
        first.by if first else "",
    )


def beginning(text: str, most: int = WORDS_CHARS) -> str:
    """As much of a text as fits, cut between words where that is possible."""
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    cut = line[:most]
    space = cut.rfind(" ", most // 2)
    return (cut[:space] if space > 0 else cut) + "…"


def counts(matrix: Matrix, claim: str) -> Iterator[Count]:
    """The counts of a claim that are not naught."""
    for bearing, standing in matrix.weighed(claim).standing.items():
        if standing != Standing():
            sign = Sign(bearing.value)
            yield Count(sign, SIGNS[sign], said(standing), behind(claim, sign))


def _voices(matrix: Matrix, claim: str) -> Iterator[tuple[Act, tuple[str, ...], str]]:
    for act, actors in matrix.weighed(claim).voices.items():
        if actors:
            yield act, tuple(names_of(matrix.scales.held, actors)), behind(claim, Sign(act.value))
