"""What hostile readers try, the sandbox stops; each ends in a state, and no other file is harmed."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.kernel_confinement import available, missing_essentials
from muniment.app import reading, taking
from muniment.app.helpers import Helper, Helpers
from muniment.app.pictures import Pictured, Pictures, Size
from muniment.app.reading import Shown
from muniment.app.taking import IngestOptions, ShowProgress
from muniment.errors import PageNotDrawnError
from muniment.limits import MAX_READER_MEMORY, Limits
from muniment.model import State
from muniment.preserve.ledger import EntryRow
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import ChildLostError, Deadline, NurseryHandle

sys.path.insert(0, str(Path(__file__).parent))

if missing_essentials(available()[0]):
    pytest.skip(f"this kernel cannot confine: {missing_essentials(available()[0])}", allow_module_level=True)

SETTINGS = """
[limits]
read_seconds = 4.0
reader_memory = 400_000_000
document_chars = 20_000_000
"""


def _taken_in(
    tmp_path: Path, attacks: dict[str, str], show: ShowProgress = lambda _: None
) -> tuple[CaseFolder, dict[str, EntryRow]]:
    case = CaseFolder.create(tmp_path / "case")
    (case.folder / "muniment.toml").write_text(SETTINGS)
    source = tmp_path / "source"
    source.mkdir()
    for name, content in attacks.items():
        (source / name).write_text(content)
    start = partial(NurseryHandle, "hostile_tools:TOOLS")
    books = taking.ingest(case, [source], IngestOptions(workers=2), show, start)
    assert books.balanced
    rows = {os.fsdecode(row.path).removeprefix("source/"): row for row in reading.rows(case)}
    return case, rows


def _text(case: CaseFolder, name: str) -> str:
    shown: Shown = reading.show(case, f"source/{name}")
    return "\n".join(page.text for page in shown.pages)


STOPPED = ["network", "unix_socket", "passwd", "execute", "fork", "kill_parent", "trace", "write_to_original"]


def test_powers_a_reader_has_not_got(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    secret = tmp_path / "secret.txt"
    secret.write_text("another original")
    attacks = {name: name for name in STOPPED}
    attacks["write_outside"] = f"write_outside\n{outside}"
    attacks["other_original"] = f"other_original\n{secret}"
    attacks["well_behaved"] = "well_behaved"
    case, rows = _taken_in(tmp_path, attacks)
    for name in attacks:
        assert rows[name].state is State.READ, rows[name].reason
        if name != "well_behaved":
            assert "stopped by" in _text(case, name)
    assert _text(case, "well_behaved") == "well_behaved"
    assert not outside.exists()


@pytest.mark.parametrize(
    ("attack", "states", "words"),
    [
        ("allocate", {State.REFUSED, State.FAILED}, "memory"),
        ("spin", {State.FAILED}, "longer than the 4 seconds allowed"),
        ("fill_scratch", {State.REFUSED, State.FAILED}, ""),
        ("segfault", {State.FAILED}, "signal 11"),
        ("abort", {State.FAILED}, "signal 6"),
        ("exit_quietly", {State.FAILED}, "without a word"),
        ("flood", {State.PARTIAL}, "characters"),
        ("flood_raw", {State.FAILED}, "malformed"),
        ("huge_frame", {State.FAILED}, "malformed"),
        ("garbage", {State.FAILED}, "malformed"),
        ("lying_end", {State.FAILED}, "malformed"),
        ("lying_words", {State.FAILED}, "malformed"),
        ("crash_detect", {State.FAILED}, "signal 11"),
        ("endless_member", {State.FAILED, State.PARTIAL, State.REFUSED}, "unpacks to more than"),
    ],
)
def test_readers_gone_bad_end_in_a_state_and_harm_no_other_file(
    tmp_path: Path, attack: str, states: set[State], words: str
) -> None:
    files = {"a-before": "well_behaved\nbefore", "b-attack": attack, "c-after": "well_behaved\nafter"}
    case, rows = _taken_in(tmp_path, files)
    assert rows["b-attack"].state in states, rows["b-attack"]
    assert words in rows["b-attack"].reason
    for name, word in (("a-before", "before"), ("c-after", "after")):
        assert rows[name].state is State.READ
        assert word in _text(case, name)


def test_what_came_before_a_reader_ran_out_of_time_is_kept(tmp_path: Path) -> None:
    case, rows = _taken_in(tmp_path, {"x": "pages_then_spin"})
    assert rows["x"].state is State.PARTIAL
    assert "longer than the 4 seconds allowed" in rows["x"].reason
    assert _text(case, "x") == "first page before the spin"


def test_pages_under_one_number_are_both_kept(tmp_path: Path) -> None:
    case, rows = _taken_in(tmp_path, {"x": "same_number_twice"})
    assert rows["x"].pages == 2
    assert _text(case, "x") == "one\ntwo"


def test_hostile_member_names_stay_inside_their_container(tmp_path: Path) -> None:
    _, rows = _taken_in(tmp_path, {"x": "hostile_names"})
    members = [name for name in rows if name.startswith("x/")]
    assert len(members) == 7
    assert all(".." not in name.split("/") and not name.startswith("/") for name in members)
    assert not Path("/tmp/gotcha").exists()


@pytest.fixture
def helpers(tmp_path: Path) -> Iterator[Helpers]:
    with Helpers(tmp_path, start=partial(NurseryHandle, "hostile_tools:TOOLS")) as some:
        yield some
    assert not list(tmp_path.glob("helpers-*"))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / name for name in ("first", "second")]
    for file in found:
        file.write_text(file.name)
    return found


def _job(file: Path, number: int) -> wire.ShowJob:
    return wire.ShowJob(
        file.stat().st_size, "", "application/x-attack", (), wire.limits_as_numbers(Limits()), number, 9
    )


def _drawn(ask: Callable[[wire.ShowJob, list[int]], wire.FromChild], file: Path, number: int = 1) -> dict[str, Any]:
    """What a page that was drawn tells of the process that drew it."""
    canvas, descriptor = os.memfd_create("page"), os.open(file, os.O_RDONLY)
    try:
        told = ask(_job(file, number), [descriptor, canvas])
        assert isinstance(told, wire.Drawn), told
        found: dict[str, Any] = json.loads(os.pread(canvas, told.width, 0))
    finally:
        os.close(canvas)
        os.close(descriptor)
    return found


def _asking(helper: Helper, file: Path, seconds: float = 60) -> Callable[[wire.ShowJob, list[int]], wire.FromChild]:
    return lambda job, descriptors: helper.ask(file.name, job, descriptors, wire.Drawn, seconds)


def test_a_child_holds_one_original_at_a_time(helpers: Helpers, files: list[Path]) -> None:
    """Even if our process gave it a second one, which it does not: see the next test."""
    first, second = (file.stat().st_ino for file in files)
    with closing(helpers.child(MAX_READER_MEMORY, 60)) as seat:

        def ask(job: wire.ShowJob, descriptors: list[int]) -> wire.FromChild:
            seat.child.send(job, descriptors)
            return seat.child.receive(Deadline(60))

        held = [set(_drawn(ask, file)["files"]) & {first, second} for file in (files[0], files[0], files[1], files[0])]
    assert held == [{first}, {first}, {second}, {first}]


def test_another_original_gets_another_child(helpers: Helpers, files: list[Path]) -> None:
    with closing(Helper(helpers, MAX_READER_MEMORY, 60)) as helper:
        told = [_drawn(_asking(helper, file), file) for file in (files[0], files[0], files[1], files[0])]
    assert [one["shown"] for one in told] == [[1], [1, 1], [1], [1]]
    assert len({one["pid"] for one in told}) == 3


def test_a_child_that_dies_is_replaced_and_its_page_said_to_have_failed(helpers: Helpers, files: list[Path]) -> None:
    with closing(Helper(helpers, MAX_READER_MEMORY, 60)) as helper:
        asking = _asking(helper, files[0])
        before = _drawn(asking, files[0])
        with pytest.raises(ChildLostError, match="signal 11"):
            _drawn(asking, files[0], 2)
        with pytest.raises(ChildLostError, match="longer than the 1 seconds"):
            _drawn(_asking(helper, files[0], 1), files[0], 4)
        after = _drawn(asking, files[0])
        worn = _drawn(asking, files[0], 3)
    assert before["pid"] != after["pid"] != worn["pid"]
    assert (after["shown"], worn["shown"]) == ([1], [3]), "the page on which a worn child died was tried in a new one"


def test_pages_of_a_child_that_dies_are_told_one_by_one(tmp_path: Path) -> None:
    case = CaseFolder.create(tmp_path / "case")
    originals = case.open_originals()
    originals.prepare()
    incoming = originals.begin()
    incoming.write(b"x")
    what = Pictured(*incoming.keep(), "", "application/pdf")
    with closing(Pictures(case, partial(NurseryHandle, "hostile_tools:TOOLS"))) as pictures:
        for _ in range(2):
            assert pictures.picture(what, 1, Size.PAGE)
            with pytest.raises(PageNotDrawnError, match="signal 11"):
                pictures.picture(what, 2, Size.PAGE)


def test_no_child_is_left_running(tmp_path: Path) -> None:
    seen: list[set[str]] = []
    _taken_in(tmp_path, {"x": "spin", "y": "well_behaved"}, lambda _: seen.append(_nurseries()))
    assert any(seen), "while it runs, the processes that this test looks for are found"
    assert not _nurseries()


def _nurseries() -> set[str]:
    """Processes of any nursery started with the hostile tools, wherever they hang in the tree."""
    found = set()
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes() if folder.name.isdecimal() else b""
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has gone since the listing
        if b"hostile_tools" in command:
            found.add(folder.name)
    return found
