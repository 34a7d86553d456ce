"""The mentions found in a case, in a database of their own that can be thrown away: ``derived/mentions.db``.

Each row is a mention as it stands after all rulings, with what was found beside it where the two differ.
"""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    delete,
    distinct,
    event,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.exc import DatabaseError

from muniment.errors import CaseReadOnlyError, DiskFullError, MunimentError, case_on_disk
from muniment.mentions.mention import Kind, Mention
from muniment.mentions.rulings import Settled

FILE_NAME = "mentions.db"

STORE_VERSION = 2
"""A store of another version is thrown away and filled anew."""

BUSY_SECONDS = 60
BATCH = 500
_KEY_BYTES = 8

_metadata = MetaData()
_about = Table(
    "about",
    _metadata,
    Column("only", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("secret", LargeBinary, nullable=False, comment="of the keys that stand for values in addresses"),
    Column("rulings", Integer, nullable=False, default=0, comment="id of the last ruling that is applied"),
)
_read = Table(
    "read",
    _metadata,
    Column("reading", Integer, primary_key=True),
    Column("stamp", String, nullable=False, comment="changes with the pages of the reading"),
    Column("signature", Text, nullable=False, comment="the extractors that looked through it"),
)
_mention = Table(
    "mention",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("reading", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("extractor", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("dismissed", Integer, nullable=False),
    Column("ruling", Integer, nullable=False, comment="id of the ruling that counts; 0 without"),
    Column("found", Text, nullable=False, comment="JSON: as found, where a ruling counts; 'null' if added by hand"),
    Column("key", String, nullable=False, comment="stands for kind and value where the value must not be seen"),
    sqlite_autoincrement=True,  # an id that somebody noted down never comes to mean another mention
)
Index("mention_by_value", _mention.c.kind, _mention.c.value, _mention.c.dismissed, _mention.c.sha256, _mention.c.number)
Index("mention_by_words", _mention.c.words, _mention.c.kind)
Index("mention_by_document", _mention.c.sha256, _mention.c.number, _mention.c.start)
Index("mention_by_reading", _mention.c.reading)
Index("mention_by_page", _mention.c.page)
Index("mention_by_key", _mention.c.key, _mention.c.kind)
Index("mention_by_ruling", _mention.c.ruling, sqlite_where=_mention.c.ruling > 0)

_AS_FOUND = ""


class MentionsDamagedError(MunimentError):
    """The database of mentions cannot be read; it can be filled anew."""

    code = "mentions-damaged"
    exit_status = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A page, as the store knows it."""

    reading: int
    page: int
    sha256: str
    number: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A mention with its place. ``dismissed`` ones are kept, so that they can be brought back."""

    id: int
    place: Place
    mention: Mention
    found: Mention | None
    dismissed: bool
    ruling: int
    key: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one value is mentioned. ``key`` stands for it in addresses."""

    kind: Kind
    value: str
    key: str
    mentions: int
    pages: int
    documents: int


class MentionStore:
    """Mentions by page, counted by value."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with case_on_disk():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._engine = _engine(path)
        self._secret = self._open()

    def _open(self) -> bytes:
        with self._write() as connection:
            _metadata.create_all(connection)
            row = connection.execute(select(_about)).one_or_none()
            if row is not None and row.version != STORE_VERSION:
                _metadata.drop_all(connection)
                _metadata.create_all(connection)
                row = None
            if row is not None:
                return bytes(row.secret)
            secret = token_bytes(32)
            connection.execute(insert(_about).values(only=1, version=STORE_VERSION, secret=secret))
            return secret

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def read_so_far(self) -> dict[int, tuple[str, str]]:
        """Readings looked through: stamp and signature by id."""
        with self._reading() as connection:
            return {row.reading: (row.stamp, row.signature) for row in connection.execute(select(_read))}

    def begin(self, reading: int) -> None:
        """Remove what is known of a reading, so that it counts as not looked through until ``finish``."""
        self.forget([reading])

    def add(self, place: Place, settled: Iterable[Settled]) -> None:
        """Add the mentions of a page."""
        self.add_all([(place, settled)])

    def add_all(self, pages: Iterable[tuple[Place, Iterable[Settled]]]) -> None:
        """Add the mentions of several pages, all or none."""
        rows = [self._row(place, one) for place, settled in pages for one in settled]
        with self._write() as connection:
            _insert(connection, rows)

    def finish(self, reading: int, stamp: str, signature: str) -> None:
        """Note that all pages of a reading were looked through."""
        with self._write() as connection:
            connection.execute(insert(_read).values(reading=reading, stamp=stamp, signature=signature))

    @contextmanager
    def filling(self) -> Iterator[bool]:
        """Be the one process that fills the store; yields whether it is, or another has begun before."""
        with case_on_disk():
            descriptor = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _is_ours(descriptor)
        finally:
            os.close(descriptor)

    def forget(self, readings: Sequence[int]) -> None:
        """Remove readings that the ledger does not have any more."""
        with self._write() as connection:
            for number in readings:
                connection.execute(delete(_mention).where(_mention.c.reading == number))
                connection.execute(delete(_read).where(_read.c.reading == number))

    def rulings_applied(self) -> int:
        """The id of the last ruling that is applied; 0 before any."""
        with self._reading() as connection:
            return int(connection.execute(select(_about.c.rulings)).scalar_one())

    def note_rulings(self, last: int) -> None:
        """Note that the rulings up to ``last`` are applied."""
        with self._write() as connection:
            connection.execute(update(_about).values(rulings=last))

    def pages_of(self, sha256: str, number: int) -> list[Place]:
        """The pages with mentions that have this place in a document."""
        return self._places(_mention.c.sha256 == sha256, _mention.c.number == number)

    def pages_with_words(self, kind: Kind, words: str) -> list[Place]:
        """The pages on which something was found that is now, or was, called ``kind`` with these words."""
        return self._places(or_((_mention.c.words == words) & (_mention.c.kind == kind.value), _mention.c.ruling > 0))

    def _places(self, *conditions: Any) -> list[Place]:
        columns = (_mention.c.reading, _mention.c.page, _mention.c.sha256, _mention.c.number)
        with self._reading() as connection:
            return [Place(*row) for row in connection.execute(select(*columns).distinct().where(*conditions))]

    def found_on(self, page: int) -> list[Mention]:
        """The mentions of a page as they were found, before any ruling."""
        return [kept.found for kept in self._kept(_mention.c.page == page) if kept.found is not None]

    def settle(self, place: Place, settled: Iterable[Settled]) -> None:
        """Put ``settled`` in place of the mentions of a page; those that were there before keep their ids."""
        ids = {_identity(kept.found, kept.mention): kept.id for kept in self._kept(_mention.c.page == place.page)}
        rows = [{"id": ids.pop(_identity(one.found, one.now), None), **self._row(place, one)} for one in settled]
        with self._write() as connection:
            connection.execute(delete(_mention).where(_mention.c.page == place.page))
            _insert(connection, rows)

    def of_document(
        self, sha256: str, number: int | None = None, kind: Kind | None = None, limit: int | None = None
    ) -> list[Kept]:
        """The mentions of a document in order, dismissed ones included."""
        conditions = [_mention.c.sha256 == sha256]
        if number is not None:
            conditions.append(_mention.c.number == number)
        if kind is not None:
            conditions.append(_mention.c.kind == kind.value)
        return self._kept(*conditions, limit=limit)

    def between(self, page: int, start: int, end: int) -> list[Kept]:
        """The mentions that have a part in these code points of a page, dismissed ones included."""
        return self._kept(_mention.c.page == page, _mention.c.start < end, _mention.c.end > start)

    def ruled(self, ruling: int) -> Kept | None:
        """A mention that stands as this ruling says; None where a later one counts, or its words are gone."""
        return next(iter(self._kept(_mention.c.ruling == ruling, _mention.c.ruling > 0, limit=1)), None)

    def one(self, number: int) -> Kept | None:
        """The mention with this id. Ids change when the store is filled anew."""
        return next(iter(self._kept(_mention.c.id == number)), None)

    def facet(self, kind: Kind, limit: int, offset: int = 0, part: str = "", key: str = "") -> list[Tally]:
        """The values of a kind, those in most documents first; only those that hold ``part``, only that of ``key``."""
        documents, mentions = func.count(distinct(_mention.c.sha256)), func.count()
        pages = func.count(distinct(_mention.c.sha256 + func.printf("/%d", _mention.c.number)))
        query = (
            select(_mention.c.value, func.min(_mention.c.key), mentions, pages, documents)
            .where(_mention.c.kind == kind.value, _mention.c.dismissed == 0)
            .where(_mention.c.value.contains(part, autoescape=True) if part else true())
            .where(_mention.c.key == key if key else true())
            .group_by(_mention.c.value)
            .order_by(documents.desc(), mentions.desc(), _mention.c.value)
            .limit(limit)
            .offset(offset)
        )
        with self._reading() as connection:
            return [Tally(kind, *row) for row in connection.execute(query)]

    def counts(self) -> dict[Kind, int]:
        """How many different values there are of each kind."""
        query = (
            select(_mention.c.kind, func.count(distinct(_mention.c.value)))
            .where(_mention.c.dismissed == 0)
            .group_by(_mention.c.kind)
        )
        with self._reading() as connection:
            return {Kind(kind): number for kind, number in connection.execute(query)}

    def pages_with(self, kind: Kind, value: str = "", key: str = "", limit: int = 1000, offset: int = 0) -> list[Kept]:
        """The first mention of a value, or of what ``key`` stands for, on each page that has it."""
        which = _mention.c.key == key if key else _mention.c.value == value
        first = (
            select(func.min(_mention.c.id))
            .where(_mention.c.kind == kind.value, which, _mention.c.dismissed == 0)
            .group_by(_mention.c.page)
            .order_by(_mention.c.sha256, _mention.c.number)
            .limit(limit)
            .offset(offset)
        )
        return self._kept(_mention.c.id.in_(first))

    def _kept(self, *conditions: Any, limit: int | None = None) -> list[Kept]:
        order = (_mention.c.sha256, _mention.c.number, _mention.c.start)
        query = select(_mention).where(*conditions).order_by(*order).limit(limit)
        with self._reading() as connection:
            return [_kept(row) for row in connection.execute(query)]

    def _row(self, place: Place, one: Settled) -> dict[str, Any]:
        now = one.now or one.found
        if now is None:
            raise ValueError("A mention is found, or added by hand.")
        return {
            "reading": place.reading,
            "page": place.page,
            "sha256": place.sha256,
            "number": place.number,
            **_columns(now),
            "dismissed": int(one.now is None),
            "ruling": one.ruling,
            "found": _AS_FOUND if one.found is now else json.dumps(one.found and _columns(one.found)),
            "key": blake2b(
                f"{now.kind}\0{now.value}".encode("utf-8", "surrogatepass"), key=self._secret, digest_size=_KEY_BYTES
            ).hexdigest(),
        }

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._in_plain_words(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._in_plain_words(), self._engine.connect() as connection:
            writing = connection.execution_options(muniment_write=True)
            with writing.begin():
                yield writing

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        try:
            yield
        except (DatabaseError, sqlite3.DatabaseError) as error:
            said = str(error).lower()
            if "disk is full" in said:
                raise DiskFullError("The disk is full.", "Free some space, then run the same command again.") from error
            if "readonly" in said or "unable to open" in said:
                raise CaseReadOnlyError(
                    f"Mentions are kept in {self._path}, which cannot be written to.",
                    "Copy the case to a disk where you may write.",
                ) from error
            raise MentionsDamagedError(
                f"The mentions in {self._path} cannot be used ({str(error).splitlines()[0][:200]}).",
                "Delete that file: muniment mentions fills it anew. Rulings are kept in the ledger.",
            ) from error


def _is_ours(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), BATCH):
        connection.execute(insert(_mention), rows[at : at + BATCH])


def _identity(found: Mention | None, now: Mention | None) -> tuple[Any, ...]:
    """What stays the same of a mention, whatever is ruled about it: how it was found, or that somebody added it."""
    one = found or now
    return (one.kind, one.start, one.end, one.words, found is None) if one else ()


def _columns(mention: Mention) -> dict[str, Any]:
    return {
        "kind": mention.kind.value,
        "start": mention.start,
        "end": mention.end,
        "words": mention.words,
        "value": mention.value,
        "extractor": mention.extractor,
        "note": mention.note,
    }


def _kept(row: Row[Any]) -> Kept:
    mention = Mention(row.start, row.end, Kind(row.kind), row.words, row.value, row.extractor, row.note)
    found: Mention | None = mention
    if row.found != _AS_FOUND:
        parts = json.loads(row.found)
        found = Mention(**{**parts, "kind": Kind(parts["kind"])}) if parts else None
    place = Place(row.reading, row.page, row.sha256, row.number)
    return Kept(row.id, place, mention, found, bool(row.dismissed), row.ruling, row.key)


def _engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    engine = create_engine("sqlite://", creator=connect)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("muniment_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
