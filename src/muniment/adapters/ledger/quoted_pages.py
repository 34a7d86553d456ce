"""The pages of documents that are quoted, as the ledger holds them now."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import DocumentRow, Documents
from muniment.adapters.ledger.tables import page
from muniment.evidence.quoting.pages import PageNow
from muniment.model import PageKind

MOST_KEPT_CHARS = 4_000_000
"""Characters of pages of one document that are kept in memory, with their folded forms: some 30 MB."""


class QuotedDocument:
    """A ``DocumentNow`` whose pages are fetched when they are wanted; those wanted last are kept."""

    def __init__(self, database: Database, row: DocumentRow) -> None:
        self._database = database
        self._row = row
        self._kept: OrderedDict[int, list[PageNow]] = OrderedDict()
        self._chars = 0

    def on(self, number: int) -> Sequence[PageNow]:
        """What stands under one page number: printed text, recognised text, or both."""
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        with self._database.read() as connection:
            found = [_page(row) for row in connection.execute(self._query().where(page.c.number == number))]
        self._keep(number, found)
        return found

    def pages(self, first: int = 1, last: int = 2**31) -> Iterator[PageNow]:
        """The pages from ``first`` to ``last`` in order, one at a time."""
        query = self._query().where(page.c.number.between(first, last))
        with self._database.read() as connection:
            for row in connection.execution_options(yield_per=20).execute(query):
                yield _page(row)

    def _query(self) -> Select[Any]:
        return (
            select(page.c.number, page.c.kind, page.c.text, page.c.language)
            .where(page.c.reading_id == self._row.reading)
            .order_by(page.c.number, page.c.kind.desc())
        )

    def _keep(self, number: int, pages: list[PageNow]) -> None:
        self._kept[number] = pages
        self._chars += sum(len(one.text) for one in pages)
        while self._chars > MOST_KEPT_CHARS and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._chars -= sum(len(one.text) for one in gone)


def quoted_document(database: Database, sha256: str) -> QuotedDocument | None:
    """The document with this original; None if it is not in the case."""
    row = Documents(database).document(sha256)
    return None if row is None else QuotedDocument(database, row)


def _page(row: Row[Any]) -> PageNow:
    return PageNow(row.number, PageKind(row.kind), row.text, row.language)
