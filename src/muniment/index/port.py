"""What the index takes in, and what any engine must be able to do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from muniment.model import PageKind


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """One page as the index sees it.

    ``key`` is unique per page and kind, and is all that a search gives back. ``number`` counts from 1. ``paths`` are
    the display paths of the entries with these bytes. ``facts`` is what the document says about itself, by the names
    of ``FactFound``. ``confidence`` runs from 0 to 1; None where nothing was recognised from a picture. ``day`` is the
    document's own date, ``state`` how its reading ended, ``sources`` who handed it over. ``family`` is the sort of
    document, ``types`` are all words by which that sort may be asked for.
    """

    key: str
    reading: int
    sha256: str
    number: int
    kind: PageKind
    text: str
    language: str = ""
    media_type: str = ""
    paths: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    confidence: float | None = None
    day: date | None = None
    state: str = ""
    family: str = ""
    types: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class IndexWriter(Protocol):
    """Changes an index; one process owns it at a time."""

    def add(self, pages: Iterable[IndexedPage]) -> None:
        """Put ``pages`` in, each in place of whatever stands under its key; the last of equal keys stays."""

    def remove(self, keys: Iterable[str]) -> None:
        """Take out the pages under ``keys``; a key that is not there is no error."""

    def commit(self) -> None:
        """Make all changes durable, and visible to every search that begins afterwards."""

    def is_attended(self) -> bool:
        """Whether somebody searches the index these minutes, and would see what is committed soon."""

    def close(self) -> None:
        """Commit, finish work in the background and let go of the index; closing twice is no error."""
