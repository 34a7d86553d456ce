"""The command ``export bagit``, and what ``check`` tells of a bag."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.bagging import Wishes, check_any_bag, export_bag
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.publish.bag_check import BagChecked

FAULTS_SHOWN = 200
"""Faults shown to people; --json lists more."""


@click.command("bagit", short_help="An archive's copy of the whole case (BagIt, RFC 8493).")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--with-everything", is_flag=True, help="Although people are protected: originals cannot hide them.")
@click.option("--with-names", is_flag=True, help="Also say who handed the files over, and who took them in.")
@click.option("--contact", default="", metavar="NAME", help="Whom the archive may ask; stands in bag-info.txt.")
@json_option
@click.pass_obj
def bagit(folder: Path, out: Path, *, with_everything: bool, with_names: bool, contact: str, as_json: bool) -> None:
    """Write originals, books, texts, evidence, seals and custody log into the new folder OUT, as a bag.

    The custody log notes it first, and goes along with the names of those who worked on the case.

    \b
    Examples:
      muniment export bagit /media/archive/mycase
      muniment check /media/archive/mycase
    """
    display = _Display("copying the originals", quiet=as_json)
    try:
        bagged = export_bag(CaseFolder(folder), out, Wishes(with_everything, with_names, contact), display.show)
    finally:
        display.end()
    if as_json:
        print_json({"originals": bagged.originals, "bytes": bagged.bytes, "files": bagged.files})
    else:
        click.echo(f"{bagged.originals:,} originals, {bagged.bytes:,} bytes, in {bagged.files:,} files in {out}")


def print_bag_check(folder: Path, *, as_json: bool) -> None:
    """Check the bag in ``folder`` and say what is wrong with it; ends the program with 1 if anything is."""
    display = _Display("checking the bag", quiet=as_json)
    try:
        checked = check_any_bag(folder, display.show)
    finally:
        display.end()
    if as_json:
        print_json(checked.as_json())
    else:
        _print(checked, Console(highlight=False))
    if not checked.ok:
        sys.exit(ATTENTION)


def _print(checked: BagChecked, console: Console) -> None:
    for fault in checked.faults[:FAULTS_SHOWN]:
        console.print(Text.assemble((f"{fault.kind:<14}", "bold red"), shown(fault.says)), soft_wrap=True)
    more = len(checked.faults) - FAULTS_SHOWN + checked.unlisted
    if more > 0:
        console.print(Text(f"and {more:,} more; --json lists them", style="red"))
    for note in checked.notes[:FAULTS_SHOWN]:
        console.print(Text.assemble(("note          ", "yellow"), shown(note)), soft_wrap=True)
    counted = f"checked: {checked.checked.get('files', 0):,} files, {checked.checked.get('bytes', 0):,} bytes"
    console.print(Text(counted, style="dim"))
    if checked.ok:
        console.print(Text("The bag is whole, and nothing in it was changed.", style="bold green"))
    else:
        console.print(Text("This is not a whole, unchanged bag.", style="bold red"))


class _Display:
    """How far it is: one line on a terminal, nothing elsewhere."""

    def __init__(self, doing: str, *, quiet: bool) -> None:
        self._doing = doing
        self._live = sys.stderr.isatty() and not quiet

    def show(self, done: int, total: int) -> None:
        if self._live:
            share = f" {done / total:.0%}" if total else ""
            click.echo(f"\r\x1b[K{self._doing}{share}", nl=False, err=True)

    def end(self) -> None:
        if self._live:
            click.echo("\r\x1b[K", nl=False, err=True)
