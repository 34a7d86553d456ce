"""Every command of the contract that is there; see ``main`` for how they are run."""

import sys
from pathlib import Path

import click
from rich.console import Console

from muniment import app
from muniment.adapters.case_folder import CaseFolder
from muniment.cli import render
from muniment.cli.main import ATTENTION, cli
from muniment.cli.progress import ProgressDisplay
from muniment.errors import UsageError
from muniment.model import State

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
_passwords = click.option(
    "--passwords",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A text file with one password on each line, tried on everything that is locked.",
)
_workers = click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes that read at once (default: all cores)."
)
_without_sandbox = click.option(
    "--without-sandbox", is_flag=True, help="Read files with no protection if none is to be had; this is recorded."
)
_states = click.Choice([state.value for state in State if state is not State.PENDING])


def _out() -> Console:
    return Console(highlight=False)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a case in FOLDER.

    \b
    Example:
      muniment init mycase
    """
    case = app.init(folder)
    click.echo(f"A case was made in {case.folder}.\nNext: muniment -C {folder} ingest PATH", err=True)


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="Who handed it over, or what it is; kept with the acquisition.")
@_passwords
@_workers
@_without_sandbox
@_as_json
@click.pass_obj
def ingest(
    folder: Path,
    paths: tuple[Path, ...],
    source: str,
    passwords: Path | None,
    workers: int | None,
    without_sandbox: bool,
    as_json: bool,
) -> None:
    """Take in files and folders: keep their bytes, read them, make them searchable.

    May be stopped at any moment; the same command goes on where it was. Files that cannot be read are no error: the
    books say what became of each. Nothing is ever written where the files lie.

    \b
    Examples:
      muniment ingest /media/usb/leak --source "envelope, 3 May"
      muniment ingest leak --passwords words.txt
    """
    options = app.IngestOptions(source, _read_passwords(passwords), workers or 0, without_sandbox)
    with ProgressDisplay(quiet=as_json) as progress:
        books = app.ingest(CaseFolder(folder), paths, options, progress.show)
    _tell_books(books, as_json=as_json)


@cli.command()
@click.option("--state", "states", type=_states, multiple=True, help="Only what ended in this state; may be repeated.")
@_passwords
@_workers
@_without_sandbox
@_as_json
@click.pass_obj
def retry(
    folder: Path,
    states: tuple[str, ...],
    passwords: Path | None,
    workers: int | None,
    without_sandbox: bool,
    as_json: bool,
) -> None:
    """Read again what did not end well, for instance with passwords, or after installing an OCR language.

    \b
    Example:
      muniment retry --state locked --passwords words.txt
    """
    options = app.IngestOptions("", _read_passwords(passwords), workers or 0, without_sandbox)
    wanted = frozenset(State(state) for state in states)
    with ProgressDisplay(quiet=as_json) as progress:
        books, sealed = app.retry(CaseFolder(folder), wanted, options, progress.show)
    if sealed:
        click.echo(f"{sealed:,} more lie in sealed acquisitions, which are not read again.", err=True)
    _tell_books(books, as_json=as_json)


def _tell_books(books: app.Books, *, as_json: bool) -> None:
    if as_json:
        render.print_json(render.books_as_json(books))
    else:
        render.print_books(books, _out())
    if not books.balanced:
        sys.exit(ATTENTION)


@cli.command()
@click.option("--list", "as_list", is_flag=True, help="One line for each entry.")
@click.option("--state", type=_states, help="With --list: only entries in this state.")
@_as_json
@click.pass_obj
def books(folder: Path, as_list: bool, state: str | None, as_json: bool) -> None:
    """Show what became of everything that was taken in; each entry is in exactly one state.

    \b
    Examples:
      muniment books
      muniment books --list --state locked
      muniment books --list --json > books.jsonl
    """
    case = CaseFolder(folder)
    if state and not as_list:
        raise UsageError("--state goes with --list.", "Try: muniment books --list --state " + state)
    if as_list:
        rows = app.rows(case, State(state) if state else None)
        if as_json:
            for row in rows:
                render.print_json(render.row_as_json(row))
        elif not render.print_rows(rows, _out()):
            click.echo("No entries.", err=True)
        return
    balance = app.books(case)
    if as_json:
        render.print_json(render.books_as_json(balance))
    else:
        render.print_books(balance, _out())
    if not balance.balanced:
        sys.exit(ATTENTION)


@cli.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0, 1_000_000), default=0)
@_as_json
@click.pass_obj
def search(folder: Path, query: tuple[str, ...], limit: int, offset: int, as_json: bool) -> None:
    """Find pages: any of the words, best first; "exact phrases"; AND, OR, NOT and parentheses.

    \b
    Examples:
      muniment search learning halls
      muniment search '"order no. 12" AND NOT draft'
      muniment search 学习堂
    """
    found = app.search(CaseFolder(folder), " ".join(query), limit, offset)
    if as_json:
        render.print_json(render.found_as_json(found))
    else:
        render.print_found(found, _out(), offset)


@cli.command()
@click.argument("what", metavar="SHA256|PATH")
@click.option("--page", type=click.IntRange(min=1), help="Only this page.")
@_as_json
@click.pass_obj
def show(folder: Path, what: str, page: int | None, as_json: bool) -> None:
    r"""Print the text of a document, exactly as it was read.

    Bytes of a path that are not UTF-8 may be typed as they are or as \xNN.

    \b
    Examples:
      muniment show leak/mail.mbox/0003.eml
      muniment show 3fb1c2aa --page 2
    """
    document = app.show(CaseFolder(folder), what, page)
    if as_json:
        render.print_json(render.shown_as_json(document))
    else:
        render.print_shown(document, _out())


@cli.command()
@click.pass_obj
def reindex(folder: Path) -> None:
    """Throw the search index away and build it anew from the ledger; nothing else is touched."""
    total = app.reindex(CaseFolder(folder))
    click.echo(f"The index was built anew: {total:,} pages.", err=True)


def _read_passwords(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read as text ({error}).", "Save it as UTF-8, one password on a line."
        ) from error
    return tuple(dict.fromkeys(line for line in lines if line))
