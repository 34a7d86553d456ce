"""Web pages."""

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, document_of

from muniment.read.formats.html import HtmlReader
from muniment.read.reader import FactFound, Found, MemberFound, PageFound, Shortfall

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n not really").decode()


def read(content: bytes | str) -> list[Found]:
    raw = content.encode() if isinstance(content, str) else content
    return list(HtmlReader().read(document_of(raw, "text/html", ".html")))


def text_of(content: bytes | str) -> str:
    return "".join(item.text for item in read(content) if isinstance(item, PageFound))


def facts(content: bytes | str) -> dict[str, str]:
    return {item.name: item.value for item in read(content) if isinstance(item, FactFound)}


def members(content: str) -> list[tuple[bytes, bytes]]:
    found = [item for item in read(content) if isinstance(item, MemberFound)]
    return [(item.name, b"".join(item.content or ())) for item in found]


def test_blocks_stand_on_lines_and_inline_marks_do_not_break_words() -> None:
    assert (
        text_of("<h1>Title</h1><p>A <b>b</b>old\n  word<br>next</p><p>H<sub>2</sub>O</p>")
        == "Title\n\nA bold word\nnext\n\nH2O"
    )


def test_cells_of_a_row_are_parted_by_tabs_whatever_they_hold() -> None:
    page = "<table><tr><th>Name<th>Age</tr> <tr><td><p>Li</p></td> <td></td><td><div>44</div></td></tr></table><p>end"
    assert text_of(page) == "Name\tAge\nLi\t\t44\n\nend"


def test_scripts_styles_and_comments_are_no_text_but_alt_texts_and_fields_are() -> None:
    page = (
        "<style>p{}</style><script>var a='x<p>y'</script><!-- c -->"
        "<p>see <img alt='a map'> <input value='Ürümqi'> <input type=hidden value=t>"
    )
    assert text_of(page).strip() == "see a map Ürümqi"


def test_preformatted_text_keeps_its_lines() -> None:
    assert text_of("<pre>a\n   b\n</pre>").startswith("a\n   b")


def test_the_head_becomes_facts() -> None:
    page = (
        "<!-- saved from url=(0030)http://news.example/story -->"
        "<title> Big\nstory </title><meta name=Author content='A. B.'>"
        "<meta property='article:published_time' content='2018-01-02'>"
        "<meta name=description content='What it says'><link rel=canonical href='http://news.example/1'><p>x"
    )
    assert facts(page) == {
        "encoding": "utf-8",
        "saved from": "http://news.example/story",
        "title": "Big story",
        "author": "A. B.",
        "date": "2018-01-02",
        "description": "What it says",
        "canonical": "http://news.example/1",
    }


def test_a_page_with_nothing_but_a_head_is_not_lost() -> None:
    assert text_of("<html><head><title>Only this</title></head></html>") == "Only this"


@pytest.mark.parametrize(
    ("declared", "actual", "text"),
    [
        ("", "cp1251", "Все люди рождаются свободными и равными в своем достоинстве"),
        ("utf-8", "gb18030", "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心"),
        ("gb2312", "utf-8", "人人生而自由，在尊严和权利上一律平等。"),
        ("gb2312", "gb18030", "镕基同志在会议上的讲话䶮"),
        ("nonsense", "euc_kr", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리"),
        ("koi8-r", "koi8-r", "Привет"),
        ("iso-8859-1", "utf-16", "hello wide world"),
    ],
)
def test_the_encoding_is_what_the_bytes_allow(declared: str, actual: str, text: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body><p>{text}</p></body></html>"
    assert text_of(page.encode(actual)) == text


def test_files_written_into_the_page_become_members() -> None:
    page = (
        f"<img src='data:image/png;base64,{PIXEL}'><div style=\"background:url(data:image/png;base64,{PIXEL})\"></div>"
        "<script>var page = 'data:text/html,%3Cp%3Ehello%3C/p%3E';</script>"
        "<iframe srcdoc='<p>inner &amp; more</p>'></iframe>"
    )
    assert members(page) == [
        (b"embedded-1.png", b"\x89PNG\r\n\x1a\n not really"),
        (b"embedded-2.html", b"<p>hello</p>"),
        (b"embedded-3.html", b"<p>inner & more</p>"),
    ]


def test_depth_and_length_do_not_hurt() -> None:
    begun = time.process_time()
    assert text_of(b"<div>" * 50_000 + b"deep") == "deep"
    assert text_of(b"<" * 50_000 + b"p>x")
    assert len(text_of(b"<p>word</p>" * 50_000)) > 200_000
    assert time.process_time() - begun < 20


def test_a_page_beyond_one_piece_is_whole() -> None:
    page = "<p>" + "".join(f"[{number}] " for number in range(60_000))
    assert text_of(page).split() == [f"[{number}]" for number in range(60_000)]


def test_a_broken_encoding_is_told() -> None:
    page = "<meta charset=utf-8><p>" + "人人生而自由" * 30
    assert any(isinstance(item, Shortfall) for item in read(page.encode() + b"\xff\xfe\xff</p>"))


@given(st.text(st.sampled_from("<>/!-=\"' ab&;pdivtrscriptdata:,\x00\ud800人"), max_size=200))
def test_no_page_makes_it_fail(page: str) -> None:
    raw = page.encode("utf-8", "surrogatepass")
    if raw:
        assert read(raw)


def test_arabic_behind_a_muddled_declaration_is_read() -> None:
    for number in (1, 2, 3, 4):
        assert "وأعرب الاتحاد الجزائري" in text_of(corpus(f"html/testHTMLNoisyMetaEncoding_{number}.html"))


def test_a_title_in_the_head_counts_however_it_is_written() -> None:
    assert facts('<meta name="title" content="Old title"><p>x</p>')["title"] == "Old title"
