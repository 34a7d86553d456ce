"""Formats that no reader knows."""

import random

import pytest
from tests.unit.read.formats.reading import document_of

from muniment.read.formats.lastresort import READERS, LettersReader, PlainReader
from muniment.read.reader import Found, PageFound, Shortfall, Unsupported

RUBBISH = random.Random(7).randbytes(1_500_000)


def read(content: bytes, media_type: str = "application/octet-stream") -> list[Found]:
    document = document_of(content, media_type)
    return list(LettersReader().read(document))


def text_of(found: list[Found]) -> str:
    return "".join(item.text for item in found if isinstance(item, PageFound))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The names of those detained are listed in the annex below", "ascii"),
        ("Список задержанных лиц прилагается к настоящему приказу", "utf-16-le"),
        ("Список задержанных лиц прилагается к настоящему приказу, ", "cp1251"),
        ("Список задержанных лиц прилагается к настоящему приказу, ", "koi8-r"),
        ("关于在职业技能教育培训中心工作的人员名单和有关要求的通知", "utf-16-le"),
        ("关于在职业技能教育培训中心工作的人员名单和有关要求的通知", "gb18030"),
        ("关于在职业技能教育培训中心工作的人员名单和有关要求的通知", "utf-8"),
        ("تۇتقۇن قىلىنغان كىشىلەرنىڭ تىزىملىكى تۆۋەندە بېرىلگەن", "utf-16-le"),
    ],
)
def test_words_are_found_among_rubbish(text: str, encoding: str) -> None:
    found = read(RUBBISH[:40_000] + b"\x00\x00\x00" + text.encode(encoding) + b"\x00\x00\x00" + RUBBISH[40_000:80_000])
    assert text.strip(", ") in text_of(found)
    assert isinstance(found[-1], Shortfall)
    assert "only the runs of plain letters" in found[-1].reason


@pytest.mark.parametrize("filling", [b"\x00" * 5_000, b"\xff" * 5_000])
@pytest.mark.parametrize("encoding", ["ascii", "utf-16-le"])
def test_words_between_fillings_of_a_disk_keep_every_letter(filling: bytes, encoding: str) -> None:
    said = "the names of those detained are listed in the annex below"
    assert text_of(read(filling + said.encode(encoding) + filling)).strip() == said


def test_rubbish_alone_gives_nothing() -> None:
    with pytest.raises(Unsupported, match="no words stand in it"):
        read(RUBBISH)


def test_what_is_repeated_is_given_once_and_in_order() -> None:
    line = b"Times New Roman is the typeface\x00\x01"
    found = read(line + b"and here begins the report\x00\x01" + line * 3)
    assert text_of(found).splitlines() == ["Times New Roman is the typeface", "and here begins the report"]


def test_single_words_count_where_cells_hold_single_words() -> None:
    cells = b"\x0f\x00\x0c\x00'Expenditure\x00\x0f\x00\x0c\x00'Headquarters\x00\x0f\x00\x08\x00'Salaries\x00"
    assert text_of(read(cells, "application/x-quattro-pro")).split() == ["Expenditure", "Headquarters", "Salaries"]
    with pytest.raises(Unsupported):
        read(cells)


def test_newer_wordperfect_blanks_are_blanks() -> None:
    body = b"\xffWPC\x00\x00" + b"The\x80list\x80of\x80names\xccis\x80kept\x80in\x80the\x80safe\x00"
    assert text_of(read(body, "application/vnd.wordperfect")).splitlines() == [
        "The list of names",
        "is kept in the safe",
    ]


@pytest.mark.parametrize("media_type", ["application/x-executable", "application/x-font", "application/x-disk-image"])
def test_what_holds_no_words_is_named_in_plain_words(media_type: str) -> None:
    with pytest.raises(Unsupported, match="this is"):
        read(b"This program cannot be run in DOS mode and so on and on", media_type)


def test_the_kind_is_named_when_nothing_is_found() -> None:
    with pytest.raises(Unsupported, match="Microsoft Publisher documents"):
        read(bytes(500), "application/x-mspublisher")


def test_a_text_format_whose_reader_failed_is_shown_bare_and_that_is_told() -> None:
    (plain,) = (reader for reader in READERS if isinstance(reader, PlainReader))
    content = b"<broken <markup with words"
    found = list(plain.read(document_of(content, "application/xml")))
    assert text_of(found) == "<broken <markup with words"
    assert isinstance(found[-1], Shortfall)
