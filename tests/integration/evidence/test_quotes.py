"""Quotes in a real case: made, found again, verified, and altered behind the case's back."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.integration.casework import Said, called
from tests.integration.evidence.quoted_case import quoted_case

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.evidence.quotes import Pages, Quoter, Selected, named
from muniment.app.evidence.records import recorder_of
from muniment.app.opening import ledger_of
from muniment.app.sealing import verify_case
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.quoting.anchoring import Standing
from muniment.evidence.quoting.errors import WordsNotFoundError, WordsNotUniqueError
from muniment.evidence.records import Quote
from muniment.model import PageKind
from muniment.people import Person, Role
from muniment.preserve.verify import Report

ANNA = Person("Anna", Role.RESEARCHER)
FIRST = "Directive 12\nDoors shall be locked twi\u00adce at all times.\nNobody leaves before\n- 1 -"
SECOND = "Directive 12\nthe term has ended. Doors are checked by night.\n"
WORDS = "Doors shall be locked twice"
EVERYWHERE = Pages()


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return quoted_case(tmp_path / "case", {"directive.txt": (FIRST, SECOND), "letter.txt": ("Doors, doors, doors.",)})


def make(case: CaseFolder, words: str = WORDS, pages: Pages = EVERYWHERE, nth: int = 0) -> Quote:
    with recorder_of(case) as recorder, ledger_of(case) as database:
        quoter = Quoter(database)
        original = quoter.original("directive.txt")
        quote = named(recorder.held(), quoter.draft(original, quoter.one(original, words, pages, nth=nth)))
        recorder.make(ANNA, quote)
        return quote


def sql(case: CaseFolder, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(case.ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        assert connection.execute(statement, values).rowcount


def kinds(report: Report) -> set[str]:
    return {fault.kind for fault in report.faults}


def test_a_quote_keeps_the_raw_words_and_where_they_are(case: CaseFolder) -> None:
    quote = make(case)
    span = quote.spans[0]
    assert quote.id == "doors-shall-be-locked-twi-ce"[: len(quote.id)] or quote.id.startswith("doors-shall-be-locked")
    assert span.exact == "Doors shall be locked twi\u00adce"
    assert FIRST[span.start : span.end] == span.exact
    assert (span.page, span.kind, quote.path, quote.reader) == (1, PageKind.TEXT, "directive.txt", "text 1.0")
    assert span.prefix == "Directive 12\n"


def test_a_quote_over_two_pages(case: CaseFolder) -> None:
    quote = make(case, "Nobody leaves before the term has ended", Pages(1, 2))
    assert [(one.page, one.exact) for one in quote.spans] == [(1, "Nobody leaves before"), (2, "the term has ended")]
    assert verify_case(case).more["quotes"][0]["state"] == "exact"


def test_words_in_several_places_are_listed_and_chosen_by_number(case: CaseFolder) -> None:
    with pytest.raises(WordsNotUniqueError, match=r"2 places: 1\. page 1: …Directive 12 \[Doors\] shall"):
        make(case, "Doors")
    assert make(case, "Doors", nth=2).spans[0].page == 2
    assert make(case, "Doors", Pages(2, 2)).id == "doors-2"
    with pytest.raises(UsageError, match="2 places only"):
        make(case, "Doors", nth=3)


def test_words_that_are_not_there_lead_to_the_nearest(case: CaseFolder) -> None:
    with pytest.raises(WordsNotFoundError) as told:
        make(case, "Doors should be locked twice", Pages(2, 2))
    assert told.value.message == "These words do not stand on page 2."
    assert "on page 1" in told.value.advice


def test_a_selection_outside_of_the_page_is_refused(case: CaseFolder) -> None:
    with ledger_of(case) as database:
        quoter = Quoter(database)
        original = quoter.original("directive.txt")
        assert quoter.at(original, [Selected(1, PageKind.TEXT, 12, 19)])[0].exact == "Doors"
        for start, end in ((5, 5), (9, 3), (0, 10_000), (-1, 4)):
            with pytest.raises(UsageError):
                quoter.at(original, [Selected(1, PageKind.TEXT, start, end)])
        with pytest.raises(NotFoundError):
            quoter.at(original, [Selected(9, PageKind.TEXT, 0, 4)])
        with pytest.raises(UsageError, match="no words"):
            quoter.at(original, [Selected(1, PageKind.TEXT, 12, 13)])


def test_verify_tells_what_became_of_every_quote(case: CaseFolder) -> None:
    make(case)
    report = verify_case(case)
    assert report.ok
    told = report.as_json()["quotes"][0]
    assert (told["state"], told["was"], told["says"]) == ("exact", told["now"], "")
    assert report.checked["quotes"] == report.checked["quotes_exact"] == report.checked["evidence"] == 1


def test_a_moved_quote_is_a_note_and_a_lost_one_a_fault(case: CaseFolder) -> None:
    make(case)
    sql(case, "UPDATE page SET text = 'New head' || char(10) || text WHERE number = 1 AND text LIKE 'Directive%'")
    report = verify_case(case)
    told = report.as_json()["quotes"][0]
    assert told["state"] == "moved"
    assert told["now"][0]["start"] == told["was"][0]["start"] + 9
    assert "quote" not in kinds(report)
    assert any("has moved" in note for note in report.notes)
    sql(case, "UPDATE page SET text = 'nothing of the kind' WHERE number = 1 AND text LIKE 'New head%'")
    report = verify_case(case)
    assert "quote" in kinds(report)
    assert report.as_json()["quotes"][0]["now"] == []


def test_a_quote_whose_document_is_gone_is_lost_and_kept(case: CaseFolder) -> None:
    quote = make(case)
    for table in ("page", "entry", "reading", "original"):
        sql(case, f"DELETE FROM {table}")
    with ledger_of(case) as database:
        found = Quoter(database).anchored([quote])[quote.id]
    assert (found.standing, found.says) == (Standing.LOST, "its document is no longer in the case")
    with recorder_of(case) as recorder:
        assert recorder.held().quotes[quote.id] == quote


def test_quotes_whose_original_is_missing_are_named(case: CaseFolder) -> None:
    quote = make(case)
    assert not any("Quotes from the original" in one for one in verify_case(case).notes)
    (case.folder / "originals" / quote.original[:2] / quote.original).unlink()
    report = verify_case(case)
    assert "original" in kinds(report)
    told = [one for one in report.notes if one.startswith(f"Quotes from the original {quote.original[:12]}: 1")]
    assert len(told) == 1
    assert quote.id in told[0]


BODY = "UPDATE evidence_version SET body = replace(body, 'Doors', 'Gates') WHERE number = 1"


def _change_body(case: CaseFolder) -> None:
    sql(case, BODY)


def _change_body_and_digest(case: CaseFolder) -> None:
    sql(case, BODY)
    with closing(sqlite3.connect(case.ledger)) as connection:
        body = connection.execute("SELECT body FROM evidence_version WHERE number = 1").fetchone()[0]
    digest = hashlib.sha256(body.encode()).hexdigest()
    sql(case, "UPDATE evidence_version SET digest = ? WHERE number = 1", digest)


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (_change_body, "The quote {id}, version 1, was changed behind our back."),
        (_change_body_and_digest, "What change 1 of the evidence made was altered: quote {id}."),
        (
            lambda case: sql(case, "DELETE FROM evidence_version WHERE number = 1"),
            "Versions of the quote {id} are missing: 1 are there, the last is 2.",
        ),
        (
            lambda case: sql(case, "UPDATE evidence_version SET current = 2 - number"),
            "The quote {id} is not shown in its last version: an earlier one was put in its place.",
        ),
        (
            lambda case: sql(case, "UPDATE evidence_change SET person = 'Ben' WHERE id = 1"),
            "Change 1 of the evidence was made by Anna, but is now said to be by Ben.",
        ),
        (
            lambda case: sql(case, "DELETE FROM evidence_change WHERE id = 2"),
            "Change 2 of the evidence, which the custody log tells of, is gone.",
        ),
        (
            lambda case: sql(case, "INSERT INTO evidence_change VALUES (9, 'Anna', '2024', 'made', 0)"),
            "The custody log tells nothing of change 9 of the evidence.",
        ),
    ],
)
def test_what_was_altered_behind_the_cases_back_is_named(
    case: CaseFolder, tamper: Callable[[CaseFolder], None], says: str
) -> None:
    quote = make(case)
    with recorder_of(case) as recorder:
        recorder.alter(ANNA, quote.__class__(quote.id, quote.original, quote.spans, note="a note"), 1)
    assert verify_case(case).ok
    tamper(case)
    assert says.format(id=quote.id) in {fault.says for fault in verify_case(case).faults if fault.kind == "evidence"}


def test_evidence_that_cannot_be_read_does_not_stop_the_verification(case: CaseFolder) -> None:
    make(case)
    sql(case, "UPDATE evidence_version SET body = '{'")
    report = verify_case(case)
    assert {"evidence"} <= kinds(report)
    assert report.checked["pages"] == 3


def run(case: CaseFolder, *arguments: str) -> Said:
    return called(*arguments, case=case.folder)


def test_the_command_makes_lists_shows_and_translates(case: CaseFolder) -> None:
    made = run(case, "quote", "directive.txt", "--page", "1", WORDS, "--id", "doors", "--json")
    assert made.status == 0
    assert json.loads(made.out)["spans"][0]["start"] == 13
    listed = run(case, "quote", "--list", "--json")
    assert {"id", "path", "sha256", "page", "words", "state"} <= set(json.loads(listed.out))
    translation = (
        "--translation",
        "Türen",
        "--translation-language",
        "de",
        "--translated-by",
        "A. Wolf",
        "--how",
        "by hand",
    )
    assert run(case, "quote", "doors", *translation).status == 0
    shown = json.loads(run(case, "quote", "doors", "--json").out)
    assert shown["translations"] == [{"text": "Türen", "language": "de", "by": "A. Wolf", "how": "by hand"}]
    assert shown["spans"][0]["confidence"] is None
    assert "Türen" in run(case, "quote", "doors").out


def test_the_command_says_what_is_wrong(case: CaseFolder) -> None:
    for arguments, says in (
        (("directive.txt", "Doors"), "words-not-unique"),
        (("directive.txt", "nowhere to be found"), "words-not-found"),
        (("missing.txt", "Doors"), "not-found"),
        (("directive.txt",), "not-found"),
        ((), "usage"),
        (("directive.txt", "\u200b"), "usage"),
        (("--list", "x"), "usage"),
    ):
        outcome = run(case, "quote", *arguments)
        assert (outcome.status, says in outcome.err) == (2, True), arguments


def test_a_lost_quote_is_status_one(case: CaseFolder) -> None:
    make(case)
    sql(case, "UPDATE page SET text = 'nothing of the kind'")
    assert run(case, "quote", "--list").status == 1
    assert run(case, "verify").status == 1


def test_quotes_are_found_in_originals_that_are_read_anew(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "directive.txt").write_text(FIRST, "utf-8")
    case = taking.init(tmp_path / "case")
    taking.ingest(case, [tmp_path / "cache"], taking.IngestOptions(), lambda _: None)
    make(case)
    sql(case, "UPDATE page SET text = 'somebody put this in its place'")
    assert verify_case(case).as_json()["quotes"][0]["state"] == "lost"
    report = verify_case(case, reread=True)
    assert report.as_json()["quotes"][0]["state"] == "exact"
    assert kinds(report) == {"pages"}
    assert not list(case.derived.glob("reread-*"))
