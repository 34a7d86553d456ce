"""Pixels of a page as a picture file: deterministic, without any metadata, and as small as print stays legible.

Printed pages become PNG with 16 greys: letters stay sharp, and flat paper costs nothing. Scans and photographs, whose
noise no lossless form can pack, become JPEG. ``docs/redaction.md`` has the sizes measured.
"""

import io
import struct
from dataclasses import dataclass

import numpy as np
from PIL import Image as Pillow

from muniment.redact.bands import Grey, median_grey
from muniment.redact.marks import Image

LONG_SIDE = 2_339
"""Pixels along the longer side of a published page: A4 at 200 dpi, which print of 6 points needs to be read."""

JPEG_QUALITY = 50
"""Measured on scans at 200 dpi: half the bytes of 75, and recognition reads no word less."""

_GREYS = 16
_PNG_EFFORT = 6

_COLOURED = 24
"""Difference between a pixel's colours from which it counts as coloured: paper that yellowed has less."""

_COLOURED_SHARE = 0.0005
"""Share of coloured pixels from which a page is published in colour: a stamp has more."""

_NOISY_SHARE = 0.15
"""Share of neighbouring pixels that differ, though not by the edge of a letter, from which a page is a photograph."""

_NOISE = (3, 40)


@dataclass(frozen=True, slots=True)
class PngParts:
    """What a PDF needs of one of our PNG files: packed rows as they are, and the palette."""

    packed: bytes
    palette: bytes


def encoded(pixels: Grey) -> Image:
    """The picture of a page: rows, columns, perhaps three colours."""
    high, wide = pixels.shape[:2]
    pixels = without_idle_colour(pixels)
    is_colour = pixels.ndim == 3  # noqa: PLR2004 - as above
    if is_colour or _is_noisy(pixels):
        return Image(_jpeg(pixels), "image/jpeg", wide, high, is_colour)
    return Image(_png(pixels), "image/png", wide, high, is_colour=False)


def greys_of(image: Image) -> Grey:
    """The grey values of a picture that ``encoded`` made, as everybody sees it."""
    with Pillow.open(io.BytesIO(image.data), formats=["PNG", "JPEG"]) as picture:
        return np.asarray(picture.convert("L"))


def without_idle_colour(pixels: Grey) -> Grey:
    """The picture in grey unless it has colour to show."""
    if pixels.ndim == 3 and not _is_coloured(pixels):  # noqa: PLR2004 - as above
        return _grey(pixels)
    return pixels


def _is_coloured(pixels: Grey) -> bool:
    red, green, blue = (np.ascontiguousarray(pixels[::3, ::3, channel]) for channel in range(3))
    spread = np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue)
    paper = int(median_grey(spread))  # the tint of old paper is no colour
    return bool(np.count_nonzero(spread > paper + _COLOURED) > _COLOURED_SHARE * spread.size)


def _grey(pixels: Grey) -> Grey:
    return np.asarray(Pillow.fromarray(pixels).convert("L"))


def _is_noisy(pixels: Grey) -> bool:
    sample = pixels[::3]
    steps = np.maximum(sample[:, 1:], sample[:, :-1]) - np.minimum(sample[:, 1:], sample[:, :-1])
    return bool(np.count_nonzero((steps >= _NOISE[0]) & (steps <= _NOISE[1])) > _NOISY_SHARE * steps.size)


def _jpeg(pixels: Grey) -> bytes:
    out = io.BytesIO()
    Pillow.fromarray(pixels).save(out, "JPEG", quality=JPEG_QUALITY, optimize=False, progressive=False)
    return out.getvalue()


def _png(pixels: Grey) -> bytes:
    step = 255 // (_GREYS - 1)
    levels = ((pixels.astype(np.uint16) + step // 2) // step).astype(np.uint8)
    picture = Pillow.fromarray(levels).convert("L")
    picture.putpalette([level * step for level in range(_GREYS) for _ in range(3)])
    out = io.BytesIO()
    picture.save(out, "PNG", bits=4, compress_level=_PNG_EFFORT)
    return out.getvalue()


def png_parts(png: bytes) -> PngParts:
    """The packed rows and the palette of a PNG file of ours."""
    packed, palette, at = [], b"", 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            packed.append(data)
        elif kind == b"PLTE":
            palette = data
        at += 12 + length
    return PngParts(b"".join(packed), palette)
