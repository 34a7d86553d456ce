"""The commands for those who take part in a case: people add, list, role, end."""

from pathlib import Path

import click

from muniment.acquire.names import shown
from muniment.adapters.case_folder import CaseFolder
from muniment.app import people as app
from muniment.cli.acting import who
from muniment.cli.as_json import print_json
from muniment.cli.options import json_option
from muniment.people import Role

_roles = click.Choice([role.value for role in Role])


@click.group(short_help="Say who takes part in a case, and in what role.")
def people() -> None:
    """Say who takes part in a case, and in what role.

    A case that one person works on alone needs nobody. To have findings read by a second person, admit both; the first
    must be an editor. Each has a passphrase, which locks the key they sign with.

    \b
    Roles, each with all that those before may do:
      reader      reads the case
      researcher  changes what it holds: quotes, claims, statements, sources
      reviewer    reviews the findings of others
      editor      publishes, and says who takes part

    \b
    Commands that change something act for MUNIMENT_PERSON, and ask for the passphrase
    unless MUNIMENT_PASSPHRASE holds it.

    \b
    Examples:
      muniment people add "Anna Example" --role editor
      MUNIMENT_PERSON="Anna Example" muniment people add "Ben Example" --role reviewer
    """


@people.command(short_help="Let somebody take part.")
@click.argument("name")
@click.option("--role", type=_roles, required=True, help="What they may do.")
@click.option(
    "--passphrase",
    prompt="Passphrase of the new person",
    hide_input=True,
    confirmation_prompt=True,
    envvar="MUNIMENT_NEW_PASSPHRASE",
    help="Locks their key (default: asked for, or MUNIMENT_NEW_PASSPHRASE).",
)
@click.pass_obj
def add(folder: Path, name: str, role: str, passphrase: str) -> None:
    """Let somebody take part; they type their own passphrase.

    \b
    Example:
      muniment people add "Anna Example" --role editor
    """
    case = CaseFolder(folder)
    person = app.admit(case, name, Role(role), passphrase, who(folder))
    click.echo(f"{shown(person.name)} takes part as {person.role}. Key: {person.public_key}", err=True)


@people.command("list", short_help="List who takes part.")
@json_option
@click.pass_obj
def list_(folder: Path, as_json: bool) -> None:
    """List who takes part: an object on each line with --json.

    \b
    Example:
      muniment people list
    """
    present = app.people_of(CaseFolder(folder))
    for one in present:
        if as_json:
            print_json({"name": one.name, "role": one.role.value, "public_key": one.public_key})
        else:
            click.echo(f"{one.role:<11} {shown(one.name)}")
    if not present and not as_json:
        click.echo("Nobody was admitted: whoever runs Muniment works alone.", err=True)


@people.command(short_help="Give somebody another role.")
@click.argument("name")
@click.argument("new_role", type=_roles, metavar="ROLE")
@click.pass_obj
def role(folder: Path, name: str, new_role: str) -> None:
    """Give somebody another role.

    \b
    Example:
      muniment people role "Ben Example" editor
    """
    app.change_role(CaseFolder(folder), name, Role(new_role), who(folder))


@people.command(short_help="Somebody takes part no longer.")
@click.argument("name")
@click.pass_obj
def end(folder: Path, name: str) -> None:
    """Somebody takes part no longer. What they did stays theirs, and their name is not given to another.

    \b
    Example:
      muniment people end "Ben Example"
    """
    app.end(CaseFolder(folder), name, who(folder))
