"""The command that tells what is alike: alike."""

from pathlib import Path
from typing import Self

import click
from rich.console import Console
from rich.text import Text

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search import likeness
from muniment.app.search.likeness_upkeep import Step
from muniment.cli import render_likeness as render
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.errors import UsageError


@click.command(short_help="Tell what is alike.")
@click.argument("what", metavar="[SHA256|PATH]", required=False)
@click.option("--diff", "other", metavar="SHA256|PATH", help="Show how this document and another differ.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Clusters to list.")
@json_option
@click.pass_obj
def alike(folder: Path, what: str | None, other: str | None, limit: int, as_json: bool) -> None:
    """Tell what is alike: copies, near-duplicates, revisions, and passages that one document takes from another.

    Without a document, lists the clusters of the case. What was read since the last time is looked at first.

    \b
    Examples:
      muniment alike
      muniment alike leak/directive.pdf
      muniment alike leak/directive.pdf --diff "leak/scan copy.pdf"
    """
    case = CaseFolder(folder)
    if other is not None and what is None:
        raise UsageError("--diff needs two documents.", "Try: muniment alike ONE --diff OTHER")
    if what is not None and other is not None:
        pair = likeness.side_by_side(case, what, other)
        print_json(render.side_by_side_as_json(pair)) if as_json else render.print_side_by_side(pair, out())
        return
    with _Progress() as progress:
        overview = likeness.overview(case, limit, show=progress.show) if what is None else None
        found = likeness.alike_to(case, what, progress.show) if what is not None else None
    if overview is not None:
        print_json(render.overview_as_json(overview)) if as_json else render.print_overview(overview, out())
    if found is not None:
        print_json(render.alike_as_json(found)) if as_json else render.print_alike(found, out())


class _Progress:
    """One line on stderr where somebody watches; nothing elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._status = self._console.status("")

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    def show(self, step: Step) -> None:
        """Show this moment."""
        told = f"{step.what}: {step.done:,}" + (f" of {step.total:,}" if step.total else "")
        self._status.update(Text(told, style="dim"))
