"""The command that shows the program at work: demo."""

import shlex
import shutil
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from muniment import demo as example
from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence.file import import_file
from muniment.app.evidence.records import recorder_of
from muniment.app.people import local_person
from muniment.app.search import finding
from muniment.cli import render, render_matrix
from muniment.cli.brief import told_briefly
from muniment.cli.progress import ProgressDisplay
from muniment.cli.render_found import print_found
from muniment.evidence.matrix import Matrix
from muniment.evidence.matrix_view import Asked, view

HITS_SHOWN = 3


@click.command(short_help="Make the example case and take it in.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("demo-case"))
def demo(folder: Path) -> None:
    """Make the example, a fictional leak, in FOLDER; take it in, search it, and set its claims against its sources.

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
    _show_evidence(case, folder, console)
    console.print(Text("What next", style="bold"))
    console.print(_next_steps(folder), soft_wrap=True)


def _show_evidence(case: CaseFolder, folder: Path, console: Console) -> None:
    """Import the evidence that a researcher wrote down, print the matrix, then what it comes to."""
    example.write_papers(folder)
    imported = import_file(case, local_person(), folder / example.EVIDENCE)
    console.print(Text("6  muniment evidence import evidence.yaml", style="bold"))
    told = ", ".join(f"{count} {name}" for name, count in imported.counts.items())
    console.print(Padding(Text(f"{told}; every quote found by its words\n"), (0, 3)))
    with recorder_of(case, read_only=True) as recorder:
        scales = recorder.scales()
    matrix = Matrix(scales)
    columns = render_matrix.columns_that_fit(console.width)
    console.print(Text("7  muniment matrix", style="bold"))
    render_matrix.print_matrix(matrix, view(matrix, Asked(rows_at_once=0, columns_at_once=columns)), console)
    console.print()
    console.print(Text("8  What it comes to: who says so, and how many sources that really is", style="bold"))
    for line in told_briefly(scales):
        console.print(Padding(line, (0, 3)))
    console.print()


def _quoted(query: str) -> str:
    return f"'{query}'" if '"' in query or " " in query else query


def _next_steps(folder: Path) -> Text:
    case = shlex.quote(str((folder / "case").absolute()))
    lines = [
        (f"export MUNIMENT_CASE={case}", ""),
        ("muniment serve", "all of it in the browser"),
        ("muniment matrix --claim double-locks", "one claim, all its sources"),
        ("muniment timeline", "what happened and was said, in order"),
        ("muniment evidence export all.yaml", "the evidence as a file, to edit"),
        ("muniment outgoing", "what publishing needs: docs/guide.md"),
        ("muniment search password", "finds what opens the locked archive"),
        ("muniment doctor", "what protects you, what is missing"),
        ("muniment init mycase", "your own case"),
    ]
    if shutil.which("muniment") is None:
        lines.insert(0, (f'export PATH="{Path(sys.executable).parent}:$PATH"', ""))
    width = max(len(command) for command, why in lines if why) + 3
    text = Text()
    for command, why in lines:
        text.append(f"   {command:<{width}}" if why else f"   {command}", style="bold")
        text.append(f"{why}\n", style="dim")
    text.rstrip()
    return text
