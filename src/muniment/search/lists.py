"""Lists of names or queries: what a line of one asks for, as a tree built directly, so that no name acts as a query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from muniment.errors import QueryError
from muniment.index.folding import term_texts
from muniment.search.leaves import MAX_NAME_CHARS
from muniment.search.parse import parse
from muniment.search.query import NameLike, Or, Phrase, Query
from muniment.search.render import rendered


class Mode(StrEnum):
    """How a line is meant."""

    QUERY = "query"
    """As if typed into a search."""
    NAME = "name"
    """A name, however it is written."""
    EXACT = "exact"
    """These very words in this order."""
    EITHER = "either"
    """What a list that does not say gets: the very words, or a name however written."""


CHOICES = (Mode.QUERY, Mode.NAME, Mode.EXACT)
"""What a list may say."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One thing to look for: ``number`` is its line in the file, from 1; ``carried`` are its other columns."""

    number: int
    text: str
    mode: Mode
    carried: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A line that could not be searched for, and why, in words for whoever wrote the list."""

    number: int
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class NameList:
    """A list as read: ``encoding`` by its Python name, ``certain`` if the bytes prove it."""

    lines: tuple[ListLine, ...]
    failed: tuple[FailedLine, ...]
    columns: tuple[str, ...]
    encoding: str
    certain: bool


def as_query(line: ListLine) -> Query:
    """What ``line`` asks for. Raises ``QueryError``; a name is never read as query language."""
    if line.mode is Mode.QUERY:
        return parse(line.text)
    if not term_texts(line.text):
        raise QueryError("there is no letter or digit in it to look for", "Write a name or a word.")
    match line.mode:
        case Mode.EXACT:
            return Phrase(line.text)
        case Mode.NAME if len(line.text) > MAX_NAME_CHARS:
            raise QueryError(f"a name has at most {MAX_NAME_CHARS} characters", "Search for it as a query.")
        case Mode.NAME:
            return NameLike(line.text)
        case _ if len(line.text) > MAX_NAME_CHARS:
            return Phrase(line.text)
        case _:
            return Or((Phrase(line.text), NameLike(line.text)))


def as_typed(line: ListLine) -> str:
    """What to type into a search for the same hits. Raises ``QueryError``."""
    return line.text if line.mode is Mode.QUERY else rendered(as_query(line))
