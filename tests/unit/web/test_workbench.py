"""The workbench while the case changes under it."""

from pathlib import Path

from fastapi.testclient import TestClient
from tests.unit.web.conftest import ORIGIN, PORT

from muniment.adapters import tantivy_index
from muniment.app import taking
from muniment.app.search import finding
from muniment.web.access import Access
from muniment.web.server import create_app
from muniment.web.workbench import VERSION_FILE


def test_what_is_taken_in_or_indexed_anew_meanwhile_is_found(tmp_path: Path) -> None:
    case = taking.init(tmp_path / "case")
    access = Access()
    app = create_app(case, access, PORT)
    client = TestClient(app, base_url=ORIGIN)
    client.get(f"/login?token={access.new_link_token()}")
    assert "Nothing was taken in yet" in client.get("/").text
    for word in ("first", "second"):
        (tmp_path / word).mkdir()
        (tmp_path / word / "file.txt").write_text(f"the {word} letter", "utf-8")
        taking.ingest(case, [tmp_path / word], taking.IngestOptions(), lambda _: None)
        assert client.get(f"/api/search?q={word}").json()["total"] == 1
    assert "4 entries" in client.get("/").text
    finding.reindex(case)
    assert client.get("/api/search?q=letter").json()["total"] == 2
    app.state.workbench.close()


def test_without_an_index_the_books_are_shown_and_what_to_do(tmp_path: Path) -> None:
    case = taking.init(tmp_path / "case")
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "file.txt").write_text("a letter", "utf-8")
    taking.ingest(case, [tmp_path / "leak"], taking.IngestOptions(), lambda _: None)
    for file in case.index.iterdir():
        file.unlink()
    access = Access()
    app = create_app(case, access, PORT)
    client = TestClient(app, base_url=ORIGIN)
    client.get(f"/login?token={access.new_link_token()}")
    home = client.get("/")
    assert home.status_code == 200
    assert "2 entries" in home.text
    assert "muniment reindex" in home.text
    answer = client.get("/api/search?q=letter")
    assert (answer.status_code, answer.json()["code"]) == (500, "index-damaged")
    finding.reindex(case)
    assert client.get("/api/search?q=letter").json()["total"] == 1
    app.state.workbench.close()


def test_the_version_file_is_the_one_that_the_index_writes() -> None:
    assert tantivy_index._VERSION_FILE == VERSION_FILE
