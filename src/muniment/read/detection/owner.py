"""The files named "~$…" that Office keeps while somebody has a document open: known by their length and a name."""

import struct

OWNER_FILE = "application/x-office-owner-file"
_LONGEST_NAME = 52
_SIZES = {162: 54, 165: 55}
"""Lengths of such files, and where the name stands in them a second time, in Unicode behind its length."""


def owner_named_in(untrusted: bytes) -> str:
    """Who has the document open; "" if this is no such file. Wants the whole file."""
    at = _SIZES.get(len(untrusted), 0)
    length = untrusted[0] if at else 0
    if not 0 < length <= _LONGEST_NAME or struct.unpack_from("<H", untrusted, at)[0] != length:
        return ""
    name = untrusted[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    return name if name.isprintable() and "\ufffd" not in name else ""
