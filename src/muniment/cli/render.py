"""How results look to people on a terminal; ``as_json`` holds how they look to scripts."""

import sys
from collections.abc import Iterable

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from muniment.acquire.names import shown, text_of
from muniment.app.overview import MEANINGS
from muniment.app.reading import Shown
from muniment.counting import counted
from muniment.model import State
from muniment.preserve.ledger import Books, EntryRow

STYLES = {
    State.READ: "green",
    State.PARTIAL: "yellow",
    State.EMPTY: "bright_black",
    State.LOCKED: "magenta",
    State.DAMAGED: "red",
    State.UNSUPPORTED: "yellow",
    State.REFUSED: "red",
    State.FAILED: "bold red",
    State.NOTED: "bright_black",
    State.PENDING: "cyan",
}

_WHAT_TO_DO = {State.LOCKED: ": ingest or retry with --passwords FILE"}


def out() -> Console:
    """The console for results."""
    return Console(highlight=False)


def print_books(books: Books, console: Console, *, is_being_changed: bool = False) -> None:
    """The balance as a table that sums up, of a case that another command may be changing."""
    table = Table(box=None, pad_edge=False, show_header=False, show_footer=True)
    table.add_column("state", footer=Text("entries", style="bold"))
    table.add_column("count", justify="right", footer=Text(f"{books.entries:,}", style="bold"))
    table.add_column("meaning", footer=_balance(books, is_being_changed=is_being_changed))
    for state in State:
        count = books.pending if state is State.PENDING else books.by_state.get(state, 0)
        if count:
            table.add_row(
                Text(state.value, style=STYLES[state]),
                f"{count:,}",
                Text(MEANINGS[state] + _WHAT_TO_DO.get(state, ""), style="dim"),
            )
    console.print(table)
    console.print(
        Text(
            f"{_size(books.bytes)} in {counted(books.originals, 'original')}; "
            f"{counted(books.pages, 'page')}, {books.indexed_pages:,} of them searchable",
            style="dim",
        )
    )


def _balance(books: Books, *, is_being_changed: bool) -> Text:
    if books.balanced:
        return Text("the books balance", style="bold green")
    advice = "another command is at work on it" if is_being_changed else "run muniment ingest again to go on"
    return Text(f"{books.pending:,} still waiting: {advice}", style="bold yellow")


def print_rows(rows: Iterable[EntryRow], console: Console) -> int:
    """A line for each entry; returns how many."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the count is the answer
        line = Text(f"{row.state.value:<11} ", style=STYLES[row.state])
        line.append(shown(text_of(row.path)), style="default")
        if row.reason:
            line.append(f"  {shown(row.reason)}", style="dim")
        console.print(line, soft_wrap=True)
    return count


def print_shown(document: Shown) -> None:
    """A document's text, page by page; heads go to stderr so that the text alone can be piped on."""
    row = document.entry
    heads = Console(stderr=True, highlight=False)
    heads.print(Text(shown(text_of(row.path)), style="bold"), soft_wrap=True)
    about = (
        f"{row.state.value} · {row.media_type or row.kind.value} · {row.size:,} bytes · {row.sha256 or 'no bytes kept'}"
    )
    heads.print(Text(about, style="dim"), soft_wrap=True)
    if row.reason:
        heads.print(Text(shown(row.reason), style="yellow"), soft_wrap=True)
    if document.others > 0:
        heads.print(Text(f"{document.others} other documents match what you typed; this is the first.", style="yellow"))
    for page in document.pages:
        told = f"── page {page.number}" + (f" · {shown(page.label)}" if page.label else "")
        if page.kind == "ocr":
            told += f" · recognised by {page.engine or 'no engine'}, {page.confidence:.0%} sure"
        heads.print(Text(told, style="cyan"), soft_wrap=True)
        click.echo(page.text if not sys.stdout.isatty() else _for_terminal(page.text))


def _for_terminal(text: str) -> str:
    return "\n".join(shown(line.replace("\t", "    ")) for line in text.splitlines())


def _size(count: int) -> str:
    size, units = float(count), ["bytes", "KiB", "MiB", "GiB", "TiB"]
    while size >= 1024 and len(units) > 1:  # noqa: PLR2004 - binary multiples
        size, units = size / 1024, units[1:]
    return f"{size:,.0f} {units[0]}" if units[0] == "bytes" else f"{size:,.1f} {units[0]}"
