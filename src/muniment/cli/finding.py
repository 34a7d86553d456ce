"""The commands that find: search, reindex."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search import finding
from muniment.cli import render_found
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option, withhold_option
from muniment.cli.render import out
from muniment.cli.telling import tell
from muniment.errors import QueryError, UsageError
from muniment.search.port import Facet, Order

_LIMIT = 10


@click.command(short_help="Find pages.")
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(1, 10_000), help="Most hits (default: 10; for each line of a list, 100).")
@click.option("--offset", type=click.IntRange(0, 1_000_000), default=0, help="How many of the first hits to pass over.")
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default=Order.RELEVANCE.value,
    help="In what order (default: relevance); newest and oldest go by the document's own date.",
)
@click.option("--facets", is_flag=True, help="Also count all that is found by language, type, year, state and so on.")
@click.option("--fold", is_flag=True, help="Of pages that are like one another show only the best (see alike).")
@click.option("--names", type=click.Path(path_type=Path), help="Search for every line of this list (CSV or text).")
@click.option("--out", "target", type=click.Path(path_type=Path), help="Write all hits to a .csv, .json or .xlsx file.")
@click.option("--all", "every", is_flag=True, help="With --names: also the hits that earlier runs have shown.")
@withhold_option
@json_option
@click.pass_obj
def search(
    folder: Path,
    query: tuple[str, ...],
    limit: int | None,
    offset: int,
    sort: str,
    facets: bool,
    fold: bool,
    names: Path | None,
    target: Path | None,
    every: bool,
    withhold: bool,
    as_json: bool,
) -> None:
    """Find pages: any of the words, best first. The whole language of searches is in docs/search.md.

    \b
    Examples:
      muniment search learning halls
      muniment search '"order no. 12" AND NOT draft'
      muniment search 学习堂
      muniment search 'name~:"Luo Wenqiao"'            a name in any script
      muniment search 'camp* OR "training cent*"~3'    beginnings of words, words near each other
      muniment search 'detenton~ date:[2017 TO 2019]'  misread words, dates
      muniment search 'from:luo type:pdf lang:zh'      fields narrow a search
      muniment search halls --out halls.xlsx
      muniment search --names people.csv --out found.csv
    """
    text = " ".join(query)
    _require_sense(text, names, every=every)
    if withhold and target is None:
        raise UsageError("--withhold goes with --out.", "On the terminal nothing leaves the case.")
    if names is not None or target is not None:
        given = {"--offset": offset, "--facets": facets, "--fold": fold, "--sort": names and sort != Order.RELEVANCE}
        _require_none(given, "--names" if names else "--out")
        case, order = CaseFolder(folder), Order(sort)
        _write_or_list(case, text, names, target, order, every=every, limit=limit, withhold=withhold, as_json=as_json)
        return
    try:
        found = finding.search(
            CaseFolder(folder), text, limit or _LIMIT, offset, Order(sort), tuple(Facet) if facets else (), fold
        )
    except QueryError as error:
        if as_json:
            raise
        tell(error)
        render_found.print_fault(text, error, Console(stderr=True, highlight=False))
        raise SystemExit(error.exit_status) from error
    if as_json:
        print_json(render_found.found_as_json(found))
    else:
        render_found.print_found(found, out(), offset)


def _require_sense(text: str, names: Path | None, *, every: bool) -> None:
    """Raise ``UsageError`` unless there is one thing to search for."""
    if names is not None and text:
        raise UsageError("--names takes the place of a query.", "Leave one of them out.")
    if names is None and not text:
        raise UsageError("There is nothing to search for.", "Try: muniment search learning halls")
    if every and names is None:
        raise UsageError("--all goes with --names.", "Without a list, every search shows all hits.")


def _require_none(given: Mapping[str, object], beside: str) -> None:
    """Raise ``UsageError`` if an option was given that would be passed over in silence."""
    for option, value in given.items():
        if value:
            raise UsageError(f"{option} does not go with {beside}.", "Leave it out.")


def _write_or_list(
    case: CaseFolder,
    text: str,
    names: Path | None,
    target: Path | None,
    order: Order,
    *,
    every: bool,
    limit: int | None,
    withhold: bool,
    as_json: bool,
) -> None:
    from muniment.cli import lists  # noqa: PLC0415 - what writes workbooks is loaded only when wanted

    if names is not None:
        if not lists.search_for_list(
            case, names, as_json=as_json, out=target, every=every, limit=limit, withhold=withhold
        ):
            sys.exit(ATTENTION)
    elif target is not None:
        if as_json:
            raise UsageError("--json and --out do not go together.", "Name a file that ends in .json.")
        lists.write_result(case, text, target, limit, order, withhold=withhold)


@click.command(short_help="Build the search index anew.")
@click.pass_obj
def reindex(folder: Path) -> None:
    """Throw the search index away and build it anew from the ledger; nothing else is touched.

    \b
    Example:
      muniment reindex
    """
    total = finding.reindex(CaseFolder(folder))
    click.echo(f"The index was built anew: {total:,} pages.", err=True)
