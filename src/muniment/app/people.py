"""Who acts in a case, and admitting others to it."""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import operator
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.people import People
from muniment.adapters.person_keys import make_key, unlock
from muniment.app.opening import ledger_of
from muniment.errors import UsageError
from muniment.people import Deed, NotAllowedError, Person, Role, require

MAX_NAME_CHARS = 80
"""Characters of a person's name: it stands in lists, logs and signatures."""

LEAST_PASSPHRASE_CHARS = 8
"""Characters of a passphrase: it locks a key in a folder that may be copied, so shorter ones are soon guessed."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who has shown who they are, and the key with which they sign."""

    person: Person
    key: Ed25519PrivateKey


def local_person() -> Person:
    """Whoever runs this program, in a case that nobody was admitted to: there they may do all but review."""
    return Person(operator(), Role.EDITOR)


def people_of(case: CaseFolder) -> list[Person]:
    """Those who take part in the case, by name; nobody in a case that one person works on alone."""
    with ledger_of(case, read_only=True) as database:
        return People(database).all()


def acting(case: CaseFolder, name: str, passphrase: str) -> Person:
    """Whoever acts: ``name``, who must show who they are, or the local person where nobody was admitted.

    Raises ``UsageError`` where people take part but none is named, and what ``show_who`` raises.
    """
    if name:
        return show_who(case, name, passphrase).person
    present = people_of(case)
    if present:
        names = ", ".join(one.name for one in present)
        raise UsageError(
            f"{len(present)} people take part in this case: {names}.", "Say who you are with MUNIMENT_PERSON."
        )
    return local_person()


def show_who(case: CaseFolder, name: str, passphrase: str) -> Signer:
    """Somebody who knows the passphrase of ``name``. Raises ``NotFoundError`` or ``WrongPassphraseError``."""
    with ledger_of(case, read_only=True) as database:
        person = People(database).named(name)
    return Signer(person, unlock(case.keys, person.name, passphrase, person.public_key))


def admit(case: CaseFolder, name: str, role: Role, passphrase: str, by: Person) -> Person:
    """Let somebody take part. The first must be an editor. Raises ``UsageError`` or ``NotAllowedError``."""
    clean = _checked_name(name)
    if len(passphrase) < LEAST_PASSPHRASE_CHARS:
        raise UsageError(
            f"A passphrase has at least {LEAST_PASSPHRASE_CHARS} characters.",
            "Four words that do not belong together do.",
        )
    with ledger_of(case) as database:
        people = People(database)
        _require_first_editor(people, role, by)
        if any(clean.casefold() == one.casefold() for one in people.public_keys()):
            raise UsageError(f"There is or was a {clean} in this case already.", "Choose another name.")
        person = Person(clean, role, make_key(case.keys, clean, passphrase))
        people.admit(person, by.name)
        return person


def change_role(case: CaseFolder, name: str, role: Role, by: Person) -> None:
    """Give somebody another role. Raises ``NotFoundError``, ``NotAllowedError`` or ``UsageError``."""
    require(by, Deed.ADMIT)
    with ledger_of(case) as database:
        People(database).change(name, role, by.name)


def end(case: CaseFolder, name: str, by: Person) -> None:
    """Somebody takes part no longer; what they did stays theirs. Raises as ``change_role`` does."""
    require(by, Deed.ADMIT)
    with ledger_of(case) as database:
        People(database).end(name, by.name)


def require_present(database: Database, person: Person) -> None:
    """Raise ``NotAllowedError`` if somebody has left the case, or has another role, since they showed who they are."""
    present = People(database).all()
    if present and person not in present:
        raise NotAllowedError(
            f"{person.name} no longer takes part in this case in this role.", "Say anew who you are, or ask an editor."
        )


def _require_first_editor(people: People, role: Role, by: Person) -> None:
    if people.all():
        require(by, Deed.ADMIT)
    elif role is not Role.EDITOR:
        raise UsageError(
            "The first person of a case is its editor.", "Admit yourself first: muniment people add NAME --role editor"
        )


def _checked_name(untrusted_name: str) -> str:
    name = " ".join(untrusted_name.split())
    seen = [one for one in name if unicodedata.category(one)[0] != "C"]
    if not name or len(name) > MAX_NAME_CHARS or len(seen) != len(name):
        raise UsageError(f"A name has 1 to {MAX_NAME_CHARS} visible characters.", "Choose one that the others know.")
    return name
