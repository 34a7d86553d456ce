"""What a child needs to do its work, handed to it so that tests can hand it something hostile instead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from muniment.model import Word
from muniment.read.reader import Document, Picture, Reader


class RecognisedPage(Protocol):
    """The words recognised in a picture; see ``model.Word`` for their places."""

    @property
    def text(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def words(self) -> tuple[Word, ...]: ...  # noqa: D102 - the class says it
    @property
    def confidence(self) -> float: ...  # noqa: D102 - the class says it
    @property
    def engine(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def version(self) -> str: ...  # noqa: D102 - the class says it


@dataclass(frozen=True, slots=True)
class Tools:
    """Detection, readers, drawing, recognition and language, as functions."""

    detect: Callable[[BinaryIO, int, str], str]
    readers_for: Callable[[str], tuple[Reader, ...]]
    render: Callable[[Document, int, int], Picture]
    recognise: Callable[[Picture, tuple[str, ...]], RecognisedPage]
    language_of: Callable[[str], str]
    warm: Callable[[], None] = lambda: None
    """Loads what would else be loaded in every child; starts no thread."""
