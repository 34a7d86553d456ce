"""Pages and members as rows of the ledger: written in lots, summed up and digested on the way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import DUE, NOT_YET, member, page
from muniment.model import PageKind, Word
from muniment.preserve.digest import MEMBER_FIELDS, PAGE_FIELDS, ReadingDigest
from muniment.preserve.ledger import MemberRead, PageRead

BATCH = 200
"""Rows written with one statement: bounds memory whatever the size of the document."""

BATCH_CHARS = 4_000_000
"""The same for rows of long text."""

T = TypeVar("T")

_ADD_PAGES = insert(page)
_DIGESTED_PAGES = (
    select(*(page.c[name] for name in PAGE_FIELDS))
    .where(page.c.reading_id == bindparam("reading"))
    .order_by(page.c.number, page.c.kind.desc())
)
_DIGESTED_MEMBERS = (
    select(*(member.c[name] for name in MEMBER_FIELDS))
    .where(member.c.reading_id == bindparam("reading"))
    .order_by(member.c.position)
)


@dataclass(slots=True)
class Summary:
    """What the ledger says of a reading as a whole, gathered while its pages are written."""

    waiting: int = 0
    numbers: set[int] = field(default_factory=set)
    chars: dict[str, int] = field(default_factory=dict)
    is_in_order: bool = True
    _digest: ReadingDigest = field(default_factory=ReadingDigest)
    _last: tuple[int, bool] = (0, False)

    def count(self, row: dict[str, Any]) -> None:
        """Take in one more row, in the order in which it is written."""
        place = (row["number"], row["kind"] == PageKind.OCR)
        self.is_in_order = self.is_in_order and place > self._last
        self._last = place
        self._digest.add_page([row[name] for name in PAGE_FIELDS])
        self.waiting += row["ocr"] == "waiting"
        self.numbers.add(row["number"])
        if row["language"] not in {"", "unknown"}:
            self.chars[row["language"]] = self.chars.get(row["language"], 0) + len(row["text"])

    @property
    def language(self) -> str:
        """The language of most characters; "unknown" where no page tells, "" where there are no pages."""
        if not self.chars:
            return "unknown" if self.numbers else ""
        return min(self.chars, key=lambda language: (-self.chars[language], language))

    @property
    def digest(self) -> str:
        """The digest of the pages as written; "" where they came out of order or are not complete."""
        return self._digest.hexdigest() if self.is_in_order and not self.waiting else ""


class PagesOnTheirWay:
    """Rows of pages, written some hundreds at a time however many readings they belong to."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection
        self._rows: list[dict[str, Any]] = []
        self._chars = 0

    def add(self, row: dict[str, Any]) -> None:
        """Take one more row."""
        self._rows.append(row)
        self._chars += len(row["text"])
        if len(self._rows) >= BATCH or self._chars > BATCH_CHARS:
            self.write()

    def write(self) -> None:
        """Write what has gathered."""
        if self._rows:
            first = self._database.take_ids(self._connection, "page", len(self._rows))
            self._connection.execute(
                _ADD_PAGES, [{"id": number, **row} for number, row in enumerate(self._rows, first)]
            )
        self._rows, self._chars = [], 0


def page_rows(number: int, one: PageRead) -> Iterator[dict[str, Any]]:
    """The rows of a page of reading ``number``: its words, if any, and its picture, if that is to be recognised."""
    row = {
        "reading_id": number,
        "number": one.number,
        "kind": one.kind.value,
        "label": one.label,
        "text": one.text,
        "language": one.language,
        "wants_ocr": "",
        "ocr": "",
        "ocr_reason": "",
        "engine": "",
        "confidence": 1.0,
        "words": pack_words(one.words),
        "indexed": DUE,
    }
    if one.text.strip() or not one.wants_ocr:
        yield row
    if one.wants_ocr:
        yield {
            **row,
            "kind": PageKind.OCR.value,
            "text": "",
            "language": "",
            "wants_ocr": one.wants_ocr,
            "ocr": "waiting",
            "words": b"",
            "indexed": NOT_YET,
        }


def member_row(number: int, position: int, one: MemberRead) -> dict[str, Any]:
    """The row of the member that reading ``number`` found at ``position``."""
    return {
        "reading_id": number,
        "position": position,
        "kind": one.kind.value,
        "name": one.name,
        "modified": one.modified,
        "size": one.size,
        "sha256": one.sha256,
        "suffix": one.suffix,
        "state": one.state.value if one.state else "",
        "reason": one.reason,
        "caveat": one.caveat,
    }


def pages_digest(connection: Connection, number: int) -> str:
    """SHA-256 over the pages and members of a reading in order: what a seal commits to, in hexadecimal."""
    digest = ReadingDigest()
    for row in connection.execute(_DIGESTED_PAGES, {"reading": number}):
        digest.add_page(row)
    for row in connection.execute(_DIGESTED_MEMBERS, {"reading": number}):
        digest.add_member(row)
    return digest.hexdigest()


def pack_words(words: Sequence[Word]) -> bytes:
    """Words as MessagePack, for the ledger."""
    if not words:
        return b""
    return msgspec.msgpack.encode([(word.start, word.end, *word.box, word.confidence) for word in words])


def unpack_words(packed: bytes) -> tuple[Word, ...]:
    """The reverse of ``pack_words``."""
    if not packed:
        return ()
    rows = msgspec.msgpack.decode(packed, type=list[tuple[int, int, float, float, float, float, float]])
    return tuple(Word(row[0], row[1], row[2:6], row[6]) for row in rows)


def in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    """``items`` in lists of at most ``BATCH``."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch
