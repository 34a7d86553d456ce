"""Opening Office documents that are locked with a password."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import msoffcrypto  # type: ignore[import-untyped]  # ships no types
import olefile  # type: ignore[import-untyped]  # ships no types
from msoffcrypto.exceptions import (  # type: ignore[import-untyped]  # ships no types
    DecryptionError,
    FileFormatError,
    InvalidKeyError,
)
from msoffcrypto.format import doc97, ooxml, ppt97, xls97  # type: ignore[import-untyped]  # ships no types

from muniment.read.reader import Damaged, Document, Locked

_DEFAULT_PASSWORDS = ("VelvetSweatshop", "/01Hannes Ruescher/01")
"""What Excel and PowerPoint use themselves when a file is "protected" without a password to open it."""

_RIGHTS_STREAMS = ("\tDRMContent", "\x06DataSpaces/TransformInfo/DRMEncryptedTransform", "\tDRMViewerContent")
"""Streams of documents whose key is held by a server."""

_FORMATS = (doc97, ooxml, ppt97, xls97)
"""Named here so that they are loaded before the sandbox closes: the library imports them only when they are needed."""

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def unlock_office(document: Document) -> Document:
    """``document`` itself if it is not locked; else its decrypted copy, whose only password is the one that opened it.

    The copy lies in the scratch folder and keeps the media type and suffix of the locked file. Raises ``Locked`` if
    no password fits, ``Damaged`` if the lock itself is broken.
    """
    if document.head(len(_OLE_MAGIC)) != _OLE_MAGIC:
        return document
    _refuse_rights_managed(document)
    locked = _lock_of(document)
    if locked is None:
        return document
    with _temporary_files_in(document):
        return _opened(document, locked)


@contextmanager
def _temporary_files_in(document: Document) -> Iterator[None]:
    """The library makes temporary files, and the scratch folder is the only place where it may."""
    before = tempfile.tempdir
    tempfile.tempdir = str(document.scratch)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _lock_of(document: Document) -> Any | None:
    """The library's view of a locked document; None if it is not locked, or not of a kind that can be."""
    document.file.seek(0)
    try:
        locked = msoffcrypto.OfficeFile(document.file)
        return locked if locked.is_encrypted() else None
    except FileFormatError:
        return None
    except DecryptionError as error:
        raise Locked("the document is locked in a way that cannot be opened here") from error
    except Exception as error:
        raise Damaged(f"the lock of the document cannot be understood ({type(error).__name__})") from error


def _refuse_rights_managed(document: Document) -> None:
    document.file.seek(0)
    try:
        with olefile.OleFileIO(document.file) as container:
            managed = any(container.exists(name) for name in _RIGHTS_STREAMS)
    except Exception as error:
        raise Damaged(f"the container of the document is broken ({type(error).__name__})") from error
    if managed:
        raise Locked("the document is under rights management: only its issuer's server can open it")


def _opened(document: Document, locked: Any) -> Document:
    for password in dict.fromkeys((*_DEFAULT_PASSWORDS, *document.passwords)):
        if password and (copy := _try(document, locked, password)):
            return copy
    given = len(document.passwords)
    raise Locked(f"none of the {given} passwords given opens this document" if given else "a password is needed")


def _try(document: Document, locked: Any, password: str) -> Document | None:
    copy = document.scratch / "unlocked"
    try:
        _load_key(locked, password)
        with copy.open("wb") as out:
            locked.decrypt(out)
    except (InvalidKeyError, UnicodeError):
        return None
    except DecryptionError as error:
        raise Locked("the document is locked in a way that cannot be opened here") from error
    except Exception as error:
        raise Damaged(f"the locked part of the document is broken ({type(error).__name__})") from error
    # The handle lives as long as the child that reads the document.
    return replace(document, file=copy.open("rb"), size=copy.stat().st_size, passwords=(password,))


def _load_key(locked: Any, password: str) -> None:
    """The formats before 2007 always verify the password; the later ones only when asked."""
    if isinstance(locked, ooxml.OOXMLFile):
        locked.load_key(password=password, verify_password=True)
    else:
        locked.load_key(password=password)
