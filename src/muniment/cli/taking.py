"""The commands that take in: init, ingest, retry.

What takes long to load is loaded inside the functions that need it: an ingest that finds nothing new must not wait.
"""
# ruff: noqa: PLC0415

import sys
from pathlib import Path

import click

from muniment.app.unchanged import books_if_unchanged
from muniment.cli.as_json import books_as_json, print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import (
    json_option,
    passwords_option,
    read_passwords,
    states,
    without_sandbox_option,
    workers_option,
)
from muniment.model import State
from muniment.preserve.ledger import Books


@click.command(short_help="Make a case.")
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a case in FOLDER.

    \b
    Example:
      muniment init mycase
    """
    from muniment.app import taking

    case = taking.init(folder)
    click.echo(f"A case was made in {case.folder}.\nNext: muniment -C {folder} ingest PATH", err=True)


@click.command(short_help="Take in files and folders.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", default="", help="Who handed it over, or what it is; kept with the acquisition.")
@passwords_option
@workers_option
@without_sandbox_option
@json_option
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
    books = books_if_unchanged(folder, paths)
    if books is None:
        from muniment.adapters.case_folder import CaseFolder
        from muniment.app import taking
        from muniment.cli.progress import ProgressDisplay

        options = taking.IngestOptions(source, read_passwords(passwords), workers or 0, without_sandbox)
        with ProgressDisplay(quiet=as_json) as progress:
            books = taking.ingest(CaseFolder(folder), paths, options, progress.show)
    _tell_books(books, as_json=as_json)


@click.command(short_help="Read again what did not end well.")
@click.option("--state", "states", type=states, multiple=True, help="Only what ended in this state; may be repeated.")
@passwords_option
@workers_option
@without_sandbox_option
@json_option
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
    from muniment.adapters.case_folder import CaseFolder
    from muniment.app import taking
    from muniment.cli.progress import ProgressDisplay

    options = taking.IngestOptions("", read_passwords(passwords), workers or 0, without_sandbox)
    wanted = frozenset(State(state) for state in states)
    with ProgressDisplay(quiet=as_json) as progress:
        books, sealed = taking.retry(CaseFolder(folder), wanted, options, progress.show)
    if sealed:
        click.echo(f"{sealed:,} more lie in sealed acquisitions, which are not read again.", err=True)
    _tell_books(books, as_json=as_json)


def _tell_books(books: Books, *, as_json: bool) -> None:
    if as_json:
        print_json(books_as_json(books))
    else:
        from muniment.cli import render

        render.print_books(books, render.out())
    if not books.balanced:
        sys.exit(ATTENTION)
