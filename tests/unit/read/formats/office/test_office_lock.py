import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]  # ships no types

from muniment.read.formats.office.documents import READERS
from muniment.read.formats.office.office_lock import unlock_office
from muniment.read.reader import Damaged, Document, Locked

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


def test_the_right_password_opens_and_is_told(read: Callable[..., Any], locked: bytes) -> None:
    given = read(_READER, locked, passwords=("wrong", "密码1234"))
    assert given.passwords == ["密码1234"]
    assert "behind the lock" in given.text()


def test_without_the_password_the_document_is_locked(read: Callable[..., Any], locked: bytes) -> None:
    assert isinstance(read(_READER, locked).stop, Locked)
    assert (
        read(_READER, locked, passwords=("a", "b")).stop.reason == "none of the 2 passwords given opens this document"
    )


def test_the_password_that_excel_sets_by_itself_is_tried(read: Callable[..., Any]) -> None:
    given = read(_READER, _locked("VelvetSweatshop"))
    assert given.passwords == ["VelvetSweatshop"]


def test_a_document_without_a_lock_is_given_back_as_it_is(tmp_path: Path) -> None:
    document = Document(io.BytesIO(b"PK\x03\x04"), 4, "", "", tmp_path)
    assert unlock_office(document) is document


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_lock_that_is_cut_off_is_damaged_or_locked(read: Callable[..., Any], locked: bytes, share: float) -> None:
    given = read(_READER, locked[: int(len(locked) * share)], passwords=("密码1234",))
    assert isinstance(given.stop, Damaged | Locked)


def test_documents_under_rights_management_are_locked(read: Callable[..., Any], corpus: Callable[..., Any]) -> None:
    reader = next(reader for reader in READERS if reader.name == "old-word")
    given = read(reader, corpus("microsoft/testWORD_protected_drm.doc"))
    assert isinstance(given.stop, Locked)
    assert "rights management" in given.stop.reason
