"""Every file that was handed over is accounted for, whatever it is called, whatever it is, whatever happens to it."""

import os
import random
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.integration.casework import (
    called,
    environment,
    leftovers,
    muniment,
    new_case,
    portrait,
    reasons,
    states,
)

from muniment.acquire import walk
from muniment.limits import GIB, MIB


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    (tmp_path / "leak").mkdir()
    return tmp_path / "leak"


def taken(leak: Path) -> Path:
    """A case that took ``leak`` in without complaint."""
    case = leak.parent / "case"
    if not case.exists():
        new_case(case)
    said = called("ingest", leak, "--json", case=case)
    assert said.status == 0, said
    assert said.json["balanced"]
    assert leftovers(case) == []
    return case


# names ---------------------------------------------------------------------------------------------------------------

ODD_NAMES = [
    b"gb18030 \xd6\xd0\xb9\xfa.txt",
    b"koi8 \xf0\xf2\xe9\xf7\xe5\xf4.txt",
    b"half a character \xe4\xb8.txt",
    b"new\nline.txt",
    b"carriage\rreturn.txt",
    b"bell\a escape\x1b[2J\x1b]0;title\a.txt",
    b"tab\there.txt",
    b"del\x7f.txt",
    "right-to-left \u202e fdp.txt".encode(),
    "isolates \u2066\u2069 and zero\u200bwidth.txt".encode(),
    "line\u2028separator.txt".encode(),
    "c1 \u009b31m.txt".encode(),
    "\u0626\u06c7\u064a\u063a\u06c7\u0631\u200c\u0686\u06d5.txt".encode(),
    b"back\\x41slash.txt",
    b"[red]markup[bold].txt",
    b" leading and trailing ",
    b"-rf",
    b"--json",
    b"~",
    b"...",
    b".hidden",
    b"'\"`$(id)`;|&",
    b"x" * 255,
    b"\xff" * 255,
]


def test_names_survive_byte_for_byte(leak: Path) -> None:
    for number, name in enumerate(ODD_NAMES):
        Path(os.fsdecode(bytes(leak) + b"/" + name)).write_text(f"document {number}\n")
    case = taken(leak)
    found = {os.fsencode(path) for path in states(case)}
    assert found == {b"leak", *(b"leak/" + name for name in ODD_NAMES)}


@pytest.mark.parametrize("number", range(len(ODD_NAMES)))
def test_show_takes_a_name_as_bytes_or_escaped(odd_case: Path, number: int) -> None:
    path = b"leak/" + ODD_NAMES[number]
    escaped = path.decode("utf-8", "backslashreplace")
    for asked in {path, escaped.encode()}:
        said = called("show", "--", asked, case=odd_case)
        assert said.out.rstrip("\n") == f"document {number}", (asked, said)


@pytest.fixture(scope="module")
def odd_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    leak = tmp_path_factory.mktemp("odd") / "leak"
    leak.mkdir()
    for number, name in enumerate(ODD_NAMES):
        Path(os.fsdecode(bytes(leak) + b"/" + name)).write_text(f"document {number}\n")
    return taken(leak)


def harmful(text: str) -> set[str]:
    """Characters in what a terminal is given that move its cursor, turn its lines or hide."""
    allowed = {"\n", "\u200c", "\u200d"}
    return {char for char in text if not char.isprintable() and char not in allowed}


def test_nothing_harmful_reaches_a_terminal(odd_case: Path) -> None:
    for command in (("books", "--list"), ("search", "document", "--limit", "50"), ("books",)):
        said = called(*command, case=odd_case)
        assert said.status == 0
        assert harmful(said.out) == set()
    listed = called("books", "--list", case=odd_case).out
    assert len(listed.splitlines()) == len(ODD_NAMES) + 1
    assert "[red]markup[bold]" in listed
    for name in ODD_NAMES:
        said = called("show", "--", b"leak/" + name, case=odd_case)
        assert harmful(said.err) == set()


def test_json_lines_with_odd_names(odd_case: Path) -> None:
    rows = called("books", "--list", "--json", case=odd_case).lines
    assert len(rows) == len(ODD_NAMES) + 1
    given = {bytes.fromhex(row["path_hex"]) if "path_hex" in row else row["path"].encode() for row in rows}
    assert given == {b"leak", *(b"leak/" + name for name in ODD_NAMES)}


# kinds ---------------------------------------------------------------------------------------------------------------


def test_special_files_are_recorded_not_opened(leak: Path) -> None:
    os.mkfifo(leak / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(leak / "socket"))
    if os.geteuid() == 0:
        os.mknod(leak / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
        os.mknod(leak / "loop", stat.S_IFBLK | 0o600, os.makedev(7, 0))
    told = reasons(taken(leak))
    assert told["leak/pipe"] == ("noted", "a named pipe: recorded, not opened")
    assert told["leak/socket"] == ("noted", "a socket: recorded, not opened")
    if os.geteuid() == 0:
        assert told["leak/null"] == ("noted", "a character device: recorded, not opened")
        assert told["leak/loop"] == ("noted", "a block device: recorded, not opened")


def test_links_are_recorded_not_followed(leak: Path) -> None:
    (leak.parent / "outside").mkdir()
    (leak.parent / "outside" / "secret.txt").write_text("not handed over")
    (leak / "to a folder").symlink_to(leak.parent / "outside")
    (leak / "to a file").symlink_to(leak.parent / "outside" / "secret.txt")
    (leak / "loop").symlink_to(".")
    (leak / "self").symlink_to("self")
    (leak / "broken").symlink_to("nowhere")
    case = taken(leak)
    assert states(case) == {
        "leak": "noted",
        **dict.fromkeys([f"leak/{name}" for name in ("to a folder", "to a file", "loop", "self", "broken")], "noted"),
    }
    assert reasons(case)["leak/broken"][1] == "a symbolic link to nowhere: recorded, not followed"
    assert portrait(case).originals == []


def test_a_link_handed_over_is_not_followed(leak: Path) -> None:
    (leak / "a.txt").write_text("x")
    (leak.parent / "link").symlink_to(leak)
    assert states(taken(leak.parent / "link")) == {"link": "noted"}


def test_hidden_blank_and_packaging_files_count(leak: Path) -> None:
    for name in (".hidden", ".DS_Store", "Thumbs.db", "__MACOSX/._a", ".git/config", "~$lock.docx", "blank"):
        (leak / name).parent.mkdir(exist_ok=True)
        (leak / name).write_bytes(b"" if name == "blank" else b"some bytes")
    found = reasons(taken(leak))
    assert {path for path in found if found[path][0] != "noted"} == {
        f"leak/{name}"
        for name in (".hidden", ".DS_Store", "Thumbs.db", "__MACOSX/._a", ".git/config", "~$lock.docx", "blank")
    }
    assert found["leak/blank"] == ("empty", "a blank file: it holds no bytes")


def test_hard_links_are_entries_each(leak: Path) -> None:
    (leak / "one.txt").write_text("one text")
    (leak / "two.txt").hardlink_to(leak / "one.txt")
    case = taken(leak)
    assert states(case) == {"leak": "noted", "leak/one.txt": "read", "leak/two.txt": "read"}
    assert len(portrait(case).originals) == 1


# shapes --------------------------------------------------------------------------------------------------------------


def test_deep_folders(leak: Path) -> None:
    deepest = leak
    for _ in range(500):
        deepest /= "d"
        deepest.mkdir()
    (deepest / "bottom.txt").write_text("at the bottom of it all")
    case = taken(leak)
    found = states(case)
    assert len(found) == 502
    assert found["leak/" + "d/" * 500 + "bottom.txt"] == "read"


def test_paths_longer_than_the_system_takes(leak: Path) -> None:
    """Folders can be nested by moving into each, until their path is longer than any call accepts."""
    levels, name = 30, "a folder with a rather long name " * 6
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(leak)
        for _ in range(levels):
            os.mkdir(name)  # noqa: PTH102 - a Path would be too long
            os.chdir(name)
        with open("bottom.txt", "w") as file:  # noqa: PTH123 - likewise
            file.write("beyond the longest path\n")
        os.symlink("bottom.txt", "link")  # noqa: PTH211 - likewise
    finally:
        os.fchdir(before)
        os.close(before)
    found = states(taken(leak))
    below = "leak/" + f"{name}/" * levels
    assert found[below + "bottom.txt"] == "read"
    assert found[below + "link"] == "noted"
    assert len(found) == levels + 3


@pytest.mark.slow
def test_many_files_in_one_folder(leak: Path) -> None:
    for number in range(20_000):
        (leak / f"{number:05}").write_bytes(b"")
    (leak / "word.txt").write_text("one that holds words")
    case = taken(leak)
    said = called("books", "--json", case=case).json
    assert said["by_state"] == {"empty": 20_000, "noted": 1, "read": 1}


@pytest.mark.slow
def test_a_huge_file_streams(leak: Path) -> None:
    """More than two GiB (31 bits) of a sparse file go through; the program's own memory stays what it is."""
    needed = 3 * GIB
    if os.statvfs(leak).f_bavail * os.statvfs(leak).f_frsize < needed:
        pytest.skip("less than 3 GiB free: a huge file cannot be tried")
    with (leak / "huge.bin").open("wb") as file:
        file.truncate(2 * GIB + MIB)
    case = new_case(leak.parent / "case")
    watched = (
        # not ru_maxrss: that one is inherited from the process of the tests, whatever its size
        "import sys; from muniment.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print('peak', *[s.split()[1] for s in open('/proc/self/status') if s.startswith('VmHWM')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched, "-C", case, "ingest", leak],
        capture_output=True,
        env=environment(),
        timeout=900,
        check=True,
        text=True,
    )
    peak_kib = int(done.stdout.rpartition("peak ")[2])
    assert peak_kib * 1024 < 400 * MIB
    assert states(case)["leak/huge.bin"] not in {"failed", "pending"}


# what happens while we look ------------------------------------------------------------------------------------------


def during_reading(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do ``act`` once, after the first bytes of the first file were read."""
    plain, done = os.read, threading.Event()

    def read(descriptor: int, count: int) -> bytes:
        data = plain(descriptor, count)
        if not done.is_set() and data.startswith(b"SENTINEL"):
            done.set()
            act()
        return data

    monkeypatch.setattr("muniment.ingest.taking.os.read", read)


def test_a_file_that_grows_while_it_is_read(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = leak / "growing.txt"
    file.write_text("SENTINEL first line\n")

    def grow() -> None:
        with file.open("a") as more:
            more.write("second line\n")

    during_reading(monkeypatch, grow)
    state, reason = reasons(taken(leak))["leak/growing.txt"]
    assert state == "partial"
    assert "changed while it was being taken in" in reason


def test_a_file_that_is_cut_while_it_is_read(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = leak / "cut.txt"
    file.write_bytes(b"SENTINEL" + b"x" * (3 * MIB))
    during_reading(monkeypatch, lambda: os.truncate(file, 10))
    state, reason = reasons(taken(leak))["leak/cut.txt"]
    assert state == "partial"
    assert "changed while it was being taken in" in reason


def after_listing(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do ``act`` once, between the listing of a folder and the opening of its files."""
    plain, done = walk.list_folder, threading.Event()

    def list_folder(source: bytes) -> object:
        listing = plain(source)
        if not done.is_set():
            done.set()
            act()
        return listing

    monkeypatch.setattr("muniment.ingest.taking.list_folder", list_folder)


def test_a_file_that_vanishes(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (leak / "gone.txt").write_text("soon gone")
    (leak / "stays.txt").write_text("stays")
    after_listing(monkeypatch, (leak / "gone.txt").unlink)
    case = taken(leak)
    assert reasons(case)["leak/gone.txt"] == ("failed", "it vanished before it could be read")
    assert states(case)["leak/stays.txt"] == "read"


@pytest.mark.parametrize("swap", ["pipe", "link", "folder", "socket"])
def test_a_file_swapped_for_something_else(leak: Path, monkeypatch: pytest.MonkeyPatch, swap: str) -> None:
    """Nothing hangs, nothing is followed."""
    file = leak / "file.txt"
    file.write_text("a file at first")

    def swapped() -> None:
        file.unlink()
        if swap == "pipe":
            os.mkfifo(file)
        elif swap == "link":
            file.symlink_to("/etc/passwd")
        elif swap == "folder":
            file.mkdir()
        else:
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(file))

    after_listing(monkeypatch, swapped)
    case = taken(leak)
    assert reasons(case)["leak/file.txt"] == ("failed", "something else took its place before it could be read")
    assert portrait(case).originals == []


def test_a_folder_that_vanishes(leak: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (leak / "sub").mkdir()
    after_listing(monkeypatch, (leak / "sub").rmdir)
    found = reasons(taken(leak))
    assert found["leak/sub"][0] == "noted"
    assert found["leak/sub/"] == (
        "failed",
        "the contents of this folder are unknown: it vanished before it could be read",
    )


# rights --------------------------------------------------------------------------------------------------------------


def without_privilege() -> list[str]:
    """A command that runs another with no more rights than the owner's: root's power to read all is taken away."""
    if os.geteuid() != 0:
        return []
    powers = "-dac_override,-dac_read_search"
    prefix = ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}"]
    try:
        subprocess.run([*prefix, "true"], capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("root reads everything, and setpriv, which would take that away, does not work here")
    return prefix


def test_without_the_right_to_read(leak: Path) -> None:
    prefix = without_privilege()
    (leak / "closed.txt").write_text("closed")
    (leak / "closed").mkdir()
    (leak / "closed" / "inside.txt").write_text("inside")
    (leak / "open.txt").write_text("open")
    (leak / "closed.txt").chmod(0)
    (leak / "closed").chmod(0)
    case = new_case(leak.parent / "case")
    said = muniment("ingest", leak, "--json", case=case, prefix=prefix)
    assert said.status == 0, said
    found = reasons(case)
    assert found["leak/closed.txt"] == ("failed", "there is no permission to read it")
    assert found["leak/closed"][0] == "noted"
    assert found["leak/closed/"] == (
        "failed",
        "the contents of this folder are unknown: there is no permission to read it",
    )
    assert found["leak/open.txt"][0] == "read"

    (leak / "closed.txt").chmod(0o644)
    (leak / "closed").chmod(0o755)
    said = muniment("ingest", leak, "--json", case=case, prefix=prefix)
    assert said.status == 0, said
    found = reasons(case)
    assert found["leak/closed.txt"] == ("read", "")
    assert found["leak/closed/inside.txt"] == ("read", "")
    assert found["leak/closed/"][0] == "noted"
    assert said.json["entries"] == 6


@pytest.mark.parametrize("closed", ["", "case.db"])
def test_a_case_of_somebody_else(leak: Path, closed: str) -> None:
    prefix = without_privilege()
    (leak / "a.txt").write_text("x")
    case = taken(leak)
    (case / closed).chmod(0)
    try:
        for command in (("books",), ("search", "x"), ("ingest", leak), ("retry",)):
            said = muniment(*command, case=case, prefix=prefix)
            assert said.status in {2, 5}, said
            assert "not readable" in said.err or "may not read" in said.err or "cannot be" in said.err
    finally:
        (case / closed).chmod(0o700)


# the source is sacred ------------------------------------------------------------------------------------------------


def snapshot(folder: Path) -> dict[str, tuple[int, ...]]:
    """All that a write would change of a folder and what is in it."""
    found: dict[str, tuple[int, ...]] = {}
    for path in [folder, *folder.rglob("*")]:
        status = path.lstat()
        found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_nlink)
    return found


def test_the_source_is_never_written_to(leak: Path) -> None:
    draw = random.Random(7)
    for number in range(30):
        (leak / str(number % 5)).mkdir(exist_ok=True)
        (leak / str(number % 5) / f"{number}.txt").write_bytes(draw.randbytes(50) if number % 2 else b"plain text\n")
    (leak / "link").symlink_to("0")
    before = snapshot(leak)
    case = taken(leak)
    taken(leak)
    assert called("retry", "--state", "unsupported", case=case).status == 0
    assert snapshot(leak) == before
