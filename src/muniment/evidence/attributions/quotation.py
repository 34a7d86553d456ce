"""What stands between quotation marks, in all scripts: words that a text says are another's."""

from bisect import bisect_right
from collections.abc import Sequence

import regex

LONGEST_QUOTATION = 4_000
"""Code points between two marks; what is longer has a mark too few somewhere."""

_CLOSE = {
    "“": "”", "«": "»", "「": "」", "『": "』", "《": "》", "„": "“”", "‹": "›", "‘": "’", "〝": "〞", "”": "”", "»": "«",
}  # fmt: skip
_STRAIGHT = '"＂'
_MARKS = regex.compile('[“”«»「」『』《》„‹›‘’〝〞"＂]|\n[ \t]*\n')

_MOSTLY = 0.8
"""Share of a passage that must stand in quotation for it to be one."""


def quotations_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where quotations stand, marks left out: start and end in code points, end-exclusive, none inside another.

    A quotation ends with its paragraph if its mark is never closed, as where each paragraph opens anew.
    """
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _MARKS.finditer(text):
        mark = match.group()
        if opened is None:
            opened = _opening(match.start(), mark)
        elif mark in opened[1] or mark[0] == "\n":
            if mark in opened[1] and _is_apostrophe(text, match.start(), mark):
                continue
            found.append((opened[0], match.start()))
            opened = None
    if opened is not None:
        found.append((opened[0], len(text)))
    return tuple((start, end) for start, end in found if 0 < end - start <= LONGEST_QUOTATION)


def _opening(place: int, mark: str) -> tuple[int, str] | None:
    if mark[0] == "\n" or mark == "’":
        return None
    if mark in _STRAIGHT:
        return place + 1, mark
    closing = _CLOSE.get(mark)
    return None if closing is None else (place + 1, closing)


def _is_apostrophe(text: str, place: int, mark: str) -> bool:
    """Whether a closing ’ is the one of "don’t"."""
    return mark == "’" and text[place + 1 : place + 2].isalpha()


def is_quoted(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether nearly all from ``start`` to ``end`` stands in the quotations ``spans``."""
    if start >= end:
        return False
    place = max(0, bisect_right(spans, (start, start)) - 1)
    inside = 0
    for first, last in spans[place:]:
        if first >= end:
            break
        inside += max(0, min(last, end) - max(first, start))
    return inside >= _MOSTLY * (end - start)
