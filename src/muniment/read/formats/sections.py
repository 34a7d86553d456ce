"""Documents whose words stand in several places: the body, notes, comments, headers, and so on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from muniment.read.parts import pages_of
from muniment.read.reader import CHUNK, PageFound


@dataclass(frozen=True, slots=True)
class Section:
    """The words of one place in a document; ``label`` names the place, "" for the body."""

    label: str
    text: str


def pages_of_sections(sections: Iterable[Section], first_number: int = 1) -> Iterator[PageFound]:
    """The pages of all sections in order, numbered through from ``first_number``; blank sections give none."""
    number = first_number
    for section in sections:
        for page in pages_of(section.text, number):
            yield replace(page, label=section.label)
            number += 1


def chunks(content: bytes) -> Iterator[bytes]:
    """``content`` in pieces small enough to hand on."""
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]
