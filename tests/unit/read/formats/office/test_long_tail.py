import random

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, packed, read

from muniment.read.formats.office.chm import ChmReader
from muniment.read.formats.office.desktop import IdmlReader, MifReader
from muniment.read.formats.office.epub import EpubReader
from muniment.read.formats.office.hwp import HwpReader, HwpxReader, OldHwpReader
from muniment.read.formats.office.hwp3 import hwp3_words
from muniment.read.formats.office.onenote import OneNoteReader
from muniment.read.formats.office.visio import VisioReader
from muniment.read.formats.office.wordml import FlatOfficeReader, Word2003Reader
from muniment.read.formats.office.xps import XpsReader
from muniment.read.reader import Damaged, Locked, Reader, Unsupported


def test_a_book_is_read_in_its_order_and_leaves_no_chapter_out() -> None:
    outline = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:creator>Ms A</dc:creator></metadata>'
        "<manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="ops/book.opf"/></rootfiles></container>'
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": container,
        "ops/book.opf": outline,
        "ops/a.xhtml": "<html><body><p>second</p></body></html>",
        "ops/b b.xhtml": "<html><body><p>first</p></body></html>",
        "ops/hidden.xhtml": "<html><body><p>not in the order</p></body></html>",
        "ops/cover.jpg": b"jpeg",
    }
    given = read(EpubReader(), packed(parts))
    assert [text.strip() for _, text in given.labelled] == ["first", "second", "not in the order"]
    assert ("author", "Ms A") in given.facts
    assert given.files == {"ops/cover.jpg": b"jpeg"}


def test_runs_of_a_fixed_page_are_joined_where_they_touch() -> None:
    def run(text: str, left: float, top: float) -> str:
        widths = ";".join(",50" for _ in text)
        place = f'OriginX="{left}" OriginY="{top}" FontRenderingEmSize="10"'
        return f'<Glyphs {place} Indices="{widths}" UnicodeString="{text}"/>'

    page = (
        f"<FixedPage>{run('Rain', 0, 10)}{run('bow', 20, 10)}{run('over', 40, 10)}{run('{}{next', 0, 30)}</FixedPage>"
    )
    given = read(XpsReader(), packed({"Documents/1/Pages/1.fpage": page}))
    assert given.labelled == [("", "Rainbow over\n{next")]


def test_pages_of_a_drawing_carry_their_names() -> None:
    parts = {
        "visio/pages/pages.xml": '<Pages xmlns:r="r"><Page Name="Plan"><Rel r:id="r1"/></Page></Pages>',
        "visio/pages/_rels/pages.xml.rels": (
            '<Relationships><Relationship Id="r1" Type="x/page" Target="page1.xml"/></Relationships>'
        ),
        "visio/pages/page1.xml": "<Page><Shapes><Shape><Text>Gate<cp/> A</Text></Shape></Shapes></Page>",
    }
    assert read(VisioReader(), packed(parts)).labelled == [("Plan", "Gate A")]


def test_stories_and_the_notes_in_them_are_told_apart() -> None:
    note = "<Note><Content>editor's note</Content></Note>"
    story = f"<Story><ParagraphStyleRange><Content>shown</Content>{note}</ParagraphStyleRange></Story>"
    parts = {"designmap.xml": '<Document><Story src="Stories/Story_1.xml"/></Document>', "Stories/Story_1.xml": story}
    given = read(IdmlReader(), packed(parts))
    assert given.page("").strip() == "shown"
    assert given.page("notes").strip() == "editor's note"


def test_framemaker_interchange_is_read_and_its_binary_form_named() -> None:
    mif = rb"<MIFFile 9.00><TextFlow <Para <ParaLine <String `it\xd5 s'> <Char EmDash > <String `so'>>>>"
    assert read(MifReader(), mif).text == "it\u2019s\u2014so\n"
    assert isinstance(read(MifReader(), b"<MakerFile 5.5Q>\0").stop, Unsupported)


def test_word_2003_xml_keeps_headers_comments_and_deletions() -> None:
    xml = (
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="aml"><w:body>'
        '<w:p><w:r><w:t>kept</w:t></w:r><aml:annotation w:type="Word.Deletion" aml:author="Ed"><aml:content><w:r>'
        "<w:delText>gone</w:delText></w:r></aml:content></aml:annotation>"
        '<aml:annotation w:type="Word.Comment" aml:author="Clerk"><aml:content><w:p><w:r><w:t>why?</w:t></w:r></w:p>'
        "</aml:content></aml:annotation></w:p><w:sectPr><w:hdr><w:p><w:r><w:t>SECRET</w:t></w:r></w:p></w:hdr></w:sectPr>"
        "</w:body></w:wordDocument>"
    )
    given = read(Word2003Reader(), xml.encode())
    assert given.page("").strip() == "kept"
    assert given.page("deleted text (tracked changes)") == "Ed: gone"
    assert given.page("comments") == "Clerk: why?"
    assert given.page("headers and footers").strip() == "SECRET"


def test_a_flat_document_reads_like_its_package() -> None:
    given = read(FlatOfficeReader(), corpus("microsoft/testWORD_2006ml.xml"))
    assert "And this is the footnote" in given.page("footnotes")
    assert len(given.files) == 8


def test_hwpx_gives_body_and_notes() -> None:
    note = "<ctrl><footNote><subList><p><run><t>각주</t></run></p></subList></footNote></ctrl>"
    section = f"<sec><p><run><t>본문<tab/>끝</t>{note}</run></p></sec>"
    given = read(HwpxReader(), packed({"Contents/section0.xml": section, "BinData/1.png": b"png"}))
    assert given.page("").strip() == "본문\t끝"
    assert given.page("footnotes").strip() == "각주"
    assert given.files == {"BinData/1.png": b"png"}


def test_real_hangul_documents_are_read() -> None:
    for_distribution = read(HwpReader(), corpus("miscoffice/testHWP-v5-dist.hwp"))
    assert "컨텐츠 분석 툴킷" in for_distribution.text
    assert ("last-author", "나") in for_distribution.facts
    assert read(OldHwpReader(), corpus("miscoffice/testHWP_3.0.hwp")).text.split() == ["테스트", "test"]


def test_real_help_files_are_unpacked_whole() -> None:
    given = read(ChmReader(), corpus("microsoft/testChm.chm"))
    assert given.shortfalls == []
    assert len(given.text) > 50_000


def test_real_notes_keep_earlier_versions_apart() -> None:
    given = read(OneNoteReader(), corpus("microsoft/testOneNote3.one"))
    assert "neat info about totally killin it bro" in given.page("Section2HeaderTitle")
    assert "Dang you." in given.page("Section2HeaderTitle, earlier versions")
    embedded = read(OneNoteReader(), corpus("microsoft/testOneNoteEmbeddedWordDoc.one"))
    assert embedded.files["file1 Dude this is a super cool embedded doc.docx"].startswith(b"PK")


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        (ChmReader(), "microsoft/chm/tcpip.CHM"),
        (OneNoteReader(), "microsoft/testOneNote3.one"),
        (HwpReader(), "miscoffice/testHWP-v5b.hwp"),
        (OldHwpReader(), "miscoffice/testHWP_3.0.hwp"),
    ],
)
def test_broken_bytes_end_with_a_reason_and_no_crash(reader: Reader, name: str) -> None:
    whole = corpus(name)
    for seed in range(12):
        chance = random.Random(seed)
        broken = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole))])
        for _ in range(40):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        read(reader, bytes(broken))


@examples(st.binary(max_size=4000))
def test_any_bytes_behind_the_head_of_hwp_3_are_survived(rubbish: bytes) -> None:
    head = b"HWP Document File V3.00".ljust(30 + 128 + 1008, b"\0")
    try:
        hwp3_words(head + rubbish, 1 << 20)
    except (Damaged, Locked):
        pytest.fail("an unlocked, unpacked document has no reason to stop")
