"""Finding texts in bytes whose structure is not known: those that stand behind their own length."""

import re
import struct

_LENGTH = re.compile(rb"(?=([\x06-\xff].|.[\x01-\xff])\x00\x00)", re.DOTALL)
"""Where a length below 64 KiB may stand in front of a text."""

_SHORTEST = 3
"""Shorter texts are taken for chance."""


def texts_behind_lengths(raw: bytes, start: int = 0) -> list[str]:
    """Each text once, in the order of the bytes from ``start``."""
    found: dict[str, None] = {}
    end = start
    for match in _LENGTH.finditer(raw, start):
        at = match.start()
        length = struct.unpack_from("<I", raw, at)[0]
        if at >= end and (text := likely_text(raw[at + 4 : at + 4 + length], length)):
            found[text] = None
            end = at + 4 + length
    return list(found)


def likely_text(raw: bytes, length: int) -> str:
    """The text of ``length`` bytes, in UTF-16 or ASCII; "" if these bytes are none."""
    if len(raw) < length:
        return ""
    narrow = raw.rstrip(b"\0")
    candidates = [narrow.decode("ascii")] if narrow.isascii() else []
    if length % 2 == 0:
        candidates.append(raw.decode("utf-16-le", "replace").rstrip("\0"))
    return next((text.strip() for text in candidates if _is_clean(text.strip())), "")


def _is_clean(words: str) -> bool:
    is_whole = all(char.isprintable() or char in "\n\r\t\x0b" for char in words) and "\ufffd" not in words
    return is_whole and len(words) >= _SHORTEST and any(char.isalpha() for char in words)
