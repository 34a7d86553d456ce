"""The commands of the register of protected persons: protect add, list, edit, remove, find, decide."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app.redact.protecting import MOST_PLACES, Grouped, counted, register_of
from muniment.cli.acting import who
from muniment.cli.as_json import print_json
from muniment.cli.main import ATTENTION
from muniment.cli.options import json_option
from muniment.cli.render import out
from muniment.cli.withheld import line, list_each, original_of, paths_of, tell_change
from muniment.errors import UsageError
from muniment.evidence.withheld import Decision, Protected

_DECISIONS = {"protect": Decision.PROTECT, "not-them": Decision.NOT_THEM, "visible": Decision.VISIBLE}


@click.group(short_help="Keep people out of all that leaves the case.")
def protect() -> None:
    """Keep people out of all that leaves the case: a register of who is protected, and where they stand in it.

    \b
    Examples:
      muniment protect add "Ana Example" --name "Ана Экзампл" --number "+7 900 000 00 00" --why "a witness"
      muniment protect find
      muniment protect decide protected-1 "A. Example" not-them --why "another person of that name"
    """


@protect.command("add", short_help="Protect somebody.")
@click.argument("name")
@click.option("--name", "names", multiple=True, help="A further name, in any script; may be given again.")
@click.option("--number", "numbers", multiple=True, help="A number that leads to them: identity card, phone, plate.")
@click.option("--why", required=True, help="Why they are protected.")
@click.option("--note", default="", help="A note for those who work on the case.")
@json_option
@click.pass_obj
def add(
    folder: Path, name: str, names: tuple[str, ...], numbers: tuple[str, ...], why: str, note: str, *, as_json: bool
) -> None:
    """Put somebody into the register: NAME, and every other name and number that leads to them.

    \b
    Example:
      muniment protect add "Ana Example" --number "+7 900 000 00 00" --why "a witness"
    """
    person = who(folder)
    with register_of(CaseFolder(folder)) as register:
        made = register.add(person, (name, *names), numbers, why, note)
    if as_json:
        print_json({"id": made.id})
    else:
        click.echo(f"{made.id} is protected from now on. Where they stand in the case: muniment protect find", err=True)


@protect.command("list", short_help="List who is protected.")
@json_option
@click.pass_obj
def list_(folder: Path, *, as_json: bool) -> None:
    """List who is protected, with all names and numbers; that you looked is written down.

    \b
    Example:
      muniment protect list
    """
    person = who(folder)
    with register_of(CaseFolder(folder)) as register:
        persons = register.persons(person)
    list_each(persons, _line, _as_json, "Nobody is in the register.", as_json=as_json)


@protect.command("edit", short_help="Add names or numbers to somebody, or say anew why.")
@click.argument("protected")
@click.option("--name", "names", multiple=True, help="A further name; may be given again.")
@click.option("--number", "numbers", multiple=True, help="A further number that leads to them.")
@click.option("--without", "dropped", multiple=True, help="A name or number to be taken out again.")
@click.option("--why", default=None, help="Why they are protected, in place of what is there.")
@click.option("--note", default=None, help="The note, in place of what is there.")
@click.pass_obj
def edit(
    folder: Path,
    protected: str,
    names: tuple[str, ...],
    numbers: tuple[str, ...],
    dropped: tuple[str, ...],
    why: str | None,
    note: str | None,
) -> None:
    """Add names and numbers to somebody in the register, take some out, or say anew why they are protected.

    All pages are then to be looked through again: muniment protect find.

    \b
    Example:
      muniment protect edit protected-1 --name "A. Example" --number "+7 900 000 00 01"
    """
    person = who(folder)
    with register_of(CaseFolder(folder)) as register:
        one, based_on = register.one(protected), register.version(protected)
        require_known(one, dropped)
        changed = replace(
            one,
            names=tuple(name for name in (*one.names, *names) if name not in dropped),
            numbers=tuple(number for number in (*one.numbers, *numbers) if number not in dropped),
            why=one.why if why is None else why,
            note=one.note if note is None else note,
        )
        applied = register.change(person, changed, based_on)
    tell_change(protected, "is changed", applied)


@protect.command("remove", short_help="Protect somebody no longer.")
@click.argument("protected")
@click.pass_obj
def remove(folder: Path, protected: str) -> None:
    """Take somebody out of the register, with all that was decided about them; muniment evidence undo brings it back.

    \b
    Example:
      muniment protect remove protected-1
    """
    person = who(folder)
    with register_of(CaseFolder(folder)) as register:
        applied = register.remove(person, protected)
    tell_change(protected, "is protected no longer", applied)


@protect.command("find", short_help="Find them across the whole case.")
@click.option("--document", default="", help="Only what stands in this document: its path or hash.")
@click.option("--all", "every", is_flag=True, help="Also what was decided on already.")
@json_option
@click.pass_obj
def find(folder: Path, document: str, *, every: bool, as_json: bool) -> None:
    """Look through all pages for everybody in the register, and list what waits for a decision.

    All forms of names and numbers are found: other scripts and spellings, words in another order, initials, misread
    letters, any grouping of numbers. Exit status 1 says that something waits for a decision.

    \b
    Examples:
      muniment protect find
      muniment protect find --all --json
    """
    person, case = who(folder), CaseFolder(folder)
    original = original_of(case, document)
    with register_of(case) as register:
        register.persons(person)
        register.look(_show)
        found = register.sightings(original)
    listed = [one for one in found if every or one.is_open]
    if as_json:
        for one in listed:
            print_json(_sighting_as_json(one))
    else:
        _print_sightings(listed, paths_of(case, {one.original for one in listed}))
    counts = counted(found)
    click.echo(", ".join(f"{count:,} {name}" for name, count in counts.items()), err=True)
    if counts["undecided"]:
        click.echo("Decide on each: muniment protect decide. Until then each counts as the person.", err=True)
        sys.exit(ATTENTION)


@protect.command("decide", short_help="Decide on words that were found.")
@click.argument("protected")
@click.argument("words")
@click.argument("decision", type=click.Choice(list(_DECISIONS)))
@click.option("--document", default="", help="Only in this document, by path or hash; without it in all.")
@click.option("--why", default="", help="The reason; needed for not-them and visible.")
@click.pass_obj
def decide(folder: Path, protected: str, words: str, decision: str, document: str, why: str) -> None:
    """Say of WORDS that were found for PROTECTED: protect them, not-them, or leave them visible.

    \b
    Examples:
      muniment protect decide protected-1 "A. Example" protect
      muniment protect decide protected-1 "A. Example" not-them --document list.pdf --why "another person"
    """
    person, case = who(folder), CaseFolder(folder)
    original = original_of(case, document)
    with register_of(case) as register:
        register.decide(person, protected, words, _DECISIONS[decision], original, why)
    click.echo(f"Decided: {_DECISIONS[decision]}, {'in this document' if original else 'everywhere'}.", err=True)


def require_known(one: Protected, untrusted_words: tuple[str, ...]) -> None:
    """Raise ``UsageError`` where somebody does not have a name or number that is to be taken out."""
    missing = [words for words in untrusted_words if words not in {*one.names, *one.numbers}]
    if missing:
        raise UsageError(f"{one.id} has no {' and no '.join(missing)}.", "muniment protect list shows all of them.")


def _show(done: int, of_all: int) -> None:
    click.echo(f"{done:,} of {of_all:,} documents looked through", err=True)


def _as_json(one: Protected) -> dict[str, Any]:
    return {
        "id": one.id,
        "names": list(one.names),
        "numbers": list(one.numbers),
        "why": one.why,
        "note": one.note,
    }


def _line(one: Protected) -> Text:
    return line(one.id, "; ".join((*one.names, *one.numbers)), f"  {one.why}")


def _sighting_as_json(one: Grouped) -> dict[str, Any]:
    return {
        "protected": one.protected,
        "words": one.words,
        "sha256": one.original,
        "pages": list(one.pages),
        "places": len(one.places),
        "why": one.why,
        "sure": one.sure.says,
        "decision": one.decided.decision.value if one.decided else "",
        "reason": one.decided.why if one.decided else "",
        "for_all": one.decided is not None and not one.decided.original,
    }


def _print_sightings(found: Sequence[Grouped], paths: Mapping[str, str]) -> None:
    """What was found, the documents that hold the same words together."""
    for (protected, words, why, state), each in groupby(found, _what):
        told = Text(f"{state:<14}", style="yellow" if state == _UNDECIDED else "dim")
        out().print(told + line(protected, words, f"  {why}"), soft_wrap=True)
        for one in each:
            pages = ", ".join(map(str, one.pages[:MOST_PLACES]))
            where = paths.get(one.original, one.original[:16])
            out().print(Text(f"  {shown(where)}, page {pages}", style="dim"), soft_wrap=True)


def _what(one: Grouped) -> tuple[str, str, str, str]:
    state = one.decided.decision.value if one.decided else _UNDECIDED
    return one.protected, one.words, f"{one.why} ({one.sure.says})", state


_UNDECIDED = "undecided"
