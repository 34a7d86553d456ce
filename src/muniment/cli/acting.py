"""Who runs a command that changes what a case holds."""

import os
from pathlib import Path

import click

from muniment.adapters.case_folder import CaseFolder
from muniment.app.people import Signer, acting, show_who
from muniment.people import Person

PERSON, PASSPHRASE = "MUNIMENT_PERSON", "MUNIMENT_PASSPHRASE"
"""Environment variables: the name of whoever acts, and their passphrase, which is asked for where it is not set."""


def who(folder: Path) -> Person:
    """Whoever acts in the case in ``folder``. Raises as ``app.people.acting`` does."""
    name = os.environ.get(PERSON, "")
    return acting(CaseFolder(folder), name, _passphrase(name) if name else "")


def signer(folder: Path) -> Signer:
    """Whoever acts, with their key; asks for their name if none is set. Raises as ``app.people.show_who`` does."""
    name = os.environ.get(PERSON, "") or click.prompt("Your name in this case", err=True)
    return show_who(CaseFolder(folder), name, _passphrase(name))


def _passphrase(name: str) -> str:
    known = os.environ.get(PASSPHRASE)
    return known if known is not None else str(click.prompt(f"Passphrase of {name}", hide_input=True, err=True))
