"""The parts of verify.py that Python's own library lacks, against the vectors of their standards."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.publish.rfc_8032 import RFC_8032

from muniment.publish.verifier.verify import P, Q, clean, is_signed


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_signatures_of_the_standard_hold(key: str, message: str, signature: str) -> None:
    assert is_signed(bytes.fromhex(message), bytes.fromhex(signature), bytes.fromhex(key))
    assert not is_signed(bytes.fromhex(message) + b"x", bytes.fromhex(signature), bytes.fromhex(key))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_signatures_hold_and_none_with_a_bit_changed_does(secret: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert is_signed(message, signature, public)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not is_signed(message, bytes(changed), public)


def test_a_signature_written_in_another_way_is_none() -> None:
    key, message, signature = (bytes.fromhex(one) for one in RFC_8032[1])
    number = int.from_bytes(signature[32:], "little") + Q
    assert not is_signed(message, signature[:32] + number.to_bytes(32, "little"), key)


@pytest.mark.parametrize(
    "key", [P.to_bytes(32, "little"), b"\2" + bytes(31), b"\xff" * 32, b"\1" + bytes(30) + b"\x80"]
)
def test_a_key_that_is_no_point_signs_nothing(key: bytes) -> None:
    assert not is_signed(b"", bytes(64), key)


def test_what_is_told_cannot_command_the_terminal() -> None:
    assert clean("a\x1b[2Jb\u202ec\n") == "a�[2Jb�c�"
