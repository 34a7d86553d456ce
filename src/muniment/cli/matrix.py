"""The commands that show what the evidence comes to: matrix and timeline."""

from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import recorder_of
from muniment.cli import render_matrix as render
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.evidence.chronology import STORY, Happening, chronology
from muniment.evidence.dates import dated
from muniment.evidence.matrix import Matrix
from muniment.evidence.matrix_view import Asked, view


@click.command(short_help="Set claims against sources, and count the independent ones.")
@click.option("--claim", default="", metavar="ID", help="Only this claim and those below it.")
@json_option
@click.pass_obj
def matrix(folder: Path, claim: str, as_json: bool) -> None:
    """Set every claim against every source: what supports, disputes or qualifies it, and who denies it.

    Sources stand together with the root that they go back to, for ten reports may be one source ten times.

    \b
    Examples:
      muniment matrix
      muniment matrix --claim attendance
      muniment matrix --json
    """
    with recorder_of(CaseFolder(folder), read_only=True) as recorder:
        whole = Matrix(recorder.scales())
    if as_json:
        print_json(render.matrix_as_json(whole, view(whole, Asked(claim=claim, rows_at_once=0)).rows))
        return
    console = out()
    fitting = render.columns_that_fit(console.width)
    render.print_matrix(whole, view(whole, Asked(claim=claim, rows_at_once=0, columns_at_once=fitting)), console)


@click.command(short_help="Tell what happened and what was said, in order.")
@click.option("--from", "since", default="", metavar="DATE", help="Only what can have been then or later.")
@click.option("--to", "until", default="", metavar="DATE", help="Only what can have been then or earlier.")
@click.option("--claim", default="", metavar="ID", help="Only what speaks of this claim or of those below it.")
@click.option("--sources", is_flag=True, help="Also when sources were published and withdrawn.")
@json_option
@click.pass_obj
def timeline(folder: Path, since: str, until: str, claim: str, sources: bool, as_json: bool) -> None:
    """Tell what happened and what was said, by the first day that it can have been.

    Dates may be partial: 2017-11, "late 2017", "before 2018". What nobody dated is listed at the end.

    \b
    Examples:
      muniment timeline
      muniment timeline --from 2017-11 --to "late 2019"
      muniment timeline --sources --json
    """
    first = dated(since).first if since else None
    last = dated(until).last if until else None
    with recorder_of(CaseFolder(folder), read_only=True) as recorder:
        held = recorder.held()
    found = chronology(held, Happening if sources else STORY, first, last, claim)
    print_json(render.chronology_as_json(held, found)) if as_json else render.print_chronology(held, found, out())
