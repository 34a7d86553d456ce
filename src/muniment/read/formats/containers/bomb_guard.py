"""Counting what a container really gives, so that a small hostile file cannot fill the disk or take for ever."""

from collections.abc import Iterable, Iterator

from muniment.limits import GIB, KIB, MIB
from muniment.read.reader import Document, Refused


class BombGuard:
    """The tally of one container: its members and the bytes they unpack to, never what it declares of itself."""

    def __init__(self, document: Document) -> None:
        self._packed = document.size
        self._may_expand_to = document.limits.may_expand_to(document.size)
        self._may_hold = document.limits.members
        self._bytes = 0
        self._members = 0

    def member(self) -> None:
        """Count one member more. Raises ``Refused`` where it, or the bytes so far, pass a limit."""
        self.check()
        self._members += 1
        if self._members > self._may_hold:
            raise Refused(f"holds more than {self._may_hold:,} members, the limit for one container: stopped there")

    def count(self, length: int) -> None:
        """Count ``length`` unpacked bytes. Raises ``Refused`` where the sum passes the limit."""
        self._bytes += length
        self.check()

    def check(self) -> None:
        """Raise ``Refused`` if the bytes counted so far pass the limit."""
        if self._bytes > self._may_expand_to:
            raise Refused(
                f"unpacks to more than {size_in_words(self._may_expand_to)}, "
                f"{self._may_expand_to // max(1, self._packed):,} times its size: stopped as a possible bomb"
            )

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass ``chunks`` on, counting each. Raises ``Refused`` before the one that passes the limit."""
        for chunk in chunks:
            self.count(len(chunk))
            yield chunk


def size_in_words(size: int) -> str:
    """A number of bytes as a person says it: "64 MiB"."""
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
