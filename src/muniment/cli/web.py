"""The commands of the workbench: serve, open."""

import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.web.listening import Listening, in_background, listen

port_option = click.option(
    "--port", type=click.IntRange(1024, 65535), help="Where to listen on 127.0.0.1 (default: any that is free)."
)
no_browser_option = click.option("--no-browser", is_flag=True, help="Only print the link; open no browser.")


@click.command(short_help="Read and search in the browser.")
@port_option
@no_browser_option
@click.pass_obj
def serve(folder: Path, port: int | None, no_browser: bool) -> None:
    """Open the workbench: read and search the case in the browser, on this machine only.

    The link that is printed works once; Enter prints a new one. Ctrl-C ends it.

    \b
    Examples:
      muniment serve
      muniment serve --port 8765 --no-browser
    """
    run(listen(CaseFolder(folder), port or 0), open_browser=not no_browser)


def run(listening: Listening, *, open_browser: bool) -> None:
    """Tell the link, serve until Ctrl-C."""
    link = listening.new_link()
    click.echo(f"The workbench is open at\n\n  {link}\n\nThe link works once. Ctrl-C ends it.", err=True)
    if open_browser and _has_screen():
        in_background(lambda: _open_browser(link))
    if sys.stdin is not None and sys.stdin.isatty():
        in_background(lambda: _more_links(listening))
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one leaves: the server has ended cleanly when it comes here
        listening.run()
    click.echo("The workbench is closed.", err=True)


def _open_browser(link: str) -> None:
    webbrowser.open(link)


def _has_screen() -> bool:
    return sys.stdout.isatty()


def _more_links(listening: Listening) -> None:
    for _ in sys.stdin:
        click.echo(f"  {listening.new_link()}", err=True)
