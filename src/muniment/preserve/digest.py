"""The digest of what came of a reading: its pages and members, as the ledger keeps them."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

PAGE_FIELDS = (
    "number",
    "kind",
    "label",
    "text",
    "language",
    "wants_ocr",
    "ocr",
    "ocr_reason",
    "engine",
    "confidence",
    "words",
)
"""All that a page holds, in the order in which it is hashed. Its id and whether it is indexed are handles of ours."""

MEMBER_FIELDS = ("position", "kind", "name", "modified", "size", "sha256", "suffix", "state", "reason", "caveat")
"""All that is known of something found inside, in the order in which it is hashed."""

_encoder = msgspec.msgpack.Encoder()


class ReadingDigest:
    """SHA-256 over the MessagePack of each page, then of each member, in order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add_page(self, values: Sequence[Any]) -> None:
        """Add the next page, by number, stored text before recognised; values as in ``PAGE_FIELDS``."""
        self._add("page", values)

    def add_member(self, values: Sequence[Any]) -> None:
        """Add the next member, by position; values as in ``MEMBER_FIELDS``."""
        self._add("member", values)

    def hexdigest(self) -> str:
        """The digest in hexadecimal."""
        return self._hash.hexdigest()

    def _add(self, what: str, untrusted_values: Sequence[Any]) -> None:
        try:
            encoded = _encoder.encode((what, *untrusted_values))
        except UnicodeEncodeError:
            # text that is no UTF-8 was put there behind our back: hash its very bytes, which nothing else gives
            encoded = repr(tuple(untrusted_values)).encode("utf-8", "backslashreplace")
        self._hash.update(encoded)
