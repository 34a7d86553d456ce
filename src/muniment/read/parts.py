"""Dividing flowing text into pages: at paragraph ends where possible, losing not one character."""

from collections.abc import Iterable, Iterator

from muniment.limits import PART_CHARS
from muniment.read.reader import PageFound

_SEARCH_BACK = 1_500
"""How far before the aimed length a better place to cut is looked for."""

_BREAKS = ("\n\n", "\n", "。", ". ", " ")
"""Places to cut, best first: paragraph, line, sentence (Chinese, Latin), word."""


def parts(text: str, length: int = PART_CHARS) -> Iterator[str]:
    """Yield consecutive parts of ``text``, about ``length`` code points each; joined they are ``text`` again."""
    start = 0
    while len(text) - start > length + _SEARCH_BACK:
        end = _cut(text, start, start + length)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str, start: int, aim: int) -> int:
    for mark in _BREAKS:
        at = text.rfind(mark, max(start + 1, aim - _SEARCH_BACK), aim)
        if at > 0:
            return at + len(mark)
    return aim


def pages_of(text: str, first_number: int = 1) -> Iterator[PageFound]:
    """The pages of a flowing text, numbered from ``first_number``; none for blank text."""
    if text.strip():
        for number, part in enumerate(parts(text), first_number):
            yield PageFound(number, part)


def blocks(lines: Iterable[str], length: int = PART_CHARS) -> Iterator[tuple[int, int, str]]:
    """Group lines into blocks of about ``length`` code points: ``(first line, last line, text)``, lines from 1."""
    held: list[str] = []
    size = 0
    first = 1
    for number, line in enumerate(lines, 1):
        held.append(line)
        size += len(line) + 1
        if size >= length:
            yield first, number, "\n".join(held)
            held, size, first = [], 0, number + 1
    if held:
        yield first, first + len(held) - 1, "\n".join(held)
