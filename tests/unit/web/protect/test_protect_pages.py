"""The register, its sightings and the marks through the pages: hostile words stay harmless, readers are kept out."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.patience import comes_true

from muniment.adapters.case_folder import CaseFolder
from muniment.app import people, taking
from muniment.app.evidence.records import recorder_of
from muniment.people import Role
from muniment.web.access import Access
from muniment.web.server import create_app

PORT = 47121
HOSTILE = "Mirel <script>alert(1)</script> Tavash"
WORDS = "four words apart"


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("protect")
    (folder / "leak").mkdir()
    (folder / "leak" / "list.txt").write_text(f"Hall four\nRoom 12: {HOSTILE}, a guest\nnobody else\n", "utf-8")
    case = taking.init(folder / "case")
    taking.ingest(case, [folder / "leak"], taking.IngestOptions(), lambda _: None)
    return case


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

    def looked(self) -> str:
        """The page of sightings when everything was looked through."""
        self.post("/protect/look")
        assert comes_true(lambda: "Looking through the case" not in self.get("/protect/sightings").text)
        return str(self.get("/protect/sightings").text)


@pytest.fixture(scope="module")
def browser(taken: CaseFolder) -> Iterator[Browser]:
    access = Access()
    with TestClient(create_app(taken, access, PORT), base_url=f"http://127.0.0.1:{PORT}") as client:
        client.get(f"/login?token={access.new_link_token()}")
        yield Browser(client)


def seen_by_all(page: str) -> str:
    """The part of the preview that the public will see."""
    return page.split('class="public"')[1].split("Withheld on this page", maxsplit=1)[0]


def test_from_the_register_to_what_the_public_will_see(browser: Browser, taken: CaseFolder) -> None:
    assert "Nobody is protected yet" in browser.get("/protect").text
    refused = browser.post("/protect/add", names="Mirel Tavash", why="")
    assert refused.status_code == 422
    assert "Mirel Tavash" in refused.text, "what was typed is lost"
    added = browser.post("/protect/add", names=f"Mirel Tavash\n{HOSTILE}", numbers="", why="a witness")
    assert added.status_code == 200
    assert "1 document was not looked through yet" in added.text
    assert "<script>alert" not in added.text

    found = browser.looked()
    assert "<script>alert" not in found
    words = {unescape(one) for one in re.findall(r'name="words" value="([^"]*)"', found)}
    assert HOSTILE in words
    (sha,) = set(re.findall(r'name="original" value="([0-9a-f]{64})"', found))

    public = browser.get(f"/redact/document/{sha}").text
    assert "for a decision" in public
    shown = seen_by_all(public)
    assert "Hall four" in shown
    assert "Tavash" not in shown
    assert "withheld" in shown

    for one in words:
        reply = browser.post("/protect/decide", protected="protected-1", words=one, original=sha, decision="protect")
        assert reply.status_code == 200
    assert "Nothing waits for a decision" in browser.get("/protect/sightings").text
    assert "for a decision" not in browser.get(f"/redact/document/{sha}").text

    grid = browser.get(f"/redact/document/{sha}?mode=grid&number=1").text
    assert "can tell which of them fit" in grid
    assert "can tell which of them fit" not in public
    assert "████" in seen_by_all(grid)
    assert "Tavash" not in seen_by_all(grid)
    assert f'action="/redact/document/{sha}/mark?mode=grid&amp;number=1"' in grid
    assert "Nobody cleared what mode grid shows" in grid
    assert browser.get(f"/redact/document/{sha}?mode=letters").status_code == 400
    refused = browser.post(f"/redact/document/{sha}/mark?mode=grid&number=1", reason="why")
    assert refused.status_code == 400
    assert "can tell which of them fit" in refused.text

    marked = browser.post("/redact/add", term="hall", document="list.txt", reason="a place")
    shown = seen_by_all(marked.text)
    assert "Hall four" not in shown
    assert "nobody else" in shown
    browser.post("/redact/remove", mark="mark-1")
    assert "Nothing is marked yet" in browser.get("/redact").text
    with recorder_of(taken, read_only=True) as recorder:
        assert {one.decision.value for one in recorder.held().sightings.values()} == {"protect"}


def test_words_regions_and_columns_are_marked_on_a_page(browser: Browser, taken: CaseFolder) -> None:
    with recorder_of(taken, read_only=True) as recorder:
        sha = next(one.original for one in recorder.held().sightings.values())
    path = f"/redact/document/{sha}/mark"
    assert "“nobody”, page 1" in browser.post(path, words="nobody", reason="why").text
    assert "a region, page 1" in browser.post(path, left="10", top="20", right="30", bottom="40", reason="face").text
    assert "column 2, page 1" in browser.post(path, column="2", reason="numbers").text
    for wrong in ({}, {"words": "not there"}, {"left": "x"}, {"left": "50", "top": "1", "right": "40", "bottom": "9"}):
        assert browser.post(path, reason="why", **wrong).status_code in {400, 404, 422}, wrong
    with recorder_of(taken, read_only=True) as recorder:
        marks = list(recorder.held().marks.values())
    assert [(one.shape.value, one.exact, one.boxes, one.at) for one in marks] == [
        ("words", "nobody", (), ()),
        ("region", "", ((0.1, 0.2, 0.3, 0.4),), ()),
        ("column", "", (), (1,)),
    ]


def test_words_by_their_place_and_in_all_of_the_document(browser: Browser, taken: CaseFolder) -> None:
    with recorder_of(taken, read_only=True) as recorder:
        sha = next(one.original for one in recorder.held().sightings.values())
    path, back = f"/redact/document/{sha}/mark", f"/document/{sha}?page=1"
    here = browser.post(path, start="0", end="9", kind="text", extent="page", reason="why", back=back)
    assert "Withheld:" in here.text, "one goes back to the reader"
    assert "nobody else" not in seen_by_all(browser.get(f"/redact/document/{sha}").text)
    everywhere = browser.post(path, start="0", end="4", kind="text", where="document", reason="why", back="//evil/")
    assert str(everywhere.url).startswith(f"http://127.0.0.1:{PORT}/redact/document/{sha}"), "nobody is led elsewhere"
    row = browser.post(path, row="2 3", where="alike", reason="why")
    assert "row 2, 3, page 1" in row.text
    with recorder_of(taken, read_only=True) as recorder:
        made = list(recorder.held().marks.values())[-3:]
    assert [(one.exact, one.scope.value, one.page, one.extent, one.at) for one in made] == [
        ("Hall four", "here", 1, "page", ()),
        ("Hall", "document", 0, "line", ()),
        ("", "alike", 1, "line", (1, 2)),
    ]
    for one in made:
        browser.post("/redact/remove", mark=one.id)


def test_somebody_in_the_register_is_changed(browser: Browser) -> None:
    browser.post("/protect/add", names="Orvin Before", why="a witness")
    protected = re.findall(r"protected-\d+", browser.get("/protect").text)[-1]
    shown = browser.get(f"/protect/{protected}/edit").text
    assert "Orvin Before" in shown
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version is not None
    told = {"names": "Orvin After\nОрвин", "numbers": "12-5", "why": "a guard", "version": version[1]}
    assert browser.post(f"/protect/{protected}/edit", **{**told, "why": ""}).status_code == 422
    saved = browser.post(f"/protect/{protected}/edit", **told).text
    assert "Orvin After" in saved
    assert "Orvin Before" not in saved
    late = browser.post(f"/protect/{protected}/edit", **{**told, "names": "Somebody"})
    assert late.status_code == 409, "it was changed meanwhile"
    browser.post("/protect/remove", protected=protected)


def test_the_csv_of_a_search_holds_nothing_of_them(browser: Browser) -> None:
    browser.post("/protect/add", names="Mirel Tavash", why="a witness")
    text = browser.get("/search/export.csv?q=guest").text
    assert "[withheld]" in text
    assert "Tavash" not in text


def test_other_pages_and_the_api_do_not_give_the_register_away(browser: Browser) -> None:
    browser.post("/protect/add", names="Orvin Unseen", numbers="993-118", why="why-secret", note="note-secret")
    ids = re.findall(r"protected-\d+", browser.get("/protect").text)
    paths = ["/evidence", "/evidence/history", "/api/history", "/api/find/protected", "/evidence/history/1"]
    paths += [f"/evidence/history/of/protected/{one}" for one in ids] + ["/api/history/1"]
    for path in paths:
        text = browser.get(path).text
        assert not any(secret in text for secret in ("Unseen", "993-118", "why-secret", "note-secret")), path


def test_a_decision_that_is_none_and_a_page_that_is_none_are_told(browser: Browser) -> None:
    wrong = browser.post("/protect/decide", protected="protected-1", words="x", decision="burn", original="")
    assert wrong.status_code == 404
    assert browser.get(f"/redact/document/{'0' * 64}").status_code == 404
    assert browser.post("/redact/add", reason="why").status_code == 400


def test_a_reader_is_kept_out(taken: CaseFolder) -> None:
    editor = people.admit(taken, "Ed", Role.EDITOR, WORDS, people.local_person())
    people.admit(taken, "Rosa", Role.READER, WORDS, editor)
    access = Access()
    with TestClient(create_app(taken, access, PORT), base_url=f"http://127.0.0.1:{PORT}") as client:
        client.get(f"/login?token={access.new_link_token()}")
        reader = Browser(client)
        token = re.search(r'name="form_token" value="([^"]+)"', client.get("/who").text)
        assert token is not None
        said = client.post("/who", data={"form_token": token[1], "name": "Rosa", "passphrase": WORDS})
        assert said.status_code == 200
        with recorder_of(taken, read_only=True) as recorder:
            sha = next(one.original for one in recorder.held().sightings.values())
        assert reader.get(f"/document/{sha}").status_code == 200
        assert "withheld" not in reader.get(f"/document/{sha}").text
        preview = f"/redact/document/{sha}"
        for path in (
            "/protect",
            "/protect/sightings",
            "/redact",
            "/protect/protected-1/edit",
            preview,
            f"{preview}/picture/1",
        ):
            reply = reader.get(path)
            assert reply.status_code == 403, path
            assert "Tavash" not in reply.text
