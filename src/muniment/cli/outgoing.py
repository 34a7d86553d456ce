"""The command ``outgoing``."""

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import Recorder
from muniment.app.opening import ledger_of
from muniment.app.publish.readiness import Hindrance, Leaving, Readiness, readiness
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.counting import counted


@click.command(short_help="Tell what would be published now, and what stands in the way.")
@click.option("--documents", is_flag=True, help="Only the SHA-256 of each document, for scripts.")
@json_option
@click.pass_obj
def outgoing(folder: Path, documents: bool, as_json: bool) -> None:
    """Tell which findings would go out if they were published now, the documents they stand on, and what hinders.

    \b
    Examples:
      muniment outgoing
      muniment outgoing --documents
    """
    case = CaseFolder(folder)
    with ledger_of(case) as database:
        ready = readiness(case, database, Recorder(database))
    if documents:
        for one in ready.documents:
            click.echo(one.original)
    elif as_json:
        print_json(_as_json(ready))
    else:
        _print(ready)


def _as_json(ready: Readiness) -> dict[str, Any]:
    return {
        "ready": ready.is_ready,
        "hindrances": [one.says for one in ready.hindrances],
        "findings": [
            {"id": one.finding.id, "wording": one.finding.wording, "state": one.progress.says, "goes_out": one.may_go}
            for one in ready.findings
        ],
        "documents": [
            {
                "sha256": one.original,
                "path": one.path,
                "pages": one.pages,
                "quotes": one.quotes,
                "cleared_by": one.cleared_by,
                "hindrances": [each.says for each in one.hindrances],
            }
            for one in ready.documents
        ],
    }


def _print(ready: Readiness) -> None:
    for each in ready.findings:
        state = ("goes out", "green") if each.may_go else ("stays", "yellow")
        told = f"{shown(each.finding.wording)} ({each.progress.says})"
        _line(state, told)
    for document in ready.documents:
        state = ("waits", "yellow") if document.hindrances else ("cleared", "green")
        _line(state, f"{document.original[:_DIGITS]}  {shown(document.path)}, {_amount(document)}")
        for one in document.hindrances:
            _hindrance(one, " " * _INDENT)
    for one in ready.hindrances:
        _hindrance(one)
    if ready.is_ready:
        out().print(Text("Nothing stands in the way.", style="bold green"))


def _amount(document: Leaving) -> str:
    return f"{counted(document.pages, 'page')}, {counted(document.quotes, 'quote')}"


def _line(state: tuple[str, str], told: str) -> None:
    out().print(Text.assemble((f"{state[0]:<{_INDENT}}", f"bold {state[1]}"), told), soft_wrap=True)


def _hindrance(one: Hindrance, before: str = "") -> None:
    out().print(Text(f"{before}{one.says}", style="yellow"), soft_wrap=True)


_INDENT = 10
_DIGITS = 16
"""Digits of a SHA-256 by which documents are named elsewhere, too."""
