"""The commands for searches that are kept under a name: searches save, list, run, remove."""

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.searches import SavedSearch
from muniment.app.search import saved
from muniment.app.search.lists import LINE_HITS
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.cli.render_found import hit_as_json, print_hit


@click.group(short_help="Keep searches under a name and run them again.")
def searches() -> None:
    """Keep searches under a name, and run them again for what is new.

    \b
    Examples:
      muniment searches save halls '"learning hall" AND NOT draft'
      muniment searches run halls --new
      muniment searches list
    """


@searches.command(short_help="Keep a search under a name.")
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.option("--replace", is_flag=True, help="Take the place of a search that has this name.")
@json_option
@click.pass_obj
def save(folder: Path, name: str, query: tuple[str, ...], replace: bool, as_json: bool) -> None:
    """Keep a search under a name; it is checked, not run.

    \b
    Example:
      muniment searches save halls '"learning hall" AND NOT draft'
    """
    kept = saved.save(CaseFolder(folder), name, " ".join(query), replace=replace)
    if as_json:
        print_json(_as_json(kept))
    else:
        click.echo(f"Saved. Run it with: muniment searches run {shown(kept.name)}", err=True)


@searches.command("list", short_help="List the saved searches.")
@json_option
@click.pass_obj
def list_(folder: Path, as_json: bool) -> None:
    """List the saved searches: an object on each line with --json.

    \b
    Example:
      muniment searches list
    """
    found = saved.saved(CaseFolder(folder))
    for search in found:
        if as_json:
            print_json(_as_json(search))
        else:
            out().print(_line(search), soft_wrap=True)
    if not found and not as_json:
        click.echo("No search is saved yet: muniment searches save NAME QUERY", err=True)


@searches.command(short_help="Run a saved search.")
@click.argument("name")
@click.option("--new", "only_new", is_flag=True, help="Only hits that no earlier run has shown.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=LINE_HITS, show_default=True)
@json_option
@click.pass_obj
def run(folder: Path, name: str, only_new: bool, limit: int, as_json: bool) -> None:
    """Run a saved search. Hits that no earlier run has shown are marked as new.

    \b
    Examples:
      muniment searches run halls
      muniment searches run halls --new --json
    """
    done = saved.run(CaseFolder(folder), name, limit, only_new=only_new)
    if as_json:
        hits = [{**hit_as_json(hit.found), "new": hit.new} for hit in done.found.hits]
        sums = {"total": done.found.total, "new": done.new, "more": done.found.more}
        print_json({"name": done.search.name, "query": done.search.query, **sums, "hits": hits})
    else:
        _print_run(done)
    if done.trouble:
        click.echo(f"What was shown could not be remembered. {shown(done.trouble)}", err=True)


@searches.command(short_help="Forget a saved search.")
@click.argument("name")
@click.pass_obj
def remove(folder: Path, name: str) -> None:
    """Forget a saved search, and which hits it has shown. The documents are not touched.

    \b
    Example:
      muniment searches remove halls
    """
    saved.remove(CaseFolder(folder), name)
    click.echo("Forgotten.", err=True)


def _print_run(done: saved.SavedRun) -> None:
    for hit in done.found.hits:
        print_hit(hit.found, Text("new  " if hit.new else "     ", "green"), out())
    told = f"{done.found.total:,} pages, {done.new:,} new" + (
        f"; {done.found.more:,} not listed: raise --limit" if done.found.more else ""
    )
    click.echo(told, err=True)


def _as_json(search: SavedSearch) -> dict[str, Any]:
    return {
        "name": search.name,
        "query": search.query,
        "person": search.person,
        "saved": search.saved,
        "last_run": search.last_run or None,
        "total": search.total if search.last_run else None,
        "new": search.new if search.last_run else None,
    }


def _line(search: SavedSearch) -> Text:
    line = Text(shown(search.name), style="bold")
    line.append(f"  {shown(search.query)}", style="default")
    told = (
        f"last run {search.last_run[:16].replace('T', ' ')}: {search.total:,} pages" if search.last_run else "not run"
    )
    line.append(f"  {told}; saved by {shown(search.person)} on {search.saved[:10]}", style="dim")
    return line
