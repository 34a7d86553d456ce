"""A second person's word that a document may go out as it is covered: signed, and never changed."""

from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from muniment.evidence.withheld import Clearance
from muniment.preserve.canonical import canonical

_PURPOSE = "muniment clearance 1"
"""Stands at the head of what is signed, so that a signature can mean nothing else."""


def signed(clearance: Clearance, key: Ed25519PrivateKey) -> Clearance:
    """``clearance`` with the signature of whoever gives it."""
    with_key = replace(clearance, public_key=key.public_key().public_bytes_raw().hex(), signature="")
    return replace(with_key, signature=key.sign(_signed_text(with_key)).hex())


def is_signed(clearance: Clearance) -> bool:
    """Whether the signature is over this very clearance, made with the key that it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(clearance.public_key))
        key.verify(bytes.fromhex(clearance.signature), _signed_text(clearance))
    except (ValueError, InvalidSignature):
        return False
    return True


def _signed_text(one: Clearance) -> bytes:
    return canonical([_PURPOSE, one.id, one.original, one.person, one.when_cleared, one.digest, one.public_key])
