"""Office files, mail, web pages, pictures and RTF tell of their making."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from tests.unit.read.examine.examined import seen_in, values

from muniment.read.examine import old_office
from muniment.read.examine.examine import examine, examiner_for
from muniment.read.examine.trait import MAX_TRAITS, Key, Trait
from muniment.read.reader import Document, Unsupported

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml"), (2019, 3, 12, 8, 0, 0)), content
            )
    return out.getvalue()


def docx() -> bytes:
    return packed(
        docProps__core_xml="<p xmlns:dc='d'><dc:creator>A. Clerk</dc:creator><lastModifiedBy>B. Chief</lastModifiedBy>"
        "<revision>7</revision><created>2017-11-05T09:00:00Z</created></p>",
        docProps__app_xml="<p><Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion>"
        "<Template>Order.dotm</Template></p>",
        word__settings_xml=f"<w:settings {W}><w:rsid w:val='001'/><w:rsid w:val='002'/></w:settings>",
        word__fontTable_xml=f"<w:fonts {W}><w:font w:name='Calibri'/></w:fonts>",
        word__document_xml=f"<w:document {W}><w:body><w:ins w:author='C. Deputy' w:date='2018-01-02T03:04:05Z'/>"
        "<w:del w:author='C. Deputy' w:date='2018-01-01T03:04:05Z'/><w:sectPr><w:pgSz w:w='11906' w:h='16838'/>"
        "<w:pgMar w:left='1440' w:right='1440' w:top='1440' w:bottom='1440'/></w:sectPr></w:body></w:document>",
    )


def test_a_word_document_tells_who_when_and_with_what() -> None:
    traits, gaps = seen_in(docx(), DOCX)
    assert Trait(Key.AUTHOR, "A. Clerk", "docProps/core.xml") in traits
    assert values(traits, Key.LAST_AUTHOR) == ["B. Chief"]
    assert values(traits, Key.PRODUCER) == ["Microsoft Office Word 16.0000"]
    assert values(traits, Key.TEMPLATE) == ["Order.dotm"]
    assert values(traits, Key.SESSIONS) == ["2"]
    assert values(traits, Key.FONT) == ["Calibri"]
    assert values(traits, Key.PAGE_SIZE) == ["210 by 297 mm (A4)"]
    assert values(traits, Key.MARGINS) == ["left 25 mm, right 25 mm, top 25 mm, bottom 25 mm"]
    assert values(traits, Key.CHANGED_BY) == [
        "C. Deputy: 1 insertion, 1 deletion, 2018-01-01T03:04:05Z to 2018-01-02T03:04:05Z"
    ]
    assert any("2019-03-12T08:00:00" in one for one in values(traits, Key.BUILD))
    assert gaps == []


def test_an_open_document_tells_its_generator_and_paper() -> None:
    meta = "<m><meta><generator>Invented Office 6</generator><creator>A. Clerk</creator></meta></m>"
    styles = "<s><page-layout-properties page-width='21cm' page-height='29.7cm' margin-left='2cm'/></s>"
    traits, _ = seen_in(packed(meta_xml=meta, styles_xml=styles), "application/vnd.oasis.opendocument.text")
    assert values(traits, Key.PRODUCER) == ["Invented Office 6"]
    assert values(traits, Key.PAGE_SIZE) == ["21cm by 29.7cm"]


MAIL = b"""Received: from b.example by c.example; Mon, 6 Nov 2017 10:05:00 +0800
Received: from a.example by b.example; Mon, 6 Nov 2017 01:59:00 +0000
Date: Mon, 6 Nov 2017 10:00:00 +0800
From: Clerk <clerk@a.example>
Message-ID: <1@a.example>
X-Mailer: Invented Post 2
DKIM-Signature: v=1; d=a.example; s=key; b=xyz

Body.
"""


def test_a_mail_tells_its_way_first_server_first() -> None:
    traits, _ = seen_in(MAIL, "message/rfc822")
    hops = values(traits, Key.RECEIVED)
    assert [hop.partition(";")[0] for hop in hops] == ["2017-11-06T01:59:00+00:00", "2017-11-06T10:05:00+08:00"]
    assert values(traits, Key.SENT) == ["2017-11-06T10:00:00+08:00"]
    assert values(traits, Key.CREATOR) == ["Invented Post 2"]
    assert values(traits, Key.SIGNATURE) == ["DKIM-Signature d=a.example s=key"]


def test_a_date_that_is_none_stays_as_written() -> None:
    traits, _ = seen_in(b"Date: the day before yesterday\nFrom: a@b.example\n\nx", "message/rfc822")
    assert values(traits, Key.SENT) == ["the day before yesterday"]


PAGE = b"""<!-- saved from url=(0031)https://paper.example/2017/11/05 --><html lang=en><head>
<meta name=generator content="Invented Press 4"><meta property="article:published_time" content="2017-11-05T10:00:00Z">
<script type="application/ld+json">{"@graph": [{"dateModified": "2019-03-12"}]}</script>
<script type="application/ld+json">{broken</script></head>
<body><time datetime="2017-11-06">yesterday</time></body></html>"""


def test_a_web_page_tells_its_generator_dates_and_address() -> None:
    traits, _ = seen_in(PAGE, "text/html")
    assert values(traits, Key.PRODUCER) == ["Invented Press 4"]
    assert values(traits, Key.CREATED) == ["2017-11-05T10:00:00Z"]
    assert Trait(Key.MODIFIED, "2019-03-12", "linked data, dateModified") in traits
    assert values(traits, Key.ADDRESS) == ["https://paper.example/2017/11/05"]
    assert values(traits, Key.OTHER) == ["time: 2017-11-06"]


def test_a_page_that_says_too_much_is_cut_and_says_so() -> None:
    many = b"".join(b'<meta name=date content="2017-01-%d">' % number for number in range(500))
    traits, gaps = seen_in(many, "text/html")
    assert 200 <= len(traits) < 300
    assert any("more than 200 things" in gap for gap in gaps)


def test_a_picture_tells_its_camera_and_clock() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Invented Camera"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2017:11:05 09:00:00"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "JPEG", exif=exif)
    traits, _ = seen_in(out.getvalue(), "image/jpeg")
    assert values(traits, Key.CAMERA) == ["Invented Camera"]
    assert values(traits, Key.CREATED) == ["2017-11-05T09:00:00"]
    assert "zone of the time created: +08:00" in values(traits, Key.OTHER)


def test_an_rtf_tells_its_generator_and_fonts() -> None:
    rtf = rb"{\rtf1{\*\generator Invented Pad 10;}{\fonttbl{\f0\fnil\fcharset0 Calibri;}}"
    rtf += rb"\paperw12240\paperh15840\insrsid1 a\insrsid2 b}"
    traits, _ = seen_in(rtf, "application/rtf")
    assert values(traits, Key.PRODUCER) == ["Invented Pad 10"]
    assert values(traits, Key.FONT) == ["Calibri"]
    assert values(traits, Key.SESSIONS) == ["2"]
    assert values(traits, Key.PAGE_SIZE) == ["216 by 279 mm (US Letter)"]


def test_the_list_of_savers_is_read_as_word_writes_it() -> None:
    words = ["A. Clerk", "C:\\orders\\draft.doc", "B. Chief", "A:\\final.doc"]
    strings = b"".join(struct.pack("<H", len(word)) + word.encode("utf-16-le") for word in words)
    table = b"\xff\xff" + struct.pack("<HH", len(words), 0) + strings
    assert list(old_office._strings(table)) == words
    assert list(old_office._strings(b"\xff")) == []


def test_a_list_of_savers_that_lies_about_its_length_is_told() -> None:
    with pytest.raises(struct.error):
        list(old_office._strings(b"\xff\xff" + struct.pack("<HH", 9, 0) + struct.pack("<H", 1) + b"a\0"))


def test_what_nobody_examines_is_said() -> None:
    assert examiner_for("text/plain") is None
    with pytest.raises(Unsupported):
        list(examine(Document(io.BytesIO(b"x"), 1, "", "text/plain", Path("/nowhere"))))


def test_a_file_that_says_endlessly_much_of_itself_is_bounded() -> None:
    fields = "".join(f"<property name='n{number}'><v>{number}</v></property>" for number in range(3 * MAX_TRAITS))
    traits, gaps = seen_in(packed(docProps__custom_xml=f"<p>{fields}</p>"), DOCX)
    assert len(traits) + len(gaps) == MAX_TRAITS
    assert "the others are not told" in gaps[-1]
