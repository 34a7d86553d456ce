"""The commands ``seal`` and ``verify``."""

import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app import sealing as app
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.errors import UsageError
from muniment.preserve.verify import Report

FAULTS_SHOWN = 200
"""Faults shown to people; --json lists more."""

_KEY_DIGITS = 64


@click.command(short_help="Sign what was taken in, so that any change shows.")
@click.option("--acquisition", type=click.IntRange(min=1), help="Only this one (default: all that are complete).")
@json_option
@click.pass_obj
def seal(folder: Path, acquisition: int | None, as_json: bool) -> None:
    """Seal what was taken in: sign a root over every entry, so that any later change shows.

    What is sealed is not read again. Note the root and the key on paper: who has them can check the case without
    trusting the machine it lies on.

    \b
    Examples:
      muniment seal
      muniment seal --acquisition 2
    """
    sealing = app.seal(CaseFolder(folder), acquisition, lambda doing: None if as_json else click.echo(doing, err=True))
    if as_json:
        print_json({"seals": [asdict(one) for one in sealing.made], "left": [asdict(one) for one in sealing.left]})
    else:
        _print_sealing(sealing, Console(highlight=False))
    if sealing.left:
        sys.exit(ATTENTION)


@click.command(short_help="Check that everything is as it was.")
@click.option("--key", default="", metavar="HEX", help="The public key that you noted when you sealed.")
@click.option("--reread", is_flag=True, help="Look for quotes in their originals, read anew with today's readers.")
@click.option("--words", is_flag=True, help="Also derive anew what the seals hold of every single word; takes longer.")
@json_option
@click.pass_obj
def verify(folder: Path, key: str, reread: bool, words: bool, as_json: bool) -> None:
    """Hash, chain and sign everything anew and say what is no longer as it was; changes nothing.

    Every quote is found again, or it is said that it moved or is lost. Exit status 0 if all is as it was,
    1 if anything is not.

    \b
    Examples:
      muniment verify
      muniment verify --key 5a1f… --json
      muniment verify --reread
    """
    case = CaseFolder(folder)
    case.require()
    display = _Display(quiet=as_json)
    report = app.verify_case(case, _checked_key(key), display.show, reread=reread, words=words)
    display.end()
    if as_json:
        print_json(report.as_json())
    else:
        _print_report(report, Console(highlight=False))
    if not report.ok:
        sys.exit(ATTENTION)


def _checked_key(untrusted_key: str) -> str:
    key = untrusted_key.replace(" ", "").lower()
    if key and (len(key) != _KEY_DIGITS or not set(key) <= set("0123456789abcdef")):
        raise UsageError("--key takes the 64 hexadecimal digits of a public key.", "muniment seal printed them.")
    return key


class _Display:
    """How far the hashing is: one line on a terminal, nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._live = sys.stderr.isatty() and not quiet

    def show(self, what: str, done: int, total: int) -> None:
        if self._live:
            share = f" {done / total:.0%}" if total else ""
            sys.stderr.write(f"\r\x1b[Kchecking the {what}{share}")
            sys.stderr.flush()

    def end(self) -> None:
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _print_sealing(sealing: app.Sealing, console: Console) -> None:
    for one in sealing.made:
        console.print(Text(f"Acquisition {one.acquisition} is sealed: {one.entries:,} entries.", style="bold green"))
        console.print(f"  root  {one.root}\n  key   {one.public_key}", soft_wrap=True)
    if sealing.made:
        console.print("Note both on paper, apart from this machine.", style="dim")
    for left in sealing.left:
        waits = f"{left.pending:,} entries wait" if left.pending else "it was not finished"
        console.print(Text(f"Acquisition {left.number} is not sealed: {waits}.", style="yellow"))


def _print_report(report: Report, console: Console) -> None:
    for fault in report.faults[:FAULTS_SHOWN]:
        console.print(Text.assemble((f"{fault.kind:<12}", "bold red"), shown(fault.says)), soft_wrap=True)
    more = len(report.faults) - FAULTS_SHOWN + report.unlisted
    if more > 0:
        console.print(Text(f"and {more:,} more; --json lists them", style="red"))
    for note in report.notes[:FAULTS_SHOWN]:
        console.print(Text.assemble(("note        ", "yellow"), shown(note)), soft_wrap=True)
    for one in report.seals:
        told = f"acquisition {one.acquisition}, sealed {one.sealed}, root {one.root}, key {one.public_key}"
        console.print(Text.assemble((f"seal {one.seal:<7}", "dim"), (shown(told), "dim")), soft_wrap=True)
    for stamp in report.more.get("timestamps", ()):
        told = f"seal {stamp['seal']} existed at {stamp['at']}, says {stamp['authority']}"
        console.print(Text.assemble(("timestamp   ", "dim"), (shown(told), "dim")), soft_wrap=True)
    console.print(Text(_counted(report), style="dim"), soft_wrap=True)
    console.print(_verdict(report))


def _counted(report: Report) -> str:
    counts = (f"{count:,} {what}" for what, count in report.checked.items())
    return "checked: " + ", ".join(counts)


def _verdict(report: Report) -> Text:
    if report.ok and report.seals:
        return Text("Everything is as it was.", style="bold green")
    if report.ok:
        return Text("Nothing is wrong, but nothing is sealed either.", style="bold yellow")
    count = len(report.faults) + report.unlisted
    many = "1 thing is not as it should be." if count == 1 else f"{count:,} things are not as they should be."
    return Text(many, style="bold red")
