"""A page drawn with some of its parts left out: what the difference shows is what those parts add to the page.

Runs inside the sandbox only.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped] # likewise
from numpy.typing import NDArray

from muniment.read.formats.pages.pdftext import bounds_on_page

SCALE = 2.0
"""Pixels per point: a letter of the smallest print read (5 points) is then some five pixels wide."""

MOST_PIXELS = 8_000_000
"""Pixels of one drawing; larger pages are drawn coarser. A page is drawn up to a dozen times."""

MOST_OBJECTS = 200_000
"""Objects of one page that are told apart: a map has tens of thousands."""

_DEPTH = 15
"""Nesting of form objects that is followed, as PDFium itself does."""

_UNITS = 1_000_000
_SPAN = 500.0

Colours = NDArray[np.int16]
"""Height by width by red, green, blue."""
Mask = NDArray[np.bool_]
Grey = NDArray[np.int16]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom: in points of the shown page, or in pixels where that is said."""

TEXT, PATH, PICTURE, SHADING, FORM = (
    pdfium_c.FPDF_PAGEOBJ_TEXT,
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_FORM,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a page, those inside forms too, in the order of painting. ``box`` is in points as shown."""

    order: int
    kind: int
    raw: Any
    box: Box
    owner: int
    """The order of the form object that it is part of; -1 on the page itself."""

    @property
    def width(self) -> float:
        """In points."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """In points."""
        return self.box[3] - self.box[1]

    @property
    def area(self) -> float:
        """In square points."""
        return max(0.0, self.width) * max(0.0, self.height)


class Canvas:
    """One page, and drawings of it. Close it when done."""

    def __init__(self, pdf: pypdfium2.PdfDocument, index: int) -> None:
        self.page = pdf[index]
        self.textpage = self.page.get_textpage()
        width, height = (max(1.0, float(side)) for side in self.page.get_size())
        self.size = width, height
        self.scale = min(SCALE, math.sqrt(MOST_PIXELS / (width * height)))
        self._origin, self._across, self._down = self._axes()
        self.items: list[Item] = []
        self._order: dict[int, int] = {}
        self._list()

    def close(self) -> None:
        """Let go of the page."""
        self.textpage.close()
        self.page.close()

    def _axes(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Where the page's own origin and axes lie on the page as it is shown, in points."""
        origin = self._to_device(0.0, 0.0)
        return (
            origin,
            (self._to_device(_SPAN, 0.0) - origin) / _SPAN,
            (self._to_device(0.0, _SPAN) - origin) / _SPAN,
        )

    def _to_device(self, x: float, y: float) -> NDArray[np.float64]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(self.page, 0, 0, _UNITS, _UNITS, 0, x, y, across, down)
        width, height = self.size
        return np.array([across.value / _UNITS * width, down.value / _UNITS * height])

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the page's own space as a box of the page as it is shown, in points."""
        one = self._origin + self._across * left + self._down * bottom
        other = self._origin + self._across * right + self._down * top
        (x0, y0), (x1, y1) = np.minimum(one, other), np.maximum(one, other)
        return float(x0), float(y0), float(x1), float(y1)

    def _list(self) -> None:
        forms: dict[int, int] = {}
        for order, item in enumerate(self.page.get_objects(max_depth=_DEPTH)):
            if order >= MOST_OBJECTS:
                break
            address = _address(item.raw)
            owner = forms.get(_address(item.container.raw), -1) if item.container is not None else -1
            if item.type == FORM:
                forms[address] = order
            self._order[address] = order
            self.items.append(Item(order, item.type, item.raw, self._bounds(item), owner))

    def _bounds(self, item: Any) -> Box:
        try:
            return self.shown(*bounds_on_page(item))
        except pypdfium2.PdfiumError:
            return 0.0, 0.0, 0.0, 0.0

    @property
    def is_complete(self) -> bool:
        """Whether all objects could be told apart."""
        return len(self.items) < MOST_OBJECTS

    def item_of_character(self, index: int) -> Item | None:
        """The text object that a character of the text page belongs to."""
        raw = pdfium_c.FPDFText_GetTextObject(self.textpage, index)
        order = self._order.get(_address(raw)) if raw else None
        return self.items[order] if order is not None else None

    def draw(self, keep: Callable[[Item], bool] | None = None, *, annotations: bool = True) -> Colours:
        """The page in colour with only those objects that ``keep`` wants (forms always), all without it."""
        for item in self.items:
            active = keep is None or item.kind == FORM or keep(item)
            pdfium_c.FPDFPageObj_SetIsActive(item.raw, active)
        return self._rendered(annotations=annotations)

    def draw_bare_text(self) -> Grey:
        """All text, and nothing else, black on white whatever its colour and mode. The last drawing made of a page."""
        for item in self.items:
            pdfium_c.FPDFPageObj_SetIsActive(item.raw, item.kind in {TEXT, FORM})
            if item.kind == TEXT:
                pdfium_c.FPDFPageObj_SetFillColor(item.raw, 0, 0, 0, 255)
                pdfium_c.FPDFTextObj_SetTextRenderMode(item.raw, pdfium_c.FPDF_TEXTRENDERMODE_FILL)
        return self._rendered(annotations=False)[..., 0].copy()

    def _rendered(self, *, annotations: bool) -> Colours:
        bitmap = self.page.render(scale=self.scale, draw_annots=annotations, may_draw_forms=annotations)
        with closing(bitmap):
            pixels = np.asarray(bitmap.to_numpy())
            if pixels.ndim == 2:  # noqa: PLR2004 - grey
                pixels = np.repeat(pixels[:, :, None], 3, axis=2)
            # PDFium gives blue first
            return np.ascontiguousarray(pixels[:, :, 2::-1]).astype(np.int16)

    def pixels(self, box: Box, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
        """A box in points as left, top, right, bottom in pixels of a drawing of this ``shape``; may be empty."""
        left, top, right, bottom = (side * self.scale for side in box)
        height, width = shape[:2]
        return (
            _within(math.floor(left), width),
            _within(math.floor(top), height),
            _within(math.ceil(right), width),
            _within(math.ceil(bottom), height),
        )


def _within(value: float, most: int) -> int:
    return int(min(max(value, 0), most))


def _address(raw: Any) -> int:
    return ctypes.addressof(raw.contents)


def luminance(colours: Colours) -> Grey:
    """How light each pixel is, 0 to 255."""
    whole: Grey = np.asarray(cv2.cvtColor(colours.astype(np.uint8), cv2.COLOR_RGB2GRAY), np.int16)
    return whole


def difference(one: Colours, other: Colours) -> Grey:
    """The largest difference of a channel, for each pixel."""
    apart = cv2.absdiff(one, other)
    return np.asarray(np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]), np.int16)


class Counter:
    """Counts the set pixels of a mask inside boxes, each in constant time."""

    def __init__(self, mask: Mask) -> None:
        self._sums = cv2.integral(mask.astype(np.uint8))

    def __call__(self, boxes: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each row of left, top, right, bottom in pixels."""
        left, top, right, bottom = boxes.T
        sums = self._sums
        return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


def overlap(one: Box, other: Box) -> float:
    """The share of ``one`` that lies in ``other``."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    area = max((one[2] - one[0]) * (one[3] - one[1]), 1e-9)
    return max(0.0, across) * max(0.0, down) / area


def union(boxes: Iterator[Box] | list[Box]) -> Box:
    """The box around all ``boxes``, of which there is at least one."""
    sides = np.array(list(boxes))
    return (
        float(sides[:, 0].min()),
        float(sides[:, 1].min()),
        float(sides[:, 2].max()),
        float(sides[:, 3].max()),
    )


_TILE = 6
"""Side in points of the tiles by which two pictures of a place are compared."""

_WRITTEN, _FLAT = 60, 12
"""Levels within a tile from which something is to be seen, and up to which it is of one colour."""


def emptied(before: Grey, now: Grey, scale: float) -> Box | None:
    """Where ``before`` shows something and ``now`` is of one colour, in points; None if nowhere."""
    side = max(2, round(_TILE * scale))
    rows, columns = np.nonzero((_spreads(before, side) >= _WRITTEN) & (_spreads(now, side) <= _FLAT))
    if len(rows) < 2:  # noqa: PLR2004 - a speck
        return None
    points = side / scale
    return (
        float(columns.min() * points),
        float(rows.min() * points),
        float((columns.max() + 1) * points),
        float((rows.max() + 1) * points),
    )


def _spreads(light: Grey, side: int) -> Grey:
    """The levels between the darkest and the lightest pixel of each tile."""
    height, width = light.shape[0] // side * side, light.shape[1] // side * side
    tiles = light[:height, :width].reshape(height // side, side, width // side, side)
    return np.asarray(tiles.max(axis=(1, 3)) - tiles.min(axis=(1, 3)))
