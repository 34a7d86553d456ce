import struct
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.model import State
from muniment.read.formats.metafiles import MetafileReader
from muniment.read.reader import Document, ReadingStopped

Read = Callable[..., Any]


def emf_record(kind: int, body: bytes) -> bytes:
    return struct.pack("<II", kind, 8 + len(body)) + body


def emf_text(text: str, y: int) -> bytes:
    raw = text.encode("utf-16-le")
    return emf_record(84, bytes(28) + struct.pack("<iiII", 0, y, len(text), 76) + bytes(24) + raw)


def wmf_record(kind: int, body: bytes) -> bytes:
    return struct.pack("<IH", 3 + len(body) // 2, kind) + body


def wmf_text(raw: bytes, y: int) -> bytes:
    return wmf_record(0x0A32, struct.pack("<hhHH", y, 0, len(raw), 0) + raw + bytes(len(raw) % 2))


def test_words_of_an_emf_come_line_by_line(read: Read) -> None:
    content = emf_record(1, bytes(80)) + emf_text("The", 10) + emf_text("directive", 10) + emf_text("名单", 40)
    outcome = read(MetafileReader(), content + emf_record(14, bytes(12)), "image/emf")
    assert [page.text for page in outcome.pages] == ["The directive\n名单"]


def test_words_of_a_wmf_are_decoded_by_the_font_in_force(read: Read) -> None:
    font = bytes(13) + bytes([204]) + bytes(20)
    content = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 1, 0, 0)
    content += wmf_record(0x02FC, bytes(8)) + wmf_record(0x02FB, font) + wmf_record(0x012D, struct.pack("<H", 1))
    content += wmf_text("Список".encode("cp1251"), 5)
    assert read(MetafileReader(), content, "image/wmf").pages[0].text == "Список"


def test_a_drawing_without_words_is_unsupported(read: Read) -> None:
    outcome = read(MetafileReader(), emf_record(1, bytes(80)) + emf_record(14, bytes(12)), "image/emf")
    assert outcome.stop is not None
    assert outcome.stop.state is State.UNSUPPORTED


def test_a_drawing_that_breaks_off_keeps_its_words_and_says_so(read: Read) -> None:
    outcome = read(MetafileReader(), emf_text("kept", 1) + struct.pack("<II", 84, 60), "image/emf")
    assert outcome.pages[0].text == "kept"
    assert outcome.shortfalls == ["the drawing breaks off"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), media_type=st.sampled_from(["image/emf", "image/wmf"]))
def test_no_bytes_make_the_parser_do_more_than_stop(
    document: Callable[..., Document], content: bytes, media_type: str
) -> None:
    reasons = ["none"]
    try:
        list(MetafileReader().read(document(content, media_type)))
    except ReadingStopped as stop:
        reasons.append(stop.reason)
    assert all(reasons)
