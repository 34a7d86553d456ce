"""Archives of every kind the example needs, with fixed dates so that they come out the same each time."""

import gzip
import hashlib
import hmac
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from muniment.limits import MIB

Member = tuple[str, bytes]

ZIP_DATE = (2031, 7, 21, 9, 30, 0)
UNIX_DATE = 1_942_392_600
"""The same moment in seconds since 1970."""

BOMB_BYTES = 300 * MIB
"""More than four times what a small archive may unpack to."""

_CHUNK = bytes(MIB)
_AES_METHOD = 99
_AES_EXTRA = struct.pack("<HHHHBH", 0x9901, 7, 1, int.from_bytes(b"AE", "little"), 3, zipfile.ZIP_DEFLATED)
"""Version AE-1 (with checksum), 256 bits, deflate inside."""

_AES_ROUNDS = 1000
_KEY_BYTES = 32
_SEAL_BYTES = 10
_UTF8_AND_LOCKED = 0x0801
_NEEDED_VERSION = 51


def zipped(members: Iterable[Member]) -> bytes:
    """A ZIP archive, which is what DOCX, XLSX and ODT files are as well."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(_zip_entry(name), content)
    return out.getvalue()


def tar_gz(members: Iterable[Member]) -> bytes:
    """A gzipped tar archive."""
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in members:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(content), UNIX_DATE
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(tar.getvalue(), mtime=UNIX_DATE)


def bomb() -> bytes:
    """An archive in an archive: two thousand bytes or so that unpack to hundreds of MiB of zeros."""
    inner = io.BytesIO()
    with (
        zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(_zip_entry("camera_07.avi"), "w") as out,
    ):
        for _ in range(BOMB_BYTES // len(_CHUNK)):
            out.write(_CHUNK)
    return zipped([("camera_07.zip", inner.getvalue())])


def locked_zip(members: Sequence[Member], password: str) -> bytes:
    """A ZIP archive under AES-256, as WinZip and 7-Zip write it.

    The salt is drawn from the name and not at random: this locks nothing that matters, and comes out the same
    each time.
    """
    body, directory = bytearray(), bytearray()
    for name, content in members:
        sealed = _sealed(name, content, password)
        fields = _common_fields(name, content, len(sealed))
        offset = len(body)
        body += b"PK\x03\x04" + fields + name.encode() + _AES_EXTRA + sealed
        directory += b"PK\x01\x02" + struct.pack("<H", _NEEDED_VERSION) + fields
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + name.encode() + _AES_EXTRA
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _common_fields(name: str, content: bytes, sealed_size: int) -> bytes:
    """The run of fields that an archive repeats before a member and in its directory."""
    year, month, day, hour, minute, second = ZIP_DATE
    time = hour << 11 | minute << 5 | second // 2
    date = (year - 1980) << 9 | month << 5 | day
    sizes = (zlib.crc32(content), sealed_size, len(content), len(name.encode()), len(_AES_EXTRA))
    return struct.pack("<HHHHHIIIHH", _NEEDED_VERSION, _UTF8_AND_LOCKED, _AES_METHOD, time, date, *sizes)


def _sealed(name: str, content: bytes, password: str) -> bytes:
    salt = hashlib.sha256(name.encode()).digest()[:16]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _AES_ROUNDS, 2 * _KEY_BYTES + 2)
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = compressor.compress(content) + compressor.flush()
    secret = _encrypted(packed, keys[:_KEY_BYTES])
    proof = hmac.digest(keys[_KEY_BYTES : 2 * _KEY_BYTES], secret, "sha1")[:_SEAL_BYTES]
    return salt + keys[2 * _KEY_BYTES :] + secret + proof


def _encrypted(packed: bytes, key: bytes) -> bytes:
    """Counter mode with the little-endian counter of this format, which libraries do not offer."""
    blocks = -(-len(packed) // 16)
    counters = b"".join(number.to_bytes(16, "little") for number in range(1, blocks + 1))
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305  # builds counter mode from blocks
    stream = encryptor.update(counters)
    return bytes(a ^ b for a, b in zip(packed, stream, strict=False))
