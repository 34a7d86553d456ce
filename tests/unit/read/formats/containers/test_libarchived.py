import locale
from typing import Any

import libarchive  # type: ignore[import-untyped] # the library has no type marker
import pytest
from tests.unit.read.formats.reading import corpus, read

from muniment.model import State
from muniment.read.formats.containers import libarchived
from muniment.read.formats.containers.libarchived import LibarchiveReader

RAR = "application/x-rar-compressed"

NAMES = {
    b"testEXCEL.xls",
    b"testHTML.html",
    b"testOpenOffice2.odt",
    b"testPDF.pdf",
    b"testPPT.ppt",
    b"testRTF.rtf",
    b"testTXT.txt",
    b"testWORD.doc",
    b"testXML.xml",
}


@pytest.mark.parametrize(
    ("name", "media_type", "prefix"),
    [("test-documents.rar", RAR, b"test-documents/"), ("test-documents.cab", "application/vnd.ms-cab-compressed", b"")],
)
def test_real_archives_come_out_whole(name: str, media_type: str, prefix: bytes) -> None:
    outcome = read(LibarchiveReader(), corpus("pkg/" + name), media_type)
    assert {member.name for member in outcome.members} == {prefix + each for each in NAMES}
    assert not [member for member in outcome.members if member.state]


@pytest.mark.parametrize(
    ("format_name", "media_type"),
    [("iso9660", "application/x-iso9660-image"), ("xar", "application/x-xar")],
)
def test_disc_images_and_apple_packages_come_out(format_name: str, media_type: str) -> None:
    before = locale.setlocale(locale.LC_CTYPE)
    out = bytearray()

    def keep(data: Any) -> int:
        out.extend(data.raw)
        return len(data.raw)

    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        with libarchive.custom_writer(keep, format_name) as archive:
            archive.add_file_from_memory("名单.txt", 5, b"words")
        # A plain locale, as servers have: names must survive it.
        locale.setlocale(locale.LC_CTYPE, "C")
        outcome = read(LibarchiveReader(), bytes(out), media_type)
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    contents = {name.removeprefix(b"./"): data for name, data in outcome.contents.items()}
    assert contents["名单.txt".encode()] == b"words"


def test_a_locked_rar_says_what_to_do() -> None:
    outcome = read(LibarchiveReader(), corpus("pkg/test-documents-enc.rar"), RAR)
    assert outcome.state is State.LOCKED
    assert "unpack it with the program that made it" in outcome.reason


def test_a_cut_off_rar_keeps_what_came_before() -> None:
    outcome = read(LibarchiveReader(), corpus("pkg/test-documents.rar")[:40_000], RAR)
    assert outcome.members[0].state is None
    assert State.DAMAGED in {member.state for member in outcome.members} | {outcome.state}


def test_rubbish_is_damaged() -> None:
    assert read(LibarchiveReader(), b"Rar!\x1a\x07\x00" + b"rubbish" * 40, RAR).state is State.DAMAGED


def test_without_the_library_the_advice_is_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libarchived, "libarchive", None)
    outcome = read(LibarchiveReader(), b"Rar!\x1a\x07\x00", RAR)
    assert outcome.state is State.UNSUPPORTED
    assert "apt install libarchive13" in outcome.reason
