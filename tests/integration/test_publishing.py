"""From files taken in to a publication: reviewed, covered, cleared by a second person, proved, attacked and checked."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from muniment.app.checking import check_publication
from muniment.cli.main import cli
from muniment.publish.check import Expected

MEMO = """Hall four
The doors of the dormitory are to be locked at night with two keys.
Mirel Tavash holds the second key.
Nobody may leave before the morning roll.
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
findings:
  - id: f
    claim: locks
    wording: The doors of one hall were to be locked at night.
    limits: One hall.
    looked_for: A later order.
    nothing_against: true
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


def test_nothing_goes_out_before_it_is_reviewed_cleared_and_guarded(newsroom: Newsroom) -> None:
    refused = newsroom.publish("early")
    assert "No finding is ready" in str(refused.exception)
    newsroom.done("review", "submit", "f")
    newsroom.done("review", "show", "f", who=BEN)
    newsroom.done("review", "sign", "f", who=BEN)
    assert "has not seen it yet" in str(newsroom.publish("early").exception)
    newsroom.done("protect", "add", "Mirel Tavash", "--why", "a guard who helped")
    assert "waits for a decision" in str(newsroom.publish("early").exception)
    newsroom.done("protect", "decide", "protected-1", "Mirel Tavash", "protect")
    newsroom.done("redact", "preview", "leak/memo.txt", str(newsroom.folder / "seen"), who=BEN)
    newsroom.done("redact", "clear", "leak/memo.txt", who=BEN)
    assert "may not publish" in str(newsroom.run("publish", "x", "--title", "T", who=BEN).exception)
    assert not (newsroom.folder / "early").exists()
    assert not list(newsroom.folder.glob(".publishing-*"))

    made = newsroom.publish("one")
    assert made.exit_code == 0, (made.output, made.exception)
    folder = newsroom.folder / "one"
    assert check_publication(folder, Expected()).ok
    assert newsroom.done("review", "list").startswith("published")
    assert '"ok": true' in newsroom.done("verify", "--json")
    told = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert not [name for name, data in told.items() if SECRET.encode() in data or b"Mirel" in data]
    assert "two keys" in "".join(data.decode("utf-8", "replace") for data in told.values())
    checked = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_an_amended_edition_says_what_changed_and_chains_to_the_former(newsroom: Newsroom) -> None:
    former = newsroom.folder / "one"
    if not former.exists():
        pytest.skip("the first edition was not made: run the test before this one, too")
    assert newsroom.publish("two", "--corrects", str(former)).exit_code != 0
    made = newsroom.publish("two", "--corrects", str(former), "--correction", "A date", "It was misread.")
    assert made.exit_code == 0, (made.output, made.exception)
    folder = newsroom.folder / "two"
    assert check_publication(folder, Expected()).edition == 2
    assert check_publication(folder, Expected()).ok
    assert "It was misread." in (folder / "corrections.html").read_text("utf-8")


def test_a_name_in_what_we_say_ourselves_stops_it(newsroom: Newsroom) -> None:
    refused = newsroom.publish("three", "--lead", "About Mirel Tavash.")
    assert "A protected person is named in" in str(refused.exception)
    assert not (newsroom.folder / "three").exists()
