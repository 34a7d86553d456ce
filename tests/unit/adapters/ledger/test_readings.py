"""What a reading gives comes out of the ledger as it went in, once and again after a retry; the books balance."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.page_rows import pack_words, unpack_words
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.ledger.readings import RETRIED, Readings
from muniment.adapters.ledger.tables import entry, member, page
from muniment.adapters.ledger.tree import Tree
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State, Word
from muniment.preserve.ledger import MemberRead, NewEntry, PageRead, PageRecognised, ReadingDone

SHA = "ab" * 32
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
SHARES = st.floats(0, 1)
WORDS = st.builds(Word, st.integers(0, 10**6), st.integers(0, 10**6), st.tuples(SHARES, SHARES, SHARES, SHARES), SHARES)
PAGES = st.lists(
    st.builds(
        PageRead,
        st.just(0),
        st.just(PageKind.TEXT),
        TEXT,
        TEXT,
        st.sampled_from(["", "en", "zh", "unknown"]),
        st.just(""),
        st.lists(WORDS, max_size=3).map(tuple),
    ),
    max_size=6,
).map(lambda pages: [replace(one, number=number) for number, one in enumerate(pages, 1)])
MEMBERS = st.lists(
    st.one_of(
        st.builds(
            MemberRead,
            st.sampled_from([EntryKind.MEMBER, EntryKind.ATTACHMENT, EntryKind.MESSAGE]),
            st.binary(min_size=1, max_size=12),
            TEXT,
            st.integers(1, 10**6),
            st.integers(0, 5).map(lambda n: f"{n:064x}"),
            st.just(""),
            st.none(),
            st.just(""),
            TEXT,
        ),
        st.builds(
            MemberRead,
            st.just(EntryKind.MEMBER),
            st.binary(min_size=1, max_size=12),
            TEXT,
            st.just(0),
            st.just(""),
            st.just(""),
            st.sampled_from([State.LOCKED, State.REFUSED]),
            TEXT,
            st.just(""),
        ),
    ),
    max_size=8,
)
OUTCOMES = st.builds(
    ReadingDone, st.sampled_from([State.READ, State.PARTIAL, State.DAMAGED]), TEXT, st.just("text/plain"),
    st.just("reader"), st.just("1"), st.just((("reader", "1", "read"),)),
    st.dictionaries(TEXT, TEXT, max_size=3).map(lambda facts: tuple(facts.items())), TEXT, PAGES, MEMBERS,
)  # fmt: skip


class Ledger:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "case.db"
        Database(self._path).create()
        self.open()
        opened = self.entries.open_acquisition(b"/leak", source="", operator="", started="", program="", protections=())
        self.acquisition = opened.id

    def open(self) -> None:
        """Open it as a new process would, which knows nothing of ids given earlier."""
        self.database = Database(self._path)
        self.entries = Entries(self.database, Limits())
        self.readings = Readings(self.database, Limits())
        self.indexing = Indexing(self.database)
        self.queries = Queries(self.database)

    def add(self, name: bytes, sha256: str = SHA) -> int:
        found = NewEntry(self.acquisition, None, EntryKind.FILE, name, name, 10**9, sha256=sha256)
        return self.entries.add([found])[0]

    def read_all(self, outcome: ReadingDone) -> None:
        """Read what waits: the first as ``outcome`` says, what comes of it as blank."""
        blank = ReadingDone(State.EMPTY, "nothing in it", "text/plain")
        first = True
        while todo := self.readings.to_read(0, 100):
            for one in todo:
                self.readings.settle([(one.reading, outcome if first else blank)])
                first = False

    def index_all(self) -> list[int]:
        """Index what is due; the pages that the index would hold at the end of one round each."""
        due, stale = self.indexing.due(), self.indexing.stale()
        self.indexing.indexed({one.page: one.due for one in due}, stale)
        return [one.page for one in due]


@contextmanager
def ledger() -> Iterator[Ledger]:
    with TemporaryDirectory() as folder:
        opened = Ledger(Path(folder))
        try:
            yield opened
        finally:
            opened.database.close()


def pages_kept(books: Ledger) -> list[tuple[object, ...]]:
    with books.database.read() as connection:
        columns = (page.c.number, page.c.kind, page.c.label, page.c.text, page.c.language, page.c.words)
        return [
            (*row[:5], unpack_words(row[5])) for row in connection.execute(select(*columns).order_by(page.c.number))
        ]


def members_kept(books: Ledger) -> list[tuple[object, ...]]:
    with books.database.read() as connection:
        columns = (member.c.kind, member.c.name, member.c.modified, member.c.size, member.c.sha256)
        more = (member.c.suffix, member.c.state, member.c.reason, member.c.caveat)
        return list(map(tuple, connection.execute(select(*columns, *more).order_by(member.c.position))))


def pages_given(outcome: ReadingDone) -> list[tuple[object, ...]]:
    return [(one.number, one.kind, one.label, one.text, one.language, one.words) for one in outcome.pages]


def members_given(outcome: ReadingDone) -> list[tuple[object, ...]]:
    return [
        (one.kind, one.name, one.modified, one.size, one.sha256, one.suffix, one.state or "", one.reason, one.caveat)
        for one in outcome.members
    ]


@given(OUTCOMES, OUTCOMES)
@settings(max_examples=40, deadline=None)
def test_what_goes_in_comes_out_and_a_retry_replaces_it(first: ReadingDone, second: ReadingDone) -> None:
    with ledger() as books:
        books.add(b"one")
        books.add(b"two")
        books.read_all(first)
        assert pages_kept(books) == pages_given(first)
        assert members_kept(books) == members_given(first)
        held = set(books.index_all())
        assert books.queries.books().balanced
        assert books.queries.books().entries == 2 + 2 * len(list(first.members))

        books.open()
        books.readings.retry(frozenset(State))
        books.read_all(second)
        assert pages_kept(books) == pages_given(second)
        assert members_kept(books) == members_given(second)
        balance = books.queries.books()
        assert balance.balanced
        assert balance.entries == 2 + 2 * len(list(second.members))

        stale = set(books.indexing.stale())
        due = set(books.index_all())
        assert stale == held, "every page of the first reading must leave the index"
        assert not stale & due, "a page that leaves must not take along one that comes"
        assert books.queries.books().indexed_pages == balance.pages
        assert books.indexing.stale() == []
        assert books.indexing.due() == []


@given(st.lists(WORDS, max_size=20).map(tuple))
def test_words_survive_packing(words: tuple[Word, ...]) -> None:
    assert unpack_words(pack_words(words)) == words


def scanned(number: int) -> PageRead:
    return PageRead(number, PageKind.TEXT, "", "", "", "no text on it")


def test_a_reading_ends_with_its_last_recognised_page() -> None:
    with ledger() as books:
        books.add(b"scan")
        books.read_all(ReadingDone(State.READ, "", "application/pdf", "pdf", pages=[scanned(n) for n in (1, 2, 3)]))
        waiting = books.readings.to_recognise(0, 10)
        assert [one.number for one in waiting] == [1, 2, 3]
        assert books.queries.books().pending == 1
        books.readings.recognised(PageRecognised(waiting[0].page, "words", "en", "engine 1", 0.9))
        books.readings.recognised(PageRecognised(waiting[1].page, given_up="it is upside down"))
        assert books.queries.books().pending == 1
        books.readings.recognised(PageRecognised(waiting[2].page, given_up="it is upside down"))
        (row,) = books.queries.rows()
        assert (row.state, row.reason) == (State.PARTIAL, "pages 2-3: it is upside down")
        assert books.queries.books().balanced


def test_a_picture_without_words_is_empty() -> None:
    with ledger() as books:
        books.add(b"photo")
        books.read_all(ReadingDone(State.READ, "", "image/png", "image", pages=[scanned(1)]))
        books.readings.recognised(PageRecognised(books.readings.to_recognise(0, 1)[0].page, ""))
        (row,) = books.queries.rows()
        assert row.state is State.EMPTY
        assert State.EMPTY in RETRIED


def inside(number: int) -> MemberRead:
    return MemberRead(EntryKind.MEMBER, b"%d" % number, "", 1, f"{number:064x}", "", None, "", "")


def test_numbers_are_not_given_twice_after_a_transaction_that_was_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    with ledger() as books:
        books.add(b"one")
        (todo,) = books.readings.to_read(0, 1)
        three = [inside(number) for number in range(3)]
        books.readings.settle([(todo.reading, ReadingDone(State.PARTIAL, "", "application/zip", members=three))])
        books.open()
        books.readings.retry(frozenset({State.PARTIAL}))

        def break_off(_: Tree) -> None:
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(Tree, "renew_paths", break_off)
            again = ReadingDone(State.READ, "", "application/zip", members=three[:1])
            with pytest.raises(RuntimeError):
                books.readings.settle([(todo.reading, again)])
        numbers = [books.add(b"two", "cd" * 32), books.add(b"three", "ef" * 32)]
        with books.database.read() as connection:
            everything = list(connection.execute(select(entry.c.id)).scalars())
        assert len(everything) == len(set(everything)) == 6
        assert set(numbers) < set(everything)
