"""The page Publish: what it says stands in the way, what it keeps, and whom and what it refuses."""

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog
from muniment.app import people
from muniment.app.evidence.records import recorder_of
from muniment.app.evidence.review import reviewing_of
from muniment.app.opening import ledger_of
from muniment.app.people import show_who
from muniment.app.publish.draft import FILE_NAME, Draft, keep_draft, read_draft
from muniment.app.publish.published import FOLDER, name_for, place_for, shelf_of
from muniment.app.taking import init
from muniment.errors import UsageError
from muniment.evidence.records import Bearing, Claim, Evidence, Finding, Quote, Source, SourceKind, Span, Weight
from muniment.people import Person, Role
from muniment.preserve.custody import Act
from muniment.redact.marks import Mode
from muniment.web.access import Access
from muniment.web.server import create_app

PORT = 47123
ANNA, BEN = ("Anna", "four words apart"), ("Ben", "four other words")
MISSING = "a" * 64
HOSTILE = '<script>alert(1)</script>\u202e"'


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    """A case of two people, with a finding that rests on a document which is not there."""
    made = init(tmp_path / "case")
    finding = Finding("f", "locks", "The doors were locked.", "One camp.", "A key.", nothing_against=True)
    with recorder_of(made) as recorder:
        recorder.make(
            Person("setup", Role.EDITOR),
            Source("leak", SourceKind.CACHE, "The leak", documents=(MISSING,)),
            Claim("locks", "Doors are locked"),
            Quote("q", MISSING, (Span(1, "lock the doors", "You must ", " at night"),)),
            Evidence("e", "locks", "q", Bearing.SUPPORTS, Weight.INSTRUCTION),
            finding,
        )
    anna = people.admit(made, *_as_editor(ANNA))
    people.admit(made, BEN[0], Role.REVIEWER, BEN[1], anna)
    return made


def _as_editor(person: tuple[str, str]) -> tuple[str, Role, str, Person]:
    return person[0], Role.EDITOR, person[1], people.local_person()


def review(case: CaseFolder) -> None:
    """Have the finding reviewed."""
    anna, ben = show_who(case, *ANNA), show_who(case, *BEN)
    with reviewing_of(case) as reviewing:
        reviewing.submit(anna.person, "f")
        reviewing.open_quote(ben.person, "q")
        reviewing.sign(ben, "f")


class Browser:
    """A client at which somebody has said who they are; it fills in forms as a browser would."""

    def __init__(self, client: TestClient, link: str, person: tuple[str, str]) -> None:
        self._client = client
        client.get(link)
        self.post("/who", name=person[0], passphrase=person[1], next="/")

    def get(self, path: str) -> Any:
        return self._client.get(path)

    def post(self, path: str, **values: Any) -> Any:
        token = re.search(r'name="form_token" value="([^"]+)"', self._client.get("/who").text)
        assert token is not None
        return self._client.post(path, data={"form_token": token[1], **values})

    def post_from_elsewhere(self, path: str) -> Any:
        return self._client.post(path, data={"title": "T"})


def _browsers(case: CaseFolder, person: tuple[str, str]) -> Iterator[Browser]:
    access = Access()
    with TestClient(create_app(case, access, PORT), base_url=f"http://127.0.0.1:{PORT}") as client:
        yield Browser(client, f"/login?token={access.new_link_token()}", person)


@pytest.fixture
def anna(case: CaseFolder) -> Iterator[Browser]:
    yield from _browsers(case, ANNA)


@pytest.fixture
def ben(case: CaseFolder) -> Iterator[Browser]:
    yield from _browsers(case, BEN)


def test_a_finding_that_nobody_reviewed_stays_and_the_page_says_where_it_waits(anna: Browser) -> None:
    shown = anna.get("/publish").text
    assert "No finding was reviewed by a second person yet." in shown
    assert '<a href="/evidence/review">' in shown
    assert '<button class="main" disabled>Publish</button>' in shown


def test_a_document_that_is_not_there_hinders_and_is_not_a_broken_page(case: CaseFolder, anna: Browser) -> None:
    review(case)
    shown = anna.get("/publish")
    assert shown.status_code == 200
    assert "It is not in this case" in shown.text
    assert '<button class="main" disabled>Publish</button>' in shown.text


def test_what_is_left_out_takes_its_documents_with_it(case: CaseFolder, anna: Browser) -> None:
    review(case)
    anna.post("/publish/keep", shown=["f"], title="T")
    shown = anna.get("/publish").text
    assert "No finding is chosen." in shown
    assert "It is not in this case" not in shown
    anna.post("/publish/keep", shown=["f"], findings=["f"], title="T")
    assert "It is not in this case" in anna.get("/publish").text


def test_what_is_typed_is_kept_and_does_no_harm(case: CaseFolder, anna: Browser) -> None:
    typed = {"title": HOSTILE, "lead": HOSTILE, "method": f"One.\r\n\r\n{HOSTILE}", f"title-{MISSING}": HOSTILE}
    anna.post("/publish/keep", **typed)
    review(case)
    shown = anna.get("/publish").text
    assert "<script>alert" not in shown
    assert unescape(shown).count(HOSTILE) == len(typed)
    assert (case.folder / FILE_NAME).stat().st_mode & 0o077 == 0


def test_only_an_editor_may_keep_or_make(ben: Browser, case: CaseFolder) -> None:
    assert "An editor publishes." in ben.get("/publish").text
    for path in ("/publish/keep", "/publish/make", "/publish/made/x/correct"):
        assert ben.post(path, title="T", passphrase=BEN[1], findings="f").status_code == 403
    assert not (case.folder / FOLDER).exists()


@pytest.mark.parametrize("path", ["/publish/keep", "/publish/make", "/publish/made/x/check"])
def test_forms_from_elsewhere_are_not_believed(anna: Browser, path: str) -> None:
    assert anna.post_from_elsewhere(path).status_code == 403


def test_a_wrong_passphrase_makes_nothing_and_loses_nothing(anna: Browser, case: CaseFolder) -> None:
    refused = anna.post("/publish/make", title="Typed with care", findings="f", shown="f", passphrase="a guess or two")
    assert refused.status_code == 403
    assert "Typed with care" in refused.text
    assert not (case.folder / FOLDER).exists()


@pytest.mark.parametrize("name", ["../out", "/tmp/out", ".hidden", "a/b", "a\\b", "a\0b", "..", "x" * 81, "-x", "x."])
def test_a_name_that_could_be_a_path_is_refused(anna: Browser, case: CaseFolder, name: str) -> None:
    refused = anna.post("/publish/make", title="T", findings="f", shown="f", name=name, passphrase=ANNA[1])
    assert refused.status_code == 400
    assert "cannot be called" in refused.text
    assert not (case.folder / FOLDER).exists()


@given(st.text())
def test_whatever_is_typed_a_publication_lies_in_its_folder_or_nowhere(name: str) -> None:
    case = CaseFolder(Path("/nowhere/case"))
    try:
        place = place_for(case, name)
    except UsageError:
        return
    except OSError:  # it would have been made, were there a case
        return
    assert place.parent == case.folder / FOLDER


@given(st.text(), st.integers(1, 999))
def test_every_title_makes_a_name_that_may_be_used(title: str, edition: int) -> None:
    name = name_for(title, edition)
    assert re.fullmatch(r"\w(?:[\w.-]*\w)?", name), name
    assert len(name) <= 80


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.builds(
        Draft,
        title=_TEXTS,
        method=_TEXTS,
        left_out=st.lists(_TEXTS).map(tuple),
        titles=st.dictionaries(_TEXTS, _TEXTS),
        mode=st.sampled_from(Mode),
        corrections=st.lists(st.tuples(_TEXTS, _TEXTS)).map(tuple),
    )
)
def test_a_draft_is_read_as_it_was_kept(tmp_path_factory: pytest.TempPathFactory, draft: Draft) -> None:
    case = CaseFolder(tmp_path_factory.mktemp("draft"))
    assert read_draft(case) == Draft()
    keep_draft(case, draft)
    assert read_draft(case) == draft


def test_a_damaged_draft_is_told_and_not_taken_for_an_empty_one(anna: Browser, case: CaseFolder) -> None:
    (case.folder / FILE_NAME).write_text('{"title": 7}', "utf-8")
    shown = anna.get("/publish")
    assert shown.status_code == 409
    assert FILE_NAME in shown.text


def published(case: CaseFolder, name: str, edition: int, manifest: bytes) -> None:
    """A publication as custody notes it, with nothing in it but a manifest."""
    (case.folder / FOLDER / name).mkdir(parents=True)
    (case.folder / FOLDER / name / "manifest.json").write_bytes(manifest)
    with ledger_of(case) as database:
        details = {"publication": "p", "edition": edition, "manifest": hashlib.sha256(manifest).hexdigest()}
        CustodyLog(database).append(Act.PUBLISHED, details, "Anna")


def test_a_publication_is_told_from_one_that_was_altered_or_put_there(case: CaseFolder, anna: Browser) -> None:
    published(case, "first", 1, b"{}")
    published(case, "second", 2, b"{} ")
    with ledger_of(case, read_only=True) as database:
        shelf = shelf_of(case, database)
    assert [(one.name, one.edition, shelf.is_last(one)) for one in shelf.earlier] == [
        ("second", 2, True),
        ("first", 1, False),
    ]
    (case.folder / FOLDER / "first" / "manifest.json").write_bytes(b"{ }")
    shown = anna.get("/publish").text
    assert "it lies elsewhere, or was altered" in shown
    assert re.search(r"The manifest in\s+<bdi>first</bdi> is none that this case published", shown)
    assert anna.get("/publish/made/second").status_code == 200
    assert anna.get("/publish/made/first").status_code == 404


def test_a_new_edition_begins_with_the_last_one(case: CaseFolder, anna: Browser) -> None:
    published(case, "first", 1, b"{}")
    began = anna.post("/publish/made/first/correct")
    assert "What was changed since, and why" in began.text
    typed = {"title": "T", "findings": "f", "shown": "f", "former": "first", "what": "A date", "why": ""}
    refused = anna.post("/publish/make", passphrase=ANNA[1], **typed)
    assert refused.status_code == 400
    assert "A new edition says what was changed, and why." in refused.text
    assert 'value="A date"' in refused.text
