"""Making a quote of places on pages: the raw words, what stands around them, where they are in the picture."""

from collections.abc import Iterable, Sequence

import regex

from muniment.evidence.quoting.letters import whole_clusters
from muniment.evidence.quoting.pages import Place
from muniment.evidence.records import Span
from muniment.model import PageKind, Word

CONTEXT_CHARS = 32
"""Code points kept before and after a quote: enough to tell most places apart (Web Annotation: TextQuoteSelector)."""

MOST_CONTEXT_CHARS = 1_024
"""Code points kept at most, where fewer would fit several places of the page: rows of a table are often alike."""

Box = tuple[float, float, float, float]

_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_NEAR = 3.0
"""Boxes of one line become one unless the gap between them is wider than they are high this many times."""


def span_of(place: Place, words: Iterable[Word] = ()) -> Span:
    """The part of a quote that stands at ``place``, moved to whole grapheme clusters.

    ``words`` say where the words of that page stand, as far as known.
    """
    text = place.page.text
    start, end = whole_clusters(text, place.start, place.end)
    prefix, suffix = surroundings(text, start, end)
    touched = sorted((one for one in words if one.start < end and one.end > start), key=lambda one: one.start)
    recognised = place.page.kind is PageKind.OCR
    return Span(
        page=place.page.number,
        exact=text[start:end],
        prefix=prefix,
        suffix=suffix,
        start=start,
        end=end,
        kind=place.page.kind,
        boxes=line_boxes(text, start, end, touched),
        confidence=round(min((one.confidence for one in touched), default=1.0), 4) if recognised else 1.0,
    )


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]``: as much as tells its place from all others, within bounds."""
    chars = CONTEXT_CHARS
    while True:
        low, high = max(0, start - chars), min(len(text), end + chars)
        is_all = low == 0 and high == len(text)
        if is_all or chars >= MOST_CONTEXT_CHARS or _stands_once(text, low, high):
            low, high = whole_clusters(text, low, high)
            return text[low:start], text[end:high]
        chars *= 2


def _stands_once(text: str, low: int, high: int) -> bool:
    passage = text[low:high]
    return text.find(passage) == low and text.find(passage, low + 1) < 0


def line_boxes(text: str, start: int, end: int, words: Sequence[Word]) -> tuple[Box, ...]:
    """The boxes of ``text[start:end]``, in its order: one for each line, or column, and more where it has gaps."""
    runs: list[Box] = []
    before: Word | None = None
    last: Box = (0.0, 0.0, 0.0, 0.0)
    for word in words:
        box = _share(text, word, start, end)
        breaks = before is not None and "\n" in text[before.end : word.start]
        if before is not None and _go_together(last, box, may_stand_below=not breaks):
            run = runs.pop()
            runs.append((min(run[0], box[0]), min(run[1], box[1]), max(run[2], box[2]), max(run[3], box[3])))
        else:
            runs.append(box)
        before, last = word, box
    return tuple(tuple(round(side, 5) for side in box) for box in runs)  # type: ignore[misc]  # four sides stay four


def _share(text: str, word: Word, start: int, end: int) -> Box:
    """The part of a word's box that its characters from ``start`` to ``end`` take, as if all were equally long."""
    length = max(1, word.end - word.start)
    low, high = max(0, start - word.start) / length, min(length, end - word.start) / length
    left, top, right, bottom = word.box
    if _is_upright(word):
        height = bottom - top
        return left, top + low * height, right, top + high * height
    if _RIGHT_TO_LEFT.search(text, word.start, word.end):
        low, high = 1 - high, 1 - low
    width = right - left
    return left + low * width, top, left + high * width, bottom


def _is_upright(word: Word) -> bool:
    """Whether its characters seem to stand one below the other: several, in a box far higher than wide."""
    left, top, right, bottom = word.box
    return word.end - word.start > 1 and (bottom - top) > 2 * (right - left)


def _go_together(last: Box, box: Box, *, may_stand_below: bool) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    if min(last[3], box[3]) - max(last[1], box[1]) > min(high, last[3] - last[1]) / 2:
        return max(box[0] - last[2], last[0] - box[2]) < _NEAR * max(high, last[3] - last[1])
    one_column = min(last[2], box[2]) - max(last[0], box[0]) > max(wide, last[2] - last[0]) / 2
    return may_stand_below and one_column and 0 <= box[1] - last[3] + high / 2 < _NEAR * high
