"""Questions that a reader of one document puts to the ledger."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.page_rows import unpack_words
from muniment.adapters.ledger.tables import acquisition, entry, original, page, reading
from muniment.model import EntryKind, PageKind, State, Word

MOST_PARTS = 1_000
"""Entries of a container that are listed beside it; the books list all."""

MOST_COPIES = 200
"""Places of one document that are listed; a logo sent with each mail of a mailbox has thousands."""

MOST_MESSAGES = 300
"""Messages of one thread that are listed; longer ones are mailing lists."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reader that had a go, and how it ended: a state, then its reason."""

    reader: str
    version: str
    ended: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One reading of one original; ``reading`` is 0 where there was nothing to read."""

    reading: int
    sha256: str
    size: int
    suffix: str
    media_type: str
    state: State
    reason: str
    reader: str
    reader_version: str
    tried: tuple[Attempt, ...]
    facts: Mapping[str, str]
    language: str
    pages: int
    password: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place where the original was found, and how its own story ended ("" where its reading's counts)."""

    entry: int
    path: bytes
    kind: EntryKind
    state: str
    reason: str
    modified: str
    source: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One step of the way from what was handed over down to an entry."""

    entry: int
    name: bytes
    kind: EntryKind
    sha256: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """An entry inside a container."""

    entry: int
    name: bytes
    kind: EntryKind
    sha256: str
    size: int
    state: str
    media_type: str


@dataclass(frozen=True, slots=True)
class PageHead:
    """What is known of a page without its text."""

    id: int
    number: int
    kind: PageKind
    label: str
    language: str
    confidence: float
    engine: str
    ocr: str
    ocr_reason: str
    wants_ocr: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message of a thread."""

    reading: int
    sha256: str
    facts: Mapping[str, str]


class Documents:
    """Reads the ledger; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def document(self, sha256: str) -> DocumentRow | None:
        """The reading of an original that says most: the one with the most pages, of these the newest."""
        query = (
            select(original.c.size.label("bytes"), original.c.sha256.label("hash"), reading)
            .outerjoin(reading, reading.c.sha256 == original.c.sha256)
            .where(original.c.sha256 == sha256)
            .order_by(reading.c.pages.desc(), reading.c.edition.desc(), reading.c.id)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return _document(row) if row is not None else None

    def places(self, sha256: str) -> tuple[list[PlaceRow], int]:
        """Where the original was found, oldest first, and in how many places in all."""
        where = entry.c.sha256 == sha256
        query = (
            select(
                entry.c.id, entry.c.path, entry.c.kind, entry.c.state, entry.c.reason, entry.c.modified,
                acquisition.c.source,
            )
            .join(acquisition, acquisition.c.id == entry.c.acquisition_id)
            .where(where)
            .order_by(entry.c.id)
            .limit(MOST_COPIES)
        )  # fmt: skip
        with self._database.read() as connection:
            rows = [
                PlaceRow(row.id, row.path, EntryKind(row.kind), row.state, row.reason, row.modified, row.source)
                for row in connection.execute(query)
            ]
            return rows, connection.execute(select(func.count()).select_from(entry).where(where)).scalar_one()

    def chain(self, number: int) -> list[LinkRow]:
        """The way from what was handed over down to entry ``number``, which comes last."""
        links: list[LinkRow] = []
        step: int | None = number
        columns = (entry.c.id, entry.c.name, entry.c.kind, entry.c.sha256, entry.c.parent_id)
        with self._database.read() as connection:
            while step is not None:
                row = connection.execute(select(*columns).where(entry.c.id == step)).one()
                links.append(LinkRow(row.id, row.name, EntryKind(row.kind), row.sha256))
                step = row.parent_id
        return links[::-1]

    def inside(self, number: int) -> tuple[list[PartRow], int]:
        """What entry ``number`` holds, in its own order, and how many that are in all."""
        query = (
            select(
                entry.c.id, entry.c.name, entry.c.kind, entry.c.sha256, entry.c.size, entry.c.state,
                reading.c.state.label("read"), reading.c.media_type,
            )
            .outerjoin(reading, reading.c.id == entry.c.reading_id)
            .where(entry.c.parent_id == number)
            .order_by(entry.c.position, entry.c.id)
            .limit(MOST_PARTS)
        )  # fmt: skip
        count = select(func.count()).select_from(entry).where(entry.c.parent_id == number)
        with self._database.read() as connection:
            parts = [
                PartRow(
                    row.id, row.name, EntryKind(row.kind), row.sha256, row.size,
                    row.state or row.read or "", row.media_type or "",
                )
                for row in connection.execute(query)
            ]  # fmt: skip
            return parts, connection.execute(count).scalar_one()

    def heads(self, number: int, first: int = 1, last: int = 2**31) -> list[PageHead]:
        """The pages of reading ``number`` from ``first`` to ``last``, in order; printed text before recognised."""
        names = [field for field in PageHead.__slots__ if field != "id"]
        query = (
            select(page.c.id, *(page.c[name] for name in names))
            .where(page.c.reading_id == number, page.c.number.between(first, last))
            .order_by(page.c.number, page.c.kind.desc())
        )
        with self._database.read() as connection:
            return [PageHead(row[0], row[1], PageKind(row[2]), *row[3:]) for row in connection.execute(query)]

    def text(self, number: int) -> str:
        """The text of the page with id ``number``; "" if there is none."""
        with self._database.read() as connection:
            return str(connection.execute(select(page.c.text).where(page.c.id == number)).scalar() or "")

    def words(self, number: int) -> tuple[Word, ...]:
        """Where the words of the recognised page with id ``number`` stand."""
        with self._database.read() as connection:
            return unpack_words(connection.execute(select(page.c.words).where(page.c.id == number)).scalar() or b"")

    def digest(self, sha256: str) -> str:
        """The digest over all that was read of an original; "" while it is not finished, or is not there."""
        row = self.document(sha256)
        if row is None:
            return ""
        query = select(reading.c.digest).where(reading.c.id == row.reading, reading.c.stage == "done")
        with self._database.read() as connection:
            return str(connection.execute(query).scalar() or "")

    def texts(self, number: int, first: int) -> Iterator[tuple[int, PageKind, str]]:
        """Number, kind and text of each page of reading ``number`` from page ``first`` on, one at a time."""
        query = (
            select(page.c.number, page.c.kind, page.c.text)
            .where(page.c.reading_id == number, page.c.number >= first)
            .order_by(page.c.number, page.c.kind.desc())
        )
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=20).execute(query):
                yield row.number, PageKind(row.kind), row.text

    def thread(self, name: str) -> list[MessageRow]:
        """The messages that say they belong to thread ``name``, by date."""
        query = _messages().where(func.json_extract(reading.c.facts, "$.thread") == name).limit(MOST_MESSAGES)
        with self._database.read() as connection:
            found = [MessageRow(row.id, row.sha256, json.loads(row.facts)) for row in connection.execute(query)]
        unique = {one.sha256: one for one in found}
        return sorted(unique.values(), key=lambda one: (one.facts.get("date", ""), one.reading))

    def readings_count(self) -> int:
        """How many readings there are, about: the highest number given."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.max(reading.c.id))).scalar() or 0)


def _messages() -> Select[Any]:
    return select(reading.c.id, reading.c.sha256, reading.c.facts).where(reading.c.stage == "done")


def _document(row: Row[Any]) -> DocumentRow:
    if row.id is None:
        return DocumentRow(0, row.hash, row.bytes, "", "", State.EMPTY, "", "", "", (), {}, "", 0, "")
    return DocumentRow(
        reading=row.id,
        sha256=row.hash,
        size=row.bytes,
        suffix=row.suffix,
        media_type=row.media_type,
        state=State(row.state),
        reason=row.reason,
        reader=row.reader,
        reader_version=row.reader_version,
        tried=tuple(_attempts(json.loads(row.tried or "[]"))),
        facts=json.loads(row.facts),
        language=row.language,
        pages=row.pages,
        password=row.password,
    )


def _attempts(tried: list[list[str]]) -> Iterator[Attempt]:
    for reader, version, ended in tried:
        yield Attempt(reader, version, ended)
