from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.read.formats.office.rtf import RtfReader
from muniment.read.formats.office.rtftext import RtfWalk, joined
from muniment.read.reader import Damaged


def _body(rtf: bytes) -> str:
    return "".join(joined(RtfWalk(rtf).run().places[""]))


def _escaped(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    units = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]
    return b"".join(b"\\u%d?" % (unit - 65536 if unit > 32767 else unit) for unit in units)


_NO_SYMBOL_FONT_CODES = st.characters(
    exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(0xF020, 0xF100)))
)


@given(st.text(_NO_SYMBOL_FONT_CODES))
def test_any_text_in_unicode_escapes_comes_back(text: str) -> None:
    assert _body(b"{\\rtf1\\ansi " + _escaped(text) + b"}") == text


@given(st.binary())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_walked_to_the_end(rubbish: bytes) -> None:
    RtfWalk(b"{\\rtf1" + rubbish).run()


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        (204, "cp1251", "Директива"),
        (134, "gbk", "教育培训中心"),
        (128, "cp932", "表示テスト"),
        (178, "cp1256", "تعليم"),
        (238, "cp1250", "żółć"),
    ],
)
def test_letters_follow_the_character_set_of_the_font(charset: int, codec: str, text: str) -> None:
    escaped = "".join(f"\\'{byte:02x}" for byte in text.encode(codec)).encode()
    rtf = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset%d B;}}\\f1 %s}" % (charset, escaped)
    assert _body(rtf) == text


def test_a_lead_byte_may_be_escaped_while_its_partner_is_plain() -> None:
    assert _body(b"{\\rtf1\\ansi\\ansicpg932 \\'83e\\'83X\\'83g}") == "テスト"


def test_the_ansi_double_of_a_unicode_letter_is_skipped_by_its_count() -> None:
    assert _body(b"{\\rtf1\\ansi\\uc2 a\\u24565\\'94\\'4eb{\\uc0\\u24565}c}") == "a念b念c"


def test_binary_data_is_not_taken_for_text() -> None:
    given = read(RtfReader(), b"{\\rtf1 a{\\pict\\pngblip\\bin4 }}{\\}b}")
    assert given.text == "ab"
    assert given.files == {"picture1.png": b"}}{\\"}


def test_each_place_has_its_label() -> None:
    rtf = (
        b"{\\rtf1{\\header head}body{\\footnote note}{\\v hidden}{\\*\\atnauthor Clerk}{\\*\\annotation remark}"
        b'{\\field{\\*\\fldinst HYPERLINK "http://example.org"}{\\fldrslt shown}}{\\deleted gone}'
        b"{\\*\\unknown nothing}{\\info{\\author Ms A}{\\creatim\\yr2017\\mo11\\dy5\\hr9\\min7}}}"
    )
    given = read(RtfReader(), rtf)
    assert given.page("") == "bodyhiddenshown"
    assert given.page("headers and footers").strip() == "head"
    assert given.page("footnotes").strip() == "note"
    assert given.page("comments").strip() == "Clerk: remark"
    assert given.page("links and field codes").strip() == 'HYPERLINK "http://example.org"'
    assert given.page("deleted text (tracked changes)") == "gone"
    assert given.facts == [("author", "Ms A"), ("created", "2017-11-05T09:07")]


def test_a_packaged_file_is_taken_out_of_its_object() -> None:
    members = read(RtfReader(), corpus("microsoft/testRTFEmbeddedFiles.rtf")).files
    assert members["object13 testJPEG_普林斯顿.jpg"].startswith(b"\xff\xd8")
    assert members["object7 test-zip-of-zip_普林斯顿.zip"].startswith(b"PK")


def test_a_file_that_is_cut_off_says_so() -> None:
    given = read(RtfReader(), b"{\\rtf1 words {\\b more")
    assert given.text == "words more"
    assert given.shortfalls == ["the file is cut off: it ends before its last group is closed"]


def test_groups_beyond_all_reason_are_not_followed() -> None:
    with pytest.raises(Damaged):
        RtfWalk(b"{\\rtf1" + b"{" * 10_000).run()


def test_another_format_is_damaged(tmp_path: Path) -> None:
    assert isinstance(read(RtfReader(), b"plain words").stop, Damaged)


def test_what_describes_a_picture_does_not_get_into_its_bytes() -> None:
    rtf = (
        rb"{\rtf1{\*\shppict{\pict{\*\picprop{\sp{\sn shapeType}{\sv 75}}{\sp{\sn wzDescription}{\sv A fence}}}"
        rb"\pngblip{\*\blipuid 00112233445566778899aabbccddeeff}89504" + b"\r\n" + rb"e47}}}"
    )
    found = RtfWalk(rtf).run()
    assert [(blob.kind, blob.content) for blob in found.blobs] == [("pngblip", b"\x89PNG")]
    assert found.places["words of pictures and drawings"] == ["A fence", "\n"]


def test_ornamental_lettering_is_among_the_words() -> None:
    rtf = rb"{\rtf1{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv SECRET}}{\sp{\sn fFilled}{\sv 1}}}}}"
    assert "".join(RtfWalk(rtf).run().places["words of pictures and drawings"]).strip() == "SECRET"


def test_a_style_marked_skippable_in_mid_group_does_not_hide_the_words_after_it() -> None:
    assert _body(rb"{\rtf1{\b0\*\cs7\cf0 The quick brown fox}{\*\unheardof hidden}}") == "The quick brown fox"
