import io

import docx
import pytest
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]  # ships no types
from tests.unit.read.formats.reading import corpus, document_of, read

from muniment.read.formats.office.documents import READERS
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.reader import Damaged, Locked

_READER = next(reader for reader in READERS if reader.name == "office-lock")


def _locked(password: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("behind the lock")
    plain, locked = io.BytesIO(), io.BytesIO()
    document.save(plain)
    OOXMLFile(plain).encrypt(password, locked)
    return locked.getvalue()


@pytest.fixture(scope="module")
def locked() -> bytes:
    return _locked("密码1234")


def test_the_right_password_opens_and_is_told(locked: bytes) -> None:
    given = read(_READER, locked, passwords=("wrong", "密码1234"))
    assert given.passwords == ["密码1234"]
    assert "behind the lock" in given.text


def test_without_the_password_the_document_is_locked(locked: bytes) -> None:
    assert isinstance(read(_READER, locked).stop, Locked)
    assert read(_READER, locked, passwords=("a", "b")).reason == "none of the 2 passwords given opens this document"


def test_the_password_that_excel_sets_by_itself_is_tried() -> None:
    given = read(_READER, _locked("VelvetSweatshop"))
    assert given.passwords == ["VelvetSweatshop"]


def test_a_document_without_a_lock_is_given_back_as_it_is() -> None:
    document = document_of(b"PK\x03\x04")
    assert unlock_office(document) is document


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_lock_that_is_cut_off_is_damaged_or_locked(locked: bytes, share: float) -> None:
    given = read(_READER, locked[: int(len(locked) * share)], passwords=("密码1234",))
    assert isinstance(given.stop, Damaged | Locked)


def test_documents_under_rights_management_are_locked() -> None:
    reader = next(reader for reader in READERS if reader.name == "old-word")
    given = read(reader, corpus("microsoft/testWORD_protected_drm.doc"))
    assert isinstance(given.stop, Locked)
    assert "rights management" in given.reason
