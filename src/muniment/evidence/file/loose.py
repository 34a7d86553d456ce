"""Records as they stand in a file, before the case was asked about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from muniment.evidence.file.places import Mark
from muniment.evidence.quoting.pages import DocumentNow, PageNow, Passage
from muniment.evidence.records import Kind, Quote


@dataclass(frozen=True, slots=True)
class Located:
    """A document that is meant by what somebody wrote, and a path to show."""

    sha256: str
    path: str


class Documents(Protocol):
    """What an import asks of the case."""

    def meant(self, untrusted_what: str) -> Sequence[Located]:
        """The documents meant by a path, the end of one, or a SHA-256; each once."""
        ...

    def document(self, sha256: str) -> DocumentNow:
        """A document of the case as it is read now."""
        ...

    def pages(self, sha256: str, first: int, last: int) -> Iterable[PageNow]:
        """Its pages from ``first`` to ``last``, in order."""
        ...

    def draft(self, sha256: str, passage: Passage) -> Quote:
        """The quote of a passage, without an id."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Words to be found on pages ``first`` to ``last`` of a document: the ``nth`` place, 0 for the only one."""

    words: str
    first: int
    last: int
    prefix: str = ""
    suffix: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """Where one record names another."""

    mark: Mark
    target: Kind
    name: str


@dataclass(slots=True)
class Loose:
    """A record with the place of each of its fields ("names.0.text"). ``asked`` is for quotes found by their words.

    ``is_broken`` if something was wrong with it already; then it is known by its id only.
    """

    kind: Kind
    id: str
    mark: Mark
    values: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    asked: Asked | None = None
    is_broken: bool = False

    def mark_of(self, path: str) -> Mark:
        """The place of a field, or of what it is part of."""
        while path:
            if path in self.marks:
                return self.marks[path]
            path = path.rpartition(".")[0]
        return self.mark
