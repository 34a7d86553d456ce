"""What one reading costs the ledger does not grow with all that the case holds besides."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.entries import Entries
from muniment.adapters.ledger.indexing import Indexing
from muniment.adapters.ledger.readings import Readings
from muniment.limits import Limits
from muniment.model import EntryKind, PageKind, State
from muniment.preserve.ledger import NewEntry, PageRead, PageRecognised, ReadingDone

FEW, MANY = 20, 2_000
GROWTH = 3
"""A search tree of a hundred times the rows is a little deeper; going through all rows would cost a hundred times."""

READ = PageRead(1, PageKind.TEXT, "", "words of a page", "en", "")
SCANNED = PageRead(1, PageKind.TEXT, "", "", "", "a scan")


class Case:
    """A ledger of many readings, half of them indexed and half of them waiting to be recognised."""

    def __init__(self, path: Path, size: int) -> None:
        self.database = Database(path)
        self.database.create()
        self.entries = Entries(self.database, Limits())
        self.readings = Readings(self.database, Limits())
        self.indexing = Indexing(self.database)
        self._acquisition = self.entries.open_acquisition(
            b"/root", source="s", operator="o", started="now", program="p", protections=()
        ).id
        self.entries.add([self.file(number) for number in range(size)])
        todo = self.readings.to_read(after=0, limit=size)
        self.readings.settle(
            [
                (one.reading, ReadingDone(State.READ, "", "text/plain", pages=[READ if place % 2 else SCANNED]))
                for place, one in enumerate(todo)
            ]
        )
        while due := self.indexing.due():
            self.indexing.indexed({page.page: page.due for page in due}, [])
        self._last_scan = self.readings.to_recognise(after=0, limit=size)[-1].page

    def file(self, number: int, name: bytes = b"") -> NewEntry:
        """A file whose bytes are those of all with the same ``number``."""
        name = name or b"%d.txt" % number
        return NewEntry(self._acquisition, None, EntryKind.FILE, name, name, size=1, sha256=f"{number:064x}")

    def found_again(self) -> None:
        """Another copy of a file that is indexed: its page is indexed anew, with both paths."""
        self.entries.add([self.file(1, b"copy.txt")])
        assert len(self.indexing.due()) == 1

    def recognised(self) -> None:
        """The last scan of all."""
        self.readings.recognised(PageRecognised(self._last_scan, "words", "en", "engine", 0.9, (), ""))

    def taken_in(self) -> None:
        """One page by the index."""
        self.found_again()
        self.indexing.indexed({page.page: page.due for page in self.indexing.due()}, [])


@contextmanager
def _counted(database: Database) -> Iterator[list[int]]:
    """Steps of the database's machine, in tens, while the block runs."""
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    @event.listens_for(database.engine, "checkout")
    def watch(connection: object, *_: object) -> None:
        connection.set_progress_handler(step, 10)  # type: ignore[attr-defined]  # a connection of sqlite3

    yield steps
    event.remove(database.engine, "checkout", watch)


def _effort(folder: Path, size: int, action: Callable[[Case], None]) -> int:
    case = Case(folder / f"{size}.db", size)
    with _counted(case.database) as steps:
        action(case)
    case.database.close()
    return steps[0]


@pytest.mark.parametrize("action", [Case.found_again, Case.recognised, Case.taken_in])
def test_the_effort_does_not_grow_with_the_case(tmp_path: Path, action: Callable[[Case], None]) -> None:
    few, many = _effort(tmp_path, FEW, action), _effort(tmp_path, MANY, action)
    assert 0 < many < few * GROWTH, (few, many)
