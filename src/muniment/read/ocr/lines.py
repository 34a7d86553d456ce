"""Lines of writing: where they stand in a picture, cutting them out, and what an engine made of one."""

from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from muniment.read.reader import Picture

Pixels = NDArray[np.uint8]
Quad = NDArray[np.float32]
"""Four corners in pixels: top left, top right, bottom right, bottom left, as the writing runs."""

_TALL = 1.5
"""Height over width from which a lone box is taken for writing that runs up or down the page."""


@dataclass(frozen=True, slots=True)
class WordRead:
    """A word of a line: its text and its extent as fractions of the line's width, left to right as seen."""

    text: str
    left: float
    right: float
    confidence: float
    after_space: bool = True
    """Whether a space was seen before it."""


@dataclass(frozen=True, slots=True)
class LineRead:
    """What an engine made of a line, its words in logical order."""

    words: tuple[WordRead, ...]
    confidence: float
    engine: str

    @property
    def text(self) -> str:
        """The words of the line, with spaces where they were seen."""
        return joined(self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """A line found in a picture: its corners and its pixels, upright, grey."""

    quad: Quad
    pixels: Pixels

    @property
    def aspect(self) -> float:
        """Width over height."""
        height, width = self.pixels.shape[:2]
        return float(width) / max(1.0, float(height))

    def upside_down(self) -> "Line":
        """The same line turned by half a circle: its corners begin at the other end."""
        return Line(np.roll(self.quad, 2, axis=0), np.ascontiguousarray(self.pixels[::-1, ::-1]))


class LineReader(Protocol):
    """An engine that reads single lines."""

    name: str
    version: str

    def read(self, line: Line) -> LineRead:
        """What stands on ``line``; a reading without words if nothing was made out."""
        ...


def joined(words: tuple[WordRead, ...]) -> str:
    """Words with single spaces where spaces were seen."""
    return "".join(" " * (word.after_space and at > 0) + word.text for at, word in enumerate(words))


def is_unspaced(char: str) -> bool:
    """Whether ``char`` belongs to writing that puts no spaces between words: Han, kana and their punctuation."""
    return (
        "\u2e80" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uffef"
        or char >= "\U00020000"
    )


def as_grey(picture: Picture) -> Pixels:
    """The picture as rows of grey values."""
    pixels: Any = np.frombuffer(picture.pixels, np.uint8)
    if picture.channels == 1:
        grey: Pixels = pixels.reshape(picture.height, picture.width)
        return grey
    return np.asarray(cv2.cvtColor(pixels.reshape(picture.height, picture.width, 3), cv2.COLOR_RGB2GRAY), np.uint8)


def cut_out(grey: Pixels, quad: Quad) -> Line:
    """The line within ``quad``, straightened; writing that runs up or down is turned to run across."""
    quad = quad.astype(np.float32)
    width = max(1, round(float(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2])))))
    height = max(1, round(float(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))))
    if height > _TALL * width:
        # As if the page were turned clockwise: what runs upwards now runs to the right.
        quad, width, height = np.roll(quad, 1, axis=0), height, width
        quad = np.ascontiguousarray(quad)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, corners)
    pixels = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Line(quad, np.ascontiguousarray(pixels, np.uint8))


def within(line: Line, left: float, right: float, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The upright box around the part ``left`` to ``right`` (fractions) of ``line``, as fractions of ``size``."""
    top_left, top_right, bottom_right, bottom_left = line.quad
    corners = np.array(
        [
            top_left + (top_right - top_left) * left,
            top_left + (top_right - top_left) * right,
            bottom_left + (bottom_right - bottom_left) * left,
            bottom_left + (bottom_right - bottom_left) * right,
        ]
    )
    xs, ys = np.clip(corners[:, 0] / size[0], 0, 1), np.clip(corners[:, 1] / size[1], 0, 1)
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())
