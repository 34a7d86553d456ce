"""A finding on its way from draft to reviewed, in a real case with two people."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.person_keys import WrongPassphraseError
from muniment.app import people
from muniment.app.evidence.records import Recorder
from muniment.app.evidence.review import Reviewing
from muniment.app.opening import ledger_of
from muniment.app.people import Signer
from muniment.app.sealing import verify_case
from muniment.app.taking import init
from muniment.errors import UsageError
from muniment.evidence.faults import EvidenceError
from muniment.evidence.records import (
    Bearing,
    Claim,
    Derivation,
    Evidence,
    Finding,
    Kind,
    Quote,
    Source,
    SourceKind,
    Span,
    Step,
    Weight,
    derivation_id,
)
from muniment.evidence.review import is_signed
from muniment.people import NotAllowedError, Role

WORDS, OTHER_WORDS = "four words apart", "four other words"
ORIGINAL = "a" * 64
FINDING = Finding(
    "locks", "locks", "The doors are to be locked", "One region only", "a later order", nothing_against=True
)


@dataclass(frozen=True)
class Newsroom:
    """A case with an author and a reviewer."""

    case: CaseFolder
    recorder: Recorder
    reviewing: Reviewing
    anna: Signer
    ben: Signer


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    case = init(tmp_path / "case")
    anna = people.admit(case, "Anna", Role.EDITOR, WORDS, people.local_person())
    people.admit(case, "Ben", Role.REVIEWER, OTHER_WORDS, anna)
    with ledger_of(case) as database:
        recorder = Recorder(database)
        recorder.make(
            anna,
            Source("leak", SourceKind.CACHE, "The leak", documents=(ORIGINAL,)),
            Source("paper", SourceKind.OUTLET, "A paper"),
            Claim("locks", "Doors are locked"),
            Claim("night", "Doors are locked at night", parent="locks"),
            Quote("q", ORIGINAL, (Span(1, "lock the doors"),)),
            Evidence("e", "night", "q", Bearing.SUPPORTS, Weight.INSTRUCTION),
            FINDING,
        )
        yield Newsroom(
            case,
            recorder,
            Reviewing(database, recorder),
            people.show_who(case, "Anna", WORDS),
            people.show_who(case, "Ben", OTHER_WORDS),
        )


def reviewed(newsroom: Newsroom) -> None:
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    newsroom.reviewing.open_quote(newsroom.ben.person, "q")
    newsroom.reviewing.sign(newsroom.ben, "locks")


def step(newsroom: Newsroom) -> Step | None:
    return newsroom.reviewing.desk("locks", newsroom.ben.person).progress.step


def test_a_second_person_opens_every_quote_and_signs(newsroom: Newsroom) -> None:
    reviewed(newsroom)
    assert step(newsroom) is Step.REVIEWED
    [_, last] = newsroom.recorder.held().reviews.values()
    assert last.opened == ("q",)
    assert last.public_key == newsroom.ben.person.public_key
    assert is_signed(last)
    assert not is_signed(replace(last, reason="another"))


def test_nobody_reviews_what_they_wrote(newsroom: Newsroom) -> None:
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    newsroom.reviewing.open_quote(newsroom.anna.person, "q")
    with pytest.raises(NotAllowedError, match="Anna wrote or submitted"):
        newsroom.reviewing.sign(newsroom.anna, "locks")


def test_nobody_signs_with_a_quote_unopened(newsroom: Newsroom) -> None:
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    with pytest.raises(UsageError, match="1 of 1 quotes were not opened"):
        newsroom.reviewing.sign(newsroom.ben, "locks")


def test_a_quote_opened_before_it_was_submitted_does_not_count(newsroom: Newsroom) -> None:
    newsroom.reviewing.open_quote(newsroom.ben.person, "q")
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    with pytest.raises(UsageError, match="not opened"):
        newsroom.reviewing.sign(newsroom.ben, "locks")


def test_an_empty_against_must_be_said(newsroom: Newsroom) -> None:
    newsroom.recorder.alter(newsroom.anna.person, replace(FINDING, nothing_against=False), 1)
    with pytest.raises(UsageError, match="what speaks against it"):
        newsroom.reviewing.submit(newsroom.anna.person, "locks")


def test_nothing_against_is_not_believed_where_the_evidence_bears_both_ways(newsroom: Newsroom) -> None:
    newsroom.recorder.make(newsroom.anna.person, Evidence("no", "locks", "q", Bearing.DISPUTES, Weight.HEARSAY))
    with pytest.raises(UsageError, match="bears both ways"):
        newsroom.reviewing.submit(newsroom.anna.person, "locks")


@pytest.mark.parametrize(
    "record",
    [
        replace(FINDING, wording="All doors are to be locked"),
        Claim("night", "Doors are locked at night and by day", parent="locks"),
        Quote("q", ORIGINAL, (Span(1, "lock all the doors"),)),
        Source("leak", SourceKind.CACHE, "The leak", documents=(ORIGINAL,), withdrawn="2020"),
    ],
)
def test_a_change_to_what_a_reviewer_saw_reopens_it(
    newsroom: Newsroom, record: Finding | Claim | Quote | Source
) -> None:
    reviewed(newsroom)
    newsroom.recorder.alter(newsroom.anna.person, record, 1)
    assert step(newsroom) is None


@pytest.mark.parametrize(
    "record",
    [
        Evidence("against", "locks", "q", Bearing.DISPUTES, Weight.HEARSAY),
        Claim("always", "Doors are always locked", parent="night"),
        Derivation(derivation_id("leak", "paper"), "leak", "paper"),
    ],
)
def test_what_is_added_to_what_a_reviewer_saw_reopens_it(
    newsroom: Newsroom, record: Evidence | Claim | Derivation
) -> None:
    reviewed(newsroom)
    newsroom.recorder.make(newsroom.anna.person, record)
    assert step(newsroom) is None


def test_a_change_elsewhere_reopens_nothing(newsroom: Newsroom) -> None:
    reviewed(newsroom)
    newsroom.recorder.make(newsroom.anna.person, Claim("other", "Something else"))
    assert step(newsroom) is Step.REVIEWED


def test_undoing_the_change_brings_the_review_back(newsroom: Newsroom) -> None:
    reviewed(newsroom)
    changed = newsroom.recorder.alter(newsroom.anna.person, replace(FINDING, wording="Other words"), 1)
    newsroom.recorder.undo(newsroom.anna.person, changed.change.id)
    assert step(newsroom) is Step.REVIEWED


def test_it_goes_back_with_a_reason_only(newsroom: Newsroom) -> None:
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    with pytest.raises(UsageError, match="Say why"):
        newsroom.reviewing.give_back(newsroom.ben.person, "locks", "  ")
    newsroom.reviewing.give_back(newsroom.ben.person, "locks", "Which doors?")
    desk = newsroom.reviewing.desk("locks", newsroom.anna.person)
    assert desk.progress.says == "draft, returned"
    assert desk.progress.last is not None
    assert desk.progress.last.reason == "Which doors?"
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    assert step(newsroom) is Step.SUBMITTED


def test_a_step_is_never_changed_or_undone(newsroom: Newsroom) -> None:
    submitted = newsroom.reviewing.submit(newsroom.anna.person, "locks")
    [review] = newsroom.recorder.held().reviews.values()
    with pytest.raises(EvidenceError, match="never changed"):
        newsroom.recorder.alter(newsroom.anna.person, replace(review, person="Ben"), 1)
    with pytest.raises(EvidenceError, match="never changed"):
        newsroom.recorder.take_out(newsroom.anna.person, Kind.REVIEW, review.id, 1)
    with pytest.raises(UsageError, match="cannot be undone"):
        newsroom.recorder.undo(newsroom.anna.person, submitted.change.id)


def test_a_review_that_nobody_signed_cannot_be_slipped_in(newsroom: Newsroom) -> None:
    reviewed(newsroom)
    last = list(newsroom.recorder.held().reviews.values())[-1]
    with pytest.raises(EvidenceError, match="not signed"):
        newsroom.recorder.make(newsroom.anna.person, replace(last, id="locks.9", person="Anna"))


def test_verify_finds_a_review_that_was_changed_behind_our_back(newsroom: Newsroom) -> None:
    reviewed(newsroom)
    assert not [one for one in verify_case(newsroom.case).faults if one.kind == "review"]
    with closing(sqlite3.connect(newsroom.case.folder / "case.db")) as ledger, ledger:
        ledger.execute("update evidence_version set body = replace(body, 'Ben', 'Bob') where kind = 'review'")
    assert [one.what for one in verify_case(newsroom.case).faults if one.kind == "review"] == ["locks.2"]


def test_who_left_takes_no_more_steps(newsroom: Newsroom) -> None:
    newsroom.reviewing.submit(newsroom.anna.person, "locks")
    newsroom.reviewing.open_quote(newsroom.ben.person, "q")
    people.end(newsroom.case, "Ben", newsroom.anna.person)
    with pytest.raises(NotAllowedError, match="no longer takes part"):
        newsroom.reviewing.sign(newsroom.ben, "locks")


def test_nobody_is_believed_without_the_passphrase(newsroom: Newsroom) -> None:
    with pytest.raises(WrongPassphraseError):
        people.show_who(newsroom.case, "Ben", WORDS)


def test_the_first_person_is_an_editor_and_the_last_editor_stays(tmp_path: Path) -> None:
    case = init(tmp_path / "case")
    with pytest.raises(UsageError, match="first person"):
        people.admit(case, "Ben", Role.REVIEWER, WORDS, people.local_person())
    anna = people.admit(case, "Anna", Role.EDITOR, WORDS, people.local_person())
    with pytest.raises(UsageError, match="last editor"):
        people.end(case, "Anna", anna)
    with pytest.raises(UsageError, match="last editor"):
        people.change_role(case, "Anna", Role.READER, anna)


def test_a_name_is_never_given_twice(newsroom: Newsroom) -> None:
    people.end(newsroom.case, "Ben", newsroom.anna.person)
    with pytest.raises(UsageError, match="There is or was"):
        people.admit(newsroom.case, "BEN", Role.READER, WORDS, newsroom.anna.person)


@pytest.mark.parametrize("name", ["", " ", "\x00\x07", "x" * 81, "a\u202eb"])
def test_a_name_that_cannot_be_seen_is_refused(newsroom: Newsroom, name: str) -> None:
    with pytest.raises(UsageError, match="visible characters"):
        people.admit(newsroom.case, name, Role.READER, WORDS, newsroom.anna.person)


def test_only_editors_admit_others(newsroom: Newsroom) -> None:
    with pytest.raises(NotAllowedError):
        people.admit(newsroom.case, "Cleo", Role.EDITOR, WORDS, newsroom.ben.person)
