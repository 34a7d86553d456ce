"""The commands that read the books and the documents: books, show."""

import sys
from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app import reading
from muniment.app.overview import is_being_changed
from muniment.cli import as_json as scripts
from muniment.cli import render
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option, states
from muniment.errors import UsageError
from muniment.model import State


@click.command(short_help="Show what became of everything.")
@click.option("--list", "as_list", is_flag=True, help="One line for each entry.")
@click.option("--state", type=states, help="With --list: only entries in this state.")
@json_option
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
        rows = reading.rows(case, State(state) if state else None)
        if as_json:
            for row in rows:
                scripts.print_json(scripts.row_as_json(row))
        elif not render.print_rows(rows, render.out()):
            click.echo("No entries.", err=True)
        return
    balance = reading.books(case)
    if as_json:
        scripts.print_json(scripts.books_as_json(balance))
    else:
        render.print_books(balance, render.out(), is_being_changed=is_being_changed(case))
    if not balance.balanced:
        sys.exit(ATTENTION)


@click.command(short_help="Print the text of a document.")
@click.argument("what", metavar="SHA256|PATH")
@click.option("--page", type=click.IntRange(min=1), help="Only this page.")
@json_option
@click.pass_obj
def show(folder: Path, what: str, page: int | None, as_json: bool) -> None:
    """Print the text of a document, exactly as it was read.

    Bytes of a path that are not UTF-8 may be typed as they are or as \\xNN.

    \b
    Examples:
      muniment show leak/mail.mbox/0003.eml
      muniment show 3fb1c2aa --page 2
    """
    document = reading.show(CaseFolder(folder), what, page)
    if as_json:
        scripts.print_json(scripts.shown_as_json(document))
    else:
        render.print_shown(document)
