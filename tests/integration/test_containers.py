"""Containers in containers: every member has its entry, limits are named, and retrying leaves nothing behind."""

import gzip
import io
import tarfile
from pathlib import Path

import pikepdf
import pytest
from tests.integration.casework import (
    called,
    leftovers,
    mixed_cache,
    new_case,
    pdf_of,
    portrait,
    reasons,
    states,
    zipped,
)

from muniment.adapters.case_folder import CaseFolder
from muniment.app.search.finding import search
from muniment.ingest.harvest import Harvest


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    (tmp_path / "leak").mkdir()
    return tmp_path / "leak"


def taken(leak: Path, settings: str = "", *options: str | Path) -> Path:
    case = new_case(leak.parent / "case", settings)
    said = called("ingest", leak, *options, "--json", case=case)
    assert said.status == 0, said
    assert said.json["balanced"]
    assert leftovers(case) == []
    return case


def locked_pdf(password: str, text: str) -> bytes:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(text, "unused"))) as document:
        del document.pages[1]
        document.save(packed, encryption=pikepdf.Encryption(owner=password, user=password))
    return packed.getvalue()


def test_copies_of_an_archive_have_entries_each(leak: Path) -> None:
    packed = zipped({"one.txt": b"one", "sub/two.txt": b"two"})
    for name in ("a.zip", "b.zip", "c.bin"):
        (leak / name).write_bytes(packed)
    (leak / "outer.zip").write_bytes(zipped({"a.zip": packed}))
    found = states(taken(leak))
    for container in ("a.zip", "b.zip", "c.bin", "outer.zip/a.zip"):
        assert found[f"leak/{container}/one.txt"] == "read"
        assert found[f"leak/{container}/sub/two.txt"] == "read"


def test_two_archives_that_hold_each_the_other_end(leak: Path) -> None:
    """A container that unpacks to itself, made here by a reader's answer instead of a famous file."""
    case = new_case(leak.parent / "case")
    inner = zipped({"x.txt": b"x"})
    (leak / "a.zip").write_bytes(inner)
    with pytest.MonkeyPatch.context() as patched:
        plain = Harvest.take

        def lie(self: Harvest, message: object) -> object:
            if type(message).__name__ == "Chunk":
                message = type(message)(inner)  # type: ignore[call-arg]
            return plain(self, message)  # type: ignore[arg-type]

        patched.setattr(Harvest, "take", lie)
        assert called("ingest", leak, case=case).status == 0
    assert reasons(case)["leak/a.zip/x.txt"] == (
        "refused",
        "it contains itself: the same bytes stand above it, and it is not opened again",
    )


def test_depth_limit(leak: Path) -> None:
    packed = b"at the bottom"
    for number in range(8):
        packed = zipped({f"{number}.zip" if number else "bottom.txt": packed})
    (leak / "deep.zip").write_bytes(packed)
    found = reasons(taken(leak, "[limits]\ndepth = 4\n"))
    refused = [told for told in found.values() if told[0] == "refused"]
    assert refused == [("refused", "it lies more than 4 containers deep, the limit")]
    assert len(found) == 7


def test_entries_limit(leak: Path) -> None:
    inner = zipped({f"{n}.txt": b"%d" % n for n in range(20)})
    (leak / "many.zip").write_bytes(zipped({f"{n}.zip": inner + bytes(n) for n in range(10)}))
    found = reasons(taken(leak, "[limits]\nentries_per_file = 100\n"))
    refused = [told[1] for told in found.values() if told[0] == "refused"]
    assert refused
    assert all("more than 100 entries" in reason for reason in refused)
    assert len(found) <= 102


def test_members_limit(leak: Path) -> None:
    (leak / "many.zip").write_bytes(zipped({f"{n}.txt": b"%d" % n for n in range(50)}))
    found = reasons(taken(leak, "[limits]\nmembers = 20\n"))
    assert found["leak/many.zip"][0] == "partial"
    assert "20" in found["leak/many.zip"][1]


def test_expanded_limit(leak: Path) -> None:
    (leak / "fat.tar").write_bytes(_tar({"fat.bin": bytes(range(256)) * 8000, "small.txt": b"small"}))
    found = reasons(taken(leak, "[limits]\nexpanded_bytes = 1000000\n"))
    assert found["leak/fat.tar"][0] in {"partial", "refused"}
    assert found["leak/fat.tar/fat.bin"][0] == "refused"


def _tar(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


HOSTILE_NAMES = (
    "../../../../etc/cron.d/evil",
    "/etc/passwd",
    "..",
    "a/../../b",
    "C:\\Windows\\evil.exe",
    "con\nfused",
    "./././x",
    "x" * 3000,
)


def test_hostile_member_names_stay_below_their_container(leak: Path) -> None:
    (leak / "evil.tar").write_bytes(_tar({name: name.encode() for name in HOSTILE_NAMES}))
    case = taken(leak)
    found = [path for path in states(case) if path.startswith("leak/evil.tar/")]
    assert len(found) == len(HOSTILE_NAMES)
    for path in found:
        assert not {"..", ".", ""} & set(path.split("/"))
    assert not (leak.parent / "etc").exists()


def test_members_of_one_name_are_told_apart(leak: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(3):
            info = tarfile.TarInfo("same.txt")
            info.size = 1
            archive.addfile(info, io.BytesIO(b"%d" % number))
    (leak / "same.tar").write_bytes(packed.getvalue())
    found = states(taken(leak))
    assert {path for path in found if "same.tar/" in path} == {
        "leak/same.tar/same.txt",
        "leak/same.tar/same.txt [2]",
        "leak/same.tar/same.txt [3]",
    }


# passwords and retrying ----------------------------------------------------------------------------------------------


def test_passwords_open_what_is_locked_at_once(leak: Path) -> None:
    (leak / "locked.pdf").write_bytes(locked_pdf("sesame", "behind the lock"))
    (leak.parent / "words.txt").write_text("wrong\nsesame\n")
    case = taken(leak, "", "--passwords", leak.parent / "words.txt")
    said = called("show", "leak/locked.pdf", "--json", case=case).json
    assert said["state"] == "read"
    assert "behind the lock" in said["text"]
    assert said["password"] == "sesame"


def test_retry_with_passwords_replaces_and_doubles_nothing(leak: Path) -> None:
    locked = locked_pdf("sesame", "behind the lock")
    (leak / "locked.pdf").write_bytes(locked)
    (leak / "both.zip").write_bytes(zipped({"locked.pdf": locked, "plain.txt": b"plain"}))
    case = taken(leak)
    assert states(case)["leak/locked.pdf"] == "locked"
    entries = len(states(case))
    (leak.parent / "words.txt").write_text("wrong\nsesame\n")
    words = ("--passwords", leak.parent / "words.txt")
    assert called("retry", "--state", "locked", case=case).status == 0
    assert states(case)["leak/locked.pdf"] == "locked"
    assert called("retry", "--state", "locked", *words, case=case).status == 0
    found = states(case)
    assert found["leak/locked.pdf"] == found["leak/both.zip/locked.pdf"] == "read"
    assert len(found) == entries
    assert search(CaseFolder(case), "lock").total == 1


@pytest.mark.slow
def test_retry_of_everything_changes_nothing(tmp_path: Path) -> None:
    """Members are made anew, not doubled; the index holds no page that is gone."""
    case = new_case(tmp_path / "case")
    cache = mixed_cache(tmp_path / "cache")
    assert called("ingest", cache, case=case).status == 0
    before = portrait(case)
    every = [word for state in before.by_state if state != "noted" for word in ("--state", state)]
    for _ in range(2):
        said = called("retry", *every, "--json", case=case)
        assert said.status == 0
        assert said.json["balanced"]
        assert portrait(case) == before
        assert leftovers(case) == []


def test_compressed_file_is_named_after_its_container(leak: Path) -> None:
    (leak / "report.txt.gz").write_bytes(gzip.compress(b"a compressed report", mtime=0))
    assert states(taken(leak))["leak/report.txt.gz/report.txt"] == "read"
