"""The evidence ledger in a real case: versions, conflicts, undo, and that it is all or nothing."""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import Recorder, recorder_of
from muniment.app.opening import ledger_of
from muniment.app.taking import init
from muniment.errors import NotFoundError
from muniment.evidence.faults import ConflictError, EvidenceError
from muniment.evidence.lineage import CycleError
from muniment.evidence.records import Claim, Derivation, Kind, Source, SourceKind, derivation_id
from muniment.people import NotAllowedError, Person, Role

ANNA, BEN = Person("Anna", Role.RESEARCHER), Person("Ben", Role.EDITOR)
CLAIM = Claim("voluntary", "Attendance is voluntary", "Merava", "2017/2019")


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return init(tmp_path / "case")


@pytest.fixture
def recorder(case: CaseFolder) -> Iterator[Recorder]:
    with recorder_of(case) as recorder:
        yield recorder


def test_what_was_made_is_held_and_outlives_the_process(case: CaseFolder, recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    assert recorder.held().claims == {"voluntary": CLAIM}
    with recorder_of(case, read_only=True) as again:
        assert again.held().claims == {"voluntary": CLAIM}


def test_every_version_stays_with_its_author(recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    recorder.alter(BEN, replace(CLAIM, where="everywhere"), 1)
    versions = recorder.history(Kind.CLAIM, "voluntary")
    assert [(one.number, one.change.person, one.record.where) for one in versions] == [  # type: ignore[union-attr]  # a claim
        (1, "Anna", "Merava"),
        (2, "Ben", "everywhere"),
    ]


def test_two_who_edit_one_claim_are_told_and_nothing_is_lost(recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    recorder.alter(BEN, replace(CLAIM, text="Attendance was voluntary"), 1)
    with pytest.raises(ConflictError, match="Ben changed the claim voluntary"):
        recorder.alter(ANNA, replace(CLAIM, text="Nobody is forced"), 1)
    assert recorder.held().claims["voluntary"].text == "Attendance was voluntary"


def test_a_change_with_one_fault_changes_nothing(recorder: Recorder) -> None:
    with pytest.raises(EvidenceError, match="it names the claim “missing”"):
        recorder.make(ANNA, CLAIM, replace(CLAIM, id="other", parent="missing"))
    assert not recorder.held().claims
    assert not recorder.changes(10)


def test_undo_puts_back_what_was(recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    changed = recorder.alter(ANNA, replace(CLAIM, where="everywhere"), 1)
    recorder.undo(BEN, changed.change.id)
    assert recorder.held().claims["voluntary"] == CLAIM
    assert recorder.changes(1)[0].undoes == changed.change.id


def test_undo_of_making_takes_out_and_undo_of_that_brings_back(recorder: Recorder) -> None:
    made = recorder.make(ANNA, CLAIM, replace(CLAIM, id="part", parent="voluntary"))
    undone = recorder.undo(ANNA, made.change.id)
    assert not recorder.held().claims
    recorder.undo(ANNA, undone.change.id)
    assert list(recorder.held().claims) == ["voluntary", "part"]


def test_undo_is_refused_where_somebody_went_on_from_there(recorder: Recorder) -> None:
    made = recorder.make(ANNA, CLAIM)
    recorder.alter(BEN, replace(CLAIM, where="everywhere"), 1)
    with pytest.raises(ConflictError):
        recorder.undo(ANNA, made.change.id)


def test_what_others_name_cannot_be_taken_out(recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM, replace(CLAIM, id="part", parent="voluntary"))
    with pytest.raises(EvidenceError, match="it is still named by part"):
        recorder.take_out(ANNA, Kind.CLAIM, "voluntary", 1)


def test_a_reader_changes_nothing(recorder: Recorder) -> None:
    with pytest.raises(NotAllowedError):
        recorder.make(Person("Cleo", Role.READER), CLAIM)


def test_a_link_that_closes_a_circle_is_refused(recorder: Recorder) -> None:
    recorder.make(ANNA, *(Source(one, SourceKind.OUTLET, one) for one in "ab"))
    recorder.make(ANNA, Derivation(derivation_id("a", "b"), "a", "b"))
    with pytest.raises(CycleError):
        recorder.make(ANNA, Derivation(derivation_id("b", "a"), "b", "a"))
    assert list(recorder.held().derivations) == ["a<b"]


def test_a_document_belongs_to_one_source_only(recorder: Recorder) -> None:
    recorder.make(ANNA, Source("a", SourceKind.CACHE, "A", documents=("0" * 64,)))
    with pytest.raises(EvidenceError, match="belongs to the source a already"):
        recorder.make(ANNA, Source("b", SourceKind.CACHE, "B", documents=("0" * 64,)))


def test_a_change_by_another_process_is_seen(case: CaseFolder, recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    with recorder_of(case) as other:
        other.alter(BEN, replace(CLAIM, where="everywhere"), 1)
    assert recorder.held().claims["voluntary"].where == "everywhere"


def test_what_another_process_takes_out_and_brings_back_stands_where_it_once_stood(
    case: CaseFolder, recorder: Recorder
) -> None:
    recorder.make(ANNA, *(replace(CLAIM, id=one) for one in "abc"))
    with recorder_of(case) as other:
        out = other.take_out(BEN, Kind.CLAIM, "b", 1)
        assert list(recorder.held().claims) == ["a", "c"]
        other.undo(BEN, out.change.id)
        assert list(recorder.held().claims) == list(other.held().claims) == ["a", "b", "c"]


def test_an_older_ledger_that_is_put_back_is_read_whole(case: CaseFolder, recorder: Recorder, tmp_path: Path) -> None:
    recorder.make(ANNA, CLAIM)
    with closing(sqlite3.connect(case.ledger)) as now, closing(sqlite3.connect(tmp_path / "backup.db")) as backup:
        now.backup(backup)
        recorder.make(ANNA, replace(CLAIM, id="later"))
        recorder.held()
        backup.backup(now)
    assert list(recorder.held().claims) == ["voluntary"]


def test_ways_through_what_was_not_changed_are_kept(case: CaseFolder, recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    before = recorder.held().parts_of
    with recorder_of(case) as other:
        other.make(BEN, Source("a", SourceKind.OUTLET, "A"))
    assert recorder.held().parts_of is before
    recorder.make(ANNA, replace(CLAIM, id="other"))
    assert [one.id for one in recorder.held().parts_of[""]] == ["voluntary", "other"]


def test_processes_that_write_at_once_lose_nothing_and_are_all_seen(case: CaseFolder, recorder: Recorder) -> None:
    several = [subprocess.Popen([sys.executable, "-c", _WRITER, str(case.folder), name]) for name in "xyz"]
    while any(one.poll() is None for one in several):
        recorder.held()
        time.sleep(0.01)
    assert [one.returncode for one in several] == [0, 0, 0]
    assert sorted(recorder.held().claims) == sorted(f"{name}{number}" for name in "xyz" for number in range(8))
    _is_as_read_whole(case, recorder)


_WRITER = """
import sys
from pathlib import Path
from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.records import recorder_of
from muniment.evidence.records import Claim
from muniment.people import Person, Role
with recorder_of(CaseFolder(Path(sys.argv[1]))) as recorder:
    for number in range(8):
        recorder.make(Person("Cleo", Role.RESEARCHER), Claim(f"{sys.argv[2]}{number}", "A claim"))
"""


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from(["make", "alter", "take out", "undo"]),
            st.sampled_from("abc"),
            st.booleans(),
        ),
        max_size=14,
    )
)
def test_whatever_two_recorders_do_in_turn_each_holds_what_one_that_reads_all_would(
    steps: list[tuple[int, str, str, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = init(Path(folder) / "case")
        with recorder_of(case) as one, recorder_of(case) as other:
            for who, act, claim, look in steps:
                with suppress(ConflictError, EvidenceError, NotFoundError):
                    _act((one, other)[who], act, claim)
                if look:
                    _is_as_read_whole(case, one)
            _is_as_read_whole(case, one)
            _is_as_read_whole(case, other)


def _act(recorder: Recorder, act: str, claim: str) -> None:
    version = recorder.held().version(Kind.CLAIM, claim)
    if act == "make":
        recorder.make(ANNA, replace(CLAIM, id=claim))
    elif act == "alter":
        recorder.alter(ANNA, replace(CLAIM, id=claim, where=f"version {version}"), version)
    elif act == "take out":
        recorder.take_out(ANNA, Kind.CLAIM, claim, version)
    else:
        recorder.undo(ANNA, recorder.held().at_change)


def _is_as_read_whole(case: CaseFolder, recorder: Recorder) -> None:
    with recorder_of(case, read_only=True) as whole:
        expected, found = whole.held(), recorder.held()
        assert list(found) == list(expected)
        assert found.versions == expected.versions
        assert found.parts_of == expected.parts_of
        assert found.at_change == expected.at_change


def test_an_id_that_was_taken_out_may_come_back_as_a_further_version(recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    recorder.take_out(ANNA, Kind.CLAIM, "voluntary", 1)
    recorder.make(ANNA, CLAIM)
    assert [one.number for one in recorder.history(Kind.CLAIM, "voluntary")] == [1, 2, 3]


def test_each_change_is_in_the_custody_log(case: CaseFolder, recorder: Recorder) -> None:
    recorder.make(ANNA, CLAIM)
    with ledger_of(case) as database, database.read() as connection:
        last = connection.exec_driver_sql("select record from custody order by number desc limit 1").scalar_one()
    assert '"act":"evidence changed"' in last
    assert '"person":"Anna"' in last
