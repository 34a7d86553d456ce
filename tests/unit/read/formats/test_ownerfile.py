"""Owner files of Office."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import document_of

from muniment.read.detect import detect
from muniment.read.formats.ownerfile import OwnerFileReader
from muniment.read.reader import Damaged, FactFound, PageFound


def owner_file(name: str, size: int, pad: bytes) -> bytes:
    at = {162: 54, 165: 55}[size]
    narrow = bytes([len(name)]) + name.encode("cp1252", "replace")
    wide = struct.pack("<H", len(name)) + name.encode("utf-16-le")
    return (narrow.ljust(at, pad) + wide).ljust(size, b"\0")


def found_in(content: bytes) -> list[object]:
    return list(OwnerFileReader().read(document_of(content, "", ".docx")))


@pytest.mark.parametrize(("size", "pad"), [(162, b"\0"), (165, b" ")])
@pytest.mark.parametrize("name", ["heidi", "王晓明", "O. Petrenko"])
def test_the_file_is_known_and_names_who_had_the_document_open(name: str, size: int, pad: bytes) -> None:
    content = owner_file(name, size, pad)
    assert detect(io.BytesIO(content), size, ".docx") == "application/x-office-owner-file"
    assert found_in(content) == [FactFound("opened-by", name), PageFound(1, name, "who had the document open")]


@given(st.binary(min_size=162, max_size=162))
def test_bytes_of_the_same_length_are_no_owner_file_without_a_name(content: bytes) -> None:
    try:
        named = [item.text for item in found_in(content) if isinstance(item, PageFound)]
    except Damaged:
        named = ["nobody"]
    assert all(named)
