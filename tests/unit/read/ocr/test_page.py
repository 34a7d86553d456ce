from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from muniment.read.ocr.lines import Line, Pixels
from muniment.read.ocr.page import PageRecogniser
from muniment.read.ocr.rapidocr import RapidOcr
from muniment.read.ocr.recogniser import NotReadable, Recognised
from muniment.read.ocr.tesseract import find_data, installed
from muniment.read.reader import Picture

FONTS = Path("/usr/share/fonts")
ENGLISH = (
    "Prevent escapes at all costs.",
    "Doors must be double locked.",
    "Promote the repentance of students.",
)
CHINESE = ("世界人权宣言", "人人生而自由，在尊严和权利上一律平等。", "他们赋有理性和良心。")
UYGHUR = (
    "ھەممە ئادەم زاتىدىنلا ئەركىن",
    "ئىززەت ھۆرمەت ۋە ھوقۇقتا باپباراۋەر",
    "ئۇلار ئەقىلگە ۋە ۋىجدانغا ئىگە",
    "ھەمدە بىر بىرىگە قېرىنداشلىق مۇناسىۋىتى",
)


@pytest.fixture(scope="module")
def recogniser() -> PageRecogniser:
    return PageRecogniser()


def font(name: str, size: int = 30) -> ImageFont.FreeTypeFont:
    if not (FONTS / name).exists():
        pytest.skip(f"the font {name} is not installed")
    return ImageFont.truetype(str(FONTS / name), size)


def page(lines: tuple[str, ...], face: ImageFont.FreeTypeFont, turn: int = 0, *, is_rtl: bool = False) -> Picture:
    image = Image.new("L", (900, 640), 245)
    pen = ImageDraw.Draw(image)
    for row, text in enumerate(lines):
        pen.text((820 if is_rtl else 80, 80 + 60 * row), text, fill=20, font=face, anchor="ra" if is_rtl else "la")
    turned = image.rotate(turn, expand=True, fillcolor=245)
    return Picture(turned.width, turned.height, 1, turned.tobytes())


def words_match(result: Recognised) -> bool:
    return all(
        result.text[word.start : word.end] and not any(char.isspace() for char in result.text[word.start : word.end])
        for word in result.words
    )


@pytest.mark.parametrize("turn", [0, 4, 90, 180, 270])
def test_english_is_read_whichever_way_up(recogniser: PageRecogniser, turn: int) -> None:
    face = ImageFont.load_default(30)
    assert isinstance(face, ImageFont.FreeTypeFont)
    result = recogniser.recognise(page(ENGLISH, face, turn))
    assert isinstance(result, Recognised)
    assert result.text == "\n".join(ENGLISH)
    assert words_match(result)


def test_words_know_where_they_stand(recogniser: PageRecogniser) -> None:
    face = ImageFont.load_default(30)
    assert isinstance(face, ImageFont.FreeTypeFont)
    result = recogniser.recognise(page(ENGLISH, face))
    assert isinstance(result, Recognised)
    locked = next(word for word in result.words if result.text[word.start : word.end] == "locked.")
    left, top, right, bottom = locked.box
    before = face.getlength("Doors must be double ")
    assert left == pytest.approx((80 + before) / 900, abs=0.02)
    assert right == pytest.approx((80 + before + face.getlength("locked.")) / 900, abs=0.02)
    assert top == pytest.approx(140 / 640, abs=0.03)
    assert bottom == pytest.approx(175 / 640, abs=0.03)


def test_chinese_has_no_spaces_and_a_word_for_each_character(recogniser: PageRecogniser) -> None:
    result = recogniser.recognise(page(CHINESE, font("opentype/noto/NotoSansCJK-Regular.ttc")))
    assert isinstance(result, Recognised)
    assert result.text.replace(",", "，") == "\n".join(CHINESE)
    assert len(result.words) == sum(map(len, CHINESE))


def test_uyghur_is_found_out_and_read_in_logical_order(recogniser: PageRecogniser) -> None:
    if "uig" not in installed(find_data()):
        pytest.skip("Tesseract's data for Uyghur are not installed")
    drawn = page(UYGHUR, font("truetype/noto/NotoNaskhArabic-Regular.ttf"), is_rtl=True)
    result = recogniser.recognise(drawn, ("zh", "ug"))
    assert isinstance(result, Recognised)
    wanted = " ".join(UYGHUR).split()
    assert sum(word in result.text.split() for word in wanted) >= 0.7 * len(wanted)
    assert words_match(result)


def test_chinese_and_uyghur_on_one_page_are_both_read(recogniser: PageRecogniser) -> None:
    if "uig" not in installed(find_data()):
        pytest.skip("Tesseract's data for Uyghur are not installed")
    image = Image.new("L", (900, 640), 245)
    pen = ImageDraw.Draw(image)
    faces = font("opentype/noto/NotoSansCJK-Regular.ttc"), font("truetype/noto/NotoNaskhArabic-Regular.ttf")
    for row, (chinese, uyghur) in enumerate(zip(CHINESE * 2, UYGHUR, strict=False)):
        pen.text((80, 40 + 130 * row), chinese, fill=20, font=faces[0])
        pen.text((820, 100 + 130 * row), uyghur, fill=20, font=faces[1], anchor="ra")
    result = recogniser.recognise(Picture(900, 640, 1, image.tobytes()), ("zh", "ug"))
    assert isinstance(result, Recognised)
    assert CHINESE[0] in result.text
    wanted = " ".join(UYGHUR).split()
    assert sum(word in result.text.split() for word in wanted) >= 0.6 * len(wanted)


def test_without_its_language_data_the_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("muniment.read.ocr.tesseract._PLACES", ())
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    face = font("truetype/noto/NotoNaskhArabic-Regular.ttf")
    result = PageRecogniser().recognise(page(UYGHUR * 2, face, is_rtl=True), ("ug",))
    assert isinstance(result, NotReadable)
    assert result.package == "tesseract-ocr-uig"


def test_an_empty_page_has_no_words(recogniser: PageRecogniser) -> None:
    result = recogniser.recognise(Picture(400, 300, 1, bytes([250]) * 120_000))
    assert isinstance(result, Recognised)
    assert (result.text, result.words) == ("", ())


class Unwilling(RapidOcr):
    """An engine that must not be asked."""

    def find(self, grey: Pixels) -> list[Line]:  # noqa: ARG002 - nobody gets that far
        raise AssertionError("lines were looked for")


def test_the_grainy_back_of_a_scanned_sheet_is_blank_without_looking_for_lines() -> None:
    grain = np.random.default_rng(5).normal(235, 3, (1650, 1275)).clip(0, 255).astype(np.uint8)
    result = PageRecogniser(Unwilling()).recognise(Picture(1275, 1650, 1, grain.tobytes()))
    assert isinstance(result, Recognised)
    assert (result.text, result.shortfall) == ("", "")


def test_one_faint_letter_is_looked_for() -> None:
    image = Image.new("L", (1275, 1650), 235)
    ImageDraw.Draw(image).text((600, 800), "i", fill=150, font=ImageFont.load_default(20))
    with pytest.raises(AssertionError, match="lines were looked for"):
        PageRecogniser(Unwilling()).recognise(Picture(image.width, image.height, 1, image.tobytes()))
