"""What hostile readers try, the sandbox stops; each ends in a state, and no other file is harmed."""

import os
import sys
from functools import partial
from pathlib import Path

import pytest

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.kernel_confinement import available, missing_essentials
from muniment.app import reading, taking
from muniment.app.reading import Shown
from muniment.app.taking import IngestOptions, ShowProgress
from muniment.model import State
from muniment.preserve.ledger import EntryRow
from muniment.read.sandbox.pool import NurseryHandle

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
