"""How an authenticity sheet looks on a terminal and to scripts."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown, text_of
from muniment.app.evidence.authenticity import Passed, Sheet
from muniment.evidence.authenticity.facts import Basis, Fact, Pair, Relation, Side
from muniment.evidence.authenticity.habits import Like, Row
from muniment.evidence.authenticity.references import Reference

RELATIONS = {
    Relation.DIFFER: "These do not agree",
    Relation.BESIDE: "Side by side",
    Relation.AGREE: "These agree",
}
"""Headings of pairs, in the order of the sheet."""

NO_VERDICT = "The program collects and does not conclude: what follows from these facts is for people to say."

_FEW = 6


def print_sheet(sheet: Sheet, passed: list[Passed], console: Console) -> None:
    """The whole sheet."""
    _line(console, text_of(sheet.opened.places[0].path), "bold")
    _line(console, NO_VERDICT, "dim")
    _judgements(passed, console)
    _pairs(sheet.pairs, console)
    for topic, facts in groupby(sheet.facts, key=lambda fact: fact.topic):
        _heading(console, topic.value)
        for fact in facts:
            _fact(fact, console)
    _references(sheet.references, console)
    _habits(sheet, console)
    if sheet.gaps:
        _heading(console, "What could not be looked at")
        for gap in sheet.gaps:
            _line(console, f"  {gap}")


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold cyan"))


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(shown(text), style=style), soft_wrap=True)


def _fact(fact: Fact, console: Console) -> None:
    line = Text(f"  {fact.name}: ")
    line.append(shown(_one_line(fact.value)), style="default")
    line.append(f"  [{'; '.join(_where(basis) for basis in fact.bases)}]", style="dim")
    console.print(line, soft_wrap=True)


def _where(basis: Basis) -> str:
    return shown(basis.where) + (f" of {basis.original[:12]}" if basis.original else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _pairs(pairs: Iterable[Pair], console: Console) -> None:
    for relation, group in groupby(pairs, key=lambda pair: pair.relation):
        _heading(console, RELATIONS[relation])
        for pair in group:
            line = Text("  ")
            _append(line, pair.left)
            line.append("; ")
            _append(line, pair.right)
            line.append(".")
            if pair.remark:
                line.append(f" {shown(pair.remark)}", style="italic")
            console.print(line, soft_wrap=True)


def _append(line: Text, side: Side) -> None:
    line.append(f"{side.says} ")
    line.append(shown(_one_line(side.value)), style="bold")
    line.append(f" [{_where(side.basis)}]", style="dim")


def _references(references: Iterable[Reference], console: Console) -> None:
    for number, one in enumerate(references):
        if not number:
            _heading(console, "What it names, and what names it")
        line = Text(f"  {one.sort.value}: ")
        line.append(shown(_one_line(one.value)), style="bold")
        line.append(f" [{_where(one.basis)}{', in its head' if one.in_head else ''}]", style="dim")
        line.append(f": {_counted(one)}")
        console.print(line, soft_wrap=True)
        for found in one.found[:_FEW]:
            page = f", page {found.page}" if found.page else ""
            _line(console, f"      {text_of(found.path)}{page}: {found.how}", "dim")


def _counted(one: Reference) -> str:
    if not one.total:
        return "in no other document of the case"
    least = "at least " if one.more else ""
    return f"{least}{one.total:,} other document{'' if one.total == 1 else 's'} of the case"


def _habits(sheet: Sheet, console: Console) -> None:
    if not sheet.like:
        return
    _heading(console, f"Compared with like documents: {len(sheet.like)}, {sheet.like_how}")
    for like in sheet.like:
        _line(console, f"      {text_of(like.path)}", "dim")
    for row in sheet.rows:
        console.print(Text(f"  {row.name}"), soft_wrap=True)
        for count in row.counts[:_FEW]:
            here = "here, and" if count.here else "not here, but"
            others = f"{here} in {len(count.among)} of {row.told_by}" if row.told_by else "here; the others say nothing"
            line = Text(f"      {shown(_one_line(count.value))}", style="default")
            line.append(f"  {others}", style="dim")
            console.print(line, soft_wrap=True)


def _judgements(passed: list[Passed], console: Console) -> None:
    if passed:
        _heading(console, "What people hold of it")
    for one in passed:
        change = one.version.change
        line = Text(f"  {shown(change.person)}, {change.at}: it {one.judgement.verdict.value}", style="bold")
        if one.taken_back is not None:
            line.append(f" (taken back by {shown(one.taken_back.change.person)}, {one.taken_back.change.at})")
        console.print(line, soft_wrap=True)
        _line(console, f"      {_one_line(one.judgement.why)}")


# for scripts --------------------------------------------------------------------------------------------------------


def sheet_as_json(sheet: Sheet, passed: list[Passed]) -> dict[str, Any]:
    """The sheet under the names that scripts rely on."""
    row = sheet.opened.row
    return {
        "sha256": row.sha256,
        "path": text_of(sheet.opened.places[0].path),
        "size": row.size,
        "media_type": row.media_type or None,
        "language": row.language or None,
        "facts": [_fact_as_json(fact) for fact in sheet.facts],
        "pairs": [_pair_as_json(pair) for pair in sheet.pairs],
        "references": [_reference_as_json(one) for one in sheet.references],
        "like": [_like_as_json(like) for like in sheet.like],
        "like_how": sheet.like_how,
        "compared": [_row_as_json(one) for one in sheet.rows],
        "gaps": list(sheet.gaps),
        "judgements": [_passed_as_json(one) for one in passed],
    }


def _basis_as_json(basis: Basis) -> dict[str, Any]:
    told: dict[str, Any] = {"where": basis.where}
    if basis.page:
        told |= {"page": basis.page, "start": basis.start, "end": basis.end}
    return told | ({"sha256": basis.original} if basis.original else {})


def _fact_as_json(fact: Fact) -> dict[str, Any]:
    bases = [_basis_as_json(basis) for basis in fact.bases]
    return {"topic": fact.topic.value, "key": fact.key, "name": fact.name, "value": fact.value, "bases": bases}


def _pair_as_json(pair: Pair) -> dict[str, Any]:
    sides = {name: _side_as_json(side) for name, side in (("left", pair.left), ("right", pair.right))}
    return {"about": pair.about, "relation": pair.relation.value, **sides, "remark": pair.remark}


def _side_as_json(side: Side) -> dict[str, Any]:
    return {"says": side.says, "value": side.value, "basis": _basis_as_json(side.basis)}


def _reference_as_json(one: Reference) -> dict[str, Any]:
    found = [
        {"sha256": it.original, "path": text_of(it.path), "page": it.page or None, "how": it.how} for it in one.found
    ]
    return {
        "sort": one.sort.value,
        "value": one.value,
        "basis": _basis_as_json(one.basis),
        "in_head": one.in_head,
        "times": one.times,
        "documents": one.total,
        "more": one.more,
        "found": found,
    }


def _like_as_json(like: Like) -> dict[str, Any]:
    return {"sha256": like.original, "path": text_of(like.path)}


def _row_as_json(row: Row) -> dict[str, Any]:
    counts = [{"value": one.value, "here": one.here, "among": list(one.among)} for one in row.counts]
    return {"key": row.key, "name": row.name, "told_by": row.told_by, "values": counts}


def _passed_as_json(one: Passed) -> dict[str, Any]:
    change = one.version.change
    return {
        "id": one.judgement.id,
        "verdict": one.judgement.verdict.value,
        "why": one.judgement.why,
        "person": change.person,
        "at": change.at,
        "taken_back": one.taken_back.change.at if one.taken_back is not None else None,
    }
