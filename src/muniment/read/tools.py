"""What a child needs to do its work, handed to it so that tests can hand it something hostile instead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from muniment.read.ocr.recogniser import NotReadable, Recognised
from muniment.read.reader import Document, Picture, Reader


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
