"""Two caches that differ in one name, and what is published of them: the same, whatever anybody does with it."""

import io
import shutil
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import openpyxl  # type: ignore[import-untyped] # the library has no type marker
import pytest
from click.testing import CliRunner
from PIL import Image
from tests.integration import attacking
from tests.unit.redact import templates as made

from muniment.adapters.case_folder import CaseFolder
from muniment.app.redact.protecting import register_of
from muniment.cli.main import cli
from muniment.evidence.withheld import Protected
from muniment.redact.sightings import Matcher

ANNA, BEN = ("Anna", "four words apart here"), ("Ben", "other words apart here")
HAN, LATIN = "欧阳栖梧", "A. B. Tavash-Orley jr."
"""Unlike in script, length, and in having stops that seem to end a sentence."""

QUOTED = {
    "memo.txt": "The doors of the dormitory are to be locked at night",
    "minutes.pdf": "The kitchen was to be kept open, quietly",
    "scan.png": "The kitchen was to be kept open, quietly",
    "rooms.xlsx": "nobody",
    "keys.eml": "The keys of both halls are to be handed in at six.",
}


def test_nothing_of_two_publications_tells_which_name_was_taken_out(twins: Mapping[str, Path]) -> None:
    one, other = (attacking.shapes(twins[name]) for name in (HAN, LATIN))
    assert one.keys() == other.keys()
    differ = [name for name in one if one[name] != other[name]]
    assert not differ
    assert sum("page-1" in name for name in one) >= 4


@pytest.mark.parametrize("name", [LATIN])
def test_no_tool_finds_the_name(twins: Mapping[str, Path], name: str) -> None:
    words = [name, "Tavash", "Orley", "Ouyang", "ouyang", "Qiwu", "holds the second key", "stood here"]
    for where, data in attacking.holdings(twins[name]):
        for word in words:
            for encoding in attacking.ENCODINGS:
                coded = word.encode(encoding, "ignore")
                assert not coded or (coded not in data and coded.hex().encode() not in data.lower()), (where, word)
    matcher = Matcher([Protected("p", (name,))])
    for where, text in attacking.texts(twins[name]):
        assert not matcher.find(text), where
    assert attacking.metadata(twins[name]) == {
        "PNG": {"IHDR", "PLTE", "IDAT", "IEND"},
        "JPEG": {"e0", "db", "c0", "c4"},
    }


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
@pytest.mark.parametrize(("name", "language"), [(LATIN, "eng")])
def test_nobody_reads_the_name_in_the_pixels(twins: Mapping[str, Path], name: str, language: str) -> None:
    matcher = Matcher([Protected("p", (name,))])
    read = dict(attacking.recognised(twins[name], language))
    assert any("kitchen" in text for text in read.values())
    for where, text in read.items():
        assert not matcher.find(text), where
        assert "gladly" not in text, where


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: _published(tmp_path_factory.mktemp("twin"), name) for name in (HAN, LATIN)}


def _published(folder: Path, name: str) -> Path:
    _leak(folder / "leak", name)
    (folder / "evidence.yaml").write_text(_evidence())
    case = str(folder / "case")

    def run(*arguments: str, who: tuple[str, str] | None = ANNA) -> None:
        env = {"MUNIMENT_PERSON": who[0], "MUNIMENT_PASSPHRASE": who[1]} if who else {}
        result = CliRunner().invoke(cli, ["-C", case, *arguments], env=env)
        assert result.exit_code == 0, (arguments, result.output, result.exception)

    run("init", case, who=None)
    run("ingest", str(folder / "leak"), who=None)
    run("people", "add", "Anna", "--role", "editor", "--passphrase", ANNA[1], who=None)
    run("people", "add", "Ben", "--role", "reviewer", "--passphrase", BEN[1])
    run("seal")
    run("evidence", "import", str(folder / "evidence.yaml"))
    run("review", "submit", "f")
    run("review", "show", "f", who=BEN)
    run("review", "sign", "f", who=BEN)
    run("protect", "add", name, "--why", "a guard who helped")
    for words in _found(case):
        run("protect", "decide", "protected-1", words, "protect")
    for number, document in enumerate(QUOTED):
        run("redact", "preview", f"leak/{document}", str(folder / f"seen-{number}"), who=BEN)
        run("redact", "clear", f"leak/{document}", who=BEN)
    run("publish", str(folder / "out"), "--title", "What the papers show")
    return folder / "out"


def _found(case: str) -> list[str]:
    """What the register finds, to be decided on."""
    with register_of(CaseFolder(Path(case))) as register:
        register.look()
        return sorted({one.words for one in register.sightings()})


def _evidence() -> str:
    said = "".join(
        f"  - id: e{number}\n    claim: locks\n"
        f'    quote: {{id: q{number}, document: leak/{document}, page: 1, words: "{words}"}}\n'
        "    bearing: supports\n    weight: direct instruction\n"
        for number, (document, words) in enumerate(QUOTED.items())
    )
    return (
        "muniment_evidence: 1\nsources:\n  - {id: cache, kind: cache, title: The cache, folders: [leak]}\n"
        f"claims:\n  - {{id: locks, text: The doors are locked at night}}\nevidence:\n{said}"
        "findings:\n  - id: f\n    claim: locks\n    wording: The doors of one hall were to be locked at night.\n"
        "    limits: One hall.\n    looked_for: A later order.\n    nothing_against: true\n"
    )


def _leak(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / "memo.txt").write_text(
        "Hall four\nThe doors of the dormitory are to be locked at night with two keys.\n"
        f"{name} holds the second key.\nNobody may leave before the morning roll.\n"
    )
    (folder / "minutes.pdf").write_bytes(made.printed(name))
    out = io.BytesIO()
    Image.fromarray(made.scan(made.drawn(made.printed(name)))).save(out, "PNG")
    (folder / "scan.png").write_bytes(out.getvalue())
    book = openpyxl.Workbook()
    for row in [("room", "person", "keys"), (11, "nobody", "2"), (12, name, "3"), (13, "empty", "1")]:
        book.worksheets[0].append(row)
    book.save(folder / "rooms.xlsx")
    mail = EmailMessage()
    mail["From"], mail["To"] = "office@kelmar.example", f'"{name}" <hall@kelmar.example>'
    mail["Subject"], mail["Date"] = "Keys for the halls", "Mon, 02 Mar 2020 10:00:00 +0000"
    mail.set_content(
        f"The keys of both halls are to be handed in at six.\nDear {name},\nthe locks were changed in the night.\n"
    )
    (folder / "keys.eml").write_bytes(bytes(mail))
