"""OpenDocument files locked with a password, made by the rules of OpenDocument 1.2 and 1.3 (part 2, chapter 3)."""

import base64
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from tests.unit.read.formats.reading import packed

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ROUNDS = 1000

Lock = Callable[[bytes, str], tuple[bytes, str]]
"""From the bytes of a part and the password to its locked bytes and the words of the manifest that say how."""


def locked(parts: Mapping[str, str | bytes], password: str, lock: Lock) -> bytes:
    """A package whose parts are locked one by one, as up to OpenDocument 1.3."""
    entries, secret = [], {}
    for name, content in parts.items():
        secret[name], how = lock(content.encode() if isinstance(content, str) else content, password)
        entries.append(f'<m:file-entry m:full-path="{name}" m:size="{len(content)}">{how}</m:file-entry>')
    return _stored({**secret, "META-INF/manifest.xml": manifest("".join(entries))})


def locked_whole(parts: Mapping[str, str | bytes], password: str) -> bytes:
    """A package that holds the whole document in one locked part, as newer programs write it."""
    inner = {**parts, "META-INF/manifest.xml": manifest('<m:file-entry m:full-path="content.xml"/>')}
    return locked({"encrypted-package": packed(inner)}, password, by_gcm)


def manifest(entries: str) -> str:
    return f'<m:manifest xmlns:m="{_SPACE}">{entries}</m:manifest>'


def by_cbc(content: bytes, password: str) -> tuple[bytes, str]:
    """OpenDocument 1.2: AES, its key from SHA-256 and PBKDF2."""
    salt, initial, deflated = os.urandom(16), os.urandom(16), _deflated(content)
    key = PBKDF2HMAC(hashes.SHA1(), 32, salt, _ROUNDS).derive(hashlib.sha256(password.encode()).digest())
    padding = 16 - len(deflated) % 16
    encryptor = Cipher(AES(key), CBC(initial)).encryptor()
    secret = encryptor.update(deflated + bytes(padding - 1) + bytes([padding])) + encryptor.finalize()
    return secret, _encryption_data(
        _checksum(f"{_SPACE}#sha256-1k", hashlib.sha256(deflated[:1024])),
        ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", initial),
        f'm:key-derivation-name="PBKDF2" m:key-size="32" m:iteration-count="{_ROUNDS}" m:salt="{_b64(salt)}"',
        '<m:start-key-generation m:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/>',
    )


def by_blowfish(content: bytes, password: str) -> tuple[bytes, str]:
    """OpenDocument 1.0 and 1.1, and OpenOffice.org 1.x: Blowfish, its key from SHA-1 and PBKDF2, sizes left out."""
    salt, initial, deflated = os.urandom(16), os.urandom(8), _deflated(content)
    start = hashlib.sha1(password.encode()).digest()
    encryptor = Cipher(Blowfish(PBKDF2HMAC(hashes.SHA1(), 16, salt, _ROUNDS).derive(start)), CFB(initial)).encryptor()
    return encryptor.update(deflated) + encryptor.finalize(), _encryption_data(
        _checksum("SHA1/1K", hashlib.sha1(deflated[:1024])),
        ("Blowfish CFB", initial),
        f'm:key-derivation-name="PBKDF2" m:iteration-count="{_ROUNDS}" m:salt="{_b64(salt)}"',
    )


def by_gcm(content: bytes, password: str) -> tuple[bytes, str]:
    """LibreOffice since 24.8: AES with its own proof of soundness, its key from Argon2id."""
    salt, initial = os.urandom(16), os.urandom(12)
    start = hashlib.sha256(password.encode()).digest()
    key = Argon2id(salt=salt, length=32, iterations=1, lanes=2, memory_cost=64).derive(start)
    return initial + AESGCM(key).encrypt(initial, _deflated(content), None), _encryption_data(
        "",
        ("http://www.w3.org/2009/xmlenc11#aes256-gcm", initial),
        'm:key-derivation-name="urn:org:documentfoundation:names:experimental:office:manifest:argon2id" m:key-size="32"'
        ' xmlns:l="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
        f' l:argon2-iterations="1" l:argon2-memory="64" l:argon2-lanes="2" m:salt="{_b64(salt)}"',
        '<m:start-key-generation m:start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256"/>',
    )


def _encryption_data(checksum: str, cipher: tuple[str, bytes], derivation: str, start: str = "") -> str:
    algorithm = f'm:algorithm-name="{cipher[0]}" m:initialisation-vector="{_b64(cipher[1])}"'
    return (
        f"<m:encryption-data {checksum}><m:algorithm {algorithm}/><m:key-derivation {derivation}/>"
        f"{start}</m:encryption-data>"
    )


def _checksum(kind: str, digest: "hashlib._Hash") -> str:
    return f'm:checksum-type="{kind}" m:checksum="{_b64(digest.digest())}"'


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def _stored(parts: Mapping[str, str | bytes]) -> bytes:
    """Locked parts are not packed again."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()
