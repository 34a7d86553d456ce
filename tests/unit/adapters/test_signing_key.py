"""The signing key is made once, kept private, and never replaced behind anybody's back."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from muniment.adapters.signing_key import FILE_NAME, is_private, kept_key, signing_key
from muniment.errors import CaseReadOnlyError
from muniment.preserve.seal import SigningKeyError, public_bytes


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert kept_key(keys) is None
    made = signing_key(keys)
    assert public_bytes(signing_key(keys)) == public_bytes(made)
    assert stat.S_IMODE((keys / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in keys.iterdir()] == [FILE_NAME]


def test_what_an_interrupted_making_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / (FILE_NAME + ".new")).write_text("half a k")
    signing_key(tmp_path)
    assert kept_key(tmp_path) is not None


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_broken_key_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(SigningKeyError, match="cannot be used"):
        signing_key(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_key_of_another_kind_is_told(tmp_path: Path) -> None:
    pem = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / FILE_NAME).write_bytes(pem)
    with pytest.raises(SigningKeyError, match="another kind"):
        kept_key(tmp_path)


def test_a_key_that_others_may_read_is_not_private(tmp_path: Path) -> None:
    assert is_private(tmp_path)
    signing_key(tmp_path)
    assert is_private(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o640)
    assert not is_private(tmp_path)


def test_a_key_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with pytest.raises(CaseReadOnlyError):
        signing_key(tmp_path / "keys")
