"""A trusted timestamp (RFC 3161) on the manifest of a publication: it lies beside the manifest, which stays as it is.

No list in the publication can hold it, for it comes after the last of them is signed. So a line of its own, signed with
the key that signed the manifest, vouches for the three files that belong together.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.preserve.canonical import parsed
from muniment.preserve.seal import public_bytes
from muniment.preserve.timestamp import Stamped, check
from muniment.publish.manifest import MANIFEST, STAMP, STAMP_LINE, STAMP_ROOTS, PublicationError


@dataclass(frozen=True, slots=True)
class StampedManifest:
    """A publication's edition and what an authority certified of its manifest."""

    edition: int
    stamped: Stamped


def manifest_of(folder: Path) -> bytes:
    """The manifest of a publication, which is what is stamped. Raises ``PublicationError``."""
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise PublicationError(
            f"{folder} is not a publication.", f"Name the folder in which {MANIFEST} and verify.py lie."
        ) from error


def add_stamp(
    folder: Path, untrusted_response: bytes, untrusted_roots: bytes, key: Ed25519PrivateKey
) -> StampedManifest:
    """Check an authority's answer (DER) and put it, with its certificates (PEM), beside the manifest.

    A former one is replaced. Raises ``TimestampError``, or ``PublicationError`` if ``key`` signed something else.
    """
    manifest = manifest_of(folder)
    stamped = check(untrusted_response, manifest, untrusted_roots)
    told = parsed(manifest)
    if told["public_key"] != public_bytes(key).hex():
        raise PublicationError(
            "This publication was not made by this case.", "Stamp it with the case that signed it: -C names that."
        )
    hashes = " ".join(hashlib.sha256(one).hexdigest() for one in (manifest, untrusted_response, untrusted_roots))
    line = f"{hashes} {key.sign(hashes.encode()).hex()}\n".encode()
    try:
        for name, data in ((STAMP, untrusted_response), (STAMP_ROOTS, untrusted_roots), (STAMP_LINE, line)):
            (folder / name).write_bytes(data)
    except OSError as error:
        raise PublicationError(
            f"The publication cannot be written to ({error.strerror}).", "Copy it to a disk where you may write."
        ) from error
    return StampedManifest(int(told["edition"]), stamped)
