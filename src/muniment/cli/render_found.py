"""How hits look: with their matches marked on a terminal, with the places of the matches in JSON."""

from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from muniment.acquire.names import one_line, shown, text_of
from muniment.app.search.finding import Found, FoundPage
from muniment.errors import QueryError

_FAULT_CHARS = 40
"""Characters shown before and after the one at fault: both fit on a narrow terminal."""


def found_as_json(found: Found) -> dict[str, Any]:
    """Hits under the names that scripts rely on; facets only where they were asked for, a note where there is one."""
    told: dict[str, Any] = {"total": found.total, "hits": [hit_as_json(hit) for hit in found.pages]}
    if found.facets:
        told["facets"] = {
            name: [{"value": value, "count": count} for value, count in counts] for name, counts in found.facets.items()
        }
    if found.note:
        told["note"] = found.note
    return told


def hit_as_json(hit: FoundPage) -> dict[str, Any]:
    """One hit; its snippet comes raw, with the places of the matches beside it."""
    return {
        "path": text_of(hit.page.paths[0]) if hit.page.paths else None,
        "sha256": hit.page.sha256,
        "page": hit.page.number,
        "kind": hit.page.kind.value,
        "score": round(hit.score, 4),
        "language": hit.page.language or None,
        "snippet": hit.snippet.text,
        "marks": [list(span) for span in hit.snippet.spans],
        "copies": hit.page.copies,
        "like": hit.like,
        "why": hit.why or None,
    }


def print_found(found: Found, console: Console, offset: int = 0) -> None:
    """Hits with their matches marked."""
    if found.note:
        console.print(Text(shown(found.note), style="yellow"))
    if not found.total:
        console.print("Nothing found.")
        return
    for number, hit in enumerate(found.pages, offset + 1):
        print_hit(hit, Text(f"{number}. ", "dim"), console)
    last = offset + len(found.pages)
    if last < found.total:
        console.print(Text(f"{found.total - last:,} more: add --offset {last}", style="dim"))
    for name, counts in found.facets.items():
        told = ", ".join(f"{shown(value)} {count:,}" for value, count in counts)
        console.print(Text.assemble((f"{name}: ", "bold"), told or "-"), soft_wrap=True)


def print_fault(text: str, error: QueryError, console: Console) -> None:
    """The part of a search that cannot be understood, with a mark below the character at fault."""
    if error.place is None:
        return
    start = max(error.place - _FAULT_CHARS, 0)
    before = one_line(text[start : error.place])
    after = one_line(text[error.place : error.place + _FAULT_CHARS])
    console.print(Text(f"  {before}{after}"), soft_wrap=True)
    console.print(Text(f"  {' ' * cell_len(before)}^", style="red"), soft_wrap=True)


def print_hit(hit: FoundPage, before: Text, console: Console) -> None:
    """One hit on two lines, the first beginning with ``before``."""
    head = before.copy()
    head.append(shown(text_of(hit.page.paths[0])) if hit.page.paths else hit.page.sha256, style="bold")
    head.append(f"  page {hit.page.number}", style="cyan")
    if hit.page.kind == "ocr":
        head.append(f"  recognised, {hit.page.confidence:.0%} sure", style="yellow")
    if hit.page.copies > 1:
        head.append(f"  and {hit.page.copies - 1} with the same bytes", style="dim")
    if hit.like:
        head.append(f"  and {hit.like:,} like it", style="dim")
    console.print(head, soft_wrap=True)
    if hit.why:
        console.print(Text(f"   {shown(hit.why)}", style="italic"), soft_wrap=True)
    console.print(_marked(hit.snippet.text, hit.snippet.spans), soft_wrap=True)


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    line = Text("   ")
    at = 0
    for start, end in spans:
        line.append(one_line(text[at:start]))
        line.append(one_line(text[start:end]), style="bold black on yellow")
        at = end
    line.append(one_line(text[at:]))
    return line
