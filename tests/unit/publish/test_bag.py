"""Bags: those of the conformance suite are judged as it says, hostile ones are refused, ours are whole."""

import hashlib
import logging
import os
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import bagit  # type: ignore[import-untyped] # the library has no types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.errors import UsageError
from muniment.publish.bag import BagError, BagWriter, bag_in_place, making_bag
from muniment.publish.bag_check import ALGORITHMS, BagChecked, check_bag
from muniment.publish.bag_tags import MAX_LINE_CHARS, escaped, unescaped, why_unsafe

SUITE = Path(__file__).parents[4] / "shared" / "corpora" / "bagit"
needs_suite = pytest.mark.skipif(not SUITE.exists(), reason="the corpora are not here: ../shared/corpora/bagit")

INCOMPLETE_HERE = {"duplicate-file-with-different-case": "HELLO.txt", "special-system-files": ".DS_Store"}
"""Bags of the suite that lack a file in every copy: a disk that ignores case, and a tidy version control, lost it."""


def bags(*kinds: str) -> list[Path]:
    return [one for kind in kinds for one in sorted(SUITE.glob(f"v*/{kind}/*")) if one.is_dir()]


def named(bag: Path) -> str:
    return "/".join(bag.parts[-3:])


def kinds(checked: BagChecked) -> set[str]:
    return {fault.kind for fault in checked.faults}


@needs_suite
@pytest.mark.parametrize("bag", bags("valid"), ids=named)
def test_a_valid_bag_of_the_suite_is_accepted(bag: Path) -> None:
    checked = check_bag(bag)
    assert checked.ok, checked.faults
    assert checked.checked["files"] > 0


@needs_suite
@pytest.mark.parametrize("bag", bags("invalid", "linux-only", "windows-only"), ids=named)
def test_an_invalid_bag_of_the_suite_is_refused_with_a_reason(bag: Path) -> None:
    checked = check_bag(bag)
    assert not checked.ok
    assert all(fault.says.endswith(".") and "PATH" not in fault.says for fault in checked.faults)


@needs_suite
@pytest.mark.parametrize("bag", bags("warning"), ids=named)
def test_a_doubtful_bag_of_the_suite_is_accepted_with_a_note(bag: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bag, tmp_path / "bag"))
    if bag.name in INCOMPLETE_HERE:
        assert kinds(check_bag(copy)) >= {"missing"}
        content = (copy / "data" / "hello.txt").read_bytes() if "case" in bag.name else b""
        (copy / "data" / INCOMPLETE_HERE[bag.name]).write_bytes(content)
    if bag.name == "duplicate-file-with-different-case":
        info = copy / "bag-info.txt"  # the sum was made where both names are one file
        assert kinds(check_bag(copy)) == {"payload sum"}
        info.write_text(info.read_text().replace("6.1", "12.2"))
        relist(copy, "bag-info.txt", "sha512")
    checked = check_bag(copy)
    assert checked.ok, checked.faults
    assert checked.notes


@needs_suite
def test_the_suite_is_all_there() -> None:
    assert len(bags("valid")) == 27
    assert len(bags("invalid", "linux-only", "windows-only")) == 27
    assert len(bags("warning")) == 6


@needs_suite
def test_where_the_library_judges_otherwise_is_known() -> None:
    """What the library accepts and we refuse: if this list shrinks, it has got better, and 0035 can be looked at."""
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    accepted = {named(bag) for bag in bags("invalid", "linux-only", "windows-only") if library_accepts(bag)}
    assert accepted == {
        "v1.0/invalid/bagit-with-invalid-whitespace",
        *(f"v0.97/windows-only/out-of-scope-file-paths-using-{one}-for-fetch" for one in _WINDOWS_WAYS),
    }
    assert all(library_accepts(bag) for bag in bags("valid"))


_WINDOWS_WAYS = ("absolute-path", "shortcut", "unc")


def library_accepts(bag: Path) -> bool:
    try:
        return bool(bagit.Bag(str(bag)).validate())
    except bagit.BagError:
        return False


def made(folder: Path, files: Mapping[str, bytes]) -> Path:
    with making_bag(folder) as writer:
        for path, content in files.items():
            writer.add(path, [content])
        writer.finish([])
    return folder


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return made(tmp_path / "bag", {"letter.txt": b"dear\n", "deep/er/picture.png": b"\x89PNG"})


def relist(bag: Path, path: str, *algorithms: str) -> None:
    """Put the present checksum of a tag file into the tag manifests."""
    for one in algorithms or ("sha256", "sha512"):
        manifest = bag / f"tagmanifest-{one}.txt"
        lines = [line for line in manifest.read_text().splitlines() if not line.endswith(f" {path}")]
        digest = hashlib.new(one, (bag / path).read_bytes()).hexdigest()
        manifest.write_text("\n".join([*lines, f"{digest}  {path}", ""]))


def rewrite(bag: Path, path: str, content: bytes) -> None:
    """Change a tag file as somebody would who means to deceive: its checksums follow."""
    (bag / path).write_bytes(content)
    relist(bag, path)


def list_also(bag: Path, line: str, algorithm: str = "sha256") -> None:
    manifest = bag / f"manifest-{algorithm}.txt"
    rewrite(bag, manifest.name, manifest.read_bytes() + line.encode())


def test_a_bag_of_ours_is_whole_to_us_and_to_the_library(bag: Path) -> None:
    checked = check_bag(bag)
    assert checked.ok
    assert not checked.notes
    assert (checked.version, checked.algorithms) == ("1.0", ["sha256", "sha512"])
    assert library_accepts(bag)


def every_byte(bag: Path) -> Iterator[tuple[Path, int]]:
    for file in sorted(path for path in bag.rglob("*") if path.is_file()):
        size = file.stat().st_size
        for at in {0, size // 3, size // 2, size - 1}:
            yield file, at


def test_a_changed_byte_is_found_wherever_it_is(bag: Path) -> None:
    for file, at in every_byte(bag):
        content = file.read_bytes()
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert not check_bag(bag).ok, f"byte {at} of {file}"
        file.write_bytes(content)
    assert check_bag(bag).ok


def test_each_file_that_is_gone_is_missed(bag: Path) -> None:
    for file in sorted(path for path in bag.rglob("*") if path.is_file()):
        if file.name.startswith("tagmanifest"):
            continue  # a bag need not have one
        content = file.read_bytes()
        file.unlink()
        assert not check_bag(bag).ok, file
        file.write_bytes(content)


def test_a_file_that_nobody_listed_is_refused(bag: Path) -> None:
    (bag / "data" / "smuggled.txt").write_text("not from the cache")
    assert "unlisted" in kinds(check_bag(bag))


def test_a_tag_file_that_nobody_listed_is_noted(bag: Path) -> None:
    (bag / "note.txt").write_text("added later")
    checked = check_bag(bag)
    assert checked.ok
    assert any("note.txt has no checksum" in note for note in checked.notes)


@pytest.mark.parametrize(
    "path",
    [
        "data/../../outside", "../outside", "/etc/hostname", "~/outside", "~root/x", "data//x", "data/./x", "data/..",
        "C:/x", "C:\\x", "\\\\server\\x", "data\\..\\..\\x", "data/a\\..\\..\\x", "data/%2e%2e/x", "data/", "data",
        "bagit.txt", "data/\0x", "./../outside", "tagmanifest-sha256.txt",
    ],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_there_is_read(
    bag: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bag.parent / "outside").write_bytes(b"secret")
    seen: list[str] = []
    really = os.open

    def watched(file: str | Path, flags: int) -> int:
        seen.append(str(file))
        return really(file, flags)

    monkeypatch.setattr(os, "open", watched)
    for algorithm in ("sha256", "sha512"):
        list_also(bag, f"{hashlib.new(algorithm, b'secret').hexdigest()}  {path}\n", algorithm)
    assert not check_bag(bag).ok
    assert seen
    assert all(Path(os.path.normpath(one)).is_relative_to(bag) for one in seen)


def test_a_link_is_refused_and_not_followed(bag: Path) -> None:
    outside = bag.parent / "outside"
    outside.write_bytes((bag / "data/letter.txt").read_bytes())
    (bag / "data/letter.txt").unlink()
    (bag / "data/letter.txt").symlink_to(outside)
    assert kinds(check_bag(bag)) >= {"link", "missing"}


def test_a_payload_folder_that_is_a_link_is_refused(bag: Path) -> None:
    (bag / "data").rename(bag.parent / "elsewhere")
    (bag / "data").symlink_to(bag.parent / "elsewhere")
    assert kinds(check_bag(bag)) >= {"link", "structure"}


def test_a_pipe_is_refused_and_not_waited_for(bag: Path) -> None:
    os.mkfifo(bag / "data/pipe")
    (bag / "bagit.txt").unlink()
    os.mkfifo(bag / "bagit.txt")
    assert kinds(check_bag(bag)) >= {"link", "structure"}


def test_what_is_to_be_fetched_makes_a_bag_incomplete_and_is_not_fetched(bag: Path) -> None:
    for algorithm in ("sha256", "sha512"):
        list_also(bag, f"{hashlib.new(algorithm, b'x').hexdigest()}  data/far.txt\n", algorithm)
    rewrite(bag, "fetch.txt", b"https://example.org/far.txt 1 data/far.txt\n")
    assert kinds(check_bag(bag)) == {"not fetched"}
    (bag / "data/far.txt").write_bytes(b"x")
    rewrite(bag, "bag-info.txt", b"Payload-Oxum: 10.3\n")
    assert check_bag(bag).ok


@pytest.mark.parametrize(
    "line", ["https://example.org/x 1 ../x", "https://example.org/x 1 /x", "nonsense", "u - data/y"]
)
def test_a_fetch_file_that_asks_for_something_else_is_refused(bag: Path, line: str) -> None:
    rewrite(bag, "fetch.txt", f"{line}\n".encode())
    assert not check_bag(bag).ok


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", "version"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n", "encoding"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: idna\n", "encoding"),
        (b"BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n", "blank"),
        (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: 1\n", "two lines"),
        (b"BagIt-Version: 1.0\n" * 100_000, "two lines"),
        (b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "byte-order"),
        (b"\xff", "UTF-8"),
        (b"", "two lines"),
    ],
)
def test_a_declaration_that_is_none_is_refused(bag: Path, content: bytes, word: str) -> None:
    rewrite(bag, "bagit.txt", content)
    fault = check_bag(bag).faults[0]
    assert fault.kind == "declaration"
    assert word in fault.says


@pytest.mark.parametrize(
    "content", [b"x" * (MAX_LINE_CHARS + 2), b"\xff\xfe\n", b"deadbeef  data/letter.txt\n", b"??\n"]
)
def test_a_manifest_that_is_none_is_refused(bag: Path, content: bytes) -> None:
    rewrite(bag, "manifest-sha256.txt", content)
    assert "tag file" in kinds(check_bag(bag))


def test_a_checksum_that_cannot_be_computed_is_refused(bag: Path) -> None:
    (bag / "manifest-quick.txt").write_text("00  data/letter.txt\n")
    assert "algorithm" in kinds(check_bag(bag))


def test_a_manifest_that_lists_a_file_twice_is_refused(bag: Path) -> None:
    list_also(bag, (bag / "manifest-sha256.txt").read_text().splitlines()[0] + "\n")
    assert kinds(check_bag(bag)) == {"listed twice"}


def test_a_manifest_that_omits_a_file_is_refused_though_another_lists_it(bag: Path) -> None:
    rewrite(
        bag, "manifest-sha512.txt", b"".join((bag / "manifest-sha512.txt").read_bytes().splitlines(keepends=True)[:1])
    )
    assert kinds(check_bag(bag)) == {"unlisted"}


def test_a_tag_manifest_that_omits_a_manifest_is_refused(bag: Path) -> None:
    tags = bag / "tagmanifest-sha256.txt"
    tags.write_text("".join(line for line in tags.read_text().splitlines(keepends=True) if "  manifest" not in line))
    assert kinds(check_bag(bag)) == {"unlisted"}


def test_a_name_in_another_unicode_form_is_the_same_file(tmp_path: Path) -> None:
    composed = unicodedata.normalize("NFC", "Núñez.txt")
    bag = made(tmp_path / "bag", {composed: b"x"})
    (bag / "data" / composed).rename(bag / "data" / unicodedata.normalize("NFD", composed))
    checked = check_bag(bag)
    assert checked.ok
    assert any("Unicode form" in note for note in checked.notes)


def test_names_that_some_disks_mix_up_are_noted(tmp_path: Path) -> None:
    checked = check_bag(made(tmp_path / "bag", {"a.txt": b"1", "A.txt": b"2"}))
    assert checked.ok
    assert any("differ only in case" in note for note in checked.notes)


def test_a_name_that_is_not_text_is_told_and_not_taken_in(bag: Path) -> None:
    Path(os.fsdecode(os.fsencode(bag / "data") + b"/\xff\xfe")).write_bytes(b"x")
    checked = check_bag(bag)
    assert "unlisted" in kinds(checked)
    assert all(fault.what.isprintable() and fault.says.isprintable() for fault in checked.faults)
    with making_bag(bag.parent / "other") as writer, pytest.raises(BagError):
        writer.add(os.fsdecode(b"\xff"), [b"x"])


def test_faults_show_hostile_names_harmlessly(bag: Path) -> None:
    (bag / "data" / "\x1b[2Jgone\u202etxt").write_bytes(b"x")
    says = [fault.says for fault in check_bag(bag).faults]
    assert says
    assert all(one.isprintable() for one in says)


@pytest.mark.parametrize("algorithm", sorted(ALGORITHMS))
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "GB18030"])
def test_every_algorithm_is_computed_in_tag_files_of_any_encoding(
    tmp_path: Path, algorithm: str, encoding: str
) -> None:
    name = {"ISO-8859-1": "Brücke", "GB18030": "桥"}.get(encoding, "мост桥")
    bag = tmp_path / "bag"
    (bag / "data").mkdir(parents=True)
    (bag / "data" / name).write_bytes(b"x")
    (bag / "bagit.txt").write_text(f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n")
    known = hashlib.new(
        algorithm.replace("sha3", "sha3_", 1) if algorithm.startswith("sha3") and len(algorithm) == 7 else algorithm,
        b"x",
    )
    (bag / f"manifest-{algorithm}.txt").write_text(f"{known.hexdigest().upper()}  data/{name}\n", encoding)
    checked = check_bag(bag)
    assert checked.ok, checked.faults
    (bag / "data" / name).write_bytes(b"y")
    assert kinds(check_bag(bag)) == {"changed"}


_STEPS = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="/\0"), min_size=1, max_size=12)
_PATHS = st.lists(_STEPS, min_size=1, max_size=3).map("/".join).filter(lambda one: not why_unsafe(one))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_PATHS, st.binary(max_size=50), min_size=1, max_size=4))
def test_whatever_files_are_called_their_bag_is_whole(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    taken = {
        path: content for path, content in files.items() if not any(other.startswith(f"{path}/") for other in files)
    }
    bag = made(tmp_path_factory.mktemp("made") / "bag", taken)
    checked = check_bag(bag)
    assert checked.ok, checked.faults
    assert {path: (bag / "data" / path).read_bytes() for path in taken} == taken


@given(st.text(max_size=30))
def test_escaped_paths_come_back(path: str) -> None:
    assert unescaped(escaped(path), (1, 0)) == path
    assert not set(escaped(path)) & {"\n", "\r"}


def test_the_library_takes_a_percent_sign_for_itself(tmp_path: Path) -> None:
    """The standard has it escaped; the library then looks for a file that is not there."""
    assert not library_accepts(made(tmp_path / "bag", {"100%.txt": b"x"}))


def test_a_percent_sign_is_escaped_as_the_standard_says(tmp_path: Path) -> None:
    bag = made(tmp_path / "bag", {"100%25.txt": b"x", "100%.txt": b"y", "two\nlines": b"z"})
    listed = (bag / "manifest-sha256.txt").read_text()
    assert all(one in listed for one in ("  data/100%2525.txt\n", "  data/100%25.txt\n", "  data/two%0Alines\n"))
    assert check_bag(bag).ok


def test_a_bag_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError

    with pytest.raises(ValueError), making_bag(tmp_path / "bag") as writer:  # noqa: PT011 - it is the one above
        writer.add("a", broken())
    assert not list(tmp_path.iterdir())


def test_a_bag_takes_no_place_of_anything(tmp_path: Path) -> None:
    (tmp_path / "bag").symlink_to(tmp_path / "nowhere")
    with pytest.raises(BagError), making_bag(tmp_path / "bag"):
        pass
    with pytest.raises(UsageError), making_bag(tmp_path / "not" / "there"):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["bag"]


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "", "a/../../x", "~x"])
def test_a_file_cannot_be_put_outside_of_a_bag(tmp_path: Path, path: str) -> None:
    with pytest.raises(BagError), making_bag(tmp_path / "bag") as writer:
        writer.add(path, [b"x"])
    assert not list(tmp_path.iterdir())


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    folder = tmp_path / "lying"
    for name in ("data/c", "data/b/z", "data/b/a", "data/a b", "index.html", "proofs/p.json", "list.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_a_folder_becomes_a_bag_where_it_lies(lying: Path) -> None:
    for _ in range(2):  # the second time, all that made it a bag is made anew
        bag_in_place(lying, [("Contact-Name", "the archive\nX-Forged: 1")], "2031-03-01T10:00", ["list.json"])
    listed = (lying / "manifest-sha256.txt").read_text().splitlines()
    assert [line.split("  ")[1] for line in listed] == ["data/a b", "data/b/a", "data/b/z", "data/c"]
    tags = {line.split()[1] for line in (lying / "tagmanifest-sha256.txt").read_text().splitlines()}
    assert tags == {"bag-info.txt", "bagit.txt", "index.html", "manifest-sha256.txt", "proofs/p.json"}
    checked = check_bag(lying)
    assert (checked.faults, checked.version) == ([], "1.0")
    assert ("Contact-Name", "the archive X-Forged: 1") in checked.info
    assert ("Bagging-Date", "2031-03-01") in checked.info
    assert bagit.Bag(str(lying)).validate()


def test_every_file_of_a_folder_that_became_a_bag_is_vouched_for(lying: Path) -> None:
    bag_in_place(lying, [], "2031-03-01")
    for file in [one for one in lying.rglob("*") if one.is_file() and not one.name.startswith("tagmanifest")]:
        data = file.read_bytes()
        file.write_bytes(data + b"x")
        assert not check_bag(lying).ok, file
        file.write_bytes(data)


def test_only_its_owner_may_read_a_bag(bag: Path) -> None:
    files = [path for path in bag.rglob("*") if path.is_file()]
    assert all(not path.stat().st_mode & 0o077 for path in [bag, *files])


def test_memory_does_not_grow_with_a_bag(tmp_path: Path) -> None:
    import tracemalloc  # noqa: PLC0415 - only here

    def peak(count: int) -> int:
        bag = tmp_path / str(count)
        (bag / "data").mkdir(parents=True)
        with (bag / "manifest-sha256.txt").open("w") as manifest:
            manifest.writelines(f"{at:064x}  data/{at:060}\n" for at in range(count))
        (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        tracemalloc.start()
        checked = check_bag(bag)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(checked.faults) + checked.unlisted == count
        return most

    assert peak(24_000) < 1.5 * peak(12_000)


def test_a_writer_lists_what_it_was_given_in_that_order(tmp_path: Path) -> None:
    writer = BagWriter(tmp_path)
    sums = writer.add("z", [b"a", b"b"])
    writer.add("a", [])
    writer.finish([])
    assert sums["sha256"] == hashlib.sha256(b"ab").hexdigest()
    lines = (tmp_path / "manifest-sha512.txt").read_text().splitlines()
    assert [line.split()[1] for line in lines] == ["data/z", "data/a"]
