import re
import wave
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]  # carries no types
import pypdfium2  # type: ignore[import-untyped]  # carries no types
import pytest
import python_calamine
from lxml import html
from PIL import Image

from muniment.demo.leak import POINTS, TRANSLATION

LEARNERS = 3943
AGENCY = re.compile(
    "obtained by the Pan-Lakes Wire|According to the wire agency|«Пан-Лейкс Уайр»|据泛湖通讯社",
)


def paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_the_translation_has_every_article_and_the_translators_remarks(leak: Path) -> None:
    document = docx.Document(str(leak / TRANSLATION))
    text = [paragraph.text for paragraph in document.paragraphs]

    assert [f"Article {number}." for number in range(1, 48)] == [
        match.group() for line in text if (match := re.match(r"Article \d+\.", line))
    ]
    assert [remark.author for remark in document.comments] == ["Daniyar Osmeti"] * 2
    assert any("six months" in remark.text for remark in document.comments)
    assert document.core_properties.author == "Daniyar Osmeti"
    footnotes = [part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml"]
    assert b"vocational hall" in footnotes[0].blob
    assert document.sections[0].header.paragraphs[0].text == "Fictional example made for Muniment"


def test_the_points_table_hides_the_names(leak: Path) -> None:
    book = openpyxl.load_workbook(leak / POINTS)

    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "说明": "visible",
        "汇总": "visible",
        "KL-05": "visible",
        "对照": "hidden",
    }
    values = [cell.value for row in book["对照"] for cell in row]
    assert "ئايزۆھرە كېلمارى / Ayzöhre Kelmari" in values
    assert "990000209902300011" in values


def test_the_totals_add_up(leak: Path) -> None:
    rows = python_calamine.CalamineWorkbook.from_path(str(leak / POINTS)).get_sheet_by_name("汇总").to_python()
    halls, total = rows[1:-1], rows[-1]

    for column in (2, 3, 5, 6):
        assert sum(int(str(row[column]).removesuffix(".0")) for row in halls) == total[column]
    assert total[3] == LEARNERS


def press_pages(leak: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted((leak / "05 press").iterdir()):
        page = html.fromstring(path.read_bytes())
        outlet = page.xpath("string(//meta[@property='og:site_name']/@content)")
        date = page.xpath("string(//meta[@property='article:published_time']/@content)")
        yield str(outlet), str(date), str(page.xpath("string(//article)"))


def test_six_of_eight_reports_relay_one_wire_story(leak: Path) -> None:
    pages = list(press_pages(leak))

    relayed = {outlet for outlet, _, text in pages if AGENCY.search(text)}
    assert len(pages) == 8
    assert {outlet for outlet, _, _ in pages} - relayed == {"Tarvelia State Gazette Online", "The Quillon Review"}
    assert all(re.match(r"2031-06-0\d", date) for _, date, _ in pages)


def test_a_report_is_repeated_under_another_headline(leak: Path) -> None:
    by_outlet = {outlet: text for outlet, _, text in press_pages(leak)}
    first, second = (set(by_outlet[name].splitlines()) for name in ("The Harbour Ledger", "Northmoor Daily Post"))

    assert len({line for line in first & second if len(line) > 80}) == 3


def test_the_denial_denies_what_the_directive_orders(leak: Path) -> None:
    denial = next(text for outlet, _, text in press_pages(leak) if outlet.startswith("Tarvelia"))
    directive = "\n".join(paragraphs(leak / TRANSLATION))

    assert "Attendance is voluntary" in denial
    assert "There is no double lock" in denial
    assert "Nobody may refuse admission" in directive
    assert "double-locked" in directive


def test_the_bulletin_is_uyghur_from_right_to_left(leak: Path) -> None:
    path = leak / "04 bulletins/ئۇقتۇرۇش-7.docx"

    assert "باشلىق: لو ۋېنچياۋ" in paragraphs(path)
    assert all(item.find("{*}pPr/{*}bidi") is not None for item in docx.Document(str(path)).element.body.iter("{*}p"))


def test_the_russian_bulletin_is_spelt_in_windows_1251(leak: Path) -> None:
    spelt = (leak / "04 bulletins/Бюллетень 7.rtf").read_bytes()
    text = re.sub(rb"\\'([0-9a-f]{2})", lambda match: bytes.fromhex(match[1].decode()), spelt).decode("cp1251")

    assert spelt.isascii()
    assert "Айзохра Кельмари" in text
    assert "Ло Вэньцяо" in text


def test_the_talking_points_need_gb18030(leak: Path) -> None:
    content = (leak / "06 statements/对外答复口径.txt").read_bytes()

    assert "来去自由" in content.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        content.decode("gbk")


def test_twenty_two_states_sign_the_letter_and_one_takes_its_name_back(leak: Path) -> None:
    text = paragraphs(leak / "06 statements/joint_letter_22_states.docx")
    start = text.index("Signed on behalf of") + 1

    assert len([state for line in text[start : start + 2] for state in line.split(", ")]) == 22
    assert "Fennland" in text[-1]
    assert "withdrawn" in text[-1]


def test_the_ambassador_calls_the_papers_fake(leak: Path) -> None:
    with pypdfium2.PdfDocument(leak / "06 statements/ambassador_letter.pdf") as letter:
        assert len(letter) == 1
        text = letter[0].get_textpage().get_text_range()

    assert "are fake" in text
    assert "Orvin Castellane" in text
    assert "Fictional example made for Muniment" in text


def test_pictures_and_sound_open(leak: Path) -> None:
    with Image.open(leak / "04 bulletins/IMG_0412.jpg") as sign:
        sign.load()
        assert sign.getexif()[0x0110] == "IT-5"
    with Image.open(leak / "08 as found/IMG_0413.jpg") as wall:
        wall.load()
    with wave.open(str(leak / "08 as found/voice_memo.wav")) as sound:
        assert set(sound.readframes(sound.getnframes())) == {0x80}
