"""The two ways in which ZIP files are locked: the old cipher of PKZIP, and AES as WinZip and 7-Zip write it."""

import hashlib
import hmac
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from Cryptodome.Cipher import AES
from Cryptodome.Util import Counter

from muniment.read.formats.containers.zip_directory import FLAG_DESCRIPTOR, ZipEntry, extra_field
from muniment.read.reader import Damaged

Keystream = Callable[[bytes], bytes]
"""Unlocks consecutive packed bytes."""

OLD_HEADER = 12
"""Random bytes before the data, the last of which tells whether the password may be right."""

_EXTRA_AES = 0x9901
METHOD_AES = 99
_AES_KEY_BYTES = {1: 16, 2: 24, 3: 32}
_AES_ROUNDS = 1000
_AES_VERIFIER = 2
AES_AUTHENTICATION = 10
"""Bytes behind the data that prove it unaltered."""

_AES_WITHOUT_CRC = 2


@dataclass(frozen=True, slots=True)
class AesParameters:
    """How a member is locked with AES. ``method`` is how it was compressed before."""

    version: int
    key_bytes: int
    method: int

    @property
    def salt_bytes(self) -> int:
        """Length of the salt before the data."""
        return self.key_bytes // 2

    @property
    def head_bytes(self) -> int:
        """Length of all that stands before the data."""
        return self.salt_bytes + _AES_VERIFIER

    @property
    def has_crc(self) -> bool:
        """Whether the member keeps a CRC besides."""
        return self.version != _AES_WITHOUT_CRC


def aes_parameters(entry: ZipEntry) -> AesParameters | None:
    """The AES parameters of a member; None if it says nothing usable."""
    raw = extra_field(entry.extra, _EXTRA_AES)
    if raw is None or len(raw) < 7 or raw[4] not in _AES_KEY_BYTES:  # noqa: PLR2004 - bytes of the whole field
        return None
    return AesParameters(int.from_bytes(raw[:2], "little"), _AES_KEY_BYTES[raw[4]], int.from_bytes(raw[5:7], "little"))


class AesKeys:
    """The keys made of one password and salt."""

    def __init__(self, parameters: AesParameters, password: bytes, head: bytes) -> None:
        salt, verifier = head[: parameters.salt_bytes], head[parameters.salt_bytes : parameters.head_bytes]
        length = 2 * parameters.key_bytes + _AES_VERIFIER
        made = hashlib.pbkdf2_hmac("sha1", password, salt, _AES_ROUNDS, length)
        self._cipher_key = made[: parameters.key_bytes]
        self._proof_key = made[parameters.key_bytes : -_AES_VERIFIER]
        self.may_fit = made[-_AES_VERIFIER:] == verifier

    def unlocked(self, packed: Iterator[bytes], length: int) -> Iterator[bytes]:
        """Unlock ``length`` bytes of ``packed``; what follows them must prove them. Raises ``Damaged`` if not."""
        counter = Counter.new(128, initial_value=1, little_endian=True)
        cipher = AES.new(self._cipher_key, AES.MODE_CTR, counter=counter)
        proof = hmac.new(self._proof_key, digestmod="sha1")
        left, behind = length, b""
        for piece in packed:
            data, rest = piece[:left], piece[left:]
            left -= len(data)
            behind += rest
            proof.update(data)
            if data:
                yield cipher.decrypt(data)
        if proof.digest()[:AES_AUTHENTICATION] != behind[:AES_AUTHENTICATION]:
            raise Damaged("its seal does not match: it was altered or damaged; what came out is kept")


class OldCipher:
    """The cipher of PKZIP: three numbers stirred by each byte. Weak, slow here (about 1 MiB a second), and common."""

    def __init__(self, password: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        self._stir(password)

    def _stir(self, clear: bytes) -> None:
        low, middle, high = self._keys
        for byte in clear:
            low = _CRC[(low ^ byte) & 0xFF] ^ (low >> 8)
            middle = ((middle + (low & 0xFF)) * 0x08088405 + 1) & 0xFFFFFFFF
            high = _CRC[(high ^ (middle >> 24)) & 0xFF] ^ (high >> 8)
        self._keys = (low, middle, high)

    def unlock(self, packed: bytes) -> bytes:
        """Unlock the next bytes."""
        low, middle, high = self._keys
        table = _CRC
        out = bytearray(len(packed))
        for at, byte in enumerate(packed):
            key = high | 2
            clear = byte ^ ((key * (key ^ 1)) >> 8) & 0xFF
            out[at] = clear
            low = table[(low ^ clear) & 0xFF] ^ (low >> 8)
            middle = ((middle + (low & 0xFF)) * 0x08088405 + 1) & 0xFFFFFFFF
            high = table[(high ^ (middle >> 24)) & 0xFF] ^ (high >> 8)
        self._keys = (low, middle, high)
        return bytes(out)


def _crc_table() -> tuple[int, ...]:
    # The table that CRC-32 is made with, told by the library: stirring one byte into a register of zeros.
    return tuple(zlib.crc32(bytes((byte,)), 0xFFFFFFFF) ^ 0xFFFFFFFF for byte in range(256))


_CRC = _crc_table()


def old_cipher_if_it_may_fit(entry: ZipEntry, password: bytes, head: bytes) -> OldCipher | None:
    """The cipher, past its header; None if the password is wrong. One wrong password in 256 passes."""
    cipher = OldCipher(password)
    check = cipher.unlock(head)[-1:]
    by_time = entry.flags & FLAG_DESCRIPTOR
    expected = (entry.dos_time >> 8) if by_time else (entry.crc >> 24)
    # Some writers check by the other of the two.
    other = (entry.crc >> 24) if by_time else (entry.dos_time >> 8)
    return cipher if check and check[0] in {expected & 0xFF, other & 0xFF} else None


def password_bytes(password: str) -> Iterator[bytes]:
    """The bytes that a password may have been typed as: UTF-8, and the code pages of Windows and DOS."""
    seen = set()
    for encoding in ("utf-8", "cp1252", "cp437", "gb18030", "cp1251", "cp866", "cp1256", "big5"):
        try:
            made = password.encode(encoding)
        except UnicodeEncodeError:
            continue
        if made not in seen:
            seen.add(made)
            yield made
