"""What a hole of mode ``GRID`` betrays: which names of a list are as wide as it, by the page's own letters.

The neighbours of a hole stay where they are, so whoever looks measures the gap between them, whatever the box's width.
A letter's width is not known for every font; it is estimated from the words of the page that can be seen.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import regex

from muniment.model import Word
from muniment.redact.lines import Placed, placed, rows_of

SLACK = 0.04
"""Share of a name's width by which it may miss the gap: what estimated widths were off by on printed pages."""

SLACK_HEIGHTS = 0.25
"""The same in heights of a line, for short names: the width of a space."""

_PRIOR = 0.5
"""Width of a letter of which nothing is known, in heights; a character of Han, kana or hangul is twice as wide."""

_TRUST = 0.5
"""How much the prior weighs against one word that has the letter."""

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


@dataclass(frozen=True, slots=True)
class Possible:
    """Which of a list of names stay possible in the holes of a page, and how many were tried."""

    names: tuple[str, ...]
    tried: int

    @property
    def says(self) -> str:
        """A sentence for the preview."""
        return f"Of {self.tried} names in your list {len(self.names)} stay possible by the width of the hole."


def possible_names(
    names: Sequence[str], text: str, words: Sequence[Word], hidden: Iterable[int], size: tuple[int, int]
) -> Possible:
    """The names of the list that fit one of the holes that the ``hidden`` words leave; ``size`` in pixels.

    Where a hole ends a line, nothing stands behind it and every name stays possible.
    """
    covered = set(hidden)
    here = placed(words, size, 0.0)
    gaps = [gap for row in rows_of(here) for gap in _gaps(sorted(row.words, key=lambda word: word.left), covered)]
    if not covered or None in gaps:
        return Possible(tuple(names), len(names))
    widths = _Letters(text, words, here, covered)
    fitting = [name for name in names if any(gap and widths.fits(name, gap) for gap in gaps)]
    return Possible(tuple(fitting), len(names))


def _gaps(row: list[Placed], covered: set[int]) -> Iterable[tuple[float, float] | None]:
    """Width and height of each hole of a line, in pixels; None for one with no word on one of its sides."""
    at = 0
    while at < len(row):
        first = at
        while at < len(row) and row[at].index in covered:
            at += 1
        if at > first:
            has_both = first > 0 and at < len(row)
            yield (row[at].left - row[first - 1].right, row[first].height) if has_both else None
        at += 1


class _Letters:
    """Estimated widths of letters, in heights of their lines."""

    def __init__(self, text: str, words: Sequence[Word], here: Sequence[Placed], covered: set[int]) -> None:
        seen = [word for word in here if word.index not in covered and word.height > 0]
        self._numbers: dict[str, int] = {}
        rows = [
            [self._numbers.setdefault(char, len(self._numbers)) for char in _letters(_text(text, words[one.index]))]
            for one in seen
        ]
        counts = np.zeros((len(rows) + len(self._numbers), len(self._numbers)))
        for at, row in enumerate(rows):
            np.add.at(counts[at], row, 1.0)
        priors = np.array([_prior(char) for char in self._numbers])
        counts[len(rows) :] = np.eye(len(self._numbers)) * _TRUST
        wanted = np.concatenate([[(one.right - one.left) / one.height for one in seen], priors * _TRUST])
        self._widths = np.linalg.lstsq(counts, wanted, rcond=None)[0] if self._numbers else priors

    def fits(self, name: str, gap: tuple[float, float]) -> bool:
        """Whether a name with a space on either side is as wide as the gap, so far as can be told."""
        wide, height = gap
        if height <= 0:
            return True
        expected = sum(self._width(char) for char in _letters(name)) + 2 * SLACK_HEIGHTS
        return abs(expected - wide / height) <= max(SLACK * expected, SLACK_HEIGHTS)

    def _width(self, char: str) -> float:
        if char.isspace():
            return SLACK_HEIGHTS
        number = self._numbers.get(char)
        return _prior(char) if number is None else float(self._widths[number])


def _text(text: str, word: Word) -> str:
    return text[word.start : word.end]


def _letters(word: str) -> list[str]:
    """The letters of a word; marks over and under letters take no room."""
    return [char for char in word if not unicodedata.combining(char)]


def _prior(char: str) -> float:
    return 2 * _PRIOR if _WIDE.match(char) else _PRIOR
