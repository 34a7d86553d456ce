"""A case with persons, dates and numbers that lead to people; hostile ones too; and the application before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.patience import comes_true
from tests.unit.web.conftest import PORT, Site

from muniment.adapters.case_folder import CaseFolder
from muniment.app import taking
from muniment.app.search import mentions
from muniment.web.access import Access
from muniment.web.server import create_app

IDENTITY = "11010519491231002X"
"""The example of the standard (GB 11643), with its right check character."""

TEXTS = {
    "memo.txt": "On 5 March 2017 Mr. Luo Wenqiao met Dr. Ann Exemplar in Old Hall. Call +1 202 555 0143. ",
    "notice.txt": f"Mr. Luo Wenqiao, identity number {IDENTITY}, phone +1 202 555 0143, wrote on 5 March 2017.",
    "通知.txt": "罗闻桥局长于2017年3月5日批准新党办发〔2017〕12号。",
    "ug.txt": "ئۆز خاھىشى بىلەن ئوقۇۋاتىدۇ دېگەن سۆز راست ئەمەس 2017-03-05 بۇ خەت ئۇيغۇر تىلىدا.",
    "hostile.txt": "Mr. <b>Bold</b> Script wrote to <script>window.pwned=1</script> on 5 March 2017, "
    "to Mr. Evil\u202eName and ann&amp;x@example.org {{ 7331*7331 }}",
    "far.txt": "word " * 8_000 + "then Mr. Farid Latecomer came.",
}


@pytest.fixture(scope="session")
def looked_through(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    folder = tmp_path_factory.mktemp("mentions")
    (folder / "leak").mkdir()
    for name, text in TEXTS.items():
        (folder / "leak" / name).write_text(text, "utf-8")
    made = taking.init(folder / "case")
    taking.ingest(made, [folder / "leak"], taking.IngestOptions(source="x"), lambda _: None)
    mentions.refresh(made)
    return made


@pytest.fixture
def case(looked_through: CaseFolder, tmp_path: Path) -> CaseFolder:
    """A copy, to be ruled about."""
    shutil.copytree(looked_through.folder, tmp_path / "case")
    return CaseFolder(tmp_path / "case")


@pytest.fixture
def site(case: CaseFolder) -> Iterator[Site]:
    access = Access()
    app = create_app(case, access, PORT)
    yield Site(app, access)
    keeper = getattr(app.state, "mentions", None)
    if keeper is not None:
        keeper.close()
    app.state.workbench.close()


def until_looked_through(client: TestClient) -> None:
    assert comes_true(lambda: client.get("/mentions/progress").json()["ready"])
