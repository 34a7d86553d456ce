import base64
import hashlib
import os
import zlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from tests.unit.read.formats.reading import corpus, packed, read

from muniment.read.formats.office.odf import OpenDocumentReader
from muniment.read.reader import Damaged, Locked

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


def _locked(password: str) -> bytes:
    plain = zlib.compressobj(wbits=-15)
    deflated = plain.compress(_content("<text:p>opened words</text:p>").encode()) + plain.flush()
    salt, initial = os.urandom(16), os.urandom(16)
    key = PBKDF2HMAC(hashes.SHA1(), 32, salt, 1000).derive(hashlib.sha256(password.encode()).digest())
    padding = 16 - len(deflated) % 16
    encryptor = Cipher(AES(key), CBC(initial)).encryptor()
    secret = encryptor.update(deflated + bytes(padding - 1) + bytes([padding])) + encryptor.finalize()
    b64 = {name: base64.b64encode(raw).decode() for name, raw in (("salt", salt), ("iv", initial))}
    checksum = base64.b64encode(hashlib.sha256(deflated[:1024]).digest()).decode()
    space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    manifest = (
        f'<m:manifest {space}><m:file-entry m:full-path="content.xml">'
        '<m:encryption-data m:checksum-type="urn#sha256-1k"'
        f' m:checksum="{checksum}"><m:algorithm m:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
        f' m:initialisation-vector="{b64["iv"]}"/><m:key-derivation m:key-derivation-name="PBKDF2" m:key-size="32"'
        f' m:iteration-count="1000" m:salt="{b64["salt"]}"/><m:start-key-generation'
        ' m:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/></m:encryption-data>'
        "</m:file-entry></m:manifest>"
    )
    return bytes(packed({"content.xml": secret, "META-INF/manifest.xml": manifest}))


def test_a_locked_document_opens_with_its_password_only() -> None:
    content = _locked("pässword")
    opened = read(OpenDocumentReader(), content, _TEXT, passwords=("wrong", "pässword"))
    assert opened.passwords == ["pässword"]
    assert opened.text.strip() == "opened words"
    wrong = read(OpenDocumentReader(), content, _TEXT, passwords=("wrong",))
    assert isinstance(wrong.stop, Locked)
    assert isinstance(read(OpenDocumentReader(), content, _TEXT).stop, Locked)


@pytest.mark.parametrize("content", [b"no document at all", b"<a>other xml</a>", b""])
def test_what_is_no_document_is_damaged(content: bytes) -> None:
    assert isinstance(read(OpenDocumentReader(), content, _TEXT).stop, Damaged)


def test_real_documents_open_with_the_password_given() -> None:
    given = read(OpenDocumentReader(), corpus("miscoffice/testODTEncrypted.odt"), _TEXT, passwords=("tika",))
    assert "This should be encrypted." in given.text
