"""The command that shows the program at work: demo."""

from pathlib import Path

import click
from rich.panel import Panel
from rich.text import Text

from muniment import demo as example
from muniment.adapters.case_folder import CaseFolder
from muniment.app import finding, taking
from muniment.cli import render
from muniment.cli.progress import ProgressDisplay
from muniment.cli.render_found import print_found

HITS_SHOWN = 3


@click.command(short_help="Make the example case and take it in.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("demo-case"))
def demo(folder: Path) -> None:
    """Make the example, a fictional leak, in FOLDER; take it in, print its books and three searches.

    \b
    Example:
      muniment demo /tmp/example
    """
    console = render.out()
    leak = folder / "leak"
    console.print(Text("1  Making a fictional leak", style="bold"))
    example.build(leak)
    files = sum(1 for path in leak.rglob("*") if path.is_file() and not path.is_symlink())
    console.print(f"   {files} files in {leak}\n")
    console.print(Text("2  Taking it in", style="bold"))
    case = CaseFolder.create(folder / "case")
    options = taking.IngestOptions(source="the example that comes with Muniment")
    with ProgressDisplay() as progress:
        books = taking.ingest(case, [leak], options, progress.show)
    render.print_books(books, console)
    console.print()
    for number, query in enumerate(example.SEARCHES, 3):
        console.print(Text(f"{number}  muniment search {_quoted(query)}", style="bold"))
        print_found(finding.search(case, query, HITS_SHOWN), console)
        console.print()
    console.print(Panel(_next_steps(folder), title="What next", expand=False))


def _quoted(query: str) -> str:
    return f"'{query}'" if '"' in query or " " in query else query


def _next_steps(folder: Path) -> Text:
    case = folder / "case"
    lines = (
        (f"muniment -C {case} books --list --state locked", "what needs a password"),
        (f"muniment -C {case} search password", "a mail tells it"),
        (f"muniment -C {case} show README.txt", "any document, by name or hash"),
        ("muniment doctor", "what protects you here, and what could be added"),
        ("muniment init mycase", "your own case"),
    )
    width = max(len(command) for command, _ in lines) + 3
    text = Text()
    for command, why in lines:
        text.append(f"{command:<{width}}", style="bold")
        text.append(f"{why}\n", style="dim")
    text.rstrip()
    return text
