"""What a child needs to do its work, handed to it so that tests can hand it something hostile instead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from muniment.read.examine.trait import Seen
from muniment.read.ocr.recogniser import NotReadable, Recognised
from muniment.read.reader import Document, PageFound, Picture, Reader, Unsupported


def _cannot_show(_document: Document, _number: int, _side: int) -> Picture:
    raise Unsupported("pages cannot be drawn here")


def _cannot_place(_document: Document, _number: int) -> PageFound:
    raise Unsupported("the places of words cannot be told here")


def _no_traits(_document: Document) -> Iterator[Seen]:
    raise Unsupported("what files say of themselves cannot be told here")


def _cannot_examine(_document: Document, _question: bytes) -> Iterator[bytes]:
    raise Unsupported("nothing here examines files")


@dataclass(frozen=True, slots=True)
class Tools:
    """Detection, readers, drawing, recognition and language, as functions."""

    detect: Callable[[BinaryIO, int, str], str]
    readers_for: Callable[[str], tuple[Reader, ...]]
    render: Callable[[Document, int, int], Picture]
    recognise: Callable[[Picture, tuple[str, ...]], Recognised | NotReadable]
    language_of: Callable[[str], str]
    warm: Callable[[], None] = lambda: None
    """Loads what would else be loaded in every child; starts no thread."""
    show: Callable[[Document, int, int], Picture] = _cannot_show
    """``(document, page number from 1, pixels of the longer side)``: the page in colour, for a person."""
    places: Callable[[Document, int], PageFound] = _cannot_place
    """``(document, page number from 1)``: the text of a page, with the places of its words."""
    traits: Callable[[Document], Iterator[Seen]] = _no_traits
    """``(document)``: what the file says of its own making."""
    examine: Callable[[Document, bytes], Iterator[bytes]] = _cannot_examine
    """``(document, question)``: what a later stage has to ask of a file; question and answers are that stage's own."""
