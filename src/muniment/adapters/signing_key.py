"""The case's signing key: an Ed25519 key in ``keys/signing.pem``, which only its owner may read."""

import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.errors import CaseReadOnlyError
from muniment.preserve.seal import SigningKeyError

FILE_NAME = "signing.pem"
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key kept in ``folder``, made now if there is none. Raises ``SigningKeyError`` or ``CaseReadOnlyError``."""
    key = kept_key(folder)
    return key if key is not None else _made(folder)


def kept_key(folder: Path) -> Ed25519PrivateKey | None:
    """The key kept in ``folder``, None if there is none. Raises ``SigningKeyError`` if it cannot be used."""
    path = folder / FILE_NAME
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(path, "it cannot be read") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(path, "it is of another kind")
    return key


def is_private(folder: Path) -> bool:
    """Whether nobody but its owner may read the key in ``folder``; True if there is none."""
    try:
        mode = (folder / FILE_NAME).stat().st_mode
    except OSError:
        return True
    return not mode & (stat.S_IRWXG | stat.S_IRWXO)


def _made(folder: Path) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    unfinished = folder / (FILE_NAME + ".new")
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder / FILE_NAME)
    except OSError as error:
        raise CaseReadOnlyError(
            f"The signing key cannot be written to {folder} ({error.strerror}).", "Make the case's folder writable."
        ) from error
    return key


def _unusable(path: Path, why: str) -> SigningKeyError:
    return SigningKeyError(
        f"The signing key {path} cannot be used: {why}.",
        "Restore it from a backup; or move it away, and the next seal is made with a new key, which the log records.",
    )
