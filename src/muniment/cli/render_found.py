"""How hits look: with their matches marked on a terminal, with the places of the matches in JSON."""

import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown, text_of
from muniment.app.finding import Found, FoundPage

_BLANKS = re.compile(r"\s+")


def found_as_json(found: Found) -> dict[str, Any]:
    """Hits under the names that scripts rely on."""
    return {"total": found.total, "hits": [hit_as_json(hit) for hit in found.pages]}


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
    }


def print_found(found: Found, console: Console, offset: int = 0) -> None:
    """Hits with their matches marked."""
    if not found.total:
        console.print("Nothing found.")
        return
    for number, hit in enumerate(found.pages, offset + 1):
        print_hit(hit, Text(f"{number}. ", "dim"), console)
    last = offset + len(found.pages)
    if last < found.total:
        console.print(Text(f"{found.total - last:,} more: add --offset {last}", style="dim"))


def print_hit(hit: FoundPage, before: Text, console: Console) -> None:
    """One hit on two lines, the first beginning with ``before``."""
    head = before.copy()
    head.append(shown(text_of(hit.page.paths[0])) if hit.page.paths else hit.page.sha256, style="bold")
    head.append(f"  page {hit.page.number}", style="cyan")
    if hit.page.kind == "ocr":
        head.append(f"  recognised, {hit.page.confidence:.0%} sure", style="yellow")
    if hit.page.copies > 1:
        head.append(f"  and {hit.page.copies - 1} with the same bytes", style="dim")
    console.print(head, soft_wrap=True)
    console.print(_marked(hit.snippet.text, hit.snippet.spans), soft_wrap=True)


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> Text:
    line = Text("   ")
    at = 0
    for start, end in spans:
        line.append(_one_line(text[at:start]))
        line.append(_one_line(text[start:end]), style="bold black on yellow")
        at = end
    line.append(_one_line(text[at:]))
    return line


def _one_line(text: str) -> str:
    return shown(_BLANKS.sub(" ", text))
