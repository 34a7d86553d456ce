"""What the ledger remembers of searches: those that were saved, and which hits of a list have been shown.

A hit is remembered by what it is, not by its number in the index: it stays seen when its page is read or indexed anew.
Cases made before these tables were are given them at the first write.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, delete, func, insert, inspect, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.custody import now, operator
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import list_run, list_seen, metadata, page, reading, saved_search
from muniment.errors import NotFoundError, UsageError

_T = TypeVar("_T")

_AT_ONCE = 500
"""Values in one statement."""

_HIT_BYTES = 16
"""Of a digest: two hits of one case share 16 bytes with a chance of one in a billion billion."""

_TABLES = (saved_search, list_run, list_seen)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name. ``last_run`` is "" until it was run; ``total`` and ``new`` are of the last run."""

    id: int
    name: str
    query: str
    person: str
    saved: str
    last_run: str = ""
    total: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a list that has begun: ``list`` names the list throughout all its runs."""

    id: int
    list: int


class Searches:
    """Saved searches and the memory of hits. Reading works on a case that cannot be written to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # hits ----------------------------------------------------------------------------------------------------------

    def list_of(self, origin: str, content: str) -> int | None:
        """The list that was run before with this content, wherever it lay, or else from this place."""
        with self._database.read() as connection:
            return _list_of(connection, origin, content) if _is_there(connection) else None

    def begin(self, origin: str, content: str) -> Run:
        """Note that a list is run. What a run that was killed noted may have been shown to nobody: it is forgotten."""
        with self._writing() as connection:
            number = int(connection.execute(select(func.coalesce(func.max(list_run.c.id), 0) + 1)).scalar_one())
            known = _list_of(connection, origin, content) or number
            cut_off = select(list_run.c.id).where(list_run.c.list == known, list_run.c.ended == "")
            connection.execute(delete(list_seen).where(list_seen.c.list == known, list_seen.c.run.in_(cut_off)))
            connection.execute(
                insert(list_run).values(
                    id=number, list=known, origin=origin, content=content, person=operator(), started=now()
                )
            )
            return Run(number, known)

    def hits_of(self, query: str, pages: Sequence[int]) -> dict[int, bytes]:
        """What the hits of ``query`` on ``pages`` are remembered by; pages that are gone are left out."""
        found: dict[int, bytes] = {}
        with self._database.read() as connection:
            for some in _portions(pages):
                rows = connection.execute(
                    select(page.c.id, reading.c.sha256, page.c.number, page.c.kind)
                    .join(reading, reading.c.id == page.c.reading_id)
                    .where(page.c.id.in_(some))
                )
                found.update({row[0]: _digest(query, *row[1:]) for row in rows})
        return found

    def seen(self, list_number: int | None, hits: Sequence[bytes]) -> set[bytes]:
        """Which of ``hits`` earlier runs of the list have shown."""
        if list_number is None:
            return set()
        found: set[bytes] = set()
        with self._database.read() as connection:
            for some in _portions(hits):
                rows = connection.execute(
                    select(list_seen.c.hit)
                    .join(list_run, list_run.c.id == list_seen.c.run)
                    .where(list_seen.c.list == list_number, list_seen.c.hit.in_(some), list_run.c.ended != "")
                )
                found.update(rows.scalars())
        return found

    def remember(self, run: Run, hits: Iterable[bytes]) -> None:
        """Note that ``hits`` were shown by ``run``; counts from when the run has ended."""
        values = [{"list": run.list, "hit": hit, "run": run.id} for hit in hits]
        with self._database.write() as connection:
            if values:
                connection.execute(insert_or_ignore(list_seen).on_conflict_do_nothing(), values)

    def end(self, run: Run, total: int, new: int) -> None:
        """Note that ``run`` has shown all that it remembered."""
        with self._database.write() as connection:
            connection.execute(
                update(list_run).where(list_run.c.id == run.id).values(ended=now(), total=total, new=new)
            )

    def forget(self, run: Run) -> None:
        """Note that ``run`` has shown nothing after all."""
        with self._database.write() as connection:
            connection.execute(delete(list_seen).where(list_seen.c.list == run.list, list_seen.c.run == run.id))
            connection.execute(delete(list_run).where(list_run.c.id == run.id))

    # saved searches ------------------------------------------------------------------------------------------------

    def save(self, name: str, query: str, *, replace: bool = False) -> SavedSearch:
        """Keep a search under a name. Raises ``UsageError`` if the name is taken and not to be replaced."""
        person, when = operator(), now()
        with self._writing() as connection:
            old = connection.execute(select(saved_search.c.id).where(saved_search.c.name == name)).scalar()
            if old is not None and not replace:
                raise UsageError(
                    f"There is a saved search called {name} already.", "Choose another name, or say --replace."
                )
            if old is not None:
                _remove(connection, old)
            made = insert(saved_search).values(name=name, query=query, person=person, saved=when)
            number = connection.execute(made.returning(saved_search.c.id)).scalar_one()
        return SavedSearch(int(number), name, query, person, when)

    def saved(self) -> list[SavedSearch]:
        """All saved searches, by name."""
        with self._database.read() as connection:
            if not _is_there(connection):
                return []
            rows = connection.execute(select(saved_search).order_by(saved_search.c.name)).all()
            return [
                SavedSearch(row.id, row.name, row.query, row.person, row.saved, *_last_run(connection, row.id))
                for row in rows
            ]

    def named(self, name: str) -> SavedSearch:
        """The saved search called ``name``. Raises ``NotFoundError``."""
        for search in self.saved():
            if search.name == name:
                return search
        raise NotFoundError(f"There is no saved search called {name}.", "muniment searches list shows all.")

    def remove(self, name: str) -> None:
        """Forget a saved search and what it has shown. Raises ``NotFoundError``."""
        search = self.named(name)
        with self._writing() as connection:
            _remove(connection, search.id)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._database.write() as connection:
            metadata.create_all(connection, tables=_TABLES)
            yield connection


def _remove(connection: Connection, saved: int) -> None:
    lists = select(list_run.c.list).where(list_run.c.origin == origin_of(saved))
    connection.execute(delete(list_seen).where(list_seen.c.list.in_(lists)))
    connection.execute(delete(list_run).where(list_run.c.origin == origin_of(saved)))
    connection.execute(delete(saved_search).where(saved_search.c.id == saved))


def origin_of(saved: int) -> str:
    """How the runs of a saved search are told from those of files, whose paths begin with a slash."""
    return f"saved search {saved}"


def _last_run(connection: Connection, saved: int) -> tuple[str, int, int]:
    row = connection.execute(
        select(list_run.c.ended, list_run.c.total, list_run.c.new)
        .where(list_run.c.origin == origin_of(saved), list_run.c.ended != "")
        .order_by(list_run.c.id.desc())
        .limit(1)
    ).one_or_none()
    return (row.ended, row.total, row.new) if row else ("", 0, 0)


def _list_of(connection: Connection, origin: str, content: str) -> int | None:
    for condition in ((list_run.c.content == content) & (list_run.c.content != ""), list_run.c.origin == origin):
        query = select(list_run.c.list).where(condition).order_by(list_run.c.id.desc()).limit(1)
        if found := connection.execute(query).scalar():
            return int(found)
    return None


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(list_seen.name)


def _portions(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for at in range(0, len(values), _AT_ONCE):
        yield values[at : at + _AT_ONCE]


def _digest(query: str, sha256: str, number: int, kind: str) -> bytes:
    whole = "\0".join((sha256, str(number), kind, query))
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=_HIT_BYTES).digest()
