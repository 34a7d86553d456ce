"""What the commands of the register and those of marks have in common."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.whereabouts import places_of
from muniment.app.evidence.quotes import Quoter
from muniment.app.opening import ledger_of
from muniment.cli.as_json import print_json
from muniment.cli.render import out
from muniment.evidence.history import Applied
from muniment.redact.marks import Mode

One = TypeVar("One")

mode_option = click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.LINE.value,
    show_default=True,
    help="How much goes with what is withheld: its whole line, or a grid of fixed steps, which leaks more.",
)
"""Of every command whose outcome depends on it."""


def original_of(case: CaseFolder, document: str) -> str:
    """The SHA-256 of a document by its path or hash; "" for no document. Raises ``NotFoundError``."""
    if not document:
        return ""
    with ledger_of(case, read_only=True) as database:
        return Quoter(database).original(document)


def paths_of(case: CaseFolder, originals: Iterable[str]) -> dict[str, str]:
    """The first path of each of the documents (SHA-256) that lie in the case; hostile."""
    with ledger_of(case, read_only=True) as database:
        return {one: place.paths[0] for one, place in places_of(database, originals).items() if place.paths}


def list_each(
    found: Iterable[One], as_line: Callable[[One], Text], as_plain: Callable[[One], Any], nothing: str, *, as_json: bool
) -> None:
    """Print records line by line, or as JSON; ``nothing`` is said where there are none."""
    count = 0
    for count, one in enumerate(found, 1):  # noqa: B007 - the last count is how many there were
        print_json(as_plain(one)) if as_json else out().print(as_line(one), soft_wrap=True)
    if not count and not as_json:
        click.echo(nothing, err=True)


def line(record_id: str, says: str, aside: str) -> Text:
    """A record on one line: its id, what it is, what else is to be known."""
    return Text(f"{record_id}  ", style="bold").append(shown(says), style="default").append(shown(aside), style="dim")


def tell_change(record_id: str, became: str, applied: Applied) -> None:
    """Say what became of a record, and the number of the change, by which it can be undone."""
    click.echo(f"{shown(record_id)} {became}. It is change {applied.change.id}.", err=True)
