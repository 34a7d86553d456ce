"""What stands behind a cell or a count of the matrix: evidence and statements, by the group of their source."""

from collections.abc import Iterator
from dataclasses import dataclass

from muniment.app.evidence.matrix import names_of, title_of, title_of_group
from muniment.evidence.lineage import said
from muniment.evidence.matrix import Cell, Matrix, Sign
from muniment.evidence.records import Bearing
from muniment.web.matrix.shown import SIGNS, Words, words

MOST_LISTED = 200
"""Pieces of evidence and statements listed on one page; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence or a statement; ``says`` is its weight, or who said it."""

    href: str
    sign: Sign
    glyph: str
    says: str
    when: str
    note: str
    source: str
    source_title: str
    fallen: bool
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """All pieces, in groups as in the matrix; ``said`` is the count in words where one bearing is asked for."""

    groups: tuple[tuple[str, tuple[Piece, ...]], ...]
    total: int
    listed: int
    said: str


def behind_of(matrix: Matrix, claim: str, sign: Sign | None, source: str | None) -> Behind:
    """What bears on a claim, in one way or in any (None), from one source or from any (None)."""
    cells = matrix.cells(claim)
    groups, listed, total = [], 0, 0
    for group in matrix.groups:
        wanted = [
            cell
            for column in group.columns
            if source in {None, column.source}
            for cell in cells.get(column.source, ())
            if sign in {None, cell.sign}
        ]
        total += sum(one.count for one in wanted)
        pieces = tuple(piece for one in wanted for piece in _pieces(matrix, one))[: MOST_LISTED - listed]
        listed += len(pieces)
        if pieces:
            groups.append((title_of_group(matrix.scales.held, group), pieces))
    return Behind(tuple(groups), total, listed, _said(matrix, claim, sign, source))


def _said(matrix: Matrix, claim: str, sign: Sign | None, source: str | None) -> str:
    if source is not None or sign is None or sign.value not in set(Bearing):
        return ""
    return said(matrix.weighed(claim).standing[Bearing(sign.value)])


def _pieces(matrix: Matrix, cell: Cell) -> Iterator[Piece]:
    held = matrix.scales.held
    fallen = cell.source in matrix.scales.lineage.fallen
    title = title_of(held, cell.source)
    for one in cell.evidence:
        evidence = held.evidence[one]
        yield Piece(
            f"/evidence/evidence/{one}",
            cell.sign,
            SIGNS[cell.sign],
            evidence.weight.value,
            "",
            evidence.note,
            cell.source,
            title,
            fallen,
            (words(held.quotes[evidence.quote]),),
        )
    for one in cell.statements:
        statement = held.statements[one]
        yield Piece(
            f"/evidence/statements/{one}",
            cell.sign,
            SIGNS[cell.sign],
            ", ".join(names_of(held, statement.actors)),
            ", ".join(part for part in (statement.date, statement.venue) if part),
            statement.note,
            cell.source,
            title,
            fallen,
            tuple(words(held.quotes[quote]) for quote in statement.quotes if quote in cell.quotes),
        )
