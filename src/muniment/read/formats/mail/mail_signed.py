"""Opening the envelope of an S/MIME message that is signed, not encrypted: the message lies inside in the clear."""

import base64
import binascii

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
"""The object identifier 1.2.840.113549.1.7.2 as it is encoded."""

_OCTET_STRING = 0x04
_OID = 0x06
_CONSTRUCTED = 0x20
_INDEFINITE = 0x80
_MAX_DEPTH = 12
"""Levels of nesting: a signed message has five or six above its content."""


class _BadEncodingError(Exception):
    """The bytes are not the ASN.1 they claim to be."""


def opaque_signed_content(untrusted: bytes) -> bytes | None:
    """The message inside PKCS #7 signed data; None if this is something else, as an encrypted message is."""
    if untrusted[:1] == b"M":
        try:
            untrusted = base64.b64decode(untrusted, validate=False)
        except binascii.Error:
            return None
    try:
        oid, content = _content_info(untrusted)
        return _encapsulated(content) if oid == _SIGNED_DATA else None
    except (_BadEncodingError, IndexError):
        return None


def _content_info(data: bytes) -> tuple[bytes, bytes]:
    outer = _children(data)[0][1]
    fields = _children(outer)
    if not fields or fields[0][0] != _OID:
        raise _BadEncodingError
    return fields[0][1], fields[1][1]


def _encapsulated(content: bytes) -> bytes | None:
    signed_data = _children(content)[0][1]
    for tag, value in _children(signed_data):
        inner = _children(value) if tag & _CONSTRUCTED else []
        if len(inner) > 1 and inner[0][0] == _OID:
            return b"".join(_octets(inner[1][1], 0))
    return None


def _octets(data: bytes, depth: int) -> list[bytes]:
    if depth > _MAX_DEPTH:
        raise _BadEncodingError
    pieces: list[bytes] = []
    for tag, value in _children(data):
        if tag == _OCTET_STRING:
            pieces.append(value)
        elif tag & _CONSTRUCTED:
            pieces += _octets(value, depth + 1)
    return pieces


def _children(data: bytes) -> list[tuple[int, bytes]]:
    found = []
    at = 0
    while at < len(data):
        tag, start, end, after = _bounds(data, at, 0)
        if tag == 0 and end == start:
            break
        found.append((tag, data[start:end]))
        at = after
    return found


def _bounds(data: bytes, at: int, depth: int) -> tuple[int, int, int, int]:
    """``(tag, start, end, start of the next)`` of the element at ``at``."""
    if depth > _MAX_DEPTH:
        raise _BadEncodingError
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length == _INDEFINITE:
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _bounds(data, end, depth + 1)[3]
        return tag, start, end, end + 2
    if length > _INDEFINITE:
        count = length - _INDEFINITE
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    end = start + length
    if end > len(data):
        raise _BadEncodingError
    return tag, start, end, end
