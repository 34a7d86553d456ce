"""The command that shows the program at work: demo."""

import shlex
import shutil
import sys
from pathlib import Path

import click
from rich.padding import Padding
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
    console.print(Text("What next", style="bold"))
    console.print(Padding(_next_steps(folder), (0, 3)), soft_wrap=True)


def _quoted(query: str) -> str:
    return f"'{query}'" if '"' in query or " " in query else query


def _next_steps(folder: Path) -> Text:
    case = shlex.quote(str((folder / "case").absolute()))
    lines = [
        (f"export MUNIMENT_CASE={case}", ""),
        ("muniment serve", "read and search in the browser"),
        ("muniment books --list --state locked", "what needs a password"),
        ("muniment search password", "a mail tells it"),
        ("muniment show README.txt", "any document, by name or hash"),
        ("muniment doctor", "what protects you, what could be added"),
        ("muniment init mycase", "your own case"),
    ]
    if shutil.which("muniment") is None:
        lines.insert(0, (f'export PATH="{Path(sys.executable).parent}:$PATH"', ""))
    width = max(len(command) for command, why in lines if why) + 3
    text = Text()
    for command, why in lines:
        text.append(f"{command:<{width}}" if why else command, style="bold")
        text.append(f"{why}\n", style="dim")
    text.rstrip()
    return text
