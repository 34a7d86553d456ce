import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from tests.unit.redact.leaks import botched, paper, sheets

from muniment.app.redact.leaks import Looker, look
from muniment.cli.leaks import leaks
from muniment.errors import NotLookedAtError
from muniment.redact.leaks.report import Kind

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpora" / "redaction"
LEAKING = ("rectangles_yes", "bad_cross_hatched", "hidden_text_on_visible_text")

if not CORPUS.is_dir():
    FILES: list[Path] = []
else:
    FILES = sorted(CORPUS.glob("*.pdf"))


@pytest.fixture(scope="module")
def looker() -> Looker:
    return Looker()


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="../shared/corpora/redaction is not there: real redactions were not looked at")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_redactions_are_told_right(looker: Looker, file: Path) -> None:
    report = looker.look(file)
    assert bool(report.leaks) is file.name.startswith(LEAKING)
    assert report.is_complete


def test_bytes_are_looked_at_in_the_sandbox(looker: Looker) -> None:
    report = looker.look(paper.made(paper.story() + sheets.NAMED + sheets.OVER), name="page.pdf")
    assert [(leak.kind, leak.found) for leak in report.leaks] == [(Kind.TEXT_UNDER_BOX, paper.SECRET)]
    assert (report.file, report.pages, len(report.sha256), report.is_complete) == ("page.pdf", 1, 64, True)


def test_terms_are_read_in_the_pixels(looker: Looker) -> None:
    scanned = next(one for one in botched.WITH_TERMS if one.kind is Kind.TERM_IN_PICTURE)
    report = looker.look(scanned.make(), scanned.terms)
    assert [(leak.kind, leak.page, leak.found) for leak in report.leaks] == [(Kind.TERM_IN_PICTURE, 1, paper.SECRET)]


def test_pixels_are_left_out_when_asked_and_that_is_told(looker: Looker) -> None:
    scanned = next(one for one in botched.WITH_TERMS if one.kind is Kind.TERM_IN_PICTURE)
    report = looker.look(scanned.make(), scanned.terms, recognise=False)
    assert not report.leaks
    assert "terms in the pixels of the pages" in {gap.what for gap in report.not_checked}


@pytest.mark.parametrize("data", [b"", b"no PDF at all", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"])
def test_what_is_no_pdf_is_said_not_to_have_been_looked_at(looker: Looker, data: bytes) -> None:
    with pytest.raises(NotLookedAtError):
        looker.look(data)


def test_a_locked_file_needs_its_password(looker: Looker) -> None:
    locked = paper.saved(
        paper.new(paper.story() + sheets.NAMED + sheets.OVER),
        encryption=pikepdf.Encryption(owner="o", user="u"),
    )
    with pytest.raises(NotLookedAtError, match="password"):
        looker.look(locked)
    assert [leak.found for leak in looker.look(locked, passwords=("x", "u")).leaks] == [paper.SECRET]


def test_the_command_prints_one_document_and_ends_with_one_where_something_was_found(tmp_path: Path) -> None:
    file, terms = tmp_path / "page.pdf", tmp_path / "terms.txt"
    file.write_bytes(paper.made(paper.story() + sheets.NAMED + sheets.OVER))
    terms.write_text(f"{paper.SECRET}\n\n石桥路\n", "utf-8")
    done = CliRunner().invoke(leaks, [str(file), "--terms", str(terms), "--no-ocr", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert set(told) == {"file", "sha256", "pages", "leaks", "notes", "checked", "not_checked"}
    assert {leak["kind"] for leak in told["leaks"]} >= {"text-under-box"}
    assert set(told["leaks"][0]) == {"page", "place", "kind", "found", "says", "certain"}


def test_the_command_shows_hostile_words_harmless_and_short(tmp_path: Path) -> None:
    words = "\\033[31mEvil" + "x" * 300
    file = tmp_path / "page.pdf"
    file.write_bytes(paper.made(paper.story() + f"BT /F1 4 Tf 20 640 Td ({words}) Tj ET 0 g 0 636 612 16 re f"))
    done = CliRunner().invoke(leaks, [str(file)])
    assert done.exit_code == 1
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 300


def test_a_sound_file_ends_with_nought(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(paper.made(paper.story()))
    done = CliRunner().invoke(leaks, [str(file)])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "No leak was found.")


def test_one_call_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(paper.made(paper.story()))
    assert look(file).leaks == ()
