"""Questions of the authenticity sheet to the ledger: how bytes came, what they came in, what is like them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, entry, page, reading, seal
from muniment.evidence.authenticity.circumstances import Arrival, Carrier
from muniment.model import EntryKind

MOST_ARRIVALS = 20
"""Places of one document of which the whole story is told; a logo sent with each mail has thousands."""

MOST_NAMESAKES = 50
"""Other documents of the same name that are listed."""

MOST_MESSAGES = 50
"""Mails that answer, or are answered by, one mail, and are listed."""

_NANOSECONDS = 1_000_000_000
_MAIL = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the case by its bytes, with the first path where they were found."""

    original: str
    path: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """A mail of the case, and the headers by which mails name one another."""

    original: str
    path: bytes
    message_id: str
    in_reply_to: str
    date: str


class Provenance:
    """Reads the ledger; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def arrivals(self, sha256: str) -> list[Arrival]:
        """The first places where the original was found, each with its acquisition and what it came in."""
        query = (
            select(entry, acquisition.c.source, acquisition.c.operator, acquisition.c.started, acquisition.c.ended,
                   acquisition.c.program, seal.c.statement)
            .join(acquisition, acquisition.c.id == entry.c.acquisition_id)
            .outerjoin(seal, seal.c.acquisition_id == acquisition.c.id)
            .where(entry.c.sha256 == sha256)
            .order_by(entry.c.id)
            .limit(MOST_ARRIVALS)
        )  # fmt: skip
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            return [_arrival(row, tuple(_carriers(connection, row.parent_id))) for row in rows]

    def neighbours(self, sha256: str, limit: int) -> list[Known]:
        """The nearest documents in the same folder or container that are of the same media type, in their own order."""
        home = (
            select(entry.c.id, entry.c.parent_id, reading.c.media_type)
            .join(reading, reading.c.id == entry.c.reading_id)
            .where(entry.c.sha256 == sha256)
            .order_by(entry.c.id)
            .limit(1)
        )
        with self._database.read() as connection:
            mine = connection.execute(home).one_or_none()
            if mine is None or mine.parent_id is None:
                return []
            beside = (
                select(entry.c.id, entry.c.sha256, entry.c.path)
                .join(reading, reading.c.id == entry.c.reading_id)
                .where(entry.c.parent_id == mine.parent_id, entry.c.sha256 != sha256)
                .where(reading.c.media_type == mine.media_type, reading.c.pages > 0)
                .limit(limit)
            )
            before = connection.execute(beside.where(entry.c.id < mine.id).order_by(entry.c.id.desc())).all()
            after = connection.execute(beside.where(entry.c.id > mine.id).order_by(entry.c.id)).all()
        nearest = sorted([*before, *after], key=lambda row: abs(row.id - mine.id))
        chosen = {row.sha256: row for row in reversed(nearest)}
        wanted = list(dict.fromkeys(row.sha256 for row in nearest))[:limit]
        return [Known(row.sha256, row.path) for row in sorted((chosen[one] for one in wanted), key=lambda row: row.id)]

    def of_the_kind(self, media_type: str, language: str, but: Sequence[str], limit: int) -> list[Known]:
        """Documents of one media type and language, wherever they lie, the oldest of the case first."""
        some = (
            select(reading.c.id, reading.c.sha256)
            .where(reading.c.media_type == media_type, reading.c.language == language, reading.c.pages > 0)
            .where(reading.c.sha256.not_in(but))
            .order_by(reading.c.id)
            .limit(limit)
            .subquery()
        )
        query = (
            select(some.c.sha256, func.min(entry.c.path).label("path"))
            .join(entry, entry.c.reading_id == some.c.id)
            .group_by(some.c.sha256)
        )
        return self._known(query)

    def namesakes(self, name: bytes, sha256: str) -> list[Known]:
        """Other bytes found under the same name."""
        query = (
            select(entry.c.sha256, func.min(entry.c.path).label("path"))
            .where(entry.c.name == name, entry.c.sha256.not_in(["", sha256]))
            .group_by(entry.c.sha256)
            .limit(MOST_NAMESAKES)
        )
        return self._known(query)

    def post(self, message_id: str, in_reply_to: str) -> list[Post]:
        """The mail that one mail answers, and those that answer it. Looks at every mail of the case."""
        wanted = []
        if in_reply_to:
            wanted.append(_fact("message-id") == in_reply_to)
        if message_id:
            wanted.append(_fact("in-reply-to") == message_id)
        if not wanted:
            return []
        query = (
            select(reading.c.id, reading.c.sha256, reading.c.facts)
            .where(reading.c.media_type == _MAIL, or_(*wanted))
            .order_by(reading.c.id)
            .limit(MOST_MESSAGES)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
            return [_post(row, _first_path(connection, row.id)) for row in rows]

    def whose(self, pages: Sequence[int]) -> list[tuple[str, int]]:
        """For each page id, in the given order, its original and its number; nothing for one that is gone."""
        query = (
            select(page.c.id, page.c.number, reading.c.sha256)
            .join(reading, reading.c.id == page.c.reading_id)
            .where(page.c.id.in_(pages))
        )
        with self._database.read() as connection:
            known = {row.id: (row.sha256, row.number) for row in connection.execute(query)}
        return [known[one] for one in pages if one in known]

    def pages(self, number: int) -> Iterator[tuple[int, str]]:
        """Number and text of each page of reading ``number`` once, one at a time: printed text, else recognised."""
        query = (
            select(page.c.number, page.c.text)
            .where(page.c.reading_id == number)
            .order_by(page.c.number, page.c.kind.desc())
        )
        last = 0
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=1).execute(query):  # a page may be very long
                if row.number != last and row.text.strip():
                    last = row.number
                    yield row.number, row.text

    def paths(self, originals: Sequence[str]) -> dict[str, bytes]:
        """The first path of each original."""
        query = (
            select(entry.c.sha256, func.min(entry.c.path).label("path"))
            .where(entry.c.sha256.in_(originals))
            .group_by(entry.c.sha256)
        )
        return {one.original: one.path for one in self._known(query)}

    def _known(self, query: Select[Any]) -> list[Known]:
        with self._database.read() as connection:
            return [Known(row.sha256, row.path) for row in connection.execute(query)]


def _fact(name: str) -> Any:
    return func.json_extract(reading.c.facts, f'$."{name}"')


def _arrival(row: Any, carriers: tuple[Carrier, ...]) -> Arrival:
    modified = row.modified
    if not modified and row.kind == EntryKind.FILE and row.mtime_ns > 0:
        modified = datetime.fromtimestamp(row.mtime_ns // _NANOSECONDS, UTC).isoformat()
    sealed = str(json.loads(row.statement).get("sealed", "")) if row.statement else ""
    return Arrival(
        row.path, row.kind, modified, row.acquisition_id, row.source, row.operator, row.started, row.ended,
        row.program, sealed, carriers,
    )  # fmt: skip


def _carriers(connection: Connection, parent: int | None) -> Iterator[Carrier]:
    """What has bytes of its own on the way down to an entry, outermost first."""
    found: list[Carrier] = []
    columns = (entry.c.parent_id, entry.c.sha256, entry.c.name, reading.c.media_type, reading.c.facts)
    while parent is not None:
        query = select(*columns).outerjoin(reading, reading.c.id == entry.c.reading_id).where(entry.c.id == parent)
        row = connection.execute(query).one()
        if row.sha256:
            facts = json.loads(row.facts or "{}")
            sent = facts.get("date", "") if row.media_type == _MAIL else ""
            found.append(Carrier(row.sha256, row.name, row.media_type or "", sent))
        parent = row.parent_id
    yield from reversed(found)


def _first_path(connection: Connection, number: int) -> bytes:
    query = select(func.min(entry.c.path)).where(entry.c.reading_id == number)
    return bytes(connection.execute(query).scalar() or b"")


def _post(row: Any, path: bytes) -> Post:
    facts = json.loads(row.facts)
    return Post(row.sha256, path, facts.get("message-id", ""), facts.get("in-reply-to", ""), facts.get("date", ""))
