import struct

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.model import EntryKind, State
from muniment.read.formats.mail.mail import EmailReader
from muniment.read.formats.mail.tnef import TnefReader
from muniment.read.reader import Damaged

READER = TnefReader()
SIGNATURE = struct.pack("<IH", 0x223E9F78, 1)


def attribute(level: int, tag: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, tag, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def text_property(tag: int, text: str) -> bytes:
    raw = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x001F, tag, 1, len(raw)) + raw + b"\0" * (-len(raw) % 4)


def binary_property(tag: int, data: bytes, kind: int = 0x0102) -> bytes:
    return struct.pack("<HHII", kind, tag, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def number_property(tag: int, number: int) -> bytes:
    return struct.pack("<HHI", 0x0003, tag, number)


def properties(*each: bytes) -> bytes:
    return struct.pack("<I", len(each)) + b"".join(each)


def envelope(*attributes: bytes) -> bytes:
    return SIGNATURE + b"".join(attributes)


def message(subject: str, body: str) -> bytes:
    return attribute(1, 0x9003, properties(text_property(0x0037, subject), text_property(0x1000, body)))


def attachment(name: str, data: bytes) -> bytes:
    begin = attribute(2, 0x9002, b"\0" * 14)
    return begin + attribute(2, 0x800F, data) + attribute(2, 0x9005, properties(text_property(0x3707, name)))


@given(
    contents=st.lists(st.binary(max_size=300), max_size=4),
    body=st.text(st.characters(categories=("L", "N")), max_size=50),
)
@settings(max_examples=60, deadline=None)
def test_attachments_come_out_as_they_went_in(contents: list[bytes], body: str) -> None:
    parts = [attachment(f"文件 {number}.bin", content) for number, content in enumerate(contents)]
    found = read(READER, envelope(message("题目", body), *parts))
    assert [(member.title, member.data) for member in found.members] == [
        (f"文件 {number}.bin", content) for number, content in enumerate(contents)
    ]
    assert found.text == f"Subject: 题目\n\n{body}".rstrip("\n") if body else found.text == "Subject: 题目"


def test_zero_bytes_at_the_end_of_an_attachment_stay() -> None:
    found = read(READER, envelope(attachment("a.bin", b"a\0\0\0")))
    assert found.members[0].data == b"a\0\0\0"


def test_an_envelope_within_the_envelope_becomes_a_mail() -> None:
    inner = envelope(message("inner", "words inside"), attachment("deep.txt", b"deep"))
    wrapped = properties(number_property(0x3705, 5), binary_property(0x3701, b"I" * 16 + inner, 0x000D))
    found = read(READER, envelope(message("outer", "x"), attribute(2, 0x9002, b""), attribute(2, 0x9005, wrapped)))
    (within,) = found.members
    assert (within.title, within.kind) == ("inner.eml", EntryKind.MESSAGE)
    mail = read(EmailReader(), within.data)
    assert "words inside" in mail.text
    assert [(member.title, member.data) for member in mail.members] == [("deep.txt", b"deep")]


def test_an_envelope_that_breaks_off_gives_what_it_holds_and_says_so() -> None:
    whole = envelope(message("s", "body"), attachment("a.bin", b"0123456789"))
    found = read(READER, whole[: whole.index(b"0123456789") + 5])
    assert found.members[0].data == b"01234"
    assert any("breaks off" in reason for reason in found.shortfalls)


def test_what_is_no_envelope_is_damaged() -> None:
    assert isinstance(read(READER, b"no envelope at all").stop, Damaged)


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_end_in_pages_or_a_reason(data: bytes) -> None:
    read(READER, SIGNATURE + data)
    read(READER, envelope(attribute(1, 0x9003, data), attribute(2, 0x9002, b""), attribute(2, 0x9005, data)))
    read(READER, envelope(attribute(1, 0x9004, data)))


def test_a_real_envelope_gives_its_five_files() -> None:
    found = read(READER, corpus("microsoft/testWINMAIL.dat"))
    assert [member.title for member in found.members] == [
        "quick.doc",
        "quick.html",
        "quick.pdf",
        "quick.txt",
        "quick.xml",
    ]
    assert [member.state for member in found.members] == [None] * 5
    assert State.DAMAGED not in {member.state for member in found.members}
    assert "Five files from Hell!" in found.text


def test_a_subject_that_stands_only_with_the_conversation_is_found() -> None:
    found = read(READER, envelope(attribute(1, 0x9003, properties(text_property(0x0070, "会议")))))
    assert found.said["subject"] == "会议"
