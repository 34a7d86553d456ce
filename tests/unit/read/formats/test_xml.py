"""XML of every sort."""

import base64
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import document_of

from muniment.read.formats.xml import XmlReader
from muniment.read.reader import FactFound, Found, MemberFound, PageFound, Shortfall


def read(content: bytes | str, media_type: str = "application/xml") -> list[Found]:
    raw = content.encode() if isinstance(content, str) else content
    return list(XmlReader().read(document_of(raw, media_type, ".xml")))


def text_of(found: list[Found]) -> str:
    return "".join(item.text for item in found if isinstance(item, PageFound))


def shortfalls(found: list[Found]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Shortfall)]


def test_elements_stand_on_lines_and_emphasis_does_not_break_them() -> None:
    assert text_of(read("<r><x>one</x><y>two <i>th</i>ree</y></r>")) == "one\ntwo three"


def test_attributes_that_hold_words_are_text_and_others_are_not() -> None:
    found = read(
        '<r><person name="Li" id="x17" note="seen in town" href="http://a.b/c d" style="very bold">here</person></r>'
    )
    assert text_of(found) == "Li\nseen in town\nhere"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "cp1251"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    word = "Справка о движении" if encoding == "cp1251" else "关于数据管理的通知"
    found = read(f'<?xml version="1.0" encoding="{encoding}"?><r>{word}</r>'.encode(encoding))
    assert text_of(found) == word


def test_nothing_outside_the_file_is_read_and_shorthands_are_told(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the other document")
    found = read(f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]><r a="&x; in words">before &x; after</r>')
    assert "the other document" not in text_of(found)
    assert "before" in text_of(found)
    assert any("shorthands" in reason for reason in shortfalls(found))


def test_a_bomb_of_entities_goes_off_nowhere() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    begun = time.process_time()
    found = read(f'<!DOCTYPE r [<!ENTITY e0 "ha">{entities}]><r a="&e11;">&e11; rest</r>')
    assert time.process_time() - begun < 20  # in full it would be a hundred thousand million words
    assert text_of(found) == "rest"


def test_broken_markup_gives_what_it_can_and_says_so() -> None:
    found = read("<r><a>one</a>\n<b>two</r> & three <c x=1>four</c>")
    assert "one" in text_of(found)
    assert any("markup is broken" in reason for reason in shortfalls(found))


def test_a_sound_file_has_no_shortfall() -> None:
    assert shortfalls(read("<?xml version='1.0'?><!DOCTYPE r SYSTEM 'r.dtd'><r>sound</r>")) == []


def test_a_book_gives_its_title_author_and_pictures() -> None:
    picture = base64.b64encode(b"\xff\xd8\xff jpeg").decode()
    book = (
        '<FictionBook xmlns="urn:x"><description><title-info><author><first-name>Abdu</first-name>'
        "<last-name>Ötkür</last-name></author><book-title>Iz</book-title></title-info></description>"
        "<stylesheet>p {}</stylesheet><body><title>Part</title>"
        f'<p>words</p></body><binary id="cover.jpg" content-type="image/jpeg">{picture}</binary></FictionBook>'
    )
    found = read(book, "application/x-fictionbook+xml")
    assert {(item.name, item.value) for item in found if isinstance(item, FactFound)} == {
        ("encoding", "utf-8"),
        ("author", "Abdu Ötkür"),
        ("title", "Iz"),
    }
    (member,) = (item for item in found if isinstance(item, MemberFound))
    assert (member.name, b"".join(member.content or ())) == (b"cover.jpg", b"\xff\xd8\xff jpeg")
    assert "p {}" not in text_of(found)
    assert picture not in text_of(found)


def test_depth_does_not_hurt() -> None:
    assert text_of(read(b"<a>" * 20_000 + b"deep" + b"</a>" * 20_000)) == "deep"


@given(st.text(st.sampled_from("<>/!?[]-=\"' ab&;xml:DOCTYPE\x00人"), min_size=1, max_size=200))
def test_no_file_makes_it_fail(content: str) -> None:
    assert read(content)
