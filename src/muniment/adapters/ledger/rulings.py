"""What people said about mentions: rulings, never overwritten, and the case's own list of names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import entry, mention_name, mention_ruling, page, reading
from muniment.mentions.listed import ListedName
from muniment.mentions.mention import Kind, Mention
from muniment.mentions.rulings import BY_HAND, Act, Ruling


@dataclass(frozen=True, slots=True)
class ReadingMade:
    """A finished reading: ``stamp`` changes whenever its pages, or their ids, may have."""

    id: int
    sha256: str
    stamp: str


class Rulings:
    """Keeps rulings and names in the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def readings(self) -> Iterator[ReadingMade]:
        """The finished readings with pages that an entry has, by id."""
        last_page = select(func.max(page.c.id)).where(page.c.reading_id == reading.c.id).scalar_subquery()
        in_use = select(entry.c.id).where(entry.c.reading_id == reading.c.id).exists()
        query = (
            select(reading.c.id, reading.c.sha256, reading.c.digest, last_page.label("last_page"))
            .where(reading.c.stage == "done", reading.c.pages > 0, in_use)
            .order_by(reading.c.id)
        )
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=1000).execute(query):
                yield ReadingMade(row.id, row.sha256, f"{row.digest} {row.last_page}")

    def page(self, number: int) -> tuple[int, str, int] | None:
        """Reading, SHA-256 of the document and number of the page with this id."""
        query = select(page.c.reading_id, reading.c.sha256, page.c.number).join(
            reading, reading.c.id == page.c.reading_id
        )
        with self._database.read() as connection:
            row = connection.execute(query.where(page.c.id == number)).one_or_none()
        return None if row is None else (row.reading_id, row.sha256, row.number)

    def page_texts(self, pages: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Ids and raw texts of pages, one text in memory at a time."""
        for number in pages:
            with self._database.read() as connection:
                text = connection.execute(select(page.c.text).where(page.c.id == number)).scalar_one_or_none()
            if text is not None:
                yield number, text

    def names(self) -> tuple[ListedName, ...]:
        """The names that the case looks for on every page."""
        with self._database.read() as connection:
            rows = connection.execute(select(mention_name).order_by(mention_name.c.id)).all()
        return tuple(ListedName(row.name, Kind(row.kind), row.value) for row in rows)

    def set_names(self, names: Sequence[ListedName]) -> None:
        """Put ``names`` in place of those the case looked for until now."""
        rows = [{"name": one.name, "kind": one.kind.value, "value": one.value} for one in names]
        with self._database.write() as connection:
            connection.execute(delete(mention_name))
            if rows:
                connection.execute(insert(mention_name), rows)

    def add(self, ruling: Ruling) -> int:
        """Write a ruling down; its id is given here. Returns it."""
        now = ruling.now
        with self._database.write() as connection:
            number = (connection.execute(select(func.max(mention_ruling.c.id))).scalar() or 0) + 1
            connection.execute(
                insert(mention_ruling).values(
                    id=number,
                    act=ruling.act.value,
                    sha256=ruling.sha256,
                    number=ruling.number,
                    kind=ruling.found.kind.value,
                    by_hand=int(ruling.found.extractor == BY_HAND),
                    start=ruling.found.start,
                    end=ruling.found.end,
                    words=ruling.found.words,
                    new_kind=now.kind.value if now else "",
                    new_start=now.start if now else 0,
                    new_end=now.end if now else 0,
                    new_words=now.words if now else "",
                    new_value=now.value if now else "",
                    person=ruling.person,
                    ruled=ruling.when,
                    why=ruling.why,
                )
            )
        return number

    def about(self, sha256: str, number: int) -> list[Ruling]:
        """The rulings that may count on a page: its own, and those of the whole case; oldest first."""
        return self._select(
            or_(
                mention_ruling.c.sha256 == "",
                and_(mention_ruling.c.sha256 == sha256, mention_ruling.c.number == number),
            )
        )

    def of_document(self, sha256: str) -> list[Ruling]:
        """The rulings about one document, oldest first: the whole history."""
        return self._select(mention_ruling.c.sha256 == sha256)

    def of_case(self) -> list[Ruling]:
        """The rulings that count for the whole case, oldest first."""
        return self._select(mention_ruling.c.sha256 == "")

    def since(self, number: int) -> list[Ruling]:
        """Rulings after the one with this id."""
        return self._select(mention_ruling.c.id > number)

    def one(self, number: int) -> Ruling | None:
        """The ruling with this id."""
        return next(iter(self._select(mention_ruling.c.id == number)), None)

    def _select(self, condition: ColumnElement[bool]) -> list[Ruling]:
        query = select(mention_ruling).where(condition).order_by(mention_ruling.c.id)
        with self._database.read() as connection:
            return [_ruling(row) for row in connection.execute(query)]


def _ruling(row: Row[Any]) -> Ruling:
    found = Mention(row.start, row.end, Kind(row.kind), row.words, "", BY_HAND if row.by_hand else "")
    now = (
        Mention(row.new_start, row.new_end, Kind(row.new_kind), row.new_words, row.new_value, BY_HAND)
        if row.new_kind
        else None
    )
    return Ruling(row.id, Act(row.act), row.sha256, row.number, found, now, row.person, row.ruled, row.why)
