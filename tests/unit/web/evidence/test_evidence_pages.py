"""The pages of claims, actors, statements, sources, evidence and events, and what each count leads to."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from tests.unit.web.evidence.conftest import ANNA, Desk

from muniment.app.evidence.records import Recorder
from muniment.evidence.records import Claim
from muniment.people import Person, Role
from muniment.web.evidence import keeper

PAGES = [
    "/evidence",
    "/evidence/claims",
    "/evidence/claims/locked",
    "/evidence/claims/locked/sources",
    "/evidence/claims/locked/edit",
    "/evidence/claims/locked/remove",
    "/evidence/claims/new",
    "/evidence/actors",
    "/evidence/actors/bureau",
    "/evidence/actors/new",
    "/evidence/statements",
    "/evidence/statements/denial",
    "/evidence/statements/denial/edit",
    "/evidence/statements/new?claim=locked",
    "/evidence/sources",
    "/evidence/sources/herald",
    "/evidence/sources/herald/edit",
    "/evidence/sources/herald/link",
    "/evidence/sources/herald/quotes",
    "/evidence/evidence",
    "/evidence/evidence/e-order",
    "/evidence/evidence/new?claim=locked&quote=q-order",
    "/evidence/events",
    "/evidence/events/order-signed",
    "/evidence/history",
    "/evidence/history/1",
    "/evidence/history/of/claim/locked",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers(read_desk: Desk, path: str) -> None:
    answer = read_desk.get(path)
    assert answer.status_code == 200, answer.text
    assert "<h1>" in answer.text


def test_fourteen_reports_may_be_one_source_and_the_count_leads_to_them(read_desk: Desk) -> None:
    page = read_desk.get("/evidence/claims/locked").text
    assert 'href="/evidence/claims/locked/sources?bearing=supports">3 reports, 1 independent source</a>' in page
    behind = read_desk.get("/evidence/claims/locked/sources?bearing=supports").text
    assert behind.count("its evidence") == 3
    assert "The leaked orders" in behind


def test_a_source_that_is_withdrawn_takes_with_it_what_rests_on_it(told_desk: Desk, recorder: Recorder) -> None:
    page = told_desk.get("/evidence/sources/cache").text
    assert "2 other sources would fall with it, 3 pieces of evidence" in page
    assert "1 claim would have no support left" in page
    recorder.alter(ANNA, replace(recorder.held().sources["cache"], withdrawn="2018", withdrawn_why="forged"), 1)
    assert "Fallen." in told_desk.get("/evidence/sources/tribune").text
    assert "3 fallen" in told_desk.get("/evidence/claims/locked").text
    assert "of 3" in told_desk.get("/evidence/sources?fallen=yes").text


def test_all_names_of_an_actor_are_searched_for_at_once(read_desk: Desk) -> None:
    found = re.search(r'href="(/search\?q=[^"]+)"', read_desk.get("/evidence/actors/bureau").text)
    assert found is not None
    asked = unescape(found[1])
    assert parse_qs(urlsplit(asked).query)["q"] == ['name~:"Bureau of Learning" OR name~:"学习局"']
    assert read_desk.get(asked).status_code == 200


COUNTS = [
    ("/evidence/claims?gap=yes", "twice"),
    ("/evidence/evidence?claim=locked&bearing=supports&source=tribune", "e-tribune"),
    ("/evidence/evidence?source=cache", "e-order"),
    ("/evidence/evidence?quote=q-herald", "e-herald"),
    ("/evidence/statements?actor=bureau&act=denies", "denial"),
    ("/evidence/statements?claim=locked", "denial"),
    ("/evidence/events?actor=bureau", "order-signed"),
    ("/evidence/claims?q=TWO+locks", "twice"),
    ("/evidence/actors?q=学习", "bureau"),
    ("/evidence/sources?q=leaked", "cache"),
]


@pytest.mark.parametrize(("path", "only"), COUNTS)
def test_a_list_narrowed_down_shows_what_was_counted(read_desk: Desk, path: str, only: str) -> None:
    page = read_desk.get(path).text
    assert re.findall(r'href="/evidence/\w+/([\w-]+)" data-item', page) == [only]


def test_long_lists_are_turned_and_sub_claims_stand_below_theirs(desk: Desk, recorder: Recorder) -> None:
    recorder.make(ANNA, *(Claim(f"c-{number}", f"Claim {number}") for number in range(60)))
    recorder.make(ANNA, Claim("part", "A part of the first", parent="c-0"))
    first = re.findall(r'href="/evidence/claims/([\w-]+)" data-item', desk.get("/evidence/claims").text)
    assert first[:3] == ["c-0", "part", "c-1"]
    second = re.findall(r'href="/evidence/claims/([\w-]+)" data-item', desk.get("/evidence/claims?page=2").text)
    assert len(first) == 50
    assert [*first, *second][-1] == "c-59"
    assert len(second) == 11


@pytest.mark.parametrize("place", ["claims", "actors", "statements", "sources", "evidence", "events"])
def test_an_empty_list_says_what_belongs_there(desk: Desk, place: str) -> None:
    assert "Write down the first one" in desk.get(f"/evidence/{place}").text


@pytest.mark.parametrize(
    "path",
    ["/evidence/claims/none", "/evidence/claims/none/edit", "/evidence/history/99", "/evidence/history/of/claim/none"],
)
def test_what_never_was_is_not_found(desk: Desk, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_who_may_only_read_is_offered_nothing_to_change(told_desk: Desk) -> None:
    reader = Person("Cleo", Role.READER)
    app = told_desk.client.app
    assert isinstance(app, FastAPI)
    app.dependency_overrides[keeper._person] = lambda: reader
    page = told_desk.get("/evidence/claims/locked").text
    assert "Add evidence" not in page
    assert "Undo" not in page
    assert told_desk.get("/evidence/claims/new").status_code == 403
    assert told_desk.post("/evidence/claims/new", {"text": "I try"}).status_code == 403


def test_the_api_tells_the_same(read_desk: Desk) -> None:
    claim = read_desk.get("/api/claims/locked").json()
    assert claim["supports"]["said"] == "3 reports, 1 independent source"
    assert claim["supports"]["roots"] == ["cache"]
    assert claim["denied_by"] == ["bureau"]
    assert [one["id"] for one in read_desk.get("/api/claims").json()["claims"]] == ["locked", "twice"]
    assert read_desk.get("/api/sources/tribune").json()["derives_from"] == ["herald"]
    assert read_desk.get("/api/find/actor?q=learning").json()["records"][0]["id"] == "bureau"
    assert read_desk.get("/api/find/quote?q=zzz").json() == {"total": 0, "records": []}
    history = read_desk.get("/api/history").json()
    assert history["next"] is None
    change = read_desk.get(f"/api/history/{history['changes'][0]['change']}").json()
    assert {"kind": "claim", "id": "locked"}.items() <= change["records"][10].items()
    assert read_desk.get("/api/claims/none").status_code == 404
