"""The people of the case in the ledger, and which quotes each has opened."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, inspect, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.custody import append_in, now
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import evidence_look, metadata, person
from muniment.errors import NotFoundError, UsageError
from muniment.people import Person, Role
from muniment.preserve.custody import Act

_TABLES = (person, evidence_look)


class People:
    """Who takes part in the case. Cases made before these tables were are given them at the first write."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Person]:
        """Those who take part now, by name."""
        with self._database.read() as connection:
            return [_person(row) for row in _present(connection)]

    def public_keys(self) -> dict[str, str]:
        """The public key of everybody who takes or took part, by name."""
        with self._database.read() as connection:
            if not _is_there(connection):
                return {}
            return {row.name: row.public_key for row in connection.execute(select(person))}

    def named(self, name: str) -> Person:
        """The person with this name. Raises ``NotFoundError``."""
        for one in self.all():
            if one.name == name:
                return one
        raise NotFoundError(f"Nobody called {name} takes part in this case.", "muniment people lists who does.")

    def admit(self, one: Person, by: str) -> None:
        """Add somebody. Raises ``UsageError`` if the name is or was another's."""
        with self._database.write() as connection:
            if not _is_there(connection):
                metadata.create_all(connection, tables=_TABLES)
            names = connection.execute(select(person.c.name)).scalars()
            if any(name.casefold() == one.name.casefold() for name in names):
                raise UsageError(f"There is or was a {one.name} in this case already.", "Choose another name.")
            connection.execute(
                insert(person).values(
                    name=one.name, role=one.role.value, public_key=one.public_key, admitted=now(), admitted_by=by
                )
            )
            details = {"name": one.name, "role": one.role.value, "public_key": one.public_key}
            append_in(connection, Act.PERSON_ADMITTED, details, by)

    def change(self, name: str, role: Role, by: str) -> None:
        """Give somebody another role. Raises ``NotFoundError``, or ``UsageError`` if no editor would be left."""
        with self._database.write() as connection:
            _require_other_editor(connection, name, role)
            connection.execute(update(person).where(person.c.name == name).values(role=role.value))
            append_in(connection, Act.ROLE_CHANGED, {"name": name, "role": role.value}, by)

    def end(self, name: str, by: str) -> None:
        """Somebody leaves; what they did stays theirs. Raises as ``change`` does."""
        with self._database.write() as connection:
            _require_other_editor(connection, name, None)
            connection.execute(update(person).where(person.c.name == name).values(ended=now()))
            append_in(connection, Act.PERSON_LEFT, {"name": name}, by)

    def opened(self, name: str, quote: str, version: int) -> None:
        """Note that somebody opened a quote, and which version of it they saw."""
        values = {"person": name, "quote": quote, "version": version, "at": now()}
        with self._database.write() as connection:
            if not _is_there(connection):
                metadata.create_all(connection, tables=_TABLES)
            connection.execute(
                insert_or_ignore(evidence_look)
                .values(values)
                .on_conflict_do_update(index_elements=["person", "quote", "version"], set_={"at": values["at"]})
            )
            append_in(connection, Act.QUOTE_OPENED, {"quote": quote, "version": version}, name)

    def looks(self, name: str) -> Mapping[tuple[str, int], str]:
        """When somebody last opened which version of which quote."""
        query = select(evidence_look).where(evidence_look.c.person == name)
        with self._database.read() as connection:
            if not _is_there(connection):
                return {}
            return {(row.quote, row.version): row.at for row in connection.execute(query)}


def _present(connection: Connection) -> list[Row[Any]]:
    if not _is_there(connection):
        return []
    return list(connection.execute(select(person).where(person.c.ended == "").order_by(person.c.name)))


def _require_other_editor(connection: Connection, name: str, role: Role | None) -> None:
    rows = {row.name: row.role for row in _present(connection)}
    if name not in rows:
        raise NotFoundError(f"Nobody called {name} takes part in this case.", "muniment people lists who does.")
    others = any(one == Role.EDITOR for other, one in rows.items() if other != name)
    if role is not Role.EDITOR and not others:
        raise UsageError(f"{name} is the last editor of this case.", "Make somebody else an editor first.")


def _person(row: Row[Any]) -> Person:
    return Person(row.name, Role(row.role), row.public_key)


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(person.name)
