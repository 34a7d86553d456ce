"""The Tantivy index keeps the contracts, survives crashes and says when it is damaged."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.index.writer_contract import OpenIndex, WriterContract, keys, page
from tests.unit.search.engine_contract import EngineContract

from muniment.adapters import tantivy_index
from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.errors import CaseBusyError, IndexDamagedError
from muniment.search.query import Everything, Word


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_index(tmp_path / "index")
    return tmp_path / "index"


def opened(folder: Path) -> OpenIndex:
    return OpenIndex(lambda: TantivyWriter(folder), lambda: TantivyEngine(folder))


class TestTantivyWriter(WriterContract):
    @classmethod
    def new_index(cls, folder: Path) -> OpenIndex:
        create_index(folder)
        return opened(folder)


class TestTantivyEngine(EngineContract):
    @classmethod
    def new_index(cls, folder: Path) -> OpenIndex:
        create_index(folder)
        return opened(folder)


def test_a_missing_index_is_damage_with_advice(tmp_path: Path) -> None:
    for open_it in (TantivyEngine, TantivyWriter):
        with pytest.raises(IndexDamagedError) as caught:
            open_it(tmp_path / "none")
        assert caught.value.advice == "run: muniment reindex"


def test_an_index_of_another_version_is_not_used(folder: Path) -> None:
    (folder / "muniment-index.json").write_text('{"schema": 0, "folding": 1}')
    with pytest.raises(IndexDamagedError, match="another version"):
        TantivyEngine(folder)


def test_a_garbled_version_is_damage(folder: Path) -> None:
    (folder / "muniment-index.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(IndexDamagedError):
        TantivyWriter(folder)


@pytest.mark.parametrize("garble", ["cut", "zeros", "gone"])
def test_every_damaged_file_is_told_or_does_no_harm(folder: Path, garble: str) -> None:
    opened(folder).fill(*(page(f"p{number}", "alpha beta") for number in range(100)))
    for path in [path for path in folder.iterdir() if not path.name.startswith((".", "muniment"))]:
        whole = path.read_bytes()
        if garble == "gone":
            path.unlink()
        else:
            path.write_bytes(whole[: len(whole) // 2] if garble == "cut" else bytes(len(whole)))
        try:
            assert TantivyEngine(folder).search(Word("alpha"), limit=10).total == 100
        except IndexDamagedError as failure:
            assert failure.advice == "run: muniment reindex"  # noqa: PT017  # either outcome is right, silence is not
        path.write_bytes(whole)


def test_a_damaged_list_of_segments_is_told(folder: Path) -> None:
    (folder / "meta.json").write_text("{}")
    with pytest.raises(IndexDamagedError):
        TantivyEngine(folder).search(Everything(), limit=1)


def test_starting_over_leaves_nothing_of_the_old_index(folder: Path) -> None:
    opened(folder).fill(page("a", "alpha"))
    create_index(folder)
    assert keys(TantivyEngine(folder), Everything()) == set()


def test_a_second_writer_is_told_that_the_index_is_busy(folder: Path) -> None:
    first = TantivyWriter(folder)
    first.add([page("a")])
    with pytest.raises(CaseBusyError):
        TantivyWriter(folder).add([page("b")])
    first.close()
    opened(folder).fill(page("b"))


def test_opening_starts_no_thread_and_takes_no_lock(folder: Path) -> None:
    before = set(os.listdir("/proc/self/task"))  # noqa: PTH208  # numbers, not paths; others may end meanwhile
    TantivyEngine(folder)
    writers = [TantivyWriter(folder), TantivyWriter(folder)]
    for writer in writers:
        writer.close()
    assert not set(os.listdir("/proc/self/task")) - before  # noqa: PTH208


def test_text_that_waits_for_the_engine_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_index, "MAX_WAITING_CHARS", 100)
    writer = TantivyWriter(folder)
    writer.add([page(f"p{number}", "alpha " * 10) for number in range(5)])
    assert TantivyEngine(folder).search(Everything(), limit=1).total >= 2
    writer.close()


def test_a_word_longer_than_the_engine_takes_is_found(folder: Path) -> None:
    run = "x" * 70_000
    engine = opened(folder).fill(page("a", f"before {run} after"), page("b", "before after"))
    assert keys(engine, Word(run)) == {"a"}


def test_many_small_commits_leave_few_segments(folder: Path) -> None:
    writer = TantivyWriter(folder)
    for number in range(40):
        writer.add([page(f"p{number}", f"alpha word{number}")])
        writer.commit()
    writer.close()
    assert len(list(folder.glob("*.term"))) < 12
    assert TantivyEngine(folder).search(Word("alpha"), limit=1).total == 40


WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from muniment.adapters.tantivy_index import TantivyWriter
from muniment.index.port import IndexedPage
from muniment.model import PageKind
writer = TantivyWriter(Path(sys.argv[1]))
for number in range(1_000_000):
    writer.add([IndexedPage(f"p{number % 500}", 1, "ab", 1, PageKind.TEXT, f"alpha {number}")])
    if number % 50 == 49:
        writer.commit()
        print("committed", flush=True)
"""


def test_a_writer_killed_at_work_leaves_an_index_that_can_be_searched_and_mended(folder: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", WRITE_UNTIL_KILLED, str(folder)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"committed\n"
    engine = TantivyEngine(folder)
    for _ in range(5):  # another process searches while the writer is at work
        assert 50 <= engine.search(Word("alpha"), limit=1).total <= 500
        time.sleep(0.05)
    child.kill()
    child.communicate()
    mended = opened(folder).fill(*(page(f"p{number}", "alpha") for number in range(500)))
    assert mended.search(Word("alpha"), limit=1).total == 500
    assert mended.search(Everything(), limit=1).total == 500
