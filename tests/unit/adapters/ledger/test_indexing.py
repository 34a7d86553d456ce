"""What the index is told of pages, and when it is told anew."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.readings import Readings
from muniment.adapters.ledger.tree import PATHS_INDEXED
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State
from muniment.preserve.ledger import NewEntry, PageDue, PageRead, PageRecognised, ReadingDone

SHA = "ab" * 32
PAGE = PageRead(1, PageKind.TEXT, "", "words", "en", "")


class Case:
    """A ledger with one reading, and what feeds the index."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.database.create()
        self.entries = Entries(self.database, Limits())
        self.readings = Readings(self.database, Limits())
        self.indexing = Indexing(self.database)

    def found(self, source: str, *paths: bytes) -> None:
        acquired = self.entries.open_acquisition(
            source.encode(), source=source, operator="o", started="now", program="p", protections=()
        )
        one = NewEntry(acquired.id, None, EntryKind.FILE, b"", b"", size=1, sha256=SHA)
        self.entries.add([replace(one, name=path, path=path) for path in paths])

    def read(self, *pages: PageRead) -> None:
        todo = self.readings.to_read(after=0, limit=1)[0]
        self.readings.settle([(todo.reading, ReadingDone(State.READ, "", "text/plain", pages=pages))])

    def indexed(self) -> list[PageDue]:
        """What is due, which the index then takes in."""
        due = self.indexing.due()
        self.indexing.indexed({one.page: one.due for one in due}, [])
        return due


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made = Case(tmp_path / "case.db")
    yield made
    made.database.close()


def test_a_page_comes_with_its_places_sources_and_state(case: Case) -> None:
    case.found("the desk", b"a", b"b")
    case.found("the other desk", b"c")
    case.read(PAGE)
    (due,) = case.indexed()
    assert (due.paths, due.sources, due.state) == ((b"a", b"b", b"c"), ("the desk", "the other desk"), "read")


def test_a_copy_found_later_has_the_page_indexed_anew_until_there_are_many(case: Case) -> None:
    case.found("the desk", b"a")
    case.read(PAGE)
    assert len(case.indexed()) == 1
    for number in range(PATHS_INDEXED + 10):
        case.found("the desk", b"copy %d" % number)
        assert len(case.indexed()) == (number + 1 < PATHS_INDEXED)


def test_another_source_is_told_however_many_copies_there_were(case: Case) -> None:
    case.found("the desk", *(b"copy %d" % number for number in range(3 * PATHS_INDEXED)))
    case.read(PAGE)
    case.indexed()
    case.found("the other desk", *(b"more %d" % number for number in range(2 * PATHS_INDEXED)))
    (due,) = case.indexed()
    assert due.sources == ("the desk", "the other desk")
    case.found("the other desk", b"one more")
    assert case.indexed() == []


def test_pages_are_told_anew_when_recognition_changes_how_the_reading_ended(case: Case) -> None:
    case.found("the desk", b"a")
    case.read(PAGE, replace(PAGE, number=2, text="", wants_ocr="a picture"))
    assert [one.state for one in case.indexed()] == ["read"]
    waiting = case.readings.to_recognise(after=0, limit=1)[0]
    case.readings.recognised(PageRecognised(waiting.page, given_up="the picture is broken"))
    assert [(one.number, one.state) for one in case.indexed()] == [(1, "partial"), (2, "partial")]


def test_a_page_that_changes_while_the_index_takes_it_in_is_told_again(case: Case) -> None:
    case.found("the desk", b"a")
    case.read(PAGE)
    for copy in (b"b", b"c"):  # the second change comes on top of the first
        (taken,) = case.indexing.due()
        case.found("the desk", copy)
        case.indexing.indexed({taken.page: taken.due}, [])
        assert copy not in taken.paths
    assert case.indexed()[0].paths == (b"a", b"b", b"c")
    assert case.indexing.due() == []


def test_pages_taken_are_not_told_twice_unless_they_have_changed(case: Case) -> None:
    case.found("the desk", b"a")
    case.read(PAGE, replace(PAGE, number=2))
    taken = {one.page: one.due for one in case.indexing.due()}
    assert case.indexing.due(taken) == []
    assert len(case.indexing.due()) == len(taken) == 2
    case.found("the desk", b"b")
    assert [one.paths for one in case.indexing.due(taken)] == [(b"a", b"b")] * 2
