"""A publication that is whole, and every way to tamper with it, looked at by ``check`` and by ``verify.py``."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.timestamp_authority import Authority
from tests.unit.publish.mutations import mutants
from tests.unit.publish.small_publication import Cache, about_the_manifest, fill, publication, signed, stamp
from tests.unit.publish.tampering import (
    EVERY,
    Faults,
    Tampering,
    leave_an_element_open_and_sign,
    resign,
    second_edition,
)

from muniment.cli.main import main
from muniment.preserve.timestamp import request_for
from muniment.preserve.words import PageText
from muniment.publish.check import Expected, check
from muniment.publish.manifest import Correction, PublicationError, files_root, hash_of_file
from muniment.publish.proof import page_proof
from muniment.publish.stamping import add_stamp
from muniment.publish.verifier.verify import Check

FLIPS = 1_000


def by_check(folder: Path, expected: Expected | None = None) -> Faults:
    return {(fault.kind, fault.what) for fault in check(folder, expected).faults}


def by_verify_py(folder: Path, key: str = "", former: str = "") -> Faults:
    return {(kind, file) for kind, file, _ in Check(str(folder), key, former).run().faults}


@pytest.fixture
def cache() -> Cache:
    return Cache()


@pytest.fixture
def folder(tmp_path: Path, cache: Cache) -> Path:
    publication(tmp_path / "publication", cache)
    return tmp_path / "publication"


def test_a_publication_is_as_it_was_published(folder: Path, cache: Cache) -> None:
    found = check(folder, Expected(key=cache.seal.key))
    assert found.faults == []
    assert (found.publication, found.edition, found.public_key) == ("example-1", 1, cache.seal.key)
    assert found.checked["pages"] == 3
    mine = Check(str(folder), cache.seal.key).run()
    assert mine.faults == []
    assert mine.counts == found.checked


def test_a_second_edition_follows_the_first(folder: Path, cache: Cache) -> None:
    first = check(folder).manifest
    second_edition(folder, cache)
    found = check(folder, Expected(former=first))
    assert (found.faults, found.edition) == ([], 2)
    assert by_verify_py(folder, former=first) == set()
    assert by_verify_py(folder, former="0" * 64) == by_check(folder, Expected(former="0" * 64))
    assert by_check(folder, Expected(former="0" * 64)) == {("corrections", "manifest.json")}


@pytest.mark.parametrize("tamper", EVERY, ids=lambda one: one.__name__)
def test_it_is_found_and_named(folder: Path, cache: Cache, tamper: Tampering) -> None:
    tamper(folder, cache)
    assert by_check(folder) == EVERY[tamper]
    assert by_verify_py(folder) == EVERY[tamper]


def test_a_page_that_a_browser_would_mend_is_refused(folder: Path, cache: Cache) -> None:
    leave_an_element_open_and_sign(folder, cache)
    assert by_check(folder) == by_verify_py(folder) == {("page", "pages/d1-p1.html")}


def test_another_key_than_the_one_known_is_named(folder: Path) -> None:
    assert by_check(folder, Expected(key="0" * 64)) == by_verify_py(folder, "0" * 64) == {("key", "manifest.json")}


def test_a_link_in_place_of_a_file_is_found(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "style.css", tmp_path / "style.css")
    (folder / "style.css").symlink_to(tmp_path / "style.css")
    assert by_check(folder) == by_verify_py(folder) == {("changed", "style.css")}


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "pages/._d1-p1.html"])
def test_what_computers_leave_in_folders_is_told_and_is_no_fault(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"litter")
    found, own = check(folder), Check(str(folder)).run()
    assert (found.faults, own.faults) == ([], [])
    assert found.notes == own.notes
    assert "no part of it" in found.notes[0]


@dataclass(frozen=True)
class Flip:
    """One byte of one file becomes another."""

    path: str
    at: int
    by: int

    def applied(self, data: bytes) -> bytes:
        return data[: self.at] + bytes([data[self.at] ^ self.by]) + data[self.at + 1 :]


def flips(folder: Path, count: int, seed: int = 5) -> list[Flip]:
    """Changes of random bytes, each as likely as any other, in all files."""
    chance = random.Random(seed)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in paths]
    chosen = chance.choices(paths, sizes, k=count)
    return [
        Flip(path.relative_to(folder).as_posix(), chance.randrange(path.stat().st_size), chance.randrange(1, 256))
        for path in chosen
    ]


def test_of_a_thousand_single_bytes_changed_each_is_found_and_its_file_named(folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    wrong: list[Any] = []
    for flip in flips(folder, FLIPS):
        path = folder / flip.path
        data = path.read_bytes()
        path.write_bytes(flip.applied(data))
        here, there = by_check(folder), by_verify_py(folder)
        path.write_bytes(data)
        named = {flip.path} | ({"manifest.sig"} if flip.path == "manifest.json" else set())
        wrong += [(flip, found) for found in (here, there) if not named & {file for _, file in found}]
    assert wrong == []
    assert by_check(folder) == set()


STAMP = ("manifest.json.tsr", "manifest.json.pem", "manifest.json.stamp")


def test_a_timestamp_of_the_manifest_is_checked_as_far_as_each_can(folder: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "tsa")
    answer = authority.answer(request_for((folder / "manifest.json").read_bytes()))
    add_stamp(folder, answer, authority.roots, Cache().key)
    assert (by_check(folder), by_verify_py(folder)) == (set(), set())
    assert check(folder).timestamps[0]["edition"] == 1
    assert "a timestamp names edition 1" in Check(str(folder)).run().notes[0]
    second_edition(folder, Cache())
    assert (by_check(folder), by_verify_py(folder)) == (set(), set())
    assert [one["edition"] for one in check(folder).timestamps] == [1]
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    answer = authority.answer(request_for((folder / "manifest.json").read_bytes()))
    with pytest.raises(PublicationError, match="not made by this case"):
        add_stamp(folder, answer, authority.roots, other)


def test_of_bytes_changed_in_a_timestamp_each_is_found_and_its_file_named(folder: Path, cache: Cache) -> None:
    stamp(folder, cache, about_the_manifest(folder), b"-----BEGIN CERTIFICATE-----")
    chance = random.Random(3)
    for name in STAMP:
        data = (folder / name).read_bytes()
        for at in chance.sample(range(len(data)), min(len(data), 40)):
            (folder / name).write_bytes(Flip(name, at, chance.randrange(1, 256)).applied(data))
            assert name in {file for _, file in by_verify_py(folder)}, (name, at)
            assert name in {file for _, file in by_check(folder)}, (name, at)
        (folder / name).unlink()
        assert by_verify_py(folder) == {("missing", name)} == by_check(folder)
        (folder / name).write_bytes(data)


def test_a_timestamp_of_something_else_is_none(folder: Path, cache: Cache) -> None:
    stamp(folder, cache, b"\x04\x20" + bytes(32), b"")
    assert by_check(folder) == by_verify_py(folder) == {("timestamp", STAMP[0])}


def test_a_bag_whose_own_lists_do_not_hold_is_told_by_check(folder: Path, cache: Cache) -> None:
    (folder / "manifest-sha256.txt").write_text("")
    value = json.loads((folder / "manifest.json").read_bytes())
    for one in value["files"]:
        if one["path"] == "manifest-sha256.txt":
            one |= {"size": 0, "sha256": hashlib.sha256().hexdigest()}
    resign(folder, cache, lambda now: now.update(files=value["files"], root=files_root(value["files"])))
    assert {kind for kind, _ in by_check(folder)} == {"bag"}
    assert by_verify_py(folder) == set()


def test_verify_py_runs_alone_with_no_packages(folder: Path) -> None:
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    good = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (good.returncode, good.stderr) == (0, "")
    assert "Nothing was changed" in good.stdout
    (folder / "style.css").write_text("body { display: none }")
    bad = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert bad.returncode == 1
    assert "style.css was changed" in bad.stdout


def test_a_first_edition_corrects_nothing_and_a_second_something(folder: Path, cache: Cache) -> None:
    for former, corrections in ((folder, []), (None, [Correction("2024", "what", "why")])):
        with pytest.raises(PublicationError, match="must say what it corrects"):
            signed(folder, cache, former, corrections)


@pytest.mark.parametrize("name", ["a\nb", "ш.html", ".hidden", "a b", "-"])
def test_a_file_that_not_every_computer_can_keep_is_refused(folder: Path, cache: Cache, name: str) -> None:
    (folder / name).write_text("x")
    if name == "-":
        signed(folder, cache)
    else:
        with pytest.raises(PublicationError, match="cannot go into a publication"):
            signed(folder, cache)


@pytest.mark.parametrize(
    "value", ["null", "[]", "{}", '"a"', "1", "{", '{"format":"muniment publication 1"}', "[" * 9999]
)
def test_anything_else_in_place_of_a_json_file_is_a_fault(folder: Path, cache: Cache, value: str) -> None:
    for path, kind in (("proofs/d2-p1.json", "proof"), ("seals/1.json", "seal")):
        (folder / path).write_text(value)
        signed(folder, cache)
        assert (kind, path) in by_check(folder)
        assert by_check(folder) == by_verify_py(folder)
    (folder / "manifest.json").write_text(value)
    assert by_check(folder) == by_verify_py(folder) == {("manifest", "manifest.json")}


def test_whatever_is_put_into_its_files_both_say_the_same(folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    found = 0
    for what in mutants(folder, cache, 120, seed=11):
        here = by_check(folder)
        assert here == by_verify_py(folder), what
        found += bool(here)
    assert found > 70


@pytest.mark.parametrize("path", ["../outside.txt", "/etc/hostname", "proofs/../../outside.txt"])
def test_a_list_that_names_files_elsewhere_leads_nowhere(folder: Path, cache: Cache, path: str) -> None:
    (folder.parent / "outside.txt").write_text("outside")
    listed = {"path": path, "sha256": hash_of_file(folder.parent / "outside.txt"), "size": 7}

    def add(manifest: Any) -> None:
        manifest["files"] = sorted([*manifest["files"], listed], key=lambda one: str(one["path"]))
        manifest["root"] = files_root(manifest["files"])

    resign(folder, cache, add)
    assert by_check(folder) == by_verify_py(folder) == {("missing", path)}


def test_pipes_and_links_in_place_of_files_do_not_hold_it_up(folder: Path) -> None:
    for name in ("manifest.sig", "style.css"):
        (folder / name).unlink()
        os.mkfifo(folder / name)
    (folder / "more").symlink_to("/")
    expected = {("missing", "manifest.sig"), ("changed", "style.css"), ("added", "more")}
    assert by_check(folder) == by_verify_py(folder) == expected
    (folder / "manifest.json").unlink()
    os.mkfifo(folder / "manifest.json")
    assert by_check(folder) == by_verify_py(folder) == {("missing", "manifest.json")}


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000,
        "<b data-note>" * 50_000 + "</b>" * 50_000,
        "<!--" * 100_000,
        "<a b=" * 50_000,
        "&" * 200_000,
        '<p data-page="x" data-stretch data-quote="# #">a</p>' * 400,
    ],
    ids=["open", "deep", "comments", "attributes", "references", "many"],
)
def test_a_page_made_to_hold_up_who_checks_it_does_not(folder: Path, cache: Cache, page: str) -> None:
    (folder / "pages" / "more.html").write_text(page)
    signed(folder, cache)
    start = time.process_time()
    assert by_check(folder) == by_verify_py(folder)
    assert time.process_time() - start < 20


def test_a_page_of_very_many_lines_is_checked_in_a_time_that_grows_with_it(tmp_path: Path) -> None:
    cache = Cache(documents=[[PageText(1, "text", "a\n" * 20_000)]])
    tmp_path.joinpath("out").mkdir()
    fill(tmp_path / "out", cache, [page_proof("p", cache.page(0, 0))])
    signed(tmp_path / "out", cache)
    start = time.process_time()
    assert by_check(tmp_path / "out") == by_verify_py(tmp_path / "out") == set()
    assert time.process_time() - start < 8


def test_names_of_files_cannot_command_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a\x1b[2J\u202eb\n").write_text("x")
    (Path(os.fsdecode(bytes(folder) + b"/\xff"))).write_text("x")
    for arguments in ([], ["--json"]):
        with pytest.raises(SystemExit):
            main(["check", str(folder), *arguments])
        told = capsys.readouterr().out
        assert told.replace("\n", "").isprintable()
        assert told.count("does not belong here") == 2
