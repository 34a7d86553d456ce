"""What every index must do, whatever engine is behind it. An adapter's tests inherit this and give ``new_index``."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from muniment.index.port import IndexedPage, IndexWriter
from muniment.model import PageKind
from muniment.search.port import Engine
from muniment.search.query import Everything, Or, Query, Word


@dataclass
class OpenIndex:
    """One index, and how to open it for writing and for searching."""

    open_writer: Callable[[], IndexWriter]
    open_engine: Callable[[], Engine]

    def fill(self, *pages: IndexedPage) -> Engine:
        writer = self.open_writer()
        writer.add(pages)
        writer.close()
        return self.open_engine()


def page(key: str, text: str = "", **parts: object) -> IndexedPage:
    plain = IndexedPage(key=key, reading=1, sha256="ab" * 32, number=1, kind=PageKind.TEXT, text=text)
    return replace(plain, **parts)  # type: ignore[arg-type]  # tests name real parts only


def keys(engine: Engine, query: Query) -> set[str]:
    return {hit.key for hit in engine.search(query, limit=1000).hits}


class WriterContract:
    """Inherit, and give ``new_index``."""

    @classmethod
    def new_index(cls, folder: Path) -> OpenIndex:
        raise NotImplementedError

    @pytest.fixture
    def index(self, tmp_path: Path) -> OpenIndex:
        return self.new_index(tmp_path / "index")

    def test_what_is_committed_is_found(self, index: OpenIndex) -> None:
        engine = index.fill(page("a", "alpha"), page("b", "beta"))
        assert keys(engine, Word("alpha")) == {"a"}
        assert keys(engine, Everything()) == {"a", "b"}

    def test_an_empty_index_finds_nothing(self, index: OpenIndex) -> None:
        assert keys(index.open_engine(), Everything()) == set()

    def test_a_page_added_again_replaces_the_one_before(self, index: OpenIndex) -> None:
        index.fill(page("a", "first"), page("b", "first"))
        engine = index.fill(page("a", "second"))
        assert keys(engine, Word("first")) == {"b"}
        assert keys(engine, Word("second")) == {"a"}
        assert engine.search(Everything(), limit=10).total == 2

    def test_of_equal_keys_in_one_go_the_last_stays(self, index: OpenIndex) -> None:
        engine = index.fill(page("a", "first"), page("a", "second"), page("a", "third"))
        assert keys(engine, Or((Word("first"), Word("second")))) == set()
        assert engine.search(Word("third"), limit=10).total == 1

    def test_doing_it_all_again_changes_nothing(self, index: OpenIndex) -> None:
        pages = [page(f"p{number}", f"word{number} common") for number in range(50)]
        index.fill(*pages)
        engine = index.fill(*pages)
        assert engine.search(Word("common"), limit=1).total == 50
        assert engine.search(Word("word7"), limit=10).total == 1

    def test_what_is_removed_is_no_longer_found(self, index: OpenIndex) -> None:
        index.fill(page("a", "alpha"), page("b", "alpha"))
        writer = index.open_writer()
        writer.remove(["a", "never there"])
        writer.close()
        assert keys(index.open_engine(), Everything()) == {"b"}

    def test_a_page_can_be_removed_before_it_was_committed(self, index: OpenIndex) -> None:
        writer = index.open_writer()
        writer.add([page("a", "alpha"), page("b", "alpha")])
        writer.remove(["a"])
        writer.close()
        assert keys(index.open_engine(), Everything()) == {"b"}

    def test_a_removed_page_can_come_back(self, index: OpenIndex) -> None:
        index.fill(page("a", "alpha"))
        writer = index.open_writer()
        writer.remove(["a"])
        writer.add([page("a", "beta")])
        writer.close()
        engine = index.open_engine()
        assert keys(engine, Word("alpha")) == set()
        assert keys(engine, Word("beta")) == {"a"}

    def test_an_engine_already_open_sees_each_commit_and_nothing_before_it(self, index: OpenIndex) -> None:
        engine = index.open_engine()
        writer = index.open_writer()
        for number in range(3):
            writer.add([page(f"p{number}", "alpha")])
            assert engine.search(Everything(), limit=10).total == number
            writer.commit()
            assert engine.search(Everything(), limit=10).total == number + 1
        writer.close()

    def test_what_was_not_committed_is_gone_after_a_crash_and_can_be_added_again(self, index: OpenIndex) -> None:
        writer = index.open_writer()
        writer.add([page("a", "alpha")])
        writer.commit()
        writer.add([page("a", "alpha"), page("b", "alpha")])
        del writer
        engine = index.fill(page("a", "alpha"), page("b", "alpha"))
        assert engine.search(Word("alpha"), limit=10).total == 2

    def test_closing_twice_and_committing_nothing_are_no_errors(self, index: OpenIndex) -> None:
        writer = index.open_writer()
        writer.commit()
        writer.close()
        writer.close()
        assert keys(index.open_engine(), Everything()) == set()
