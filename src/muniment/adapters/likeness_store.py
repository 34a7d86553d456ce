"""Keeps what is known of likeness in ``derived/likeness.db``, or in memory where nothing can be written."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Table,
    create_engine,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.types import NullType

from muniment.adapters.likeness_piles import Piles
from muniment.adapters.likeness_tables import info, member, metadata, page_like, page_sketch, sketch, verdict
from muniment.index.folding import FOLDING_VERSION
from muniment.likeness.comparison import Kind
from muniment.likeness.port import Sketches, Verdict
from muniment.likeness.shingles import SHINGLE_VERSION
from muniment.likeness.sketch import SIGNATURE_LENGTH, Numbers, Sketch

VERSION = f"1.{SHINGLE_VERSION}.{FOLDING_VERSION}"
"""What the contents depend on; kept in another version, they are thrown away and made anew."""

ROWS_AT_A_TIME = 2_000
"""Sketches that are read at once: 4 MB."""

_BATCH = 500

_keep_verdict = insert_or_ignore(verdict).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document's sketch with what it was made from; ``pages`` has number and sketch of each page."""

    reading: int
    digest: str
    sha256: str
    recognised: float
    sketch: Sketch
    pages: tuple[tuple[int, Sketch], ...]


class LikenessStore:
    """The tables, opened. Not safe for use from several threads while writing."""

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        """Open the file ``path``, or keep everything in memory. A file that cannot be used is begun anew."""
        self._engine = _opened(path, read_only=read_only)
        self._folder = None if path is None else path.parent
        self._is_begun_anew = not read_only and not self.stamp()
        self._compared: set[tuple[int, int]] = set()
        self._unwritten: dict[tuple[int, int], Verdict] = {}

    def close(self) -> None:
        """Write what is left, and close."""
        self._write_verdicts()
        self._engine.dispose()

    # what was sketched ------------------------------------------------------------------------------------------------

    def stamp(self) -> str:
        """The state of the ledger that everything here follows from; empty if there is none."""
        with self._engine.connect() as connection:
            return connection.execute(select(info.c.value).where(info.c.key == "stamp")).scalar() or ""

    def set_stamp(self, stamp: str) -> None:
        """Note that everything here follows from the ledger in the state ``stamp``."""
        with self._engine.begin() as connection:
            connection.execute(delete(info).where(info.c.key == "stamp"))
            connection.execute(insert(info).values(key="stamp", value=stamp))

    def digests(self) -> Iterator[tuple[int, str]]:
        """Readings and the digests they had when they were sketched, by reading."""
        with self._engine.connect() as connection:
            query = select(sketch.c.reading, sketch.c.digest).order_by(sketch.c.reading)
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield row.reading, row.digest

    def forget(self, readings: Iterable[int]) -> None:
        """Forget readings that are gone or were made anew, and all verdicts on them."""
        gone = list(readings)
        with self._engine.begin() as connection:
            for start in range(0, len(gone), _BATCH):
                part = gone[start : start + _BATCH]
                connection.execute(delete(sketch).where(sketch.c.reading.in_(part)))
                connection.execute(delete(page_sketch).where(page_sketch.c.reading.in_(part)))
                connection.execute(delete(verdict).where(or_(verdict.c.left.in_(part), verdict.c.right.in_(part))))

    def add(self, sketched: Sequence[Sketched]) -> None:
        """Keep sketches, in one transaction."""
        if not sketched:
            return
        pages = [(one.reading, number, *_page_row(page)) for one in sketched for number, page in one.pages]
        with self._engine.begin() as connection:
            _insert_rows(connection, sketch, [_row_of(one) for one in sketched])
            _insert_rows(connection, page_sketch, pages)

    def sketches(self) -> Sketches:
        """All sketches without their prints, by reading."""
        columns = (sketch.c.reading, sketch.c.terms, sketch.c.recognised)
        blobs = (type_coerce(column, NullType()) for column in (sketch.c.words, sketch.c.signature))
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(sketch)).scalar_one()
            readings, terms = np.zeros(total, dtype=np.int64), np.zeros(total, dtype=np.int64)
            recognised = np.zeros(total)
            words, signatures = np.zeros(total, dtype="V16"), np.zeros((total, SIGNATURE_LENGTH), dtype=np.uint32)
            query = select(*columns, *blobs).order_by(sketch.c.reading)
            at = 0
            for part in connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(query).partitions():
                place = slice(at, at + len(part))
                readings[place], terms[place], recognised[place], kept, signed = zip(*part, strict=True)
                words[place] = np.frombuffer(b"".join(kept), dtype="V16")
                signatures[place] = numbers(b"".join(signed)).reshape(-1, SIGNATURE_LENGTH)
                at += len(part)
        return Sketches(readings, terms, words, signatures, _rank(terms, recognised))

    def piles(self) -> Piles:
        """As ``likeness.port.Prints``: beside the file, where there is one."""
        return Piles(self._folder)

    def chunks(self, *, long: bool) -> Iterator[tuple[Numbers, npt.NDArray[np.int32]]]:
        """As ``likeness.port.Prints``: prints and their holders, read once and sorted out."""
        column: ColumnElement[Any] = type_coerce(sketch.c.long_prints if long else sketch.c.short_prints, NullType())
        with self.piles() as piles:
            with self._engine.connect() as connection:
                rows = connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(
                    select(column).order_by(sketch.c.reading)
                )
                first = 0
                for part in rows.partitions():
                    kept: list[bytes] = [row[0] for row in part]
                    holders = np.arange(first, first + len(part), dtype=np.uint64)
                    prints = numbers(b"".join(kept)).astype(np.uint64)
                    piles.add((prints << np.uint64(32)) | holders.repeat([len(one) // 4 for one in kept]))
                    first += len(part)
            for keys in piles:
                yield (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32).astype(np.int32)

    # verdicts ---------------------------------------------------------------------------------------------------------

    def known(self, left: int, right: int) -> Verdict | None:
        """The verdict on two readings, the smaller id first; None if they were never compared."""
        if (found := self._unwritten.get((left, right))) is not None:
            return found
        if self._is_begun_anew and (left, right) not in self._compared:
            return None
        with self._engine.connect() as connection:
            row = (
                connection.execute(select(verdict).where(verdict.c.left == left, verdict.c.right == right))
                .mappings()
                .one_or_none()
            )
        return None if row is None else _verdict(row)

    def keep(self, one: Verdict) -> None:
        """Keep a verdict; written in batches."""
        self._unwritten[one.left, one.right] = one
        if len(self._unwritten) >= _BATCH:
            self._write_verdicts()

    def _write_verdicts(self) -> None:
        if self._unwritten:
            with self._engine.begin() as connection:
                connection.execute(_keep_verdict, [_named(one) for one in self._unwritten.values()])
            self._compared.update(self._unwritten)
            self._unwritten.clear()

    def verdicts_on(self, reading: int) -> list[Verdict]:
        """All verdicts on a reading but "unrelated"."""
        self._write_verdicts()
        with self._engine.connect() as connection:
            rows = (
                connection.execute(
                    select(verdict).where(
                        or_(verdict.c.left == reading, verdict.c.right == reading), verdict.c.kind != Kind.UNRELATED
                    )
                )
                .mappings()
                .all()
            )
        return [_verdict(row) for row in rows]

    def counts(self) -> dict[Kind, int]:
        """How many pairs there are of each kind."""
        self._write_verdicts()
        with self._engine.connect() as connection:
            rows = connection.execute(select(verdict.c.kind, func.count()).group_by(verdict.c.kind)).all()
        return {Kind(kind): count for kind, count in rows}

    # clusters ---------------------------------------------------------------------------------------------------------

    def set_clusters(self, clusters: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Replace all clusters: the reading that stands for each, and all its members."""
        with self._engine.begin() as connection:
            connection.execute(delete(member))
            for representative, members in clusters:
                connection.execute(
                    insert(member), [{"reading": one, "representative": representative} for one in members]
                )

    def representative(self, reading: int) -> int | None:
        """The reading that stands for the cluster of ``reading``; None if it is in none."""
        return self.representatives([reading]).get(reading)

    def representatives(self, readings: Sequence[int]) -> dict[int, int]:
        """The same for several at once; those in no cluster are left out."""
        found: dict[int, int] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(readings), _BATCH):
                query = select(member).where(member.c.reading.in_(readings[start : start + _BATCH]))
                found.update((row.reading, row.representative) for row in connection.execute(query))
        return found

    def members(self, representative: int) -> list[int]:
        """The readings in the cluster that ``representative`` stands for."""
        with self._engine.connect() as connection:
            query = select(member.c.reading).where(member.c.representative == representative).order_by(member.c.reading)
            return list(connection.execute(query).scalars())

    def clusters(self, limit: int, offset: int = 0) -> list[tuple[int, int]]:
        """Representatives and sizes, the largest first."""
        size = func.count().label("size")
        query = select(member.c.representative, size).group_by(member.c.representative)
        with self._engine.connect() as connection:
            rows = connection.execute(
                query.order_by(size.desc(), member.c.representative).limit(limit).offset(offset)
            ).all()
        return [(row[0], row[1]) for row in rows]

    def cluster_count(self) -> int:
        """How many clusters there are."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count(member.c.representative.distinct()))).scalar_one()

    # pages ------------------------------------------------------------------------------------------------------------

    def page_sketches(self, reading: int) -> list[tuple[int, Sketch]]:
        """Numbers and sketches, without prints, of a reading's pages."""
        none = np.zeros(0, dtype=np.uint32)
        with self._engine.connect() as connection:
            query = select(page_sketch).where(page_sketch.c.reading == reading).order_by(page_sketch.c.number)
            return [
                (row.number, Sketch(row.terms, row.words, numbers(row.signature), none, none))
                for row in connection.execute(query)
            ]

    def set_page_likes(self, likes: Iterable[tuple[int, int, int, int]]) -> None:
        """Replace what is known of pages: reading, number, and both of the page that stands for it."""
        known = list(likes)  # before writing: whoever works them out reads from here, in memory by the same connection
        with self._engine.begin() as connection:
            connection.execute(delete(page_like))
            for batch in _batches(known):
                connection.execute(
                    insert(page_like),
                    [
                        dict(zip(("reading", "number", "representative", "representative_number"), one, strict=True))
                        for one in batch
                    ],
                )

    def page_likes(self, readings: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
        """For pages (reading, number) of ``readings`` the page that stands for each, where another does."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(readings), _BATCH):
                query = select(page_like).where(page_like.c.reading.in_(readings[start : start + _BATCH]))
                for row in connection.execute(query):
                    found[row.reading, row.number] = row.representative, row.representative_number
        return found

    def like_counts(self, pages: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """How many other pages each of ``pages`` (reading, number) stands for; those without any are left out."""
        found: dict[tuple[int, int], int] = {}
        columns = (page_like.c.representative, page_like.c.representative_number)
        readings = sorted({reading for reading, _ in pages})
        with self._engine.connect() as connection:
            for start in range(0, len(readings), _BATCH):
                part = readings[start : start + _BATCH]
                query = select(*columns, func.count()).where(columns[0].in_(part)).group_by(*columns)
                found.update(((row[0], row[1]), row[2]) for row in connection.execute(query))
        return {one: found[one] for one in pages if one in found}


def numbers(kept: bytes) -> Numbers:
    """Numbers as they were kept."""
    return np.frombuffer(kept, dtype="<u4").astype(np.uint32, copy=False)


def _kept(values: Numbers) -> bytes:
    return values.astype("<u4").tobytes()


def _insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows whose values stand in the order of the columns: a third of the time that named values take."""
    if rows:
        connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), list(rows))


def _page_row(page: Sketch) -> tuple[int, bytes, bytes]:
    return page.terms, page.words, _kept(page.signature)


def _row_of(one: Sketched) -> tuple[object, ...]:
    prints = _kept(one.sketch.short_prints), _kept(one.sketch.long_prints)
    terms, words, signature = _page_row(one.sketch)
    return one.reading, one.digest, one.sha256, terms, one.recognised, words, signature, *prints


def _named(one: Verdict) -> dict[str, object]:
    return {column.key: getattr(one, column.key) for column in verdict.columns}


def _verdict(row: RowMapping) -> Verdict:
    return Verdict(**{**row, "kind": Kind(row["kind"])})


def _rank(terms: npt.NDArray[np.int64], recognised: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Text that the file itself holds before text recognised in pictures, then the longer one."""
    return np.round(recognised) * 1e12 - terms


def _batches(values: Iterable[tuple[int, int, int, int]]) -> Iterator[list[tuple[int, int, int, int]]]:
    batch: list[tuple[int, int, int, int]] = []
    for value in values:
        batch.append(value)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _opened(path: Path | None, *, read_only: bool) -> Engine:
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        _begin(engine)
        return engine
    try:
        engine = _engine(path, read_only=read_only)
        if read_only or _is_current(engine):
            return engine
        engine.dispose()
    except (DatabaseError, sqlite3.DatabaseError):
        if read_only:
            raise
    for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        leftover.unlink(missing_ok=True)  # spoilt or of another version: all of it can be made anew
    engine = _engine(path, read_only=False)
    _begin(engine)
    return engine


def _engine(path: Path, *, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        mode = "rwc" if not read_only else "ro" if os.access(path.parent, os.W_OK) else "ro&immutable=1"
        quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        connection = sqlite3.connect(f"file:{quoted}?mode={mode}", uri=True, timeout=30, check_same_thread=False)
        connection.execute("PRAGMA trusted_schema=OFF")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")  # what is lost is made anew
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool)


def _is_current(engine: Engine) -> bool:
    with engine.connect() as connection:
        return _version(connection) == VERSION


def _version(connection: Connection) -> str:
    return connection.execute(select(info.c.value).where(info.c.key == "version")).scalar() or ""


def _begin(engine: Engine) -> None:
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(info).values(key="version", value=VERSION))


def is_kept(path: Path) -> bool:
    """Whether there is a file of this version at ``path``."""
    if not path.exists():
        return False
    try:
        engine = _engine(path, read_only=True)
        try:
            return _is_current(engine)
        finally:
            engine.dispose()
    except (DatabaseError, sqlite3.DatabaseError):
        return False
