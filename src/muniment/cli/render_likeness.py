"""How likeness looks: clusters, relations and differences on a terminal and in JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from muniment.acquire.names import one_line, shown, text_of
from muniment.adapters.ledger.texts import DocumentPlaces, SameBytes
from muniment.app.search.likeness import Alike, Cluster, Overview, PassageFound, Relation, SideBySide
from muniment.counting import counted
from muniment.likeness.comparison import Kind
from muniment.likeness.difference import Piece, Row, RowKind
from muniment.likeness.document import Place

_STYLES = {
    Kind.IDENTICAL: "bright_black",
    Kind.SAME_TEXT: "bright_black",
    Kind.NEAR_DUPLICATE: "green",
    Kind.REVISION: "yellow",
    Kind.SAME_FORM: "cyan",
    Kind.CONTAINS: "blue",
    Kind.PART_OF: "blue",
    Kind.REUSES: "magenta",
    Kind.UNRELATED: "bright_black",
}
_WIDTH = 16
_MOST_QUOTES = 5
_ONLY_LEFT, _ONLY_RIGHT = "- ", "+ "
_AROUND = 2
"""Unchanged paragraphs shown on either side of a change."""


# JSON ---------------------------------------------------------------------------------------------------------------


def overview_as_json(overview: Overview) -> dict[str, Any]:
    """The clusters of a case under the names that scripts rely on."""
    return {
        "clusters": [_cluster_as_json(cluster) for cluster in overview.clusters],
        "total": overview.cluster_total,
        "same_bytes": [_same_bytes_as_json(one) for one in overview.same_bytes],
        "same_bytes_total": overview.same_bytes_total,
        "pairs": {kind.value: count for kind, count in overview.pairs.items() if kind is not Kind.UNRELATED},
    }


def alike_as_json(found: Alike) -> dict[str, Any]:
    """What is like one document."""
    return {
        **_document_as_json(found.document),
        "cluster": _cluster_as_json(found.cluster) if found.cluster else None,
        "alike": [_relation_as_json(one) for one in found.relations],
    }


def side_by_side_as_json(pair: SideBySide) -> dict[str, Any]:
    """Two documents row by row; offsets count code points of the raw page text, end-exclusive."""
    return {
        "left": _document_as_json(pair.left),
        "right": _document_as_json(pair.right),
        "kind": pair.comparison.kind.value,
        "similarity": round(pair.comparison.similarity, 4),
        "bounded": pair.comparison.bounded or pair.difference.bounded,
        "rows": [
            {
                "kind": row.kind.value,
                "moved": row.moved,
                "left": [_piece_as_json(piece) for piece in row.left],
                "right": [_piece_as_json(piece) for piece in row.right],
            }
            for row in pair.difference.rows
        ],
    }


def _piece_as_json(piece: Piece) -> dict[str, Any]:
    return {
        "page": piece.number,
        "start": piece.start,
        "end": piece.end,
        "text": piece.text,
        "marks": [list(mark) for mark in piece.marks],
    }


def _document_as_json(document: DocumentPlaces) -> dict[str, Any]:
    return {
        "path": text_of(document.paths[0]) if document.paths else None,
        "paths": [text_of(path) for path in document.paths],
        "copies": document.copies,
        "sha256": document.sha256,
        "pages": document.pages,
        "media_type": document.media_type,
        "language": document.language or None,
    }


def _same_bytes_as_json(one: SameBytes) -> dict[str, Any]:
    return {
        "sha256": one.sha256,
        "size": one.size,
        "copies": one.copies,
        "paths": [text_of(path) for path in one.paths],
    }


def _cluster_as_json(cluster: Cluster) -> dict[str, Any]:
    return {
        "representative": _document_as_json(cluster.representative),
        "size": cluster.size,
        "members": [
            {
                **_document_as_json(member.document),
                "kind": member.kind.value,
                "similarity": round(member.similarity, 4),
            }
            for member in cluster.members
        ],
    }


def _relation_as_json(one: Relation) -> dict[str, Any]:
    return {
        **_document_as_json(one.document),
        "kind": one.kind.value,
        "similarity": round(one.similarity, 4),
        "jaccard": round(one.jaccard, 4),
        "here_in_there": round(one.here_in_there, 4),
        "there_in_here": round(one.there_in_here, 4),
        "bounded": one.bounded,
        "passages": [
            {
                "here": _places_as_json(passage.here),
                "there": _places_as_json(passage.there),
                "quote": passage.quote,
                "quote_there": passage.quote_there,
                "verbatim": passage.verbatim,
            }
            for passage in one.passages
        ],
    }


def _places_as_json(places: Iterable[Place]) -> list[dict[str, int]]:
    return [{"page": place.number, "start": place.start, "end": place.end} for place in places]


# terminal -----------------------------------------------------------------------------------------------------------


def print_overview(overview: Overview, console: Console) -> None:
    """The clusters, files found several times, and what else there is."""
    for number, cluster in enumerate(overview.clusters, 1):
        _print_cluster(cluster, console, Text(f"{number}. ", style="dim"))
    if overview.cluster_total > len(overview.clusters):
        left = overview.cluster_total - len(overview.clusters)
        console.print(Text(f"{left:,} more clusters: add --limit {overview.cluster_total}", style="dim"))
    if overview.same_bytes_total:
        console.print(Text(f"{counted(overview.same_bytes_total, 'file')} found in several places", style="bold"))
    for one in overview.same_bytes:
        console.print(_line(Kind.IDENTICAL, f"{one.copies:,} places", one.paths[0]), soft_wrap=True)
    for kind in (Kind.SAME_FORM, Kind.CONTAINS, Kind.PART_OF, Kind.REUSES):
        if count := overview.pairs.get(kind, 0):
            console.print(Text.assemble((f"{kind.value:<{_WIDTH}}", _STYLES[kind]), f" {counted(count, 'pair')}"))
    if not (overview.clusters or overview.same_bytes_total or overview.pairs.keys() - {Kind.UNRELATED}):
        console.print("Nothing in this case is alike.")


def print_alike(found: Alike, console: Console) -> None:
    """What is like one document, with the passages in common."""
    console.print(Text(_name(found.document), style="bold"), soft_wrap=True)
    for path in found.document.paths[1:]:
        console.print(_line(Kind.IDENTICAL, "", path), soft_wrap=True)
    for one in found.relations:
        console.print(_relation_line(one), soft_wrap=True)
        for passage in one.passages[:_MOST_QUOTES]:
            _print_passage(passage, console)
        if len(one.passages) > _MOST_QUOTES:
            console.print(Text(f"{'':<{_WIDTH}}   {len(one.passages) - _MOST_QUOTES:,} more passages", style="dim"))
    if not found.relations and found.document.copies <= 1:
        console.print("Nothing is like it.")


def print_side_by_side(pair: SideBySide, console: Console) -> None:
    """The difference of two documents: what only the first has in red, what only the second has in green."""
    console.print(Text(_ONLY_LEFT + _name(pair.left), style="red"), soft_wrap=True)
    console.print(Text(_ONLY_RIGHT + _name(pair.right), style="green"), soft_wrap=True)
    same = f"{pair.comparison.kind.value}, {pair.comparison.similarity:.0%} the same"
    console.print(Text(same, style=_STYLES[pair.comparison.kind]))
    if pair.comparison.bounded or pair.difference.bounded:
        console.print(Text("These documents are too long to be compared in full.", style="yellow"))
    rows = pair.difference.rows
    near = _near_changes(rows)
    for number, row in enumerate(rows):
        if number in near:
            _print_row(row, console)
        elif number - 1 in near or number == 0:
            console.print(Text("  ⋯", style="dim"))


def _near_changes(rows: Sequence[Row]) -> set[int]:
    changed = [number for number, row in enumerate(rows) if row.kind is not RowKind.SAME]
    return {near for number in changed for near in range(number - _AROUND, number + _AROUND + 1)}


def _print_row(row: Row, console: Console) -> None:
    if row.kind is RowKind.SAME:
        for piece in row.left:
            console.print(Text("  " + one_line(piece.text), style="dim"), soft_wrap=True)
        return
    moved = Text("  stands elsewhere in the other: ", style="cyan") if row.moved else Text("")
    for sign, style, pieces in ((_ONLY_LEFT, "red", row.left), (_ONLY_RIGHT, "green", row.right)):
        for piece in pieces:
            line = Text.assemble((sign, style), (f"p. {piece.number}  ", "dim"), moved)
            line.append_text(_marked(piece, style, whole=row.kind in (RowKind.REMOVED, RowKind.ADDED)))
            console.print(line, soft_wrap=True)


def _marked(piece: Piece, style: str, *, whole: bool) -> Text:
    if whole:
        return Text(one_line(piece.text), style=style)
    line, at = Text(), piece.start
    for start, end in piece.marks:
        line.append(one_line(piece.text[at - piece.start : start - piece.start]))
        line.append(one_line(piece.text[start - piece.start : end - piece.start]), style=f"bold underline {style}")
        at = end
    line.append(one_line(piece.text[at - piece.start :]))
    return line


def _print_cluster(cluster: Cluster, console: Console, head: Text) -> None:
    head.append(_name(cluster.representative), style="bold")
    head.append(f"  {counted(cluster.size, 'document')} in {counted(cluster.entries, 'place')}", style="dim")
    console.print(head, soft_wrap=True)
    for member in cluster.members:
        path = member.document.paths[0] if member.document.paths else member.document.sha256.encode()
        kind = member.kind
        told = f"{member.similarity:.0%}" if kind is not Kind.UNRELATED else "by way of others"
        console.print(_line(kind, told, path), soft_wrap=True)
    if cluster.size > len(cluster.members) + 1:
        console.print(Text(f"   and {cluster.size - len(cluster.members) - 1:,} more", style="dim"))


def _relation_line(one: Relation) -> Text:
    shares = {
        Kind.CONTAINS: f"{one.there_in_here:.0%} of it",
        Kind.PART_OF: f"{one.here_in_there:.0%} of this",
        Kind.REUSES: counted(len(one.passages), "passage"),
    }
    path = one.document.paths[0] if one.document.paths else one.document.sha256.encode()
    return _line(one.kind, shares.get(one.kind, f"{one.similarity:.0%}"), path)


def _print_passage(passage: PassageFound, console: Console) -> None:
    how = "word for word" if passage.verbatim else "edited"
    here, there = (", ".join(str(place.number) for place in places) for places in (passage.here, passage.there))
    console.print(Text(f"{'':<{_WIDTH}}   p. {here} ↔ p. {there}, {how}: ", style="dim"), end="", soft_wrap=True)
    console.print(Text(f"“{one_line(passage.quote)}”"), soft_wrap=True)


def _line(kind: Kind, told: str, path: bytes) -> Text:
    named = "" if kind is Kind.UNRELATED else kind.value
    return Text.assemble("   ", (f"{named:<{_WIDTH}}", _STYLES[kind]), f"{told:>11}  ", shown(text_of(path)))


def _name(document: DocumentPlaces) -> str:
    return shown(text_of(document.paths[0])) if document.paths else document.sha256
