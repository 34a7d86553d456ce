"""Seals: what a leaf commits to, the statement that is signed, and the signature.

A leaf commits to one entry and what came of it. Its parts are hashed apart, each with a salt of its own that comes
from the leaf's, so that a publication can open one part (these bytes were in the cache) and keep the others closed
(under which name they lay). No part that stays closed can be guessed at, for nobody knows its salt.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from muniment.errors import MunimentError, UsageError
from muniment.preserve.canonical import canonical, parsed
from muniment.preserve.merkle import HASH_BYTES

FORMAT = "muniment seal 2"
"""Names the meaning of everything in a statement and its leaves; a change of either needs a new one."""

SALT_BYTES = 32

ENTRY_PARTS: Mapping[str, tuple[str, ...]] = {
    "bytes": ("sha256", "size"),
    "place": (
        "id",
        "acquisition_id",
        "parent_id",
        "root_id",
        "reading_id",
        "depth",
        "kind",
        "name",
        "path",
        "position",
        "mtime_ns",
        "inode",
        "modified",
        "target",
        "below",
        "below_bytes",
    ),
    "end": ("state", "reason", "caveat"),
}
"""What a leaf holds of its entry: part -> columns. The digest of a folder's listing is left out: it is a cache."""

READING_PARTS: Mapping[str, tuple[str, ...]] = {
    "text": ("digest",),
    "reading": (
        "id",
        "sha256",
        "suffix",
        "edition",
        "stage",
        "state",
        "reason",
        "reader",
        "reader_version",
        "tried",
        "media_type",
        "language",
        "pages",
        "members",
    ),
    "facts": ("facts",),
    "password": ("password",),
}
"""What a leaf holds of its entry's reading: part -> columns."""

WORDS = "words"
"""The part of a leaf that stands for the words of its reading one by one: the root that ``words`` gives them."""

PARTS = (*ENTRY_PARTS, *READING_PARTS, WORDS)
"""The parts of a leaf in the order in which their commitments stand."""

ACQUISITION_PARTS: Mapping[str, tuple[str, ...]] = {
    "root": ("root",),
    "source": ("source",),
    "operator": ("operator",),
    "course": ("started", "ended", "program", "protections", "limits"),
}
"""What a statement commits to of its acquisition. Who handed it over may have to stay unsaid when the seal is shown."""


class NotSealableError(UsageError):
    """An acquisition cannot be sealed, or not yet."""

    code = "not-sealable"
    http_status = 409


class SigningKeyError(MunimentError):
    """The case's signing key cannot be used."""

    code = "signing-key"


def commitment(salt: bytes, part: str, values: Mapping[str, Any] | None) -> bytes:
    """The hash that stands for one part: SHA-256 over its own salt and its values in canonical form.

    Its salt is HMAC-SHA-256 of the part's name under ``salt``. Bytes are written as ``{"hex": …}``.
    """
    return hashlib.sha256(part_salt(salt, part) + written(values)).digest()


def part_salt(salt: bytes, part: str) -> bytes:
    """The salt of one part of a leaf; whoever knows it can check what is said to be in that part, and no other."""
    return hmac.digest(salt, part.encode(), "sha256")


def commitments(salt: bytes, parts: Sequence[Mapping[str, Any] | None]) -> bytes:
    """The commitments of a leaf's parts, in the order of ``PARTS``, one after the other: the data of the leaf."""
    return b"".join(commitment(salt, name, values) for name, values in zip(PARTS, parts, strict=True))


def unlike_parts(commitments_now: bytes, untrusted_sealed: bytes) -> list[str]:
    """The names of the parts whose commitments differ."""
    spans = [slice(at, at + HASH_BYTES) for at in range(0, len(PARTS) * HASH_BYTES, HASH_BYTES)]
    return [part for part, span in zip(PARTS, spans, strict=True) if commitments_now[span] != untrusted_sealed[span]]


def acquisition_commitments(salt: bytes, values: Mapping[str, Any]) -> dict[str, str]:
    """What a statement holds of its acquisition: part -> commitment in hexadecimal."""
    return {
        part: commitment(salt, part, {name: values[name] for name in names}).hex()
        for part, names in ACQUISITION_PARTS.items()
    }


def opens(untrusted_salt: bytes, untrusted_written: str, committed: bytes) -> bool:
    """Whether a part's own salt and its values as they are written are what a commitment stands for."""
    return hashlib.sha256(untrusted_salt + untrusted_written.encode()).digest() == committed


def written(values: Mapping[str, Any] | None) -> bytes:
    """The values of a part as they are hashed: canonical JSON in UTF-8, ``null`` for none."""
    if values is None:
        return b"null"
    plain = {name: {"hex": value.hex()} if isinstance(value, bytes) else value for name, value in values.items()}
    try:
        return canonical(plain)
    except UnicodeEncodeError:
        # text that is no UTF-8 was put there behind our back: no JSON looks like this, so it fits no seal
        return repr(plain).encode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed. Hashes and the key are in hexadecimal; ``sealed`` is UTC, ISO 8601."""

    case: str
    seal: int
    acquisition: int
    particulars: Mapping[str, str]
    leaves: int
    root: str
    custody: Mapping[str, Any]
    program: str
    sealed: str
    public_key: str
    format: str = FORMAT

    def text(self) -> str:
        """The statement as it is kept and signed."""
        return canonical(asdict(self)).decode()


_STATEMENT_TYPES: Mapping[str, type] = {
    "case": str,
    "seal": int,
    "acquisition": int,
    "particulars": dict,
    "leaves": int,
    "root": str,
    "custody": dict,
    "program": str,
    "sealed": str,
    "public_key": str,
    "format": str,
}


def statement_of(untrusted_text: Any) -> Statement:
    """The statement with this text. Raises ``ValueError`` if it is none that this version understands."""
    if not isinstance(untrusted_text, str):
        raise ValueError("it is not text")  # noqa: TRY004 - the caller asks one question: is it a statement?
    value = parsed(untrusted_text)
    if not isinstance(value, dict) or value.keys() != _STATEMENT_TYPES.keys():
        raise ValueError("it lacks a part that every statement has")
    if not all(isinstance(value[name], kind) for name, kind in _STATEMENT_TYPES.items()):
        raise ValueError("a part of it is of the wrong kind")
    match value["custody"]:
        case {"number": int(), "hash": str()}:
            pass
        case _:
            raise ValueError("it does not say where the custody log ended")
    if value["format"] != FORMAT:
        raise ValueError(f"it is written in a form that this version does not know ({value['format'][:40]})")
    return Statement(**value)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half of a key, 32 bytes."""
    return key.public_key().public_bytes_raw()


def is_signed(untrusted_statement: Any, untrusted_signature: Any, untrusted_key: Any) -> bool:
    """Whether the signature (64 bytes) over the statement's UTF-8 is that of the public key (32 bytes)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(untrusted_key)
        key.verify(untrusted_signature, untrusted_statement.encode())
    except (InvalidSignature, ValueError, TypeError, AttributeError):
        return False
    return True


def parts_of(row: Sequence[Any], has_reading: bool, words: Any = None) -> Iterator[Mapping[str, Any] | None]:
    """The parts of a leaf from a row that holds their columns one after the other, and the root of its words."""
    at = 0
    for names in ENTRY_PARTS.values():
        yield dict(zip(names, row[at : at + len(names)], strict=True))
        at += len(names)
    for names in READING_PARTS.values():
        yield dict(zip(names, row[at : at + len(names)], strict=True)) if has_reading else None
        at += len(names)
    yield {"root": words} if has_reading else None
