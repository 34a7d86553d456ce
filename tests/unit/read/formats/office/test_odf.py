import base64

import pytest
from tests.unit.read.formats.reading import packed, read

from muniment.read.formats.office.odf import OpenDocumentReader
from muniment.read.reader import Damaged

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "meta": "meta",
        "presentation": "presentation", "svg": "svg-compatible",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_TEXT = "application/vnd.oasis.opendocument.text"
_SHOW = "application/vnd.oasis.opendocument.presentation"


def _content(body: str, kind: str = "text") -> str:
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f"<office:document-content {_SPACES}>{inner}</office:document-content>"


def test_every_place_of_a_text_is_given_under_its_label() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Editor</dc:creator>"
        "<dc:date>2017-11-05</dc:date></office:change-info><text:p>struck out</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>Run<text:s text:c="3"/>of\n   words<text:note><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>the note</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>Clerk</dc:creator><dc:date>2018</dc:date>"
        "<text:p>remark</text:p></office:annotation>"
        '<text:a xlink:href="http://example.org">link</text:a></text:p>'
    )
    styles = (
        f"<office:document-styles {_SPACES}><office:master-styles><style:master-page>"
        "<style:header><text:p>SECRET</text:p>"
        "</style:header></style:master-page></office:master-styles></office:document-styles>"
    )
    given = read(OpenDocumentReader(), packed({"content.xml": _content(body), "styles.xml": styles}), _TEXT)
    assert given.page("").strip() == "Run   of wordslink"
    assert given.page("deleted text (tracked changes)").strip() == "Editor, 2017-11-05: struck out"
    assert given.page("footnotes and endnotes").strip() == "the note"
    assert given.page("comments").strip() == "Clerk, 2018: remark"
    assert given.page("headers and footers") == "SECRET"
    assert given.page("links") == "http://example.org"


def test_slides_are_pages_with_their_notes() -> None:
    body = (
        '<draw:page draw:name="plan"><draw:frame><draw:text-box><text:p>on the slide</text:p></draw:text-box>'
        "</draw:frame>"
        "<presentation:notes><draw:frame><draw:text-box><text:p>only spoken</text:p></draw:text-box></draw:frame>"
        "</presentation:notes></draw:page><draw:page><text:p>second</text:p></draw:page>"
    )
    given = read(OpenDocumentReader(), packed({"content.xml": _content(body, "presentation")}), _SHOW)
    assert given.labelled[0] == ("slide 1 (plan), with speaker notes", "on the slide\n\nspeaker notes:\nonly spoken")
    assert given.labelled[1][0] == "slide 2"


def test_embedded_objects_and_pictures_are_not_lost() -> None:
    chart = _content(
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>", "chart"
    )
    content = _content("<text:p>x</text:p>")
    document = packed({"content.xml": content, "Object 1/content.xml": chart, "Pictures/1.png": b"png"})
    given = read(OpenDocumentReader(), document, _TEXT)
    assert given.page("embedded objects") == "a"
    assert given.files == {"Pictures/1.png": b"png"}


def test_a_flat_document_is_read_with_its_pictures() -> None:
    flat = (
        f"<office:document {_SPACES}><office:meta><meta:initial-creator>Ms A</meta:initial-creator></office:meta>"
        "<office:body><office:text><text:p>flat words</text:p><draw:image><office:binary-data>"
        f"{base64.b64encode(b'picture').decode()}</office:binary-data></draw:image></office:text></office:body></office:document>"
    )
    given = read(OpenDocumentReader(), flat.encode(), f"{_TEXT}-flat")
    assert given.text.strip() == "flat words"
    assert given.facts == [("author", "Ms A")]
    assert given.files == {"embedded1": b"picture"}


@pytest.mark.parametrize("content", [b"no document at all", b"<a>other xml</a>", b""])
def test_what_is_no_document_is_damaged(content: bytes) -> None:
    assert isinstance(read(OpenDocumentReader(), content, _TEXT).stop, Damaged)
