"""Protected persons in a real case: found, decided on, and kept out of everything that leaves it."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.adapters.case_folder import CaseFolder
from muniment.app.evidence.exporting import export_annotations, export_entities, export_tables
from muniment.app.evidence.records import recorder_of
from muniment.app.opening import ledger_of
from muniment.app.redact.protecting import register_of
from muniment.app.taking import init
from muniment.cli.main import cli
from muniment.errors import MunimentError, ProtectedError
from muniment.evidence.faults import EvidenceError
from muniment.evidence.records import (
    Actor,
    ActorKind,
    Bearing,
    Claim,
    Evidence,
    Kind,
    Name,
    Quote,
    Span,
    Translation,
    Weight,
)
from muniment.evidence.withheld import Decision
from muniment.people import NotAllowedError, Person, Role

ANNA = Person("Anna", Role.RESEARCHER)
READER = Person("Rosa", Role.READER)
SHA = "ab" * 32
SECRETS = ("Mirel", "Tavash", "tavash", "771-204-998", "771204998", "the cook of the hall")


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    case = init(tmp_path / "case")
    with recorder_of(case) as recorder:
        recorder.make(
            ANNA,
            Actor("tavash", ActorKind.PERSON, (Name("Mirel Tavash", "en"), Name("Мирель Таваш", "ru"))),
            Claim("locked", "The halls were locked, says Mr Tavash", note="ask M. Tavash; 771 204 998"),
            Quote(
                "q1",
                SHA,
                (Span(1, "vash was in hall four", "guard: Mirel Ta", " and could not leave", 15, 36),),
                path="lists/Tavash_Mirel.txt",
                translations=(Translation("Таваш был в четвёртом зале", "ru", "Anna"),),
            ),
            Evidence("e1", "locked", "q1", Bearing.SUPPORTS, Weight.FIRST_HAND, note="Tavash, Mirel"),
        )
    return case


@pytest.fixture
def protected(case: CaseFolder) -> CaseFolder:
    with register_of(case) as register:
        register.add(ANNA, ["Mirel Tavash"], ["771-204-998"], "the cook of the hall")
    return case


def run(case: CaseFolder, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(case.folder), *arguments])


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    for file in folder.rglob("*"):
        yield file.name, file.read_text("utf-8", "backslashreplace") if file.is_file() else ""


def test_every_export_refuses_and_says_where_without_the_words(protected: CaseFolder, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for attempt in (
        lambda: export_annotations(protected, out / "a.jsonld"),
        lambda: export_tables(protected, out / "tables"),
        lambda: export_entities(protected, out / "e.json"),
    ):
        with pytest.raises(ProtectedError) as refused:
            attempt()
        assert "claim locked, text" in refused.value.message
        assert not any(secret in refused.value.message for secret in SECRETS)
    refusal = run(protected, "evidence", "export", str(out / "all.yaml")).exception
    assert isinstance(refusal, ProtectedError)
    assert not list(out.iterdir())


def test_withheld_exports_hold_nothing_of_them_anywhere(protected: CaseFolder, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export_annotations(protected, out / "a.jsonld", withhold=True)
    export_tables(protected, out / "tables", withhold=True)
    export_entities(protected, out / "e.json", withhold=True)
    for name in ("all.yaml", "all.json"):
        assert run(protected, "evidence", "export", str(out / name), "--withhold").exit_code == 0
    written = list(everything(out))
    assert len(written) >= 12
    for name, text in written:
        decoded = text.encode().decode("unicode_escape", "ignore") if name.endswith((".jsonld", "e.json")) else text
        for secret in (*SECRETS, "Таваш", "Мирель", "protected-1", "salt"):
            assert secret not in text, (name, secret)
            assert secret not in decoded, (name, secret)
    assert any("[withheld]" in text for _, text in written)
    assert any("hall four" in text for _, text in written)


def test_the_records_of_the_register_never_leave_even_where_nobody_is_named(case: CaseFolder, tmp_path: Path) -> None:
    with register_of(case) as register:
        register.add(ANNA, ["Orvin Unseen"], ["993-118"], "why-secret", "note-secret")
        register.decide(ANNA, "protected-1", "O. Unseen", Decision.NOT_THEM, SHA, "because-secret")
    out = tmp_path / "out"
    out.mkdir()
    export_annotations(case, out / "a.jsonld")
    export_tables(case, out / "tables")
    export_entities(case, out / "e.json")
    assert run(case, "evidence", "export", str(out / "all.yaml")).exit_code == 0
    log = run(case, "evidence", "log", "--json").output
    for name, text in (*everything(out), ("log", log), ("schema", run(case, "evidence", "schema").output)):
        for secret in ("Unseen", "993-118", "why-secret", "note-secret", "because-secret", "sighting:", "protected:"):
            assert secret not in text, (name, secret)


def test_the_name_of_the_file_is_looked_at_too(case: CaseFolder, tmp_path: Path) -> None:
    with register_of(case) as register:
        register.add(ANNA, ["Orvin Unseen"], [], "a witness")
    with pytest.raises(ProtectedError, match="the name of the file"):
        export_entities(case, tmp_path / "orvin_unseen.json")


def test_what_was_decided_to_be_somebody_else_may_leave(case: CaseFolder, tmp_path: Path) -> None:
    with register_of(case) as register:
        made = register.add(ANNA, ["Locked Hall"], [], "a witness")
        with recorder_of(case) as recorder:
            recorder.make(ANNA, Claim("c", "The Locked Hall stood at the lake"))
        with pytest.raises(ProtectedError):
            export_entities(case, tmp_path / "e.json")
        for words in ("Locked Hall", "Locked"):
            register.decide(ANNA, made.id, words, Decision.NOT_THEM, why="it is a building")
    assert export_entities(case, tmp_path / "e.json")


def test_a_decision_can_be_changed_and_leaving_alone_needs_a_reason(protected: CaseFolder) -> None:
    with register_of(protected) as register:
        with pytest.raises(EvidenceError, match="reason"):
            register.decide(ANNA, "protected-1", "Tavash", Decision.NOT_THEM)
        register.decide(ANNA, "protected-1", "Tavash", Decision.NOT_THEM, why="another")
        register.decide(ANNA, "protected-1", "TAVASH", Decision.PROTECT)
    with recorder_of(protected) as recorder:
        assert [one.decision for one in recorder.held().sightings.values()] == [Decision.PROTECT]


def test_readers_do_not_see_the_register_and_every_look_is_written_down(protected: CaseFolder) -> None:
    with register_of(protected) as register:
        with pytest.raises(NotAllowedError):
            register.persons(READER)
        assert [one.names for one in register.persons(ANNA)] == [("Mirel Tavash",)]
    with ledger_of(protected, read_only=True) as database, database.read() as connection:
        acts = [json.loads(row[0]) for row in connection.exec_driver_sql("SELECT record FROM custody")]
    assert [(one["person"], one["details"]) for one in acts if one["act"] == "register opened"] == [("Anna", {})]


def test_a_digest_in_custody_confirms_no_guess(case: CaseFolder) -> None:
    digests = set()
    with register_of(case) as register, recorder_of(case) as recorder:
        for _ in range(2):
            made = register.add(ANNA, ["Mirel Tavash"], [], "a witness")
            digests.add(recorder.history(Kind.PROTECTED, made.id)[0].digest)
            register.remove(ANNA, made.id)
    assert len(digests) == 2


def test_they_are_found_across_the_cache_and_new_ones_appear_undecided(tmp_path: Path) -> None:
    leak = tmp_path / "leak"
    leak.mkdir()
    (leak / "one.txt").write_text("On the list: Mirel Tavash, born 1961.\nNo. 771 204\n998\n", "utf-8")
    (leak / "two.txt").write_text("Сказал Мирель Таваш.\n", "utf-8")
    case = init(tmp_path / "case")
    assert run(case, "ingest", str(leak)).exit_code == 0
    assert run(case, "protect", "add", "Mirel Tavash", "--number", "771-204-998", "--why", "a cook").exit_code == 0
    told = run(case, "protect", "find")
    assert "leak/one.txt, page 1\n" in told.stdout
    assert "muniment protect decide" in told.stderr
    first = run(case, "protect", "find", "--json")
    assert first.exit_code == 1
    rows = [json.loads(line) for line in first.stdout.splitlines()]
    assert {row["words"] for row in rows} == {"Mirel Tavash", "771 204\n998", "Мирель Таваш"}
    for row in rows:
        document = ["--document", row["sha256"]] if row["words"] == "Mirel Tavash" else []
        assert run(case, "protect", "decide", row["protected"], row["words"], "protect", *document).exit_code == 0
    assert run(case, "protect", "find").exit_code == 0
    (leak / "three.txt").write_text("Again Mirel Tavash; and Мирель Таваш.\n", "utf-8")
    assert run(case, "ingest", str(leak)).exit_code == 0
    again = [json.loads(line) for line in run(case, "protect", "find", "--json").stdout.splitlines()]
    assert [row["words"] for row in again] == ["Mirel Tavash"]
    refused = run(case, "search", "list", "--out", str(tmp_path / "hits.csv")).exception
    assert isinstance(refused, MunimentError)
    assert "row 1, snippet" in refused.message
    assert run(case, "search", "Tavash", "--out", str(tmp_path / "hits.csv"), "--withhold").exit_code == 0
    assert "tavash" not in (tmp_path / "hits.csv").read_text("utf-8").lower()


def test_a_damaged_store_of_sightings_is_filled_anew(protected: CaseFolder) -> None:
    store = protected.derived / "sightings.db"
    store.write_bytes(b"no database at all" * 100)
    with register_of(protected) as register:
        register.look()
        assert register.sightings() == []
    assert sqlite3.connect(store).execute("SELECT count(*) FROM looked").fetchone() == (0,)


def test_names_and_numbers_are_added_and_taken_out(case: CaseFolder) -> None:
    with register_of(case) as register:
        made = register.add(ANNA, ["Orvin Unseen"], ["993-118"], "a witness").id
    added = run(case, "protect", "edit", made, "--name", "Орвин", "--number", "5-12", "--without", "993-118")
    assert added.exit_code == 0, added.exception
    assert run(case, "protect", "edit", made, "--why", "their family").exit_code == 0
    with register_of(case) as register:
        one = register.one(made)
        assert (one.names, one.numbers, one.why) == (("Orvin Unseen", "Орвин"), ("5-12",), "their family")
    refused = run(case, "protect", "edit", made, "--without", "Nobody")
    assert "has no Nobody" in str(refused.exception)
    nobody_left = run(
        case, "protect", "edit", made, "--without", "5-12", "--without", "Орвин", "--without", "Orvin Unseen"
    )
    assert nobody_left.exit_code != 0
