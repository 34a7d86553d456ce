"""Files that are written into a page or a style sheet as ``data:`` addresses."""

import base64
import binascii
import mimetypes
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from muniment.model import EntryKind, State
from muniment.read.reader import MemberFound

_ADDRESS = re.compile(
    r"data:([\w.+-]{1,60}/[\w.+-]{1,80})?((?:;[\w.+=\"-]{1,80}){0,4}),([^\s\"'<>)\\]*)", re.IGNORECASE
)
_LEAST_CHARS = 8
"""Shorter ones hold nothing: they are examples in running text, or empty."""

_ODD_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Embedded:
    """Finds the files in one document; the same bytes are given once only."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._count = 0

    def find(self, text: str) -> Iterator[MemberFound]:
        """The members that the ``data:`` addresses within ``text`` hold."""
        if "data:" not in text and "DATA:" not in text:
            return
        for address in _ADDRESS.finditer(text):
            if len(address[3]) >= _LEAST_CHARS and hash(address[0]) not in self._seen:
                self._seen.add(hash(address[0]))
                yield self.member(
                    decoded(address[3], is_base64=";base64" in address[2].lower()), address[1] or "text/plain"
                )

    def member(self, content: bytes | None, media_type: str) -> MemberFound:
        """A member of the declared type, named by its number; ``content`` None means that it cannot be decoded."""
        self._count += 1
        name = f"embedded-{self._count}{mimetypes.guess_extension(media_type) or ''}".encode()
        if content is None:
            return MemberFound(
                name, EntryKind.EMBEDDED, None, State.DAMAGED, "the file written into the page is garbled"
            )
        return MemberFound(name, EntryKind.EMBEDDED, iter((content,)))


def decoded(untrusted_data: str, *, is_base64: bool) -> bytes | None:
    """The bytes that the text of an address stands for; None where they cannot be told."""
    data = unquote_to_bytes(untrusted_data)
    return from_base64(data) if is_base64 else data


def from_base64(untrusted_data: bytes) -> bytes | None:
    """Base64 as found in the wild: blanks and line ends in it, padding forgotten; None where it is no base64."""
    bare = _ODD_BASE64.sub(b"", untrusted_data.replace(b"-", b"+").replace(b"_", b"/"))
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4)) if bare else None
    except binascii.Error:
        return None
