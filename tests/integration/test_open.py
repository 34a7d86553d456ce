"""``open`` and ``serve`` as a user starts them: the workbench works while files are taken in, and ends cleanly."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.patience import PATIENCE, comes_true

_LINK = re.compile(r"(http://127\.0\.0\.1:\d+)/login\?token=\S+")


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The program and its link, in a process group of its own as a terminal would make it."""
    command = [sys.executable, "-m", "muniment.cli.main", *arguments, "--no-browser"]
    with (folder / "stderr.txt").open("w") as file:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stderr=file, start_new_session=True)
    try:
        yield process, _link(folder, process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _link(folder: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := _LINK.search((folder / "stderr.txt").read_text()):
            return found[0]
        time.sleep(0.05)
    raise AssertionError((folder / "stderr.txt").read_text())


def ended_by_ctrl_c(process: subprocess.Popen[bytes]) -> int:
    os.killpg(process.pid, signal.SIGINT)
    return process.wait(PATIENCE)


def test_open_makes_a_case_takes_in_and_shows_at_once(tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    (tmp_path / "leak" / "letter.txt").write_text("The gate has two locks.", "utf-8")
    with started(tmp_path, "open", "leak", "--source", "a drawer") as (process, link), httpx.Client() as client:
        origin = link.partition("/login")[0]
        assert client.get(link, follow_redirects=True).status_code == 200
        assert comes_true(lambda: client.get(f"{origin}/api/search?q=locks").json()["total"] == 1)
        assert client.get(f"{origin}/api/entries").json()["entries"][-1]["path"] == "leak/letter.txt"
        # the books are shown as they were a moment ago
        assert comes_true(lambda: "a drawer" in client.get(f"{origin}/").text)
        assert ended_by_ctrl_c(process) == 0
    assert (tmp_path / "leak-case" / "case.db").is_file()
    assert sorted(path.name for path in (tmp_path / "leak").iterdir()) == ["letter.txt"]


def test_progress_is_told_while_another_command_holds_the_case(tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    for number in range(40):
        (tmp_path / "leak" / f"{number}.txt").write_text(f"letter {number}", "utf-8")
    with started(tmp_path, "open", "leak") as (process, link), httpx.Client() as client:
        origin = link.partition("/login")[0]
        client.get(link)
        seen, until = set(), time.monotonic() + PATIENCE
        while True:
            now = client.get(f"{origin}/api/progress").json()
            seen.add(now["running"])
            if not now["running"] and now["entries"] == 41 and not now["pending"]:
                break
            assert time.monotonic() < until
            time.sleep(0.02)
        assert seen == {True, False}
        assert ended_by_ctrl_c(process) == 0


def test_open_never_makes_its_case_where_the_files_lie(tmp_path: Path) -> None:
    (tmp_path / "leak").mkdir()
    command = [sys.executable, "-m", "muniment.cli.main", "open", "leak", "--case", "leak/case", "--no-browser"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert "would lie inside" in done.stderr
    assert not list((tmp_path / "leak").iterdir())


def test_a_port_that_is_taken_is_told_in_plain_words(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "muniment.cli.main", "init", "case"], cwd=tmp_path, check=True, timeout=PATIENCE
    )
    with started(tmp_path, "-C", "case", "serve") as (process, link):
        port = link.split(":")[2].partition("/")[0]
        command = [sys.executable, "-m", "muniment.cli.main", "-C", "case", "serve", "--port", port, "--no-browser"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert (done.returncode, done.stderr.partition(":")[0]) == (2, "port-taken")
        assert ended_by_ctrl_c(process) == 0
