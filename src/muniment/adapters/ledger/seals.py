"""Seals in the ledger: what can be sealed, and sealing it in one transaction."""

import secrets
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, type_coerce, update
from sqlalchemy.types import NullType

from muniment.adapters.ledger.custody import append_in, case_id_in, head_in, now
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, custody, entry, leaf, page, reading, seal
from muniment.preserve.custody import Act, hash_of
from muniment.preserve.merkle import HASH_BYTES, RootBuilder, leaf_hash
from muniment.preserve.seal import (
    ACQUISITION_PARTS,
    ENTRY_PARTS,
    READING_PARTS,
    SALT_BYTES,
    NotSealableError,
    Statement,
    acquisition_commitments,
    commitments,
    parts_of,
    public_bytes,
)
from muniment.preserve.words import PageText, reading_root, reading_salt

BATCH = 1_000
"""Leaves written with one statement."""

PAGES_AT_ONCE = 20
"""Pages read with one fetch: each may be megabytes long."""

Show = Callable[[int, int], None]
"""Told how much is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class AcquisitionStatus:
    """An acquisition, and how far it is from a seal."""

    number: int
    state: str
    entries: int
    pending: int


@dataclass(frozen=True, slots=True)
class SealMade:
    """A seal as it was just made; root and key in hexadecimal."""

    seal: int
    acquisition: int
    entries: int
    root: str
    public_key: str
    sealed: str


class Seals:
    """Seals acquisitions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def status(self) -> list[AcquisitionStatus]:
        """All acquisitions, oldest first."""
        counts = (
            select(
                entry.c.acquisition_id,
                func.count().label("entries"),
                func.count().filter(_is_pending()).label("pending"),
            )
            .select_from(entry.outerjoin(reading, reading.c.id == entry.c.reading_id))
            .group_by(entry.c.acquisition_id)
            .subquery()
        )
        with self._database.read() as connection:
            rows = connection.execute(
                select(acquisition.c.id, acquisition.c.state, counts.c.entries, counts.c.pending)
                .outerjoin(counts, counts.c.acquisition_id == acquisition.c.id)
                .order_by(acquisition.c.id)
            )
            return [AcquisitionStatus(row.id, row.state, row.entries or 0, row.pending or 0) for row in rows]

    def make(
        self, number: int, key: Ed25519PrivateKey, *, program: str, person: str = "", show: Show = lambda *_: None
    ) -> SealMade:
        """Seal an acquisition, all or nothing. Raises ``NotSealableError`` unless it is complete and unsealed.

        Its words are hashed first, which takes longest, so that others can write meanwhile; the caller holds the lock
        of the case, so that no reading changes. ``show`` is told how many readings are hashed, of how many.
        """
        salt = secrets.token_bytes(SALT_BYTES)
        with self._database.read() as connection:
            _particulars(connection, number)
            words = _hashed_words(connection, number, salt, show)
        with self._database.write() as connection:
            particulars = _particulars(connection, number)
            seal_id = self._database.take_ids(connection, "seal")
            public, sealed = public_bytes(key), now()
            values = {"acquisition_id": number, "salt": salt, "statement": "", "signature": b"", "public_key": public}
            connection.execute(insert(seal).values(id=seal_id, **values))
            _note_key(connection, public.hex(), person)
            tree = _write_leaves(connection, seal_id, number, words)
            head = head_in(connection)
            statement = Statement(
                case=case_id_in(connection),
                seal=seal_id,
                acquisition=number,
                particulars=acquisition_commitments(salt, particulars),
                leaves=tree.size,
                root=tree.root().hex(),
                custody={"number": head.number, "hash": head.hash},
                program=program,
                sealed=sealed,
                public_key=public.hex(),
            )
            text = statement.text()
            signed = update(seal).where(seal.c.id == seal_id)
            connection.execute(signed.values(statement=text, signature=key.sign(text.encode())))
            connection.execute(update(acquisition).where(acquisition.c.id == number).values(state="sealed"))
            append_in(connection, Act.SEALED, _sealing_told(statement, text), person)
            return SealMade(seal_id, number, tree.size, statement.root, statement.public_key, sealed)


def leaf_query(number: int, *, raw: bool = False) -> Select[Any]:
    """What the leaves of an acquisition commit to: ids first, then the parts' columns as ``parts_of`` takes them.

    With ``raw`` the values come as they are kept, whatever their kind.
    """
    columns: list[ColumnElement[Any]] = [entry.c.id, entry.c.reading_id, reading.c.id]
    columns += [entry.c[name] for names in ENTRY_PARTS.values() for name in names]
    columns += [reading.c[name] for names in READING_PARTS.values() for name in names]
    labelled = [(type_coerce(column, NullType()) if raw else column).label(None) for column in columns]
    return (
        select(*labelled)
        .select_from(entry.outerjoin(reading, reading.c.id == entry.c.reading_id))
        .where(entry.c.acquisition_id == number)
        .order_by(entry.c.id)
    )


ROW_IDS = 3
"""Columns before the parts' in ``leaf_query``: the entry's id, the id of its reading, and that reading's own."""


def leaf_data(salt: bytes, row: Sequence[Any], words: Any) -> bytes:
    """The data of the leaf for a row of ``leaf_query`` and the root over the words of its reading."""
    return commitments(salt, list(parts_of(row[ROW_IDS:], row[2] is not None, words)))


def _is_pending() -> ColumnElement[bool]:
    return (entry.c.state == "") & (reading.c.id.is_(None) | (reading.c.stage != "done"))


def _particulars(connection: Connection, number: int) -> dict[str, Any]:
    row = connection.execute(select(acquisition).where(acquisition.c.id == number)).one_or_none()
    if row is None:
        raise NotSealableError(f"There is no acquisition {number}.", "muniment books shows what was taken in.")
    if row.state == "sealed":
        raise NotSealableError(f"Acquisition {number} is sealed already.", "muniment verify checks its seal.")
    pending = connection.execute(
        select(func.count())
        .select_from(entry.outerjoin(reading, reading.c.id == entry.c.reading_id))
        .where(entry.c.acquisition_id == number, _is_pending())
    ).scalar_one()
    if pending or row.state != "complete":
        left = f"{pending:,} of its entries still wait to be read" if pending else "taking it in was not finished"
        raise NotSealableError(
            f"Acquisition {number} is not complete: {left}.", "Run muniment ingest again to finish it, then seal."
        )
    return {name: getattr(row, name) for names in ACQUISITION_PARTS.values() for name in names}


def _note_key(connection: Connection, public_key: str, person: str) -> None:
    """Record the signing key in the custody log before its first use, so that another cannot take its place unseen."""
    records = connection.execute(select(custody.c.record).where(custody.c.record.contains(public_key))).first()
    if records is None:
        append_in(connection, Act.KEY_MADE, {"public_key": public_key}, person)


def _hashed_words(connection: Connection, number: int, salt: bytes, show: Show) -> "HashedWords":
    """The roots over the words of all readings of an acquisition."""
    query = select(entry.c.reading_id).where(entry.c.acquisition_id == number, entry.c.reading_id.is_not(None))
    ids = array("q", connection.execute(query.distinct().order_by(entry.c.reading_id)).scalars())
    words, roots = WordRoots(connection, salt), bytearray()
    for done, one in enumerate(ids):
        show(done, len(ids))
        roots += words.made(one)
    return HashedWords(ids, roots)


@dataclass(frozen=True, slots=True)
class HashedWords:
    """Roots over the words of readings, 40 bytes for each: ids in order, and their roots one after the other."""

    ids: "array[int]"
    roots: bytearray

    def of(self, number: int | None) -> bytes | None:
        """The root of the reading with this id; None for no reading. Raises ``NotSealableError`` if it is new."""
        if number is None:
            return None
        at = bisect_left(self.ids, number)
        if at == len(self.ids) or self.ids[at] != number:
            raise NotSealableError("Something was read while the acquisition was sealed.", "Seal it again.")
        return bytes(self.roots[at * HASH_BYTES : (at + 1) * HASH_BYTES])


def _write_leaves(connection: Connection, seal_id: int, number: int, words: HashedWords) -> RootBuilder:
    tree = RootBuilder()
    rows: Iterator[Sequence[Any]] = iter(connection.execute(leaf_query(number), execution_options={"yield_per": BATCH}))
    for batch in _in_batches(rows):
        leaves = []
        for row in batch:
            salt = secrets.token_bytes(SALT_BYTES)
            root = words.of(row[2])
            data = leaf_data(salt, row, root)
            leaves.append(
                {
                    "seal_id": seal_id,
                    "position": tree.size,
                    "entry_id": row[0],
                    "reading_id": row[1],
                    "salt": salt,
                    "words": root,
                    "commitments": data,
                }
            )
            tree.add(leaf_hash(data))
        connection.execute(insert(leaf), leaves)
    return tree


class WordRoots:
    """Derives the roots over the words of readings under one seal's salt."""

    def __init__(self, connection: Connection, salt: bytes) -> None:
        self._connection = connection
        self._salt = salt

    def made(self, number: int) -> bytes:
        """The root of the reading with this id."""
        return reading_root(self.salt_of(number), self.pages(number))

    def salt_of(self, number: int) -> bytes:
        """The salt from which all those of a reading come."""
        columns = (reading.c.sha256, reading.c.suffix, reading.c.edition)
        row = self._connection.execute(select(*columns).where(reading.c.id == number)).one()
        return reading_salt(self._salt, row.sha256, row.suffix, row.edition)

    def pages(self, number: int) -> Iterator[PageText]:
        """The pages of a reading in the order in which they are committed to."""
        query = select(page.c.number, page.c.kind, page.c.text).where(page.c.reading_id == number)
        ordered = query.order_by(page.c.number, page.c.kind)
        for row in self._connection.execute(ordered, execution_options={"yield_per": PAGES_AT_ONCE}):
            yield PageText(row.number, row.kind, row.text)


def _in_batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _sealing_told(statement: Statement, text: str) -> dict[str, Any]:
    return {
        "seal": statement.seal,
        "acquisition": statement.acquisition,
        "leaves": statement.leaves,
        "root": statement.root,
        "public_key": statement.public_key,
        "statement": hash_of(text),
    }
