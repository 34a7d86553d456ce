"""verify.html in a real browser, opened from disk: the same faults as by ``check``, and none where there are none."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.unit.publish.mutations import mutants
from tests.unit.publish.rfc_8032 import RFC_8032
from tests.unit.publish.small_publication import Cache, about_the_manifest, publication, stamp
from tests.unit.publish.tampering import EVERY, Tampering, second_edition
from tests.unit.publish.test_publication import Flip, by_check, flips

FLIPS = 1_000
FLIPS_BY_HAND = 60
_ENDED = re.compile("good|bad")

LOOK = """
async ([files, flip]) => {
  const bytesOf = (data) => Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const decoded = new Map(Object.entries(files).map(([path, data]) => [path, bytesOf(data)]));
  const look = async () => {
    const given = new Map([...decoded].map(([path, data]) => [path, {size: data.length, bytes: async () => data}]));
    return (await new muniment.Check(given).run()).faults.map(({kind, file}) => [kind, file]);
  };
  if (!flip) return look();
  const found = [];
  for (const {path, at, by} of flip) {
    decoded.get(path)[at] ^= by;
    found.push(await look());
    decoded.get(path)[at] ^= by;
  }
  return found;
}
"""
"""Runs the page's own check over files handed to it, as often as there are flips of bytes."""

DROP = """
([name, files]) => {
  const entries = (prefix) => {
    const below = Object.keys(files).filter((one) => one.startsWith(prefix));
    return [...new Set(below.map((one) => one.slice(prefix.length).split("/")[0]))].map((one) => entry(prefix + one));
  };
  const bytesOf = (path) => Uint8Array.from(atob(files[path]), (one) => one.charCodeAt(0));
  const reader = (path) => {
    const rest = [entries(path && `${path}/`), []];
    return {readEntries: (good) => good(rest.shift())};
  };
  const entry = (path) => ({
    isFile: path in files,
    isDirectory: !(path in files),
    fullPath: `/${name}/${path}`,
    file: (good) => good(new File([bytesOf(path)], path)),
    createReader: () => reader(path),
  });
  const event = new Event("drop", {cancelable: true});
  event.dataTransfer = {items: [{webkitGetAsEntry: () => entry("")}]};
  document.dispatchEvent(event);
}
"""
"""Drops a folder as a browser does, which no test can make it do by hand."""


@pytest.fixture
def cache() -> Cache:
    return Cache()


@pytest.fixture
def folder(tmp_path: Path, cache: Cache) -> Path:
    publication(tmp_path / "publication", cache)
    return tmp_path / "publication"


@pytest.fixture
def verifier(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page from a disk of its own, as somebody has it who fetched it elsewhere."""
    own = tmp_path / "trusted"
    publication(own)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto((own / "verify.html").as_uri())
    yield page
    context.close()
    assert complaints == []


def files_of(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode() for path in paths}


def looked(page: Page, folder: Path, flip: list[Flip] | None = None) -> Any:
    told = [{"path": one.path, "at": one.at, "by": one.by} for one in flip] if flip else None
    return page.evaluate(LOOK, [files_of(folder), told])


def choose(page: Page, folder: Path) -> None:
    page.locator("#folder").set_input_files(folder)
    expect(page.locator("#verdict")).to_have_attribute("data-state", _ENDED)


def test_the_page_opens_from_disk_and_says_that_nothing_was_checked(verifier: Page) -> None:
    expect(verifier.locator("#verdict")).to_have_text("Nothing has been checked yet.")


def test_a_publication_chosen_by_hand_is_as_it_was_published(verifier: Page, folder: Path, cache: Cache) -> None:
    choose(verifier, folder)
    expect(verifier.locator("#verdict")).to_contain_text("Nothing was changed")
    expect(verifier.locator("#facts")).to_contain_text(cache.seal.key)
    expect(verifier.locator("#facts")).to_contain_text("3 pages")


def test_what_computers_leave_in_folders_is_told_and_is_no_fault(verifier: Page, folder: Path) -> None:
    for name in ("Thumbs.db", "pages/.DS_Store", "._a"):
        (folder / name).write_bytes(b"litter")
    assert looked(verifier, folder) == []
    (folder / "pages" / "a.DS_Store").write_bytes(b"litter")
    assert looked(verifier, folder) == [["added", "pages/a.DS_Store"]]


def test_the_same_folder_can_be_chosen_again(verifier: Page, folder: Path) -> None:
    choose(verifier, folder)
    (folder / "style.css").unlink()
    verifier.locator("#folder").set_input_files(folder)
    expect(verifier.locator("#faults")).to_have_text("missing: style.css is missing.")


def test_what_was_changed_is_named_on_the_page(verifier: Page, folder: Path) -> None:
    (folder / "style.css").write_text("* { display: none }")
    choose(verifier, folder)
    expect(verifier.locator("#verdict")).to_contain_text("Not as it was")
    expect(verifier.locator("#faults")).to_have_text("changed: style.css was changed.")


@pytest.mark.parametrize("field", ["key", "former"])
def test_what_is_known_from_elsewhere_is_compared(verifier: Page, folder: Path, field: str) -> None:
    verifier.locator("summary").first.click()
    verifier.locator(f"#{field}").fill("0" * 64)
    choose(verifier, folder)
    expect(verifier.locator("#faults")).to_contain_text("that you")


@pytest.mark.parametrize("tamper", EVERY, ids=lambda one: one.__name__)
def test_it_is_found_and_named_as_by_the_others(verifier: Page, folder: Path, cache: Cache, tamper: Tampering) -> None:
    tamper(folder, cache)
    assert {tuple(fault) for fault in looked(verifier, folder)} == EVERY[tamper]


def test_of_a_thousand_single_bytes_changed_each_is_found_and_its_file_named(
    verifier: Page, folder: Path, cache: Cache
) -> None:
    second_edition(folder, cache)
    assert looked(verifier, folder) == []
    chosen = flips(folder, FLIPS)
    for flip, found in zip(chosen, looked(verifier, folder, chosen), strict=True):
        named = {flip.path} | ({"manifest.sig"} if flip.path == "manifest.json" else set())
        assert named & {file for _, file in found}, flip


def test_bytes_changed_on_disk_are_found_by_the_page_as_it_is_used(verifier: Page, folder: Path) -> None:
    for flip in flips(folder, FLIPS_BY_HAND, seed=7):
        data = (folder / flip.path).read_bytes()
        (folder / flip.path).write_bytes(flip.applied(data))
        verifier.reload()
        choose(verifier, folder)
        expect(verifier.locator("#verdict")).to_have_attribute("data-state", "bad")
        (folder / flip.path).write_bytes(data)


def test_a_timestamp_beside_the_manifest_is_looked_at(verifier: Page, folder: Path, cache: Cache) -> None:
    stamp(folder, cache, about_the_manifest(folder), b"-----BEGIN CERTIFICATE-----")
    choose(verifier, folder)
    expect(verifier.locator("#verdict")).to_have_attribute("data-state", "good")
    expect(verifier.locator("#facts")).to_contain_text("a timestamp names edition 1")
    second_edition(folder, cache)
    assert looked(verifier, folder) == []
    stamp(folder, cache, b"\x04\x20" + bytes(32), b"")
    assert looked(verifier, folder) == [["timestamp", "manifest.json.tsr"]]
    for name in ("manifest.json.tsr", "manifest.json.pem", "manifest.json.stamp"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(Flip(name, 0, 1).applied(data + b"x" if name.endswith("pem") else data))
        assert name in {file for _, file in looked(verifier, folder)}
        (folder / name).unlink()
        assert looked(verifier, folder) == [["missing", name]]
        (folder / name).write_bytes(data)


def test_a_broken_verifier_never_says_that_all_is_well(chromium: Browser, folder: Path) -> None:
    (folder / "verify.js").write_text("const muniment = (() => {")
    page = chromium.new_page()
    page.goto((folder / "verify.html").as_uri())
    expect(page.locator("#verdict")).to_contain_text("Nothing has been checked: this page needs its script")
    page.close()


def test_signatures_of_the_standard_hold(verifier: Page) -> None:
    check = "([m, s, k]) => muniment.isSigned(muniment.unhex(m, null), muniment.unhex(s, 64), muniment.unhex(k))"
    for key, message, signature in RFC_8032:
        assert verifier.evaluate(check, [message, signature, key])
        assert not verifier.evaluate(check, [message + "00", signature, key])


def test_hashes_are_those_of_the_standard(verifier: Page) -> None:
    for length in (0, 1, 55, 56, 63, 64, 111, 112, 119, 120, 127, 128, 1000):
        data = bytes(at % 251 for at in range(length))
        for name in ("sha256", "sha512"):
            found = verifier.evaluate(
                f"(data) => muniment.hex(muniment.{name}(muniment.unhex(data, null)))", data.hex()
            )
            assert found == hashlib.new(name, data).hexdigest(), (name, length)


def test_a_big_file_has_the_same_hash(verifier: Page) -> None:
    script = "async () => muniment.hex(await muniment.hashOfFile(new Uint8Array(2 ** 21 + 1)))"
    assert verifier.evaluate(script) == hashlib.sha256(bytes(2**21 + 1)).hexdigest()
    assert verifier.evaluate(script.replace("hashOfFile", "sha256")) == hashlib.sha256(bytes(2**21 + 1)).hexdigest()


def test_whatever_is_put_into_its_files_it_says_the_same_as_check(verifier: Page, folder: Path, cache: Cache) -> None:
    second_edition(folder, cache)
    for what in mutants(folder, cache, 80, seed=13):
        assert {tuple(fault) for fault in looked(verifier, folder)} == by_check(folder), what


def test_a_folder_dropped_on_the_page_is_looked_at(verifier: Page, folder: Path) -> None:
    verifier.evaluate(DROP, ["publication", files_of(folder)])
    expect(verifier.locator("#verdict")).to_contain_text("Nothing was changed")
