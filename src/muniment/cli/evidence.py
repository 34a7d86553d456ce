"""The commands of the evidence ledger as a whole: import, export, schema, log, undo."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.exporting import leaving
from muniment.app.evidence.file import Imported, import_file
from muniment.app.evidence.records import recorder_of
from muniment.app.replacing import replacing
from muniment.cli.acting import who
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option, withhold_option
from muniment.cli.render import out
from muniment.evidence.file.places import EvidenceFileError
from muniment.evidence.file.schema import schema_of_file
from muniment.evidence.file.writing import as_json as written_as_json
from muniment.evidence.file.writing import as_yaml

FAULTS_SHOWN = 50
"""Faults that are printed on a terminal; --json has up to a thousand."""


@click.group(short_help="Import and export the evidence ledger as a file; its history.")
def evidence() -> None:
    """Import and export all that the case holds to be so, as one file that can be written by hand.

    \b
    Examples:
      muniment evidence import claims.yaml
      muniment evidence export all.yaml
      muniment evidence log
    """


@evidence.command("import", short_help="Import a file, all or nothing.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would be done, and what is wrong.")
@json_option
@click.pass_obj
def import_(folder: Path, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Import the evidence in FILE, YAML or JSON: all of it, or nothing if anything is wrong with it.

    Quotes are found by their words. Records that the case has already are left as they are if the file says the same,
    else they get a new version; records that are not in the file stay.

    \b
    Examples:
      muniment evidence import claims.yaml --dry-run
      muniment evidence import claims.yaml
    """
    case = CaseFolder(folder)
    case.require()
    try:
        imported = import_file(case, who(folder), file, dry_run=dry_run)
    except EvidenceFileError as error:
        _tell_faults(error, as_json=as_json)
        sys.exit(error.exit_status)
    if as_json:
        print_json({"imported": imported.counts, "unchanged": imported.unchanged, "faults": []})
    else:
        out().print(Text(_told(imported, dry_run=dry_run)), soft_wrap=True)


@evidence.command("export", short_help="Write all that the case holds to a file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@withhold_option
@json_option
@click.pass_obj
def export(folder: Path, file: Path | None, *, withhold: bool, as_json: bool) -> None:
    """Write all that the case holds to be so to FILE, or to the terminal: YAML, or JSON if FILE ends in .json.

    The same records always give the same bytes. What the register of protected persons holds is never written, and
    where somebody in it is named, the export is refused.

    \b
    Examples:
      muniment evidence export all.yaml
      muniment evidence export --json
    """
    with recorder_of(CaseFolder(folder), read_only=True) as recorder:
        held = leaving(recorder, file, withhold=withhold)[0].held
    is_json = as_json or (file is not None and file.suffix.lower() == ".json")
    parts = written_as_json(held) if is_json else as_yaml(held)
    if file is None:
        _print_bytes(parts)
        return
    with replacing(file) as opened:
        opened.writelines(parts)


@evidence.command("schema", short_help="Print the JSON Schema of evidence files.")
def schema() -> None:
    """Print the JSON Schema (2020-12) of evidence files: every section and key, and what goes there."""
    click.echo(json.dumps(schema_of_file(), indent=2, ensure_ascii=False))


@evidence.command("log", short_help="Tell what was changed, by whom and when.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, help="How many changes (default: 20).")
@json_option
@click.pass_obj
def log(folder: Path, limit: int, *, as_json: bool) -> None:
    """Tell the last changes of the evidence, newest first, with their numbers."""
    with recorder_of(CaseFolder(folder), read_only=True) as recorder:
        changes = recorder.changes(limit)
    for one in changes:
        if as_json:
            print_json(
                {"change": one.id, "person": one.person, "at": one.at, "says": one.says, "undoes": one.undoes or None}
            )
        else:
            line = Text(f"{one.id:>5}  ", style="bold").append(f"{one.at[:16]}  ", style="dim")
            out().print(line.append(shown(f"{one.person}: {one.says}"), style="default"), soft_wrap=True)
    if not changes and not as_json:
        click.echo("Nothing was recorded yet.", err=True)


@evidence.command("undo", short_help="Take back one change.")
@click.argument("change", type=click.IntRange(1))
@json_option
@click.pass_obj
def undo(folder: Path, change: int, *, as_json: bool) -> None:
    """Put back what CHANGE changed, as a further change; refused where somebody went on from there.

    \b
    Example:
      muniment evidence undo 12
    """
    case = CaseFolder(folder)
    case.require()
    person = who(folder)
    with recorder_of(case) as recorder:
        applied = recorder.undo(person, change)
    if as_json:
        print_json({"change": applied.change.id, "undoes": change, "records": len(applied.touched)})
    else:
        click.echo(f"Change {change} is undone; that is change {applied.change.id}.")


def _tell_faults(error: EvidenceFileError, *, as_json: bool) -> None:
    if as_json:
        faults = [{"line": one.line, "column": one.column, "says": one.says} for one in error.faults]
        print_json({"imported": {}, "unchanged": 0, "faults": faults})
        return
    for one in error.faults[:FAULTS_SHOWN]:
        place = click.style(f"{shown(error.name)}:{one.line}:{one.column}:", bold=True)
        click.echo(f"{place} {shown(one.says)}", err=True)
    more = len(error.faults) + error.untold - FAULTS_SHOWN
    if more > 0:
        click.echo(f"… and {more:,} more: --json has them", err=True)
    click.echo("Nothing was imported. Correct it, then import the file again.", err=True)


def _told(imported: Imported, *, dry_run: bool) -> str:
    if not imported.counts:
        return f"Nothing to do: all {imported.unchanged:,} records are in the case as the file has them."
    what = ", ".join(f"{count:,} {_one(name) if count == 1 else name}" for name, count in imported.counts.items())
    same = f"; {imported.unchanged:,} unchanged" if imported.unchanged else ""
    return f"Would import {what}{same}." if dry_run else f"Imported {what}{same}. It is change {imported.change}."


def _one(name: str) -> str:
    return name if name == "evidence" else name.removesuffix("s")


def _print_bytes(parts: Iterable[bytes]) -> None:
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
