import io
import struct

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.unit.read.formats.reading import document_of, read

from muniment.model import State
from muniment.read.formats.pages.metafiles import MetafileReader
from muniment.read.reader import ReadingStopped


def emf_record(kind: int, body: bytes) -> bytes:
    return struct.pack("<II", kind, 8 + len(body)) + body


def emf_text(text: str, y: int) -> bytes:
    raw = text.encode("utf-16-le")
    return emf_record(84, bytes(28) + struct.pack("<iiII", 0, y, len(text), 76) + bytes(24) + raw)


def wmf_record(kind: int, body: bytes) -> bytes:
    return struct.pack("<IH", 3 + len(body) // 2, kind) + body


def wmf_text(raw: bytes, y: int) -> bytes:
    return wmf_record(0x0A32, struct.pack("<hhHH", y, 0, len(raw), 0) + raw + bytes(len(raw) % 2))


def test_words_of_an_emf_come_line_by_line() -> None:
    content = emf_record(1, bytes(80)) + emf_text("The", 10) + emf_text("directive", 10) + emf_text("名单", 40)
    outcome = read(MetafileReader(), content + emf_record(14, bytes(12)), "image/emf")
    assert [page.text for page in outcome.pages] == ["The directive\n名单"]


def test_words_of_a_wmf_are_decoded_by_the_font_in_force() -> None:
    font = bytes(13) + bytes([204]) + bytes(20)
    content = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 1, 0, 0)
    content += wmf_record(0x02FC, bytes(8)) + wmf_record(0x02FB, font) + wmf_record(0x012D, struct.pack("<H", 1))
    content += wmf_text("Список".encode("cp1251"), 5)
    assert read(MetafileReader(), content, "image/wmf").pages[0].text == "Список"


def test_a_drawing_without_words_is_empty() -> None:
    outcome = read(MetafileReader(), emf_record(1, bytes(80)) + emf_record(14, bytes(12)), "image/emf")
    assert outcome.state is State.EMPTY


def emf_letters(text: str, x: int, y: int, step: int) -> bytes:
    raw = text.encode("utf-16-le")
    fixed = struct.pack("<iiIII", x, y, len(text), 76, 0) + bytes(16) + struct.pack("<I", 76 + len(raw))
    return emf_record(84, bytes(28) + fixed + raw + struct.pack("<I", step) * len(text))


def test_pieces_of_a_line_are_parted_where_a_gap_shows() -> None:
    content = emf_letters("ca", 0, 5, 10) + emf_letters("mp", 20, 5, 10) + emf_letters("7", 50, 5, 10)
    assert read(MetafileReader(), content, "image/emf").pages[0].text == "camp 7"


def test_places_told_by_their_end_are_understood() -> None:
    right_aligned = emf_record(22, struct.pack("<I", 2))
    content = right_aligned + emf_letters("ca", 20, 5, 10) + emf_letters("mp", 40, 5, 10)
    assert read(MetafileReader(), content, "image/emf").pages[0].text == "camp"


def test_numbers_of_shapes_are_not_passed_off_as_letters() -> None:
    glyphs = bytes(28) + struct.pack("<iiIII", 0, 0, 2, 76, 0x10) + bytes(20) + b"\x25\0\x26\0"
    outcome = read(MetafileReader(), emf_text("kept", 1) + emf_record(84, glyphs), "image/emf")
    assert outcome.pages[0].text == "kept"
    assert "shapes" in outcome.shortfalls[0]


def plus_string(text: str, y: float) -> bytes:
    body = struct.pack("<III", 0, 0, len(text)) + struct.pack("<4f", 0, y, 0, 0) + text.encode("utf-16-le")
    return struct.pack("<HHII", 0x401C, 0, 12 + len(body), len(body)) + body


def comment(content: bytes) -> bytes:
    return emf_record(70, struct.pack("<I", len(content)) + content)


def test_words_told_in_both_languages_of_records_come_once() -> None:
    content = comment(b"EMF+" + plus_string("Detention order", 3)) + emf_text("Detention order", 3)
    assert read(MetafileReader(), content, "image/emf").pages[0].text == "Detention order"


def test_words_told_only_in_the_newer_records_are_not_lost() -> None:
    content = comment(b"EMF+" + plus_string("List of names", 3)) + emf_text("1", 3)
    text = read(MetafileReader(), content, "image/emf").pages[0].text
    assert text.split("\n") == ["1", "List of names"]


def dib(width: int, height: int) -> tuple[bytes, bytes]:
    return struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0), b"\x7f" * (3 * width * height)


def test_a_bitmap_in_an_emf_comes_as_a_file_that_opens() -> None:
    info, bits = dib(100, 8)
    body = bytes(40) + struct.pack("<4I", 80, 40, 120, len(bits)) + bytes(16) + info + bits
    outcome = read(MetafileReader(), emf_record(81, body), "image/emf")
    assert Image.open(io.BytesIO(outcome.files["picture1.bmp"])).size == (100, 8)


def test_a_bitmap_in_a_wmf_comes_as_a_file_that_opens() -> None:
    info, bits = dib(100, 8)
    content = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 1, 0, 0) + wmf_record(0x0F43, bytes(22) + info + bits)
    outcome = read(MetafileReader(), content, "image/wmf")
    assert Image.open(io.BytesIO(outcome.files["picture1.bmp"])).size == (100, 8)


def test_icons_are_left_out() -> None:
    info, bits = dib(32, 32)
    body = bytes(40) + struct.pack("<4I", 80, 40, 120, len(bits)) + bytes(16) + info + bits
    assert not read(MetafileReader(), emf_text("x", 1) + emf_record(81, body), "image/emf").files


def plus_image(content: bytes, flags: int = 0x0500) -> bytes:
    return struct.pack("<HHII", 0x4008, flags, 12 + len(content), len(content)) + content


def test_an_image_that_goes_on_over_several_records_is_put_together() -> None:
    image = struct.pack("<II4iI", 0, 1, 9, 9, 0, 0, 1) + b"\x89PNG" + b"rest of the picture!"
    half = len(image) // 2
    pieces = [struct.pack("<I", len(image)) + part for part in (image[:half], image[half:])]
    content = comment(b"EMF+" + b"".join(plus_image(piece, 0x8500) for piece in pieces))
    outcome = read(MetafileReader(), content, "image/emf")
    assert list(outcome.files.values()) == [b"\x89PNG" + b"rest of the picture!"]


def test_a_document_beside_the_drawing_comes_as_a_file() -> None:
    outcome = read(MetafileReader(), comment(b"GDIC" + bytes(40) + b"%PDF-1.4 ..."), "image/emf")
    assert outcome.files == {"picture1.pdf": b"%PDF-1.4 ..."}


def test_a_drawing_that_breaks_off_keeps_its_words_and_says_so() -> None:
    outcome = read(MetafileReader(), emf_text("kept", 1) + struct.pack("<II", 84, 60), "image/emf")
    assert outcome.pages[0].text == "kept"
    assert outcome.shortfalls == ["the drawing breaks off"]


@given(content=st.binary(max_size=200), media_type=st.sampled_from(["image/emf", "image/wmf"]))
def test_no_bytes_make_the_parser_do_more_than_stop(content: bytes, media_type: str) -> None:
    reasons = ["none"]
    try:
        list(MetafileReader().read(document_of(content, media_type)))
    except ReadingStopped as stop:
        reasons.append(stop.reason)
    assert all(reasons)


@given(cut=st.integers(0, 400), noise=st.binary(max_size=8), media_type=st.sampled_from(["image/emf", "image/wmf"]))
def test_a_drawing_changed_anywhere_does_no_more_than_stop(cut: int, noise: bytes, media_type: str) -> None:
    info, bits = dib(70, 1)
    bitmap = emf_record(81, bytes(40) + struct.pack("<4I", 80, 40, 120, len(bits)) + bytes(16) + info + bits)
    plus = comment(b"EMF+" + plus_string("words", 3) + plus_image(bytes(40), 0x8500))
    sound = emf_letters("camp", 0, 5, 10) + plus + bitmap
    if media_type == "image/wmf":
        sound = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 1, 0, 0) + wmf_text(b"camp", 3)
        sound += wmf_record(0x0F43, bytes(22) + info + bits)
    reasons = ["none"]
    try:
        list(MetafileReader().read(document_of(sound[:cut] + noise + sound[cut + len(noise) :], media_type)))
    except ReadingStopped as stop:
        reasons.append(stop.reason)
    assert all(reasons)
