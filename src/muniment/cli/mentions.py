"""The command that shows who and what is mentioned, and takes rulings about it: mentions."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.mention_store import Kept, Tally
from muniment.app import reading
from muniment.app.search import mentions as app
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.errors import NotFoundError, UsageError
from muniment.mentions.calendars import precision
from muniment.mentions.mention import SENSITIVE, Kind, masked
from muniment.mentions.rulings import Act

_KINDS = click.Choice([kind.value for kind in Kind])
_SHA256_CHARS = 64
_FEW = 10


@click.command(short_help="Show who and what is mentioned; dismiss or correct it.")
@click.argument("what", metavar="[SHA256|PATH]", required=False)
@click.option("--kind", type=_KINDS, help="Only this kind; with a ruling: what it is instead.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Values shown.")
@click.option("--value", help="Show the pages with this value; with --correct: what it is counted under.")
@click.option("--reveal", is_flag=True, help="Show numbers that identify people in full.")
@click.option(
    "--names", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Look for this CSV's names."
)
@click.option("--refresh", is_flag=True, help="Only look through the pages that are new.")
@click.option("--dismiss", type=int, metavar="NUMBER", help="This mention is none.")
@click.option("--correct", type=int, metavar="NUMBER", help="This mention has another --kind, --value or --extent.")
@click.option("--restore", type=int, metavar="NUMBER", help="This mention stands as it was found.")
@click.option("--extent", type=int, nargs=2, metavar="START END", help="With --correct: its characters on the page.")
@click.option("--everywhere", is_flag=True, help="Rule about all mentions of the same kind and words.")
@click.option("--why", default="", help="The reason for a ruling.")
@json_option
@click.pass_obj
def mentions(
    folder: Path,
    what: str | None,
    kind: str | None,
    limit: int,
    value: str | None,
    reveal: bool,
    names: Path | None,
    refresh: bool,
    dismiss: int | None,
    correct: int | None,
    restore: int | None,
    extent: tuple[int, int] | None,
    everywhere: bool,
    why: str,
    as_json: bool,
) -> None:
    """Show who and what is mentioned in the case or in one document: names, dates, numbers, sums of money.

    Numbers that identify people are masked unless --reveal is given. Rulings are kept with who, when and why.

    \b
    Examples:
      muniment mentions
      muniment mentions --kind person
      muniment mentions leak/directive.pdf --kind date
      muniment mentions --dismiss 1204 --everywhere --why "a word, not a name"
    """
    case = CaseFolder(folder)
    if names is not None:
        click.echo(f"The case looks for {app.set_names(case, names):,} names.", err=True)
    _fill(case)
    rulings = [(act, at) for act, at in zip(_RULED, (dismiss, correct, restore), strict=True) if at is not None]
    chosen = Kind(kind) if kind else None
    if len(rulings) > 1:
        raise UsageError("One ruling at a time.", "Give --dismiss, --correct or --restore.")
    if rulings:
        act, number = rulings[0]
        ruled = app.rule(case, number, act, kind=chosen, value=value, extent=extent, everywhere=everywhere, why=why)
        click.echo(f"Ruling {ruled} is noted.", err=True)
    elif not refresh:
        _show(case, what, chosen, value, limit, _Show(out(), as_json, reveal))


_RULED = (Act.DISMISS, Act.CORRECT, Act.RESTORE)


def _fill(case: CaseFolder) -> None:
    filled = app.refresh(case, _tell if sys.stderr.isatty() else lambda *_: None)
    if filled.busy:
        click.echo("Another command is looking through the pages; this shows what it has found so far.", err=True)
    elif filled.pages:
        click.echo(f"Looked through {filled.pages:,} pages.", err=True)


def _tell(done: int, total: int) -> None:
    end = "\n" if done == total else "\r"
    click.echo(f"{done:,} of {total:,} readings looked through{end}", nl=False, err=True)


class _Show:
    """How results go out."""

    def __init__(self, console: Console, as_json: bool, reveal: bool) -> None:
        self.console = console
        self.as_json = as_json
        self.reveal = reveal

    def hidden(self, kind: Kind) -> bool:
        """Whether values of this kind are masked."""
        return kind in SENSITIVE and not self.reveal

    def text(self, kind: Kind, text: str) -> str:
        """The text, masked where it must be."""
        return masked(text) if self.hidden(kind) else text

    def rows(self, kept: Sequence[Kept]) -> None:
        """Mentions with their places."""
        if self.as_json:
            print_json({"mentions": [self._as_json(one) for one in kept]})
            return
        for one in kept:
            mention = one.mention
            line = Text(f"{one.id:>7} ", style="dim")
            line.append(f"{mention.kind.value:<13}", style="cyan")
            line.append(f"page {one.place.number:<4} ", style="dim")
            line.append(
                shown(" ".join(self.text(mention.kind, mention.words).split())),
                style="strike" if one.dismissed else "bold",
            )
            if mention.value != mention.words:
                line.append(f"  {shown(self.text(mention.kind, mention.value))}", style="green")
            if mention.note:
                line.append(f"  {mention.note}", style="yellow")
            if one.dismissed:
                line.append("  dismissed", style="dim")
            self.console.print(line, soft_wrap=True)

    def _as_json(self, one: Kept) -> dict[str, Any]:
        mention = one.mention
        return {
            "id": one.id,
            "sha256": one.place.sha256,
            "page": one.place.number,
            "start": mention.start,
            "end": mention.end,
            "kind": mention.kind.value,
            "words": self.text(mention.kind, mention.words),
            "value": self.text(mention.kind, mention.value),
            "precision": precision(mention.value) if mention.kind is Kind.DATE else None,
            "note": mention.note,
            "extractor": mention.extractor,
            "sensitive": mention.sensitive,
            "dismissed": one.dismissed,
            "ruling": one.ruling or None,
        }

    def tallies(self, tallies: Sequence[Tally]) -> None:
        """Values with how often they are mentioned."""
        if self.as_json:
            print_json({"values": [self._tally_as_json(tally) for tally in tallies]})
            return
        for tally in tallies:
            line = Text(f"{tally.documents:>7,} {'document' if tally.documents == 1 else 'documents':<9}", style="dim")
            line.append(f" {tally.pages:>7,} {'page' if tally.pages == 1 else 'pages':<5}  ", style="dim")
            line.append(shown(self.text(tally.kind, tally.value)), style="bold")
            self.console.print(line, soft_wrap=True)

    def _tally_as_json(self, tally: Tally) -> dict[str, Any]:
        return {
            "kind": tally.kind.value,
            "value": self.text(tally.kind, tally.value),
            "key": tally.key,
            "mentions": tally.mentions,
            "pages": tally.pages,
            "documents": tally.documents,
            "sensitive": tally.kind in SENSITIVE,
        }


def _show(case: CaseFolder, what: str | None, kind: Kind | None, value: str | None, limit: int, show: _Show) -> None:
    if what is not None:
        found = app.of_document(case, _sha256(case, what), kind=kind)
        show.rows(found.mentions)
        for ruling in found.unplaced:
            where = f"page {ruling.number}: {ruling.act.value} {show.text(ruling.found.kind, ruling.found.words)}"
            click.echo(f"A ruling does not find its words any more: {shown(where)}", err=True)
    elif value is not None:
        if kind is None:
            raise UsageError(
                "--value needs to know of what --kind it is.", "Try: muniment mentions --kind person --value …"
            )
        show.rows(app.pages_with(case, kind, value, limit=limit))
    elif kind is not None:
        show.tallies(app.facet(case, kind, limit))
    else:
        _overview(case, show, limit)


def _overview(case: CaseFolder, show: _Show, limit: int) -> None:
    counts = app.counts(case)
    if show.as_json:
        show.tallies([tally for kind in counts for tally in app.facet(case, kind, limit)])
        return
    for kind in Kind:
        if number := counts.get(kind, 0):
            show.console.print(Text(f"{kind.value}: {number:,}", style="bold cyan"))
            show.tallies(app.facet(case, kind, min(limit, _FEW)))
    if not counts:
        show.console.print("Nothing is mentioned.")


def _sha256(case: CaseFolder, what: str) -> str:
    if len(what) == _SHA256_CHARS and all(char in "0123456789abcdef" for char in what.lower()):
        return what.lower()
    sha256 = reading.show(case, what, None).entry.sha256
    if not sha256:
        raise NotFoundError(f"{what} has no words.", "muniment books --list shows what can be read.")
    return sha256
