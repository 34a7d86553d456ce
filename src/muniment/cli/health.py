"""The command that looks after the program itself: doctor."""

import sys

import click
from rich.table import Table
from rich.text import Text

from muniment.app import health
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.cli.render import out


@click.command(short_help="Say what protects this machine and what is missing.")
@json_option
def doctor(as_json: bool) -> None:
    """Say which protections are in force, what can be read here, and what would have to be installed.

    Ends with status 1 if files cannot be read safely.

    \b
    Examples:
      muniment doctor
      muniment doctor --json
    """
    found = health.checks()
    if as_json:
        print_json({"ok": _is_safe(found), "checks": [_as_json(check) for check in found]})
    else:
        table = Table(box=None, show_header=False, pad_edge=False)
        for check in found:
            mark = Text("✓", style="green") if check.present else Text("✗" if check.essential else "-", style="yellow")
            says = Text(check.says)
            if not check.present and check.install:
                says.append(f"\n{check.install}", style="bold")
            table.add_row(mark, check.name, says)
        out().print(table)
    if not _is_safe(found):
        sys.exit(ATTENTION)


def _is_safe(found: list[health.Check]) -> bool:
    return all(check.present for check in found if check.essential)


def _as_json(check: health.Check) -> dict[str, object]:
    return {
        "name": check.name,
        "present": check.present,
        "essential": check.essential,
        "says": check.says,
        "install": "" if check.present else check.install,
    }
