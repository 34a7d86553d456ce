"""What the ledger knows of sealed pages, for the proofs that go into a publication."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, select

from muniment.adapters.ledger.custody import case_id_in
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.seals import BATCH, ROW_IDS, WordRoots, leaf_query
from muniment.adapters.ledger.tables import leaf, page, seal
from muniment.adapters.ledger.timestamps import Timestamps
from muniment.preserve.cover import HashTree
from muniment.preserve.merkle import HASH_BYTES, leaf_hash
from muniment.preserve.seal import PARTS, WORDS, part_salt, parts_of, written
from muniment.preserve.words import PageText, page_root, page_salt
from muniment.publish.manifest import SealFile, StampFile
from muniment.publish.proof import NotProvableError, OpenedPart, SealedLeaf, SealedPage


class Provable:
    """Sealed pages as a publication shows them, in one state of the ledger; made by ``provable``.

    It remembers the hashes of every seal it was asked about (64 bytes for each entry) and those of one reading,
    so ask for the pages of a document one after the other.
    """

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection
        self._seals: dict[int, HashTree] = {}
        self._reading: _SealedReading | None = None

    def case_id(self) -> str:
        """The id of the case, which stands in each of its seals."""
        return case_id_in(self._connection)

    def page(self, page_id: int, opened: frozenset[str] = frozenset()) -> SealedPage:
        """The page with this id; ``opened`` names the parts of its leaf to show, beside the words.

        Raises ``NotProvableError`` if it is not sealed or is not as it was sealed.
        """
        row = self._connection.execute(
            select(page.c.reading_id, page.c.number, page.c.kind).where(page.c.id == page_id)
        )
        found = row.one_or_none()
        if found is None:
            raise _not_provable(f"There is no page {page_id}.")
        if self._reading is None or self._reading.number != found.reading_id:
            self._reading = _SealedReading(self._connection, found.reading_id)
        reading, place = self._reading, (found.number, str(found.kind))
        text = self._connection.execute(select(page.c.text).where(page.c.id == page_id)).scalar_one()
        return reading.page(PageText(*place, text), self._leaf(reading, opened))

    def seal_file(self, number: int) -> SealFile:
        """A seal as it goes into a publication, with its timestamps."""
        row = self._connection.execute(select(seal.c.statement, seal.c.signature).where(seal.c.id == number)).one()
        stamps = (one for one in Timestamps(self._database).all() if one.seal == number)
        told = tuple(StampFile(one.untrusted_response, one.untrusted_roots) for one in stamps)
        return SealFile(number, row.statement, row.signature, told)

    def _leaf(self, reading: "_SealedReading", opened: frozenset[str]) -> SealedLeaf:
        kept = reading.leaf
        if kept.seal_id not in self._seals:
            query = select(leaf.c.commitments).where(leaf.c.seal_id == kept.seal_id).order_by(leaf.c.position)
            data = self._connection.execute(query, execution_options={"yield_per": BATCH}).scalars()
            self._seals[kept.seal_id] = HashTree(map(leaf_hash, data))
        commitments = kept.commitments
        return SealedLeaf(
            kept.seal_id,
            kept.position,
            tuple(commitments[at : at + HASH_BYTES] for at in range(0, len(commitments), HASH_BYTES)),
            tuple(self._seals[kept.seal_id].cover([kept.position])),
            {part: self._opened(reading, part) for part in sorted({WORDS, *opened})},
        )

    def _opened(self, reading: "_SealedReading", part: str) -> OpenedPart:
        salt = part_salt(reading.leaf.salt, part)
        if part == WORDS:
            return OpenedPart(salt, written({"root": reading.leaf.words}).decode())
        query = leaf_query(reading.acquisition).where(leaf.c.entry_id == reading.leaf.entry_id)
        row = self._connection.execute(query.join(leaf, leaf.c.entry_id == query.selected_columns[0])).first()
        values = dict(zip(PARTS, parts_of((row or ())[ROW_IDS:], has_reading=True), strict=True))
        return OpenedPart(salt, written(values[part]).decode())


class _SealedReading:
    """A reading under a seal: where its leaf is, and the hashes of its pages."""

    def __init__(self, connection: Connection, number: int) -> None:
        self.number = number
        query = select(leaf, seal.c.acquisition_id, seal.c.salt.label("seal_salt")).join(
            seal, seal.c.id == leaf.c.seal_id
        )
        found = connection.execute(query.where(leaf.c.reading_id == number).order_by(leaf.c.seal_id, leaf.c.position))
        self.leaf: Any = found.first()
        if self.leaf is None:
            raise _not_provable("The page belongs to a document that is not sealed.")
        self.acquisition = self.leaf.acquisition_id
        words = WordRoots(connection, self.leaf.seal_salt)
        self._salt = words.salt_of(number)
        self._places: list[tuple[int, str]] = []
        self._tree = HashTree([leaf_hash(root) for root in self._roots(words)])
        if self._tree.root() != self.leaf.words:
            raise _not_provable("The text of the document is not what was sealed.")

    def _roots(self, words: WordRoots) -> Iterator[bytes]:
        for one in words.pages(self.number):
            self._places.append((one.number, one.kind))
            yield page_root(page_salt(self._salt, one), one)

    def page(self, text: PageText, of_leaf: SealedLeaf) -> SealedPage:
        at = self._places.index((text.number, text.kind))
        return SealedPage(
            of_leaf, text, page_salt(self._salt, text), at, self._tree.size, tuple(self._tree.cover([at]))
        )


def is_sealed(database: Database, reading: int) -> bool:
    """Whether a reading lies under a seal."""
    with database.read() as connection:
        return (
            connection.execute(select(leaf.c.entry_id).where(leaf.c.reading_id == reading).limit(1)).first() is not None
        )


def _not_provable(says: str) -> NotProvableError:
    return NotProvableError(says, "muniment seal seals what was taken in; muniment verify finds what was changed.")


@contextmanager
def provable(database: Database) -> Iterator[Provable]:
    """One state of the ledger, for as long as the block lasts."""
    with database.read() as connection:
        yield Provable(database, connection)
