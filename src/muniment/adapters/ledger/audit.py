"""The ledger as a verification sees it: one unchanging state, streamed, with nothing in it taken for granted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Select, func, inspect, select, type_coerce
from sqlalchemy.exc import NoResultFound
from sqlalchemy.types import NullType

from muniment.adapters.ledger.custody import CASE_ID, HEAD
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.seals import WordRoots, leaf_data, leaf_query
from muniment.adapters.ledger.tables import (
    acquisition,
    case_info,
    custody,
    entry,
    evidence_change,
    evidence_version,
    leaf,
    member,
    original,
    page,
    reading,
    seal,
)
from muniment.preserve.books import CheckedAcquisition, CheckedEntry, CheckedLeaf, CheckedSeal, CheckedVersion
from muniment.preserve.custody import KeptRecord
from muniment.preserve.digest import MEMBER_FIELDS, PAGE_FIELDS, ReadingDigest
from muniment.preserve.seal import ACQUISITION_PARTS
from muniment.preserve.verify_words import CheckedWords

BATCH = 1_000
"""Rows fetched at a time."""

Row = Sequence[Any]


class LedgerAudit:
    """The ``AuditedBooks`` of a case; made by ``audited``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def case_facts(self) -> tuple[str, str]:
        """The case's id and the noted end of its custody log, "" where there is none."""
        rows = self._rows(select(case_info.c.key, case_info.c.value))
        found = {str(key): str(value) for key, value in rows}
        return found.get(CASE_ID, ""), found.get(HEAD, "")

    def custody(self) -> Iterator[KeptRecord]:
        """The custody log in the order of its numbers."""
        query = select(_raw(custody.c.number), _raw(custody.c.record), _raw(custody.c.hash))
        return (KeptRecord(*row) for row in self._rows(query.order_by(custody.c.number)))

    def acquisitions(self) -> list[CheckedAcquisition]:
        """All acquisitions."""
        names = [name for part in ACQUISITION_PARTS.values() for name in part]
        query = select(acquisition.c.id, _raw(acquisition.c.state), *(_raw(acquisition.c[name]) for name in names))
        return [
            CheckedAcquisition(row[0], row[1], dict(zip(names, row[2:], strict=True)))
            for row in self._rows(query.order_by(acquisition.c.id))
        ]

    def seals(self) -> list[CheckedSeal]:
        """All seals."""
        columns = (
            seal.c.id,
            seal.c.acquisition_id,
            seal.c.salt,
            seal.c.statement,
            seal.c.signature,
            seal.c.public_key,
        )
        query = select(*map(_raw, columns)).order_by(seal.c.id)
        return [CheckedSeal(*row) for row in self._rows(query)]

    def originals_total(self) -> tuple[int, int]:
        """How many originals the books list, and their bytes."""
        row = self._connection.execute(
            select(func.count(), func.coalesce(func.sum(original.c.size), 0)).select_from(original)
        ).one()
        return int(row[0]), int(row[1])

    def originals(self) -> Iterator[tuple[str, int]]:
        """The originals that the books list, in the order of their hashes, with their sizes."""
        query = select(_raw(original.c.sha256), _raw(original.c.size)).order_by(original.c.sha256)
        return ((row[0], row[1]) for row in self._rows(query))

    def unlisted_originals(self) -> Iterator[tuple[bytes, str]]:
        """Entries whose bytes the books do not list among the originals: path and hash."""
        listed = select(original.c.sha256).where(original.c.sha256 == entry.c.sha256).exists()
        query = select(_raw(entry.c.path), _raw(entry.c.sha256)).where(entry.c.sha256 != "", ~listed)
        return ((row[0], row[1]) for row in self._rows(query))

    def readings(self) -> Iterator[tuple[int, str, str]]:
        """Every finished reading: its id, the digest noted, and the digest of what the ledger holds of it now."""
        noted = select(_raw(reading.c.id), _raw(reading.c.digest)).where(reading.c.stage == "done")
        pages = _Runs(self._rows(_contents(page, PAGE_FIELDS, page.c.number, page.c.kind.desc())))
        members = _Runs(self._rows(_contents(member, MEMBER_FIELDS, member.c.position)))
        for number, digest in self._rows(noted.order_by(reading.c.id)):
            now = ReadingDigest()
            for values in pages.of(number):
                now.add_page(values)
            for values in members.of(number):
                now.add_member(values)
            yield number, digest, now.hexdigest()

    def stray_pages(self) -> list[int]:
        """Ids of readings that do not exist but have pages, at most a thousand."""
        there = select(reading.c.id).where(reading.c.id == page.c.reading_id).exists()
        return [row[0] for row in self._rows(select(_raw(page.c.reading_id)).where(~there).distinct().limit(BATCH))]

    def page_count(self) -> int:
        """How many pages the ledger holds."""
        return int(self._connection.execute(select(func.count()).select_from(page)).scalar_one())

    def entry_count(self, number: int) -> int:
        """How many entries an acquisition has."""
        query = select(func.count()).select_from(entry).where(entry.c.acquisition_id == number)
        return int(self._connection.execute(query).scalar_one())

    def place_of_reading(self, number: int) -> tuple[bytes, str]:
        """The path of the first entry that has this reading, and the hash of what was read."""
        rows = self._rows(select(_raw(entry.c.path)).where(entry.c.reading_id == number).order_by(entry.c.id).limit(1))
        path = next((row[0] for row in rows), b"")
        hashes = self._rows(select(_raw(reading.c.sha256)).where(reading.c.id == number))
        return path, next((row[0] for row in hashes), "")

    def leaves_by_position(self, seal_id: int) -> Iterator[tuple[int, bytes]]:
        """The leaves of a seal in their order: position and data."""
        query = select(_raw(leaf.c.position), _raw(leaf.c.commitments)).where(leaf.c.seal_id == seal_id)
        return ((row[0], row[1]) for row in self._rows(query.order_by(leaf.c.position)))

    def leaves(self, seal_id: int) -> Iterator[CheckedLeaf]:
        """The leaves of a seal in the order of their entries."""
        columns = (leaf.c.entry_id, leaf.c.position, leaf.c.reading_id, leaf.c.salt, leaf.c.words, leaf.c.commitments)
        query = select(*map(_raw, columns)).where(leaf.c.seal_id == seal_id)
        return (CheckedLeaf(*row) for row in self._rows(query.order_by(leaf.c.entry_id)))

    def entries(self, number: int) -> Iterator[CheckedEntry]:
        """The entries of an acquisition in order; each can tell the data that its leaf would have with a given salt."""
        query = leaf_query(number, raw=True).add_columns(_raw(entry.c.path))
        for row in self._rows(query):
            *committed, path = row
            yield CheckedEntry(committed[0], committed[1], path, partial(_data_of, committed))

    def stray_leaves(self) -> list[int]:
        """Numbers of seals that do not exist but have leaves, at most a thousand."""
        there = select(seal.c.id).where(seal.c.id == leaf.c.seal_id).exists()
        return [row[0] for row in self._rows(select(_raw(leaf.c.seal_id)).where(~there).distinct().limit(BATCH))]

    def words(self) -> Iterator[CheckedWords]:
        """Every sealed reading, once for each seal it is under, with the root over its words derived anew."""
        query = select(leaf.c.seal_id, leaf.c.reading_id, _raw(leaf.c.words), _raw(seal.c.salt))
        sealed = query.join(seal, seal.c.id == leaf.c.seal_id).where(leaf.c.reading_id.is_not(None)).distinct()
        for number, read, kept, salt in self._rows(sealed.order_by(leaf.c.seal_id, leaf.c.reading_id)):
            yield CheckedWords(number, read, kept, self._words_now(read, salt))

    def _words_now(self, read: int, untrusted_salt: Any) -> bytes:
        """The root over the words of a reading; empty where something in its rows is no text."""
        try:
            return WordRoots(self._connection, untrusted_salt).made(read)
        except (NoResultFound, TypeError, AttributeError, ValueError):
            return b""

    def evidence_changes(self) -> Iterator[tuple[int, Any]]:
        """The changes of the evidence ledger: number, and who is said to have made each."""
        if not self._has_evidence():
            return iter(())
        query = select(evidence_change.c.id, _raw(evidence_change.c.person)).order_by(evidence_change.c.id)
        return ((row[0], row[1]) for row in self._rows(query))

    def evidence_versions(self) -> Iterator[CheckedVersion]:
        """The versions of the records of the evidence ledger, change by change, each in the order it was made."""
        if not self._has_evidence():
            return iter(())
        names = ("change_id", "kind", "record", "number", "current", "body", "digest")
        query = select(*(_raw(evidence_version.c[name]) for name in names))
        return (
            CheckedVersion(*row)
            for row in self._rows(query.order_by(evidence_version.c.change_id, evidence_version.c.id))
        )

    def _has_evidence(self) -> bool:
        """Whether the case has the tables: those made before there was an evidence ledger get them when it is used."""
        return inspect(self._connection).has_table(evidence_version.name)

    def _rows(self, query: Select[Any]) -> Iterator[Row]:
        return iter(self._connection.execute(query, execution_options={"yield_per": BATCH}))


@contextmanager
def audited(database: Database) -> Iterator[LedgerAudit]:
    """One state of the ledger, for as long as the block lasts. Text that is no UTF-8 is given, not refused."""
    with database.read() as connection:
        raw: Any = connection.connection.driver_connection
        before = raw.text_factory
        raw.text_factory = _lenient
        try:
            yield LedgerAudit(connection)
        finally:
            raw.text_factory = before


def _data_of(row: Row, salt: bytes, words: Any) -> bytes:
    return leaf_data(salt, row, words)


_lenient = partial(str, encoding="utf-8", errors="surrogateescape")
"""Bytes as text, whatever they are; each byte that is no UTF-8 becomes a surrogate, which no honest text holds."""


def _raw(column: Column[Any]) -> Any:
    """The column's value as it is kept: a conversion could fail on what somebody put there, or hide it."""
    return type_coerce(column, NullType()).label(None)


def _contents(table: Any, names: Sequence[str], *order: Any) -> Select[Any]:
    return select(_raw(table.c.reading_id), *(_raw(table.c[name]) for name in names)).order_by(
        table.c.reading_id, *order
    )


class _Runs:
    """Rows sorted by their first column, handed out run by run to who asks in the same order."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row | None = next(rows, None)

    def of(self, number: int) -> Iterator[Row]:
        """The rows of ``number`` without that column; rows of smaller numbers are passed over."""
        while self._next is not None and isinstance(self._next[0], int) and self._next[0] <= number:
            if self._next[0] == number:
                yield self._next[1:]
            self._next = next(self._rows, None)
