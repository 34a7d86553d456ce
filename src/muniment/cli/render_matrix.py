"""How the matrix and the chronology look on a terminal, and to scripts."""

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from muniment.acquire.names import shown
from muniment.app.evidence.chronology import title_of as title_of_moment
from muniment.app.evidence.matrix import names_of, title_of, title_of_group
from muniment.counting import counted
from muniment.evidence.chronology import Chronology, Moment
from muniment.evidence.held import Held
from muniment.evidence.lineage import Standing, said
from muniment.evidence.matrix import Apart, Cell, Column, Group, Matrix, Row, Sign
from muniment.evidence.matrix_view import View
from muniment.evidence.records import Act, Bearing

SIGNS = {
    Sign.SUPPORTS: ("+", "green"),
    Sign.DISPUTES: ("-", "red"),
    Sign.QUALIFIES: ("~", "yellow"),
    Sign.DENIES: ("x", "magenta"),
    Sign.ASSERTS: ("a", "cyan"),
    Sign.DEMANDS: ("d", "cyan"),
    Sign.ANNOUNCES: ("n", "cyan"),
}
"""What stands for each in a cell: letters and signs that every terminal has."""

LEAST_CLAIM_WIDTH = 44
"""Characters for the words of claims; what is left of the line is for sources."""

_CELL_WIDTH = 5
_INDENT, _DEEPEST = 2, 6


def matrix_as_json(matrix: Matrix, rows: Sequence[Row]) -> dict[str, Any]:
    """The matrix under the names that scripts rely on; of claims only those in ``rows``."""
    held = matrix.scales.held
    roots = {column.source: group.key for group in matrix.groups for column in group.columns}
    actors = {actor for row in rows for actors in matrix.weighed(row.claim.id).voices.values() for actor in actors}
    return {
        "claims": [_claim_as_json(matrix, row, roots) for row in rows],
        "sources": [_source_as_json(matrix, one) for one in held.sources],
        "actors": [{"id": one.id, "name": one.names[0].text} for one in held.actors.values() if one.id in actors],
    }


def _claim_as_json(matrix: Matrix, row: Row, roots: dict[str, str]) -> dict[str, Any]:
    claim, weighed = row.claim, matrix.weighed(row.claim.id)
    return {
        "id": claim.id,
        "text": claim.text,
        "parent": claim.parent or None,
        "where": claim.where,
        "when": claim.when,
        "cells": [_cell_as_json(cell, roots[cell.source]) for cells in _in_order(matrix, row) for cell in cells],
        **{bearing.value: _standing_as_json(weighed.standing[bearing]) for bearing in Bearing},
        "denied_by": list(weighed.voices[Act.DENIES]),
        "asserted_by": list(weighed.voices[Act.ASSERTS]),
        "demanded_by": list(weighed.voices[Act.DEMANDS]),
        "announced_by": list(weighed.voices[Act.ANNOUNCES]),
        "rests_on": matrix.rests_on_one(claim.id) or None,
    }


def _in_order(matrix: Matrix, row: Row) -> list[tuple[Cell, ...]]:
    cells = matrix.cells(row.claim.id)
    columns = (column for group in matrix.groups for column in group.columns)
    return [cells[column.source] for column in columns if column.source in cells]


def _cell_as_json(cell: Cell, root: str) -> dict[str, Any]:
    return {
        "source": cell.source or None,
        "root": None if root.startswith("~") else root,
        "bearing": cell.sign.value,
        "evidence": list(cell.evidence),
        "statements": list(cell.statements),
        "quotes": list(cell.quotes),
    }


def _standing_as_json(standing: Standing) -> dict[str, Any]:
    return {
        "reports": list(standing.reports),
        "independent": standing.independent,
        "roots": list(standing.roots),
        "unknown": list(standing.unknown),
        "fallen": list(standing.fallen),
        "unassigned": standing.unassigned,
        "said": said(standing),
    }


def _source_as_json(matrix: Matrix, source: str) -> dict[str, Any]:
    lineage, loss = matrix.scales.lineage, matrix.loss(source)
    return {
        "id": source,
        "title": matrix.scales.held.sources[source].title,
        "roots": sorted(lineage.roots(source)),
        "unknown": lineage.is_of_unknown_origin(source),
        "fallen": source in lineage.fallen,
        "falls_with": {"sources": list(loss.reports), "claims": list(loss.claims)},
    }


def print_matrix(matrix: Matrix, seen: View, console: Console) -> None:
    """Claims with their counts, a column for each source that fits, and what the columns are."""
    held = matrix.scales.held
    if not seen.rows:
        console.print("There are no claims yet. Make one in the workbench, or muniment evidence import FILE.")
        return
    numbers: dict[str, int] = {}
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 1, 0))
    table.add_column("claim", ratio=1, min_width=LEAST_CLAIM_WIDTH)
    for group in seen.groups:
        for column in group.columns:
            numbers[column.source] = len(numbers) + 1
            table.add_column(str(numbers[column.source]), justify="center", width=_CELL_WIDTH - 1)
    for row in seen.rows:
        cells = matrix.cells(row.claim.id)
        claim = Padding(_claim_line(matrix, row, seen), (0, 0, 0, _INDENT * min(row.depth, _DEEPEST)))
        table.add_row(claim, *(_cell_text(cells.get(one, ())) for one in numbers))
    console.print(table)
    for group in seen.groups:
        _print_group(held, group, numbers, console)
    _print_signs(console)
    _print_cut(seen, console)


def columns_that_fit(width: int) -> int:
    """How many sources a terminal of ``width`` characters has room for."""
    return max(1, (width - LEAST_CLAIM_WIDTH - 1) // _CELL_WIDTH)


def _claim_line(matrix: Matrix, row: Row, seen: View) -> Text:
    claim, weighed, held = row.claim, matrix.weighed(row.claim.id), matrix.scales.held
    line = Text(shown(claim.text), style="bold")
    scope = " · ".join(shown(one) for one in (claim.where, claim.when) if one)
    if scope:
        line.append(f"\n{scope}", style="dim")
    for bearing in Bearing:
        standing = weighed.standing[bearing]
        if standing != Standing():
            line.append(f"\n{bearing.value}: {said(standing)}", style=SIGNS[Sign(bearing.value)][1])
    if not matrix.cells(claim.id):
        below = claim.id in matrix.borne
        told = "nothing by itself: see what stands below it" if below else "nothing for or against it yet"
        line.append(f"\n{told}", style="dim" if below else "yellow")
    if weighed.voices[Act.DENIES]:
        names = ", ".join(shown(one) for one in names_of(held, weighed.voices[Act.DENIES]))
        line.append(f"\ndenied by {names}", style="magenta")
    if alone := matrix.rests_on_one(claim.id):
        line.append(f"\nrests on {shown(held.sources[alone].title)} alone", style="yellow")
    if elsewhere := seen.elsewhere.get(claim.id, 0):
        line.append(f"\n{counted(elsewhere, 'more source')} that did not fit", style="dim")
    return line


def _cell_text(cells: Sequence[Cell]) -> Text:
    text = Text()
    for cell in cells:
        sign, style = SIGNS[cell.sign]
        text.append(sign + (str(cell.count) if cell.count > 1 else ""), style=style)
    return text if cells else Text("·", style="dim")


def _print_group(held: Held, group: Group, numbers: dict[str, int], console: Console) -> None:
    if group.apart is Apart.NO_SOURCE:
        line = Text(f"{numbers['']:>4}  ", style="bold")
        console.print(line.append("documents of no named source, and statements that nothing quotes", style="dim"))
        return
    head = Text(shown(title_of_group(held, group)), style="cyan")
    if group.apart is None:
        head.append(" and what derives from it" if len(group.columns) > 1 else "", style="dim")
    console.print(head, soft_wrap=True)
    for column in group.columns:
        line = Text(f"{numbers[column.source]:>4}  ", style="bold")
        line.append(shown(title_of(held, column.source)), style="strike" if group.apart is Apart.FALLEN else "")
        console.print(line.append(_also(held, column), style="dim"), soft_wrap=True)


def _also(held: Held, column: Column) -> str:
    further = [shown(held.sources[one].title) for one in column.also]
    further += ["somebody unknown"] if column.also_unknown else []
    return f"  (also from {', '.join(further)})" if further else ""


def _print_signs(console: Console) -> None:
    line = Text()
    for sign, (letter, style) in SIGNS.items():
        line.append(letter, style=style).append(f" {sign.value}   ", style="dim")
    console.print(line.append("· nothing", style="dim"))


def _print_cut(seen: View, console: Console) -> None:
    part = seen.column_part
    if part.pages > 1:
        told = f"{part.last:,} of {part.total:,} sources fit here; a wider terminal, --json or the workbench has all."
        console.print(Text(told, style="yellow"))


def chronology_as_json(held: Held, found: Chronology) -> list[dict[str, Any]]:
    """The chronology under the names that scripts rely on; what has no date last, its ``date`` empty."""
    return [_moment_as_json(held, one) for one in (*found.moments, *found.undated)]


def _moment_as_json(held: Held, one: Moment) -> dict[str, Any]:
    return {
        "date": one.dated.written if one.dated else "",
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "about": bool(one.dated and one.dated.about),
        "kind": one.happening.value,
        "act": one.act.value if one.act else None,
        "id": one.id,
        "title": title_of_moment(held, one),
        "where": one.where,
        "actors": list(one.actors),
        "claims": list(one.claims),
        "quotes": list(one.quotes),
    }


def print_chronology(held: Held, found: Chronology, console: Console) -> None:
    """A line for each moment, its date as it was written; what has no date below."""
    if not found.moments and not found.undated:
        console.print("Nothing happened and nobody said anything yet, as far as this case holds.")
        return
    dates = [shown(one.dated.written) if one.dated else "" for one in found.moments]
    width = max(map(cell_len, dates), default=0)
    for moment, written in zip(found.moments, dates, strict=True):
        line = Text(f"{set_cell_size(written, width)}  ", style="bold")
        console.print(line.append_text(_moment_line(held, moment)), soft_wrap=True)
    if found.undated:
        console.print(Text("Without a date:", style="yellow"))
    for moment in found.undated:
        console.print(Text("  ").append_text(_moment_line(held, moment)), soft_wrap=True)


def _moment_line(held: Held, moment: Moment) -> Text:
    line = Text(f"{moment.happening.value:<9}  ", style="cyan")
    line.append(shown(title_of_moment(held, moment)))
    if moment.where:
        line.append(f", {shown(moment.where)}", style="dim")
    line.append(f"  {counted(len(moment.quotes), 'quote')}" if moment.quotes else "  no quote", style="dim")
    return line
