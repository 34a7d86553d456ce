import difflib
from pathlib import Path

import numpy as np
import pypdfium2  # type: ignore[import-untyped]  # carries no types
import pytest
from reportlab.pdfbase.ttfonts import TTFontFace  # type: ignore[import-untyped]  # carries no types

from muniment.demo import directive
from muniment.demo.leak import DIRECTIVE, SCAN, TRUNCATED
from muniment.demo.linebreaks import NOT_FIRST
from muniment.demo.texts import load

FONTS = Path(directive.__file__).parent / "fonts"
TEXTS = Path(directive.__file__).parent / "texts"


def page_texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def joined(pdf: bytes) -> str:
    return "".join("".join(page_texts(pdf)).split())


@pytest.mark.parametrize("make", [directive.as_printed, directive.earlier_printing])
def test_it_has_nine_pages_and_each_says_that_it_is_invented(make: object) -> None:
    assert callable(make)
    pages = page_texts(make())

    assert len(pages) == 9
    assert all("Fictional example made for Muniment" in page for page in pages)


def test_every_article_can_be_read_from_the_printed_file(leak: Path) -> None:
    text = joined((leak / DIRECTIVE).read_bytes()).replace(" ", "")

    for paragraph in load("directive_zh.txt").paragraphs:
        start = "".join(paragraph.removeprefix("# ").split())[:20]
        assert start in text
    assert "塔学堂发〔2031〕12号" in text
    assert "签发人：罗闻桥" in text


def test_the_two_printings_differ_in_one_article_and_the_copy_number() -> None:
    before, after = joined(directive.earlier_printing()), joined(directive.as_printed())

    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [(before[a:b], before[:a]) for kind, a, b, _, _ in blocks if kind != "equal"]
    number, *article = changed
    assert number[0] == "000037"
    assert article
    assert all(preceding.rindex("第二十六条") > preceding.rindex("第二十五条") for _, preceding in article)
    assert not any("第二十七条课程" in preceding or "第二十七条学员" in preceding for _, preceding in article)
    assert "学习期限不少于六个月" in before
    assert "学习期限不少于一年" in after


def test_no_line_begins_with_a_closing_sign() -> None:
    lines = [line for page in page_texts(directive.as_printed()) for line in page.splitlines() if line]

    assert [line for line in lines if line[0] in NOT_FIRST] == []


def test_the_scan_is_pixels_only(leak: Path) -> None:
    with pypdfium2.PdfDocument((leak / SCAN).read_bytes()) as scan:
        assert len(scan) == 9
        for page in scan:
            assert page.get_textpage().get_text_range() == ""
            assert [item.type for item in page.get_objects()] == [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
            assert np.asarray(page.render(scale=0.3, grayscale=True).to_pil()).std() > 5


def test_the_truncated_copy_does_not_open(leak: Path) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(leak / TRUNCATED)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_fonts_have_a_shape_for_every_printed_character(weight: str) -> None:
    face = TTFontFace(str(FONTS / f"DemoSerif-{weight}.ttf"))
    printed = {letter for path in TEXTS.rglob("*_zh.txt") for letter in path.read_text(encoding="utf-8")}

    assert {letter for letter in printed if not letter.isspace() and ord(letter) not in face.charToGlyph} == set()
