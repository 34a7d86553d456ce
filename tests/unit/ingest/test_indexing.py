"""When the index takes pages in, and when it commits them."""

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from tests.patience import PATIENCE, comes_true

from muniment.index.port import IndexedPage
from muniment.ingest import indexing
from muniment.ingest.indexing import Indexer
from muniment.model import PageKind
from muniment.preserve.ledger import PageDue


def page(number: int, due: int = 0) -> PageDue:
    return PageDue(number, due, number, f"{number:064x}", 1, PageKind.TEXT, "words", "en", "text/plain", 1.0, {}, ())


class Feed:
    """A ledger of nothing but what is due; pages come one lot at a time."""

    def __init__(self, *pages: PageDue, lot: int = 100) -> None:
        self.pages = {one.page: one for one in pages}
        self.gone = list[int]()
        self.lot = lot

    def due(self, taken: Mapping[int, int]) -> list[PageDue]:
        fresh = [one for one in self.pages.values() if taken.get(one.page) != one.due]
        return fresh[: self.lot]

    def stale(self) -> list[int]:
        return list(self.gone)

    def indexed(self, pages: Mapping[int, int], removed: Collection[int]) -> None:
        self.pages = {number: one for number, one in self.pages.items() if pages.get(number) != one.due}
        self.gone = [number for number in self.gone if number not in removed]


class Writer:
    """Notes what it is told, in order."""

    def __init__(self) -> None:
        self.told = list[str]()
        self.attended = False

    def add(self, pages: Iterable[IndexedPage]) -> None:
        self.told += [f"add {one.key}" for one in pages]

    def remove(self, keys: Iterable[str]) -> None:
        self.told += [f"remove {key}" for key in keys]

    def commit(self) -> None:
        self.told.append("commit")

    def is_attended(self) -> bool:
        return self.attended

    def close(self) -> None:
        self.told.append("close")


@contextmanager
def running(feed: Feed, writer: Writer) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=Indexer(feed, lambda: writer).run, args=(over,))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_for(told: str, writer: Writer) -> None:
    assert comes_true(lambda: told in writer.told), writer.told


def test_nothing_is_committed_while_nobody_searches_and_all_of_it_at_the_end() -> None:
    feed, writer = Feed(page(1)), Writer()
    with running(feed, writer):
        wait_for("add 1", writer)
        feed.pages[2] = page(2)
        wait_for("add 2", writer)
        assert "commit" not in writer.told
        assert set(feed.pages) == {1, 2}, "noted only when it is durable"
    assert writer.told == ["add 1", "add 2", "commit", "close"]
    assert feed.pages == {}


def test_a_search_has_what_was_gathered_committed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "UNATTENDED_SECONDS", 10 * PATIENCE)
    feed, writer = Feed(page(1)), Writer()
    with running(feed, writer):
        wait_for("add 1", writer)
        feed.pages[2] = page(2)
        writer.attended = True
        wait_for("commit", writer)
        assert writer.told[:3] == ["add 1", "add 2", "commit"], "what had come since the last look too"


def test_it_commits_now_and_then_though_nobody_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "UNATTENDED_SECONDS", 0.1)
    with running(Feed(page(1)), writer := Writer()):
        wait_for("commit", writer)


def test_it_commits_when_much_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "MOST_TAKEN", 2)
    writer = Writer()
    assert Indexer(Feed(*map(page, range(1, 6)), lot=1), lambda: writer).catch_up() == 5
    assert [told for told in writer.told if told == "commit"] == ["commit"] * 3


def test_a_page_that_changes_before_the_commit_is_taken_in_again() -> None:
    feed, writer = Feed(page(1)), Writer()
    with running(feed, writer):
        wait_for("add 1", writer)
        feed.pages[1] = page(1, due=-1)
    assert writer.told == ["add 1", "add 1", "commit", "close"]
    assert feed.pages == {}


def test_a_page_that_is_gone_is_removed_once() -> None:
    feed, writer = Feed(), Writer()
    feed.gone = [7]
    with running(feed, writer):
        wait_for("remove 7", writer)
        time.sleep(indexing.LAG_SECONDS * 1.5)
    assert writer.told == ["remove 7", "commit", "close"]
    assert feed.gone == []


def test_without_anything_to_do_no_index_is_opened() -> None:
    def none() -> Writer:
        raise AssertionError

    assert Indexer(Feed(), none).catch_up() == 0
