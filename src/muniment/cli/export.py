"""The command export: what the case holds, for other programs."""

from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.exporting import export_annotations, export_entities, export_tables
from muniment.cli.as_json import print_json
from muniment.cli.bag import bagit
from muniment.cli.options import json_option, withhold_option

_file = click.argument("out", type=click.Path(path_type=Path))


@click.group(short_help="Hand over what the case holds to other programs.")
def export() -> None:
    """Write what the case holds to be so in a form that other programs read. docs/exports.md says what maps to what.

    \b
    Examples:
      muniment export annotations quotes.jsonld
      muniment export csv tables/
      muniment export ftm entities.ftm.json
      muniment export bagit archive/
    """


@export.command("annotations", short_help="Quotes as Web Annotations (W3C, JSON-LD).")
@_file
@withhold_option
@json_option
@click.pass_obj
def annotations(folder: Path, out: Path, *, withhold: bool, as_json: bool) -> None:
    """Write every quote to the file OUT as a Web Annotation of the W3C, in one AnnotationCollection."""
    count = export_annotations(CaseFolder(folder), out, withhold=withhold)
    print_json({"annotations": count}) if as_json else click.echo(f"{count:,} annotations in {out}")


@export.command("csv", short_help="Tables for a spreadsheet program.")
@_file
@withhold_option
@json_option
@click.pass_obj
def csv(folder: Path, out: Path, *, withhold: bool, as_json: bool) -> None:
    """Write claims, evidence, quotes, statements, sources, derivations, actors and events to the folder OUT."""
    counts = export_tables(CaseFolder(folder), out, withhold=withhold)
    if as_json:
        print_json(counts)
        return
    for name, count in counts.items():
        click.echo(f"{count:>8,}  {out / name}.csv")


@export.command("ftm", short_help="Entities of FollowTheMoney.")
@_file
@withhold_option
@json_option
@click.pass_obj
def ftm(folder: Path, out: Path, *, withhold: bool, as_json: bool) -> None:
    """Write actors, events, statements, documents, quotes, claims and links to the file OUT, an entity on each line."""
    count = export_entities(CaseFolder(folder), out, withhold=withhold)
    print_json({"entities": count}) if as_json else click.echo(f"{count:,} entities in {out}")


export.add_command(bagit)
