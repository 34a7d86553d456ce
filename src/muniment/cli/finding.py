"""The commands that find: search, reindex."""

from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app import finding
from muniment.cli import render_found
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out


@click.command(short_help="Find pages.")
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0, 1_000_000), default=0)
@json_option
@click.pass_obj
def search(folder: Path, query: tuple[str, ...], limit: int, offset: int, as_json: bool) -> None:
    """Find pages: any of the words, best first; "exact phrases"; AND, OR, NOT and parentheses.

    \b
    Examples:
      muniment search learning halls
      muniment search '"order no. 12" AND NOT draft'
      muniment search 学习堂
    """
    found = finding.search(CaseFolder(folder), " ".join(query), limit, offset)
    if as_json:
        print_json(render_found.found_as_json(found))
    else:
        render_found.print_found(found, out(), offset)


@click.command(short_help="Build the search index anew.")
@click.pass_obj
def reindex(folder: Path) -> None:
    """Throw the search index away and build it anew from the ledger; nothing else is touched."""
    total = finding.reindex(CaseFolder(folder))
    click.echo(f"The index was built anew: {total:,} pages.", err=True)
