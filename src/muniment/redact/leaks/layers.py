"""Drawings and pictures on layers that are switched off."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

import numpy as np

from muniment.redact.leaks.canvas import Box, Canvas, Colours, difference, emptied
from muniment.redact.leaks.report import Kind, Leak


def layer_leaks(
    canvas: Canvas, number: int, shown: Colours, layered: Callable[[], Canvas] | None, told: Iterable[Box]
) -> Iterator[Leak]:
    """Where page ``number`` changes when every layer is switched on, apart from words ``told`` of."""
    if layered is None:
        return
    with closing(layered()) as everything:
        change = difference(everything.draw(), shown)
    for box in told:
        left, top, right, bottom = canvas.pixels(box, change.shape)
        change[top : bottom + 1, left : right + 1] = 0
    place = emptied(change, np.zeros_like(change), canvas.scale)
    if place is not None:
        says = "A layer that is switched off holds a drawing or a picture."
        yield Leak(number, place, Kind.HIDDEN_LAYER, "", says, certain=False)
