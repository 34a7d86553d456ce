"""How sharp each part of a picture is: print is, and what was blurred in a scan of print is not."""

from dataclasses import dataclass

import cv2
import numpy as np

from muniment.redact.leaks.canvas import Grey, Item, Mask

_TILE_INCHES = 0.1
_SHARP = 0.3
_SOFT = 0.14
"""Steepest step of a tile as a share of its range: print is sharper than the one, a blur softer than the other."""

_SHARP_RANGE, _SOFT_RANGE = 100, 18
_LEAST_SHARP = 30
"""Sharp tiles that a picture needs, to say that what is soft in it was made so."""

_PAPER = 190
_PAPER_SHARE = 0.55

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of a picture."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Of each square of ``side`` pixels: its range, its steepest step, its lightest level."""

    side: int
    spread: Grey
    steepest: Grey
    lightest: Grey

    @classmethod
    def of(cls, pixels: Grey, side: int) -> "Tiles":
        """The whole squares of a picture, from its top left corner; there may be none."""
        height, width = (length // side * side for length in pixels.shape)
        if not height or not width:
            nothing = np.zeros((0, 0), np.int16)
            return cls(side, nothing, nothing, nothing)
        pixels = pixels[:height, :width]
        across = np.abs(np.diff(pixels, axis=1, append=pixels[:, -1:]))
        down = np.abs(np.diff(pixels, axis=0, append=pixels[-1:]))
        tiles = _gathered(pixels, side)
        lightest = tiles.max(axis=(1, 3))
        steepest = np.maximum(_gathered(across, side).max(axis=(1, 3)), _gathered(down, side).max(axis=(1, 3)))
        return cls(side, lightest - tiles.min(axis=(1, 3)), steepest, lightest)

    def sharp(self) -> Mask:
        """Those with edges as sharp as print has."""
        return np.asarray((self.spread >= _SHARP_RANGE) & (self.steepest >= _SHARP * self.spread))

    def soft(self) -> Mask:
        """Those on paper in which something has no sharp edge."""
        is_soft = self.steepest <= _SOFT * self.spread + 1
        return np.asarray((self.spread >= _SOFT_RANGE) & is_soft & (self.lightest >= _PAPER))


def _gathered(values: Grey, side: int) -> Grey:
    return values.reshape(values.shape[0] // side, side, values.shape[1] // side, side)


def blurs(pixels: Grey, item: Item) -> list[PixelBox]:
    """Parts of a scan of sharp print that are soft."""
    if (pixels > _PAPER).mean() < _PAPER_SHARE or item.width <= 0:
        return []
    tiles = Tiles.of(pixels, max(6, round(pixels.shape[1] / (item.width / 72) * _TILE_INCHES)))
    if min(tiles.spread.shape) < 3 or tiles.sharp().sum() < _LEAST_SHARP:  # noqa: PLR2004 - an edge on either side
        return []
    soft = tiles.soft()
    soft[[0, -1], :] = soft[:, [0, -1]] = False  # shadows of a book's spine and edge
    whole = np.kron(soft, np.ones((tiles.side, tiles.side), bool))
    return [box for box in connected(whole) if _is_a_line(box, tiles.side)]


def _is_a_line(box: PixelBox, side: int) -> bool:
    wide, high = (box[2] - box[0]) / side, (box[3] - box[1]) / side
    return wide >= 4 and 1 <= high <= 12 and wide > high  # noqa: PLR2004 - a word or more, not a photograph


def connected(mask: Mask) -> list[PixelBox]:
    """Boxes around the connected parts of a mask."""
    if not mask.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]
