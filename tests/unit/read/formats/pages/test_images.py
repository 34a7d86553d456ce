import io
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageDraw
from tests.unit.read.formats.reading import document_of, read

from muniment.model import State
from muniment.read.formats.pages.images import PictureReader, UnreadPictures
from muniment.read.formats.pages.pictures import draw_frame
from muniment.read.reader import Refused


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture(width: int = 200, height: int = 100, mode: str = "RGB") -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((10, 10, width // 2, height // 2), fill="navy")
    return image.convert(mode)


@pytest.mark.parametrize(
    ("kind", "media_type", "mode"),
    [
        ("PNG", "image/png", "RGBA"),
        ("JPEG", "image/jpeg", "CMYK"),
        ("GIF", "image/gif", "P"),
        ("TIFF", "image/tiff", "1"),
        ("BMP", "image/bmp", "RGB"),
        ("WEBP", "image/webp", "RGB"),
        ("AVIF", "image/avif", "RGB"),
        ("JPEG2000", "image/jp2", "L"),
        ("PPM", "image/x-portable-anymap", "RGB"),
    ],
)
def test_each_kind_of_picture_is_a_page_to_recognise(kind: str, media_type: str, mode: str) -> None:
    content = saved(picture(mode=mode), kind)
    outcome = read(PictureReader(), content, media_type)
    assert [(page.number, page.text, page.wants_ocr) for page in outcome.pages] == [(1, "", "a picture")]
    drawn = draw_frame(document_of(content, media_type), 1, 200)
    assert (drawn.width, drawn.height, len(drawn.pixels)) == (200, 100, 200 * 100 * drawn.channels)


def test_every_page_of_a_scan_in_tiff_is_a_page() -> None:
    content = saved(picture(), "TIFF", save_all=True, append_images=[picture(), picture(300, 50)])
    assert [page.number for page in read(PictureReader(), content, "image/tiff").pages] == [1, 2, 3]


def test_a_moving_picture_gives_only_frames_that_differ() -> None:
    other = Image.new("RGB", (200, 100), "black")
    content = saved(picture(), "GIF", save_all=True, append_images=[picture(), other, picture()])
    outcome = read(PictureReader(), content, "image/gif")
    assert len(outcome.pages) >= 2
    assert ("frames", str(len(outcome.pages))) in outcome.facts or len(outcome.pages) < 4


@pytest.mark.parametrize("size", [(16, 400), (20, 20), (40, 40)])
def test_a_tiny_picture_is_empty(size: tuple[int, int]) -> None:
    outcome = read(PictureReader(), saved(Image.new("L", size), "PNG"), "image/png")
    assert (outcome.state, outcome.pages) == (State.EMPTY, [])


def test_a_picture_cut_short_is_shown_as_far_as_it_goes_and_says_so() -> None:
    noisy = Image.effect_noise((300, 300), 80)
    content = saved(noisy, "JPEG")
    cut = content[: len(content) * 2 // 3]
    outcome = read(PictureReader(), cut, "image/jpeg")
    assert len(outcome.pages) == 1
    assert outcome.shortfalls == ["the picture breaks off; what is there is shown"]
    assert draw_frame(document_of(cut, "image/jpeg"), 1, 200).height == 300


def test_rubbish_is_damaged() -> None:
    outcome = read(PictureReader(), b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png")
    assert outcome.state is State.DAMAGED


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    head = saved(Image.new("L", (10, 10)), "PNG")
    bomb = head[:16] + (60_000).to_bytes(4, "big") * 2 + head[24:29]
    crc = __import__("zlib").crc32(bomb[12:29]).to_bytes(4, "big")
    outcome = read(PictureReader(), bomb + crc + head[33:], "image/png")
    assert isinstance(outcome.stop, Refused)
    assert "million pixels" in outcome.reason


def test_camera_date_place_and_comment_are_facts() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Huawei"
    exif[ExifTags.Base.Model] = "P10"
    exif[ExifTags.Base.ImageDescription] = "the gate"
    exif[ExifTags.Base.DateTime] = "2018:05:20 11:22:33"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (39.0, 28.0, 12.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (75.0, 59.0, 24.0)
    facts = read(PictureReader(), saved(picture(), "JPEG", exif=exif), "image/jpeg").facts
    assert ("camera", "Huawei P10") in facts
    assert ("description", "the gate") in facts
    assert ("modified", "2018-05-20T11:22:33") in facts
    assert ("gps", "39.470000, 75.990000") in facts


def test_a_photo_taken_sideways_is_drawn_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    drawn = draw_frame(document_of(saved(picture(), "JPEG", exif=exif), "image/jpeg"), 1, 200)
    assert (drawn.width, drawn.height) == (100, 200)


def test_a_huge_photo_is_drawn_smaller() -> None:
    content = saved(Image.new("L", (5000, 4000), 200), "PNG")
    drawn = draw_frame(document_of(content, "image/png"), 1, 100)
    assert drawn.width * drawn.height <= 200 * 100 * 100


def test_what_cannot_be_opened_says_what_to_do() -> None:
    outcome = read(UnreadPictures(), b"AT&TFORM", "image/vnd.djvu")
    assert outcome.state is State.UNSUPPORTED
    assert "convert it to PDF" in outcome.reason
