"""Checking what stands for the words of each page under a seal: derived anew from the texts and compared.

A seal's leaves hold one root for all the words of a reading. ``verify`` takes the root as it is kept and checks that it
is the one that was sealed, and that the text has the digest that was sealed; this checks that the root is that of the
text, which takes a while and can only fail if it was wrong from the start.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from muniment.preserve.fault import Findings


@dataclass(frozen=True, slots=True)
class CheckedWords:
    """A leaf's root over words as it is kept, and as it is derived now; ``derived`` is empty where it cannot be."""

    seal: int
    reading: int
    untrusted_kept: Any
    derived: bytes


class KeptWords(Protocol):
    """The port through which the words of sealed readings are looked at."""

    def words(self) -> Iterator[CheckedWords]:
        """Every sealed reading, once for each seal it is under."""
        ...


def check_words(kept: KeptWords, findings: Findings) -> None:
    """Derive the root over the words of every sealed reading anew."""
    for one in kept.words():
        findings.count("readings_by_word")
        if one.untrusted_kept != one.derived:
            findings.fault(
                "words",
                f"reading {one.reading}",
                f"Seal {one.seal}: what stands for the words of reading {one.reading} is not that of its text, so no "
                "page of it can be proved word by word.",
            )
