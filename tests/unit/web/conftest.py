"""A small case with honest and hostile files, and the application in front of it, without a socket between."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.browser import hostile

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.web.access import Access
from muniment.web.server import create_app

PORT = 47113
ORIGIN = f"http://127.0.0.1:{PORT}"

HONEST = {
    "memo.txt": "The gate has two locks. Nobody may open both of them alone.",
    "通知.txt": "各学堂：宿舍门、楼层门实行双锁管理，钥匙由两人分别保管。",
    "ئۇقتۇرۇش.txt": "ئۆز خاھىشى بىلەن ئوقۇۋاتىدۇ دېگەن سۆز راست ئەمەس. بۇ خەت ئۇيغۇر تىلىدا يېزىلغان.",
    "old/press.html": "<html><meta name='date' content='2017-03-01'><body>Locks, says the press.</body></html>",
    "blank.txt": "",
}

MANY = 45
"""Further files with one word in common: more than two pages of results."""


def locked_zip() -> bytes:
    """An archive whose one member says that it is encrypted."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("secret.txt", "x" * 40)
    content = bytearray(packed.getvalue())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("web")
    for name, text in HONEST.items():
        (folder / "leak" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "leak" / name).write_text(text, "utf-8")
    (folder / "leak" / "locked.zip").write_bytes(locked_zip())
    for number in range(MANY):
        (folder / "leak" / f"many {number:02}.txt").write_text(f"plenty of these, this is number {number}", "utf-8")
    hostile.build(folder / "attacks")
    made = taking.init(folder / "case")
    taking.ingest(
        made,
        [folder / "leak", folder / "attacks"],
        taking.IngestOptions(source='an "envelope" <b>'),
        lambda _: None,
    )
    return made


@dataclass
class Site:
    """The application, and clients of it."""

    app: FastAPI
    access: Access

    def client(self, *, logged_in: bool = True) -> TestClient:
        client = TestClient(self.app, base_url=ORIGIN, raise_server_exceptions=False)
        if logged_in:
            client.get(f"/login?token={self.access.new_link_token()}")
        return client


@pytest.fixture(scope="session")
def site(case: CaseFolder) -> Iterator[Site]:
    access = Access()
    app = create_app(case, access, PORT)
    yield Site(app, access)
    app.state.workbench.close()


@pytest.fixture
def client(site: Site) -> TestClient:
    """A client that is logged in."""
    return site.client()


@pytest.fixture
def stranger(site: Site) -> TestClient:
    """A client that is not."""
    return site.client(logged_in=False)


@pytest.fixture
def leak(case: CaseFolder) -> Path:
    return case.folder.parent / "leak"
