"""From documents to a link that counts: what real texts suggest, and what a person says to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence import lineage as app
from muniment.app.evidence.lineage_suggestions import suggestions_of
from muniment.app.evidence.records import Recorder, recorder_of
from muniment.errors import NotFoundError
from muniment.evidence.lineage import CycleError
from muniment.evidence.records import UNKNOWN, Ruling, Source, SourceKind
from muniment.evidence.suggesting import Suggestion
from muniment.people import NotAllowedError, Person, Role

ANNA = Person("Anna", Role.RESEARCHER)
WIRE = (
    "A secret directive orders the learning halls of the province to keep those who are held there behind doors with "
    "two locks for at least a year, and staff may not say where anybody is. The roll is called five times a day, and "
    "numbers stand in for the names of the learners, according to the nine pages that bear a seal."
)
TEXTS = {
    "wire/story.txt": f"PORT CALDER (Pan-Lakes Wire) — {WIRE}",
    "courier/story.txt": f"{WIRE}\nSo reports the Pan-Lakes Wire, which has the paper.",
    "review/story.txt": "People cannot leave before a year has passed, the Pan-Lakes Wire reported on Monday.",
    "other/story.txt": "The harvest was good this year, and the lake has not frozen over since the spring.",
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("lineage")
    for name, text in TEXTS.items():
        (folder / "leak" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "leak" / name).write_text(text, "utf-8")
    case = taking.init(folder / "case")
    taking.ingest(case, [folder / "leak"], taking.IngestOptions(), lambda _: None)
    return case


SOURCES = (
    Source("wire", SourceKind.AGENCY, "Pan-Lakes Wire", published="2031-06-04", folders=("leak/wire",)),
    Source("courier", SourceKind.OUTLET, "Evening Courier", published="2031-06-05", folders=("leak/courier",)),
    Source("review", SourceKind.OUTLET, "The Review", published="2031-06-06", folders=("leak/review",)),
    Source("other", SourceKind.OUTLET, "Other News", folders=("leak/other",)),
)


@pytest.fixture(scope="module")
def suggested(taken: CaseFolder) -> tuple[Suggestion, ...]:
    with recorder_of(taken) as recorder:
        recorder.make(ANNA, *SOURCES)
        return suggestions_of(taken, recorder.held()).suggestions


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    with recorder_of(taking.init(tmp_path / "case")) as recorder:
        recorder.make(ANNA, *SOURCES)
        yield recorder


def test_what_texts_say_and_share_is_suggested(suggested: tuple[Suggestion, ...]) -> None:
    pairs = {(one.child, one.parent) for one in suggested}
    assert {("courier", "wire"), ("review", "wire")} <= pairs
    assert not any("other" in pair for pair in pairs)


def test_a_suggestion_names_words_that_stand_where_it_says(
    taken: CaseFolder, suggested: tuple[Suggestion, ...]
) -> None:
    texts = {text: name for name, text in TEXTS.items()}
    for one in suggested:
        assert any(text[one.where.start : one.where.end] == one.words for text in texts), one


def test_nothing_counts_until_somebody_confirms_it(recorder: Recorder) -> None:
    assert recorder.scales().lineage.roots("courier") == {"courier"}
    app.confirm(recorder, ANNA, "courier", "wire", key="k1", how="its text says so", note="It says so.")
    assert recorder.scales().lineage.roots("courier") == {"wire"}
    link = recorder.held().derivations["courier<wire"]
    assert (link.suggestion, link.how, link.note) == ("k1", "its text says so", "It says so.")
    assert recorder.changes(1)[0].says == "confirmed: Evening Courier derives from Pan-Lakes Wire"


def test_what_was_rejected_is_remembered_and_may_be_confirmed_later(recorder: Recorder) -> None:
    app.reject(recorder, ANNA, "courier", "wire", key="k1")
    assert app.ruled_on(recorder.held()) == {"k1"}
    assert recorder.scales().lineage.roots("courier") == {"courier"}
    app.confirm(recorder, ANNA, "courier", "wire", key="k2")
    assert app.ruled_on(recorder.held()) == {"k1", "k2"}
    assert recorder.held().derivations["courier<wire"].ruling is Ruling.CONFIRMED


def test_two_suggestions_without_a_source_can_both_be_rejected(recorder: Recorder) -> None:
    app.reject(recorder, ANNA, "courier", UNKNOWN, key="k1")
    app.reject(recorder, ANNA, "courier", UNKNOWN, key="k2")
    assert app.ruled_on(recorder.held()) == {"k1", "k2"}
    assert not recorder.scales().lineage.is_of_unknown_origin("courier")


def test_rejecting_one_unknown_leaves_another_that_was_confirmed(recorder: Recorder) -> None:
    app.confirm(recorder, ANNA, "courier", UNKNOWN, key="k1")
    app.reject(recorder, ANNA, "courier", UNKNOWN, key="k2")
    assert recorder.scales().lineage.is_of_unknown_origin("courier")


def test_a_link_that_closes_a_circle_is_refused_and_its_way_told(recorder: Recorder) -> None:
    app.confirm(recorder, ANNA, "courier", "wire")
    with pytest.raises(CycleError, match=r"Wire ← Evening Courier|Courier ← Pan-Lakes Wire"):
        app.confirm(recorder, ANNA, "wire", "courier", key="k1")
    assert app.ruled_on(recorder.held()) == frozenset()


def test_a_ruling_can_be_undone(recorder: Recorder) -> None:
    applied = app.reject(recorder, ANNA, "courier", "wire", key="k1")
    recorder.undo(ANNA, applied.change.id)
    assert app.ruled_on(recorder.held()) == frozenset()


@pytest.mark.parametrize(("child", "parent"), [("nobody", "wire"), ("courier", "nobody")])
def test_sources_that_are_not_there_are_told(recorder: Recorder, child: str, parent: str) -> None:
    with pytest.raises(NotFoundError):
        app.confirm(recorder, ANNA, child, parent)


def test_a_reader_rules_on_nothing(recorder: Recorder) -> None:
    with pytest.raises(NotAllowedError):
        app.confirm(recorder, Person("Cleo", Role.READER), "courier", "wire")
