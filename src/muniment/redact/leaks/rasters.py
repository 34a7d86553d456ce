"""The pixels that pictures really hold: parts made coarse or blurred, and parts outside what a page shows of them."""

import ctypes
import math
from collections.abc import Iterator

import numpy as np
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise
from numpy.typing import NDArray

from muniment.redact.leaks import bars
from muniment.redact.leaks.canvas import PICTURE, Box, Canvas, Colours, Grey, Item, Mask, luminance, overlap
from muniment.redact.leaks.report import Kind, Leak
from muniment.redact.leaks.softness import blurs, connected

_LEAST_SIDE = 48
_MOST_PIXELS = 60_000_000
_MOST_PICTURES = 12
"""The largest pictures of a page whose pixels are looked at."""

_BLOCKS = (4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 30, 32, 40)
"""Sides of blocks in pixels that are looked for."""

_STEP = 14
"""Levels between neighbours that are no trace of packing: JPEG works in blocks as well."""

_IN_STEP = 0.92
"""Share of the steps that lie on the edges of blocks where a picture is made of them."""

_EVEN = 0.9
"""Share of the gaps between the edges of blocks that are as wide as a block: sides need not be whole pixels."""

_NOT_SQUARE = (0, 1, 2, -1, -2)
"""Pixels by which blocks may be higher than wide: a place is seldom a whole number of blocks high."""

_WHOLE = 0.8
"""Share of a picture from which all of it is made of blocks, as drawings of large pixels are: a note."""

_BLACK, _WHITE = 40, 215
_SOME_GREYS = 0.002
"""Share of greys below which a picture is black and white, and has no room for a mosaic."""

_ACROSS, _DOWN = 8, 3
"""Blocks across and down of the smallest part told: one line of print."""

_GREYS = 0.3
"""Share of blocks neither black nor white: codes to be scanned are made of blocks, but have no greys."""

_SOLID, _CUT_OUT = 128, 0.1
"""Opacity below which a pixel counts as cut out, and the share of such that makes a picture the ink of a mask."""

_PAPER = 190
_PRINTED = 110
_LEAST_PRINT = 200
"""Dark pixels of a word or two."""

_MOST_PRINT = 0.4
_NOTHING = 12
_OUTSIDE_SHARE = 0.12
_OUTSIDE_POINTS = 14.0
"""How much of a picture must be outside what is shown: bleeds for cutting are narrower."""


def raster_leaks(canvas: Canvas, number: int, shown: Colours) -> Iterator[tuple[Leak, bool]]:
    """Leaks in the pixels of the page's pictures; with each, whether it is more than a note."""
    light = luminance(shown)
    pictures = sorted((item for item in canvas.items if item.kind == PICTURE), key=lambda item: -item.area)
    for item in pictures[:_MOST_PICTURES]:
        pixels = _pixels(item)
        if pixels is None or min(pixels.shape) < _LEAST_SIDE or item.area <= 0:
            continue
        for place, what in _coarse(canvas, item, pixels, light):
            says = f"Part of a picture is {what}: what stood there can often be reckoned back."
            yield Leak(number, place, Kind.PIXELATED, "", says, certain=False), overlap(item.box, place) < _WHOLE
        for box in bars.faint_print(pixels, item):
            says = "Print shines through a bar that is part of the picture: making it lighter shows it."
            yield Leak(number, _on_page(box, pixels, item), Kind.PICTURE_UNDER_BOX, "", says, certain=False), True
        yield from _outside(canvas, number, item, pixels)


def _coarse(canvas: Canvas, item: Item, pixels: Grey, light: Grey) -> Iterator[tuple[Box, str]]:
    """Places of a picture that are coarse and seen so: a picture may be but the colour of what a mask cuts out."""
    blocks = mosaics(pixels)
    for box in blocks if blocks and not _is_cut_out(canvas, item) else ():
        place = _on_page(box, pixels, item)
        left, top, right, bottom = canvas.pixels(place, light.shape)
        if _has_greys(light[top:bottom, left:right], _GREYS / 2):  # the box around blocks has paper beside them
            yield place, "made of blocks"
    for box in blurs(pixels, item):
        yield _on_page(box, pixels, item), "blurred"


def _is_cut_out(canvas: Canvas, item: Item) -> bool:
    """Whether a mask lets only parts of a picture be seen."""
    bitmap = pdfium_c.FPDFImageObj_GetRenderedBitmap(canvas.page.pdf, canvas.page, item.raw)
    if not bitmap:
        return False
    image = pypdfium2.PdfBitmap.from_raw(bitmap).to_pil()
    return image.mode == "RGBA" and float((np.asarray(image)[..., 3] < _SOLID).mean()) > _CUT_OUT


def _pixels(item: Item) -> Grey | None:
    bitmap = pdfium_c.FPDFImageObj_GetBitmap(item.raw)
    if not bitmap:
        return None
    held = pypdfium2.PdfBitmap.from_raw(bitmap)  # frees the bitmap when it goes
    if held.width * held.height > _MOST_PIXELS:
        return None
    return np.array(held.to_pil().convert("L"), np.int16)


def _on_page(box: tuple[int, int, int, int], pixels: Grey, item: Item) -> Box:
    """A box in pixels as one in points, for pictures that stand upright."""
    height, width = pixels.shape
    left, top = item.box[:2]
    across, down = item.width / width, item.height / height
    return left + box[0] * across, top + box[1] * down, left + box[2] * across, top + box[3] * down


# made of blocks ----------------------------------------------------------------------------------------------------


def mosaics(pixels: Grey) -> list[tuple[int, int, int, int]]:
    """Parts of a picture that are made of blocks, as left, top, right, bottom in pixels."""
    found = np.zeros(pixels.shape, bool)
    if ((pixels > _BLACK) & (pixels < _WHITE)).mean() < _SOME_GREYS:
        return []
    across = np.abs(np.diff(pixels, axis=1)) > _STEP
    down = np.abs(np.diff(pixels, axis=0)) > _STEP
    for side in _BLOCKS:
        for top, left in _mosaic_tiles(across, down, side):
            part = pixels[top : top + _DOWN * side, left : left + _ACROSS * side]
            if _has_greys(part):
                found[top : top + _DOWN * side, left : left + _ACROSS * side] = True
    return connected(found)


def _mosaic_tiles(across: Mask, down: Mask, side: int) -> Iterator[tuple[int, int]]:
    """The corners of tiles whose steps, across and down, lie on the edges of blocks."""
    wide, high = _ACROSS * side, _DOWN * side
    sums = np.zeros((down.shape[0], down.shape[1] + 1), np.int32)
    np.cumsum(down, axis=1, out=sums[:, 1:])
    for top in range(0, down.shape[0] - high + 1, max(1, high // 4)):
        columns = across[top : top + high].sum(axis=0)
        steps = np.concatenate(([0], np.cumsum(columns)))
        for left in range(0, across.shape[1] - wide + 1, wide // 2):
            # a mosaic has some steps on each edge, and far fewer than there are pixels
            if not _may_be_blocks(int(steps[left + wide] - steps[left]), high):
                continue
            lines = sums[top : top + high, left + wide] - sums[top : top + high, left]
            is_in_step = _is_in_step(columns[left : left + wide], side, high)
            if is_in_step and any(_is_in_step(lines, side + more, wide, least_lines=2) for more in _NOT_SQUARE):
                yield top, left


def _may_be_blocks(steps: int, length: int) -> bool:
    return length <= steps <= _ACROSS * length / _IN_STEP


def _is_in_step(counts: NDArray[np.int64], side: int, length: int, least_lines: int = 4) -> bool:
    """Whether steps lie on lines only that are about ``side`` apart, or several sides, and along much of each line."""
    total = int(counts.sum())
    if total < length:
        return False
    lines = np.flatnonzero(counts >= length // 6)
    if len(lines) < least_lines or counts[lines].sum() < _IN_STEP * total:
        return False
    gaps = np.diff(lines)
    sides = np.maximum(1, np.round(gaps / (side + 0.5)))
    return bool(((gaps >= sides * side) & (gaps <= sides * (side + 1))).mean() >= _EVEN)


def _has_greys(part: Grey, share: float = _GREYS) -> bool:
    return part.size > 0 and bool(((part > _BLACK) & (part < _WHITE)).mean() >= share)


# outside -----------------------------------------------------------------------------------------------------------


def _outside(canvas: Canvas, number: int, item: Item, pixels: Grey) -> Iterator[tuple[Leak, bool]]:
    width, height = canvas.size
    clip = _clip(canvas, item)
    seen = max(0.0, clip[0]), max(0.0, clip[1]), min(width, clip[2]), min(height, clip[3])
    beyond = [seen[0] - item.box[0], seen[1] - item.box[1], item.box[2] - seen[2], item.box[3] - seen[3]]
    share = 1 - max(0.0, min(seen[2], item.box[2]) - max(seen[0], item.box[0])) * max(
        0.0, min(seen[3], item.box[3]) - max(seen[1], item.box[1])
    ) / max(item.area, 1e-9)
    if share < _OUTSIDE_SHARE or max(beyond) < _OUTSIDE_POINTS:
        return
    hidden = _hidden_part(item, seen, pixels)
    dark = int((hidden < _PRINTED).sum())
    is_print = dark >= _LEAST_PRINT and float(np.median(hidden)) >= _PAPER and dark <= _MOST_PRINT * hidden.size
    if not is_print and (hidden.size == 0 or hidden.std() < _NOTHING):
        return
    says = "A picture goes on outside what the page shows of it" + (
        ", and looks like print there." if is_print else "."
    )
    yield Leak(number, None, Kind.PICTURE_OUTSIDE, "", says, certain=False), is_print


def _hidden_part(item: Item, seen: Box, pixels: Grey) -> Grey:
    """The pixels outside what is seen, in one row."""
    height, width = pixels.shape
    hidden = np.ones(pixels.shape, bool)
    across, down = width / max(item.width, 1e-9), height / max(item.height, 1e-9)
    left, right = (math.floor((side - item.box[0]) * across) for side in (seen[0], seen[2]))
    top, bottom = (math.floor((side - item.box[1]) * down) for side in (seen[1], seen[3]))
    hidden[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
    return pixels[hidden]


def _clip(canvas: Canvas, item: Item) -> Box:
    """What the page's own clipping leaves of an object; everything for objects inside forms, whose space is another."""
    everything = -math.inf, -math.inf, math.inf, math.inf
    path = pdfium_c.FPDFPageObj_GetClipPath(item.raw) if item.owner < 0 else None
    if not path:
        return everything
    left, top, right, bottom = everything
    for index in range(max(0, pdfium_c.FPDFClipPath_CountPaths(path))):
        points = list(_points(path, index))
        if points:
            across, down = zip(*points, strict=True)
            box = canvas.shown(min(across), min(down), max(across), max(down))
            left, top, right, bottom = max(left, box[0]), max(top, box[1]), min(right, box[2]), min(bottom, box[3])
    return left, top, right, bottom


def _points(path: ctypes.c_void_p, index: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(max(0, pdfium_c.FPDFClipPath_CountPathSegments(path, index))):
        segment = pdfium_c.FPDFClipPath_GetPathSegment(path, index, at)
        if segment and pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            yield x.value, y.value
