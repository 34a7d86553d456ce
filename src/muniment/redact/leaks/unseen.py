"""Which words of a page nobody sees: those whose absence would change no pixel of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from muniment.redact.leaks.canvas import TEXT, Box, Canvas, Colours, Counter, Grey, difference, luminance, overlap
from muniment.redact.leaks.glyphs import Glyph, PageWord, cells_of, is_letter, word_of

CONTRAST = 16
"""Levels (of 255) by which ink must differ from what is there without it to be seen: less is lost on any screen."""

_CONTRAST_ON_BLACK, _BLACK = 32, 64
"""The same where both are darker than the second figure: a screen's black is as light as the sixteenth level."""

_INK = 128
"""Level below which a pixel of the bare text counts as ink."""

SEEN_SHARE = 0.3
"""Share of a letter's ink that shows from which it can be read: boxes that only graze a line leave more."""

_OUTLINE_SHARE = 0.6
"""Share of a letter's outline that shows from which it can be read, although its inside does not: hollow letters."""

_SHARED_SHARE = 0.15
"""The same where two texts lie over each other, whose ink cannot be told apart."""

_OVER = 0.25
"""Share of a letter that another must cover to count as lying over it."""

MOST_ROUNDS = 12
"""Drawings of one page that each leave out text objects which lie apart from each other."""


class Drawings:
    """The page as it is shown, the same without its text, and where its text has ink."""

    def __init__(self, shown: Colours, without_text: Colours, ink: Grey) -> None:
        self.shown = shown
        self._ink_mask = ink < _INK
        self._ink = Counter(self._ink_mask)
        self._outline_mask = self._ink_mask & ~_inside(self._ink_mask)
        self._outline = Counter(self._outline_mask)
        self._change = self._counters(shown, without_text)

    def _counters(self, one: Colours, other: Colours) -> tuple[Counter, Counter, Counter]:
        black = np.maximum(luminance(one), luminance(other)) < _BLACK
        seen = difference(one, other) >= np.where(black, _CONTRAST_ON_BLACK, CONTRAST)
        return Counter(seen & self._ink_mask), Counter(seen & self._outline_mask), Counter(seen)

    def unseen(self, boxes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each box in pixels, whether its letter shows too little ink to be read."""
        return self._unseen(boxes, self._change, SEEN_SHARE)

    def unseen_by(self, boxes: NDArray[np.int64], one: Colours, other: Colours) -> NDArray[np.bool_]:
        """The same by the difference of two other drawings."""
        return self._unseen(boxes, self._counters(one, other), SEEN_SHARE)

    def unseen_alone(self, boxes: NDArray[np.int64], without_it: Colours) -> NDArray[np.bool_]:
        """The same for letters that share their place with others, by a drawing that lacks only them."""
        return self._unseen(boxes, self._counters(self.shown, without_it), _SHARED_SHARE)

    def ink_share(self, boxes: NDArray[np.int64]) -> NDArray[np.float64]:
        """For each box in pixels, the share of it that the bare text fills with ink."""
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        return np.asarray(self._ink(boxes) / np.maximum(areas, 1))

    def has_ink(self, boxes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each box, whether the bare text has ink there."""
        return np.asarray(self._ink(boxes) > 2)  # noqa: PLR2004 - specks that a neighbour leaves

    def _unseen(
        self, boxes: NDArray[np.int64], change: tuple[Counter, Counter, Counter], share: float
    ) -> NDArray[np.bool_]:
        inked, outlined, anything = (counter(boxes) for counter in change)
        is_unseen = (inked < share * self._ink(boxes)) & (outlined < _OUTLINE_SHARE * self._outline(boxes))
        return np.where(self.has_ink(boxes), is_unseen, anything == 0)


def _inside(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The pixels whose four neighbours are all set too."""
    around = np.pad(mask, 1)
    return around[:-2, 1:-1] & around[2:, 1:-1] & around[1:-1, :-2] & around[1:-1, 2:]


def pixel_boxes(canvas: Canvas, boxes: Iterable[Box], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Boxes in points as rows of pixels; at least one pixel each unless they lie off the page."""
    sides = np.array(list(boxes), np.float64).reshape(-1, 4) * canvas.scale
    whole = np.round(sides).astype(np.int64)
    whole[:, 2:] = np.maximum(whole[:, 2:], whole[:, :2] + 1)
    whole[:, 0::2] = whole[:, 0::2].clip(0, shape[1])
    whole[:, 1::2] = whole[:, 1::2].clip(0, shape[0])
    return whole


def unseen_glyphs(canvas: Canvas, drawings: Drawings, glyphs: list[Glyph]) -> tuple[set[int], bool]:
    """The numbers (in ``glyphs``) of the letters nobody sees; and whether all that lie over others were looked at."""
    boxes = pixel_boxes(canvas, (glyph.box for glyph in glyphs), drawings.shown.shape)
    unseen = drawings.unseen(boxes)
    found = {int(number) for number in np.flatnonzero(unseen)}
    shared = _overlaid(glyphs, found)
    rounds = _apart(canvas, shared)
    for orders in rounds[:MOST_ROUNDS]:
        mine = [number for order in orders for number in shared[order]]
        without_them = canvas.draw(lambda item, orders=orders: item.order not in orders)  # type: ignore[misc] # bound
        alone = drawings.unseen_alone(boxes[mine], without_them)
        found.update(number for number, is_unseen in zip(mine, alone, strict=True) if is_unseen)
    return found, len(rounds) <= MOST_ROUNDS


def _apart(canvas: Canvas, shared: dict[int, list[int]]) -> list[set[int]]:
    """Text objects gathered so that those which are left out together do not touch each other."""
    rounds: list[set[int]] = []
    for order in sorted(shared):
        box = canvas.items[order].box
        for gathered in rounds:
            if not any(overlap(box, canvas.items[other].box) for other in gathered):
                gathered.add(order)
                break
        else:
            rounds.append({order})
        if len(rounds) > MOST_ROUNDS:
            break
    return rounds


def _overlaid(glyphs: list[Glyph], unseen: set[int]) -> dict[int, list[int]]:
    """Text objects with letters that later ones lie over, though something is seen there: their letters' numbers."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, glyph in enumerate(glyphs):
        for cell in cells_of(glyph.box):
            cells[cell].append(number)
    shared: dict[int, list[int]] = defaultdict(list)
    for number, glyph in enumerate(glyphs):
        if number in unseen or glyph.item is None:
            continue
        near = {other for cell in cells_of(glyph.box) for other in cells[cell]}
        if any(_lies_over(glyphs[other], glyph) for other in near):
            shared[glyph.item.order].append(number)
    return shared


def _lies_over(upper: Glyph, lower: Glyph) -> bool:
    if upper.item is None or lower.item is None or upper.item.order <= lower.item.order:
        return False
    return overlap(lower.box, upper.box) >= _OVER


def unseen_words(words: list[PageWord], glyphs: list[Glyph], unseen: set[int]) -> tuple[list[PageWord], list[PageWord]]:
    """The words (or parts of words, of two letters at least) nobody sees, and those that are seen."""
    number_of = {glyph.index: number for number, glyph in enumerate(glyphs)}
    hidden, seen = [], []
    for word in words:
        parts = [glyph for glyph in word.glyphs if number_of[glyph.index] in unseen]
        visible = tuple(glyph for glyph in word.glyphs if number_of[glyph.index] not in unseen)
        letters = sum(is_letter(glyph.char) for glyph in parts)
        if not any(is_letter(glyph.char) for glyph in visible) and letters:
            hidden.append(word)
        elif letters > 1:
            hidden.extend(_stretches(word, number_of, unseen))
        if visible:
            seen.append(word_of(visible))
    return hidden, seen


def _stretches(word: PageWord, number_of: dict[int, int], unseen: set[int]) -> Iterator[PageWord]:
    stretch: list[Glyph] = []
    for glyph in (*word.glyphs, None):
        if glyph is not None and number_of[glyph.index] in unseen:
            stretch.append(glyph)
            continue
        if sum(is_letter(one.char) for one in stretch) > 1:
            yield word_of(stretch)
        stretch = []


def without_text(canvas: Canvas, *, annotations: bool = True) -> Colours:
    """The page without its text."""
    return canvas.draw(lambda item: item.kind != TEXT, annotations=annotations)
