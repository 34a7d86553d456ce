import os
from pathlib import Path

import pytest

from muniment import demo
from muniment.demo.leak import LINK_INSIDE, LINKS, NOT_UTF8, Leak
from muniment.errors import UsageError

MAX_LEAK_BYTES = 15_000_000


def contents(folder: Path) -> dict[bytes, object]:
    found: dict[bytes, object] = {}
    for path in folder.rglob("*"):
        name = os.fsencode(path.relative_to(folder))
        if path.is_symlink():
            found[name] = path.readlink()
        elif path.is_file():
            found[name] = (path.read_bytes(), path.stat().st_mtime, path.stat().st_mode)
    return found


def test_two_builds_are_the_same_to_the_byte(leak: Path, tmp_path: Path) -> None:
    demo.build(tmp_path / "again")

    assert contents(tmp_path / "again") == contents(leak)


def test_the_leak_is_small(leak: Path) -> None:
    assert sum(path.lstat().st_size for path in leak.rglob("*")) < MAX_LEAK_BYTES


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsageError, match="not an empty folder"):
        demo.build(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Leak, "files", lambda _leak: iter([("08 as found/a.txt", b"words")]))

    demo.build(tmp_path)

    assert (tmp_path / "08 as found" / "a.txt").read_bytes() == b"words"


def test_one_name_is_not_utf8(leak: Path) -> None:
    names = {os.fsencode(path.relative_to(leak)) for path in leak.rglob("*")}

    assert NOT_UTF8 in names
    with pytest.raises(UnicodeDecodeError):
        NOT_UTF8.decode()


def test_symbolic_links_lead_to_the_directive_and_out_of_the_leak(leak: Path) -> None:
    for link, destination in LINKS.items():
        assert str((leak / link).readlink()) == destination
    assert (leak / LINK_INSIDE).read_bytes().startswith(b"%PDF")


def test_leftovers_of_a_computer_are_there(leak: Path) -> None:
    found = leak / "08 as found"

    assert (found / "untitled.doc").stat().st_size == 0
    assert (found / ".note").read_text(encoding="utf-8").startswith("Fictional")
    assert (found / ".DS_Store").read_bytes()[4:8] == b"Bud1"
    assert [path.read_bytes()[:4] for path in (found / "__MACOSX").iterdir()] == [b"\x00\x05\x16\x07"]


def test_some_files_are_the_same_and_some_nearly(leak: Path) -> None:
    copies = ("01 directive/塔学堂发〔2031〕12号.pdf", "08 as found/copy of 12号.pdf")
    points = ("06 statements/对外答复口径.txt", "08 as found/口径 (1).txt")
    for first, second in (copies, points):
        assert (leak / first).read_bytes() == (leak / second).read_bytes()

    drafts = [
        (leak / f"08 as found/memo_visit_draft{number}.txt").read_text(encoding="utf-8").splitlines()
        for number in (1, 2)
    ]
    changed = [place for place, (before, after) in enumerate(zip(*drafts, strict=True)) if before != after]
    assert [drafts[0][place][:7] for place in changed] == ["MEMO (d", "4. On t"]


def test_a_search_in_each_script() -> None:
    scripts = {
        "han": any("\u4e00" <= letter <= "\u9fff" for search in demo.SEARCHES for letter in search),
        "latin": any(letter.isascii() and letter.isalpha() for search in demo.SEARCHES for letter in search),
        "arabic": any("\u0600" <= letter <= "\u06ff" for search in demo.SEARCHES for letter in search),
    }

    assert all(scripts.values()), scripts
