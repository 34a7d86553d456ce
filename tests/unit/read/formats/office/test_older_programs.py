import struct

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.office.oldoffice import OldVisioReader, ProjectReader, PublisherReader
from muniment.read.formats.office.storage import Folder, Stream, written
from muniment.read.formats.office.textruns import texts_behind_lengths
from muniment.read.formats.office.visio5 import unpacked, visio_words
from muniment.read.formats.office.wordperfect import WordPerfectReader
from muniment.read.reader import Damaged, Locked, Unsupported


def _wordperfect(body: bytes, version: int = 2, key: int = 0) -> bytes:
    return b"\xffWPC" + struct.pack("<IBBBBH", 16, 1, 0x0A, version, 1, key) + bytes(2) + body


def test_wordperfect_letters_signs_and_line_ends_are_kept() -> None:
    body = b"On\x80or\xf0\x1d\x04\xf0about\xcc\xd4\x00\x08\x00abc\xd4\x20ner"
    given = read(WordPerfectReader(), _wordperfect(body))
    assert given.text == "On or\u2018about\nßner"
    assert given.shortfalls == []


def test_wordperfect_names_what_it_leaves_out() -> None:
    given = read(WordPerfectReader(), _wordperfect(b"a\xd7\x00\x08\x00abc\xd7b"))
    assert given.text == "ab"
    assert "notes" in given.shortfalls[0]


def test_a_locked_wordperfect_document_is_locked() -> None:
    assert isinstance(read(WordPerfectReader(), _wordperfect(b"x", key=77)).stop, Locked)


@pytest.mark.parametrize("content", [b"", b"\xcb\n\x01\xf6", b"\xffWPC"])
def test_what_is_no_wordperfect_document_is_unsupported(content: bytes) -> None:
    assert isinstance(read(WordPerfectReader(), content).stop, Unsupported)


def test_publisher_stories_are_found_by_their_index() -> None:
    text = "机密 story\r".encode("utf-16-le")
    index = b"CHNKINK ".ljust(0x20, b"\0") + struct.pack("<2s4s6x4sII", b"\x18\0", b"TEXT", b"TEXT", 512, len(text))
    stream = index.ljust(512, b"\0") + text
    content = written(Folder("Root Entry", [Folder("Quill", [Stream("CONTENTS", stream)])]))
    assert read(PublisherReader(), content, "application/x-mspublisher").text.strip() == "机密 story"


def test_another_container_is_no_publisher_document() -> None:
    content = written(Folder("Root Entry", [Stream("Other", b"x")]))
    assert isinstance(read(PublisherReader(), content, "application/x-mspublisher").stop, Unsupported)


def test_names_and_notes_of_a_plan_are_found() -> None:
    name = "Build the wall\0".encode("utf-16-le")
    note = b"{\\rtf1 by night}\0"
    data = b"".join(struct.pack("<I", len(text)) + text for text in (name, note))
    content = written(Folder("Root Entry", [Folder("TBkndTask", [Stream("Var2Data", data)])]))
    given = read(ProjectReader(), content)
    assert given.page("tasks").split("\n") == ["Build the wall", "by night"]
    assert given.shortfalls


@examples(st.text("abcXYZ жщЯ تعليم", min_size=3, max_size=60))
def test_any_word_behind_its_length_is_found(text: str) -> None:
    word = text.strip()
    raw = text.encode("utf-16-le")
    expected = [word] if len(word) > 2 else []
    assert texts_behind_lengths(struct.pack("<I", len(raw)) + raw) == expected


@examples(st.binary(max_size=2000))
def test_literal_bytes_come_out_of_the_visio_packing_unchanged(content: bytes) -> None:
    packed = b"".join(b"\xff" + content[at : at + 8] for at in range(0, len(content), 8))
    assert unpacked(packed, 10_000) == content


@examples(st.binary(max_size=2000))
def test_any_bytes_are_followed_to_an_end(rubbish: bytes) -> None:
    visio_words(rubbish, 1 << 20)


def test_real_drawings_keep_their_texts() -> None:
    text = read(OldVisioReader(), corpus("microsoft/testVISIO.vsd")).text
    assert text.split("\n")[-3:] == ["Test View", "I am a test view", "Some random text, on a page"]


def test_a_container_without_a_drawing_is_damaged() -> None:
    content = written(Folder("Root Entry", [Stream("Other", b"x")]))
    assert isinstance(read(OldVisioReader(), content).stop, Damaged)
