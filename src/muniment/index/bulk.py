"""Folding a whole page at a time with arrays: some ten times the speed of ``str.translate``, for the usual characters.

The table of single characters stays the one authority; this only remembers its simple answers in arrays.
"""

import numpy as np
import numpy.typing as npt

from muniment.index.letters import SPACE, FoldingTable

MIN_CHARS = 256
"""Below this the set-up of the arrays costs more than they save."""

_CODES = 0x10000
"""UTF-16 code units: all but the rarest characters are one; the rest come as surrogates, which are never simple."""

_UNIGRAM_WIDTH = 3  # a character with a space at either side
_UNKNOWN = 254
_NOT_SIMPLE = 255


class BulkFolder:
    """Folds text whose characters each become one character, none, or a unigram between spaces."""

    def __init__(self, table: FoldingTable, not_simple: list[int]) -> None:
        self._table = table
        self._folded = np.zeros(_CODES, dtype=np.uint16)
        self._widths = np.full(_CODES, _UNKNOWN, dtype=np.uint8)
        self._widths[0xD800:0xE000] = _NOT_SIMPLE
        self._widths[not_simple] = _NOT_SIMPLE

    def fold(self, text: str) -> str | None:
        """Fold ``text``, or return None if a character of it is not simple."""
        codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
        widths = self._widths[codes]
        if widths.max(initial=0) >= _UNKNOWN:
            self._learn(codes[widths == _UNKNOWN])
            widths = self._widths[codes]
        widest = widths.max(initial=0)
        if widest == _NOT_SIMPLE:
            return None
        folded = self._folded[codes]
        if widest == _UNIGRAM_WIDTH:
            folded = _spread(folded, widths)
        elif not widths.all():
            folded = folded[widths == 1]
        return folded.tobytes().decode("utf-16-le")

    def _learn(self, codes: npt.NDArray[np.uint16]) -> None:
        for code in np.unique(codes).tolist():
            folded = self._table[code]
            core = folded.strip(SPACE) or folded[:1]
            is_simple = folded in ("", core, f"{SPACE}{core}{SPACE}") and len(core) <= 1 and ord(core or SPACE) < _CODES
            self._widths[code] = len(folded) if is_simple else _NOT_SIMPLE
            self._folded[code] = ord(core or SPACE) if is_simple else 0


def _spread(folded: npt.NDArray[np.uint16], widths: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    """Lay the characters out with the spaces that belong around unigrams."""
    ends = np.cumsum(widths, dtype=np.int64)
    spread = np.full(int(ends[-1]), ord(SPACE), dtype=np.uint16)
    places = ends - 1 - (widths == _UNIGRAM_WIDTH)
    if widths.all():
        spread[places] = folded
    else:
        spread[places[widths > 0]] = folded[widths > 0]
    return spread
