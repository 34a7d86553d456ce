"""From files taken in to a publication: reviewed, covered, cleared by a second person, proved, attacked and checked."""

import csv
import hashlib
import json
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import bagit  # type: ignore[import-untyped]  # the library has no types
import pytest
from click.testing import CliRunner, Result
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it ships no types
from tests.timestamp_authority import Authority
from tests.unit.redact.leaks.paper import LINE, new

from muniment.app.publish.checking import check_publication
from muniment.cli.main import cli
from muniment.publish.bag_check import check_bag
from muniment.publish.check import Expected
from muniment.redact.marks import Mode

MEMO = """Hall four
The doors of the dormitory are to be locked at night with two keys.
Mirel Tavash holds the second key.
Nobody may leave before the morning roll.
"""
ORDER = """The doors of hall four have two keys.
Number 4471 sleeps nearest to the door.
Both keys are to be turned together.
"""
EVIDENCE = """muniment_evidence: 1
sources:
  - {id: cache, kind: cache, title: The cache, folders: [leak]}
claims:
  - {id: locks, text: The doors are locked at night}
evidence:
  - id: e
    claim: locks
    quote: {id: q, document: leak/memo.txt, page: 1, words: The doors of the dormitory are to be locked at night}
    bearing: supports
    weight: direct instruction
  - id: e-mirel-tavash-said-so
    claim: locks
    quote:
      id: q2
      document: leak/order.pdf
      page: 1
      words: Both keys are to be turned together
      translations: [{language: ru, text: Оба ключа поворачивают вместе, by: Carla}]
    bearing: supports
    weight: direct instruction
findings:
  - id: f
    claim: locks
    wording: The doors of one hall were to be locked at night.
    limits: One hall.
    looked_for: A later order.
    nothing_against: true
"""
ABOUT = """title: What the memo shows
by: [Anna Example, Ben Example]
publisher: The Example Ledger
method: |
  We read it all.

  Then we read it again.
limits: Nobody answered us.
documents:
  - {document: leak/memo.txt, title: A memo, note: Found in a drawer.}
"""
ANNA, BEN = ("Anna", "four words apart here"), ("Ben", "other words apart here")
SECRET = "Tavash"


@dataclass(frozen=True)
class Newsroom:
    """A case with an editor and a reviewer, and where things go."""

    folder: Path

    def run(self, *arguments: str, who: tuple[str, str] = ANNA) -> Result:
        env = {"MUNIMENT_PERSON": who[0], "MUNIMENT_PASSPHRASE": who[1]}
        return CliRunner().invoke(cli, ["-C", str(self.folder / "case"), *arguments], env=env)

    def done(self, *arguments: str, who: tuple[str, str] = ANNA) -> str:
        result = self.run(*arguments, who=who)
        assert result.exit_code == 0, (arguments, result.output, result.exception)
        return result.output

    def publish(self, name: str, *more: str) -> Result:
        return self.run("publish", str(self.folder / name), "--title", "What the memo shows", *more)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = Newsroom(tmp_path_factory.mktemp("publishing"))
    (room.folder / "leak").mkdir()
    (room.folder / "leak" / "memo.txt").write_text(MEMO)
    lines = "".join(LINE % (700 - 40 * at, line) for at, line in enumerate(ORDER.splitlines()))
    new(lines).save(room.folder / "leak" / "order.pdf")
    (room.folder / "about.yaml").write_text(ABOUT)
    (room.folder / "evidence.yaml").write_text(EVIDENCE)
    case = str(room.folder / "case")
    nobody = CliRunner()
    assert nobody.invoke(cli, ["init", case]).exit_code == 0
    assert nobody.invoke(cli, ["-C", case, "ingest", str(room.folder / "leak")]).exit_code == 0
    first = ["-C", case, "people", "add", "Anna", "--role", "editor", "--passphrase", ANNA[1]]
    assert nobody.invoke(cli, first).exit_code == 0
    room.done("people", "add", "Ben", "--role", "reviewer", "--passphrase", BEN[1])
    room.done("seal")
    room.done("evidence", "import", str(room.folder / "evidence.yaml"))
    return room


def cleared(room: Newsroom, *documents: str, mode: Mode = Mode.LINE) -> None:
    for document in documents:
        room.done("redact", "preview", document, str(room.folder / f"preview-{uuid4()}"), "--mode", mode.value, who=BEN)
        room.done("redact", "clear", document, "--mode", mode.value, who=BEN)


def test_nothing_goes_out_before_it_is_reviewed_looked_through_cleared_and_guarded(newsroom: Newsroom) -> None:
    refused = newsroom.publish("early")
    assert "No finding is ready" in str(refused.exception)
    newsroom.done("review", "submit", "f")
    newsroom.done("review", "show", "f", who=BEN)
    newsroom.done("review", "sign", "f", who=BEN)
    hindered = str(newsroom.publish("early").exception)
    assert "has not seen it yet" in hindered
    assert re.search(r"leak/memo\.txt \([0-9a-f]{12}…\): ", hindered)
    newsroom.done("protect", "add", "Mirel Tavash", "--why", "a guard who helped")
    assert "2 documents of the case were not looked through" in str(newsroom.publish("early").exception)
    assert newsroom.run("protect", "find").exit_code == 1
    assert "waits for a decision" in str(newsroom.publish("early").exception)
    newsroom.done("protect", "decide", "protected-1", "Mirel Tavash", "protect")
    newsroom.done("redact", "add", "leak/order.pdf", "--words", "Number 4471", "--reason", "a person's number")
    cleared(newsroom, "leak/memo.txt", "leak/order.pdf")
    assert "may not publish" in str(newsroom.run("publish", "x", "--title", "T", who=BEN).exception)
    assert "has no title" in str(newsroom.run("publish", str(newsroom.folder / "early")).exception)
    assert not (newsroom.folder / "early").exists()
    assert not list(newsroom.folder.glob(".publishing-*"))

    made = newsroom.publish("one", "--about", str(newsroom.folder / "about.yaml"))
    assert made.exit_code == 0, (made.output, made.exception)
    folder = newsroom.folder / "one"
    assert check_publication(folder, Expected()).ok
    assert newsroom.done("review", "list").startswith("published")
    assert '"ok": true' in newsroom.done("verify", "--json")
    checked = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.fixture
def folder(newsroom: Newsroom) -> Path:
    made = newsroom.folder / "one"
    if not made.exists():
        pytest.skip("the first edition was not made: run the first test of this file, too")
    return made


def test_neither_who_is_protected_nor_what_leads_to_whose_copy_it_was_is_in_any_file(folder: Path) -> None:
    told = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    originals = [hashlib.sha256(file.read_bytes()) for file in (folder.parent / "leak").iterdir()]
    ours = [one for name in originals for one in (name.hexdigest(), urlsafe_b64encode(name.digest()).decode()[:43])]
    for secret in (SECRET, "Mirel", "mirel", "memo.txt", "order.pdf", "Carla", *ours):
        assert not [name for name, data in told.items() if secret.encode() in data], secret
    words = {name: re.sub(rb"[0-9a-f]{32,}", b"", data) for name, data in told.items()}  # hashes have any four digits
    assert not [name for name, data in words.items() if b"4471" in data]
    assert "two keys" in "".join(data.decode("utf-8", "replace") for data in told.values())


def test_the_editors_own_words_are_told(folder: Path) -> None:
    front, method = ((folder / name).read_text("utf-8") for name in ("index.html", "method.html"))
    assert "By <bdi>Anna Example</bdi>, <bdi>Ben Example</bdi>" in front
    assert "<p><bdi>We read it all.</bdi></p><p><bdi>Then we read it again.</bdi></p>" in method
    assert "Nobody answered us." in method
    listed = (folder / "documents.html").read_text("utf-8")
    assert "A memo" in listed
    assert "Found in a drawer." in listed


def test_the_whole_is_a_bag_whose_payload_other_programs_can_read(folder: Path) -> None:
    assert check_bag(folder).faults == []
    assert bagit.Bag(str(folder)).validate()
    data = folder / "data"
    tables = {
        file.stem: list(csv.DictReader(file.open(encoding="utf-8-sig", newline=""))) for file in data.glob("*.csv")
    }
    [finding] = tables["findings"]
    assert finding["wording"] == "The doors of one hall were to be locked at night."
    assert (folder / "findings" / f"{finding['id']}.html").is_file()
    assert {one["claim"] for one in tables["evidence"]} == {one["id"] for one in tables["claims"]} == {finding["claim"]}
    assert {one["quote"] for one in tables["evidence"]} == {one["id"] for one in tables["quotes"]}
    pages = {one["document"]: one for one in tables["pages"]}
    assert [one["withheld"] for one in pages.values()] == ["yes", "yes"]
    for quote in tables["quotes"]:
        assert (data / pages[quote["document"]]["file"]).is_file()
    collection = json.loads((data / "annotations.jsonld").read_bytes())
    assert collection["total"] == 2
    for one in collection["first"]["items"]:
        page = (data / one["target"]["source"]).read_text("utf-8")
        selector = one["target"]["selector"]
        assert f'id="{selector["value"]}"' in page
        assert set(selector["refinedBy"]) == {"type", "exact"}
        assert one["body"][0]["value"] == "Оба ключа поворачивают вместе" if "body" in one else True


def test_drawn_pages_are_one_pdf_that_holds_nothing_that_was_withheld(folder: Path) -> None:
    [file] = folder.rglob("*.pdf")
    [page] = PdfDocument(file)
    assert "turned together" in page.get_textpage().get_text_range()
    assert "4471" not in page.get_textpage().get_text_range()
    listed = (folder / "documents.html").read_text("utf-8")
    assert f'href="{file.relative_to(folder).as_posix()}"' in listed
    assert re.search(r"The pages as PDF</a> <span[^>]*>\(\d+ KB\)", listed)
    assert 'href="pages.pdf"' in (file.parent / "page-1.html").read_text("utf-8")


def test_an_amended_edition_says_what_changed_and_chains_to_the_former(newsroom: Newsroom, folder: Path) -> None:
    assert newsroom.publish("two", "--corrects", str(folder)).exit_code != 0
    made = newsroom.publish("two", "--corrects", str(folder), "--correction", "A date", "It was misread.")
    assert made.exit_code == 0, (made.output, made.exception)
    second = newsroom.folder / "two"
    assert check_publication(second, Expected()).edition == 2
    assert check_publication(second, Expected()).ok
    told = (second / "corrections.html").read_text("utf-8")
    assert "It was misread." in told
    assert "More is shown" not in told


def test_what_was_withheld_before_is_shown_only_by_an_edition_that_says_so(newsroom: Newsroom, folder: Path) -> None:
    mark = newsroom.done("redact", "list").split()[0]
    assert "must say so as a correction" in newsroom.run("redact", "remove", mark).output
    newsroom.done("redact", "add", "leak/order.pdf", "--words", "turned", "--reason", "another one")
    cleared(newsroom, "leak/order.pdf")
    refused = newsroom.publish("three")
    assert "went out before, and would show more now than they did then: Document 2, page 1" in str(refused.exception)
    made = newsroom.publish("three", "--corrects", str(folder), "--correction", "A word", "It tells too much.")
    assert made.exit_code == 0, (made.output, made.exception)
    third = newsroom.folder / "three"
    assert "More is shown than before: Document 2, page 1." in (third / "corrections.html").read_text("utf-8")
    assert "Nobody cleared what mode grid shows" in str(newsroom.publish("four", "--mode", "grid").exception)
    cleared(newsroom, "leak/memo.txt", "leak/order.pdf", mode=Mode.GRID)
    finer = str(newsroom.publish("four", "--mode", "grid").exception)
    assert "Document 1, page 1; Document 2, page 1" in finer
    kept_back = list(csv.DictReader((third / "data" / "quotes.csv").open(encoding="utf-8-sig", newline="")))[1]
    assert (kept_back["words"], kept_back["translations"]) == ("", "")
    assert json.loads((third / "data" / "annotations.jsonld").read_bytes())["total"] == 1


def test_a_timestamp_stands_beside_the_manifest(newsroom: Newsroom, folder: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    (tmp_path / "roots.pem").write_bytes(authority.roots)
    request, answer = tmp_path / "edition.tsq", tmp_path / "edition.tsr"
    newsroom.done("timestamp", "request", str(request), "--publication", str(folder))
    answer.write_bytes(authority.answer(request.read_bytes()))
    roots = ("--roots", str(tmp_path / "roots.pem"))
    refused = newsroom.run("timestamp", "add", str(answer), *roots, "--publication", str(newsroom.folder / "two"))
    assert "about something else" in str(refused.exception)
    told = newsroom.done("timestamp", "add", str(answer), *roots, "--publication", str(folder), "--json")
    assert json.loads(told)["edition"] == 1
    assert newsroom.run("timestamp", "request", "x", "--publication", str(folder), "--seal", "1").exit_code != 0
    checked = check_publication(folder, Expected())
    assert checked.ok
    assert [(one["edition"], one["authority"]) for one in checked.timestamps] == [(1, "CN=Example Timestamps")]
    assert bagit.Bag(str(folder)).validate()
    mine = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert mine.returncode == 0
    assert "a timestamp names edition 1" in mine.stdout


def test_a_name_in_what_we_say_ourselves_stops_it(newsroom: Newsroom) -> None:
    refused = newsroom.publish("four", "--lead", "About Mirel Tavash.")
    assert "A protected person is named in the lead" in str(refused.exception)
    assert not (newsroom.folder / "four").exists()
