import base64
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.odf_locks import by_blowfish, by_cbc, by_gcm, locked, locked_whole, manifest
from tests.unit.read.formats.reading import Outcome, corpus, packed, read

from muniment.read.formats.office.odf import OpenDocumentReader
from muniment.read.formats.tables.xml_sheets import ODS, SXC
from muniment.read.formats.tables.xml_sheets import OpenDocumentReader as SheetsReader
from muniment.read.reader import Damaged, Locked, Reader

_TEXT = "application/vnd.oasis.opendocument.text"
_SHOW = "application/vnd.oasis.opendocument.presentation"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
) + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'  # fmt: skip
_PARAGRAPH = "<text:p>behind the lock 名单</text:p>"
_SEAL = b"\x89PNG" + bytes(range(256)) * 9


def _content(kind: str, body: str) -> str:
    inner = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f"<office:document-content {_SPACES}>{inner}</office:document-content>"


_TABLE = (
    f'<table:table table:name="List"><table:table-row><table:table-cell>{_PARAGRAPH}</table:table-cell>'
    "</table:table-row></table:table>"
)
_DOCUMENTS = {
    "text": (OpenDocumentReader(), _TEXT, _content("text", _PARAGRAPH)),
    "slides": (OpenDocumentReader(), _SHOW, _content("presentation", f"<draw:page>{_PARAGRAPH}</draw:page>")),
    "sheets": (SheetsReader(), ODS, _content("spreadsheet", _TABLE)),
    "older sheets": (SheetsReader(), SXC, _content("spreadsheet", _TABLE)),
}
_LOCKS: dict[str, Callable[[dict[str, str | bytes], str], bytes]] = {
    "Blowfish": lambda parts, password: locked(parts, password, by_blowfish),
    "AES": lambda parts, password: locked(parts, password, by_cbc),
    "AES with proof": lambda parts, password: locked(parts, password, by_gcm),
    "the whole": locked_whole,
}


_of_each_kind = pytest.mark.parametrize(("reader", "media_type", "content"), _DOCUMENTS.values(), ids=_DOCUMENTS)


@pytest.mark.parametrize("lock", _LOCKS.values(), ids=_LOCKS)
@_of_each_kind
def test_a_locked_document_opens_with_its_password_only(
    reader: Reader, media_type: str, content: str, lock: Callable[[dict[str, str | bytes], str], bytes]
) -> None:
    document = lock({"content.xml": content, "Pictures/Seal.PNG": _SEAL}, "pässword")
    opened = read(reader, document, media_type, passwords=("wrong", "pässword", "other"))
    assert opened.text.strip() == "behind the lock 名单"
    assert opened.files == {"Pictures/Seal.PNG": _SEAL}
    assert (opened.passwords, opened.shortfalls, opened.stop) == (["pässword"], [], None)
    wrong = read(reader, document, media_type, passwords=("wrong", "Pässword"))
    assert isinstance(wrong.stop, Locked)
    assert wrong.reason == "none of the 2 passwords given opens this document"
    without = read(reader, document, media_type)
    assert isinstance(without.stop, Locked)
    assert without.reason == "a password is needed"
    assert (without.pages, without.members, without.passwords) == ([], [], [])


@_of_each_kind
def test_a_document_without_a_lock_needs_no_password(reader: Reader, media_type: str, content: str) -> None:
    opened = read(reader, packed({"content.xml": content}), media_type, passwords=("unasked",))
    assert opened.text.strip() == "behind the lock 名单"
    assert opened.passwords == []


@_of_each_kind
def test_a_part_whose_lock_is_broken_is_told_and_the_others_are_given(
    reader: Reader, media_type: str, content: str
) -> None:
    document = locked({"content.xml": content, "Pictures/seal.png": _SEAL}, "key", by_cbc)

    at = document.index(b"Pictures/seal.png") + len("Pictures/seal.png")
    opened = read(reader, document[:at] + bytes(32) + document[at + 32 :], media_type, passwords=("key",))
    assert "behind the lock" in opened.text
    assert any("Pictures/seal.png" in reason for reason in opened.shortfalls)


def test_a_lock_that_covers_no_document_is_told() -> None:
    document = locked({"encrypted-package": b"no document at all"}, "key", by_gcm)
    assert isinstance(read(OpenDocumentReader(), document, _TEXT, passwords=("key",)).stop, Damaged)
    assert (
        "the document inside the lock is broken" in read(SheetsReader(), document, ODS, passwords=("key",)).shortfalls
    )


def test_a_document_locked_with_a_key_asks_for_no_password() -> None:
    how = '<m:encryption-data><m:key-derivation m:key-derivation-name="PGP"/></m:encryption-data>'
    entry = f'<m:file-entry m:full-path="content.xml">{how}</m:file-entry>'
    document = packed({"content.xml": b"secret", "META-INF/manifest.xml": manifest(entry)})
    found = read(SheetsReader(), document, ODS, passwords=("key",))
    assert isinstance(found.stop, Locked)
    assert "OpenPGP" in found.reason


_NUMBERS = st.sampled_from(
    ["", "0", "1", "7", "16", "32", "64", "65", "2000", "99999999999", "-1", "x", "²", "9" * 5000]
)


@given(
    cipher=st.sampled_from(["#aes256-cbc", "#aes256-gcm", "Blowfish CFB", "", "rot13"]),
    derivation=st.sampled_from(["PBKDF2", "#argon2id", "PGP", ""]),
    numbers=st.fixed_dictionaries(
        dict.fromkeys(("iteration-count", "key-size", "argon2-memory", "argon2-lanes"), _NUMBERS)
    ),
    raw=st.dictionaries(st.sampled_from(["salt", "iv", "part"]), st.binary(max_size=40)),
)
@settings(deadline=None)
def test_whatever_a_lock_demands_the_reader_does_no_more_than_stop(
    cipher: str, derivation: str, numbers: dict[str, str], raw: dict[str, bytes]
) -> None:
    attributes = " ".join(f'm:{name}="{value}"' for name, value in numbers.items())
    how = (
        f'<m:encryption-data><m:algorithm m:algorithm-name="{cipher}"'
        f' m:initialisation-vector="{_b64(raw, "iv")}"/><m:key-derivation m:key-derivation-name="{derivation}"'
        f' m:salt="{_b64(raw, "salt")}" {attributes}/></m:encryption-data>'
    )
    entry = f'<m:file-entry m:full-path="content.xml">{how}</m:file-entry>'
    document = packed({"content.xml": raw.get("part", b""), "META-INF/manifest.xml": manifest(entry)})
    found: Outcome = read(SheetsReader(), document, ODS, passwords=("key",))
    assert isinstance(found.stop, Locked | Damaged) or found.passwords == ["key"]


def _b64(raw: dict[str, bytes], name: str) -> str:
    return base64.b64encode(raw.get(name, b"")).decode()


def test_real_documents_open_with_the_password_given() -> None:
    found = read(OpenDocumentReader(), corpus("miscoffice/testODTEncrypted.odt"), _TEXT, passwords=("tika",))
    assert "This should be encrypted." in found.text
    assert found.passwords == ["tika"]
