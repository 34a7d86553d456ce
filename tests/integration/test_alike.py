"""The command alike on real cases: what it finds, what it prints, and what it survives."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.integration.casework import called

from muniment.adapters.case_folder import CaseFolder
from muniment.app.opening import ledger_of
from muniment.app.search import likeness, likeness_upkeep

LETTER = (
    "To the head of the section. The outer locks of the floor doors come off on the evening before the visit and go "
    "back on at two in the afternoon of the day of the visit. The roll is called twice. The party is shown the reading "
    "room and the canteen, and nothing else. Whoever asks for more is told that the hall is being painted.\n"
)
REVISED = LETTER.replace("being painted", "closed for an inspection by the fire brigade")
PRESS = (
    "A paper seen by this newspaper tells how visits are prepared in the province, line by line and hour by hour. "
    "According to it, “the outer locks of the floor doors come off on the evening before the visit and go back on at "
    "two in the afternoon of the day of the visit”. The ministry did not answer our questions. Neighbours told us that "
    "they had seen painters at work, though none of the walls looks any newer than it did in spring.\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alike")
    source = folder / "cache"
    source.mkdir()
    (source / "letter.txt").write_text(LETTER)
    (source / "copy of letter.txt").write_text(LETTER)
    (source / "letter \u202etxt.exe.txt").write_text(LETTER.upper())
    (source / "letter 2.txt").write_text(REVISED)
    (source / "press.txt").write_text(PRESS)
    (source / "other.txt").write_text(
        "Nothing of all this is said in here, nor is anything else worth telling about.\n"
    )
    (source / "empty.txt").write_text("")
    case = folder / "case"
    assert called("init", case).status == 0
    assert called("ingest", source, case=case).status == 0
    return case


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "case"))


def printed(case: Path, *words: str) -> str:
    said = called(*words, case=case)
    assert said.status == 0, said.err
    return said.out


def test_clusters_have_a_representative_and_say_why(case: Path) -> None:
    found = json.loads(printed(case, "alike", "--json"))
    (cluster,) = found["clusters"]
    assert cluster["size"] == 3
    kinds = {Path(member["path"]).name: member["kind"] for member in cluster["members"]}
    assert "revision" in kinds.values()
    assert found["same_bytes_total"] == 1
    assert found["same_bytes"][0]["copies"] == 2
    assert found["pairs"]["reuses passages"] >= 1


def test_a_document_is_told_what_is_like_it(case: Path) -> None:
    found = json.loads(printed(case, "alike", "cache/letter.txt", "--json"))
    assert found["copies"] == 2
    kinds = {Path(one["path"]).name: one["kind"] for one in found["alike"]}
    assert kinds == {
        "letter \u202etxt.exe.txt": "same text",
        "letter 2.txt": "revision",
        "press.txt": "reuses passages",
    }
    (passage,) = next(one for one in found["alike"] if one["kind"] == "reuses passages")["passages"]
    assert passage["verbatim"]
    here = passage["here"][0]
    assert LETTER[here["start"] : here["end"]] == passage["quote"]
    there = passage["there"][0]
    assert PRESS[there["start"] : there["end"]] == passage["quote_there"]


def test_the_difference_is_shown_by_lines(case: Path) -> None:
    shown = printed(case, "alike", "cache/letter.txt", "--diff", "cache/letter 2.txt")
    assert "closed for an inspection" in shown
    rows = json.loads(printed(case, "alike", "cache/letter.txt", "--diff", "cache/letter 2.txt", "--json"))
    (row,) = [row for row in rows["rows"] if row["kind"] == "changed"]
    (start, end), *_ = row["left"][0]["marks"]
    assert LETTER[start:end].startswith("being painted")


def test_names_cannot_turn_the_terminal_round(case: Path) -> None:
    for words in (["alike"], ["alike", "cache/letter.txt"]):
        assert "\u202e" not in printed(case, *words)


def test_what_was_read_since_is_found(case: Path, tmp_path: Path) -> None:
    printed(case, "alike")
    with (
        ledger_of(CaseFolder(case), read_only=True) as database,
        likeness.Clusters(CaseFolder(case), database) as known,
    ):
        assert known.is_fresh
    (tmp_path / "later.txt").write_text(REVISED.replace("twice", "three times"))
    assert called("ingest", tmp_path / "later.txt", case=case).status == 0
    with (
        ledger_of(CaseFolder(case), read_only=True) as database,
        likeness.Clusters(CaseFolder(case), database) as known,
    ):
        assert not known.is_fresh
    assert json.loads(printed(case, "alike", "--json"))["clusters"][0]["size"] == 4


def test_pages_lead_to_the_page_that_stands_for_them(case: Path) -> None:
    printed(case, "alike")
    with (
        ledger_of(CaseFolder(case), read_only=True) as database,
        likeness.Clusters(CaseFolder(case), database) as known,
    ):
        readings = list(range(1, 10))
        representatives = known.representatives(readings)
        assert len(representatives) == 3
        (representative,) = set(representatives.values())
        keys = known.page_keys([(reading, 1) for reading in representatives])
        assert set(keys) == {(representative, 1)}
        assert known.page_keys([(99, 1)]) == [(99, 1)]


@pytest.mark.parametrize("harm", ["deleted", "spoilt", "of another version"])
def test_what_is_kept_can_be_lost(case: Path, harm: str) -> None:
    before = printed(case, "alike", "--json")
    kept = case / "derived" / "likeness.db"
    if harm == "deleted":
        kept.unlink()
    elif harm == "spoilt":
        kept.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    else:
        with sqlite3.connect(kept) as connection:
            connection.execute("update info set value = '0' where key = 'version'")
    assert printed(case, "alike", "--json") == before


def test_a_case_that_cannot_be_written_to_is_compared_in_memory(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness_upkeep, "_is_writable", lambda _: False)  # root may write anywhere, whatever the mode
    assert likeness.overview(CaseFolder(case)).cluster_total == 1
    assert not (case / "derived" / "likeness.db").exists()


def test_unknown_documents_and_wrong_usage_are_told(case: Path) -> None:
    assert called("alike", "nowhere.txt", case=case).status == 2
    assert called("alike", "cache/empty.txt", case=case).status == 2
    assert called("alike", "--diff", "cache/letter.txt", case=case).status == 2
