"""Saying who sits at the workbench, and a finding's way through the pages, with two people at two browsers."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from muniment.adapters.case_folder import CaseFolder
from muniment.app import people
from muniment.app.evidence.records import recorder_of
from muniment.app.taking import init
from muniment.evidence.records import Bearing, Claim, Evidence, Quote, Source, SourceKind, Span, Weight
from muniment.people import Person, Role
from muniment.web.access import Access
from muniment.web.server import create_app

PORT = 47119
WORDS, OTHER_WORDS = "four words apart", "four other words"
HOSTILE = '<script>alert(1)</script>\u202e"'


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    made = init(tmp_path / "case")
    with recorder_of(made) as recorder:
        recorder.make(
            Person("setup", Role.EDITOR),
            Source("leak", SourceKind.CACHE, "The leak", documents=("a" * 64,)),
            Claim("locks", "Doors are locked"),
            Quote("q", "a" * 64, (Span(1, "lock the doors", "You must ", " at night"),)),
            Evidence("e", "locks", "q", Bearing.SUPPORTS, Weight.INSTRUCTION),
        )
    return made


class Browser:
    """A client that fills in forms as a browser would."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **values: str) -> Any:
        token = re.search(r'name="form_token" value="([^"]+)"', self.client.get("/who").text)
        assert token is not None
        return self.client.post(path, data={"form_token": token[1], **values})


@pytest.fixture
def newcomer(case: CaseFolder) -> Iterator[Browser]:
    access = Access()
    with TestClient(create_app(case, access, PORT), base_url=f"http://127.0.0.1:{PORT}") as client:
        client.get(f"/login?token={access.new_link_token()}")
        yield Browser(client)


@pytest.fixture
def two(case: CaseFolder) -> Iterator[tuple[Browser, Browser]]:
    anna = people.admit(case, "Anna", Role.EDITOR, WORDS, people.local_person())
    people.admit(case, "Ben", Role.REVIEWER, OTHER_WORDS, anna)
    access = Access()
    app = create_app(case, access, PORT)
    with TestClient(app, base_url=f"http://127.0.0.1:{PORT}") as first:
        second = TestClient(app, base_url=f"http://127.0.0.1:{PORT}")
        browsers = Browser(first), Browser(second)
        for browser, name, words in zip(browsers, ("Anna", "Ben"), (WORDS, OTHER_WORDS), strict=True):
            browser.get(f"/login?token={access.new_link_token()}")
            assert browser.post("/who", name=name, passphrase=words, next="/evidence/review").status_code == 200
        yield browsers


def test_one_who_works_alone_is_asked_nothing(newcomer: Browser) -> None:
    assert newcomer.get("/evidence/review").status_code == 200


def test_where_people_take_part_nobody_sees_anything_before_saying_who_they_are(
    case: CaseFolder, newcomer: Browser
) -> None:
    people.admit(case, "Anna", Role.EDITOR, WORDS, people.local_person())
    asked = newcomer.client.get("/evidence/claims?q=locks", follow_redirects=False)
    assert asked.status_code == 303
    assert asked.headers["location"] == "/who?next=%2Fevidence%2Fclaims%3Fq%3Dlocks"
    assert newcomer.get("/api/books").status_code == 401
    assert "Doors are locked" not in newcomer.get("/").text


def test_a_wrong_passphrase_lets_nobody_in(case: CaseFolder, newcomer: Browser) -> None:
    people.admit(case, "Anna", Role.EDITOR, WORDS, people.local_person())
    refused = newcomer.post("/who", name="Anna", passphrase="a guess or two")
    assert refused.status_code == 403
    assert "not the passphrase" in refused.text
    assert newcomer.client.get("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("address", ["//evil.example/", "http://evil.example/", "/\\evil.example", "evil"])
def test_nobody_is_led_elsewhere_afterwards(case: CaseFolder, newcomer: Browser, address: str) -> None:
    people.admit(case, "Anna", Role.EDITOR, WORDS, people.local_person())
    token = re.search(r'name="form_token" value="([^"]+)"', newcomer.get("/who").text)
    assert token is not None
    form = {"form_token": token[1], "name": "Anna", "passphrase": WORDS, "next": address}
    answer = newcomer.client.post("/who", data=form, follow_redirects=False)
    assert re.fullmatch(r"/[a-z]*", answer.headers["location"]), answer.headers["location"]


def test_the_first_admits_themselves_and_goes_on_working(newcomer: Browser) -> None:
    newcomer.post("/who/admit", new_name="Anna", role="editor", new_passphrase=WORDS)
    assert newcomer.get("/evidence/review").status_code == 200
    assert "Anna" in newcomer.get("/").text


def test_who_is_sent_away_is_out_at_once(case: CaseFolder, two: tuple[Browser, Browser]) -> None:
    anna, ben = two
    assert ben.get("/evidence/review").status_code == 200
    anna.post("/who/change", name="Ben", role="end")
    assert ben.client.get("/evidence/review", follow_redirects=False).status_code == 303
    assert [one.name for one in people.people_of(case)] == ["Anna"]


def test_a_finding_goes_its_way_between_two_people(two: tuple[Browser, Browser]) -> None:
    anna, ben = two
    made = anna.post("/evidence/findings/new", claim="locks", wording="The doors were locked.", limits="One camp.")
    path = made.url.path
    assert "what was looked for" in anna.post(f"{path}/submit").text
    anna.post(
        f"{path}/edit",
        version="1",
        claim="locks",
        wording="The doors were locked.",
        limits="One camp.",
        looked_for="A later order.",
        nothing_against="yes",
    )
    assert "supports it: 1 report, 1 independent source" in anna.get(path).text
    anna.post(f"{path}/submit")
    assert "Somebody who did not write it must read it" in anna.get(path).text
    assert "1</strong> of 1 quotes wait" in ben.get(path).text
    assert "not opened" in ben.post(f"{path}/sign", passphrase=OTHER_WORDS).text
    opened = ben.post(f"{path}/open", quote="q")
    assert "You must " in opened.text
    assert "not the passphrase" in ben.post(f"{path}/sign", passphrase=WORDS).text
    signed = ben.post(f"{path}/sign", passphrase=OTHER_WORDS)
    assert "reviewed by <bdi>Ben</bdi>" in signed.text
    anna.post(f"{path}/edit", version="2", claim="locks", wording="All doors were locked.", limits="None.")
    assert "draft, changed since it was reviewed" in ben.get(path).text


def test_it_is_given_back_with_a_reason(two: tuple[Browser, Browser]) -> None:
    anna, ben = two
    form = {"wording": "W", "limits": "L", "looked_for": "F", "nothing_against": "yes"}
    path = anna.post("/evidence/findings/new", claim="locks", **form).url.path
    anna.post(f"{path}/submit")
    assert "draft, returned" in ben.post(f"{path}/return", reason=HOSTILE).text
    shown = anna.get("/evidence/review").text
    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert "<script>alert(1)" in unescape(shown)


def test_two_who_change_one_finding_lose_nothing(two: tuple[Browser, Browser]) -> None:
    anna, ben = two
    path = anna.post("/evidence/findings/new", claim="locks", wording="First words").url.path
    ben.post(f"{path}/edit", version="1", claim="locks", wording="Ben's words")
    late = anna.post(f"{path}/edit", version="1", claim="locks", wording="Anna's words")
    assert late.status_code == 409
    assert "Ben changed the finding" in unescape(late.text)
    assert "Anna&#39;s words" in late.text
    assert "Ben&#39;s words" in anna.get(path).text


@pytest.mark.parametrize("path", ["/evidence/findings/none", "/evidence/findings/none/edit"])
def test_a_finding_that_is_not_there_is_said_to_be_so(newcomer: Browser, path: str) -> None:
    assert newcomer.get(path).status_code == 404
