"""What a file is, told from its bytes."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.read import detect as detection
from muniment.read.detect import detect

CORPUS = Path(__file__).parents[4] / "shared" / "corpora"
OOXML = "application/vnd.openxmlformats-officedocument."


def kind_of(content: bytes, suffix: str = "") -> str:
    return detect(io.BytesIO(content), len(content), suffix)


def named_zip(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def content_types(main: str) -> str:
    return f'<Types><Override PartName="/main" ContentType="{main}"/></Types>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\r\n\r\nrubbish before\n%PDF-1.4\n%\xe2\xe3", "application/pdf"),
        (b"%!PS-Adobe-3.0 PDF-1.4\n", "application/postscript"),
        (b"%!TEX root = thesis.tex\nwords", "text/plain"),
        (b"{\\rtf1\\ansi hello}", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "application/x-7z-compressed"),
        (b"SQLite format 3\x00" + bytes(90), "application/x-sqlite3"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "image/heic"),
        (b"\x00\x00\x00\x18ftypisom" + bytes(20), "video/mp4"),
        (b"\xffWPC\x10\x00\x00\x00\x01\x0a" + bytes(20), "application/vnd.wordperfect"),
        (b"!BDN" + bytes(60), "application/vnd.ms-outlook-pst"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "application/warc"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", "application/x-http-response"),
        (b"HTTP/1.1 is described in this memo", "text/plain"),
        (b"ID3 tags are explained in this note for the office", "text/plain"),
        (b"070707 is the number of the room where they met", "text/plain"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\n", "text/vcard"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,1\r\n', "text/x-dif"),
    ],
)
def test_a_signature_is_known_and_a_sentence_that_begins_like_one_is_text(content: bytes, expected: str) -> None:
    assert kind_of(content) == expected


def test_the_name_never_overrules_a_signature() -> None:
    assert kind_of(b"%PDF-1.7\n1 0 obj", ".docx") == "application/pdf"
    assert kind_of(b"just a note that somebody renamed", ".docx") == "text/plain"


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        (OOXML + "wordprocessingml.document.main+xml", OOXML + "wordprocessingml.document"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", OOXML + "wordprocessingml.document"),
        (OOXML + "spreadsheetml.sheet.main+xml", OOXML + "spreadsheetml.sheet"),
        (
            "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        ),
        (OOXML + "presentationml.slideshow.main+xml", OOXML + "presentationml.presentation"),
        ("application/vnd.ms-visio.drawing.main+xml", "application/vnd.ms-visio.drawing"),
    ],
)
def test_an_office_package_is_what_its_main_part_is(main: str, expected: str) -> None:
    assert kind_of(named_zip({"[Content_Types].xml": content_types(main)}), ".zip") == expected


def test_a_workbook_inside_a_word_document_does_not_make_it_a_workbook() -> None:
    types = content_types(OOXML + "wordprocessingml.document.main+xml").replace(
        "<Types>", f'<Types><Default Extension="xlsx" ContentType="{OOXML}spreadsheetml.sheet"/>'
    )
    package = named_zip({"[Content_Types].xml": types, "word/document.xml": "", "word/embeddings/a.xlsx": ""})
    assert kind_of(package) == OOXML + "wordprocessingml.document"


def test_a_package_cut_off_in_the_middle_is_still_known_by_its_first_members() -> None:
    package = named_zip({"[Content_Types].xml": "x" * 500, "word/document.xml": "y" * 500, "docProps/core.xml": "z"})
    assert kind_of(package[:1200]) == OOXML + "wordprocessingml.document"


@pytest.mark.parametrize(
    ("members", "suffix", "expected"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "", "application/vnd.oasis.opendocument.text"),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text-template"},
            "",
            "application/vnd.oasis.opendocument.text",
        ),
        ({"mimetype": "application/epub+zip"}, ".zip", "application/epub+zip"),
        ({"Index/Document.iwa": "", "Index/Slide-1.iwa": ""}, "", "application/vnd.apple.keynote"),
        ({"Index.zip": ""}, ".pages", "application/vnd.apple.pages"),
        ({"index.xml": "<ls:document>"}, "", "application/vnd.apple.numbers"),
        ({"META-INF/MANIFEST.MF": ""}, "", "application/java-archive"),
        ({"photo.jpg": "", "notes/list.docx": ""}, ".docx", "application/zip"),
    ],
)
def test_a_zip_is_what_its_members_make_it(members: dict[str, str], suffix: str, expected: str) -> None:
    assert kind_of(named_zip(members), suffix) == expected


def test_a_program_with_a_zip_behind_it_is_opened_as_a_zip() -> None:
    program = b"MZ" + bytes(6) + b"\x04\x00" + bytes(100)
    assert kind_of(program) == "application/x-executable"
    assert kind_of(program + named_zip({"secret.txt": "x"})) == "application/zip"


def test_old_and_new_tar_are_known_and_gzip_stays_gzip() -> None:
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as tar:
            member = tarfile.TarInfo("note.txt")
            member.size = 4
            tar.addfile(member, io.BytesIO(b"%PDF"))
        assert kind_of(out.getvalue()) == "application/x-tar"
        old = bytearray(out.getvalue())
        old[257:265] = bytes(8)
        old[148:156] = b"        "
        old[148:156] = b"%06o\x00 " % sum(old[:512])
        assert kind_of(bytes(old)) == "application/x-tar"
    assert kind_of(gzip.compress(b"x")) == "application/gzip"


def test_dbase_needs_fields_that_make_sense() -> None:
    header = struct.pack("<BBBBIHH20x", 3, 99, 12, 31, 1, 65, 11)
    field = b"NAME".ljust(11, b"\x00") + b"C" + bytes(4) + bytes([10, 0]) + bytes(14)
    table = header + field + b"\r" + b" somebody  "
    assert kind_of(table) == "application/x-dbf"
    assert kind_of(table.replace(b"NAME", b"\x01\x02\x03\x04")) != "application/x-dbf"


@pytest.mark.parametrize(
    ("text", "suffix", "expected"),
    [
        ("<html><body>hi</body></html>", "", "text/html"),
        ("<!-- long -->\n<!DOCTYPE html><p>hi", "", "text/html"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "", "application/xhtml+xml"),
        ("<p>a fragment <b>of</b> a page</p>", ".html", "text/html"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "", "image/svg+xml"),
        ("<note><to>A</to></note>", "", "application/xml"),
        ("<FictionBook xmlns='x'></FictionBook>", ".xml", "application/x-fictionbook+xml"),
        (
            '<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text">',
            ".xml",
            "application/vnd.oasis.opendocument.text-flat",
        ),
        ('{"a": [1, 2]}', "", "application/json"),
        ("{not json, only a note}", "", "text/plain"),
        ("a,b,c\n1,2,3\n", ".csv", "text/csv"),
        ("a\tb\n1\t2\n3\t4\n5\t6\n7\t8\n", "", "text/tab-separated-values"),
        ("# title\n", ".md", "text/markdown"),
        ("a < b and c > d", "", "text/plain"),
        ("a:b:c:d\n1:2:3:4\n5:6:7:8\n", ".txt", "text/plain"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_markup_and_tables_are_known_in_any_unicode_encoding(
    text: str, suffix: str, expected: str, encoding: str
) -> None:
    assert kind_of(text.encode(encoding), suffix) == expected


@pytest.mark.parametrize(
    ("content", "suffix", "expected"),
    [
        (b"Received: from a by b\r\nFrom: a@b.org\r\nSubject: x\r\n\r\nbody", "", "message/rfc822"),
        (b"From: a\r\nTo: b\r\nSubject: c\r\n\r\nbody", ".txt", "message/rfc822"),
        (b"From: the desk of the chief\n\nDear all, this is no mail.", ".txt", "text/plain"),
        (b"From a@b.org Mon Jun 01 10:00:00 2009\n\nbody", "", "application/mbox"),
        (b"From where I stand this is a letter.\n\nYours", "", "text/plain"),
        (b"From a@b.org Mon Jun 01 10:00:00 2009\nFrom: a@b.org\n\nbody", ".eml", "message/rfc822"),
        (b"1024\nReceived: from a by b\nFrom: a@b.org\n\nbody", ".emlx", "application/x-emlx"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", ".mht", "message/rfc822"),
    ],
)
def test_mail_is_told_from_letters_that_begin_like_it(content: bytes, suffix: str, expected: str) -> None:
    assert kind_of(content, suffix) == expected


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Лошадка, снег почуя, плетётся рысью как-нибудь. " * 3, "cp866"),
        ("Лошадка, снег почуя, плетётся рысью как-нибудь. " * 3, "koi8-r"),
        ("职业技能教育培训中心的工作人员应当严格管理。" * 4, "gb18030"),
        ("职业技能教育培训中心的工作人员应当严格管理。" * 4, "utf-16-le"),
        ("all human beings are born free and equal in dignity. " * 3, "cp500"),
        ("été à la préfecture, où les élèves étaient retenus. " * 3, "cp1252"),
    ],
)
def test_text_is_text_in_any_encoding(text: str, encoding: str) -> None:
    assert kind_of(text.encode(encoding), ".txt") == "text/plain"


def test_a_log_with_a_hole_of_zeros_is_still_text() -> None:
    log = b"".join(b"2017-11-05 line %d was written here\n" % number for number in range(40))
    assert kind_of(log + bytes(4096) + log, ".log") == "text/plain"


def test_an_empty_file_is_plain_text() -> None:
    assert kind_of(b"") == "text/plain"


def test_bytes_that_mean_nothing_are_unknown_unless_their_name_promises_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(detection, "_by_model", lambda _file: "")
    rubbish = bytes((number * 167 + number // 7 * 31) % 256 for number in range(5000))
    assert kind_of(rubbish) == "application/octet-stream"
    assert kind_of(rubbish, ".pdf") == "application/pdf"


@settings(max_examples=300, deadline=None)
@given(
    start=st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\x03",
            b"\x1f\x9d",
            b"<?xml",
            b"From ",
            b"\xff\xfb",
            b"\x78\x9c",
        ]
    ),
    rest=st.binary(max_size=2000),
    suffix=st.sampled_from(["", ".docx", ".eml", ".dbf", ".csv"]),
)
def test_no_bytes_make_it_fail(start: bytes, rest: bytes, suffix: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detection, "_by_model", lambda _file: "")
        assert "/" in kind_of(start + rest, suffix)


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, 3000), at=st.integers(0, 3000), value=st.integers(0, 255))
def test_no_broken_package_makes_it_fail(cut: int, at: int, value: int) -> None:
    package = bytearray(
        named_zip({"mimetype": "application/epub+zip", "[Content_Types].xml": "x" * 900, "content.xml": "y" * 900})
    )
    package[at % len(package)] = value
    assert "/" in kind_of(bytes(package[: max(4, cut)]))


SUFFIXES = {
    ".pdf": {"application/pdf", "application/applefile"},
    ".docx": {OOXML + "wordprocessingml.document", "application/x-ooxml-encrypted"},
    ".xlsx": {OOXML + "spreadsheetml.sheet", "application/x-ooxml-encrypted"},
    ".msg": {"application/vnd.ms-outlook"},
    ".one": {"application/onenote"},
    ".rtf": {"application/rtf"},
    ".pages": {"application/vnd.apple.pages"},
    ".mbox": {"application/mbox"},
    ".chm": {"application/vnd.ms-htmlhelp"},
    ".html": {"text/html", "application/xhtml+xml"},
    ".png": {"image/png"},
}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not beside the repository")
def test_real_files_agree_with_their_names() -> None:
    strangers = []
    for path in sorted((CORPUS / "parsers").rglob("*")):
        expected = SUFFIXES.get(path.suffix.lower())
        if expected and path.is_file():
            with path.open("rb") as file:
                found = detect(file, path.stat().st_size, path.suffix.lower())
            if found not in expected:
                strangers.append((path.name, found))
    assert strangers == []


def test_json_longer_than_what_is_looked_at_is_json() -> None:
    assert kind_of(json.dumps([{"name": "x" * 50}] * 3000).encode()) == "application/json"


def test_pages_that_a_printer_driver_wrote_in_pieces_are_known() -> None:
    pages = {"[Content_Types].xml/[0].piece": "<Types", "Documents/1/Pages/1.fpage/[0].piece": "<FixedPage"}
    assert kind_of(named_zip(pages)) == "application/vnd.ms-xpsdocument"
