"""A round red office seal with invented words, drawn, not photographed."""

import math

from reportlab.lib.colors import Color  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.lib.units import mm  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # reportlab carries no types
from reportlab.platypus import Flowable  # type: ignore[import-untyped]  # reportlab carries no types

from muniment.demo.printing import BOLD

RED = Color(0.83, 0.08, 0.1)
INK = Color(0.83, 0.08, 0.1, alpha=0.82)
"""Ink through which the printed name still shows."""

RADIUS = 20 * mm
LETTER_SIZE = 12.5
FOOT_SIZE = 8
ARC_DEGREES = 235
"""How much of the ring the office's name takes."""


class Seal(Flowable):  # type: ignore[misc]  # reportlab carries no types
    """A seal stamped over the lines just printed; it takes no room of its own."""

    def __init__(self, name: str, foot: str) -> None:
        super().__init__()
        self.name, self.foot = name, foot

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The room it takes: none."""
        self.width = width
        return width, 0

    def draw(self) -> None:
        """Stamp it over the signature."""
        canvas = self.canv
        canvas.saveState()
        canvas.translate(self.width - 41 * mm, 15 * mm)
        canvas.rotate(-6)
        canvas.setStrokeColor(INK)
        canvas.setFillColor(INK)
        canvas.setLineWidth(2.6)
        canvas.circle(0, 0, RADIUS, stroke=1, fill=0)
        self._ring(canvas)
        _star(canvas, 6.5 * mm)
        canvas.setFont(BOLD, FOOT_SIZE)
        canvas.drawCentredString(0, -RADIUS * 0.66, self.foot)
        canvas.restoreState()

    def _ring(self, canvas: Canvas) -> None:
        canvas.setFont(BOLD, LETTER_SIZE)
        step = ARC_DEGREES / (len(self.name) - 1)
        for place, letter in enumerate(self.name):
            canvas.saveState()
            canvas.rotate(ARC_DEGREES / 2 - step * place)
            canvas.drawCentredString(0, RADIUS - 1.35 * LETTER_SIZE, letter)
            canvas.restoreState()


def _star(canvas: Canvas, radius: float) -> None:
    path = canvas.beginPath()
    for corner in range(5):
        angle = math.radians(90 + 144 * corner)
        point = (radius * math.cos(angle), radius * math.sin(angle))
        path.lineTo(*point) if corner else path.moveTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
