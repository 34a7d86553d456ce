"""The command that looks for failed redactions: leaks."""

import sys
from pathlib import Path
from typing import Any

import click

from muniment.acquire.names import shown
from muniment.app.redact.leaks import look, read_terms
from muniment.cli import as_json as scripts
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option, passwords_option, read_passwords
from muniment.cli.telling import tell
from muniment.errors import NotLookedAtError
from muniment.redact.leaks.report import Leak, Report

_SHOWN_WORDS = 100
"""Characters of what was found that a line on a terminal shows."""


@click.command(short_help="Look for failed redactions in a PDF.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--terms",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A text file with one name or number on each line that must not be found.",
)
@click.option("--no-ocr", is_flag=True, help="With --terms: do not read the pixels of the pages.")
@passwords_option
@json_option
def leaks(file: Path, terms: Path | None, no_ocr: bool, passwords: Path | None, as_json: bool) -> None:
    """Look for failed redactions in any PDF: what it still holds and its pages do not show.

    Ends with status 0 if nothing was found, 1 if something was. Needs no case.

    \b
    Examples:
      muniment leaks published.pdf
      muniment leaks published.pdf --terms names.txt --json
    """
    wanted = read_terms(terms) if terms else ()
    report = look(
        file,
        wanted,
        passwords=read_passwords(passwords),
        recognise=not no_ocr,
        progress=_progress if sys.stderr.isatty() else lambda _done, _all: None,
    )
    if as_json:
        scripts.print_json(report_as_json(report))
    else:
        _print(report)
    if not report.is_complete:
        tell(NotLookedAtError("Part of the file could not be looked at.", "Do not take that part for free of leaks."))
    if report.leaks:
        sys.exit(ATTENTION)
    if not report.is_complete:
        sys.exit(NotLookedAtError.exit_status)


def _progress(done: int, pages: int) -> None:
    click.echo(f"\r{done:,} of {pages:,} pages", err=True, nl=done == pages)


def report_as_json(report: Report) -> dict[str, Any]:
    """The report under the names that scripts rely on."""
    return {
        "file": report.file,
        "sha256": report.sha256,
        "pages": report.pages,
        "leaks": [leak_as_json(leak) for leak in report.leaks],
        "notes": [leak_as_json(leak) for leak in report.notes],
        "checked": list(report.checked),
        "not_checked": [{"what": gap.what, "why": gap.why} for gap in report.not_checked],
    }


def leak_as_json(leak: Leak) -> dict[str, Any]:
    """One leak under the names that scripts rely on; places in points from the top left corner, to a tenth."""
    return {
        "page": leak.page,
        "place": [round(side, 1) for side in leak.place] if leak.place else None,
        "kind": leak.kind.value,
        "found": leak.found,
        "says": leak.says,
        "certain": leak.certain,
    }


def _print(report: Report) -> None:
    for leak in report.leaks:
        click.echo(_line(leak))
    if not report.leaks:
        click.echo("No leak was found.")
    if report.notes:
        click.echo("\nNobody sees this on the pages, though nothing says that it was to be hidden:")
        for note in report.notes:
            click.echo(_line(note))
    if report.not_checked:
        click.echo("\nNot looked at:")
        for gap in report.not_checked:
            click.echo(f"  {shown(gap.what)}: {shown(gap.why)}")


def _line(leak: Leak) -> str:
    where = f"page {leak.page}" if leak.page else "the file"
    if leak.place:
        left, top, right, bottom = leak.place
        where += f" at {left:.0f},{top:.0f} to {right:.0f},{bottom:.0f}"
    words = leak.found if len(leak.found) <= _SHOWN_WORDS else leak.found[: _SHOWN_WORDS - 1] + "…"
    sure = "" if leak.certain else " (look yourself)"
    return f"{where}: {leak.says}{sure}" + (f" “{shown(words)}”" if words else "")
