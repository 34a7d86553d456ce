"""How text becomes terms, the same for pages and queries, with a way back to the raw text.

Folding goes character by character (``letters``), so that each folded character can be led back to raw ones. Folded
text is nothing but terms with spaces between them: an engine needs no tokenizer but "split at spaces".
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from muniment.index.bulk import MIN_CHARS, BulkFolder
from muniment.index.letters import SPACE, FoldingTable, is_spaceless

FOLDING_VERSION = 2
"""Raised whenever the same text gives other terms than before: an index made with another version is made anew."""

MAX_TERM_CHARS = 16_000
"""Longer runs without a space are cut: engines drop terms of more than 65,530 bytes, four bytes a character."""

_CHUNK_CHARS = 1024
"""Raw characters whose offsets are worked out at a time, and only where a match is wanted."""

_ASCII_TABLE = "".join(chr(code).lower() if chr(code).isalnum() else SPACE for code in range(128))

_FOLLOWS = "\u0654\u1160-\u11ff\u3099\u309a\ud7b0-\ud7fb\uff9e\uff9f"
"""Characters that make one letter with what stands before them."""

_COMPOSED = re.compile(
    "[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]+[\u11a8-\u11ff\ud7cb-\ud7fb]*"  # Hangul letters
    "|[\u3041-\u30ff\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]"  # kana and its voicing mark
    "|[\u0649\u064a\u06cc]\u0654"  # yeh and its hamza
)
_MAY_BE_COMPOSED = re.compile(f"[{_FOLLOWS}]")
_UNIT = re.compile(f"{_COMPOSED.pattern}|.", re.DOTALL)
_TERM = re.compile(f"[^ ]{{1,{MAX_TERM_CHARS}}}")
_LONG_RUN = re.compile(f"[^ ]{{{MAX_TERM_CHARS}}}(?! )")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a text; ``start`` and ``end`` count code points of the raw text, end-exclusive."""

    text: str
    start: int
    end: int


@cache
def _table() -> FoldingTable:
    """The folding of single characters, filled as characters are met."""
    return FoldingTable()


@cache
def _bulk() -> BulkFolder:
    """The same in arrays, for all but characters that may combine with the one before."""
    return BulkFolder(_table(), [code for code in range(0x10000) if _MAY_BE_COMPOSED.match(chr(code))])


def _compose(match: re.Match[str]) -> str:
    if match[0].endswith("\u0654"):
        return "\u0626"
    return unicodedata.normalize("NFKC", match[0])


def _fold_slowly(text: str) -> str:
    if _MAY_BE_COMPOSED.search(text):
        text = _COMPOSED.sub(_compose, text)
    return text.translate(_table())


def fold(text: str) -> str:
    """Fold ``text`` to its terms with spaces between them; runs are not cut to ``MAX_TERM_CHARS`` yet."""
    if text.isascii():
        return text.translate(_ASCII_TABLE)
    if len(text) < MIN_CHARS:
        return _fold_slowly(text)
    folded = _bulk().fold(text)
    return _fold_slowly(text) if folded is None else folded


def indexable(text: str) -> str:
    """The terms of ``text`` with spaces between them, ready for an engine that splits at spaces."""
    folded = fold(text)
    if len(folded) <= MAX_TERM_CHARS:
        return folded
    return _LONG_RUN.sub(lambda match: match[0] + SPACE, folded)


def term_texts(text: str) -> tuple[str, ...]:
    """The terms of ``text`` in order, without their places."""
    return tuple(_TERM.findall(fold(text)))


def is_spaceless_term(term: str) -> bool:
    """Whether a folded ``term`` belongs to a script that puts no spaces between words."""
    return is_spaceless(term[0])


def terms(text: str) -> list[Term]:
    """The terms of ``text`` in order, each with its place in the raw text."""
    folded = FoldedText(text)
    return [Term(match[0], *folded.raw_span(*match.span())) for match in _TERM.finditer(folded.text)]


class FoldedText:
    """A text folded, that knows for each run of folded characters which raw ones it came from."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._is_plain = raw.isascii()
        self._raw_starts = [0] if self._is_plain else list(_chunk_starts(raw))
        chunks = [self._fold_chunk(number) for number in range(len(self._raw_starts))]
        self.text = "".join(chunks)
        self._folded_starts = _running_totals(chunks)
        self._units: dict[int, list[tuple[int, int, int]]] = {}

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the raw text of the folded characters ``start`` to ``end`` (at least one)."""
        if self._is_plain:
            return start, end
        return self._unit_at(start)[1], self._unit_at(end - 1)[2]

    def _fold_chunk(self, number: int) -> str:
        return fold(self.raw[slice(*self._raw_bounds(number))])

    def _raw_bounds(self, number: int) -> tuple[int, int]:
        last = number + 1 == len(self._raw_starts)
        return self._raw_starts[number], len(self.raw) if last else self._raw_starts[number + 1]

    def _unit_at(self, position: int) -> tuple[int, int, int]:
        """The raw characters behind one folded character: where they begin folded, and begin and end raw."""
        number = bisect_right(self._folded_starts, position) - 1
        if number not in self._units:
            self._units[number] = self._units_of(number)
        units = self._units[number]
        return units[bisect_right(units, position, key=_folded_start) - 1]

    def _units_of(self, number: int) -> list[tuple[int, int, int]]:
        start, end = self._raw_bounds(number)
        folded = self._folded_starts[number]
        table = _table()
        units = []
        for match in _UNIT.finditer(self.raw, start, end):
            unit = match[0]
            if length := len(table[ord(unit)] if len(unit) == 1 else fold(unit)):
                units.append((folded, match.start(), match.end()))
                folded += length
        return units


_folded_start: Callable[[tuple[int, int, int]], int] = lambda unit: unit[0]  # noqa: E731


def _chunk_starts(raw: str) -> Iterator[int]:
    yield 0
    start = _CHUNK_CHARS
    while start < len(raw):
        while start < len(raw) and _MAY_BE_COMPOSED.match(raw, start):
            start += 1
        yield start
        start += _CHUNK_CHARS


def _running_totals(chunks: list[str]) -> list[int]:
    totals = [0]
    for chunk in chunks[:-1]:
        totals.append(totals[-1] + len(chunk))
    return totals
