"""The bytes of one member of a ZIP file: found, unlocked, unpacked and checked."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from muniment.limits import KIB, MIB
from muniment.read.formats.containers import zip_crypto
from muniment.read.formats.containers.decoders import (
    BREAKS_OFF,
    RAW_DEFLATE,
    Decoder,
    Deflate64,
    Inflate,
    Ppmd,
    ZipLzma,
    bzip2_decoder,
    pieces,
    unpack,
    xz_decoder,
    zstandard_decoder,
)
from muniment.read.formats.containers.zip_directory import (
    FLAG_LZMA_HAS_END,
    FLAG_STRONG,
    ZipEntry,
    local_header,
)
from muniment.read.reader import Damaged, ReadingStopped, Unsupported

STORED = 0
TRIAL_BYTES = 4 * MIB
"""Unpacked bytes after which a password that has not failed is believed."""

SHORT_TRIAL_BYTES = 64 * KIB
"""The same for a password that has opened another member already."""

_METHOD_NAMES = {
    1: "shrink",
    2: "reduce",
    3: "reduce",
    4: "reduce",
    5: "reduce",
    6: "implode",
    96: "JPEG",
    97: "WavPack",
}

_WRONG_SUM = "its checksum does not match: it was altered or damaged; what came out is kept"


def content(file: BinaryIO, entry: ZipEntry, password: bytes | None = None) -> Iterator[bytes]:
    """Yield the member's bytes, unlocked with ``password`` if it is locked.

    Raises ``Damaged`` where its data is missing, broken or fails its checksum, ``Unsupported`` for unknown methods.
    """
    at = _data_at(file, entry)
    aes = zip_crypto.aes_parameters(entry) if entry.method == zip_crypto.METHOD_AES else None
    if password is None:
        packed, method, length = pieces(file, at, entry.packed), entry.method, entry.packed
    elif aes:
        packed, length = _aes(file, entry, at, aes, password)
        method = aes.method
    else:
        packed, length = _old(file, entry, at, password)
        method = entry.method
    plain = replace(entry, method=method, packed=length)
    chunks = packed if method == STORED else _unpacked(plain, packed)
    return _checked(plain, chunks, has_crc=aes is None or aes.has_crc)


def _data_at(file: BinaryIO, entry: ZipEntry) -> int:
    header = local_header(file, entry.at)
    if header is None:
        raise Damaged("the archive's list points to a place where this file does not begin")
    return header.data_at


def _old(file: BinaryIO, entry: ZipEntry, at: int, password: bytes) -> tuple[Iterator[bytes], int | None]:
    head = next(pieces(file, at, zip_crypto.OLD_HEADER), b"")
    cipher = zip_crypto.old_cipher_if_it_may_fit(entry, password, head)
    if cipher is None:
        raise Damaged("the password does not fit")
    length = None if entry.packed is None else max(0, entry.packed - zip_crypto.OLD_HEADER)
    return map(cipher.unlock, pieces(file, at + zip_crypto.OLD_HEADER, length)), length


def _aes(
    file: BinaryIO, entry: ZipEntry, at: int, aes: zip_crypto.AesParameters, password: bytes
) -> tuple[Iterator[bytes], int]:
    keys = zip_crypto.AesKeys(aes, password, next(pieces(file, at, aes.head_bytes), b""))
    if not keys.may_fit:
        raise Damaged("the password does not fit")
    behind_head = max(0, (entry.packed or 0) - aes.head_bytes)
    length = max(0, behind_head - zip_crypto.AES_AUTHENTICATION)
    return keys.unlocked(pieces(file, at + aes.head_bytes, behind_head), length), length


def _unpacked(entry: ZipEntry, packed: Iterator[bytes]) -> Iterator[bytes]:
    decoder = _decoder(entry)
    yield from unpack(decoder, packed)
    # Whatever stands behind must still pass: the seal of an AES member is looked at when its last byte is read.
    for _ in packed:
        pass


_DECODERS: dict[int, Callable[[ZipEntry], Decoder]] = {
    8: lambda _: Inflate(RAW_DEFLATE),
    9: lambda _: Deflate64(),
    12: lambda _: bzip2_decoder(),
    14: lambda entry: ZipLzma(None if entry.flags & FLAG_LZMA_HAS_END else entry.size),
    20: lambda _: zstandard_decoder(),
    93: lambda _: zstandard_decoder(),
    95: lambda _: xz_decoder(),
    98: lambda entry: Ppmd(entry.size),
}


def _decoder(entry: ZipEntry) -> Decoder:
    if entry.method in _DECODERS:
        return _DECODERS[entry.method](entry)
    name = _METHOD_NAMES.get(entry.method, f"number {entry.method}")
    raise Unsupported(f"is packed by a method that cannot be read here ({name})")


def _checked(entry: ZipEntry, chunks: Iterator[bytes], *, has_crc: bool) -> Iterator[bytes]:
    crc = length = 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        length += len(chunk)
        yield chunk
    if entry.method == STORED and entry.packed is not None and length < entry.packed:
        raise Damaged(BREAKS_OFF)
    if has_crc and not entry.is_without_sum and crc != entry.crc:
        raise Damaged(_WRONG_SUM)


def is_openable(entry: ZipEntry) -> bool:
    """Whether a password could open this member: not if it is locked by certificate or in PKZIP's later way."""
    if entry.flags & FLAG_STRONG:
        return False
    return entry.method != zip_crypto.METHOD_AES or zip_crypto.aes_parameters(entry) is not None


def opens(file: BinaryIO, entry: ZipEntry, password: bytes, trial_bytes: int) -> bool:
    """Whether ``password`` unlocks the member, as far as its first ``trial_bytes`` can show."""
    length = 0
    try:
        for chunk in content(file, entry, password):
            length += len(chunk)
            if length > trial_bytes:
                return True
    except Unsupported:
        return entry.method == zip_crypto.METHOD_AES
    except ReadingStopped:
        return False
    return True
