"""From files taken in to a publication that a stranger checks: the real ledger, a real seal, a real timestamp."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.integration.casework import zipped
from tests.timestamp_authority import Authority
from tests.unit.preserve.small_case import behind_its_back
from tests.unit.publish.small_publication import html_of, put, span_of

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.proving import Provable, provable
from muniment.adapters.ledger.tables import page, reading
from muniment.adapters.signing_key import signing_key
from muniment.app import sealing, taking, timestamps
from muniment.app.opening import ledger_of
from muniment.cli.main import main
from muniment.model import State
from muniment.publish.check import check
from muniment.publish.manifest import About, write_manifest
from muniment.publish.proof import Extent, NotProvableError, page_proof

MEMO = "Order no. 12.\nThe key is kept by Ada Example, deputy.\nBy order\n"


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with what was handed over beside it; taking in takes longest, so it is done once."""
    folder = tmp_path_factory.mktemp("proving")
    leak = folder / "leak"
    leak.mkdir()
    (leak / "memo.txt").write_text(MEMO)
    (leak / "copy.txt").write_text(MEMO)
    (leak / "notes.zip").write_bytes(zipped({"inside.txt": "门由示例看管。\n".encode(), "empty.txt": b""}))
    made = taking.init(folder / "case")
    taking.ingest(made, [leak], taking.IngestOptions(), lambda _: None)
    return folder


@pytest.fixture
def case(taken_in: Path, tmp_path: Path) -> CaseFolder:
    shutil.copytree(taken_in, tmp_path, dirs_exist_ok=True)
    return CaseFolder(tmp_path / "case")


def pages_of(case: CaseFolder) -> dict[str, int]:
    """Words of each page -> its id."""
    with ledger_of(case, read_only=True) as database, database.read() as connection:
        query = select(page.c.text, page.c.id).join(reading, reading.c.id == page.c.reading_id)
        return {text: number for text, number in connection.execute(query) if text}


def publish(case: CaseFolder, folder: Path) -> None:
    """Show every page of the case, the name kept back."""
    with ledger_of(case, read_only=True) as database, provable(database) as sealed:
        used = {_put_page(folder, sealed, f"p{at}", number) for at, number in enumerate(pages_of(case).values())}
        seals = [sealed.seal_file(number) for number in sorted(used)]
        put(folder, {seal.path: seal.data for seal in seals})
        keys = [seal.key for seal in seals]
        about = About("example", sealed.case_id(), "2024-06-01T10:00:00.000+00:00", "muniment 0", keys)
    write_manifest(folder, about, signing_key(case.keys))


def _put_page(folder: Path, sealed: Provable, name: str, number: int) -> int:
    shown = sealed.page(number)
    withheld = [span_of(shown.page, "Ada Example")] if "Ada" in shown.page.text else []
    proof = page_proof(name, shown, withheld, extent=Extent.WORDS)
    put(folder, {proof.path: proof.data, f"pages/{name}.html": html_of(proof).encode()})
    return shown.leaf.seal


def test_what_is_published_of_a_real_case_is_proved(
    case: CaseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealing.seal(case)
    authority = Authority(tmp_path / "tsa")
    timestamps.add(case, authority.answer(timestamps.request(case)[1]), authority.roots)
    out = tmp_path / "out"
    publish(case, out)
    assert b"Ada Example" not in b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    found = check(out)
    assert found.faults == []
    assert found.checked["pages"] == len(pages_of(case)) >= 2
    assert [stamp["authority"] for stamp in found.timestamps] == ["CN=Example Timestamps"]
    alone = subprocess.run(
        [sys.executable, "-I", "-S", str(out / "verify.py")], capture_output=True, text=True, check=False, timeout=60
    )
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "a timestamp names this seal" in alone.stdout
    main(["check", str(out), "--key", found.public_key, "--json"])
    assert json.loads(capsys.readouterr().out)["ok"] is True


def test_a_timestamp_by_an_authority_that_is_not_below_its_roots_is_named_by_check(
    case: CaseFolder, tmp_path: Path
) -> None:
    sealing.seal(case)
    authority, other = Authority(tmp_path / "tsa"), Authority(tmp_path / "other")
    timestamps.add(case, authority.answer(timestamps.request(case)[1]), authority.roots)
    with behind_its_back(case) as books:
        books.execute("update timestamp set roots = ?", (other.roots,))
    publish(case, tmp_path / "out")
    assert [(fault.kind, fault.what) for fault in check(tmp_path / "out").faults] == [("timestamp", "seals/1.json")]


def test_check_tells_what_was_changed_and_exits_with_1(
    case: CaseFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealing.seal(case)
    publish(case, tmp_path / "out")
    (tmp_path / "out" / "pages" / "p0.html").write_text("<p>nothing")
    with pytest.raises(SystemExit) as end:
        main(["check", str(tmp_path / "out")])
    assert end.value.code == 1
    told = capsys.readouterr().out
    assert "pages/p0.html was changed." in told
    assert "1 thing is not as published." in told


@pytest.mark.parametrize("arguments", [["nowhere"], [".", "--key", "xyz"], [".", "--former", "12"]])
def test_check_refuses_what_makes_no_sense(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(["check", *arguments])
    assert end.value.code == 2


def test_an_old_publication_still_holds_when_the_file_was_read_again(case: CaseFolder, tmp_path: Path) -> None:
    """The reading that was sealed is kept: taken in once more, and retried, it is the same, and proves the same."""
    sealing.seal(case)
    before = pages_of(case)
    publish(case, tmp_path / "out")
    (tmp_path / "leak" / "new.txt").write_text("more")
    taking.ingest(case, [tmp_path / "leak"], taking.IngestOptions(), lambda _: None)
    _, under_seal = taking.retry(case, frozenset({State.READ}), taking.IngestOptions(), lambda _: None)
    assert under_seal >= len(before)
    assert before.items() <= pages_of(case).items()
    sealing.seal(case)
    assert sealing.verify_case(case, words=True).ok
    publish(case, tmp_path / "again")
    assert check(tmp_path / "again").checked["seals"] == 2
    old, new = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "proofs").iterdir()} for name in ("out", "again")
    )
    assert old.items() <= new.items()
    assert check(tmp_path / "out").ok


def test_only_what_is_sealed_can_be_proved(case: CaseFolder) -> None:
    number = next(iter(pages_of(case).values()))
    with ledger_of(case, read_only=True) as database, provable(database) as sealed:
        with pytest.raises(NotProvableError, match="not sealed"):
            sealed.page(number)
        with pytest.raises(NotProvableError, match="no page"):
            sealed.page(10**9)


def test_words_that_were_changed_behind_our_back_are_not_published(case: CaseFolder) -> None:
    sealing.seal(case)
    number = next(iter(pages_of(case).values()))
    with behind_its_back(case) as books:
        books.execute("update page set text = text || 'x' where id = ?", (number,))
    with (
        ledger_of(case, read_only=True) as database,
        provable(database) as sealed,
        pytest.raises(NotProvableError, match="not what was sealed"),
    ):
        sealed.page(number)


@pytest.mark.parametrize("part", ["bytes", "place", "end", "text", "reading", "facts", "password"])
def test_other_parts_of_a_leaf_can_be_opened_one_by_one(case: CaseFolder, tmp_path: Path, part: str) -> None:
    sealing.seal(case)
    with ledger_of(case, read_only=True) as database, provable(database) as sealed:
        proof = page_proof("p", sealed.page(pages_of(case)[MEMO], frozenset({part})))
        seal = sealed.seal_file(1)
        put(tmp_path / "out", {proof.path: proof.data, seal.path: seal.data})
        about = About("example", sealed.case_id(), "2024-06-01T10:00:00.000+00:00", "muniment 0", [seal.key])
    write_manifest(tmp_path / "out", about, signing_key(case.keys))
    assert check(tmp_path / "out").faults == []
    assert set(json.loads(proof.data)["opened"]) == {part, "words"}
