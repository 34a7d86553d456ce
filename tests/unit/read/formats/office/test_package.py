import io
import zipfile
from pathlib import Path

import pytest
from tests.unit.read.formats.reading import document_of, packed

from muniment.limits import Limits
from muniment.read.formats.office.package import Package, parse_xml
from muniment.read.reader import Damaged, Refused


def _package(content: bytes, limits: Limits | None = None) -> Package:
    return Package(document_of(content, limits=limits))


def test_part_names_are_found_without_regard_to_case_or_slashes() -> None:
    package = _package(packed({"word\\Document.XML": "<a/>"}))
    assert "/Word/document.xml" in package
    assert package.xml("word/document.xml") is not None


def test_a_part_that_unpacks_beyond_the_limit_is_refused_and_the_limit_named() -> None:
    bomb = packed({"content.xml": bytes(3 << 20)})
    package = _package(bomb, Limits(expanded_bytes=1 << 20))
    with pytest.raises(Refused, match="1 MiB"):
        package.read("content.xml")


def test_parts_are_salvaged_when_the_table_of_contents_is_gone() -> None:
    whole = packed({"a.xml": "<a>first</a>", "b.xml": "<b>second</b>"})
    package = _package(whole[: whole.index(b"PK\x01\x02")])
    assert package.read("a.xml") == b"<a>first</a>"
    assert package.read("b.xml") == b"<b>second</b>"
    assert "cut off" in next(package.told()).reason


def test_a_part_without_a_name_keeps_no_other_from_being_read() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        out.writestr("a.xml", "<a>words</a>")
        out.writestr("x", "nameless")
    content = bytearray(held.getvalue())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 28] = 0  # the length of its name, in the list
    content[directory + 32] = 1  # its letter is a comment now
    assert _package(bytes(content)).read("a.xml") == b"<a>words</a>"


def test_a_file_without_any_part_is_damaged() -> None:
    with pytest.raises(Damaged):
        _package(b"this is no container")


def test_a_part_with_a_wrong_checksum_gives_what_it_can_and_says_so() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as out:
        out.writestr("a.xml", "<a>words</a>")
    package = _package(held.getvalue().replace(b"words", b"wards"))
    package.xml("a.xml")
    assert next(package.told()).reason == "the part a.xml is broken"


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    xml = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "aaaa">]><a>&x;&y;</a>'
    root, _ = parse_xml(xml.encode())
    assert root is not None
    assert "SECRET" not in "".join(str(text) for text in root.itertext() if isinstance(text, str))


def test_a_part_written_in_pieces_by_turns_with_others_is_whole_again() -> None:
    order = ["1.fpage/[0].piece", "2.fpage/[0].piece", "1.fpage/[1].piece", "2.fpage/[1].last.piece"]
    content: dict[str, str | bytes] = {f"Pages/{name}": f"{name[0]}{name.index('[')}" for name in order}
    content["Pages/1.fpage/[10].piece"] = "end"
    package = _package(packed(content))
    assert package.names() == ["Pages/1.fpage", "Pages/2.fpage"]
    assert package.read("pages/2.FPAGE") == b"2828"
    assert package.read("Pages/1.fpage") == b"1818end"
    assert package.size("Pages/2.fpage") == len("2828")
    assert [told.reason for told in package.told()] == ["pieces of the part Pages/1.fpage are missing"]
