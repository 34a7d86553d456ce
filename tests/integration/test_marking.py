"""Marks in a real case: where they hold, what they cover, and that a second person must stand for them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.documents import Documents
from muniment.app.evidence.records import Recorder, recorder_of
from muniment.app.evidence.review import Reviewing, verify
from muniment.app.opening import ledger_of
from muniment.app.people import Signer, admit, local_person, show_who
from muniment.app.redact.marking import Marking, marking_of
from muniment.app.redact.protecting import register_of
from muniment.app.taking import init
from muniment.cli.main import cli
from muniment.errors import UsageError
from muniment.evidence.clearing import signed
from muniment.evidence.faults import EvidenceError
from muniment.evidence.records import Kind
from muniment.evidence.withheld import Clearance, Decision, Mark, Scope, Shape
from muniment.model import PageKind
from muniment.people import NotAllowedError, Person, Role
from muniment.preserve.fault import Findings
from muniment.redact.marks import Mode

LIST = """Hall four, list of 12 March
Room 12: Mirel Tavash, tel. +86 138 0013 8000
Room 13: nobody, mail a.b@example.org
"""
ANNA, BEN = ("Anna", "four words apart here"), ("Ben", "other words apart here")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("marking")
    leak = folder / "leak"
    leak.mkdir()
    body = "The guard writes down who comes and who goes, and at what hour, and signs below each line.\n" * 20
    (leak / "list.txt").write_text(LIST + body, "utf-8")
    (leak / "copy.txt").write_text(LIST + body + "A last line that the other has not.\n", "utf-8")
    (leak / "other.txt").write_text("Room 12 is painted green. Call 13800138000.\n", "utf-8")
    (leak / "table.csv").write_text("name,number\nA,1\nB,2\n", "utf-8")
    case = init(folder / "case")
    assert CliRunner().invoke(cli, ["-C", str(case.folder), "ingest", str(leak)]).exit_code == 0
    admit(case, ANNA[0], Role.EDITOR, ANNA[1], local_person())
    admit(case, BEN[0], Role.REVIEWER, BEN[1], signer(case, ANNA).person)
    return case


def signer(case: CaseFolder, who: tuple[str, str]) -> Signer:
    return show_who(case, *who)


@pytest.fixture
def anna(made: CaseFolder) -> Person:
    return signer(made, ANNA).person


@pytest.fixture
def marking(made: CaseFolder, anna: Person) -> Iterator[Marking]:
    with marking_of(made) as marking:
        yield marking
        for one in marking.marks():
            marking.remove(anna, one.id)
    with register_of(made) as register, recorder_of(made) as recorder:
        for protected in list(recorder.held().protected):
            register.remove(anna, protected)


def run(case: CaseFolder, *arguments: str, who: tuple[str, str] = ANNA) -> Result:
    env = {"MUNIMENT_PERSON": who[0], "MUNIMENT_PASSPHRASE": who[1]}
    return CliRunner().invoke(cli, ["-C", str(case.folder), *arguments], env=env)


def sha_of(case: CaseFolder, name: str) -> str:
    rows = [json.loads(line) for line in run(case, "books", "--list", "--json").stdout.splitlines()]
    return next(str(row["sha256"]) for row in rows if row["path"].endswith(name))


def covered(case: CaseFolder, marking: Marking, name: str) -> list[str]:
    """The words under every span that covers the document."""
    with ledger_of(case, read_only=True) as database:
        row = Documents(database).document(sha_of(case, name))
        assert row is not None
        ((_, _, text),) = Documents(database).texts(row.reading, 1)
    covers = marking.covers_of(sha_of(case, name)).pages.get((1, PageKind.TEXT), ())
    return [text[start:end] for one in covers for start, end in one.spans]


def words(case: CaseFolder, exact: str, scope: Scope = Scope.HERE) -> Mark:
    start = LIST.index(exact)
    return Mark(
        "", Shape.WORDS, "a place", scope, sha_of(case, "list.txt"), 1, PageKind.TEXT, start, start + len(exact), exact
    )


def look_and_clear(case: CaseFolder, marking: Marking, sha: str, who: tuple[str, str] = BEN) -> None:
    """Open every page as the public will see it, and clear the document."""
    signing = signer(case, who)
    marking.opened(signing.person, sha, marking.covers_of(sha).digests)
    marking.clear(signing, sha)


def test_a_mark_on_words_covers_them_there_only(made: CaseFolder, marking: Marking, anna: Person) -> None:
    marking.add(anna, words(made, "Room 12"))
    assert covered(made, marking, "list.txt") == ["Room 12"]
    assert covered(made, marking, "copy.txt") == []


def test_a_mark_can_hold_in_near_duplicates_or_in_the_whole_case(
    made: CaseFolder, marking: Marking, anna: Person
) -> None:
    mark = marking.add(anna, words(made, "Room 12", Scope.ALIKE))
    assert [covered(made, marking, name) for name in ("list.txt", "copy.txt", "other.txt")] == [
        ["Room 12"], ["Room 12"], [],
    ]  # fmt: skip
    at_once = [marking.marks(sha_of(made, name), at_once=True) for name in ("list.txt", "copy.txt", "other.txt")]
    assert at_once == [[mark], [mark], []]
    marking.remove(anna, mark.id)
    marking.add(anna, Mark("", Shape.TERM, "a place", Scope.CASE, exact="room  12"))
    assert covered(made, marking, "other.txt") == ["Room 12"]


def test_patterns_cover_numbers_and_addresses(made: CaseFolder, marking: Marking, anna: Person) -> None:
    marking.add(anna, Mark("", Shape.PATTERN, "numbers", Scope.CASE, patterns=("phone", "email")))
    assert covered(made, marking, "list.txt") == ["+86 138 0013 8000", "a.b@example.org"]
    assert covered(made, marking, "other.txt") == ["13800138000"]


def test_regions_rows_and_columns_reach_the_page_they_name(made: CaseFolder, marking: Marking, anna: Person) -> None:
    sha = sha_of(made, "table.csv")
    marking.add(anna, Mark("", Shape.COLUMN, "numbers", Scope.HERE, sha, 1, at=(1,)))
    marking.add(anna, Mark("", Shape.REGION, "a signature", Scope.HERE, sha, 1, boxes=((0.1, 0.2, 0.5, 0.6),)))
    (covers,) = marking.covers_of(sha).pages.values()
    assert [(one.columns, one.boxes, one.reason) for one in covers] == [
        ((1,), (), "numbers"),
        ((), ((0.1, 0.2, 0.5, 0.6),), "a signature"),
    ]
    assert covers[0].delimiter == ","


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        (Mark("", Shape.TERM, "", Scope.CASE, exact="a term"), "reason"),
        (Mark("", Shape.TERM, "why", Scope.CASE), "words that are marked"),
        (Mark("", Shape.REGION, "why", Scope.CASE), "not in the whole case"),
        (Mark("", Shape.PATTERN, "why", Scope.CASE), "looked for"),
    ],
)
def test_a_mark_that_lacks_something_is_refused(marking: Marking, anna: Person, mark: Mark, says: str) -> None:
    with pytest.raises(EvidenceError, match=says):
        marking.add(anna, mark)


def test_a_mark_on_a_page_that_is_there_no_longer_holds_the_document_back(
    made: CaseFolder, marking: Marking, anna: Person
) -> None:
    sha = sha_of(made, "list.txt")
    mark = replace(words(made, "Room 12"), id="mark-gone", page=7, salt="s")
    with recorder_of(made) as recorder:
        recorder.make(anna, mark)
        assert marking.covers_of(sha).lost == (mark,)
        assert "not where they were" in marking.standing(sha).hindrances[0]
        recorder.take_out(anna, Kind.MARK, mark.id, 1)


def test_words_that_do_not_stand_there_are_refused(made: CaseFolder, marking: Marking, anna: Person) -> None:
    with pytest.raises(UsageError, match="do not stand there"):
        marking.add(
            anna, Mark("", Shape.WORDS, "w", Scope.HERE, sha_of(made, "list.txt"), 1, PageKind.TEXT, 0, 2, "xx")
        )


def test_protected_persons_are_covered_and_hinder_until_decided(
    made: CaseFolder, marking: Marking, anna: Person
) -> None:
    sha = sha_of(made, "list.txt")
    with register_of(made) as register:
        one = register.add(anna, ["Mirel Tavash"], [], "a witness")
        assert covered(made, marking, "list.txt") == ["Mirel Tavash"]
        assert marking.standing(sha).hindrances[0] == "1 sighting waits for a decision."
        with pytest.raises(UsageError, match="waits for a decision"):
            look_and_clear(made, marking, sha)
        register.decide(anna, one.id, "Mirel Tavash", Decision.VISIBLE, sha, "is named in the press")
        assert covered(made, marking, "list.txt") == []
        assert covered(made, marking, "copy.txt") == ["Mirel Tavash"]


def test_a_second_person_clears_and_any_change_reopens(made: CaseFolder, marking: Marking, anna: Person) -> None:
    sha = sha_of(made, "list.txt")
    marking.add(anna, words(made, "Room 12"))
    with pytest.raises(NotAllowedError, match="made marks"):
        marking.clear(signer(made, ANNA), sha)
    assert marking.standing(sha).hindrances == ("A second person has not seen it yet.",)
    look_and_clear(made, marking, sha)
    standing = marking.standing(sha)
    assert standing.hindrances == ()
    assert standing.cleared is not None
    assert standing.cleared.person == "Ben"
    more = marking.add(anna, words(made, "Room 13"))
    assert marking.standing(sha).hindrances == ("It was changed since it was cleared.",)
    marking.remove(anna, more.id)
    assert marking.standing(sha).hindrances == ()


def test_what_was_cleared_with_whole_lines_hidden_is_not_cleared_for_the_grid(
    made: CaseFolder, marking: Marking, anna: Person, tmp_path: Path
) -> None:
    sha = sha_of(made, "list.txt")
    marking.add(anna, words(made, "Room 12"))
    look_and_clear(made, marking, sha)
    with marking_of(made, Mode.GRID) as finer:
        assert "mode grid" in finer.standing(sha).hindrances[0]
        with pytest.raises(UsageError, match="Ben has not opened page 1"):
            finer.clear(signer(made, BEN), sha)
        previewed = run(made, "redact", "preview", "list.txt", str(tmp_path / "seen"), "--mode", "grid", who=BEN)
        assert previewed.exit_code == 0, previewed.output
        assert run(made, "redact", "clear", "list.txt", "--mode", "grid", who=BEN).exit_code == 0
        assert finer.standing(sha).hindrances == ()


def test_whoever_clears_has_opened_every_page_as_it_is_covered_now(
    made: CaseFolder, marking: Marking, anna: Person
) -> None:
    sha = sha_of(made, "copy.txt")
    marking.add(anna, Mark("", Shape.TERM, "a place", Scope.CASE, exact="Room 12"))
    look_and_clear(made, marking, sha)
    marking.add(anna, Mark("", Shape.TERM, "a place", Scope.CASE, exact="Room 13"))
    ben = signer(made, BEN)
    assert marking.unopened(ben.person, marking.covers_of(sha)) == [1]
    with pytest.raises(UsageError, match="Ben has not opened page 1"):
        marking.clear(ben, sha)
    assert marking.unopened(anna, marking.covers_of(sha)) == [1], "what Ben saw, Anna did not"
    with ledger_of(made, read_only=True) as database, database.read() as connection:
        acts = [json.loads(row[0]) for row in connection.exec_driver_sql("SELECT record FROM custody")]
    looks = [one for one in acts if one["act"] == "preview opened" and one["details"]["sha256"] == sha]
    assert [(one["person"], one["details"]["pages"]) for one in looks] == [("Ben", [1])]


def test_a_clearance_cannot_be_forged_or_changed(made: CaseFolder, marking: Marking, anna: Person) -> None:
    sha = sha_of(made, "other.txt")
    look_and_clear(made, marking, sha)
    with recorder_of(made) as recorder:
        given = next(one for one in recorder.held().clearances.values() if one.original == sha)
        with pytest.raises(EvidenceError, match="never changed"):
            recorder.take_out(anna, Kind.CLEARANCE, given.id, 1)
        with pytest.raises(EvidenceError, match="not signed"):
            recorder.make(anna, type(given)("forged", sha, "Ben", given.when_cleared, given.digest, given.public_key))


def test_a_clearance_by_a_key_that_the_case_does_not_know_counts_for_nothing(
    made: CaseFolder, marking: Marking, anna: Person
) -> None:
    sha = sha_of(made, "copy.txt")
    digest = marking.covers_of(sha).digest
    stranger = signed(
        Clearance("by-a-stranger", sha, "Ben", "2031-01-01T00:00:00", digest), Ed25519PrivateKey.generate()
    )
    with recorder_of(made) as recorder:
        recorder.make(anna, stranger)
    assert marking.standing(sha).hindrances != ()
    findings = Findings()
    with ledger_of(made, read_only=True) as database:
        verify(database, findings)
    assert [note for note in findings.notes if "by-a-stranger" in note]
    look_and_clear(made, marking, sha)
    assert marking.standing(sha).hindrances == ()


def test_from_the_command_line_to_a_clearance(made: CaseFolder, marking: Marking, tmp_path: Path) -> None:
    assert run(made, "redact", "add", "list.txt", "--words", "Room 12", "--reason", "a place").exit_code == 0
    assert run(made, "redact", "add", "--pattern", "phone", "--where", "case", "--reason", "phones").exit_code == 0
    listed = [json.loads(line) for line in run(made, "redact", "list", "list.txt", "--json").stdout.splitlines()]
    assert [(one["shape"], one["words"], one["author"]) for one in listed] == [
        ("words", "Room 12", "Anna"),
        ("pattern", "", "Anna"),
    ]
    before = run(made, "redact", "covers", "list.txt", "--json")
    assert before.exit_code == 1
    assert len(json.loads(before.stdout)["hindrances"]) == 1
    unseen = run(made, "redact", "clear", "list.txt", who=BEN)
    assert "Ben has not opened page 1 as the public will see it" in str(unseen.exception)
    seen = tmp_path / "seen"
    assert run(made, "redact", "preview", "list.txt", str(seen), who=BEN).exit_code == 0
    (page,) = seen.iterdir()
    shown = page.read_text("utf-8")
    assert shown.startswith("Hall four, list of 12 March\n[withheld]\nRoom 13: nobody")
    assert run(made, "redact", "preview", "list.txt", str(seen), who=BEN).exit_code != 0, "the folder is there"
    assert run(made, "redact", "clear", "list.txt", who=BEN).exit_code == 0
    after = run(made, "redact", "covers", "list.txt", "--json")
    assert after.exit_code == 0
    assert json.loads(after.stdout)["cleared_by"] == "Ben"
    assert len(marking.marks()) == 2
    for one in listed:
        assert run(made, "redact", "remove", one["id"]).exit_code == 0


def test_what_is_marked_never_leaves(made: CaseFolder, marking: Marking, anna: Person, tmp_path: Path) -> None:
    marking.add(anna, Mark("", Shape.TERM, "reason-secret", Scope.CASE, exact="term-secret", note="note-secret"))
    assert run(made, "evidence", "export", str(tmp_path / "all.yaml")).exit_code == 0
    assert run(made, "export", "csv", str(tmp_path / "tables")).exit_code == 0
    texts = [file.read_text("utf-8") for file in tmp_path.rglob("*") if file.is_file()]
    assert len(texts) >= 9
    assert not any("-secret" in text or "mark-" in text for text in texts)


STORY = """muniment_evidence: 1
sources:
  - {id: cache, kind: cache, title: The cache, folders: [leak]}
claims:
  - {id: guards, text: A guard writes down who comes}
evidence:
  - id: e
    claim: guards
    quote: {id: q, document: leak/list.txt, page: 1, words: "The guard writes down who comes", nth: 1}
    bearing: supports
    weight: direct instruction
findings:
  - id: f
    claim: guards
    wording: A guard wrote down who came.
    limits: One list.
    looked_for: A second list.
    nothing_against: true
"""


def test_taking_off_a_mark_after_publication_says_what_that_means(
    made: CaseFolder, marking: Marking, anna: Person, tmp_path: Path
) -> None:
    (tmp_path / "story.yaml").write_text(STORY)
    for who, command in (
        (ANNA, ("evidence", "import", str(tmp_path / "story.yaml"))),
        (ANNA, ("review", "submit", "f")),
        (BEN, ("review", "show", "f")),
        (BEN, ("review", "sign", "f")),
    ):
        done = run(made, *command, who=who)
        assert done.exit_code == 0, (command, done.output, done.exception)
    here = marking.add(anna, words(made, "Room 12"))
    elsewhere = marking.add(
        anna, Mark("", Shape.TERM, "a place", Scope.DOCUMENT, sha_of(made, "other.txt"), exact="green")
    )
    assert marking.went_out_under(here.id) == ""
    with ledger_of(made) as database:
        Reviewing(database, Recorder(database)).published(signer(made, ANNA), ["f"])
    with marking_of(made) as later:
        assert set(later.went_out()) == {sha_of(made, "list.txt")}
        assert later.went_out_under(elsewhere.id) == ""
    told = run(made, "redact", "remove", here.id)
    assert told.exit_code == 1
    assert "what was published stays as it is" in told.stderr
    assert "must say so as a correction" in told.stderr
    quiet = run(made, "redact", "remove", elsewhere.id)
    assert quiet.exit_code == 0
    assert "published" not in quiet.stderr
