"""A timestamp authority of our own, for tests: a root, and an authority below it that OpenSSL lets answer requests."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CONFIGURATION = """
[tsa]
default_tsa = it
[it]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
"""


class Authority:
    """Answers requests for timestamps with keys that were made just now."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("needs OpenSSL's command to act as a timestamp authority: apt-get install openssl")
        folder.mkdir(parents=True)
        self._folder = folder
        root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        root_name, name = _name("Example Root"), _name("Example Timestamps")
        root = _certificate(root_name, root_name, root_key.public_key(), root_key, stamps=False)
        own = _certificate(name, root_name, key.public_key(), root_key, stamps=True)
        self.roots = root.public_bytes(serialization.Encoding.PEM)
        (folder / "authority.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
        (folder / "authority.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "serial").write_text("01")
        (folder / "openssl.cnf").write_text(_CONFIGURATION.format(folder=folder))

    def answer(self, request: bytes) -> bytes:
        """The answer to a request, both in DER."""
        (self._folder / "request.tsq").write_bytes(request)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "request.tsq", "-out", "answer.tsr"],
            cwd=self._folder,
            check=False,  # a refusal is an answer, too
            capture_output=True,
        )
        return (self._folder / "answer.tsr").read_bytes()


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPublicKey,
    signer: rsa.RSAPrivateKey,
    *,
    stamps: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=not stamps, path_length=None), critical=True)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(signer, hashes.SHA256())
