"""Opening OpenDocument files that are locked with a password, by the rules of OpenDocument 1.2 and 1.3 (part 2)."""

import base64
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from muniment.read.formats.office.package import Element, Package, attribute, local
from muniment.read.reader import Damaged, Locked

_MOST_DIGITS = 18
"""Longer numbers are hostile, and as good as any other that passes all limits."""

_MOST_LANES = 64
"""Writers ask for four; each lane of Argon2 may be a thread."""

_MOST_ITERATIONS = 10_000_000
"""Rounds of key derivation: writers use 100,000; far more would only serve to exhaust us."""

_MOST_MEMORY_KIB = 1 << 20
"""Memory that a derivation may take: writers use 64 MiB."""
_MOST_MEMORY_WORK_KIB = 1 << 22
"""Memory times passes over it: writers use three passes over 64 MiB; this is some seconds of work."""

_CHECKED_BYTES = 1024
"""The checksum covers this many bytes at the start of a part."""

_WHOLE = "encrypted-package"
"""The part in which the newest kind of lock keeps a whole document."""

_TEXT_PARTS = ("content.xml", _WHOLE)


@dataclass(frozen=True, slots=True)
class _Lock:
    """How one part is locked, from the manifest."""

    algorithm: str
    initial: bytes
    derivation: str
    salt: bytes
    iterations: int
    memory_kib: int
    lanes: int
    key_size: int
    start_key: str
    checksum_kind: str
    checksum: bytes


def unlock_odf(package: Package, passwords: tuple[str, ...]) -> str:
    """Open all locked parts of ``package``; returns the password, "" if nothing is locked.

    Raises ``Locked`` if no password fits, ``Damaged`` if the lock itself is broken.
    """
    locks = _locks(package)
    if not locks:
        return ""
    probe = next((name for name in _TEXT_PARTS if name in locks), next(iter(locks)))
    if "pgp" in locks[probe].derivation:
        raise Locked("the document is locked for the holder of an OpenPGP key: no password opens it")
    packed = package.read(probe)
    for password in passwords:
        if _opened(packed, locks[probe], password, package.left + 1) is not None:
            _open_all(package, locks, password)
            return password
    given = len(passwords)
    raise Locked(f"none of the {given} passwords given opens this document" if given else "a password is needed")


def _open_all(package: Package, locks: dict[str, _Lock], password: str) -> None:
    for name, lock in locks.items():
        content = _opened(package.read(name), lock, password, package.left + 1)
        if content is None:
            package.shortfall(f"the part {name} could not be opened with the password of the others")
        elif name == _WHOLE:
            package.drop(name)
            _put_inner(package, content)
        else:
            package.put(name, content)


def _put_inner(package: Package, content: bytes) -> None:
    """The newest kind of lock covers a whole document: its parts take the place of the outer ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as inner:
            for info in inner.infolist():
                if info.file_size <= package.left:
                    package.put(info.filename, inner.read(info))
                else:
                    package.shortfall(f"the part {info.filename} is larger than allowed")
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        package.shortfall("the document inside the lock is broken")


def _locks(package: Package) -> dict[str, _Lock]:
    root = package.xml("META-INF/manifest.xml")
    found = {}
    for data in root.iter("{*}encryption-data") if root is not None else ():
        entry = data.getparent()
        found[attribute(entry, "full-path") if entry is not None else ""] = _lock(data)
    return found


def _lock(data: Element) -> _Lock:
    by_name = {local(child): child for child in data}
    empty = data.makeelement("none")
    cipher, derivation = by_name.get("algorithm", empty), by_name.get("key-derivation", empty)
    return _Lock(
        _last_word(attribute(cipher, "algorithm-name")),
        _bytes(attribute(cipher, "initialisation-vector")),
        _last_word(attribute(derivation, "key-derivation-name")),
        _bytes(attribute(derivation, "salt")),
        _number(attribute(derivation, "iteration-count") or attribute(derivation, "argon2-iterations"), 1024),
        _number(attribute(derivation, "argon2-memory"), 65536),
        _number(attribute(derivation, "argon2-lanes"), 4),
        _number(attribute(derivation, "key-size"), 16),
        _last_word(attribute(by_name.get("start-key-generation", empty), "start-key-generation-name")),
        _last_word(attribute(data, "checksum-type")),
        _bytes(attribute(data, "checksum")),
    )


def _last_word(name: str) -> str:
    return name.rpartition("#")[2].lower().replace("-", "")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


def _number(text: str, otherwise: int) -> int:
    return int(text[:_MOST_DIGITS]) if text.isdecimal() else otherwise


def _opened(packed: bytes, lock: _Lock, password: str, at_most: int) -> bytes | None:
    """The bytes of a part; None if the password is not the one.

    Raises ``Locked`` for a lock not known here and ``Damaged`` for one whose numbers no cipher takes.
    """
    try:
        plain = _decrypted(packed, lock, _key(lock, password))
    except ValueError as error:
        raise Damaged("the lock of the document is broken") from error
    if plain is None or not _fits(plain, lock):
        return None
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(plain, at_most)
    except zlib.error:
        return None


def _key(lock: _Lock, password: str) -> bytes:
    start_kind = hashlib.sha256 if "sha256" in lock.start_key else hashlib.sha1
    start = start_kind(password.encode()).digest()
    if lock.iterations > _MOST_ITERATIONS or lock.memory_kib > _MOST_MEMORY_KIB or not 1 <= lock.key_size <= 64:  # noqa: PLR2004 - no cipher takes more
        raise Locked("the document is locked with demands that pass all limits")
    if "argon2" in lock.derivation:
        if lock.iterations * lock.memory_kib > _MOST_MEMORY_WORK_KIB or lock.lanes > _MOST_LANES:
            raise Locked("the document is locked with demands that pass all limits")
        return Argon2id(
            salt=lock.salt,
            length=lock.key_size,
            iterations=lock.iterations,
            lanes=lock.lanes,
            memory_cost=lock.memory_kib,
        ).derive(start)
    return PBKDF2HMAC(hashes.SHA1(), lock.key_size, lock.salt, lock.iterations).derive(start)  # noqa: S303 - the format's choice


def _decrypted(packed: bytes, lock: _Lock, key: bytes) -> bytes | None:
    """The bytes of a part, still deflated; None if they show that the key is not the one."""
    if "gcm" in lock.algorithm:
        return _by_gcm(packed, key)
    if "cbc" in lock.algorithm:
        return _by_cbc(packed, key, lock)
    if "blowfish" in lock.algorithm:
        return _through(Cipher(Blowfish(key), CFB(lock.initial)), packed)
    raise Locked("the document is locked in a way that cannot be opened here")


def _through(cipher: Cipher[CBC] | Cipher[CFB], packed: bytes) -> bytes:
    decryptor = cipher.decryptor()
    return bytes(decryptor.update(packed) + decryptor.finalize())


def _by_cbc(packed: bytes, key: bytes, lock: _Lock) -> bytes | None:
    if len(packed) % 16 or not packed:
        return None
    plain = _through(Cipher(AES(key), CBC(lock.initial)), packed)
    return plain[: -plain[-1]] if 1 <= plain[-1] <= 16 else None  # noqa: PLR2004 - one block of padding at most


def _by_gcm(packed: bytes, key: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(packed[:12], packed[12:], None)
    except Exception:  # noqa: BLE001 - the library has one exception of its own for a wrong key, and others for bad input
        return None


def _fits(plain: bytes, lock: _Lock) -> bool:
    if not lock.checksum:
        return True
    checked = plain[:_CHECKED_BYTES] if "1k" in lock.checksum_kind else plain
    kind = hashlib.sha256 if "sha256" in lock.checksum_kind else hashlib.sha1
    return kind(checked).digest() == lock.checksum
