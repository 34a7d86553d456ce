"""Text with all that two readings of the same page may write differently taken out, and the way back to the raw text.

What is folded: white space and line breaks, hyphens and dashes, soft hyphens, marks that steer direction or cannot be
seen, the look of quotation marks, the kashida, and compatibility forms (NFKD of UAX #15: ligatures, full width, Arabic
presentation forms, composed and decomposed letters). Case and letters stay.
"""

import unicodedata
from bisect import bisect_right
from itertools import accumulate

BLOCK_CHARS = 96
"""Characters between two places whose folded position is kept: what is walked through on the way back."""

_DROPPED = frozenset("\u0640\u2212\ufe00\ufe01\ufe02\ufe03\ufe0e\ufe0f")
"""The kashida, the minus sign, and selectors of how a character looks."""

_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Pd", "Zs", "Zl", "Zp"})
_QUOTATION_MARKS = frozenset("'\"`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇ʼʹ")  # noqa: RUF001 - look-alikes are what it is about
_MOST_KEPT = 100_000
"""Characters whose folded form is kept: more than any document has, so that a hostile one cannot fill memory."""


class _Folds(dict[int, str]):
    """The folded form of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(self) < _MOST_KEPT:
            self[code] = folded
        return folded


def _folded(char: str) -> str:
    if char in _QUOTATION_MARKS:
        return "'"
    if _is_dropped(char):
        return ""
    return "".join(one for one in unicodedata.normalize("NFKD", char) if not _is_dropped(one))


def _is_dropped(char: str) -> bool:
    return char in _DROPPED or unicodedata.category(char) in _DROPPED_CATEGORIES


_FOLDS = _Folds()


def folded(text: str) -> str:
    """``text`` folded."""
    return unicodedata.normalize("NFD", text.translate(_FOLDS))  # NFD only puts marks of one letter in their order


class Folded:
    """A raw text and its folded form. Spans count code points, end-exclusive."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        parts = [raw[at : at + BLOCK_CHARS].translate(_FOLDS) for at in range(0, len(raw), BLOCK_CHARS)]
        self.text = unicodedata.normalize("NFD", "".join(parts))
        self._starts = [*accumulate(map(len, parts), initial=0)]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw text that ``text[start:end]``, which must not be empty, was made of."""
        return self._raw_at(start), self._raw_at(end - 1) + 1

    def folded_at(self, raw_index: int) -> int:
        """Where in ``text`` the raw character at ``raw_index``, or what follows it, begins."""
        block = min(raw_index // BLOCK_CHARS, len(self._starts) - 1)
        return self._starts[block] + len(self.raw[block * BLOCK_CHARS : raw_index].translate(_FOLDS))

    def _raw_at(self, index: int) -> int:
        block = bisect_right(self._starts, index) - 1
        left = index - self._starts[block]
        at = block * BLOCK_CHARS
        while (left := left - len(_FOLDS[ord(self.raw[at])])) >= 0:
            at += 1
        return at
