"""Whatever is wrong with a case or a command: a clear error, the right exit status, nothing lost."""

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.integration.casework import Said, called, muniment, new_case, portrait, states, zipped

from muniment.adapters.case_folder import CaseFolder

SEED = 404


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with something in it; tests work on copies."""
    base = tmp_path_factory.mktemp("finished")
    assert called("ingest", small_cache(base / "cache"), case=new_case(base / "case")).status == 0
    return base / "case"


def small_cache(folder: Path) -> Path:
    folder.mkdir()
    for number in range(12):
        (folder / f"note {number}.txt").write_text(f"note {number} on apricots\n" * (1 + 40 * number))
    (folder / "page.html").write_text("<p>a page on dams</p>")
    (folder / "pair.zip").write_bytes(zipped({"one.txt": b"one in a zip", "two.txt": b"two in a zip"}))
    return folder


def is_clear(said: Said, status: int, code: str) -> None:
    """One sentence and what to do, on stderr alone; never a traceback."""
    assert said.status == status, said
    assert said.out == ""
    first, *advice = said.err.strip().splitlines()
    assert first.startswith(f"{code}: "), said.err
    assert advice or code == "query", "it does not say what to do"
    assert "Traceback" not in said.err


def hits(case: Path, word: str) -> int:
    """How many pages a search finds."""
    return int(called("search", word, "--json", case=case).json["total"])


COMMANDS = (("books",), ("books", "--list"), ("search", "apricots"), ("show", "note 1.txt"), ("retry",), ("reindex",))


# no case, or the wrong one -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_no_case(tmp_path: Path, command: tuple[str, ...]) -> None:
    is_clear(called(*command, case=tmp_path), 2, "no-case")
    assert list(tmp_path.iterdir()) == []


def test_ingest_without_a_case(tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    is_clear(called("ingest", tmp_path / "leak", case=tmp_path / "nowhere"), 2, "no-case")
    assert not (tmp_path / "nowhere").exists()


def test_init_over_a_case(finished: Path) -> None:
    before = portrait(finished)
    is_clear(called("init", finished), 2, "case-exists")
    assert portrait(finished) == before


def test_init_in_a_folder_of_somebody(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("mine")
    is_clear(called("init", tmp_path), 2, "usage")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_init_on_a_file_and_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    is_clear(called("init", tmp_path / "file"), 2, "usage")
    is_clear(called("init", tmp_path / "file" / "case"), 2, "usage")


def test_init_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    CaseFolder.create(tmp_path / "case")
    (tmp_path / "case" / "case.db").rename(tmp_path / "case" / "case.db.new")
    assert called("init", tmp_path / "case").status == 0
    assert called("books", case=tmp_path / "case").status == 0
    assert not (tmp_path / "case" / "case.db.new").exists()


@pytest.mark.parametrize("command", [*COMMANDS, ("ingest", "/usr/share/doc")])
def test_a_case_made_by_a_newer_version(finished: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    case = copied(finished, tmp_path)
    with sqlite3.connect(case / "case.db") as ledger:
        ledger.execute("UPDATE case_info SET value = '999' WHERE key = 'schema_version'")
    ledger.close()
    before = (case / "case.db").read_bytes()
    is_clear(called(*command, case=case), 3, "case-too-new")
    assert (case / "case.db").read_bytes() == before


def copied(case: Path, folder: Path) -> Path:
    return shutil.copytree(case, folder / "copy")


# sources -------------------------------------------------------------------------------------------------------------


def test_nothing_at_the_path(tmp_path: Path) -> None:
    is_clear(called("ingest", tmp_path / "not mounted", case=new_case(tmp_path / "case")), 2, "usage")


def test_source_inside_the_case_and_the_case_itself(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    for source in (case, case / "originals"):
        is_clear(called("ingest", source, case=case), 2, "usage")
    assert states(case) == {}


def test_case_inside_the_source(tmp_path: Path) -> None:
    case = new_case(tmp_path / "leak" / "sub" / "case")
    is_clear(called("ingest", tmp_path / "leak", case=case), 2, "usage")
    (tmp_path / "by another name").symlink_to(tmp_path / "leak")
    is_clear(called("ingest", tmp_path / "by another name" / "sub", case=case), 2, "usage")
    assert states(case) == {}


def test_one_bad_path_among_good_ones_takes_in_nothing(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    case = new_case(tmp_path / "case")
    is_clear(called("ingest", tmp_path / "good", tmp_path / "bad", case=case), 2, "usage")
    assert states(case) == {}


# a second command at once --------------------------------------------------------------------------------------------


def test_a_second_command_that_changes_the_case(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    with CaseFolder(finished).locked():
        for command in (("ingest", tmp_path / "leak"), ("retry",), ("reindex",)):
            is_clear(called(*command, case=finished), 4, "case-busy")
        for looking in (("books",), ("books", "--list"), ("search", "apricots"), ("show", "note 1.txt")):
            assert called(*looking, case=finished).status == 0


# settings and options ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        b"workers = = 3",
        b"wrokers = 3",
        b"workers = -1",
        b"workers = 'many'",
        b"workers = 1000000",
        b"languages = 'zh'",
        b"[limits]\ndepht = 3",
        b"[limits]\ndepth = 0",
        b"[limits]\ndepth = 'deep'",
        b"[limits]\ndepth = true",
        b"[limits]\nread_seconds = nan",
        b"[limits]\ndepth = inf",
        b"[limits]\nread_seconds = inf",
        b"\xff\xfe\x00 not text",
    ],
)
def test_settings_that_make_no_sense(tmp_path: Path, settings: bytes) -> None:
    case = new_case(tmp_path / "case")
    (tmp_path / "leak").mkdir()
    (case / "muniment.toml").write_bytes(settings)
    is_clear(called("ingest", tmp_path / "leak", case=case), 2, "settings")
    assert states(case) == {}


def test_settings_that_are_a_folder(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    (case / "muniment.toml").unlink()
    (case / "muniment.toml").mkdir()
    (tmp_path / "leak").mkdir()
    is_clear(called("ingest", tmp_path / "leak", case=case), 2, "settings")


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "1000000"])
def test_environment_that_makes_no_sense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MUNIMENT_WORKERS", value)
    (tmp_path / "leak").mkdir()
    said = called("ingest", tmp_path / "leak", case=new_case(tmp_path / "case"))
    is_clear(said, 2, "settings")
    assert "MUNIMENT_WORKERS" in said.err


@pytest.mark.parametrize(
    "options",
    [
        ("--workers", "0"),
        ("--workers", "two"),
        ("--passwords", "/nowhere/words.txt"),
        ("--passwords", "/"),
        ("--frobnicate",),
        (),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: tuple[str, ...]) -> None:
    said = called("ingest", *options, *([tmp_path] if options else []), case=new_case(tmp_path / "case"))
    assert said.status == 2
    assert said.out == ""
    assert "Usage:" in said.err


def test_passwords_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(os.urandom(16) + b"\xff\xfe")
    (tmp_path / "leak").mkdir()
    case = new_case(tmp_path / "case")
    is_clear(called("ingest", "--passwords", tmp_path / "words", tmp_path / "leak", case=case), 2, "usage")


def test_state_without_list(tmp_path: Path) -> None:
    is_clear(called("books", "--state", "read", case=new_case(tmp_path / "case")), 2, "usage")


@pytest.mark.parametrize("query", ['"open phrase', "(", ")", "AND", "a AND", "NOT", "((a)"])
def test_queries_end_in_an_error_or_in_hits(finished: Path, query: str) -> None:
    said = called("search", query, case=finished)
    assert said.status in {0, 2}, said
    if said.status:
        is_clear(said, 2, "query")


def test_asking_for_what_is_not_there(finished: Path) -> None:
    is_clear(called("show", "nothing of the kind", case=finished), 2, "not-found")
    is_clear(called("show", "f" * 64, case=finished), 2, "not-found")
    is_clear(called("show", "note 1.txt", "--page", "99", case=finished), 2, "not-found")


# damage --------------------------------------------------------------------------------------------------------------


def test_ledger_of_random_bytes(finished: Path, tmp_path: Path) -> None:
    case = copied(finished, tmp_path)
    (case / "case.db").write_bytes(random.Random(SEED).randbytes(50_000))
    for command in (*COMMANDS, ("ingest", finished.parent / "cache")):
        is_clear(called(*command, case=case), 7, "ledger-damaged")


@pytest.mark.parametrize("size", [0, 10, 16, 100, 4096, 20_000])
def test_ledger_cut_short(finished: Path, tmp_path: Path, size: int) -> None:
    case = copied(finished, tmp_path)
    os.truncate(case / "case.db", size)
    for command in (*COMMANDS, ("ingest", finished.parent / "cache")):
        is_clear(called(*command, case=case), 7, "ledger-damaged")
    assert CaseFolder(case).open_originals().all()


@pytest.mark.slow
def test_ledger_with_damage_anywhere(finished: Path, tmp_path: Path) -> None:
    draw = random.Random(SEED)
    whole = (finished / "case.db").read_bytes()
    case = copied(finished, tmp_path)
    noticed = 0
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(draw.choice([1, 8, 200])):
            at = draw.randrange(100, len(spoilt))
            spoilt[at : at + 8] = draw.randbytes(len(spoilt[at : at + 8]))
        (case / "case.db").write_bytes(spoilt)
        for command in (("books",), ("books", "--list", "--json"), ("search", "apricots"), ("show", "note 1.txt")):
            said = called(*command, case=case)
            assert said.status in {0, 1, 2, 7}, said
            noticed += said.status == 7
    assert noticed > 10


def test_no_index_then_a_rebuilt_one(finished: Path, tmp_path: Path) -> None:
    case = copied(finished, tmp_path)
    before = portrait(case)
    shutil.rmtree(case / "index")
    said = called("search", "apricots", case=case)
    is_clear(said, 8, "index-damaged")
    assert "muniment reindex" in said.err
    assert called("reindex", case=case).status == 0
    assert portrait(case) == before
    assert hits(case, "apricots") == hits(finished, "apricots")


def test_damaged_index(finished: Path, tmp_path: Path) -> None:
    case = copied(finished, tmp_path)
    before = portrait(case)
    for path in (case / "index").iterdir():
        path.write_bytes(random.Random(SEED).randbytes(200))
    is_clear(called("search", "apricots", case=case), 8, "index-damaged")
    assert called("reindex", case=case).status == 0
    assert portrait(case) == before


def test_ingest_into_a_case_without_index_loses_nothing(finished: Path, tmp_path: Path) -> None:
    case = copied(finished, tmp_path)
    shutil.rmtree(case / "index")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "new.txt").write_text("a new note on quinces")
    said = called("ingest", tmp_path / "more", case=case)
    is_clear(said, 8, "index-damaged")
    assert called("reindex", case=case).status == 0
    assert called("ingest", tmp_path / "more", case=case).status == 0
    assert hits(case, "quinces") == 1
    assert hits(case, "apricots") == hits(finished, "apricots")


def test_reindex_stopped_midway_is_made_good(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = copied(finished, tmp_path)
    before = portrait(case)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("muniment.app.search.finding.Indexer.catch_up", stop)
        assert called("reindex", case=case).status == 130
    said = called("search", "apricots", "--json", case=case)
    books = called("books", "--json", case=case).json
    assert (
        said.status == 8 or said.json["total"] == hits(finished, "apricots") or books["indexed_pages"] < books["pages"]
    )
    if said.status == 8:
        assert called("reindex", case=case).status == 0
    assert called("ingest", finished.parent / "cache", case=case).status == 0
    assert portrait(case) == before


def test_original_gone_missing_is_said(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "new.zip").write_bytes(zipped({"x.txt": b"x marks"}) + b"garbage")
    case = copied(finished, tmp_path)
    with sqlite3.connect(case / "case.db") as ledger:
        (sha256,) = ledger.execute("SELECT sha256 FROM entry WHERE name = CAST('pair.zip' AS BLOB)").fetchone()
        ledger.execute("UPDATE reading SET stage = 'read', state = 'pending' WHERE sha256 = ?", (sha256,))
    ledger.close()
    (case / "originals" / sha256[:2] / sha256).unlink()
    assert called("retry", "--state", "failed", case=case).status == 0
    said = called("books", "--list", "--state", "failed", "--json", case=case).lines
    assert [row["path"] for row in said] == ["cache/pair.zip"]
    assert "missing from the case" in said[0]["reason"]


# disks ---------------------------------------------------------------------------------------------------------------


def needs_mounts(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
    subprocess.run(["umount", folder], check=True)


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Path]:
    needs_mounts(folder)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    needs_mounts(folder.parent / "probe")
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("free_kib", [0, 4, 40, 100, 160, 220, 300, 420, 600])
def test_full_disk(finished: Path, tmp_path: Path, free_kib: int) -> None:
    """With so little room left, the disk fills at one step or another; with room made, the same command goes on."""
    with disk(tmp_path / "disk", "64m") as mounted:
        case = new_case(mounted / "case")
        ballast = mounted / "ballast"
        free = shutil.disk_usage(mounted).free
        ballast.write_bytes(bytes(free - free_kib * 1024))
        said = muniment("ingest", finished.parent / "cache", case=case)
        if said.status:
            is_clear(said, 6, "disk-full")
        ballast.unlink()
        again = muniment("ingest", finished.parent / "cache", case=case)
        assert again.status == 0, again
        assert portrait(case) == portrait(finished)


def test_no_file_is_blamed_for_a_disk_that_is_all_but_full(tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "odd.pdf").write_bytes(b"%PDF-1.4\nbroken")
    with disk(tmp_path / "disk", "64m") as mounted:
        case = new_case(mounted / "case")
        ballast = mounted / "ballast"
        ballast.write_bytes(bytes(shutil.disk_usage(mounted).free - (8 << 20)))
        is_clear(called("ingest", tmp_path / "leak", case=case), 6, "disk-full")
        assert states(case)["leak/odd.pdf"] == "pending"
        ballast.unlink()
        assert called("ingest", tmp_path / "leak", case=case).status == 0
        assert states(case)["leak/odd.pdf"] == "damaged"


def test_disk_too_full_for_a_case(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "16k") as mounted:
        is_clear(called("init", mounted / "case"), 6, "disk-full")


def test_read_only_case(finished: Path, tmp_path: Path) -> None:
    case = copied(finished, tmp_path)
    with read_only(case):
        assert called("books", "--json", case=case).json["balanced"]
        assert hits(case, "apricots") == hits(finished, "apricots")
        assert "note 1 on apricots" in called("show", "note 1.txt", case=case).out
        for command in (("ingest", finished.parent / "cache"), ("retry",), ("reindex",)):
            is_clear(called(*command, case=case), 5, "case-read-only")
        is_clear(called("init", case / "new"), 5, "case-read-only")


def test_read_only_case_whose_last_run_was_killed(finished: Path, tmp_path: Path) -> None:
    """What SQLite had not yet moved into its main file counts."""
    case = copied(finished, tmp_path)
    ledger = sqlite3.connect(case / "case.db", isolation_level=None)
    ledger.execute("PRAGMA wal_autocheckpoint = 0")
    ledger.execute("UPDATE entry SET reason = 'told late' WHERE name = CAST('note 1.txt' AS BLOB)")
    killed = shutil.copytree(case, tmp_path / "killed")
    ledger.close()
    with read_only(killed):
        said = called("books", "--list", "--json", case=killed)
    assert "told late" in [row["reason"] for row in said.lines]
