"""Options that several commands share."""

from pathlib import Path

import click

from muniment.errors import UsageError
from muniment.model import State

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
passwords_option = click.option(
    "--passwords",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A text file with one password on each line, tried on everything that is locked.",
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), help="Processes that read at once (default: all cores)."
)
without_sandbox_option = click.option(
    "--without-sandbox", is_flag=True, help="Read files with no protection if none is to be had; this is recorded."
)
withhold_option = click.option(
    "--withhold", is_flag=True, help="Put [withheld] where somebody protected is named, in place of refusing."
)
states = click.Choice([state.value for state in State if state is not State.PENDING])


def read_passwords(file: Path | None) -> tuple[str, ...]:
    """The passwords in ``file``, each once, in order; none without a file. Raises ``UsageError``."""
    if file is None:
        return ()
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file} cannot be read as text ({error}).", "Save it as UTF-8, one password on a line."
        ) from error
    return tuple(dict.fromkeys(line for line in lines if line))
