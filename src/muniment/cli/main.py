"""The commands. Each parses, calls ``muniment.app`` and renders; errors become one sentence and an exit status."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from muniment import __version__
from muniment.cli.telling import tell
from muniment.errors import MunimentError

ATTENTION = 1
"""Exit status: done, but something needs attention."""

_MODULES = {
    "init": "taking",
    "ingest": "taking",
    "books": "reading",
    "retry": "taking",
    "search": "finding",
    "searches": "saved",
    "show": "reading",
    "mentions": "mentions",
    "alike": "likeness",
    "quote": "quotes",
    "evidence": "evidence",
    "export": "export",
    "matrix": "matrix",
    "timeline": "matrix",
    "authenticity": "authenticity",
    "protect": "protect",
    "redact": "redact",
    "leaks": "leaks",
    "reindex": "finding",
    "people": "people",
    "review": "review",
    "seal": "sealing",
    "timestamp": "timestamps",
    "verify": "sealing",
    "outgoing": "outgoing",
    "publish": "publishing",
    "check": "check",
    "serve": "web",
    "open": "web",
    "doctor": "health",
    "demo": "example",
}
"""Which module of ``muniment.cli`` holds which command, in the order of help."""

WENT_WRONG = 70
"""Exit status after a mistake of the program's own (EX_SOFTWARE of sysexits.h)."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells expect."""


class _Commands(click.Group):
    """Loads the module of a command only when it is wanted: commands start fast, and help lists them all."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature of click
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - see above
        if cmd_name not in _MODULES:
            return None
        command = getattr(import_module(f"muniment.cli.{_MODULES[cmd_name]}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="muniment")
@click.option(
    "-C",
    "--case",
    "folder",
    type=click.Path(path_type=Path),
    envvar="MUNIMENT_CASE",
    default=Path(),
    help="The case to work on (default: the current folder, or MUNIMENT_CASE).",
)
@click.pass_context
def cli(context: click.Context, folder: Path) -> None:
    """Take in a leaked cache of documents, find what matters, and prove what it says.

    \b
    A first case:
      muniment init mycase
      muniment -C mycase ingest /media/usb/leak
      muniment -C mycase books
      muniment -C mycase search "order no. 12"
    """
    context.obj = folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; ends the process with the exit status of the contract."""
    try:
        cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.Abort, KeyboardInterrupt):  # click turns the one into the other
        click.echo("Stopped. What was done is safe; the same command goes on from there.", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except MunimentError as error:
        tell(error)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # whoever read our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("MUNIMENT_DEBUG"):
            raise
        click.echo(f"{type(error).__name__}: Muniment itself went wrong, sorry. What was done is safe.", err=True)
        click.echo("Run it again with MUNIMENT_DEBUG=1 set and send us what it says.", err=True)
        sys.exit(WENT_WRONG)


if __name__ == "__main__":
    main()
