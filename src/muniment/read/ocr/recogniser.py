"""The port of recognition: pixels of a page in, words and where they stand out."""

from dataclasses import dataclass
from typing import Protocol

from muniment.model import Word
from muniment.read.reader import Picture

DPI = 200
"""Resolution at which pages are drawn for recognition: no slower than 150 here, and kinder to small print."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised in a picture; ``text`` is "" where no words were seen.

    ``confidence`` runs from 0 to 1, weighted by length. ``engine`` and ``version`` name what did it, parted by "+" if
    several did. ``shortfall`` says in plain words what could not be read ("" if nothing).
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    engine: str
    version: str
    shortfall: str = ""


@dataclass(frozen=True, slots=True)
class NotReadable:
    """There is writing that nothing installed can read; ``package`` is the Debian package that might ("" unknown)."""

    reason: str
    package: str


class Recogniser(Protocol):
    """Recognises a whole page."""

    def recognise(self, picture: Picture, hints: tuple[str, ...] = ()) -> Recognised | NotReadable:
        """Recognise ``picture``; ``hints`` are language codes (ISO 639) known in the case, likeliest first."""
        ...
