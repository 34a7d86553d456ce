"""The commands of the workbench: serve, open."""

import os
import signal
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.cli.options import passwords_option, without_sandbox_option, workers_option
from muniment.errors import NoCaseError, UsageError
from muniment.web.listening import Listening, in_background, listen

_LEAST_PORT, _LAST_PORT = 1024, 65535

_END_SECONDS = 30
"""How long taking in may need to end once it is told to: it finishes the file in hand."""

port_option = click.option(
    "--port",
    type=click.IntRange(_LEAST_PORT, _LAST_PORT),
    help="Where to listen on 127.0.0.1 (default: any that is free).",
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
    _run(listen(CaseFolder(folder), port or 0), open_browser=not no_browser)


@click.command("open", short_help="Take in files, and read them in the browser meanwhile.")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--case", "named", type=click.Path(path_type=Path), help="The case (default: PATH's name and -case, where you are)."
)
@click.option("--source", default="", help="Who handed it over, or what it is; kept with the acquisition.")
@passwords_option
@workers_option
@without_sandbox_option
@port_option
@no_browser_option
@click.pass_context
def open(  # noqa: A001 - the command's own name, by which it is looked up
    context: click.Context,
    path: Path,
    named: Path | None,
    source: str,
    passwords: Path | None,
    workers: int | None,
    without_sandbox: bool,
    port: int | None,
    no_browser: bool,
) -> None:
    """Take in PATH and open the workbench at once: what is read already can be searched.

    Makes the case if there is none. Ctrl-C ends both; the same command goes on where it was.

    \b
    Examples:
      muniment open /media/usb/leak
      muniment open leak --case mycase --source "envelope, 3 May"
    """
    case = _case_for(path, named or _told_case(context))
    options = ["--source", source] if source else []
    options += ["--passwords", str(passwords.absolute())] if passwords else []
    options += ["--workers", str(workers)] if workers else []
    options += ["--without-sandbox"] if without_sandbox else []
    listening = listen(case, port or 0)
    with _taking_in(case, path, options):
        _run(listening, open_browser=not no_browser)


def _told_case(context: click.Context) -> Path | None:
    """The case named before the command, or where the user stands; None if neither is told."""
    folder: Path = context.obj
    above = context.parent
    is_told = above is not None and above.get_parameter_source("folder") is not click.core.ParameterSource.DEFAULT
    return folder if is_told or CaseFolder(folder).ledger.is_file() else None


def _case_for(path: Path, told: Path | None) -> CaseFolder:
    """The case to open, made if it is not there; never within what was handed over, where nothing is written."""
    real = path.resolve()
    folder = told or Path(f"{real.name or 'my'}-case")
    if real == folder.resolve() or real in folder.resolve().parents:
        raise UsageError(f"The case would lie inside {path}.", "Name another place: --case ELSEWHERE.")
    case = CaseFolder(folder)
    try:
        case.require()
    except NoCaseError:
        return taking.init(folder)
    return case


@contextmanager
def _taking_in(case: CaseFolder, path: Path, options: list[str]) -> Iterator[None]:
    """Ingest in a process of its own, so that pages are quick meanwhile; told to end when the block ends."""
    command = [sys.executable, "-m", "muniment.cli.main", "-C", str(case.folder), "ingest", *options, "--", str(path)]
    ingest = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=os.environ)  # noqa: S603 - our own program
    try:
        yield
    finally:
        if ingest.poll() is None:
            ingest.send_signal(signal.SIGINT)
        with suppress(KeyboardInterrupt):
            ingest.wait(_END_SECONDS)


def _run(listening: Listening, *, open_browser: bool) -> None:
    """Tell the link, serve until Ctrl-C."""
    link = listening.new_link()
    click.echo(f"The workbench is open at\n\n  {link}\n\nThe link works once. Ctrl-C ends it.", err=True)
    if open_browser and sys.stdout.isatty():
        in_background(lambda: _open_browser(link))
    if sys.stdin is not None and sys.stdin.isatty():
        in_background(lambda: _more_links(listening))
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one leaves: the server has ended cleanly when it comes here
        listening.run()
    click.echo("The workbench is closed.", err=True)


def _open_browser(link: str) -> None:
    webbrowser.open(link)


def _more_links(listening: Listening) -> None:
    for _ in sys.stdin:
        click.echo(f"  {listening.new_link()}", err=True)
