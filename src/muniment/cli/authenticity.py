"""The command that shows the authenticity sheet of a document, and records what a person holds of it: authenticity."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.authenticity import Passed, Sheets, judge, judgements
from muniment.app.evidence.records import recorder_of
from muniment.app.opening import ledger_of
from muniment.app.pictures import Pictures
from muniment.app.search.finding import Finder
from muniment.cli import render_authenticity as render
from muniment.cli.acting import who
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.errors import UsageError
from muniment.evidence.records import Verdict

_VERDICTS = {verdict.name.lower().replace("_", "-"): verdict for verdict in Verdict}
"""The words of a judgement, short enough to type."""


@click.command(short_help="Show what speaks for and against a document's being what it claims.")
@click.argument("what", metavar="SHA256|PATH")
@click.option("--like", "like", multiple=True, metavar="SHA256|PATH", help="Compare its look with this document.")
@click.option("--judge", "verdict", type=click.Choice(list(_VERDICTS)), help="Record what you hold of it.")
@click.option("--why", default="", help="With --judge: your reasons.")
@json_option
@click.pass_obj
def authenticity(folder: Path, what: str, like: tuple[str, ...], verdict: str | None, why: str, as_json: bool) -> None:
    """Show the authenticity sheet of a document: facts, each with where it was read; agreeing and differing ones.

    The program collects and never concludes. A judgement is yours: it is recorded with your name and the time.

    \b
    Examples:
      muniment authenticity leak/directive.pdf
      muniment authenticity leak/directive.pdf --like leak/order11.pdf --like leak/order13.pdf
      muniment authenticity leak/directive.pdf --judge likely --why "its number fits; fonts as in order 11"
    """
    case = CaseFolder(folder)
    if why and verdict is None:
        raise UsageError("--why needs a judgement.", "Add --judge with one of: " + ", ".join(_VERDICTS))
    with _sheets(case) as sheets:
        original = sheets.original_called(what)
        if verdict is not None:
            _judge(folder, case, original, _VERDICTS[verdict], why)
            return
        sheet = sheets.sheet(original, like, at_any_cost=True)
    passed = _passed(case, original)
    print_json(render.sheet_as_json(sheet, passed)) if as_json else render.print_sheet(sheet, passed, out())


@contextmanager
def _sheets(case: CaseFolder) -> Iterator[Sheets]:
    with ledger_of(case, read_only=True) as database, Finder(case) as finder, closing(Pictures(case)) as pictures:
        yield Sheets(database, finder, pictures)


def _judge(folder: Path, case: CaseFolder, original: str, verdict: Verdict, why: str) -> None:
    person = who(folder)
    with recorder_of(case) as recorder:
        applied = judge(recorder, person, original, verdict, why)
    click.echo(f"Noted as change {applied.change.id}: {person.name} holds that it {verdict.value}.", err=True)


def _passed(case: CaseFolder, original: str) -> list[Passed]:
    with recorder_of(case, read_only=True) as recorder:
        return judgements(recorder, original)
