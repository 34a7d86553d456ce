"""The command ``publish``."""

from pathlib import Path
from typing import Any

import click

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.publish import publishing as app
from muniment.cli.acting import signer
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.withheld import mode_option, original_of
from muniment.errors import UsageError
from muniment.publish.told import Told, read_told
from muniment.redact.marks import Mode


@click.command(short_help="Make a publication that a stranger can check.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the publication is called.")
@click.option("--lead", default="", help="A sentence or two below the title.")
@click.option("--publisher", default="", help="Who publishes it.")
@click.option("--contact", default="", help="How readers can reach you.")
@click.option("--finding", "findings", multiple=True, metavar="ID", help="Only this one; may be given again.")
@click.option(
    "--about",
    "told_in",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with your own words: authors, method, limits, titles of documents. See docs/publication.md.",
)
@mode_option
@click.option(
    "--corrects",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the edition before this one.",
)
@click.option(
    "--correction", "corrections", nargs=2, multiple=True, metavar="WHAT WHY", help="What was changed since, and why."
)
@json_option
@click.pass_obj
def publish(
    case: Path,
    folder: Path,
    title: str,
    lead: str,
    publisher: str,
    contact: str,
    findings: tuple[str, ...],
    told_in: Path | None,
    mode: str,
    corrects: Path | None,
    corrections: tuple[tuple[str, str], ...],
    as_json: bool,
) -> None:
    """Make a publication in FOLDER: reviewed findings, and the pages they rest on, with what is withheld burnt in.

    It opens from a stick, without a server, a network or a script. Every page can be checked against the seal. Nothing
    is published while a document waits for a second person, or a protected person can be found in any of it.

    \b
    Examples:
      MUNIMENT_PERSON="Anna Example" muniment publish out --title "What the papers show"
      muniment publish out --about about.yaml
      muniment publish out2 --title "What the papers show" --corrects out --correction "A date" "It was misread."
    """
    if bool(corrects) != bool(corrections):
        raise UsageError("A new edition needs --corrects and --correction, a first one neither.", "Say what changed.")
    told = read_told(told_in) if told_in is not None else Told()
    if not (title or told.title):
        raise UsageError("The publication has no title.", "Give it one: --title, or title: in the file of --about.")
    documents = {original_of(CaseFolder(case), one.document): one for one in told.documents}
    order = app.Order(
        title or told.title,
        lead or told.lead,
        publisher or told.publisher,
        contact or told.contact,
        findings,
        {original: one.title for original, one in documents.items() if one.title},
        Mode(mode),
        corrects,
        corrections,
        told.by,
        told.method,
        told.limits,
        {original: one.note for original, one in documents.items() if one.note},
        told.translators,
    )
    made = app.publish(CaseFolder(case), folder, order, signer(case), _tell(quiet=as_json))
    if as_json:
        print_json(_as_json(made))
    else:
        _print(made)


def _tell(*, quiet: bool) -> app.Tell:
    return (lambda _: None) if quiet else lambda doing: click.echo(doing, err=True)


def _as_json(made: app.Published) -> dict[str, Any]:
    site = made.site
    return {
        "folder": str(made.folder),
        "edition": made.edition,
        "manifest": made.manifest,
        "public_key": made.public_key,
        "findings": site.findings,
        "documents": site.documents,
        "pages": site.pages,
        "withheld": site.withheld,
        "quotes_kept_back": len(site.kept_back),
    }


def _print(made: app.Published) -> None:
    site = made.site
    click.echo(f"Edition {made.edition} is in {shown(str(made.folder))}: open index.html there.")
    click.echo(
        f"  findings {site.findings:,}, pages {site.pages:,}, documents {site.documents:,}, withheld {site.withheld:,}"
    )
    if site.kept_back:
        click.echo(
            f"  {len(site.kept_back):,} quotes are not shown: part of their words is withheld, and the page says so"
        )
    click.echo(f"  manifest {made.manifest}\n  key      {made.public_key}")
    click.echo("Note both where readers can find them, apart from the publication. muniment check checks it.")
