"""The signing keys of the people of a case: Ed25519, in ``keys/people``, each locked with its owner's passphrase.

Who can unlock the key is who its owner says they are: there is no other password to keep or to leak.
"""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.errors import CaseReadOnlyError, MunimentError

FOLDER = "people"
_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700


class WrongPassphraseError(MunimentError):
    """A passphrase does not unlock the key of the person it was given for."""

    code = "wrong-passphrase"
    exit_status = 13
    http_status = 403


def make_key(keys: Path, name: str, passphrase: str) -> str:
    """Make a key for somebody who has none yet; returns the public one, hexadecimal. Raises ``CaseReadOnlyError``."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    path = _path(keys, name)
    try:
        keys.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        path.parent.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        path.unlink(missing_ok=True)  # of somebody whose admission was broken off: nobody in the ledger has this name
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CaseReadOnlyError(
            f"A key cannot be written to {path.parent} ({error.strerror}).", "Make the case's folder writable."
        ) from error
    return key.public_key().public_bytes_raw().hex()


def unlock(keys: Path, name: str, passphrase: str, public_key: str) -> Ed25519PrivateKey:
    """Somebody's key. Raises ``WrongPassphraseError``, also where it is not the one that the ledger names."""
    try:
        key = serialization.load_pem_private_key(_path(keys, name).read_bytes(), passphrase.encode())
    except FileNotFoundError as error:
        raise WrongPassphraseError(
            f"The key of {name} is not in this case's folder.", "Restore keys/people from a backup."
        ) from error
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise WrongPassphraseError(f"This is not the passphrase of {name}.", "Type it again.") from error
    if not isinstance(key, Ed25519PrivateKey) or key.public_key().public_bytes_raw().hex() != public_key:
        raise WrongPassphraseError(
            f"The key of {name} is not the one that the case knows.", "Restore keys/people from a backup."
        )
    return key


def _path(keys: Path, name: str) -> Path:
    """Names are typed by people and may hold anything: the file is named by their hash."""
    return keys / FOLDER / f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.pem"
