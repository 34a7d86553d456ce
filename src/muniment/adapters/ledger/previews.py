"""Which pages each person has opened as the public will see them."""

from collections.abc import Mapping

from sqlalchemy import Connection, inspect, select
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.custody import append_in
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import metadata, preview_look
from muniment.preserve.custody import Act


class Previews:
    """The looks at previews. Cases made before their table was are given it at the first look."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def opened(self, person: str, original: str, pages: Mapping[int, str]) -> None:
        """Note that somebody opened pages, each with the digest of what covered it; custody says so once."""
        known = self.looks(person, original)
        new = sorted((number, digest) for number, digest in pages.items() if (number, digest) not in known)
        if not new:
            return
        with self._database.write() as connection:
            if not _is_there(connection):
                metadata.create_all(connection, tables=[preview_look])
            rows = [{"person": person, "original": original, "page": one, "digest": digest} for one, digest in new]
            connection.execute(insert_or_ignore(preview_look).on_conflict_do_nothing(), rows)
            details = {"sha256": original, "pages": [number for number, _ in new]}
            append_in(connection, Act.PREVIEW_OPENED, details, person)

    def looks(self, person: str, original: str) -> frozenset[tuple[int, str]]:
        """The pages that somebody opened, each with the digest of what covered it then."""
        query = select(preview_look.c.page, preview_look.c.digest).where(
            preview_look.c.person == person, preview_look.c.original == original
        )
        with self._database.read() as connection:
            if not _is_there(connection):
                return frozenset()
            return frozenset((row.page, row.digest) for row in connection.execute(query))


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(preview_look.name)
