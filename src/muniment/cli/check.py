"""The command ``check``."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from muniment.acquire.names import shown
from muniment.app.bagging import is_bag
from muniment.app.publish.checking import check_publication
from muniment.cli.as_json import print_json
from muniment.cli.bag import print_bag_check
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.counting import counted
from muniment.errors import UsageError
from muniment.publish.check import Checked, Expected

FAULTS_SHOWN = 200
"""Faults shown to people; --json lists more."""

_DIGITS = 64


@click.command(short_help="Check a publication, or a bag, that somebody gave you.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--key", default="", metavar="HEX", help="The public key that must have signed it, known from elsewhere.")
@click.option(
    "--former", default="", metavar="SHA256", help="The manifest of an edition that you noted: this must come after it."
)
@json_option
def check(folder: Path, key: str, former: str, as_json: bool) -> None:
    """Check that nothing in a publication was changed, and that the words it shows are those that were sealed.

    No case is needed. The same is checked by verify.py and verify.html in the publication, where there is no Muniment;
    only here are the signatures of timestamps checked too. Exit status 0 if all is as it was published, else 1.

    A bag (BagIt, RFC 8493), whoever made it, is checked too: whole, unchanged, and nothing in it leads out of it.

    \b
    Examples:
      muniment check publication
      muniment check publication --key 5a1f… --json
    """
    if is_bag(folder):
        _no_options(key, former)
        print_bag_check(folder, as_json=as_json)
        return
    expected = Expected(_hex("--key", key), _hex("--former", former))
    checked = check_publication(folder, expected, _show if sys.stderr.isatty() and not as_json else lambda *_: None)
    if as_json:
        print_json(checked.as_json())
    else:
        _print(checked, Console(highlight=False))
    if not checked.ok:
        sys.exit(ATTENTION)


def _no_options(*given: str) -> None:
    if any(given):
        raise UsageError("This is a bag: it has no key and no editions.", "Leave out --key and --former.")


def _hex(option: str, untrusted: str) -> str:
    digits = "".join(untrusted.split()).lower()
    if digits and (len(digits) != _DIGITS or set(digits) - set("0123456789abcdef")):
        raise UsageError(f"{option} takes 64 hexadecimal digits.", "muniment seal and muniment check print them.")
    return digits


def _show(done: int, total: int) -> None:
    end = f"checking file {done + 1:,} of {total:,}" if done + 1 < total else ""
    sys.stderr.write(f"\r\x1b[K{end}")
    sys.stderr.flush()


def _print(checked: Checked, console: Console) -> None:
    for fault in checked.faults[:FAULTS_SHOWN]:
        console.print(Text.assemble((f"{fault.kind:<12}", "bold red"), shown(fault.says)), soft_wrap=True)
    more = len(checked.faults) - FAULTS_SHOWN + checked.unlisted_faults
    if more > 0:
        console.print(Text(f"and {more:,} more; --json lists them", style="red"))
    for note in checked.notes:
        console.print(Text.assemble(("note        ", "yellow"), shown(note)), soft_wrap=True)
    for stamp in checked.timestamps:
        what = f"seal {stamp['seal']}" if "seal" in stamp else f"edition {stamp['edition']}"
        told = f"{what} existed at {stamp['at']}, says {stamp['authority']}"
        console.print(Text.assemble(("timestamp   ", "dim"), shown(told)), soft_wrap=True)
    console.print(Text(f"publication {shown(checked.publication)}, edition {checked.edition}"), soft_wrap=True)
    console.print(Text(f"key         {checked.public_key}\nmanifest    {checked.manifest}"), soft_wrap=True)
    counts = (counted(count, what.removesuffix("s")) for what, count in checked.checked.items())
    console.print(Text("checked: " + ", ".join(counts)))
    console.print(_verdict(checked))


def _verdict(checked: Checked) -> Text:
    if checked.ok:
        return Text("Nothing was changed, and the words shown are those that were sealed.", style="bold green")
    count = len(checked.faults) + checked.unlisted_faults
    return Text(f"{count:,} {'thing is' if count == 1 else 'things are'} not as published.", style="bold red")
