"""What a document names of other documents, and which documents of the case are meant, or name the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from muniment.evidence.authenticity.facts import Basis
from muniment.evidence.authenticity.text import Named


class Sort(StrEnum):
    """How a document is named."""

    NUMBER = "number"
    TITLE = "title"
    OWN_TITLE = "own title"
    """The title that the file gives itself, in other documents."""
    NAME = "file name"
    MESSAGE = "message"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A place in another document of the case. ``how`` says in our words what stands there."""

    original: str
    path: bytes
    how: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """Something this document names or is named by, where, and what of it is in the case.

    ``total`` counts the documents, of which the first are in ``found``; ``more`` says that there are still others, on
    pages that were not looked at. ``in_head`` says that it stands in the head of this document's first page, where a
    paper's own number stands as often as not.
    """

    sort: Sort
    value: str
    basis: Basis
    found: tuple[Mentioned, ...]
    total: int
    in_head: bool = False
    times: int = 1
    more: bool = False


MOST_NAMED = 60
"""Different numbers and titles of one document that are looked for in the case."""

MOST_FOUND = 20
"""Documents told of each."""


def distinct(named: Iterable[Named], most: int = MOST_NAMED) -> list[tuple[Named, int]]:
    """Each different value once, where it stands first, with how often it stands there; in the order of the text."""
    first: dict[str, Named] = {}
    counts: dict[str, int] = {}
    for one in named:
        first.setdefault(one.value, one)
        counts[one.value] = counts.get(one.value, 0) + 1
    return [(one, counts[value]) for value, one in list(first.items())[:most]]


def basis_of(one: Named) -> Basis:
    """The place where something is named."""
    return Basis(f"page {one.place.page}", one.place.page, "", one.place.start, one.place.end)
