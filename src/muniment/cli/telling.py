"""How a failure is told on a terminal: what happened, then what to do next."""

import click

from muniment.acquire.names import shown
from muniment.errors import MunimentError


def tell(error: MunimentError) -> None:
    """Say what went wrong, on one line, and what to do, on the next."""
    click.echo(click.style(f"{error.code}: ", fg="red", bold=True) + shown(error.message), err=True)
    if error.advice:
        click.echo(shown(error.advice), err=True)
