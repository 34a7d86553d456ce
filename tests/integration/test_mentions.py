"""Mentions of a real case: found, counted, masked, ruled about; rulings outlive the database of mentions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.integration.casework import called as ran
from tests.integration.casework import new_case

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.rulings import Rulings
from muniment.adapters.mention_store import Kept
from muniment.app.opening import ledger_of
from muniment.app.search import mentions as app
from muniment.cli.main import cli
from muniment.errors import NotFoundError, UsageError
from muniment.mentions.mention import Kind
from muniment.mentions.rulings import Act

LETTER = "On 5 November 2017 Mr. Tavash wrote to Oda Brinkmoor. His number: 11010519491231002X, phone 13812345678.\n"
NOTE = "Mr. Tavash again, on 2017-11-05. Mr. Tavash left.\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("mentions")
    (folder / "cache").mkdir()
    (folder / "cache" / "letter.txt").write_text(LETTER, "utf-8")
    (folder / "cache" / "note.txt").write_text(NOTE, "utf-8")
    (folder / "cache" / "empty.txt").write_text("", "utf-8")
    case = CaseFolder(new_case(folder / "case"))
    assert ran("ingest", folder / "cache", case=case.folder).status == 0
    assert app.refresh(case).pages == 2
    return case


def called(case: CaseFolder, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["-C", str(case.folder), "mentions", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def find(case: CaseFolder, kind: Kind, value: str) -> list[Kept]:
    return app.pages_with(case, kind, value)


def test_values_are_counted_over_documents(case: CaseFolder) -> None:
    (day,) = app.facet(case, Kind.DATE)
    assert (day.value, day.documents, day.pages, day.mentions) == ("2017-11-05", 2, 2, 2)
    (person,) = app.facet(case, Kind.PERSON)
    assert (person.value, person.documents, person.mentions) == ("Tavash", 2, 3)
    assert app.counts(case)[Kind.NAME] == 1


def test_spans_point_into_the_raw_text(case: CaseFolder) -> None:
    for kept in find(case, Kind.DATE, "2017-11-05"):
        with ledger_of(case, read_only=True) as database:
            ((_, text),) = Rulings(database).page_texts([kept.place.page])
        assert text[kept.mention.start : kept.mention.end] == kept.mention.words


def test_nothing_is_looked_through_twice(case: CaseFolder) -> None:
    filled = app.refresh(case)
    assert (filled.readings, filled.pages, filled.busy) == (0, 0, False)


def test_numbers_that_identify_people_are_masked_unless_asked_for(case: CaseFolder) -> None:
    for arguments in ((), ("--kind", "identity"), ("--json",), ("letter.txt",), ("letter.txt", "--json")):
        assert "11010519491231002X" not in called(case, *arguments)
        assert "13812345678" not in called(case, *arguments)
    assert "11010519491231002X" in called(case, "letter.txt", "--reveal")
    (value,) = json.loads(called(case, "--kind", "identity", "--json"))["values"]
    assert value["value"] == "•" * 16 + "2X"
    assert value["sensitive"] is True


def test_a_key_stands_for_a_value_that_must_not_be_seen(case: CaseFolder) -> None:
    (tally,) = app.facet(case, Kind.PHONE)
    assert [one.mention.value for one in app.pages_with(case, Kind.PHONE, key=tally.key)] == ["+8613812345678"]
    assert app.pages_with(case, Kind.PERSON, key=tally.key) == []


def test_json_of_a_document_has_every_part(case: CaseFolder) -> None:
    rows = json.loads(called(case, "letter.txt", "--json"))["mentions"]
    assert {row["kind"] for row in rows} == {"date", "person", "name", "identity", "phone"}
    day = next(row for row in rows if row["kind"] == "date")
    assert (day["words"], day["value"], day["precision"]) == ("5 November 2017", "2017-11-05", "day")
    assert LETTER[day["start"] : day["end"]] == "5 November 2017"


def test_rulings_change_what_counts_and_are_never_lost(case: CaseFolder) -> None:
    (name,) = find(case, Kind.NAME, "Oda Brinkmoor")
    app.rule(case, name.id, Act.CORRECT, kind=Kind.PERSON, value="Brinkmoor, Oda", person="editor", why="she signs so")
    (person,) = find(case, Kind.PERSON, "Brinkmoor, Oda")
    assert (person.mention.words, person.mention.extractor) == ("Oda Brinkmoor", "by hand")
    assert not find(case, Kind.NAME, "Oda Brinkmoor")

    (case.derived / "mentions.db").unlink()  # derived: filled anew, with the rulings of the ledger
    app.refresh(case)
    (person,) = find(case, Kind.PERSON, "Brinkmoor, Oda")

    app.rule(case, person.id, Act.RESTORE)
    assert find(case, Kind.NAME, "Oda Brinkmoor")
    history = app.history(case, person.place.sha256)
    assert [one.act for one in history] == [Act.CORRECT, Act.RESTORE]
    assert (history[0].person, history[0].why) == ("editor", "she signs so")


def test_a_word_is_dismissed_everywhere_at_once(case: CaseFolder) -> None:
    tavash = find(case, Kind.PERSON, "Tavash")
    app.rule(case, tavash[0].id, Act.DISMISS, everywhere=True)
    assert app.facet(case, Kind.PERSON) == []
    dismissed = [one for one in app.of_document(case, tavash[0].place.sha256).mentions if one.dismissed]
    app.rule(case, dismissed[0].id, Act.RESTORE, everywhere=True)
    assert app.facet(case, Kind.PERSON)[0].mentions == 3


def test_extents_are_corrected_and_mentions_added_by_hand(case: CaseFolder) -> None:
    kept = next(one for one in find(case, Kind.PERSON, "Tavash") if "letter" in _path(case, one))
    start = LETTER.index("Mr.")
    app.rule(case, kept.id, Act.CORRECT, extent=(start, kept.mention.end), value="Tavash")
    wider = next(one for one in find(case, Kind.PERSON, "Tavash") if one.mention.words == "Mr. Tavash")
    app.rule(case, wider.id, Act.RESTORE)
    app.add(case, kept.place.page, LETTER.index("wrote"), LETTER.index(" to Oda"), Kind.NAME)
    (added,) = find(case, Kind.NAME, "wrote")
    assert added.found is None
    app.rule(case, added.id, Act.DISMISS)
    assert not find(case, Kind.NAME, "wrote")
    with pytest.raises(UsageError):
        app.rule(case, kept.id, Act.CORRECT, extent=(5, 10_000_000))
    with pytest.raises(NotFoundError):
        app.rule(case, 10_000_000, Act.DISMISS)


def _path(case: CaseFolder, kept: Kept) -> str:
    from muniment.app.reading import show  # noqa: PLC0415 - used here only

    return show(case, kept.place.sha256).entry.path.decode()


def test_a_list_of_names_is_kept_and_looked_for_at_once(case: CaseFolder, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,kind\nhis NUMBER,organisation\n", "utf-8")
    called(case, "--names", str(names), "--refresh")
    assert [one.mention.words for one in find(case, Kind.ORGANISATION, "his NUMBER")] == ["His number"]
    names.write_text("", "utf-8")
    called(case, "--names", str(names))
    assert not find(case, Kind.ORGANISATION, "his NUMBER")


def test_a_damaged_database_of_mentions_says_what_to_do(tmp_path: Path) -> None:
    other = CaseFolder(new_case(tmp_path / "case"))
    (other.derived / "mentions.db").write_bytes(b"not a database, but long enough to look at" * 100)
    result = CliRunner().invoke(cli, ["-C", str(other.folder), "mentions"])
    assert result.exception is not None
    assert "Delete that file" in getattr(result.exception, "advice", "")


def test_pages_that_were_read_again_are_looked_through_again(case: CaseFolder) -> None:
    note = next(one for one in find(case, Kind.PERSON, "Tavash") if "note" in _path(case, one))
    with ledger_of(case) as database, database.write() as connection:  # as a retry leaves it: the page has another id
        connection.exec_driver_sql("UPDATE page SET id = id + 1000 WHERE id = ?", (note.place.page,))
    assert app.refresh(case).readings == 1
    again = {one.place.page for one in find(case, Kind.PERSON, "Tavash")}
    assert note.place.page + 1000 in again
    assert note.place.page not in again
