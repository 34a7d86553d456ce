"""Saved searches and lists in the workbench: what is new, what is shown, and what an uploaded list gives."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # the library has no types
import pytest
from fastapi.testclient import TestClient
from tests.patience import comes_true
from tests.unit.web.conftest import PORT, Site
from tests.unit.web.test_pages import Strict

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.search import saved as app
from muniment.app.search.finding import Finder
from muniment.errors import UsageError
from muniment.web.access import Access
from muniment.web.saved.shown import text_to_save
from muniment.web.search.asked import Asked
from muniment.web.server import create_app

FORM = "/search?q=locks"


@pytest.fixture
def own_case(case: CaseFolder, tmp_path: Path) -> CaseFolder:
    """A copy, whose memory of what was shown is its own."""
    shutil.copytree(case.folder, tmp_path / "case")
    return CaseFolder(tmp_path / "case")


@pytest.fixture
def own_site(own_case: CaseFolder) -> Iterator[Site]:
    access = Access()
    app = create_app(own_case, access, PORT)
    yield Site(app, access)
    runs = getattr(app.state, "list_runs", None)
    if runs is not None:
        runs.drop()
    app.state.workbench.close()


@pytest.fixture
def client(own_site: Site) -> TestClient:
    return own_site.client()


def send(client: TestClient, address: str, **fields: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(FORM).text)
    assert found is not None
    return unescape(client.post(address, data={"form_token": found[1], **fields}).text)


def upload(client: TestClient, name: str, content: bytes, **fields: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(FORM).text)
    assert found is not None
    files = {"file": (name, content, "text/csv")}
    text = unescape(client.post("/saved/list", data={"form_token": found[1], **fields}, files=files).text)
    assert comes_true(lambda: not client.get("/saved/list/progress").json()["running"])
    return text


def result(client: TestClient, kind: str) -> bytes:
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(FORM).text)
    assert found is not None
    answer = client.post(f"/saved/list/result{kind}", data={"form_token": found[1]})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    content: bytes = answer.content
    return content


def news(client: TestClient) -> dict[str, object]:
    number = re.search(r'data-saved="(\d+)"', client.get("/saved").text)
    assert number is not None
    told: dict[str, object] = client.get(f"/saved/{number[1]}/news").json()
    return told


def test_a_search_is_saved_as_it_was_asked(client: TestClient) -> None:
    form = client.get("/search?q=locks&type=text").text
    search = re.search(r'name="search" value="([^"]*)"', form)
    assert search is not None
    assert unescape(search[1]) == "q=locks&type=text"
    text = send(client, "/saved", name="doors", search=unescape(search[1]))
    assert "doors" in text
    assert "type:text" in text


@pytest.mark.parametrize(
    "asked",
    [
        Asked("locks"),
        Asked("two locks", filters=(("type", "text"), ("type", "html"))),
        Asked("locks", names=True),
        Asked("locks OR harmless", filters=(("source", 'an "envelope" <b>'),)),
        Asked("", filters=(("lang", "ug"),)),
    ],
)
def test_what_is_saved_finds_the_same(own_case: CaseFolder, asked: Asked) -> None:
    with Finder(own_case) as finder:
        typed = finder.search(asked.query(), 100, only=asked.only())
        kept = finder.search(text_to_save(asked), 100)
    assert {one.page.page for one in kept.pages} == {one.page.page for one in typed.pages}
    assert typed.total


def test_nothing_is_not_saved() -> None:
    with pytest.raises(UsageError):
        text_to_save(Asked())


def test_what_is_new_is_counted_without_being_shown(client: TestClient) -> None:
    send(client, "/saved", name="doors", search="q=locks")
    before = news(client)
    assert before["new"] == before["total"] != 0
    assert news(client) == before
    text = send(client, "/saved/run", name="doors", only_new="1")
    assert "memo.txt" in text
    assert "<mark>locks</mark>" in text
    assert news(client)["new"] == 0
    assert "Nothing new" in send(client, "/saved/run", name="doors", only_new="1")
    assert "memo.txt" in send(client, "/saved/run", name="doors", only_new="0")


def test_what_came_in_since_is_new(client: TestClient, own_case: CaseFolder, tmp_path: Path) -> None:
    send(client, "/saved", name="doors", search="q=locks")
    send(client, "/saved/run", name="doors", only_new="1")
    (tmp_path / "late.txt").write_text("Late locks.", "utf-8")
    taking.ingest(own_case, [tmp_path / "late.txt"], taking.IngestOptions(source="later"), lambda _: None)
    assert news(client)["new"] == 1
    text = send(client, "/saved/run", name="doors", only_new="1")
    assert "late.txt" in text
    assert "memo.txt" not in text


def test_a_name_is_taken_once_and_a_search_is_removed(client: TestClient) -> None:
    send(client, "/saved", name="doors", search="q=locks")
    assert "of this name already" in send(client, "/saved", name=" doors ", search="q=keys")
    send(client, "/saved/remove", name="doors")
    assert "No search is saved yet" in client.get("/saved").text


@pytest.mark.parametrize("fields", [{"name": "x"}, {"name": "", "search": "q=a"}, {"name": "x", "search": "q=%22a"}])
def test_what_cannot_be_saved_is_refused(client: TestClient, fields: dict[str, str]) -> None:
    send(client, "/saved", **fields)
    assert "No search is saved yet" in client.get("/saved").text


@pytest.mark.parametrize("path", ["/saved", "/saved/run", "/saved/remove", "/saved/list", "/saved/list/result.csv"])
def test_nothing_happens_without_a_form_of_ours(client: TestClient, own_case: CaseFolder, path: str) -> None:
    app.save(own_case, "doors", "locks")
    assert client.post(path, data={"name": "doors", "form_token": "wrong"}).status_code == 403
    assert len(app.saved(own_case)) == 1


def test_hostile_names_and_queries_stay_words(client: TestClient) -> None:
    send(client, "/saved", name="<script>alert(1)</script>\"'", search="q=%22%3Cimg+src%3Dx%3E+%E2%80%AEtxt%22")
    parser = Strict()
    text = client.get("/saved").text
    parser.feed(text)
    assert [one for one in parser.complaints if "formaction" not in one] == []
    assert "\u202e" not in text


def test_a_list_is_searched_for_and_taken_as_csv_and_xlsx(client: TestClient) -> None:
    content = b'query,number\nlocks,7\n"open" quote",8\n=hostilename,9\n'
    upload(client, "people.csv", content)
    text = unescape(client.get("/saved").text)
    assert "people.csv" in text
    assert "Lines that could not be searched for" in text
    rows = list(csv.DictReader(io.StringIO(result(client, ".csv").decode("utf-8-sig"))))
    assert {row["number"] for row in rows if row["query"] == "locks"} == {"7"}
    assert all(row["new"] == "yes" for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(result(client, ".xlsx")))
    assert book["Hits"].max_row == len(rows) + 1


def test_hits_of_a_list_count_as_shown_once_it_was_taken(client: TestClient) -> None:
    upload(client, "people.txt", b"locks\n")
    upload(client, "people.txt", b"locks\n")
    first = result(client, ".csv")
    assert first.count(b"\r\n") > 1

    def nothing_is_new() -> bool:
        upload(client, "people.txt", b"locks\n")
        return result(client, ".csv").count(b"\r\n") == 1

    assert comes_true(nothing_is_new)
    upload(client, "people.txt", b"locks\n", every="1")
    assert result(client, ".csv").count(b"\r\n") == first.count(b"\r\n")


def test_what_is_thrown_away_is_gone(client: TestClient, own_case: CaseFolder) -> None:
    upload(client, "people.txt", b"locks\n")
    assert list(own_case.derived.glob("list-*"))
    send(client, "/saved/list/drop")
    assert not list(own_case.derived.glob("list-*"))
    assert client.get("/saved/list/progress").json() == {"running": False}


def test_what_a_killed_workbench_left_is_swept_up(client: TestClient, own_case: CaseFolder) -> None:
    left = own_case.derived / "list-4194999-abc"
    left.mkdir()
    (left / "result.csv").write_text("whom somebody looked for")
    upload(client, "people.txt", b"locks\n")
    assert not left.exists()


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_an_empty_list_is_refused(client: TestClient, content: bytes) -> None:
    upload(client, "x.csv", content)
    assert "Take it as CSV" not in client.get("/saved").text


def test_a_list_too_long_is_refused_by_its_length(client: TestClient) -> None:
    answer = client.post("/saved/list", content=b"x", headers={"content-length": "99999999"})
    assert answer.status_code == 400
    assert "longer than 16 MiB" in answer.text


def test_a_stranger_sees_nothing(own_site: Site) -> None:
    stranger = own_site.client(logged_in=False)
    for address in ("/saved", "/saved/1/news", "/saved/list/progress"):
        assert stranger.get(address).status_code == 401


def test_the_api_lists_saved_searches(client: TestClient) -> None:
    send(client, "/saved", name="doors", search="q=locks")
    send(client, "/saved/run", name="doors")
    [told] = client.get("/api/searches").json()["searches"]
    assert told["name"] == "doors"
    assert told["total"] > 0
    assert told["last_run"]
