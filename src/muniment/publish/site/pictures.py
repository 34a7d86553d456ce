"""Pictures of the places that quotes stand at, cut out of pages as they are published: what is covered stays so."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image as Pillow

from muniment.redact.image import encoded
from muniment.redact.marks import Box, Image, PublishedPage

_AROUND = 0.9
"""Heights of a line that are shown above and below a quote."""

_LEAST_WIDE = 0.45
"""Share of the page's width that a picture has at least: one word alone shows nothing of where it stands."""

MOST_PIXELS = 120_000_000
"""A page at 600 dpi has 35 million pixels, a wide plan three times as many."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture, and where in it the quote is: left, top, width and height, in its pixels."""

    image: Image
    boxes: tuple[tuple[int, int, int, int], ...]


def settled(boxes: Sequence[Box], page: PublishedPage) -> tuple[Box, ...]:
    """Where a quote stands by the words that can still be seen; ``boxes`` are where it stood for who read the original.

    Recognition of the original places a line a little differently according to what the lines beside it say, also if
    that is withheld; so where something is, its boxes only tell which words are meant.
    """
    if not page.withheld:
        return tuple(boxes)
    found = ([word.box for word in page.words if _middle_within(word.box, box)] for box in boxes)
    return tuple(
        (
            min(one[0] for one in near),
            min(one[1] for one in near),
            max(one[2] for one in near),
            max(one[3] for one in near),
        )
        for near in found
        if near
    )


def _middle_within(one: Box, other: Box) -> bool:
    across, down = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return other[0] <= across <= other[2] and other[1] <= down <= other[3]


def cut_out(image: Image, boxes: Sequence[Box]) -> Cut | None:
    """The part of ``image`` around ``boxes``; None if there are none or the picture is too big to be opened."""
    if not boxes or image.width * image.height > MOST_PIXELS:
        return None
    left, top, right, bottom = _around(boxes, image)
    with Pillow.open(BytesIO(image.data)) as opened:
        part = encoded(np.asarray(opened.crop((left, top, right, bottom)).convert("RGB" if image.is_colour else "L")))
    placed = tuple(
        (
            round(one[0] * image.width) - left,
            round(one[1] * image.height) - top,
            max(1, round((one[2] - one[0]) * image.width)),
            max(1, round((one[3] - one[1]) * image.height)),
        )
        for one in boxes
    )
    return Cut(part, placed)


def _around(boxes: Sequence[Box], image: Image) -> tuple[int, int, int, int]:
    """The edges of the picture, in pixels of the page."""
    around = _AROUND * min(one[3] - one[1] for one in boxes)
    top = max(0.0, min(one[1] for one in boxes) - around)
    bottom = min(1.0, max(one[3] for one in boxes) + around)
    left, right = min(one[0] for one in boxes), max(one[2] for one in boxes)
    more = max(0.04, (_LEAST_WIDE - (right - left)) / 2)
    left, right = max(0.0, left - more), min(1.0, right + more)
    edges = int(left * image.width), int(top * image.height), int(right * image.width), int(bottom * image.height)
    return edges[0], edges[1], max(edges[2], edges[0] + 1), max(edges[3], edges[1] + 1)
