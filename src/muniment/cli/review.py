"""The commands for findings on their way: review list, show, submit, return, sign."""

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.review import Desk, reviewing_of
from muniment.cli.acting import signer, who
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.evidence.records import Finding, Statement
from muniment.evidence.review import Progress


@click.group(short_help="Have findings read by a second person.")
def review() -> None:
    """Have findings read by a second person: draft, submitted, reviewed, and back with a reason.

    \b
    Examples:
      muniment review list
      muniment review submit finding-1
      MUNIMENT_PERSON="Ben Example" muniment review show finding-1
      MUNIMENT_PERSON="Ben Example" muniment review sign finding-1
    """


@review.command("list", short_help="List the findings and where each is on its way.")
@json_option
@click.pass_obj
def list_(folder: Path, as_json: bool) -> None:
    """List the findings and where each is on its way: an object on each line with --json.

    \b
    Example:
      muniment review list
    """
    with reviewing_of(CaseFolder(folder), read_only=True) as reviewing:
        queue = reviewing.queue()
    for finding, progress in queue:
        if as_json:
            print_json(_as_json(finding, progress))
        else:
            out().print(Text.assemble((f"{progress.says:<12} ", "bold"), f"{finding.id}  ", shown(finding.wording)))
    if not queue and not as_json:
        click.echo("There are no findings yet.", err=True)


@review.command(short_help="Show all that a reviewer must read.")
@click.argument("finding")
@json_option
@click.pass_obj
def show(folder: Path, finding: str, as_json: bool) -> None:
    """Show a finding with its evidence, word for word; that you opened its quotes is written down.

    \b
    Example:
      MUNIMENT_PERSON="Ben Example" muniment review show finding-1
    """
    person = who(folder)
    with reviewing_of(CaseFolder(folder)) as reviewing:
        desk = reviewing.desk(finding, person)
        _print_json_desk(desk) if as_json else _print_desk(desk)
        for quote in desk.unopened:
            reviewing.open_quote(person, quote.id)


@review.command(short_help="Ask for a finding to be reviewed.")
@click.argument("finding")
@click.pass_obj
def submit(folder: Path, finding: str) -> None:
    """Ask for a finding to be reviewed; it must state its limits and what speaks against it.

    \b
    Example:
      muniment review submit finding-1
    """
    with reviewing_of(CaseFolder(folder)) as reviewing:
        reviewing.submit(who(folder), finding)
    click.echo("Submitted. Somebody else must read it now: muniment review show, then muniment review sign.", err=True)


@review.command("return", short_help="Make a finding a draft again.")
@click.argument("finding")
@click.option("--reason", required=True, help="What is to be done about it.")
@click.pass_obj
def return_(folder: Path, finding: str, reason: str) -> None:
    """Make a finding a draft again, for a reason.

    \b
    Example:
      muniment review return finding-1 --reason "Quote 3 is about another year."
    """
    with reviewing_of(CaseFolder(folder)) as reviewing:
        reviewing.give_back(who(folder), finding, reason)
    click.echo("Returned.", err=True)


@review.command(short_help="Put your name to a finding that somebody else submitted.")
@click.argument("finding")
@click.pass_obj
def sign(folder: Path, finding: str) -> None:
    """Put your name to a finding that somebody else submitted, when you have opened every quote.

    \b
    Example:
      MUNIMENT_PERSON="Ben Example" muniment review sign finding-1
    """
    signing = signer(folder)
    with reviewing_of(CaseFolder(folder)) as reviewing:
        reviewing.sign(signing, finding)
    click.echo(f"Reviewed and signed by {shown(signing.person.name)}.", err=True)


def _as_json(finding: Finding, progress: Progress) -> dict[str, Any]:
    return {
        "id": finding.id,
        "claim": finding.claim,
        "wording": finding.wording,
        "state": progress.says,
        "step": progress.last.step.value if progress.last else "",
        "person": progress.last.person if progress.last else "",
        "at": progress.last.at if progress.last else "",
        "reason": progress.last.reason if progress.last else "",
        "changed": progress.changed,
    }


def _print_json_desk(desk: Desk) -> None:
    seen = desk.before
    print_json(
        {
            **_as_json(desk.finding, desk.progress),
            "limits": desk.finding.limits,
            "looked_for": desk.finding.looked_for,
            "against": desk.finding.against,
            "nothing_against": desk.finding.nothing_against,
            "claims": [{"id": one.id, "text": one.text} for one in seen.claims],
            "evidence": [
                {"id": one.id, "claim": one.claim, "quote": one.quote, "bearing": one.bearing, "weight": one.weight}
                for one in seen.evidence
            ],
            "quotes": [
                {"id": one.id, "sha256": one.original, "path": one.path, "page": one.spans[0].page, "words": one.words}
                for one in seen.quotes
            ],
            "lacks": list(desk.lacks),
            "unopened": [one.id for one in desk.unopened],
        }
    )


def _print_desk(desk: Desk) -> None:
    finding, seen = desk.finding, desk.before
    console = out()
    console.print(Text.assemble((shown(finding.wording), "bold"), (f"  {desk.progress.says}", "dim")))
    against = finding.against or ("nothing was found" if finding.nothing_against else "not said yet")
    for title, text in (
        ("Limits", finding.limits),
        ("Looked for, not found", finding.looked_for),
        ("Against", against),
    ):
        console.print(Text.assemble((f"{title}: ", "bold"), shown(text or "not said yet")))
    quotes = {one.id: one for one in seen.quotes}
    for claim in seen.claims:
        console.print(Text.assemble("\n", ("Claim: ", "bold"), shown(claim.text)))
        for one in seen.evidence:
            if one.claim == claim.id:
                quote = quotes[one.quote]
                console.print(Text.assemble(f"  {one.bearing}, {one.weight}: ", (shown(quote.words), "italic")))
                console.print(Text(f"    {shown(quote.path)}, page {quote.spans[0].page} ({quote.id})", style="dim"))
        for said in seen.statements:
            if claim.id in said.claims:
                console.print(f"  {_voices(desk, said)} {said.act} it", markup=False)
    for lack in desk.lacks:
        console.print(Text(lack, style="yellow"))


def _voices(desk: Desk, statement: Statement) -> str:
    names = {one.id: one.names[0].text for one in desk.before.actors}
    return shown(", ".join(names[one] for one in statement.actors))
